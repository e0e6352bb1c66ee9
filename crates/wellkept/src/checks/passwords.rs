//! Check: every kept password is a bcrypt hash of cost 12 or more over our keyed pre-hash, and the program's role cannot read even those.

use kernel::sql;
use trust::promises::Verdict;

use super::{Canary, Seen};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let tx = canary.db().identity().await?;
    let row = tx
        .one(
            sql!(Identity:
                "select count(*) as people, count(*) filter (where password_hash ~ '^\\$wk1\\$2b\\$(1[2-9]|2[0-9])\\$[./A-Za-z0-9]{53}$') as hashed from person"
            ),
            &[],
        )
        .await?;
    tx.commit().await?;
    let (people, hashed): (i64, i64) = (row.read("people")?, row.read("hashed")?);
    let client = canary.program().await?;
    if client.query("select password_hash from person limit 1", &[]).await.is_ok() {
        return Ok((Verdict::Broken, "the program's role can read the hashes".to_owned()));
    }
    Ok(if people == hashed {
        (Verdict::Kept, format!("{people} logins, all hashed; no role of the program can read them"))
    } else {
        (Verdict::Broken, format!("{} of {people} logins are not hashed as promised", people - hashed))
    })
}
