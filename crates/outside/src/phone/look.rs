//! The page with every simulated handset as its owner would see it.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use kernel::{
    Private, Problem, Role, TenantTx, Verb,
    http::{Desk, Typed, View},
    id::Id as _,
    permit::Who,
    sql,
};
use trust::messaging::Channel;
use uuid::Uuid;

use super::{BODY, HandsetId, ItemId, NUMBER};

/// The act of looking at the simulated handsets.
#[derive(Debug)]
pub struct Look;

impl Verb for Look {
    const ACT: &'static str = "phone.look";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner), Who::Staff(Role::Receptionist)];
}

/// A handset, its newest thread of each channel on it.
pub(super) struct Handset {
    id: HandsetId,
    number: Private<String>,
    threads: Vec<Thread>,
}

struct Thread {
    channel: Channel,
    bubbles: Vec<Bubble>,
}

struct Bubble {
    to_patient: bool,
    pieces: Vec<Piece>,
    at: Timestamp,
}

#[derive(Debug, PartialEq, Eq)]
struct Piece {
    text: String,
    is_link: bool,
}

impl Bubble {
    /// Whether it reads from right to left. The clinic's name comes first, in any script, so its first letter tells nothing.
    fn is_rtl(&self) -> bool {
        let words = self.pieces.iter().filter(|piece| !piece.is_link).flat_map(|piece| piece.text.chars());
        let (arabic, others): (Vec<char>, Vec<char>) =
            words.filter(|letter| letter.is_alphabetic()).partition(|letter| ('\u{600}'..='\u{6ff}').contains(letter));
        arabic.len() > others.len()
    }
}

impl Handset {
    fn key(&self, thread: &Thread) -> String {
        key(self.id, thread.channel)
    }
}

/// Where a thread stands on the page.
pub(super) fn key(handset: HandsetId, channel: Channel) -> String {
    format!("{handset}-{}", channel.word())
}

impl Thread {
    /// The stylesheet's word.
    const fn look(&self) -> &'static str {
        match self.channel {
            Channel::Email => "mail",
            other => other.word(),
        }
    }
}

/// The last 30 texts of each thread of the 50 handsets that heard last.
pub(super) async fn handsets(tx: &TenantTx, base_url: &str) -> Result<Vec<Handset>, Problem> {
    let rows = tx
        .rows(
            sql!(
                "with recent as (
                    select clinic_id, handset, (array_agg(item_id order by at, item_id))[1] as first_item, max(at) as last_at
                      from handset_item group by clinic_id, handset order by last_at desc, handset limit 50),
                  threads as (
                    select recent.first_item, recent.last_at, item.item_id, item.number, item.channel, item.direction, item.body, item.at,
                           row_number() over (partition by item.handset, item.channel order by item.at desc, item.item_id desc) as back
                      from recent join handset_item item using (clinic_id, handset))
                  select first_item, item_id, number, channel, direction, body, at
                    from threads where back <= 30 order by last_at desc, first_item, at, item_id"
            ),
            &[],
        )
        .await?;
    let mut handsets: Vec<Handset> = Vec::new();
    for row in &rows {
        let (first, item): (Uuid, ItemId) = (row.read("first_item")?, row.read("item_id")?);
        let id = HandsetId::from_uuid(first);
        if handsets.last().is_none_or(|handset| handset.id != id) {
            let number = tx.keys().open(&NUMBER, item, &row.read("number")?)?;
            let threads = Channel::ALL.map(|channel| Thread { channel, bubbles: Vec::new() }).into();
            handsets.push(Handset { id, number, threads });
        }
        let body = tx.keys().open(&BODY, item, &row.read("body")?)?;
        let bubble = Bubble {
            to_patient: row.read::<&str>("direction")? == "to_patient",
            pieces: pieces(body.reveal(), base_url),
            at: row.read("at")?,
        };
        let channel = Channel::from_word(row.read("channel")?);
        if let Some(thread) =
            handsets.last_mut().and_then(|handset| handset.threads.iter_mut().find(|thread| Some(thread.channel) == channel))
        {
            thread.bubbles.push(bubble);
        }
    }
    for handset in &mut handsets {
        handset.threads.retain(|thread| !thread.bubbles.is_empty());
    }
    Ok(handsets)
}

/// Our own links become links; whatever else looks like one stays a text.
fn pieces(text: &str, base_url: &str) -> Vec<Piece> {
    let ours = format!("{base_url}/");
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text;
    while let Some((before, from)) = rest.find(&ours).and_then(|at| rest.split_at_checked(at)) {
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (link, after) = from.split_at_checked(end).unwrap_or((from, ""));
        pieces.push(Piece { text: before.to_owned(), is_link: false });
        pieces.push(Piece { text: link.to_owned(), is_link: true });
        rest = after;
    }
    pieces.push(Piece { text: rest.to_owned(), is_link: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The page; `again` is the thread whose reply was refused.
#[derive(Template)]
#[template(path = "phone/phone.html")]
pub(super) struct PhonePage<'a> {
    pub(super) v: &'a View,
    pub(super) f: &'a Typed,
    pub(super) slug: &'a str,
    pub(super) handsets: Vec<Handset>,
    pub(super) again: String,
}

/// GET /phone
pub async fn show(desk: Desk) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(Look).await?;
    let handsets = handsets(&tx, desk.view.base_url()).await?;
    tx.commit().await?;
    desk.view.page(&PhonePage { v: &desk.view, f: &Typed::blank(), slug: &desk.clinic.slug, handsets, again: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_links_are_links() {
        let text = "Hello\nhttps://wk.example/a/abc and https://evil.example/a/abc https://wk.example.evil/ javascript:alert(1)";
        let pieces = pieces(text, "https://wk.example");
        let links: Vec<&str> = pieces.iter().filter(|piece| piece.is_link).map(|piece| piece.text.as_str()).collect();
        assert_eq!(links, ["https://wk.example/a/abc"]);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text, "nothing is lost");
    }

    #[test]
    fn an_urdu_text_reads_from_right_to_left_whatever_name_it_begins_with() {
        let is_rtl =
            |text: &str| Bubble { to_patient: true, pieces: pieces(text, "https://wk.example"), at: Timestamp::UNIX_EPOCH }.is_rtl();
        assert!(is_rtl("Noor Clinic: آپ کی ملاقات طے ہو گئی ہے۔ https://wk.example/a/abcdefghijklmnopqrstuvwxyz"));
        assert!(!is_rtl("نور: your visit is booked."));
        assert!(!is_rtl("STOP"));
    }
}
