//! Everybody books, holds, moves, calls off and takes back at once, while PostgreSQL is killed. What each was told is written
//! down beside the database and held against it afterwards: no two visits of a practitioner meet, and whatever was acknowledged
//! is there. The same oracle is shown a database without the constraint, where it must find fault.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use front_desk::booking::{
    AppointmentId,
    appointment::held,
    book::{Book, BookRefusal, NewBooking, book},
    calendar::Wanted,
    cancel::{Cancel, Restore, cancel, restore},
    hold::{Hold, HoldRefusal, Holder, hold},
    move_it::{Move, move_it},
    own::AnswerRefusal,
};
use jiff::Timestamp;
use kernel::{
    Chance, Problem,
    id::{Id as _, fresh},
    language::Language,
};
use trust::clinics::PractitionerId;
use uuid::Uuid;
use wellkept::commands::{installation::Installation, say};

use crate::{
    How,
    figures::{Figures, Run},
    ground::{Ground, Place, Shape, person},
};

/// Enough times that moves find room, few enough that they fight for them.
const CROWD: Shape = Shape { practitioners: 4, minutes: 30, times_a_day: 20 };
/// The times that are wanted, of the calendar's.
const WANTED: usize = 1_200;

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Storm {
    pub(crate) attempts: usize,
    pub(crate) connections: usize,
    pub(crate) kills: usize,
}

/// A visit as its owner was told it stands; more than one where an answer was lost.
struct Told {
    visit: AppointmentId,
    link: String,
    may_be: Vec<(&'static str, Timestamp)>,
}

/// What one client was told.
#[derive(Default)]
struct Ledger {
    visits: Vec<Told>,
    /// Bookings whose answer was lost: each may or may not stand.
    lost: usize,
    /// Acknowledged, refused, without an answer.
    counts: [usize; 3],
    each: Vec<Duration>,
}

/// What came of one act.
enum Came<T> {
    Done(T),
    Refused,
    /// The database went away before it answered.
    Lost,
}

impl Ledger {
    fn count<T>(&mut self, came: &Came<T>) {
        let [done, refused, lost] = &mut self.counts;
        *match came {
            Came::Done(_) => done,
            Came::Refused => refused,
            Came::Lost => lost,
        } += 1;
    }
}

/// Runs the storm, without kills and with; then shows the oracle what it must find.
pub(crate) async fn measure(how: &How, storm: Storm, figures: &mut Figures) -> anyhow::Result<bool> {
    let mut ground = Box::pin(Ground::set_up(how.disk.as_deref())).await?;
    let mut right = true;
    let quiet = Storm { kills: 0, ..storm };
    right &= once(&mut ground, "mixed attempts", quiet, figures).await?;
    if storm.kills > 0 {
        let few = Storm { attempts: storm.attempts / 5, ..storm };
        right &= once(&mut ground, "mixed attempts while PostgreSQL is killed", few, figures).await?;
    }
    ground.administrator().batch_execute("alter table appointment drop constraint appointment_no_overlap").await?;
    let bad = Storm { attempts: (storm.attempts / 20).max(2_000), kills: 0, ..storm };
    let caught = !once(&mut ground, "the same without the constraint: the oracle must find fault", bad, figures).await?;
    if !caught {
        say("the oracle did not see that times were given twice");
    }
    Ok(right && caught)
}

async fn once(ground: &mut Ground, what: &str, storm: Storm, figures: &mut Figures) -> anyhow::Result<bool> {
    let place = Arc::new(ground.open_clinic(CROWD).await?);
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let clients: Vec<_> = (0..storm.connections)
        .map(|client| {
            let (db, place, next) = (ground.db().clone(), Arc::clone(&place), Arc::clone(&next));
            let chance = Chance::seeded(u64::try_from(client).unwrap_or(0));
            tokio::spawn(async move { one_client(&Client { db, place, chance }, &next, storm.attempts).await })
        })
        .collect();
    for kill in 1..=storm.kills {
        // Spread over the work, not over the clock.
        while next.load(Ordering::Relaxed) < storm.attempts * kill / (storm.kills + 1) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let again = kill_the_database(ground).await?;
        ground.lives_on(again);
    }
    let mut ledgers = Vec::new();
    for client in clients {
        ledgers.push(client.await??);
    }
    let took = began.elapsed();
    if storm.kills > 0 {
        ground.reconnect().await?;
    }
    let each = ledgers.iter().flat_map(|ledger| ledger.each.iter().copied()).collect();
    figures.keep(what, storm.connections, &Run::new(each, took));
    let found = oracle(ground, &place, &ledgers).await?;
    figures.fact(what, found.words(storm));
    Ok(found.right())
}

struct Client {
    db: kernel::Db,
    place: Arc<Place>,
    chance: Chance,
}

async fn one_client(client: &Client, next: &AtomicUsize, attempts: usize) -> anyhow::Result<Ledger> {
    let mut ledger = Ledger::default();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= attempts {
            return Ok(ledger);
        }
        let start = Instant::now();
        let lost = client.act(number, &mut ledger).await?;
        ledger.each.push(start.elapsed());
        if lost {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Client {
    /// One act; whether its answer was lost.
    async fn act(&self, number: usize, ledger: &mut Ledger) -> anyhow::Result<bool> {
        let of = |len: usize| (len > 0).then(|| self.chance.below(len));
        match (self.chance.below(100), of(ledger.visits.len())) {
            (0..50, _) | (_, None) => self.books(number, ledger, false).await,
            (50..65, _) => self.books(number, ledger, true).await,
            (65..80, Some(at)) => self.moves(ledger, at).await,
            (80..93, Some(at)) => self.calls_off(ledger, at).await,
            (_, Some(at)) => self.takes_back(ledger, at).await,
        }
    }

    fn time(&self) -> anyhow::Result<(PractitionerId, Timestamp)> {
        self.place.time(self.chance.below(WANTED))
    }

    async fn books(&self, number: usize, ledger: &mut Ledger, holds: bool) -> anyhow::Result<bool> {
        let (practitioner, starts_at) = self.time()?;
        let kept = if holds { self.keeps(practitioner, starts_at).await? } else { Came::Done(None) };
        let hold = match kept {
            Came::Done(hold) => hold,
            Came::Refused | Came::Lost => {
                ledger.count(&kept);
                return Ok(matches!(kept, Came::Lost));
            }
        };
        let came = self.book_it(number, (practitioner, starts_at), hold).await?;
        ledger.count(&came);
        let lost = matches!(came, Came::Lost);
        match came {
            Came::Done((visit, link)) => ledger.visits.push(Told { visit, link, may_be: vec![("booked", starts_at)] }),
            Came::Refused => {}
            Came::Lost => ledger.lost += 1,
        }
        Ok(lost)
    }

    async fn keeps(&self, practitioner: PractitionerId, starts_at: Timestamp) -> anyhow::Result<Came<Option<AppointmentId>>> {
        let (practitioners, network) = ([practitioner], self.chance.bytes::<16>());
        let wanted = Wanted { service: &self.place.service, practitioners: &practitioners, location: None, besides: None };
        let tried = async {
            let mut tx = self.db.enter(&self.db.visitor(&self.place.clinic)).await?;
            let permit = tx.may(Hold).await?;
            let holder = Holder { instead_of: None, form: fresh(self.db.clock(), &self.chance), network: &network };
            let kept = hold(&tx, &self.place.clinic, &wanted, starts_at, holder, &permit).await?;
            tx.commit().await?;
            Ok::<_, HoldRefusal>(Some(kept.id))
        };
        match tried.await {
            Err(HoldRefusal::Problem(problem)) => came_of(problem),
            Err(HoldRefusal::SlotTaken | HoldRefusal::Enough) => Ok(Came::Refused),
            Ok(kept) => Ok(Came::Done(kept)),
        }
    }

    async fn book_it(
        &self,
        number: usize,
        (practitioner, starts_at): (PractitionerId, Timestamp),
        hold: Option<AppointmentId>,
    ) -> anyhow::Result<Came<(AppointmentId, String)>> {
        let (name, phone) = person(number)?;
        let new = NewBooking {
            service: self.place.service.clone(),
            practitioners: vec![practitioner],
            location: None,
            starts_at,
            name,
            phone,
            consent: false,
            language: Language::English,
            by: None,
            born: None,
            hold,
            network: None,
        };
        let tried = async {
            let mut tx = self.db.enter(&self.db.visitor(&self.place.clinic)).await?;
            let permit = tx.may(Book).await?;
            let link = book(&mut tx, &self.place.clinic, &new, &permit).await?;
            let token = tx.link_token(link.uuid());
            tx.commit().await?;
            Ok::<_, BookRefusal>(token)
        };
        match tried.await {
            Ok(link) => Ok(self.visit_of(&link).await?.map_or(Came::Lost, |visit| Came::Done((visit, link)))),
            Err(BookRefusal::Problem(problem)) => came_of(problem),
            Err(BookRefusal::SlotTaken | BookRefusal::NotOnline) => Ok(Came::Refused),
        }
    }

    /// Which visit the link of an acknowledged booking opens: it must open one, as soon as the database answers.
    async fn visit_of(&self, link: &str) -> anyhow::Result<Option<AppointmentId>> {
        for _ in 0..1_200 {
            match self.db.bearer(link).await {
                Ok((actor, ..)) => {
                    if let kernel::actor::Kind::Bearer { subject } = actor.kind() {
                        return Ok(Some(AppointmentId::from_uuid(*subject)));
                    }
                }
                Err(Problem::NotFound) => anyhow::bail!("the link of an acknowledged booking opens nothing"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        Ok(None)
    }

    async fn moves(&self, ledger: &mut Ledger, at: usize) -> anyhow::Result<bool> {
        let (_, to) = self.time()?;
        self.answers(ledger, at, ("booked", Some(to))).await
    }

    async fn calls_off(&self, ledger: &mut Ledger, at: usize) -> anyhow::Result<bool> {
        self.answers(ledger, at, ("cancelled", None)).await
    }

    async fn takes_back(&self, ledger: &mut Ledger, at: usize) -> anyhow::Result<bool> {
        self.answers(ledger, at, ("booked", None)).await
    }

    /// An act by the link; what the visit may be afterwards is written down.
    async fn answers(&self, ledger: &mut Ledger, at: usize, (status, to): (&'static str, Option<Timestamp>)) -> anyhow::Result<bool> {
        let told = ledger.visits.get_mut(at).context("no such visit")?;
        let tried = async {
            let (actor, _, clinic) = self.db.bearer(&told.link).await?;
            let mut tx = self.db.enter(&actor).await?;
            let visit = held(&tx, told.visit).await?;
            match (status, to) {
                (_, Some(to)) => {
                    let permit = tx.may(Move::of(&visit)).await?;
                    move_it(&tx, &clinic, &visit, to, &permit).await?;
                }
                ("cancelled", None) => {
                    let permit = tx.may(Cancel::of(&visit)).await?;
                    cancel(&tx, &visit, &permit).await?;
                }
                _ => {
                    let permit = tx.may(Restore::of(&visit)).await?;
                    restore(&tx, &visit, &permit).await?;
                }
            }
            tx.commit().await?;
            Ok::<_, AnswerRefusal>(())
        };
        let came = match tried.await {
            Ok(()) => Came::Done(()),
            Err(AnswerRefusal::Problem(problem)) => came_of(problem)?,
            Err(_) => Came::Refused,
        };
        let after = |(_, starts_at): &(&'static str, Timestamp)| (status, to.unwrap_or(*starts_at));
        let then: Vec<_> = told.may_be.iter().map(after).collect();
        match came {
            Came::Done(()) => told.may_be = then,
            Came::Refused => {}
            Came::Lost => told.may_be.extend(then),
        }
        let lost = matches!(came, Came::Lost);
        ledger.count(&came);
        Ok(lost)
    }
}

/// A database that goes away leaves an answer open; anything else is a fault of the program.
fn came_of<T>(problem: Problem) -> anyhow::Result<Came<T>> {
    match problem {
        Problem::Away(_) => Ok(Came::Lost),
        Problem::Constraint { .. } => Ok(Came::Refused),
        other => Err(other.into()),
    }
}

/// Kills the server's first process, and brings the server up again as the next start of the program would.
async fn kill_the_database(ground: &Ground) -> anyhow::Result<Installation> {
    let cluster = ground.installation.cluster.as_ref().context("the PostgreSQL is not our own")?;
    let pid = std::fs::read_to_string(cluster.data_dir().join("postmaster.pid"))?.lines().next().unwrap_or_default().trim().to_owned();
    anyhow::ensure!(std::process::Command::new("kill").args(["-KILL", &pid]).status()?.success(), "the server was not killed");
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        match Installation::reach(ground.installation.settings.clone()).await {
            Ok(again) => return Ok(again),
            Err(error) if Instant::now() > end => return Err(error.context("the server did not come back")),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// What the oracle found.
struct Found {
    overlaps: i64,
    /// Acknowledged, and not as it was acknowledged.
    missing: usize,
    /// In the table, and nobody was told.
    unexplained: i64,
    standing: i64,
    counts: [usize; 3],
    attempts: usize,
}

impl Found {
    const fn right(&self) -> bool {
        self.overlaps == 0 && self.missing == 0 && self.unexplained <= 0
    }

    fn words(&self, storm: Storm) -> String {
        let [done, refused, lost] = self.counts;
        let verdict = if self.right() { "right" } else { "FAULT" };
        format!(
            "{} attempts, {} connections, {} kills: {done} acknowledged, {refused} refused, {lost} without an answer; {} visits stand, {} overlaps, {} acknowledged and lost, {} that nobody was told of: {verdict}",
            self.attempts,
            storm.connections,
            storm.kills,
            self.standing,
            self.overlaps,
            self.missing,
            self.unexplained.max(0)
        )
    }
}

async fn oracle(ground: &Ground, place: &Place, ledgers: &[Ledger]) -> anyhow::Result<Found> {
    let clinic = place.clinic.id;
    let overlaps = ground
        .administrator()
        .query_one(
            "select count(*) from appointment a join appointment b
                 on b.clinic_id = a.clinic_id and b.practitioner_id = a.practitioner_id and b.appointment_id > a.appointment_id and b.during && a.during
              where a.clinic_id = $1 and a.status = 'booked' and b.status = 'booked'",
            &[&clinic],
        )
        .await?
        .try_get(0)?;
    let rows = ground
        .administrator()
        .query("select appointment_id, status, starts_at from appointment where clinic_id = $1 and status <> 'proposed'", &[&clinic])
        .await?;
    let mut there = std::collections::HashMap::new();
    for row in &rows {
        there.insert(row.try_get::<_, Uuid>(0)?, (row.try_get::<_, String>(1)?, row.try_get::<_, Timestamp>(2)?));
    }
    let told = || ledgers.iter().flat_map(|ledger| &ledger.visits);
    let as_told = |told: &&Told| {
        there.get(&told.visit.uuid()).is_some_and(|(status, at)| told.may_be.iter().any(|(word, when)| word == status && when == at))
    };
    let missing = told().filter(|told| !as_told(told)).count();
    let lost: usize = ledgers.iter().map(|ledger| ledger.lost).sum();
    let unexplained = i64::try_from(there.len())? - i64::try_from(told().count() + lost)?;
    let sum = |which: usize| ledgers.iter().map(|ledger| ledger.counts.get(which).copied().unwrap_or(0)).sum();
    let standing = i64::try_from(there.values().filter(|(status, _)| status == "booked").count())?;
    let counts: [usize; 3] = [sum(0), sum(1), sum(2)];
    Ok(Found { overlaps, missing, unexplained, standing, counts, attempts: counts.iter().sum() })
}
