//! Booking: a person, a service, a practitioner and a time that only one of them can have.

pub mod appointment;
pub mod availability;
pub mod book;
pub mod calendar;
pub mod cancel;
pub mod caps;
pub mod change;
pub mod confirm;
pub mod facts;
pub mod fill_in;
pub mod hold;
pub mod list_for_program;
pub mod move_it;
pub mod own;
pub mod paused;
pub mod rules;
pub mod show_times;
pub mod stop_messages;
pub mod take;
pub mod to_calendar;

pub use appointment::{Appointment, AppointmentId};
pub use facts::AppointmentFacts;
