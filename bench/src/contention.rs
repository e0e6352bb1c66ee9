//! Many people want few times. The table is looked at afterwards by the administrator, whom nothing is hidden from.

use std::sync::Arc;

use kernel::id::Id as _;
use uuid::Uuid;
use wellkept::commands::say;

use crate::{
    How,
    booking::book_once,
    drive::{Until, drive},
    figures::Figures,
    ground::{Ground, Place, Shape},
    http::{Answer, Booker},
    meter::metered,
};

/// How many times there are.
const TIMES: usize = 5;
const SMALL: Shape = Shape { practitioners: 1, minutes: 30, times_a_day: 5 };

/// What one attempt came to.
enum Outcome {
    /// Acknowledged; the link.
    Booked(Uuid),
    Refused,
    Failed,
}

type Trying = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<Outcome>> + Send>>;

/// Lets them try; false when a promise is broken.
pub(crate) async fn measure(how: &How, attempts: usize, figures: &mut Figures) -> anyhow::Result<bool> {
    let ground = Arc::new(Box::pin(Ground::set_up(how.disk.as_deref())).await?);
    let (_building, address) = ground.serve().await?;
    let mut right = true;
    for clients in [64, 256] {
        let place = ground.open_clinic(SMALL).await?;
        let (on, at) = (Arc::clone(&ground), place.clone());
        let by_verb = move |number| -> Trying {
            let (on, at) = (Arc::clone(&on), at.clone());
            Box::pin(async move {
                let time = wanted(&at, number)?;
                Ok(match book_once(on.db(), &at, number, time).await {
                    Ok(Ok(link)) => Outcome::Booked(link.uuid()),
                    Ok(Err(_)) => Outcome::Refused,
                    Err(_) => Outcome::Failed,
                })
            })
        };
        right &= one("attempts on 5 times, the verb", (&ground, &place), (clients, attempts), by_verb, figures).await?;

        let place = ground.open_clinic(SMALL).await?;
        let (booker, on, at) = (Booker::new(&ground, &place, address)?, Arc::clone(&ground), place.clone());
        let by_form = move |number| -> Trying {
            let (booker, on, at) = (booker.clone(), Arc::clone(&on), at.clone());
            Box::pin(async move {
                let time = wanted(&at, number)?;
                Ok(match booker.book(number, time).await {
                    Ok(Answer::Booked(to)) => {
                        let token = to.strip_prefix("/a/").unwrap_or_default();
                        on.db().links().check(token, b"").map_or(Outcome::Failed, Outcome::Booked)
                    }
                    Ok(Answer::Taken) => Outcome::Refused,
                    Err(_) => Outcome::Failed,
                })
            })
        };
        right &= one("attempts on 5 times, the form over HTTP", (&ground, &place), (clients, attempts / 10), by_form, figures).await?;
    }
    Ok(right)
}

/// The times of tomorrow, in turn.
fn wanted(place: &Place, number: usize) -> anyhow::Result<(trust::clinics::PractitionerId, jiff::Timestamp)> {
    place.time(number % TIMES * crate::ground::DAYS)
}

async fn one<F>(
    what: &str,
    (ground, place): (&Ground, &Place),
    (clients, attempts): (usize, usize),
    act: F,
    figures: &mut Figures,
) -> anyhow::Result<bool>
where
    F: Fn(usize) -> Trying + Send + Sync + 'static,
{
    let mut outcomes = Vec::new();
    let acting = async {
        let (run, all) = drive(clients, Until::Done(attempts), act).await?;
        outcomes = all;
        Ok(run)
    };
    let run = metered(ground, acting).await?;
    figures.keep(what, clients, &run);
    let links: Vec<Uuid> =
        outcomes.iter().filter_map(|outcome| if let Outcome::Booked(link) = outcome { Some(*link) } else { None }).collect();
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Refused)).count();
    let failed = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Failed)).count();
    let count = |sql: &'static str| async move {
        anyhow::Ok(ground.administrator().query_one(sql, &[&place.clinic.id]).await?.try_get::<_, i64>(0)?)
    };
    let booked = count("select count(*) from appointment where clinic_id = $1 and status = 'booked'").await?;
    let overlaps = count(
        "select count(*) from appointment a join appointment b
             on b.clinic_id = a.clinic_id and b.practitioner_id = a.practitioner_id and b.appointment_id > a.appointment_id
            and b.starts_at < a.ends_at and a.starts_at < b.ends_at
          where a.clinic_id = $1 and a.status = 'booked' and b.status = 'booked'",
    )
    .await?;
    let there: i64 = ground
        .administrator()
        .query_one(
            "select count(distinct a.appointment_id) from link join appointment a on a.clinic_id = link.clinic_id and a.appointment_id = link.subject_id
              where link.clinic_id = $1 and link.link_id = any($2) and a.status = 'booked'",
            &[&place.clinic.id, &links],
        )
        .await?
        .try_get(0)?;
    let acknowledged = i64::try_from(links.len())?;
    let missing = acknowledged - there;
    let right = overlaps == 0 && missing == 0 && booked == acknowledged && failed == 0 && links.len() == TIMES.min(attempts);
    let verdict = if right { "right" } else { "WRONG" };
    figures.fact(
        &format!("{what}, {clients} at a time"),
        format!("{attempts} attempts: {acknowledged} acknowledged, {booked} in the table, {missing} missing, {overlaps} overlaps, {refused} refused, {failed} errors: {verdict}"),
    );
    if !right {
        say(&format!("{what}, {clients} at a time: wrong"));
    }
    Ok(right)
}
