//! The waiting room: a number for everybody who is here, in one order for booked patients and walk-ins, and a board that
//! knows no names.

pub mod arrive;
pub mod board;
pub mod call_next;
pub mod finish;
pub mod no_show;
pub mod prioritise;
pub mod refusal;
pub mod see_day;
pub mod see_queue;
pub mod see_ticket;
pub mod ticket;
pub mod turn;
pub mod walk_in;

pub use ticket::{Ticket, TicketId, TicketState};
