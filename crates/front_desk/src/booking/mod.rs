//! Booking: a person, a service, a practitioner and a time that only one of them can have.

pub mod appointment;
pub mod availability;
pub mod calendar;
pub mod show_times;

pub use appointment::{Appointment, AppointmentId};
