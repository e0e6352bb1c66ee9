//! Every URL on one page, each with who may use it.

use kernel::http::{Access::{self, Anyone}, Routes};
use kernel::{Role, html};
use trust::{clinics::open_clinic, identity::{accept, invite, sign_in, sign_out}};

use crate::desks::front;

const OWNER: Access = Access::Staff(&[Role::Owner]);

/// The table.
#[must_use]
pub fn all() -> Routes {
    Routes::new()
        // For anybody
        .get("/", Anyone, front::show)
        .get("/healthz", Anyone, front::health)
        .get("/language/{tag}", Anyone, front::choose_language)
        .get("/assets/{mark}/{name}", Anyone, html::asset)
        .get("/start", Anyone, open_clinic::show)
        .post("/start", Anyone, open_clinic::start)
        .get("/sign-in", Anyone, sign_in::show)
        .post("/sign-in", Anyone, sign_in::sign_in)
        .post("/sign-out", Access::Staff(&Role::ALL), sign_out::sign_out)
        // The team
        .get("/team", OWNER, invite::show)
        .post("/team", OWNER, invite::invite)
        .get("/i/{token}", Access::Link, accept::show)
        .post("/i/{token}", Access::Link, accept::accept)
}
