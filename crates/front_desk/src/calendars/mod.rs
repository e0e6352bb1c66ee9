//! Calendars outside: a patient's own appointment as a file, and a secret address at which a practitioner's calendar program
//! reads when they are booked. Both say when, and not who or why.

pub mod feeds;
pub mod make_feed;
pub mod read_feed;
pub mod revoke_feed;
pub mod write;

kernel::id!(
    /// A secret address of a practitioner's booked times.
    FeedId, "cal"
);
