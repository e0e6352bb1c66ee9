//! The program: what leads to what, every URL on one page, and the commands.

pub mod building;
pub mod checks;
pub mod commands;
pub mod config;
pub mod desks;
pub mod listener;
pub mod migrations;
pub mod routes;
pub mod wiring;
pub mod words;
