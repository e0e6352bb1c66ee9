# The desk's own calendar: seeing it, booking for patients, moving, calling off, series, blocking time.
nav-calendar = Calendar
desk-week-of = { $from } to { $to }
desk-days = Days
desk-week-before = Previous week
desk-week-after = Next week
desk-view = How much
desk-day = Day
desk-week = Week
desk-by = In columns
desk-by-practitioner = By practitioner
desk-by-room = By room
desk-by-location = By location
desk-go-to = Go to a date
desk-whose = Whose
desk-show = Show
desk-print = Print
desk-count = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
}
desk-full = These are not all: choose one practitioner.
desk-away = Not here:
desk-nobody = Nobody works here on this day
desk-nobody-next = Set hours, or look at another day.
desk-no-room = Without a room
desk-shut = Closed
desk-free = free
desk-held = Held
desk-walk-in = Walk-in
desk-overbooked = Overbooked
desk-serial = Series
desk-look = Open the visit
desk-did-book = Booked: { $name }, { $when }.
desk-did-series = The series is booked: { $name }, from { $when } on.
desk-did-move = Moved: { $name }, now { $when }.
desk-did-cancel = Cancelled: { $name }, { $when }.
desk-did-decline = Declined: { $name }, { $when }.
desk-did-approve = Approved: { $name }, { $when }.
desk-did-restore = It stands again: { $name }, { $when }.
desk-back = Back to the calendar
desk-back-visit = Back to the visit
desk-book-title = New booking
desk-nothing-on-offer = There is nothing to book yet
desk-nothing-on-offer-next = The owner adds services and practitioners on the clinic’s page.
desk-who = Who comes
desk-somebody-else = Somebody else
desk-nobody-found = Nobody like this is known. Register them with the booking.
desk-new-patient = A new patient
desk-name = Name
desk-phone = Phone
desk-what = What, and with whom
desk-service = Service
desk-with = With
desk-where = Where
desk-anyone = Anyone, the soonest
desk-choose-one = Choose the practitioner whose time is given twice
desk-show-times = Show free times
desk-next-free = Next free time
desk-when = When
desk-date = Date
desk-date-wrong = Enter a date
desk-time-wrong = Enter a time
desk-repeat = Repeat
desk-repeat-how = Comes again
desk-repeat-no = Does not repeat
desk-repeat-days = After days
desk-repeat-weeks = After weeks
desk-repeat-months = After months
desk-repeat-every = Every so many
desk-repeat-times = Visits in all
desk-repeat-until = Or until
desk-repeat-hint = Every date is looked at and shown before anything is booked.
desk-every-wrong = Enter a number from 1 to 99
desk-times-wrong = Enter a number from 1 to 60
desk-overbook = Overbook
desk-overbook-hint = A second visit at a time that is taken, or when nobody is open. It is marked as such, with your reason.
desk-over-at = At
desk-reason = Reason
desk-overbook-do = Overbook for this reason
desk-agrees = The patient agrees to messages about appointments
desk-agrees-hint = Only if they said so. They can end them at any time by STOP.
desk-tell = Tell the patient
desk-tell-hint = Only where they agreed to messages
desk-series-title = Look at the dates
desk-series-dates = { $count ->
    [one] { $count } date.
   *[other] { $count } dates.
}
desk-series-free = { $count ->
    [one] { $count } is free as wished.
   *[other] { $count } are free as wished.
}
desk-series-is-free = Free
desk-series-taken = Not free. This is the nearest:
desk-series-none = Not free, and nothing near it
desk-series-skip = Leave this date out
desk-series-book = Book all of these
desk-series-change = Change
desk-series-lost = Somebody took one of these meanwhile. Nothing is booked yet; look at the dates again.
desk-visit-title = Visit
desk-chart = Chart
desk-messages = Messages
desk-room = Room
desk-any-room = Any that is free
desk-overbooked-why = Why overbooked
desk-more-follow = { $count ->
    [one] { $count } more follows
   *[other] { $count } more follow
}
desk-approve = Approve
desk-decline = Decline
desk-move = Move
desk-restore = Take the cancellation back
desk-unanswered-late = Nobody answered this request before its time.
desk-cancel = Cancel the visit
desk-cancel-do = Yes, cancel it
desk-which = Which
desk-this-one = This one
desk-and-following = { $count ->
    [one] This and { $count } that follows
   *[other] This and { $count } that follow
}
desk-history = How it came about
desk-booked-by-patient = Booked by the patient
desk-booked-by-desk = Booked at the desk
desk-was-approved = Approved by the clinic
desk-was-confirmed = The patient said that they will come
desk-move-title = Move the visit
desk-move-do = Move
desk-these-do-not-fit = These dates do not fit
desk-other-time = Another time
desk-other-time-hint = Any time at which the practitioner is here and free. Where somebody else is, or nobody is open, give a reason.
desk-put = Move to this time
desk-too-late = What has happened cannot be moved or cancelled. Take back the arrival or the no-show first.
desk-closed-then = The practitioner is not here then. Choose another time, or overbook with a reason.
desk-busy-then = Somebody else has this time. Choose another, or overbook with a reason.
desk-do-not-fit = Some of the visits do not fit there. None was moved.
desk-block-title = Block time
desk-block-lede = Nobody can book into it. Who is booked in it already stays, and you are told.
desk-whose-time = Whose time
desk-everybody = Everybody
desk-from = From
desk-to = To
desk-to-wrong = Enter a later time than the first
desk-note = Why
desk-note-hint = Only staff read it
desk-block-do = Block
desk-did-block = Blocked: { $name }, { $when }.
desk-did-unblock = Open again: { $name }, { $when }.
desk-inside = { $count ->
    [one] { $count } visit is booked in it and stays.
   *[other] { $count } visits are booked in it and stay.
}
desk-requests = { $count ->
    [one] { $count } request waits for an answer
   *[other] { $count } requests wait for an answer
}
desk-requests-title = What was asked for
desk-no-requests = Nothing waits for an answer
desk-no-requests-next = Services that the clinic approves first are booked as requests; they appear here.
desk-asked-at = Asked
