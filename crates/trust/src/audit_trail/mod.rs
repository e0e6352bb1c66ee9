//! Who did what: the trail that every act writes a line of, and reading it.

mod lines;
pub mod read;
pub mod read_clinic;
