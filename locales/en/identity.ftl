# Opening a clinic, signing in, the team.
start-title = Open a clinic
start-lede = Five minutes, and your clinic has a page where patients can book. You can change all of it later.
start-clinic = The clinic
start-name = Clinic name
start-name-hint = As patients know it
start-country = Country
start-zone = Time zone
start-currency = Currency
start-hours = Opening hours
start-days = Open on
start-opens = Opens
start-closes = Closes
start-first-service = The first thing patients can book
start-service = Service
start-service-hint = For example: See a doctor
start-minutes = Minutes
start-price = Price
start-first-practitioner = Who sees them
start-practitioner = Practitioner's name
start-practitioner-hint = As patients will read it, for example Dr Ayesha Khan
start-owner-practises = I am this practitioner
start-you = You, the owner
start-owner = Your name
start-email = Your e-mail
start-email-hint = You sign in with it
start-password = A password
start-password-hint = 15 characters or more. Four unusual words are easy to remember and hard to guess.
start-terms = I may open this clinic here, I accept the terms, and I have read how data is used.
start-submit = Open the clinic
start-ask = Go on
start-time-wrong = Enter a time such as 09:00
start-closes-before = Closing must be later than opening
start-no-day = Choose at least one day
start-minutes-wrong = Enter a number of minutes from 5 to 480
start-price-wrong = Enter an amount such as 1500 or 1500.50
start-terms-missing = Tick this to go on
weekday-name = { $day ->
    [mon] Monday
    [tue] Tuesday
    [wed] Wednesday
    [thu] Thursday
    [fri] Friday
    [sat] Saturday
   *[sun] Sunday
}
field-not-a-name = Enter a name with at least one letter
field-not-an-email = Enter an e-mail address such as name@example.com
password-short = Use { $limit } characters or more. Four unusual words are easy to remember and hard to guess
password-long = Use at most { $limit } characters
password-leaked = This password, or the heart of it, is known from a leak, and others try it first. Use several unrelated words
password-repeats = This repeats itself or follows a row of keys. Use several unrelated words
password-known = This is made of your name, your address or the clinic's name. Use several unrelated words
sign-in-title = Sign in
sign-in-lede = For people who work at a clinic.
sign-in-email = E-mail
sign-in-password = Password
sign-in-submit = Sign in
sign-in-wrong = The e-mail or the password is not right
sign-in-no-clinic = You are not a member of a clinic now. Ask the clinic's owner
sign-in-suspended = Your clinic is suspended by whoever runs this installation, so nobody of its team can sign in now. Nothing is deleted: appointments stand, patients can open their own links and stop messages. The clinic’s owner can ask the operator when it opens again
sign-in-forgot = I do not know my password
forgot-title = A new password
forgot-lede = We send a letter with a link to the e-mail you sign in with.
forgot-submit = Send the letter
forgot-sent = If somebody signs in here with { $email }, a letter is on its way. The link in it works for 30 minutes.
letters-stay-here = This installation has no mail server. Whoever runs it finds the letter with the command wellkept letters.
reset-title = Choose a new password
reset-lede = Every session of yours ends, on every device. A second factor stays as it is.
reset-password = New password
reset-submit = Take this password
sign-in-which = Which clinic?
sign-in-shared = On a shared desk, sign out when you leave it. When it is quiet for as long as your clinic chose, we sign you out.
team-title = Team
team-name = Name
team-email = E-mail
team-role = Role
team-add = Add somebody
team-calendar = Calendar, for a practitioner
team-calendar-hint = Patients book with these already, and nobody signs in as them yet. Choose the one this person is.
team-calendar-new = A new one
team-submit = Make an invitation
team-hand-over = Hand this link over
team-hand-over-how = It was sent to their e-mail. Or hand it over yourself, to this person only: it works once, for seven days, and is shown only now. They choose their own password.
team-where = Where
team-state = State
team-since = Since
team-actions = What to do
team-state-is = { $state ->
    [active] Active
    [invited] Invited
    [suspended] Suspended
   *[left] Has left
}
team-everywhere = Everywhere
team-some-places = Only where I say below, in the role I choose there
team-not-here = Not here
team-no-place = Choose a role at one place at least
team-owner-everywhere = An owner works everywhere. Choose another role, or everywhere
team-invitations = Open invitations
team-expires = Until
team-expired = Expired
team-renew = New link
team-revoke = Take back
team-undo = Undo
team-back = The whole team
team-not-oneself = You cannot suspend yourself. Another owner can.
team-last-owner = This is the last active owner. Make somebody else an owner first.
team-meanwhile = Nothing changed: somebody did something else meanwhile, or it is too late for this. Here is how it stands now.
team-did-suspend = { $name } is suspended and signed out everywhere in this clinic.
team-did-resume = { $name } may sign in again.
team-did-leave = { $name } has left the clinic and is signed out.
team-did-take-back = { $name } is back as before.
team-did-role = { $name } is now: { $role }. They are signed out and sign in anew.
team-did-revoke = The invitation is taken back. Its link opens nothing.
team-did-restore = The invitation is open again. The link you handed over works.
member-lede = { $role }, since { $day }
member-left-next = Everything they wrote stays, with their name. To have them back, invite them again; after a slip you can undo it for a quarter of an hour on the page of the team.
member-role = Role
member-role-hint = After a change they sign in anew, so that what the old role opened is shut at once.
member-role-submit = Change the role
member-access = Access
member-suspend-hint = Suspend for a while: they are signed out at once and cannot sign in. Nothing is lost.
member-suspend = Suspend
member-resume-hint = They are shut out now. When you let them in they sign in anew.
member-resume = Let in again
member-leave-hint = They leave the clinic: signed out at once and gone from the team. Their calendar and everything they wrote stay.
member-leave = Has left
locations-title = Locations
locations-lede = Where the clinic works. Without any it works in one place. On a member’s page you choose as what somebody works at which.
locations-name = Name
locations-name-hint = As your people call it, for example Clifton
locations-add = Another location
locations-add-submit = Add
locations-rename = Rename
locations-close = Close
locations-reopen = Open again
locations-closed = closed
locations-people = { $count ->
    [0] Nobody has a role at this place only.
    [one] 1 person has a role of this place.
   *[other] { $count } people have a role of this place.
}
locations-did-add = { $name } is added. Say on each member’s page who works there.
locations-did-rename = It is called { $name } now.
locations-did-close = { $name } is closed. Whoever had a role there is signed out.
locations-did-reopen = { $name } is open again.
role-name = { $role ->
    [owner] Owner
    [doctor] Doctor
    [nurse] Nurse
    [pharmacist] Pharmacist
    [billing] Billing
    [auditor] Auditor
   *[receptionist] Reception
}
role-may = { $role ->
    [owner] Everything, and the audit trail
    [doctor] Own patients, charts and notes
    [nurse] The day's list, charts, measurements; no notes of their own
    [pharmacist] The day's list; a chart only in an emergency
    [billing] Bills and payments; no charts
    [auditor] The audit trail, the team and the bills, to look at only
   *[receptionist] The day's list, arrivals, bills; no clinical notes
}
accept-title = Welcome
accept-lede = { $name }, you are invited as { $role }. Choose a password to begin.
accept-password = Your password
accept-submit = Begin
accept-already-member = You are a member of this clinic already. Sign in instead
accept-other-password = You have a login already. Enter the password you sign in with
country-name = { $code ->
    [AE] United Arab Emirates (AE)
    [AU] Australia (AU)
    [BD] Bangladesh (BD)
    [CA] Canada (CA)
    [DE] Germany (DE)
    [EG] Egypt (EG)
    [ES] Spain (ES)
    [FR] France (FR)
    [GB] United Kingdom (GB)
    [GH] Ghana (GH)
    [ID] Indonesia (ID)
    [IE] Ireland (IE)
    [IN] India (IN)
    [JM] Jamaica (JM)
    [KE] Kenya (KE)
    [KW] Kuwait (KW)
    [LC] Saint Lucia (LC)
    [LK] Sri Lanka (LK)
    [MY] Malaysia (MY)
    [NG] Nigeria (NG)
    [NP] Nepal (NP)
    [NZ] New Zealand (NZ)
    [OM] Oman (OM)
    [PH] Philippines (PH)
    [PK] Pakistan (PK)
    [QA] Qatar (QA)
    [SA] Saudi Arabia (SA)
    [TZ] Tanzania (TZ)
    [UG] Uganda (UG)
    [US] United States (US)
    [ZA] South Africa (ZA)
   *[other] { $code }
}
start-sent = Look at your e-mail
start-sent-to = We sent a letter to { $email }.
start-sent-next = Its link opens the clinic and works for 24 hours. If nothing arrives, look among the unwanted mail, or fill in the form once more.
start-sent-again = Fill in the form once more
open-title = Open { $clinic }
open-lede = You sign in as { $email }. Enter the password once more.
open-password-hint = The one you chose a moment ago; or, if you sign in here with this address already, the one you have.
open-wrong = This is neither the password you chose nor the one you have here. If you did not ask to open this clinic, close this page: nothing is opened
open-over = This link does not open anything any more
open-over-next = It was used, or its 24 hours are over. If your clinic is open, sign in; else fill in the form once more.
sign-in-work = After several wrong passwords your browser works for a moment before the next one is looked at. Enter the password once more
sign-in-working = Your browser works for a moment, by itself. You can type meanwhile.
sign-in-worked = Done. You can sign in.
sign-in-work-waits = You will be signed in as soon as the work is done. Please wait.
sign-in-work-no-script = After several wrong passwords we ask for a little work, which needs JavaScript; a code by e-mail does the same.
sign-in-code = The code
sign-in-code-send = Send me a code by e-mail instead
sign-in-code-again = Send another code
sign-in-code-sent = If somebody signs in with this address, a code is on its way. Enter it together with the password; it works for 10 minutes, and a mistyped password leaves it good.
sign-in-code-wrong = This code does not work. Enter it as it stands in the newest letter, or ask for another
locations-zone = Time zone
locations-zone-hint = Such as Europe/London. Leave it empty where the clinic’s own clock holds
locations-zone-wrong = Choose a time zone from the list, or leave it empty
