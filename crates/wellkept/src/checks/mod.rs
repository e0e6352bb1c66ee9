//! The checks of `wellkept verify`. Each looks at the running installation and says what it saw; one that could not look
//! says so, which is neither kept nor broken.

mod api;
mod at_rest;
mod booking;
pub mod canary;
mod consent;
mod cookies;
mod factors;
mod idle;
mod notes;
mod notice;
mod one_slot;
mod operator;
mod passwords;
mod reset;
mod roles;
mod sharing;
mod sign_out;
mod stop;
mod suspended;
mod trail;
mod walls;

use std::{future::Future, pin::Pin};

use trust::promises::Verdict;

use canary::Canary;

/// What a check saw: a verdict and a line of detail without personal data.
pub type Seen = (Verdict, String);

type Looking<'a> = Pin<Box<dyn Future<Output = anyhow::Result<Seen>> + Send + 'a>>;

/// A check: its name in `promises.toml` and how it looks.
pub struct Check {
    /// Name.
    pub name: &'static str,
    look: for<'a> fn(&'a Canary<'a>) -> Looking<'a>,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({})", self.name)
    }
}

impl Check {
    /// Looks. A failure on the way is "could not look".
    pub async fn look(&self, canary: &Canary<'_>) -> Seen {
        match (self.look)(canary).await {
            Ok(seen) => seen,
            Err(error) => (Verdict::CouldNotLook, format!("{error:#}")),
        }
    }
}

/// Every check there is.
pub const ALL: &[Check] = &[
    Check { name: "walls_between_clinics", look: |canary| Box::pin(walls::look(canary)) },
    Check { name: "consent_before_any_message", look: |canary| Box::pin(consent::look(canary)) },
    Check { name: "stop_is_effective", look: |canary| Box::pin(stop::look(canary)) },
    Check { name: "nothing_readable_at_rest", look: |canary| Box::pin(at_rest::look(canary)) },
    Check { name: "only_allowed_cookies", look: |canary| Box::pin(cookies::look(canary)) },
    Check { name: "passwords_only_hashed", look: |canary| Box::pin(passwords::look(canary)) },
    Check { name: "trail_never_changes", look: |canary| Box::pin(trail::look(canary)) },
    Check { name: "signed_notes_never_change", look: |canary| Box::pin(notes::look(canary)) },
    Check { name: "second_factor_for_every_role", look: |canary| Box::pin(factors::look(canary)) },
    Check { name: "roles_see_only_theirs", look: |canary| Box::pin(roles::look(canary)) },
    Check { name: "suspension_ends_sessions", look: |canary| Box::pin(suspended::look(canary)) },
    Check { name: "session_ends_with_sign_out", look: |canary| Box::pin(sign_out::look(canary)) },
    Check { name: "session_ends_when_idle", look: |canary| Box::pin(idle::look(canary)) },
    Check { name: "shared_login_raises_one_case", look: |canary| Box::pin(sharing::look(canary)) },
    Check { name: "notice_prints_what_is_kept", look: |canary| Box::pin(notice::look(canary)) },
    Check { name: "api_answers_only_listed_addresses", look: |canary| Box::pin(api::look(canary)) },
    Check { name: "owners_hear_of_every_program", look: |canary| Box::pin(api::look_at_letters(canary)) },
    Check { name: "reset_link_works_once", look: |canary| Box::pin(reset::look(canary)) },
    Check { name: "operator_sees_no_patient", look: |canary| Box::pin(operator::look(canary)) },
    Check { name: "api_certificates_can_be_taken_back", look: |canary| Box::pin(api::look_at_certificates(canary)) },
    Check { name: "times_lie_within_hours", look: |canary| Box::pin(booking::look_at_times(canary)) },
    Check { name: "a_visit_never_jumps", look: |canary| Box::pin(booking::look_at_status(canary)) },
    Check { name: "booking_asks_name_number_time", look: |canary| Box::pin(booking::look_at_form(canary)) },
    Check { name: "one_slot_one_patient", look: |canary| Box::pin(one_slot::look(canary)) },
];

/// Kept when nothing is wrong, broken with what is.
fn kept_unless(wrong: &[String], looked_at: &str) -> Seen {
    if wrong.is_empty() { (Verdict::Kept, looked_at.to_owned()) } else { (Verdict::Broken, wrong.join("; ")) }
}
