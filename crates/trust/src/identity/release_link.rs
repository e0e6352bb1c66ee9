//! Keeps: "A clinic with its own directory signs in through it". A member's account in the directory was made anew, or the wrong one was
//! linked: the owner lets go of the link, and the next sign-in makes another.

use axum::{extract::Path, response::Response};
use kernel::{
    Problem, Role, Verb,
    http::{Desk, Filled, see_other},
    id::{Id as _, PersonId},
    permit::Who,
    refusal::id_in_path,
    sql,
};
use uuid::Uuid;

/// The act.
#[derive(Debug)]
pub struct ReleaseLink(PersonId);

impl Verb for ReleaseLink {
    const ACT: &'static str = "identity.release_directory_link";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
    fn subject(&self) -> Option<Uuid> {
        Some(self.0.uuid())
    }
}

/// POST /directory/links/{id}/release
pub async fn release(desk: Desk, Path(id): Path<String>, filled: Filled) -> Result<Response, Problem> {
    let person: PersonId = id_in_path(&id)?;
    let mut tx = desk.enter().await?;
    let _permit = tx.may(ReleaseLink(person)).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        let gone = tx.run(sql!("delete from directory_link where person_id = $1 returning person_id"), &[&person]).await?;
        if gone.is_empty() {
            return Err(Problem::NotFound);
        }
        tx.commit_form(filled.form(), "/directory").await?;
    }
    Ok(see_other("/directory"))
}
