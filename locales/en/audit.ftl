# The trail of a patient: who did what. Each act's words follow a name: "Sana Malik opened the chart".
trail-title = Who saw and changed the record of { $name }
trail-lede = Every look, every change and every message, newest first. Nobody can change a line. That you are reading this is a line too.
trail-none = Nothing happened yet
trail-none-next = As soon as somebody opens or changes this patient’s record, a line stands here.
trail-messages = Messages
trail-refused = Refused
trail-left = Left the clinic
trail-pages = Pages of the trail
trail-newest = Newest
trail-older = Older
trail-emergency = Emergency
trail-clinic-title = The clinic’s trail
trail-by = By
trail-anybody = Anybody
trail-what = What
trail-anything = Anything
trail-end = Outcome
trail-any-end = Any
trail-done = Done
trail-only-emergency = Emergencies only
trail-only-support = Only what support of the platform looked at
trail-show = Show
trail-show-all = Show everything
trail-nothing-found = Nothing like this happened
trail-nothing-found-next = Choose less, or look at everything.
trail-room = { $room ->
    [identity] Signing in and the team
    [emergency] Emergencies
    [chart] Charts
    [visits] Visits and notes
    [patients] Looking for patients
    [booking] Booking
    [queue] Waiting room
    [consent] Consent
    [messaging] Messages
    [billing] Money
    [records] Imports
    [audit_trail] Reading the trail
   *[clinics] The clinic itself
}
trail-actor = { $kind ->
    [staff] A former member
    [visitor] A visitor of the public page
    [bearer] Whoever holds the patient’s link
    [job] Wellkept
    [founder] The founder of the clinic
    [support] Support of the platform
    [client] A program of the clinic’s
   *[program] A command on the server
}
trail-reason = { $reason ->
    [no_consent] not agreed to
    [stopped] stopped by the patient
    [too_many] too many since yesterday
    [no_number] no number known
    [no_longer_true] no longer true
    [carrier_refused] the carrier refused it
    [gave_up] the carrier could not be reached
   *[other] { $reason }
}
act-api-call-beyond-scope = asked for something that its key is not for
act-api-call-from-elsewhere = showed its key from an address that is not registered
act-api-confirm-range = let a program in from a range of addresses
act-api-issue-certificate = issued a certificate to a program
act-api-make-client = made a key for a program
act-api-register-range = registered a range of addresses for a program
act-api-revoke-certificate = took a program’s certificate back
act-api-revoke-client = took a program’s key away
act-api-revoke-range = closed a range of addresses to a program
act-api-see-client = looked at a program of the clinic’s
act-api-see-clients = looked at the clinic’s programs
act-api-see-me = asked who it is
act-audit-trail-read = read this trail
act-audit-trail-read-clinic = read the clinic’s trail
act-billing-list = looked at the list of invoices
act-billing-pay = took a payment
act-billing-raise = raised an invoice
act-billing-receipt = opened a receipt
act-billing-show = opened an invoice
act-booking-stop-messages = ended messages by the link
act-booking-book = booked a visit
act-booking-cancel = cancelled a visit
act-booking-confirm = confirmed a visit
act-booking-list-for-program = listed the appointments of a day
act-booking-move = moved a visit
act-booking-restore = took a cancellation back
act-booking-see-own = opened the visit’s own page
act-booking-approve = approved a request
act-booking-book-at-desk = booked a visit at the desk
act-booking-cancel-at-desk = cancelled a visit at the desk
act-booking-decline = declined a request
act-booking-move-at-desk = moved a visit at the desk
act-booking-overbook = gave a time twice
act-booking-overbook-own = gave a time of their own twice
act-booking-restore-at-desk = took a cancellation back at the desk
act-booking-see-calendar = looked at the calendar
act-booking-see-requests = looked at what was asked for
act-booking-see-visit = opened a visit
act-calendar-make-feed = made a secret address of booked times
act-calendar-read-feed = read booked times into a calendar, first time that day
act-calendar-revoke-feed = took an address of booked times back
act-calendar-see-feeds = looked at the addresses of booked times
act-chart-open = opened the chart
act-clinics-add-location = added a location
act-clinics-close-location = closed a location
act-clinics-rename-location = renamed a location
act-clinics-reopen-location = opened a location again
act-clinics-see-locations = looked at the locations
act-clinics-open = opened the clinic
act-consent-give-at-desk = recorded a yes to messages at the desk
act-consent-stop-at-desk = recorded a stop of messages at the desk
act-emergency-close = closed emergency access
act-emergency-open = opened the chart in an emergency
act-emergency-review = reviewed an emergency access
act-emergency-see-all = looked at the emergencies
act-emergency-see-shut-chart = was shown that the chart is shut
act-identity-accept = accepted an invitation
act-identity-accept-by-directory = accepted an invitation through the directory
act-identity-close-case = found a shared login to be fine
act-identity-raise-case = was seen signed in in two places or on many devices
act-identity-see-cases = looked at the shared logins
act-identity-see-security-settings = looked at the security settings
act-identity-set-idle-minutes = set after how many quiet minutes screens are signed out
act-identity-come-back = came back from the directory
act-identity-go-to-directory = went to the directory to sign in
act-identity-end-session = ended a session of their own
act-identity-add-app = added an app to sign in with
act-identity-add-passkey = added a passkey
act-identity-name-passkey = renamed a passkey
act-identity-prove-passkey = showed a passkey that was not right
act-identity-remove-passkey = removed a passkey
act-identity-stop-passkey = stopped a passkey that may have been copied
act-identity-change-password = changed their password
act-identity-make-codes = made new recovery codes
act-identity-prove-code = gave a code that was not right
act-identity-remove-app = removed an app to sign in with
act-identity-require-factor = decided who needs a second factor
act-identity-use-recovery-code = used a recovery code
act-identity-invite = invited somebody to the team
act-identity-link-to-directory = linked a member to their account in the directory
act-identity-change-role = changed a role
act-identity-leave = noted that somebody left the team
act-identity-renew-invitation = made a new link for an invitation
act-identity-restore-invitation = put an invitation back
act-identity-resume = let somebody in again
act-identity-revoke-invitation = took an invitation back
act-identity-suspend = suspended somebody
act-identity-take-back = took a departure from the team back
act-identity-page-of-another-role = asked for a page of another role
act-identity-release-directory-link = released a member’s link to the directory
act-identity-remove-directory = removed the clinic’s directory
act-identity-see-directory = looked at the directory’s settings
act-identity-prove = proved again that it is them
act-identity-ask-reset = asked for a new password
act-identity-reset = chose a new password
act-identity-see-invitation = looked at an invitation
act-identity-see-team = looked at the team
act-identity-set-directory = set the clinic’s directory
act-identity-sign-in = signed in
act-identity-wrong-password = could not sign in: wrong password
act-messaging-give-up = could not send a message
act-messaging-hold-back = did not send a message
act-messaging-receive = took in a reply
act-messaging-see = read the messages
act-messaging-send = sent a message
act-operator-add = added an operator of the platform
act-operator-ask-leave = asked for leave to look into the clinic
act-operator-enrol = registered a passkey as an operator
act-operator-enter = went in under the owner’s leave
act-operator-give-leave = gave an operator leave to look in
act-operator-refuse-leave = refused an operator leave to look in
act-operator-resume-clinic = let the clinic work again
act-operator-revoke-leave = ended an operator’s leave
act-operator-see-leave = looked at support access
act-operator-see-under-leave = looked at what an operator opened
act-operator-sign-in = signed in as an operator
act-operator-suspend = suspended an operator of the platform
act-operator-suspend-clinic = suspended the clinic
act-patients-find = looked for a patient
act-patients-read-by-program = read who the patient is
act-phone-look = looked at the simulated phones
act-promises-plant-canary = planted a test patient to check a promise
act-queue-arrive = marked the patient as arrived
act-queue-call = called the patient in
act-queue-finish = ended the visit at the desk
act-queue-no-show = noted that the patient did not come
act-queue-see-day = looked at the day’s list
act-queue-undo-arrive = took the arrival back
act-queue-prioritise = let a patient go first, or took that back
act-queue-see-ticket = looked at a token
act-queue-undo-walk-in = took a registration without a time back
act-queue-pause = paused a practitioner’s queue
act-queue-resume = ended a pause
act-queue-set-rules = set the rules of the waiting room
act-queue-transfer = sent a waiting patient to somebody else
act-queue-check-in = checked themselves in at a door
act-queue-close-door = closed a door for checking in
act-queue-open-door = opened a door for checking in
act-queue-say-here = said by the link that they are here
act-queue-walk-in = registered somebody who came without a time
act-records-import = brought records in
act-records-read-imports = looked at the imports
act-records-take = took an imported record in
act-visits-amend = amended a signed note
act-visits-open = opened a visit
act-visits-read-note = read a note
act-visits-record-vitals = recorded vitals
act-visits-sign = signed a note
act-visits-start = began a visit
act-visits-treat = treated the patient
act-visits-write-draft = wrote in a draft note
trail-choose = Show only some
act-hours-except = said that days are otherwise
act-hours-see = looked at the hours
act-hours-set-week = set a practitioner’s week
act-hours-take-back = took days back that were otherwise
act-services-add-room = added a room
act-services-keep = kept a service
act-services-see = looked at the services
act-services-use-room = changed whether a room is in use
act-clinics-accept-terms = accepted the terms
act-identity-ask-to-open = asked to open a clinic
act-identity-ask-sign-in-code = asked for a code by letter to sign in
act-booking-hold = kept a time while a form was filled in
act-booking-see-rules = looked at the rules of online booking
act-booking-set-rules = changed the rules of online booking
act-waitlist-join = joined the waiting list
act-waitlist-offer = offered free times to who waits
act-waitlist-take = took an offered time
act-waitlist-decline = did not take an offered time
act-waitlist-leave = left the waiting list
act-waitlist-see-own = opened their place on the waiting list
act-waitlist-see = looked at the waiting list
act-waitlist-take-off = took somebody off the waiting list
act-booking-ask-for-code = asked for a code on their number
act-messaging-send-code = sent a code to prove a number
act-booking-see-by-program = looked at an appointment that it booked
trail-program = { $name }, a program of the clinic’s
