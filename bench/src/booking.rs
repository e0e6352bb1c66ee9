//! How many bookings are committed in a second, beside pgbench with the same statements on the same tables.

use front_desk::booking::book::{Book, BookRefusal, NewBooking, book};
use jiff::Timestamp;
use kernel::{Db, language::Language};
use trust::{clinics::PractitionerId, messaging::LinkId};

use crate::{
    How, booking_sql,
    drive::{Until, drive},
    figures::Figures,
    ground::{Ground, PRACTICE, Place, person},
    http::{Answer, Booker},
    meter::metered,
    pgbench::{self, Travel},
};

const VERB: &str = "booking, the verb";
const FORM: &str = "booking, the form over HTTP";
const ONE_BY_ONE: &str = "pgbench, one by one";
const TOGETHER: &str = "pgbench, pipelined";

/// Measures everything in turn, round after round; each measurement has a clinic of its own.
pub(crate) async fn measure(how: &How, figures: &mut Figures) -> anyhow::Result<()> {
    let ground = Box::pin(Ground::set_up(how.disk.as_deref())).await?;
    let (_building, address) = ground.serve().await?;
    warm_up(&ground, how).await?;
    for _ in 0..how.rounds {
        for clients in how.clients.iter().copied() {
            let place = ground.open_clinic(PRACTICE).await?;
            let acting = async { Ok(drive(clients, Until::Passed(how.length()), verb(ground.db(), &place)).await?.0) };
            let run = metered(&ground, acting).await?;
            figures.keep(VERB, clients, &run);
            all_there(&ground, &place, run.each.len()).await?;
            for (name, travel) in [(ONE_BY_ONE, Travel::OneByOne), (TOGETHER, Travel::Together)] {
                let place = ground.open_clinic(PRACTICE).await?;
                let script = booking_sql::script(&place)?;
                let run = metered(&ground, pgbench::run(&ground, &script, travel, clients, how.length())).await?;
                figures.keep(name, clients, &run);
                all_there(&ground, &place, run.each.len()).await?;
            }
            let place = ground.open_clinic(PRACTICE).await?;
            let booker = Booker::new(&ground, &place, address)?;
            let acting = async { Ok(drive(clients, Until::Passed(how.length()), form(&booker, &place)).await?.0) };
            let run = metered(&ground, acting).await?;
            figures.keep(FORM, clients, &run);
            all_there(&ground, &place, run.each.len()).await?;
        }
    }
    let place = ground.open_clinic(PRACTICE).await?;
    for (took, text) in pgbench::statements(&ground, &booking_sql::script(&place)?, how.length()).await? {
        figures.fact(&format!("{took:>8.3} ms  {text}"), "");
    }
    figures.against(VERB, ONE_BY_ONE);
    figures.against(TOGETHER, ONE_BY_ONE);
    figures.against(FORM, ONE_BY_ONE);
    Ok(())
}

/// Statements are prepared and files are grown before the first measurement.
async fn warm_up(ground: &Ground, how: &How) -> anyhow::Result<()> {
    let place = ground.open_clinic(PRACTICE).await?;
    let most = how.clients.iter().copied().max().unwrap_or(1);
    drive(most, Until::Done(500), verb(ground.db(), &place)).await.map(drop)
}

type Booked = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// The n-th booking of a clinic, which is never refused.
fn verb(db: &Db, place: &Place) -> impl Fn(usize) -> Booked + Send + Sync + 'static {
    let (db, place) = (db.clone(), place.clone());
    move |number| {
        let (db, place) = (db.clone(), place.clone());
        Box::pin(async move {
            let time = place.time(number)?;
            book_once(&db, &place, number, time).await?.map_err(|refusal| anyhow::anyhow!("a free time was refused: {refusal}"))?;
            Ok(())
        })
    }
}

/// The n-th form, which is never refused.
fn form(booker: &Booker, place: &Place) -> impl Fn(usize) -> Booked + Send + Sync + 'static {
    let (booker, place) = (booker.clone(), place.clone());
    move |number| {
        let (booker, time) = (booker.clone(), place.time(number));
        Box::pin(async move {
            let Answer::Booked(_) = booker.book(number, time?).await? else { anyhow::bail!("a free time was refused") };
            Ok(())
        })
    }
}

/// The n-th person books a time, as the page does it: enter, be permitted, book, commit.
pub(crate) async fn book_once(
    db: &Db,
    place: &Place,
    number: usize,
    (practitioner, starts_at): (PractitionerId, Timestamp),
) -> anyhow::Result<Result<LinkId, BookRefusal>> {
    let (name, phone) = person(number)?;
    let service = place.service.clone();
    let new = NewBooking {
        service,
        practitioners: vec![practitioner],
        location: None,
        starts_at,
        name,
        phone,
        consent: true,
        language: Language::English,
        by: None,
        born: None,
        hold: None,
        network: None,
    };
    let mut tx = db.enter(&db.visitor(&place.clinic)).await?;
    let permit = tx.may(Book).await?;
    match book(&mut tx, &place.clinic, &new, &permit).await {
        Ok(link) => {
            tx.commit().await?;
            Ok(Ok(link))
        }
        Err(BookRefusal::Problem(problem)) => Err(problem.into()),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// A rate counts only if everything it counted stands in the tables: appointment, consent, message, job and line of the trail.
async fn all_there(ground: &Ground, place: &Place, acts: usize) -> anyhow::Result<()> {
    let row = ground
        .administrator()
        .query_one(
            "select least((select count(*) from appointment where clinic_id = $1 and status = 'booked'), (select count(*) from consent where clinic_id = $1),
                          (select count(*) from message where clinic_id = $1), (select count(*) from job where clinic_id = $1),
                          (select count(*) from link where clinic_id = $1), (select count(*) from audit_leaf where clinic_id = $1 and act = 'booking.book'))",
            &[&place.clinic.id],
        )
        .await?;
    let there = usize::try_from(row.try_get::<_, i64>(0)?)?;
    anyhow::ensure!(there >= acts, "{acts} bookings were counted, {there} stand in the tables");
    Ok(())
}
