//! What the clinic offers: its services with their rules, and the rooms and devices they need.

pub mod keep_service;
pub mod rooms;
pub mod see_services;
