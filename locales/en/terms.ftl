# The terms a clinic accepts. A changed sentence is another version: see VERSION in clinics/terms.rs.
terms-title = Terms
terms-lede = What you and we agree when you open a clinic here. Version of { $day }.
terms-changed = The terms have a new version. Your clinic goes on as before; please read it and accept it.
terms-accept = I accept for the clinic
terms-who = { $part ->
    [title] Who agrees
   *[text] The clinic, for which you speak as its owner, and whoever runs this installation of Wellkept. If you may not speak for the clinic, do not open it.
}
terms-what = { $part ->
    [title] What you get
   *[text] Software for booking, the waiting room, records, messages to patients and bills, on the web. It helps people who treat; it treats nobody, and it is not for emergencies.
}
terms-yours = { $part ->
    [title] The data is yours
   *[text] Records belong to the clinic and its patients. We use them only to run the service for you, sell nothing, and show no advertisements. You can take everything with you.
}
terms-people = { $part ->
    [title] Your people
   *[text] Everybody who works with it has a login of their own. Give each the role they need, and end it when they leave. Owners sign in with a second factor.
}
terms-patients = { $part ->
    [title] Your patients
   *[text] You see to it that the law lets you keep what you keep, and that patients are told. Messages go only to those who agreed, and stop when they say so; the program holds you to that.
}
terms-ours = { $part ->
    [title] What we promise
   *[text] What stands on the privacy page is enforced by the program and can be proved on this installation. Clinics are kept apart, names and notes are sealed, and every look is written down for you to read.
}
terms-support = { $part ->
    [title] Support
   *[text] The people who run this installation see nothing of your clinic unless an owner signs for it: what, why and for how long, at most 72 hours. You can end it at any moment and read what they opened.
}
terms-limits = { $part ->
    [title] Limits
   *[text] Wellkept is open-source software under the Apache License 2.0, without a warranty beyond what the law requires. Keep a way to see patients when the network is down.
}
terms-pause = { $part ->
    [title] When a clinic is suspended
   *[text] Whoever runs this installation may suspend a clinic that breaks these terms or the law. Nothing is deleted; patients can still cancel visits and stop messages.
}
terms-end = { $part ->
    [title] The end
   *[text] You may leave at any time and take your data with you. After that it is deleted, except for what the law makes you or us keep.
}
terms-changes = { $part ->
    [title] Changes
   *[text] When these terms change, owners are shown the new version and asked to accept it. Which version was accepted, when and by whom, is kept.
}
