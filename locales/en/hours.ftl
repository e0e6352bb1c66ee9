# When practitioners work.
hours-title = Hours
hours-of = Hours of { $name }
hours-nobody = Nobody can be booked yet
hours-nobody-next = Invite a doctor on the team’s page; their calendar comes with them.
hours-none = No hours: nobody can book
hours-week = The week
hours-only-for = Only for { $service }
hours-since = from { $day }
hours-before = until { $day }
hours-weekday = { $count ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
hours-set = Another week, from a day on
hours-set-hint = Two stretches a day: the time between them is the break. An empty day is a day off.
hours-from = From
hours-from-wrong = Enter a day within two years
hours-where = Where
hours-anywhere = Wherever the clinic works
hours-for = For
hours-every-service = Every service
hours-row-wrong = Enter from and to, the later one second; the second stretch after the first
hours-save = Save the week
hours-exceptions = Holidays, days off, extra hours
hours-no-exceptions = None to come
hours-except-all = For everybody
hours-except-one = For this practitioner
hours-except-hint = What is booked in closed hours stays and is listed, so that somebody can call.
hours-first = First day
hours-last = Last day
hours-last-hint = Empty: that day only
hours-last-wrong = Enter a day after the first, within a year
hours-day-wrong = Enter a day
hours-opens = From
hours-opens-again = Again from
hours-opens-hint = Empty: the whole day
hours-closes = To
hours-time-wrong = Enter a time such as 09:30
hours-kind = What then?
hours-closed = Closed
hours-open-besides = Open besides
hours-note = Note
hours-note-hint = For staff only
hours-except = Save
hours-take-back = Take back
hours-when = When
hours-whole-day = The whole day
hours-whose = For
hours-everybody = Everybody
hours-outside = { $count ->
    [one] { $count } booked visit is outside the hours
   *[other] { $count } booked visits are outside the hours
}
hours-outside-next = Nobody was told. Move them or call those patients.
