//! The waiting room: a number for everybody who is here, in the order they came, and a board that knows no names.

pub mod arrive;
pub mod board;
pub mod call_next;
pub mod finish;
pub mod no_show;
pub mod refusal;
pub mod see_day;
pub mod ticket;

pub use ticket::{Ticket, TicketId, TicketState};
