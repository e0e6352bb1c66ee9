//! Wing: how people come in. A time is booked without an account; a token is called without a name.

pub mod api;
pub mod booking;
pub mod calendars;
pub mod desk_calendar;
pub mod hours;
pub mod queue;
pub mod services;
pub mod waitlist;
