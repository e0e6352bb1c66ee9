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
   *[text] One login at { $clinic } is used in several places at once; sign in to see whose. Everybody should have a login of their own: adding a person costs nothing.
}
letter-invitation = { $part ->
    [subject] You are invited to { $clinic }
   *[text] { $by } invites you to work with { $clinic }. The link works once, for seven days; you choose your own password.
}
letter-sign-in-code = { $part ->
    [subject] A code to sign in
   *[text] Type this code on the sign-in page, beside your password. It works once, for 10 minutes. Nobody from us will ever ask you for it.
}
letter-device-unknown = a program that does not say what it is
letter-api-changed = { $part ->
    [subject] Access for a program changed at { $clinic }
   *[text] { $news ->
        [key-made] A key was made at { $clinic } for the program { $program }.
        [key-revoked] The key of the program { $program } at { $clinic } was taken away.
        [range-registered] For the program { $program } at { $clinic } the addresses { $network } were registered. They wait for an owner to confirm them.
        [range-confirmed] The program { $program } may now call { $clinic } from { $network }.
        [range-revoked] The program { $program } may no longer call { $clinic } from { $network }.
        [certificate-issued] The program { $program } got a certificate at { $clinic }. With its key it may call from any address.
       *[certificate-revoked] A certificate of the program { $program } at { $clinic } was taken back.
    } Every owner gets this letter, whoever did it. If nobody of you meant it, take the key away at once.
}
letter-member-changed = { $part ->
    [subject] The team of { $clinic } changed
   *[text] { $now ->
        [joined] { $who } works at { $clinic } from now on. Role: { $role }.
        [role] { $who } has another role, or other places, at { $clinic }. Role: { $role }.
        [suspended] { $who } was suspended at { $clinic } and cannot sign in for now.
        [resumed] { $who } may sign in at { $clinic } again.
        [left] { $who } has left { $clinic } and can no longer sign in there.
       *[taken-back] { $who } is back at { $clinic } as before.
    } The team’s page says more.
}
letter-you-changed = { $part ->
    [subject] { $now ->
        [joined] You work at { $clinic } now
        [role] Your role at { $clinic } changed
        [suspended] You are suspended at { $clinic }
        [resumed] You may sign in at { $clinic } again
        [left] You no longer work at { $clinic }
       *[taken-back] You are back at { $clinic }
    }
   *[text] { $now ->
        [joined] With your login you can work at { $clinic } from now on. Role: { $role }.
        [role] An owner of { $clinic } gave you another role, or other places. Role: { $role }. Sign in again to work with it.
        [suspended] An owner of { $clinic } has suspended you. You cannot sign in there for now; nothing you wrote is lost. Ask the owner why.
        [resumed] An owner of { $clinic } lets you sign in again.
        [left] An owner of { $clinic } wrote down that you have left. You can no longer sign in there; other clinics are not affected. If it is a mistake, ask the owner.
       *[taken-back] Your departure from { $clinic } was taken back. All is as before.
    }
}
letter-directory-changed = { $part ->
    [subject] How { $clinic } signs in was changed
   *[text] { $news ->
        [set] The team of { $clinic } can now sign in through the directory { $host }.
        [only-way] The team of { $clinic } now signs in through the directory { $host } only; owners may still use their password.
       *[removed] { $clinic } no longer uses a directory. The team signs in with passwords and passkeys.
    } Whoever runs the directory can sign in as anybody of the team. If nobody of you meant it, sign in and change it at once.
}
letter-directory-linked = { $part ->
    [subject] Your login is linked to a directory
   *[text] An account of the directory { $host } signs you in at { $clinic } from now on. If it was not you, tell the clinic’s owner, who can let go of the link.
}
letter-passkey-stopped = { $part ->
    [subject] A passkey of yours was stopped
   *[text] One of your passkeys was used in a way that a copy would be: it no longer signs in. Sign in another way, remove it, and add a new one. If you did not use it just now, change your password at once and tell the clinic’s owner.
}
letter-recovery-used = { $part ->
    [subject] A recovery code was used
   *[text] Somebody signed in with your password and a recovery code. Codes left: { $left }. If it was not you, change your password at once and make new codes.
}
