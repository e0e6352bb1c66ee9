# Letters to people who work here.
letter-not-you = If you did not expect this letter, you need do nothing. Nobody can get in with it but whoever reads this mailbox.
letter-from = Wellkept, { $address }. We write to people who work at a clinic, never to patients, and only about their own login and clinic.
letter-go-open = Confirm, and open the clinic
letter-go-reset = Choose a new password
letter-go-invitation = See the invitation
letter-go-sign-in = Sign in
letter-opening = { $part ->
    [subject] Confirm your e-mail to open { $clinic }
   *[text] Somebody, probably you, opens the clinic { $clinic } with this e-mail address. Confirm within 24 hours that the address is yours; the clinic opens then.
}
letter-opening-again = { $part ->
    [subject] You sign in here already; confirm to open { $clinic }
   *[text] Somebody, probably you, opens the clinic { $clinic } with this e-mail address. You have a login with it already. Within 24 hours you can open this clinic for that login: follow the link and give the password you have now.
}
letter-reset = { $part ->
    [subject] Choose a new password
   *[text] Somebody, probably you, asked for a new password for this e-mail address. The link works once, for 30 minutes. Your second factor, if you use one, stays as it is.
}
letter-password-changed = { $part ->
    [subject] Your password was changed
   *[text] The password of your login was changed just now, and every session was ended. If it was not you, ask for a new password at once and tell the clinic's owner.
}
letter-factor-added = { $part ->
    [subject] A way to sign in was added
   *[text] { $factor ->
        [passkey] A passkey was added to your login.
        [codes] A code generator was added to your login.
       *[recovery] New recovery codes were made for your login; the old ones no longer work.
    } If it was not you, change your password at once and tell the clinic's owner.
}
letter-factor-removed = { $part ->
    [subject] A way to sign in was removed
   *[text] { $factor ->
        [passkey] A passkey was removed from your login.
        [codes] The code generator was removed from your login.
       *[recovery] The recovery codes of your login were removed.
    } If it was not you, change your password at once and tell the clinic's owner.
}
letter-new-device = { $part ->
    [subject] A sign-in from a new device
   *[text] Somebody signed in with your login from a device we had not seen: { $device }, address { $address }, { $at }. If it was not you, change your password at once.
}
letter-support-requested = { $part ->
    [subject] Support asks to look into { $clinic }
   *[text] The operator asks to look into { $clinic } for { $hours } hours. Nothing is open until you agree; sign in to read the reason and to answer.
}
letter-support-running = { $part ->
    [subject] Support can look into { $clinic } now
   *[text] As you agreed, the operator can look into { $clinic } until { $until }. Everything they read is listed for you, and you can end it at any moment.
}
letter-emergency-opened = { $part ->
    [subject] Emergency access at { $clinic }
   *[text] { $who } opened emergency access at { $clinic }, { $at }. Please look at the reason and review it within 72 hours.
}
letter-account-shared = { $part ->
    [subject] A login at { $clinic } may be shared
   *[text] The login of { $who } at { $clinic } is used in several places at once. Everybody should have a login of their own: adding a person costs nothing.
}
letter-invitation = { $part ->
    [subject] You are invited to { $clinic }
   *[text] { $by } invites you to work with { $clinic }. The link works once, for seven days; you choose your own password.
}
letter-sign-in-code = { $part ->
    [subject] A code to sign in
   *[text] Type this code on the sign-in page, beside your password. It works once, for 10 minutes. Nobody from us will ever ask you for it.
}
