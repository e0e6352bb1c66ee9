//! Screens that show several rooms.

pub mod front;
