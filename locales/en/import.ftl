# Bringing in records from another system.
import-title = Import records
import-lede = Bring in your patients with their history from another system, as FHIR R4 bundles.
import-files = Files
import-files-hint = .json bundles, or a .tar or .tar.zst of them; at most 64 MB each and 256 MB together
import-begin = Import
import-waits = The page waits until everything is in, a few seconds for a hundred patients. If it is cut short, import the same files again: what is here already is recognised.
import-no-file = Choose at least one file
import-consent-title = No consent comes with an import
import-consent = Imported patients get no messages until they themselves say yes, when they book or at the desk.
import-past = Past imports
import-past-none = Nothing has been imported yet.
import-when = When
import-taken = Taken
import-here = Already here
import-refused = Files refused
import-unfinished = Not finished
import-unfinished-next = This import is still running, or was cut short. If nothing changes within a minute, import the same files again: what is here already is recognised.
import-report = What the import brought
import-bundles = { $count ->
    [0] No bundle came in.
    [one] 1 bundle came in.
   *[other] { $count } bundles came in.
}
import-bundles-refused = { $count ->
    [0] None was refused.
    [one] 1 was refused whole.
   *[other] { $count } were refused whole.
}
import-kinds = Records by kind
import-kind = Kind
import-count = Count
import-why = Why
import-file = File
import-left = What stayed behind, and why
import-left-kind = Wellkept does not import this kind of record
import-left-not-vital = Of observations only the vital signs are imported
import-left-no-value = The measurement has no single number that can be charted
import-left-withdrawn = The record was cancelled or marked as entered in error
import-left-no-patient = The record is not about a patient
import-left-unnamed = The record does not say what it is about
import-left-no-date = The record does not say when
import-left-refuted = It was found not to be so
import-left-not-given = The vaccination did not take place
import-left-not-prescribed = A proposal or a plan, not a prescription
import-left-no-name = The practitioner has no name that can be shown
import-left-phone = The patient came in, but the phone number cannot exist in the clinic’s country
import-broken = Files that were refused whole
import-broken-next = Nothing of these files was kept. Mend them where they come from, then import them again.
import-more = Import more
import-to-patients = To the patients
