//! Check: an act leaves exactly one line with time, actor, act and result; and lines of the trail and of the consent
//! ledger can be neither changed nor removed, by the program or by the administrator.

use kernel::{id::Id as _, sql};

use super::{Canary, Seen, canary::Plant, kept_unless};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut wrong = one_act_one_line(canary).await?;
    let mut tried = 0;
    for (who, mut client) in [("the program", canary.program().await?), ("the administrator", canary.administrator().await?)] {
        for table in ["audit_leaf", "consent"] {
            for act in ["update {} set at = at", "delete from {}", "truncate {}"] {
                let tx = client.transaction().await?;
                if tx.batch_execute(&act.replace("{}", table)).await.is_ok() {
                    wrong.push(format!("{who} could {}", act.replace("{}", table)));
                }
                tx.rollback().await?;
                tried += 1;
            }
        }
    }
    Ok(kept_unless(&wrong, &format!("one act, one line; {tried} attempts to change or remove lines were refused")))
}

async fn one_act_one_line(canary: &Canary<'_>) -> anyhow::Result<Vec<String>> {
    let patient = trust::patients::PatientId::fresh(canary.db().clock(), canary.db().chance());
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    tx.trail_is_about(None, Some(patient.uuid()));
    tx.run(sql!("select 1"), &[]).await?;
    tx.commit().await?;
    let tx = canary.enter().await?;
    let lines = tx.trail_of(patient.uuid(), None, 10).await?;
    let complete = lines.first().is_some_and(|(_, line)| {
        line.actor_kind == "program" && line.role.as_deref() == Some("verify") && line.outcome == "done" && !line.act.is_empty()
    });
    Ok(if lines.len() == 1 && complete { Vec::new() } else { vec![format!("one act left {} lines, complete: {complete}", lines.len())] })
}
