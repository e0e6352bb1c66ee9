# The simulated phone
phone-title = Phones
phone-simulation = This is a simulation.
phone-nothing-leaves = No messaging supplier is set up, so nothing leaves this machine. You see here what patients would see, and you can write back for them.
phone-empty = No message has been sent yet
phone-empty-next = Book a visit on your public page, tick the box for messages, then look here.
phone-empty-link = Open your public page
phone-handset = Phone
phone-simulated = simulated
phone-reply = Write back
phone-reply-on = Write back for this patient, { $channel ->
    [whatsapp] WhatsApp
    [sms] SMS
   *[email] mail
}
phone-send = Send
