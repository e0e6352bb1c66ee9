//! refuses: E0599
//! because: a private value does not slip into JSON, a job's payload or an answer

use kernel::{Private, reexport::serde::Serialize as _};

struct Nowhere;

pub fn leak(name: &Private<String>) {
    let _json = name.serialize(Nowhere);
}
