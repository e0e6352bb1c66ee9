# The frame around every page, problems, and what every form can say.
shell-skip = Skip to main content
shell-nav = Clinic
shell-language = Language
shell-sign-out = Sign out
shell-me = You, and where you are signed in
shell-privacy = Privacy
shell-staff-sign-in = Staff sign-in
shell-runs-on = Runs on Wellkept
role-owner = Owner
role-doctor = Doctor
role-nurse = Nurse
role-receptionist = Reception
role-pharmacist = Pharmacist
role-billing = Billing
role-auditor = Auditor
role-support = Support
form-problem = There is a problem
form-error = Error:
field-missing = Fill this in
field-too-long = Use { $limit } characters at most
field-strange-characters = Remove the invisible or control characters
field-choose = Choose one
problem-not-found = { $part ->
    [title] There is no such page
   *[next] It may have been moved, or it belongs to somebody else. Check the address, or start again from the first page.
}
problem-signed-out = { $part ->
    [title] You are signed out
   *[next] Nothing was saved. Sign in in another tab, then go back here and send the form again: what you typed is still there.
}
problem-proof-needed = { $part ->
    [title] Prove that it is you
   *[next] Nothing was saved. This wants a proof that is younger than ten minutes. Prove it in another tab, then go back here and send it once more.
}
problem-form-expired = { $part ->
    [title] This form is too old
   *[next] Nothing was saved. Go back, reload the page and send it again.
}
problem-unreadable = { $part ->
    [title] We could not read that
   *[next] Nothing was saved. Go back and try with less text or a smaller file.
}
problem-too-many = { $part ->
    [title] Too many tries
   *[next] Wait a minute, then try again. If it is about signing in: a new password by letter works at any time.
}
problem-away = { $part ->
    [title] We will be back in a moment
   *[next] Nothing was saved. This page tries again by itself every few seconds.
}
problem-broken = { $part ->
    [title] Something went wrong on our side
   *[next] Nothing was saved. Try again; if it happens again, tell the people who run this installation the time it happened.
}
problem-sign-in = Sign in
problem-prove = Prove it
problem-try-again = Try again
problem-home = To the first page
nav-today = Today
nav-patients = Patients
nav-invoices = Invoices
nav-phone = Phone
nav-import = Import
nav-cases = Shared logins
nav-emergencies = Emergencies
nav-team = Team
nav-support = Support
shell-support-runs = The platform’s support may look into this clinic until { $until }.
shell-support-look = See what they open
shell-support-asked = The platform’s support asks for leave to look into this clinic.
shell-support-answer = Answer
shell-support-you = You look into this clinic under an owner’s leave, until { $until }. You can change nothing, and every page you open is listed for the clinic.
front-title = Software for clinics that keep their word
front-lede = Booking, the waiting room, the record, messages under consent and the till. Every promise about data is enforced, and proved on this very installation.
front-open = Open a clinic
front-demos = Clinics to look at
nav-clinic = Clinic
office-public = The clinic’s public page
office-people = People
office-team = Who works here, as what; invite, suspend, take back
office-locations = The places the clinic works in
office-security = When quiet screens sign out, and who needs a second factor
office-directory = Let your people sign in as they do everywhere else
office-watch = Who saw and did what
office-trail = Every look, every change, every message
office-emergencies = Charts opened in an emergency, for you to review
office-cases = Logins that more than one person seems to use
office-support = When the people who run Wellkept may look in
office-elsewhere = In and out
office-import = Bring patients in from another system
office-api = Keys for laboratory systems, websites and reports
office-waiting = { $count ->
    [one] { $count } waits
   *[other] { $count } wait
}
office-booking = Booking
office-hours = Who works when; holidays and days off
office-services = What patients can book, for how long, in which room
