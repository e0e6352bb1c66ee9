# The waiting room: its board, and what the desk is told when a button changes nothing.
board-title = Waiting room
board-live = Live
board-reconnecting = Reconnecting. Please ask at the desk.
board-now = Now
board-next = Next
board-nobody-called = Nobody has been called yet.
board-nobody-waits = Nobody is waiting.
queue-refused = Nothing was changed
queue-back-to-list = Back to the list
queue-slot-taken = Somebody else has this time now. Book another time for the patient
queue-already-called = The patient has been called already, so the arrival cannot be taken back
queue-nobody-waits = Nobody is waiting to be called
queue-who-calls = Choose a practitioner first, then call the next patient

# Walk-ins, the order and priorities
queue-title = Waiting room
queue-anyone = Whoever is free first
queue-waits-already = This patient is in the waiting room already
queue-nobody-gives = Nobody gives this service at the moment
queue-not-waiting = This token does not wait any more
lane-waiting = { $count ->
    [0] nobody waiting
    [one] { $count } waiting
   *[other] { $count } waiting
}
priority-emergency = Emergency
priority-elderly = Elderly
priority-pregnant = Pregnant
priority-child = Small child
priority-disabled = Disability
priority-other = Another reason
ticket-title = Token { $number }
ticket-place = Place in line
ticket-ahead = { $count ->
    [0] Next
    [one] { $count } person goes before
   *[other] { $count } people go before
}
ticket-priority = Goes first
ticket-priority-give = Let them go first
ticket-priority-hint = An emergency goes before everybody. The others go before whoever has waited less than an hour, so that nobody waits for ever.
ticket-priority-why = Why
ticket-priority-words = The other reason
ticket-priority-words-hint = Only for another reason, in a few words
ticket-priority-submit = Goes first
ticket-priority-take-back = In turn again
ticket-did-priority = This token goes first now.
ticket-did-no-priority = This token waits in turn again.
walk-in-title = Somebody is here without a time
walk-in-lede = They get a token and wait in the same queue as everybody who has booked.
walk-in-who = Who is it?
walk-in-wanted = Look for a patient we know
walk-in-wanted-hint = Beginnings of the name, or the number
walk-in-find = Look
walk-in-found = Is it one of these?
walk-in-none-found = We know nobody like that
walk-in-new = Somebody new
walk-in-more = There are more: type more of the name.
walk-in-new-legend = Name and number of somebody new
walk-in-phone = Phone number
walk-in-phone-hint = You can leave it empty. With a number they can be told when their turn is near.
walk-in-consent = They said here at the desk that we may write to them on WhatsApp about their visits
walk-in-what = What for, and with whom?
walk-in-does-not-give = This practitioner does not give this service
walk-in-submit = Give a token
walk-in-nobody = Nobody can be seen yet
walk-in-nobody-next = Put a service on offer and let a practitioner be booked; then people can wait here.

# The expected wait, pauses, sending to somebody else, being late
wait-soon = any moment now
wait-up-to = up to { $high } minutes
wait-about = about { $low } to { $high } minutes
wait-hours = { $count ->
    [one] more than an hour
   *[other] more than { $count } hours
}
wait-unknown = nobody can say how long
queue-not-late = This patient is not late yet. After the minutes that the clinic waits, they can be marked as not having come
pause-title = Pauses
pause-lede = Who is away is shown as away to everybody who waits, with the time of return. The reason is not.
pause-until = Away until { $time }
pause-away = Away
pause-here = Here
pause-end = Back again
pause-begin = Pause
pause-who = Who is away?
pause-back-at = Back at
pause-back-at-hint = You can leave it empty; then nobody is told a time.
pause-reason = Reason
pause-reason-hint = Only for the team. You can leave it empty.
pause-submit = Pause
pause-until-past = This time is over already
transfer-title = Send to somebody else
transfer-hint = They keep their turn, and their visit goes with them.
transfer-to = To whom?
transfer-submit = Send
ticket-did-transfer = This token waits for somebody else now.
queue-rules-title = Rules of the waiting room
queue-rules-late = Minutes we wait for a booked patient
queue-rules-late-hint = So long they keep their place. After that they are shown as late, their place counts from when they come, and they can be marked as not having come.
queue-rules-submit = Save
rules-late-wrong = Between 0 and 240 minutes
place-title = Your place in line
place-your-token = Your token
place-called = Please go in now.
place-ahead = { $count ->
    [0] You are next:
    [one] { $count } person goes before you:
   *[other] { $count } people go before you:
}
place-away-until = The practitioner is away until { $time }.
place-away = The practitioner is away at the moment.
place-honest = This is what we expect now. Emergencies go first, and some visits take longer.
place-none = You are not in the waiting room now.
place-back = Back to the visit
office-waiting-room = When a booked patient is late

# Check-in
door-title = Check-in by patients
office-check-in = A tablet at the door, a poster with a code
door-lede = Patients say themselves that they are here, and get their token. What cannot be settled is sent to the desk.
door-none = No door is open yet
door-open = Open a door
door-name = Name
door-name-hint = For you: entrance, first floor
door-kind = What is it?
door-tablet = A tablet
door-tablet-hint = Patients type the number they booked with. It forgets them after 20 seconds.
door-poster = A poster to print
door-poster-hint = Its code opens the page on the patient’s own phone, which asks the first letter of the name too.
door-submit = Open
door-close = Close for good
door-too-many = Close another door first: there are 20
door-address = Address:
poster-lead = You have a booking? Scan this and say that you are here.
poster-square = Code to scan
poster-or-digits = Or type these digits on the page of your visit:
poster-desk = Without a booking, please ask at the desk.
poster-print = Print
check-in-title = I am here
check-in-phone = The phone number you booked with
check-in-phone-hint = As you say it here, or with the country’s number
check-in-letter = The first letter of the patient’s name
check-in-letter-hint = As it was written in the booking
check-in-letter-wrong = One letter of the alphabet
check-in-submit = I am here
check-in-done = Welcome
check-in-sit = Please take a seat. The board shows when it is your turn.
check-in-ready = Ready
check-in-desk = Please go to the desk
check-in-desk-next = They will be glad to help you there.
check-in-again = Try again
here-title = Are you here?
here-digits = The six digits on the poster
here-digits-hint = It hangs in the waiting room.
here-submit = I am here
here-did = You are checked in.
here-wrong = We could not check you in with these digits. Please go to the desk.

# The board in several languages, with sound
queue-rules-languages = Languages of the board
queue-rules-languages-hint = They take turns. Tick none, and the board speaks the language of its browser.
board-sound-on = Sound on
board-sound-is-on = Sound is on
board-say = Token { $number }, please go to { $practitioner }.
board-away-until = { $practitioner } is away until { $time }
board-away = { $practitioner } is away
