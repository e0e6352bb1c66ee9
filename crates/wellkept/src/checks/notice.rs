//! Check: the privacy page prints every sentence that a file of the program keeps, and no other.

use axum::{body::Body, http::Request};
use tower::ServiceExt as _;
use trust::promises::register;

use super::{Canary, Seen, kept_unless};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let response = canary.building.router.clone().oneshot(Request::get("/privacy").body(Body::empty())?).await?;
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await?;
    let page = String::from_utf8_lossy(&bytes);
    let mut wrong = Vec::new();
    let (mut printed, mut kept) = (0, 0);
    for promise in register() {
        let shown = page.contains(&format!(">{}<", promise.id));
        printed += usize::from(shown);
        kept += usize::from(promise.is_kept());
        if shown != promise.is_kept() {
            wrong.push(format!(
                "{} is {} and {}",
                promise.id,
                if shown { "printed" } else { "not printed" },
                if shown { "not kept" } else { "kept" }
            ));
        }
    }
    Ok(kept_unless(&wrong, &format!("{printed} sentences printed, {kept} kept, the same ones")))
}
