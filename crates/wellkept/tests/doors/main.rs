//! Doors: what holds for every route, every table and every statement there is. The lists come from the router, the
//! database's catalogue and the program itself, so whatever is added is held to the same; lists of exceptions only shrink.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops; its figures are for the reader"
)]

// Links every wing into this binary, so that every statement registers.
use wellkept as _;

mod answers;
mod catalogue;
mod contexts;
mod day;
mod dropped_requests;
mod foreign_forms;
mod forged_fields;
mod forms;
mod golden;
mod hostile;
mod leave_forged;
mod routes;
mod schema;
mod sql_prepares;
mod swapped_ids;
mod walls;
