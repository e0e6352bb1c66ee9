# What the clinic offers, and the rooms it needs.
services-title = Services
services-none = No service is on offer
services-none-next = Add one, and patients can book it.
services-name = Service
services-name-hint = As patients know it, for example Check-up
services-minutes = Minutes
services-minutes-wrong = Enter a number of minutes from 5 to 480
services-price = Price
services-active = Patients can book it
services-more = Time around it, who gives it, rules
services-before = Minutes before
services-before-hint = To make ready
services-after = Minutes after
services-after-hint = To clear up
services-around-wrong = Enter a number of minutes from 0 to 240
services-every = A time every … minutes
services-every-hint = Empty: one follows the other
services-horizon = Days ahead
services-horizon-hint = From 1 to 730
services-horizon-wrong = Enter a number of days from 1 to 730
services-notice = Booked no later than
services-cancel = Moved or cancelled no later than
services-span = { $count ->
    [0] up to its time
    [60] 1 hour before
    [120] 2 hours before
    [240] 4 hours before
    [720] 12 hours before
    [1440] 1 day before
    [2880] 2 days before
    [10080] 1 week before
   *[other] { $count } minutes before
}
services-given-by = Given by
services-given-by-hint = Nobody ticked: everybody.
services-everybody = Everybody
services-rooms = Needs
services-rooms-hint = It needs one of these; nothing ticked: none.
services-state = State
services-on = On offer
services-off = Not on offer
services-add = Another service
services-add-submit = Add the service
services-save = Save
services-change-hint = What is booked already stays as it was booked.
rooms-title = Rooms and devices
rooms-hint = What only one visit can have at a time.
rooms-name = Name
rooms-name-hint = For example Ultrasound, or Room 2
rooms-add = Add
rooms-close = Out of use
rooms-reopen = Use again
services-places = Patients at one time
services-places-hint = More than one: a group, such as a class
services-places-wrong = Enter a number from 1 to 200
services-approval = We say yes to each request first
services-approval-hint = What a patient books online holds its time and waits for your answer
