//! Booking for programs: the clinic's own site and apps search, book, move and call off by the very verbs and rules of the
//! pages, and read the board's numbers. What a program booked it may move and call off; nothing else.

pub mod book_by_program;
pub mod cancel_own;
pub mod hold_by_program;
pub mod move_own;
mod own;
pub mod search_slots;
pub mod see_menu;
pub mod see_own;
pub mod see_queue;
pub mod told;
