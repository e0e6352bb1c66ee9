//! People who sign in: who they are, how they prove it, and which clinics they belong to.

pub mod accept;
pub mod accept_by_directory;
pub mod account;
pub mod add_app;
pub mod add_passkey;
pub mod app_code;
pub mod cases;
pub mod challenge;
pub mod change_password;
pub mod change_role;
pub mod choose_clinic;
pub mod come_back;
pub mod device;
pub mod directory;
pub mod factors;
pub mod go_to_directory;
pub mod invite;
pub mod leaked;
pub mod leave;
pub mod membership;
pub mod my_sessions;
mod new_device;
pub mod passkey;
pub mod passkey_sign_in;
pub mod password;
pub mod prove;
pub mod prove_code;
pub mod recognise;
pub mod recovery;
pub mod release_link;
pub mod renew_invitation;
pub mod require;
pub mod reset;
pub mod resume;
pub mod revoke_invitation;
pub mod second_step;
pub mod session;
pub mod set_directory;
pub mod set_idle;
pub mod sharing;
pub mod sign_in;
pub mod sign_out;
pub mod slow_down;
pub mod suspend;
pub mod sweep;
pub mod take_back;
pub mod team;
pub mod ticket;
pub mod weak;
pub mod work;

use kernel::{Db, Private, Problem, id::PersonId, keys::Column, sql};
use password::HashedPassword;

kernel::id!(
    /// An invitation to join a clinic.
    InvitationId, "ivt"
);

pub(crate) const EMAIL: Column<String> = Column::new("person", "email");

/// An address to sign in with; folded to lower case, since people type it either way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(Private<String>);

/// Not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address")]
pub struct NotAnEmail;

impl EmailAddress {
    /// Reads an address: something, one @, a domain with a dot, no white space, at most 254 bytes.
    ///
    /// # Errors
    /// [`NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim().to_lowercase();
        let (name, domain) = text.split_once('@').ok_or(NotAnEmail)?;
        let fits = (3..=254).contains(&text.len())
            && !name.is_empty()
            && !domain.contains('@')
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if fits { Ok(Self(Private::new(text))) } else { Err(NotAnEmail) }
    }

    /// The address.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// What it is looked up by: a keyed tag under the platform's key.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn key(&self, db: &Db) -> Result<Vec<u8>, Problem> {
        db.platform_keys().tag("sign-in e-mail", self.reveal())
    }
}

/// Whose login this address is.
///
/// # Errors
/// [`Problem`].
pub(crate) async fn person_of(db: &Db, email: &EmailAddress) -> Result<Option<PersonId>, Problem> {
    let tx = db.identity().await?;
    let row = tx.maybe(sql!(Identity: "select person_id from person where email_key = $1"), &[&email.key(db)?]).await?;
    tx.commit().await?;
    row.map(|row| row.read("person_id")).transpose()
}

/// Makes a login; `false` when somebody has this address already.
///
/// # Errors
/// [`Problem`].
pub async fn create_person(db: &Db, id: PersonId, email: &EmailAddress, password: &HashedPassword) -> Result<bool, Problem> {
    let sealed = db.platform_keys().seal(&EMAIL, id, &email.reveal().to_owned())?;
    let tx = db.identity().await?;
    let made = tx
        .rows(
            sql!(Identity:
                "insert into person (person_id, email_key, email, password_hash, created_at) values ($1, $2, $3, $4, $5)
                  on conflict (email_key) do nothing returning person_id"
            ),
            &[&id, &email.key(db)?, &sealed, &password.text(), &tx.now()],
        )
        .await?;
    tx.commit().await?;
    Ok(!made.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        assert_eq!(EmailAddress::parse(" Sana@Clinic.Example ").unwrap().reveal(), "sana@clinic.example");
        for bad in ["", "sana", "@x.y", "a@b", "a b@c.d", "a@b@c.d", "a@.d", "a@d."] {
            assert_eq!(EmailAddress::parse(bad), Err(NotAnEmail), "{bad}");
        }
    }
}
