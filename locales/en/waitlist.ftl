# The waiting list: who wants a time that is not free.
waitlist-title = Waiting list
waitlist-no-time = No time suits you? Join the waiting list
waitlist-join-title = Join the waiting list
waitlist-join-lede = When a time becomes free we offer it to one person after the other, in the order in which they asked.
waitlist-first = From
waitlist-last = To
waitlist-day-wrong = Enter a day from today on
waitlist-last-wrong = Enter a day after the first, within a year
waitlist-part-label = Part of the day
waitlist-part = { $part ->
    [morning] morning
    [afternoon] afternoon
    [evening] evening
   *[any] any time
}
waitlist-consent-hint = Needed here: an offer comes by message. You can stop at any time by replying STOP.
waitlist-consent-needed = Tick this, so that we can write to you when a time is free; or call the clinic
waitlist-join = Put me on the list
waitlist-did-join = You are on the waiting list. Keep the address of this page.
waitlist-did-decline = Thank you. The time goes to the next; you are still on the list.
waitlist-did-leave = You are not on the list any more.
waitlist-offered = A time is free for you
waitlist-until = It is kept for you until { $time }. After that it is offered to the next person.
waitlist-take = Take this time
waitlist-decline = No, thank you
waitlist-waiting = You are on the waiting list
waitlist-booked = You have taken a time
waitlist-left = You are not on the waiting list
waitlist-over = The days you asked for have passed
waitlist-how = We write to you as soon as a time is free, between 8 in the morning and 9 in the evening.
waitlist-leave = Leave the waiting list
waitlist-offer-over = This offer is over. You are still on the waiting list, and the next free time may be yours.
waitlist-lede = Offers go out by themselves, from the top, to whoever agreed to messages. Call those who did not.
waitlist-empty = Nobody is waiting for a time
waitlist-empty-next = Patients join from your booking page when no time suits them.
waitlist-add = Add somebody
waitlist-wants = Wants
waitlist-since = Since
waitlist-state = { $state ->
    [offered] Has an offer
   *[waiting] Waiting
}
waitlist-answers-until = answers until { $time }
waitlist-take-off = Take off the list
office-waitlist = Who waits for a free time
