//! Check: lines of the audit trail and of the consent ledger can be neither changed nor removed, by the program or by the administrator.

use tokio_postgres::NoTls;

use super::{Canary, Seen, kept_unless};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let places = &canary.installation.places;
    let app = places.login(kernel::tenancy::DbRole::App, &canary.installation.root)?;
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (who, config) in [("the program", &app), ("the administrator", &places.data)] {
        let (mut client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
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
    Ok(kept_unless(&wrong, &format!("{tried} attempts to change or remove were refused")))
}
