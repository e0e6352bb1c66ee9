# The chart of one patient.
chart-facts = What is known
chart-age = { $count ->
    [one] 1 year old
   *[other] { $count } years old
}
chart-born = born { $day }
chart-died = died { $day }
chart-since = since { $day }
chart-until = until { $day }
chart-allergies = Allergies
chart-allergy-high-risk = high risk
chart-allergies-none = No known allergies.
chart-allergies-unknown = Nothing is recorded. Ask the patient before you prescribe.
chart-doubt-unconfirmed = unconfirmed
chart-doubt-provisional = provisional
chart-doubt-differential = one of several possibilities
chart-problems = Problems
chart-problems-none = No current problems recorded.
chart-problems-past = { $count ->
    [one] 1 problem of the past
   *[other] { $count } problems of the past
}
chart-medicines = Medicines
chart-medicines-none = No current medicines recorded.
chart-medicines-past = { $count ->
    [one] 1 medicine of the past
   *[other] { $count } medicines of the past
}
chart-vitals = Vitals
chart-vitals-none = Nothing has been measured yet.
chart-vital = Measured
chart-course = Course
chart-latest = Latest
chart-course-of = { $count ->
    [one] The last value
   *[other] The course of the last { $count } values
}
chart-high = high
chart-low = low
chart-immunizations = Immunisations
chart-immunizations-none = No immunisations recorded.
chart-visits = Visits
chart-book = New booking
chart-messages = Messages sent
chart-audit = Who saw this record
vital-pressure = Blood pressure
vital-diastolic = Diastolic pressure
vital-pulse = Pulse
vital-breathing = Breathing rate
vital-oxygen = Oxygen
vital-temperature = Temperature
vital-weight = Weight
vital-height = Height
vital-bmi = Body mass index
vital-pain = Pain
