//! Who did what: the trail that every act writes a line of, and reading it.

pub mod read;
