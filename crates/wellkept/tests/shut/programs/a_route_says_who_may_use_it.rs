//! refuses: E0061
//! because: default deny: a route without it is not a route

use kernel::http::{Passer, Routes};

async fn open(_passer: Passer) {}

pub fn forget() -> Routes {
    Routes::new().get("/secret", open)
}
