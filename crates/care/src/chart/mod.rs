//! The chart: what is known of one patient, on one page.

pub mod facts;
pub mod find_page;
pub mod keep;
pub mod open_chart;
pub mod sheet;
pub mod trend;
pub mod vitals;
