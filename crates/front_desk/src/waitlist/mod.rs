//! The waitlist: who wants a time that is not free. A freed time is offered to one of them at a time, in the order in which
//! they asked.

pub mod answer;
pub mod entry;
pub mod join;
pub mod offer;
pub mod own;
pub mod see_waitlist;

pub use entry::EntryId;
