# A visit: measurements, the note, signing and amending.
visits-none = No visits yet
visits-none-next = The first visit appears here when a practitioner opens it from today’s list.
visits-earlier = { $count ->
    [one] 1 earlier visit
   *[other] { $count } earlier visits
}
visit-signed = Signed
visit-open = In progress
visit-reason = Reason: { $reason }
visit-no-note = No note was written.
visit-open-page = Open the visit of { $day }
visit-not-started = No visit can begin for this appointment
visit-not-started-next = It was cancelled or missed. Book a new appointment, or choose another one from today’s list.
visit-to-today = To today’s list
visit-finished = This visit is finished
visit-finished-next = Its notes are signed and stay as they are. To correct or add something, amend a note below.
note-of = Note of { $day }
note-draft = Draft
note-subjective = Subjective: what the patient says
note-objective = Objective: what was found
note-assessment = Assessment
note-plan = Plan
note-sign = Sign the note
note-save-draft = Save draft
note-sign-hint = A draft is seen by you alone. Once signed, a note is amended and never overwritten.
note-saving = Saving …
note-saved-at = Saved at { $time }
note-not-saved = Not saved. Keep this page open: we are trying again.
note-conflict = This note was changed in another window. Copy what you typed, then open the visit again.
note-conflict-title = This note was changed in another window
note-conflict-next = Nothing was saved or signed from here, and what you typed is still below. Copy what you need, then go on from the newer version.
note-conflict-reload = Open the newer version
note-empty = Write something before you sign
note-nothing-new = Change something, or go back: the note stays as it is
note-signed-by = Signed by { $name }, { $when }
note-amended-by = Amended and signed by { $name }, { $when }
note-amend = Amend this note
note-earlier-versions = { $count ->
    [one] What it replaced
   *[other] The { $count } versions it replaced
}
vitals-title = Measurements
vitals-record = Record measurements
vitals-systolic = Upper pressure, mmHg
vitals-diastolic = Lower pressure, mmHg
vitals-pulse = Pulse, beats a minute
vitals-breathing = Breaths a minute
vitals-oxygen = Oxygen, %
vitals-temperature = Temperature, °C
vitals-weight = Weight, kg
vitals-height = Height, cm
vitals-pain = Pain, 0 to 10
vitals-not-a-number = Type a number, such as 36.8
vitals-too-precise = Use fewer decimals
vitals-implausible = Check this number: it must lie within { $limit }
vitals-diastolic-above = The lower pressure must be below the upper one
vitals-both-pressures = Fill in both numbers of the blood pressure
vitals-nothing = Fill in at least one measurement
vitals-finished = This visit is finished: start a new visit to record measurements
amend-title = Amend a signed note
amend-signed-text = The note as it was signed
amend-sign = Sign the amendment
amend-back = Back without a change
amend-hint = The signed note stays readable. Your amendment is a new note, signed with your name, that takes its place.
amend-meanwhile = This note has been amended meanwhile
amend-meanwhile-next = Nothing was signed from here. Read the latest version and amend that one; what you typed is still below to copy from.
amend-latest = Amend the latest version
