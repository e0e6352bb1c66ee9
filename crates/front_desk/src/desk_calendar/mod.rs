//! The desk's own calendar: a day or a week at a glance, booking for patients, moving, calling off, blocking time.

mod asked;
pub mod block_time;
pub mod book_for;
pub mod book_page;
pub mod call_off;
mod columns;
mod did;
mod fits;
mod grid;
mod move_page;
pub mod move_visit;
mod overbook;
mod refusal;
pub mod requests;
pub mod see_calendar;
pub mod see_visit;
pub mod series;
mod visits;
