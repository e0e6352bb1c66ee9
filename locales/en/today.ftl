# Today's list at the desk.
today-title = Today
today-welcome = Your clinic is open. Patients book on its public page; give them the address:
today-previous = Previous day
today-next = Next day
today-go-today = Today
today-new-booking = New booking
today-board = Waiting-room board
today-call-next = Call next for { $practitioner }
today-call-next-own = Call my next patient
today-with = With
today-all = Everybody
today-find = Find by name
today-none-found = Nobody on this list has that name.
today-caption = Appointments of the day
today-col-time = Time
today-col-patient = Patient
today-col-state = State
today-col-token = Token
today-col-for = For
today-col-with = With
today-col-actions = Actions
today-empty = Nobody is booked on this day
today-empty-next = When patients book, they appear here in the order they should be seen.
today-empty-page = There is nothing more on this day
today-state-booked = Booked
today-state-confirmed = Confirmed
today-state-arrived = Arrived
today-state-called = Called
today-state-done = Done
today-state-cancelled = Cancelled
today-state-noshow = Did not come
today-act-arrive = Arrived
today-act-undo-arrive = Not here
today-act-call = Call
today-act-visit = Open the visit
today-act-call-again = Call again
today-act-done = Done
today-act-no-show = Did not come
today-act-undo-no-show = Take that back
today-act-bill = Bill
today-undo = Undo
today-did-arrive = { $name } has arrived: token { $number }.
today-did-undo-arrive = { $name } is not here after all.
today-did-call = { $name } is called: token { $number }.
today-did-done = { $name } is done.
today-did-no-show = { $name } did not come.
today-did-undo-no-show = { $name } is expected again.
today-more = Later appointments
today-before = Earlier appointments
today-told-kind = { $kind ->
    [offer] Offer
    [confirmation] Confirmation
    [moved] New time
   *[cancelled] Cancellation
}
today-told-state = { $state ->
    [queued] waiting to leave
    [sending] leaving now
    [sent] sent
    [refused] not sent
   *[failed] not sent
}
today-told-why = { $reason ->
    [no_consent] the patient has not agreed to messages
    [stopped] the patient wrote STOP
    [too_many] too many since yesterday
    [no_number] no number is known
    [no_longer_true] it was no longer true
    [carrier_refused] the number did not take it
   *[gave_up] we tried for a long time and gave up
}
today-state-asked = Asked for
today-walk-in = Walk-in
today-walked-in = without a time
today-did-walk-in = { $name } is in the waiting room: token { $number }.
today-state-late = Late
