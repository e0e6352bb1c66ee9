# The platform's operator: the console, and the leave under which they look into a clinic.
console-brand = Wellkept · Operator
console-nav = Console
console-nav-clinics = Clinics
console-nav-cases = Cases
console-nav-health = Health
console-lede = Counts, days and states. No patient’s data is here, and none can be reached from here without an owner’s leave.
console-search = Name or address of a clinic
console-find = Find
console-none = No clinic found
console-none-next = Look for another name, or for fewer letters.
console-clinic = Clinic
console-state = State
console-address = Address
console-country = Country
console-kind = Kind
console-opened = Opened
console-members = Members
console-last-sign-in = Last sign-in
console-never = Never
console-demo = Demonstration
console-real = Real clinic
console-active = Active
console-suspended = Suspended
console-leave-how = Ask the owners. Nothing opens before one of them signs, and it ends by itself. They can end it at any moment, and they read everything you open.
console-enter = Look in now
console-suspend = Suspend this clinic
console-suspend-how = Everybody on its staff is signed out at the next click, and nobody can sign in. Every row stays; patients can still cancel visits and stop messages.
console-resume = Let the clinic work again
console-resume-how = Its staff can sign in again at once.
console-why = Reason
console-why-hint = For the platform’s own record. No names of people.
console-done = What operators did here
console-did = { $act ->
    [ask_leave] Asked for leave to look in
    [enter] Went in under leave
    [suspend_clinic] Suspended the clinic
    [resume_clinic] Let the clinic work again
   *[other] { $act }
}
cases-asked = Asked
console-no-cases = Nothing waits
console-no-cases-next = When an operator asks a clinic for leave, it stands here until it is answered.
health-lede = Whether this installation does its work now.
health-version = Program
health-database = Size of the database
health-migrations = Newest migration of the program
health-keys = Key store
health-keys-there = Reachable
health-keys-away = Not reachable: names and notes cannot be opened now
health-sweep = Oldest address kept beside a sign-in
health-sweep-none = None
health-sweep-late = Older than it may be: sweeping has stopped
health-jobs = Jobs
health-job = Kind
health-waiting = Waiting
health-late = Late
health-failing = Failing
health-gave-up = Given up
health-jobs-none = No jobs yet
health-megabytes = { $count } MB
leave-title = Support access
leave-lede = The people who run Wellkept see nothing of your clinic. When they need to look in to help you, they ask here. You decide, for how long it stays open is set, and everything they open is listed.
leave-none = Nobody asked
leave-none-next = A question of the platform’s operators would stand here and in a line on top of your pages.
leave-scope = { $scope ->
    [schedule] Schedule
    [records] Records
    [billing] Bills
   *[settings] Settings
}
leave-scope-opens = { $scope ->
    [schedule] The day’s list
    [records] Patients and their charts
    [billing] Invoices and payments
   *[settings] The team
}
leave-scopes = To look at
leave-no-scope = Choose at least one thing to look at
leave-hours-label = Hours
leave-hours-hint = From 1 to 72. Ask for no more than you need.
leave-hours-wrong = Enter a number of hours from 1 to 72
leave-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
leave-how-long = For
leave-end = Ends
leave-reason = Why
leave-reason-hint = The owners read this. Never write a patient’s name here.
leave-ask = Ask for leave
leave-asked-at = asked { $at }
leave-ends-at = until { $at }
leave-state-asked = Waiting for an answer
leave-state-lapsed = Not answered in time
leave-state-runs = Open now
leave-state-over = Over
leave-state-refused = Refused
leave-state-revoked = Ended by the clinic
leave-sign-how = With your signature this operator may look, and change nothing, for the time named above.
leave-sign = Sign and let them look
leave-refuse = Refuse
leave-revoke = End it now
leave-see = See what was opened
leave-answered = This was answered already
leave-lapsed = This question is too old to be answered. The operator can ask again
under-title = What { $name } opened
under-lines = Opened, newest first
under-none = Nothing yet
under-none-next = Every page they open stands here a moment later.
enrol-title = Register your passkey
enrol-lede = { $name }, you run this installation. Your device keeps the key; there is no password.
enrol-submit = Make a passkey
enrol-over = This link is over, or was used. Ask whoever runs the machine for a new one.
enrol-failed = That did not work. Try again with the same link, or ask for a new one
operator-sign-in-title = Operator sign-in
operator-sign-in-lede = For the people who run this installation. It takes a passkey and nothing else.
operator-sign-in-submit = Sign in with a passkey
operator-sign-in-failed = This passkey opens nothing here
operator-no-name = Passkeys need this installation to be reached by a name and https. Set its outward address first.
