# What we write to patients. Every text carries the clinic's name and the way to stop.
message-confirmation =
    { $clinic }: your visit with { $practitioner } is booked for { $day } at { $time }.
    Confirm, move or cancel: { $link }
    Reply STOP for no more messages.
message-moved =
    { $clinic }: your visit with { $practitioner } is now on { $day } at { $time }.
    Confirm, move or cancel: { $link }
    Reply STOP for no more messages.
message-cancelled =
    { $clinic }: your visit on { $day } at { $time } is cancelled.
    Reply STOP for no more messages.
message-offer =
    { $clinic }: a time is free with { $practitioner } on { $day } at { $time }. It is kept for you until { $until }.
    Take it or not: { $link }
    Reply STOP to end messages.
message-code =
    { $clinic }: your code is { $code }. It is good for ten minutes. We never ask for it by telephone.
message-turn-near =
    { $clinic }: your turn is near, token { $number }. { $before ->
        [nobody] You are next.
        [one] One person is before you.
       *[more] { $count } people are before you.
    }
    Your place now: { $link }
    Reply STOP for no more messages.
message-receipt =
    { $clinic }: thank you. We received { $amount }, receipt { $number }.
    Your receipt: { $link }
    Reply STOP for no more messages.

# The page with a patient's messages
channel = { $channel ->
    [whatsapp] WhatsApp
    [sms] SMS
   *[email] Mail
}
message-kind = { $kind ->
    [turn_near] Turn is near
    [offer] Time offered
    [confirmation] Visit booked
    [moved] Visit moved
    [cancelled] Visit cancelled
   *[receipt] Receipt
}
message-state = { $state ->
    [queued] Waiting
    [sending] On its way
    [sent] Sent
    [refused] Not sent
   *[failed] Failed
}
messages-title = Messages with { $name }
messages-none = Nothing has been written yet
messages-none-next = When a visit is booked, moved or cancelled, or paid for, and the patient has agreed, the message stands here.
messages-when = When
messages-what = What
messages-how-it-went = How it went
messages-text = Read the text
messages-patient-wrote = The patient wrote on { $channel ->
    [whatsapp] WhatsApp
    [sms] SMS
   *[email] mail
}
messages-understood = { $understood ->
    [stop] Understood as STOP: no more messages
    [start] Understood as START
   *[other] For you to read
}
messages-waiting = It leaves in a moment.
messages-on-its-way = It was handed over; the answer is not here yet.
messages-sent = Sent on { $date }.
messages-sent-simulated = Shown on the simulated phone on { $date }; nothing left this machine.
messages-not-agreed = Not sent: the patient has not agreed to messages on { $channel ->
    [whatsapp] WhatsApp
    [sms] SMS
   *[email] mail
}. Ask at the desk and record it below.
messages-stopped = { $how ->
    [stop_reply] Not sent: the patient replied STOP on { $date }.
    [desk] Not sent: the patient asked at the desk on { $date } for no more messages.
   *[link] Not sent: the patient stopped messages on { $date }.
}
messages-too-many = Not sent: this number had many messages since the day before.
messages-no-number = Not sent: no number or address is known for this patient.
messages-no-longer-true = Not sent: it was no longer true when it was due.
messages-carrier-refused = Not sent: the carrier refused it.
messages-gave-up = Not sent: the carrier could not be reached after many tries.
messages-may-have-left = It was handed over once before, so it may have arrived.
messages-consent = What the patient allows
messages-no-contact = We know no number and no address of this patient, so no message can be sent. Add one to the patient's particulars first.
messages-stands = { $state ->
    [given] Agreed on { $date }, { $how ->
        [booking_form] on the booking form
        [desk] at the desk
        [start_reply] by the reply START
        [link] by a link
       *[demo] for the demonstration
    }
    [withdrawn] Stopped on { $date }, { $how ->
        [stop_reply] by a reply
        [desk] at the desk
        [link] by a link
       *[demo] for the demonstration
    }
   *[never] Never said yes
}
messages-say-yes = Record a yes on { $channel ->
    [whatsapp] WhatsApp
    [sms] SMS
   *[email] mail
}
messages-say-stop = Stop { $channel ->
    [whatsapp] WhatsApp
    [sms] SMS
   *[email] mail
}
messages-ledger = Everything the patient said about messages
messages-trail = Who saw and changed what
