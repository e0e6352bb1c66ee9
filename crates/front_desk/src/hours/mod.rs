//! When practitioners work: their weeks, with the dates from which they hold, and the days that are otherwise.

pub mod except;
pub mod see_hours;
pub mod set_week;
