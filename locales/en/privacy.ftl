# The privacy page, generated from the register of promises.
privacy-title = How we use your details
privacy-lede = Each sentence below is kept by the program itself. Next to it stands its number in our register, so that you can ask for the proof.
privacy-version = Last revised on { $date }
privacy-short = When you book, the clinic keeps your name, your number and the time, encrypted under a key of its own. It writes to you only if you tick the box, only about your appointments, and stops when you reply STOP.
privacy-not-yet = { $kept } of our { $all } promises are kept by this version of the program. The others are not printed here until they are.
promise-topic = { $topic ->
    [access-control] Who may see what
    [abuse] Against abuse
    [ai] Artificial intelligence
    [analytics] Counting visits
    [audit] The record of who did what
    [availability] Being there
    [backup] Copies
    [billing] Bills
    [children] Children
    [community] Reviews
    [consent] Your permission
    [contact] Reaching us
    [contract] Contracts
    [cookies] Cookies
    [crypto] Encryption
    [data-scope] What is kept
    [disclosure] What leaves
    [identity] Signing in
    [incident] When something goes wrong
    [integration] Other systems
    [medication-safety] Medicines
    [messaging] Messages
    [network] The network
    [ownership] Whose data it is
    [payments] Payments
    [policy-versioning] This page
    [purpose] What it is for
    [residency] Where it is
    [retention] How long it is kept
    [rights] Your rights
    [scheduling] Appointments
    [security] Security
    [subprocessors] Who helps us
    [support-access] Support
   *[tenancy] Clinics kept apart
}
