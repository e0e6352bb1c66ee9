# The waiting room: its board, and what the desk is told when a button changes nothing.
board-title = Waiting room
board-live = Live
board-reconnecting = Reconnecting. Please ask at the desk.
board-now = Now
board-next = Next
board-nobody-called = Nobody has been called yet.
board-nobody-waits = Nobody is waiting.
queue-refused = Nothing was changed
queue-back-to-list = Back to the list
queue-slot-taken = Somebody else has this time now. Book another time for the patient
queue-already-called = The patient has been called already, so the arrival cannot be taken back
queue-nobody-waits = Nobody is waiting to be called
queue-who-calls = Choose a practitioner first, then call the next patient
