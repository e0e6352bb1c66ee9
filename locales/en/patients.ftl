# The list of patients and what is said of a person.
patients-title = Patients
patients-import = Import records
patients-wanted = Name or phone number
patients-wanted-hint = The beginning of any part of the name, two letters or more, or the whole number
patients-search = Search
patients-name = Name
patients-phone = Phone
patients-no-phone = No number
patients-newest = The newest patients
patients-found = { $count ->
    [one] 1 patient found
   *[other] { $count } patients found
}
patients-refine = { $count ->
   *[other] Only the first { $count } are shown: type more of the name.
}
patients-nobody-found = Nobody found
patients-nobody-found-next = Check the spelling, try the beginning of another part of the name, or search by phone number.
patients-show-newest = Show the newest patients
patients-none-yet = No patients yet
patients-none-yet-next = Patients appear here when they book, or when the owner imports records from another system.
gender-male = Man
gender-female = Woman
gender-other = Other gender
gender-unknown = Gender not known
relationship = { $what ->
    [parent] parent
    [guardian] guardian
    [spouse] husband or wife
    [child] daughter or son
    [relative] relative
   *[other] helper
}
relationship-acts = { $what ->
    [parent] A parent books for them
    [guardian] A guardian books for them
    [spouse] Husband or wife books for them
    [child] Daughter or son books for them
    [relative] A relative books for them
   *[other] Somebody books for them
}
