//! Stories: what people do and what happens then, over HTTP and against the real database. One file for a promise or
//! an act of the day; each test opens a clinic of its own. How to write one: `crates/testkit/src/lib.rs`.

mod clinic_opens;
mod invoice_paid;
