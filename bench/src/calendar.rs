//! A large clinic's calendar: how long it takes to find a free time among 50,000 visits, and to show a day of 40 practitioners and
//! 600 visits. Each beside PostgreSQL reading the same rows.

use front_desk::booking::calendar::{Wanted, offers};
use futures_util::future::try_join_all;
use jiff::{ToSpan as _, civil::Date};
use kernel::{Actor, Db, id::Id as _};
use trust::{
    clinics::{PractitionerId, Service},
    identity::session::{Proof, Sitting, begin_session},
    patients::{
        Particulars,
        register::{CameBy, NewPatient, register},
    },
};

use crate::{
    How,
    chart::Page,
    drive::{Until, drive},
    figures::Figures,
    ground::{Ground, Place, Shape, person},
    meter::metered,
    pgbench::{self, Script, Travel},
};

const LARGE: Shape = Shape { practitioners: 40, minutes: 15, times_a_day: 40 };
const VISITS: i64 = 50_000;
const PATIENTS: usize = 1_000;
/// Days of the calendar.
const YEAR: i32 = 365;

const SOON: &str = "free times of two weeks, anyone of 40";
const ONE: &str = "free times of twelve months, one practitioner";
const ALL: &str = "free times of twelve months, anyone of 40";
const DAY: &str = "the day of 40 practitioners and 600 visits, the page over HTTP";

/// Measures.
pub(crate) async fn measure(how: &How, figures: &mut Figures) -> anyhow::Result<()> {
    let ground = Box::pin(Ground::set_up(how.disk.as_deref())).await?;
    let (building, address) = ground.serve().await?;
    let mut place = ground.open_clinic(LARGE).await?;
    place.service.horizon = YEAR;
    fill(&ground, &place).await?;
    let today = place.clinic.day_of(ground.db().clock().now());
    let full = today.checked_add(30.days())?;
    let cookie =
        begin_session(&building.house, &Sitting { proof: Proof::SecondFactor, ..Sitting::plain(ground.owner, place.clinic.id) }).await?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let page = Page { address, path: format!("/calendar?view=day&day={full}&with=all"), cookie };
    figures.fact("bytes of the day", page.open_at(building.router.clone()).await?.to_string());
    let searches = [
        (SOON, place.practitioners.clone(), 14),
        (ONE, place.practitioners.iter().copied().take(1).collect::<Vec<_>>(), YEAR),
        (ALL, place.practitioners.clone(), YEAR),
    ];
    for _ in 0..how.rounds {
        for clients in how.clients.iter().copied().filter(|clients| *clients <= 4) {
            for (name, practitioners, days) in &searches {
                let floor = floor_of(name);
                let script = busy(&place, practitioners, (today, *days))?;
                figures.keep(
                    &floor,
                    clients,
                    &metered(&ground, pgbench::run(&ground, &script, Travel::Together, clients, how.length())).await?,
                );
                let search = search(ground.db(), &place, practitioners.clone(), (today, *days));
                let acting = async { Ok(drive(clients, Until::Passed(how.length()), search).await?.0) };
                figures.keep(name, clients, &metered(&ground, acting).await?);
            }
            let script = day_rows(&place, full)?;
            figures.keep(
                &floor_of(DAY),
                clients,
                &metered(&ground, pgbench::run(&ground, &script, Travel::Together, clients, how.length())).await?,
            );
            let open = page.over_http()?;
            let acting = async { Ok(drive(clients, Until::Passed(how.length()), open).await?.0) };
            figures.keep(DAY, clients, &metered(&ground, acting).await?);
        }
    }
    for name in [SOON, ONE, ALL, DAY] {
        figures.against(name, &floor_of(name));
    }
    Ok(())
}

fn floor_of(name: &str) -> String {
    format!("pgbench, the rows of {name}")
}

/// 50,000 visits over the year, and 600 on one day.
async fn fill(ground: &Ground, place: &Place) -> anyhow::Result<()> {
    let db = ground.db();
    let tx = db.enter(&Actor::program(place.clinic.id, "bench")).await?;
    let people = (0..PATIENTS).map(|number| {
        let tx = &tx;
        async move {
            let (name, phone) = person(number)?;
            let new = NewPatient { name, phone: Some(phone), particulars: Particulars::default(), language: place.clinic.language };
            anyhow::Ok(register(tx, &new, CameBy::Reception).await?)
        }
    });
    try_join_all(people).await?;
    tx.commit().await?;
    let first = place.first()?;
    // Each practitioner has times 15 minutes apart; a visit every third of them, in turn over the days, and on the full day fifteen.
    ground
        .administrator()
        .execute(
            "with people as (select array_agg(patient_id) as all_of from patient where clinic_id = $1),
                  doctors as (select practitioner_id, row_number() over (order by practitioner_id) - 1 as nr from practitioner where clinic_id = $1),
                  visits as (
                    select nr, n % 365 as day, (n / 365) * 3 as turn from doctors, generate_series(0, $3::bigint / 40 - 1) as n where n % 365 <> 29
                    union all select nr, 29, turn from doctors, generate_series(0, 28, 2) as turn)
             insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version)
             select $1, gen_random_uuid(), practitioner_id, $2, (select all_of[1 + (nr * 7 + day * 13 + turn) % 1000] from people),
                    $4::timestamptz + make_interval(days => day::int, mins => turn::int * 15),
                    $4::timestamptz + make_interval(days => day::int, mins => turn::int * 15 + 15), 'booked', now(), 'staff', 'bench'
               from visits join doctors using (nr)",
            &[&place.clinic.id, &place.service.id, &VISITS, &first],
        )
        .await?;
    ground.administrator().batch_execute("vacuum analyze").await?;
    Ok(())
}

type Searching = std::pin::Pin<Box<dyn Future<Output = anyhow::Result<usize>> + Send>>;

/// As the booking page does it: enter, and ask for what is free.
fn search(
    db: &Db,
    place: &Place,
    practitioners: Vec<PractitionerId>,
    (from, days): (Date, i32),
) -> impl Fn(usize) -> Searching + Send + Sync + 'static {
    let (db, place) = (db.clone(), place.clone());
    move |_| {
        let (db, place, practitioners) = (db.clone(), place.clone(), practitioners.clone());
        Box::pin(async move {
            let tx = db.enter(&db.visitor(&place.clinic)).await?;
            let service: &Service = &place.service;
            let wanted = Wanted { service, practitioners: &practitioners, location: None, besides: None };
            let found = offers(&tx, &place.clinic, &wanted, from..=from.checked_add(days.days())?).await?.len();
            tx.commit().await?;
            anyhow::ensure!(found > 0, "nothing is free");
            Ok(found)
        })
    }
}

/// What a search reads of the calendar.
fn busy(place: &Place, practitioners: &[PractitionerId], (from, days): (Date, i32)) -> anyhow::Result<Script> {
    let who: Vec<String> = practitioners.iter().map(|one| format!("'{}'", one.uuid())).collect();
    let (begin, end) = (place.clinic.span_of(from).0, place.clinic.span_of(from.checked_add(days.days())?).1);
    let mut script = entered(place);
    script.product(
        "booking/calendar.rs",
        "select practitioner_id, starts_at, coalesce",
        &[
            &format!("array[{}]::uuid[]", who.join(",")),
            &format!("'{begin}'::timestamptz"),
            &format!("'{end}'::timestamptz"),
            "now()",
            &format!("'{}'::uuid", place.service.id.uuid()),
            "null::uuid",
        ],
    )?;
    script.statement("commit");
    Ok(script)
}

/// What the page of a day reads of the calendar.
fn day_rows(place: &Place, day: Date) -> anyhow::Result<Script> {
    let (begin, end) = place.clinic.span_of(day);
    let mut script = entered(place);
    script.product(
        "desk_calendar/visits.rs",
        "select a.appointment_id, a.practitioner_id, a.room_id",
        &[&format!("'{begin}'::timestamptz"), &format!("'{end}'::timestamptz"), "now()", "null", "null", "null", "5000"],
    )?;
    script.statement("commit");
    Ok(script)
}

fn entered(place: &Place) -> Script {
    let mut script = Script::default();
    script.statement("begin");
    script.statement(&format!("select door.bench_enter('{}', 'visitor', null, '', null)", place.clinic.id.uuid()));
    script
}
