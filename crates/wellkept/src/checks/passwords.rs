//! Check: every kept password is a bcrypt hash of cost 12 or more over our keyed pre-hash, and the program's role cannot read even those.

use kernel::sql;
use trust::promises::Verdict;

use super::{Canary, Seen};

pub(super) async fn look(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let rows = canary.db().ask(sql!("select people, hashed from door.password_shapes()"), &[]).await?;
    let row = rows.first().ok_or_else(|| anyhow::anyhow!("the door gave no answer"))?;
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
