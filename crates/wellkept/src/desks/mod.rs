//! Screens that show several rooms.

pub mod bill;
pub mod clinic;
pub mod front;
pub mod health;
mod lanes;
pub mod openapi;
pub mod today;
