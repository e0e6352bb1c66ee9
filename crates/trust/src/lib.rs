//! What we owe people: who they are to us, what they allowed, what we told them, and what we promised.

pub mod api_clients;
pub mod audit_trail;
pub mod clinics;
pub mod consent;
pub mod identity;
pub mod letters;
pub mod messaging;
pub mod patients;
pub mod privacy;
pub mod promises;
