//! Messages to patients. A row holds ids until the moment of sending; then the gate asks for consent, the facts are
//! read anew, and a carrier takes it.

pub mod code;
pub mod gate;
pub mod log;
pub mod receive;
pub mod send;
pub mod tell;

use std::{future::Future, pin::Pin};

use kernel::{Clinic, Problem, TenantTx, language::Speech};
use uuid::Uuid;

kernel::id!(
    /// One message to one patient.
    MessageId, "msg"
);
kernel::id!(
    /// A link in a message.
    LinkId, "lnk"
);

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// WhatsApp.
    WhatsApp,
    /// SMS.
    Sms,
    /// E-mail.
    Email,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::WhatsApp, Self::Sms, Self::Email];

    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WhatsApp => "whatsapp",
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// The closed list of what we ever write to a patient about (MXS-MSG-01, AMX-MSG-04). A kind that is not here cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An appointment was booked.
    Confirmation,
    /// It was moved.
    Moved,
    /// It was cancelled.
    Cancelled,
    /// A payment was taken.
    Receipt,
    /// A time is free, for somebody on the waitlist.
    Offer,
    /// Two are before somebody who waits in the clinic.
    TurnNear,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Confirmation, Self::Moved, Self::Cancelled, Self::Receipt, Self::Offer, Self::TurnNear];

    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Receipt => "receipt",
            Self::Offer => "offer",
            Self::TurnNear => "turn_near",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a message says, kind by kind: the declared parameters and no others. The room that knows the facts fills them.
#[derive(Debug)]
pub enum Facts {
    /// For [`Kind::Confirmation`] and [`Kind::Moved`].
    Appointment {
        /// Practitioner's public name.
        practitioner: String,
        /// When, by the clock of the place.
        starts_at: jiff::Zoned,
        /// Link to confirm, move or cancel.
        link: LinkId,
    },
    /// For [`Kind::Cancelled`].
    AppointmentCancelled {
        /// When it would have been, by the clock of the place.
        starts_at: jiff::Zoned,
    },
    /// For [`Kind::Offer`].
    Offer {
        /// Practitioner's public name.
        practitioner: String,
        /// When, by the clock of the place.
        starts_at: jiff::Zoned,
        /// Until when it is kept.
        until: jiff::Timestamp,
        /// Link to take it or not.
        link: LinkId,
    },
    /// For [`Kind::TurnNear`].
    TurnNear {
        /// The token.
        number: i32,
        /// How many are before it now.
        ahead: i64,
        /// Link to the page that shows their place.
        link: LinkId,
    },
    /// For [`Kind::Receipt`].
    Payment {
        /// Receipt number as printed.
        number: String,
        /// What was paid.
        amount: kernel::money::Money,
        /// Link to the PDF.
        link: LinkId,
    },
}

/// A room's answer to "what is to be said about this subject now?". `None`: it is no longer true, do not send.
pub type FactsFuture<'a> = Pin<Box<dyn Future<Output = Result<Option<Facts>, Problem>> + Send + 'a>>;

/// Port: the room that knows the subject of a kind of message. Wiring says who answers for which kind.
pub trait Knows: Send + Sync {
    /// Reads the facts at the moment of sending.
    fn facts<'a>(&'a self, tx: &'a TenantTx, clinic: &'a Clinic, kind: Kind, subject: Uuid) -> FactsFuture<'a>;
}

/// Writes a link row and returns its id: `purpose` as in the `link` table.
///
/// # Errors
/// [`Problem`].
pub async fn new_link(tx: &TenantTx, purpose: &'static str, subject: Uuid, expires_at: jiff::Timestamp) -> Result<LinkId, Problem> {
    let id: LinkId = tx.fresh();
    tx.run(
        kernel::sql!("insert into link (clinic_id, link_id, purpose, subject_id, expires_at) values ($1, $2, $3, $4, $5)"),
        &[&tx.actor().clinic(), &id, &purpose, &subject, &expires_at],
    )
    .await?;
    Ok(id)
}

/// The text of a message, in the patient's language. Made only by [`render`], from declared parameters.
pub struct Rendered {
    text: kernel::Private<String>,
}

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rendered(•••)")
    }
}

impl Rendered {
    /// The text, for a carrier.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.reveal()
    }
}

/// In whose name a message goes out, where its links lead, and in which language it is written.
#[derive(Debug)]
pub struct Letterhead<'a> {
    /// The clinic.
    pub clinic: &'a Clinic,
    /// Where links lead, without a slash at the end.
    pub base_url: &'a str,
    /// The patient's language and the clinic's clock.
    pub speech: &'a Speech,
}

/// Says a code that was asked for (`code.rs`); it is no message about anything, and has no kind.
fn render_code(head: &Letterhead<'_>, code: &kernel::Private<String>) -> Rendered {
    let text = head.speech.with("message-code", &[("clinic", &head.clinic.name), ("code", code.reveal())]);
    Rendered { text: kernel::Private::new(Speech::without_marks(&text).into_owned()) }
}

/// Says the facts in the patient's language. Every text carries the clinic's name and the way to stop.
#[must_use]
pub fn render(tx: &TenantTx, head: &Letterhead<'_>, kind: Kind, facts: &Facts) -> Rendered {
    use kernel::id::Id as _;
    let Letterhead { clinic, base_url, speech } = head;
    let link = |link: &LinkId, page: &str| format!("{base_url}/{page}/{}", tx.link_token(link.uuid()));
    // Each time is said by the clock of its place.
    let by = |at: &jiff::Zoned| (*speech).clone().in_zone(at.time_zone().clone());
    let text = match facts {
        Facts::Appointment { practitioner, starts_at, link: id } => speech.with(
            if kind == Kind::Moved { "message-moved" } else { "message-confirmation" },
            &[
                ("clinic", &clinic.name),
                ("practitioner", practitioner),
                ("day", &by(starts_at).day_of(starts_at.timestamp())),
                ("time", &by(starts_at).time(starts_at.timestamp())),
                ("link", &link(id, "a")),
            ],
        ),
        Facts::AppointmentCancelled { starts_at } => speech.with(
            "message-cancelled",
            &[
                ("clinic", &clinic.name),
                ("day", &by(starts_at).day_of(starts_at.timestamp())),
                ("time", &by(starts_at).time(starts_at.timestamp())),
            ],
        ),
        Facts::Offer { practitioner, starts_at, until, link: id } => speech.with(
            "message-offer",
            &[
                ("clinic", &clinic.name),
                ("practitioner", practitioner),
                ("day", &by(starts_at).day_of(starts_at.timestamp())),
                ("time", &by(starts_at).time(starts_at.timestamp())),
                ("until", &by(starts_at).time(*until)),
                ("link", &link(id, "w")),
            ],
        ),
        Facts::TurnNear { number, ahead, link: id } => speech.with(
            "message-turn-near",
            &[
                ("clinic", &clinic.name),
                ("number", &number.to_string()),
                (
                    "before",
                    match ahead {
                        0 => "nobody",
                        1 => "one",
                        _ => "more",
                    },
                ),
                ("count", &ahead.to_string()),
                ("link", &link(id, "a")),
            ],
        ),
        Facts::Payment { number, amount, link: id } => speech.with(
            "message-receipt",
            &[("clinic", &clinic.name), ("number", number), ("amount", &speech.money(*amount)), ("link", &link(id, "r"))],
        ),
    };
    Rendered { text: kernel::Private::new(Speech::without_marks(&text).into_owned()) }
}
