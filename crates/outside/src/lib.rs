//! One file for each supplier. The only crate that may open a socket to the world; each implements a port that a room
//! has declared in its own words.

pub mod mail;
pub mod oidc;
pub mod phone;
