//! The waiting room: a number for everybody who is here, in one order for booked patients and walk-ins, and a board that
//! knows no names.

pub mod arrive;
pub mod board;
pub mod call_next;
pub mod check_in;
pub mod doors;
pub mod finish;
pub mod here;
pub mod know;
pub mod near;
pub mod no_show;
pub mod own_place;
pub mod pause;
pub mod prioritise;
pub mod refusal;
pub mod rules;
pub mod see_day;
pub mod see_queue;
pub mod see_ticket;
pub mod ticket;
pub mod transfer;
pub mod turn;
pub mod wait;
pub mod walk_in;

pub use ticket::{Ticket, TicketId, TicketState};
