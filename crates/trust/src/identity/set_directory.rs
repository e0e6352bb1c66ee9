//! Keeps: "A clinic with its own directory signs in through it". The owner says which directory, out of those the operator lists; the
//! secret is sealed and never shown again. Whoever could change this could sign in as anybody here, so it wants a fresh proof.

use std::sync::Arc;

use askama::Template;
use axum::{Extension, response::Response};
use kernel::{
    Permit, Private, Problem, Role, TenantTx, Verb,
    http::{Desk, Filled, MEMBER_NAME, Reading, Typed, View, see_other},
    id::PersonId,
    keys::Column,
    permit::Who,
    sql,
};

use super::{
    directory::{ClientSettings, Directory, Issuer},
    sign_in::clinic_sign_in,
};
use crate::letters::{
    Letter,
    news::{DirectoryNews, tell_owners},
};

/// `clinic_directory.client_secret`.
const SECRET: Column<String> = Column::new("clinic_directory", "client_secret");

/// The act of looking at it.
#[derive(Debug)]
pub struct SeeDirectory;

impl Verb for SeeDirectory {
    const ACT: &'static str = "identity.see_directory";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
}

/// The act of setting or changing it.
#[derive(Debug)]
pub struct SetDirectory;

impl Verb for SetDirectory {
    const ACT: &'static str = "identity.set_directory";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
}

/// The act of doing without one again.
#[derive(Debug)]
pub struct RemoveDirectory;

impl Verb for RemoveDirectory {
    const ACT: &'static str = "identity.remove_directory";
    const WHO: &'static [Who] = &[Who::Staff(Role::Owner)];
    const FRESH_PROOF: bool = true;
}

/// A clinic's directory as it stands.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What the directory knows us as.
    pub client: ClientSettings,
    /// Whether members sign in no other way.
    pub only_way: bool,
}

/// The directory of the clinic entered, if it has one.
///
/// # Errors
/// [`Problem`].
pub async fn kept(tx: &TenantTx) -> Result<Option<Kept>, Problem> {
    let Some(row) = tx.maybe(sql!("select issuer, client_id, client_secret, only_way from clinic_directory"), &[]).await? else {
        return Ok(None);
    };
    let issuer = Issuer::parse(row.read("issuer")?).map_err(|_| Problem::broken("a kept directory has no address"))?;
    let client_secret = tx.keys().open(&SECRET, tx.actor().clinic(), &row.read("client_secret")?)?;
    let client = ClientSettings { issuer, client_id: row.read("client_id")?, client_secret };
    Ok(Some(Kept { client, only_way: row.read("only_way")? }))
}

/// Where a directory sends browsers back to; a clinic's own, so that no directory's answer is taken for another's.
#[must_use]
pub fn come_back(v: &View, slug: &str) -> String {
    format!("{}/c/{slug}/sign-in/back", v.base_url())
}

/// Keeps it. Who has to sign in this way from now on does so at once: other sessions than owners' end.
///
/// # Errors
/// [`Problem`].
pub async fn set_directory(tx: &TenantTx, _permit: &Permit<SetDirectory>, new: &Kept, was_only_way: bool) -> Result<(), Problem> {
    let clinic = tx.actor().clinic();
    let secret = tx.keys().seal(&SECRET, clinic, new.client.client_secret.reveal())?;
    tx.run(
        sql!(
            "insert into clinic_directory (clinic_id, issuer, client_id, client_secret, only_way, set_at) values ($1, $2, $3, $4, $5, $6)
              on conflict (clinic_id) do update set issuer = $2, client_id = $3, client_secret = $4, only_way = $5, set_at = $6"
        ),
        &[&clinic, &new.client.issuer.text(), &new.client.client_id, &secret, &new.only_way, &tx.now()],
    )
    .await?;
    if new.only_way && !was_only_way {
        tx.run(
            sql!(
                "update session set ended_at = $1
                  where ended_at is null and person_id in (select person_id from membership where role <> 'owner')"
            ),
            &[&tx.now()],
        )
        .await?;
    }
    let host = new.client.issuer.host();
    let news = if new.only_way { DirectoryNews::OnlyWay(host) } else { DirectoryNews::Set(host) };
    tell_owners(tx, &[], |clinic| Letter::DirectoryChanged { clinic, news }).await
}

struct Linked {
    person: PersonId,
    name: Private<String>,
}

async fn linked(tx: &TenantTx, issuer: &Issuer) -> Result<Vec<Linked>, Problem> {
    tx.rows(
        sql!(
            "select m.person_id, m.name from directory_link l join membership m on m.clinic_id = l.clinic_id and m.person_id = l.person_id
              where l.issuer = $1 order by l.linked_at, m.person_id"
        ),
        &[&issuer.text()],
    )
    .await?
    .iter()
    .map(|row| {
        let person: PersonId = row.read("person_id")?;
        Ok(Linked { person, name: tx.keys().open(&MEMBER_NAME, person, &row.read("name")?)? })
    })
    .collect()
}

#[derive(Template)]
#[template(path = "identity/directory.html")]
struct DirectoryPage<'a> {
    v: &'a View,
    f: &'a Typed,
    listed: Vec<&'a Issuer>,
    kept: bool,
    come_back: String,
    sign_in: String,
    linked: Vec<Linked>,
}

async fn page(tx: &TenantTx, desk: &Desk, directory: &dyn Directory, typed: Option<Typed>) -> Result<Response, Problem> {
    let kept = kept(tx).await?;
    let linked = match &kept {
        Some(kept) => linked(tx, &kept.client.issuer).await?,
        None => Vec::new(),
    };
    let f = typed.unwrap_or_else(|| match &kept {
        Some(kept) => Typed::starting_with(&[
            ("issuer", kept.client.issuer.text()),
            ("client_id", &kept.client.client_id),
            ("only_way", if kept.only_way { "1" } else { "" }),
        ]),
        None => Typed::blank(),
    });
    let shown = DirectoryPage {
        v: &desk.view,
        f: &f,
        listed: directory.listed().iter().map(|listed| &listed.issuer).collect(),
        kept: kept.is_some(),
        come_back: come_back(&desk.view, &desk.clinic.slug),
        sign_in: clinic_sign_in(&desk.clinic.slug),
        linked,
    };
    if f.wrong() { desk.view.page_again(&shown) } else { desk.view.page(&shown) }
}

/// GET /directory
pub async fn show(desk: Desk, Extension(directory): Extension<Arc<dyn Directory>>) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(SeeDirectory).await?;
    let page = page(&tx, &desk, &*directory, None).await?;
    tx.commit().await?;
    Ok(page)
}

fn read(form: &mut Reading<'_>, filled: &Filled, directory: &dyn Directory, before: Option<&Kept>) -> Option<Kept> {
    let issuer = form.parsed("issuer", "field-choose", |text| {
        directory.listed().iter().find(|listed| listed.issuer.text() == text).map(|listed| listed.issuer.clone()).ok_or(())
    });
    let client_id = form.line("client_id", 200);
    let typed = filled.raw("client_secret");
    let same = |kept: &&Kept| Some(&kept.client.issuer) == issuer.as_ref() && kept.client.client_id == client_id;
    let client_secret = match (typed.trim(), before.filter(same)) {
        // An empty field leaves the secret as it was, but only for the directory and the name it was given for.
        ("", Some(kept)) => kept.client.client_secret.clone(),
        ("", None) => {
            form.wrong("client_secret", "field-missing");
            return None;
        }
        (typed, _) if typed.chars().count() > 1000 || typed.chars().any(char::is_control) => {
            form.wrong("client_secret", "field-strange-characters");
            return None;
        }
        (typed, _) => Private::new(typed.to_owned()),
    };
    Some(Kept { client: ClientSettings { issuer: issuer?, client_id, client_secret }, only_way: form.ticked("only_way") })
}

/// POST /directory: asks the directory whether it is one before anything is kept.
pub async fn set(desk: Desk, Extension(directory): Extension<Arc<dyn Directory>>, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _right = tx.may(SetDirectory).await?;
    let before = kept(&tx).await?;
    let mut form = Reading::of(&filled);
    let new = read(&mut form, &filled, &*directory, before.as_ref());
    // Nobody waits for a directory inside a transaction.
    drop(tx);
    if let Some(new) = &new
        && let Err(refusal) = directory.start(&new.client, &come_back(&desk.view, &desk.clinic.slug)).await
    {
        form.wrong("issuer", refusal.words());
    }
    let errors = form.errors();
    let mut tx = desk.enter().await?;
    let (false, Some(new)) = (errors.any(), new) else {
        let _permit = tx.may(SeeDirectory).await?;
        return page(&tx, &desk, &*directory, Some(filled.typed(errors))).await;
    };
    let permit = tx.may(SetDirectory).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        set_directory(&tx, &permit, &new, before.is_some_and(|before| before.only_way)).await?;
        tx.note_in_trail(new.client.issuer.text());
        tx.commit_form(filled.form(), "/directory").await?;
    }
    Ok(see_other("/directory"))
}

/// POST /directory/remove: the clinic does without; members sign in as before there was one.
pub async fn remove(desk: Desk, filled: Filled) -> Result<Response, Problem> {
    let mut tx = desk.enter().await?;
    let _permit = tx.may(RemoveDirectory).await?;
    if tx.seen_before(filled.form()).await?.is_none() {
        tx.run(sql!("delete from directory_link"), &[]).await?;
        tx.run(sql!("delete from directory_start"), &[]).await?;
        tx.run(sql!("delete from clinic_directory"), &[]).await?;
        tell_owners(&tx, &[], |clinic| Letter::DirectoryChanged { clinic, news: DirectoryNews::Removed }).await?;
        tx.commit_form(filled.form(), "/directory").await?;
    }
    Ok(see_other("/directory"))
}
