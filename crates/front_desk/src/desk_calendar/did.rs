//! What was just done, in words, and how to take it back: every change can be undone where it was made.

use kernel::{Problem, TenantTx, http::Desk};
use trust::patients::patient;

use super::{asked::Asked, block_time};
use crate::booking::{
    AppointmentId,
    appointment::{Appointment, Status, appointment},
};

/// The line on top of the page.
pub(super) struct Did {
    pub(super) words: String,
    pub(super) undo: Option<Undo>,
    /// The visit it was about.
    pub(super) look: Option<AppointmentId>,
}

/// A form that takes it back.
pub(super) struct Undo {
    pub(super) to: String,
    pub(super) fields: Vec<(&'static str, String)>,
}

impl Undo {
    fn plain(to: String) -> Self {
        Self { to, fields: Vec::new() }
    }
}

/// What the address says was done; believed only as far as the rows agree.
pub(super) async fn did(tx: &TenantTx, desk: &Desk, asked: &Asked) -> Result<Option<Did>, Problem> {
    let v = &desk.view;
    if let Ok(id) = asked.to.parse() {
        return block_time::did(tx, desk, (&asked.did, id)).await;
    }
    let Ok(id) = asked.to.parse::<AppointmentId>() else { return Ok(None) };
    let of = match appointment(tx, id).await {
        Ok(of) => of,
        Err(Problem::NotFound) => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let name = patient(tx, of.patient).await?.name.into_inner();
    let when = v.moment(of.starts_at);
    let say = |key| v.with(key, &[("name", &name), ("when", &when)]);
    let Some((words, undo)) = told(&of, asked, say) else { return Ok(None) };
    Ok(Some(Did { words, undo, look: Some(id) }))
}

fn told(of: &Appointment, asked: &Asked, say: impl Fn(&'static str) -> String) -> Option<(String, Option<Undo>)> {
    let stands = matches!(of.status, Status::Booked | Status::Pending);
    let act = |act: &str| format!("/appointments/{}/{act}", of.id);
    let again = || Undo::plain(act("restore"));
    Some(match (asked.did.as_str(), of.status) {
        ("book", _) if stands => (say("desk-did-book"), Some(Undo { to: act("cancel"), fields: vec![("undo", "1".to_owned())] })),
        ("series", _) if stands => {
            let all = vec![("undo", "1".to_owned()), ("which", "following".to_owned())];
            (say("desk-did-series"), Some(Undo { to: act("cancel"), fields: all }))
        }
        ("move", _) if stands => {
            let was = asked.was.parse::<jiff::Timestamp>().ok();
            let back = |was: jiff::Timestamp| Undo {
                to: act("move"),
                fields: vec![
                    ("slot", was.to_string()),
                    ("practitioner", asked.was_with.clone()),
                    ("room", asked.was_in.clone()),
                    ("tell", "1".to_owned()),
                    ("undo", "1".to_owned()),
                ],
            };
            (say("desk-did-move"), was.map(back))
        }
        ("cancel", Status::Cancelled) => (say("desk-did-cancel"), Some(again())),
        ("decline", Status::Cancelled) => (say("desk-did-decline"), Some(again())),
        ("approve", Status::Booked) => (say("desk-did-approve"), None),
        ("restore", _) if stands => (say("desk-did-restore"), None),
        _ => return None,
    })
}
