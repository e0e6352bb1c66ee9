//! Stories: what people do and what happens then, over HTTP and against the real database. One file for a promise or
//! an act of the day; each test opens a clinic of its own. How to write one: `crates/testkit/src/lib.rs`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that cannot go on stops")]

mod api_certificates;
mod api_clients;
mod appointment_link;
mod at_the_front;
mod attacks;
mod booking;
mod booking_races;
mod calendars;
mod certified_directory;
mod clinic_directory;
mod clinic_opens;
mod clinic_page;
mod database_away;
mod desk_calendar;
mod emergency;
mod factors;
mod groups_and_requests;
mod guessing_is_slowed;
mod hours_and_services;
mod idle_minutes;
mod invoice_paid;
mod kept_forms;
mod letters_leave;
mod letters_tell;
mod locations;
mod messaging;
mod number_proven;
mod operator_console;
mod operator_passkey;
mod own_sessions;
mod password_reset;
mod passwords;
mod patient_found;
mod places_with_clocks;
mod privacy_page;
mod queue_order;
mod records_brought_in;
mod sessions_end;
mod shared_logins;
mod signing_in;
mod stale_proof;
mod stop_ends_messages;
mod support_access;
mod suspended_clinic;
mod team;
mod the_day;
mod time_kept;
mod trail_of_the_clinic;
mod typed_passwords;
mod visit_written;
mod waiting_list;
mod waiting_room;
