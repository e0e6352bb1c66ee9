//! Keeps: "A link that opens an account is shown to nobody but its owner, and to whoever runs the machine where no mail
//! leaves it". The letters that stayed here, for a day: read by the command `wellkept letters`, by no page.

use kernel::{Db, Problem, id::PersonId, keys::Sealed, language::Language, sql};

use super::{
    ADDRESS, BODY, Letter, LetterId,
    say::{Office, Written, say},
};
use crate::identity::{self, EmailAddress};

/// A letter that stayed here.
#[derive(Debug)]
pub struct Kept {
    /// When it was written.
    pub at: jiff::Timestamp,
    /// The letter.
    pub letter: Written,
}

/// The letters that stayed here and are not over, oldest first; all, or one address's.
///
/// # Errors
/// [`Problem`].
pub async fn kept(db: &Db, office: &Office, only: Option<&EmailAddress>) -> Result<Vec<Kept>, Problem> {
    let key = only.map(|email| email.key(db)).transpose()?;
    let tx = db.identity().await?;
    let rows = tx
        .rows(
            sql!(Identity:
                "select l.letter_id, l.created_at, l.language, l.body, l.address, l.person_id, p.email as login
                   from letter l left join person p on p.person_id = l.person_id
                  where l.kept_until > $1 and ($2::bytea is null or coalesce(l.address_key, p.email_key) = $2) order by l.letter_id"
            ),
            &[&tx.now(), &key],
        )
        .await?;
    tx.commit().await?;
    let keys = db.platform_keys();
    let mut found = Vec::new();
    for row in &rows {
        let id: LetterId = row.read("letter_id")?;
        let letter: Letter = keys.open(&BODY, id, &row.read("body")?)?.into_inner();
        let (address, person, login): (Option<Sealed<String>>, Option<PersonId>, Option<Sealed<String>>) =
            (row.read("address")?, row.read("person_id")?, row.read("login")?);
        let address = match (address, person, login) {
            (Some(address), ..) => keys.open(&ADDRESS, id, &address)?,
            (None, Some(person), Some(login)) => keys.open(&identity::EMAIL, person, &login)?,
            _ => continue,
        };
        let Ok(to) = EmailAddress::parse(address.reveal()) else { continue };
        let language = Language::from_tag(&row.read::<String>("language")?).unwrap_or_default();
        found.push(Kept { at: row.read("created_at")?, letter: say(office, db.links(), (to, id), language, &letter)? });
    }
    Ok(found)
}
