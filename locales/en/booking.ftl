# The clinic's public page, and the page behind the link in a message.
booking-title = Book an appointment
booking-lede = It takes about a minute. You need no account, and you pay at the clinic.
booking-nobody = Nothing can be booked here yet
booking-nobody-next = { $clinic } has not opened its calendar. Please call or visit the clinic.
booking-service = What do you need?
booking-practitioner = Who would you like to see?
booking-anyone = Anyone, the soonest time
booking-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
booking-show-times = Show the times
booking-when = Day and time
booking-days = Day
booking-earlier = Earlier
booking-later = Later
booking-none-free = None free
booking-free = { $count } free
booking-weekday = { $count ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
}
booking-nearest = Nearest free times
booking-morning = Morning
booking-afternoon = Afternoon
booking-evening = Evening
booking-full = No time is free on this day
booking-full-next = Choose another day above, or somebody else.
booking-about-you = About you
booking-name = Full name
booking-phone = Mobile number
booking-phone-hint = For messages about your appointments only
consent-appointments = { $clinic } may write to me on WhatsApp about my appointments
consent-appointments-hint = You can leave this empty, and stop at any time by replying STOP.
booking-notice = { $clinic } keeps your name, number and appointment to care for you. Nothing is sold, and nothing is shared beyond what the notice says.
booking-notice-more = How your details are used
booking-book = Book this time
booking-choose-time = Choose a time
booking-time-taken = This time is not free any more. The nearest free times stand first; everything else you typed is still here
booking-name-wrong = Enter your name, with at least one letter
booking-phone-wrong = Enter a mobile number, as you would dial it
booking-not-online = We cannot take this booking online. Please call the clinic

appointment-booked = Your appointment is booked
appointment-confirmed = Your appointment is confirmed
appointment-arrived = You have arrived
appointment-fulfilled = This visit is over
appointment-noshow = This appointment has passed
appointment-cancelled = Your appointment is cancelled
appointment-did-confirm = Thank you. The clinic knows that you will come.
appointment-did-cancel = Your appointment is cancelled. The time is free for somebody else.
appointment-did-restore = Your appointment stands again.
appointment-did-move = Your appointment is moved.
appointment-when = When
appointment-with = With
appointment-for = For
appointment-at = Where
appointment-please-confirm = Please tell the clinic that you will come.
appointment-confirm = I will come
appointment-move = Choose another time
appointment-cancel = Cancel the appointment
appointment-keep-link = Keep the address of this page: with it you can confirm, move or cancel until the time begins.
appointment-undo-hint = Was that a mistake? You can have the time back while it is free.
appointment-undo-cancel = Undo: keep my appointment
appointment-book-another = Book another appointment
appointment-move-title = Choose another time
appointment-move-from = Your appointment is on { $day } at { $time }. It stays as it is until you choose.
appointment-move-submit = Move my appointment
appointment-keep = Keep it as it is
appointment-time-taken = This time is not free any more. Your appointment is unchanged; choose another time
appointment-too-late = The time of this appointment has come. Please call the clinic
appointment-was-cancelled = This appointment was cancelled
appointment-already-here = The patient has already arrived
appointment-finished = This appointment is finished
appointment-not-here = The patient has not been marked as arrived
appointment-not-yet = This appointment is not due yet
appointment-messages = Messages
appointment-messages-now = If the clinic writes to you about your appointments, you can end that here; booking and visiting go on as before.
appointment-stop = Stop the messages
appointment-did-stop = The clinic writes to you no more. Booking again with the box ticked does not undo this; reply START to a message, or tell the clinic.
booking-paused = The clinic takes no bookings online at the moment
booking-paused-next = Call { $clinic } or come by. Links in messages you already have still work, and so does ending messages.
booking-where = Where would you like to be seen?
appointment-too-near = So close to its time this appointment is changed by telephone only. Please call the clinic.
appointment-unanswered = The clinic has not answered this request yet.
appointment-asked = Your request is with the clinic
booking-keep = Keep this time while I fill in the rest
booking-kept = This time is kept for you until { $time }
booking-work-first = There are many bookings at the moment, so your browser has to work a little first. Please send the form once more, or call the clinic
booking-working = Many are booking at the moment; your browser works a little while you type.
booking-worked = Your browser is ready.
booking-work-waits = Nearly there: your form is sent by itself in a moment.
booking-work-no-script = There are many bookings at the moment. Without JavaScript this page cannot take yours; please call the clinic.
rules-title = Online booking
rules-lede = How your public page behaves:
rules-a-day = Bookings taken online in a day
rules-a-day-hint = Scripts cannot fill your calendar beyond this. Leave it empty to take as many as come
rules-number-wrong = Enter a number from 1 to 5000, or leave it empty
rules-offer = Minutes to answer an offer
rules-offer-hint = A freed time is offered to one person on the waiting list at a time
rules-minutes-wrong = Enter minutes from 10 to 1440
rules-sites = Your own sites that may show the page
rules-sites-hint = Addresses such as https://www.example.com, one on each line
rules-site-wrong = Enter at most five addresses that begin with https://, without a path
rules-snippet = Put this where the page should appear:
rules-save = Save
rules-saved = Saved. It holds from now on.
office-rules = How many bookings a day, answers to offers, your own site
booking-for-another = I am booking for my child, or for somebody else
booking-for-another-hint = Your own name and number stay above; messages go to you.
booking-patient-name = Full name of the patient
booking-relationship = You are the patient’s
booking-born = Date of birth
booking-born-wrong = Enter a date in the past, or leave it empty
booking-clock = Times are by the clinic’s clock ({ $zone }).
booking-your-clock = Your own clock stands beside each time.
appointment-asked-next = The time is kept for you. The clinic answers; until then you can move or cancel it here.
appointment-book-same = Book with { $practitioner } again
booking-code = Code
booking-code-hint = Six digits. No code after a few minutes? Leave this empty and send the form again for another, or call the clinic
booking-code-sent = We have sent a code to your number by SMS. Type it here, and the time is yours.
booking-code-wrong = This is not the code, or it is over. Leave the field empty to get another
rules-prove = Numbers are proven by a code
rules-prove-hint = Whoever books online types a code that we send to their number by SMS
