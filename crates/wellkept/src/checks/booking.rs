//! Checks of booking: the times on offer lie within the hours, whatever the clocks do; a visit's status never jumps; the public
//! form asks for a name, a number and a time, and for nothing else.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use front_desk::booking::{
    AppointmentId,
    calendar::{Wanted, bookable_days, offers},
};
use jiff::{SignedDuration, ToSpan as _};
use kernel::{Problem, sql};
use tower::ServiceExt as _;
use trust::{
    clinics::{
        bookable_practitioners,
        hours::{For, hours_of},
        services,
    },
    promises::Verdict,
};

use super::{Canary, Seen, canary::Plant, kept_unless};

/// Clocks that change by an hour, by half an hour, and never.
const CLOCKS: [&str; 4] = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Karachi"];

pub(super) async fn look_at_times(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let clinic = canary.db().clinic_by_id(canary.clinic).await?;
    let mut tx = canary.enter().await?;
    let _permit = tx.may(Plant).await?;
    let practitioners: Vec<_> = bookable_practitioners(&tx).await?.into_iter().map(|one| one.id).collect();
    let Some(mut service) = services(&tx, clinic.currency).await?.into_iter().next() else {
        return Ok((Verdict::CouldNotLook, "the canary's clinic offers nothing".to_owned()));
    };
    service.horizon = 400;
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for zone in CLOCKS {
        let there = clinic.clone().by_clock_of(zone)?;
        let days = bookable_days(&there, &service, tx.now());
        let of = For { service: None, location: None, days: (*days.start(), *days.end()) };
        let hours = hours_of(&tx, &practitioners, of).await?;
        let wanted = Wanted { service: &service, practitioners: &practitioners, location: None, besides: None };
        for offer in offers(&tx, &there, &wanted, days).await? {
            let (from, to) = (offer.slot.starts_at.to_zoned(there.time_zone.clone()), offer.slot.ends_at.to_zoned(there.time_zone.clone()));
            for one in &offer.practitioners {
                seen += 1;
                let open = hours.get(one).is_some_and(|hours| {
                    hours
                        .openings
                        .iter()
                        .any(|o| o.holds_on(from.date()) && o.opens <= from.time() && to.time() <= o.closes && to.date() == from.date())
                });
                if !open {
                    wrong.push(format!("{zone}: {from} is outside the hours"));
                }
            }
        }
    }
    if seen == 0 {
        return Ok((Verdict::CouldNotLook, "the canary's calendar offers no times".to_owned()));
    }
    wrong.truncate(5);
    Ok(kept_unless(&wrong, &format!("{seen} times of 400 days by four clocks lie within the hours")))
}

pub(super) async fn look_at_status(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let mut wrong = Vec::new();
    let jumps = [("booked", "fulfilled"), ("booked", "pending"), ("booked", "proposed"), ("booked", "sleeping")];
    for (from, to) in jumps {
        let mut tx = canary.enter().await?;
        let _permit = tx.may(Plant).await?;
        let (patient, _) = canary.patient(&tx, "Canary Jumps", false).await?;
        let id: AppointmentId = tx.fresh();
        let starts = tx.now().checked_add(SignedDuration::from_hours(24 * 401))?;
        tx.run(
            sql!(
                "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version)
                  select $1, $2, p.practitioner_id, s.service_id, $3, $4, $5, $6, $7, 'canary', 'canary'
                    from (select practitioner_id from practitioner order by practitioner_id limit 1) p,
                         (select service_id from service order by service_id limit 1) s"
            ),
            &[&canary.clinic, &id, &patient, &starts, &starts.checked_add(15.minutes())?, &from, &tx.now()],
        )
        .await?;
        let moved = tx.run(sql!("update appointment set status = $2 where appointment_id = $1"), &[&id, &to]).await;
        if !matches!(moved, Err(Problem::Constraint { .. })) {
            wrong.push(format!("{from} became {to}"));
        }
        // Dropped: nothing of it stays.
    }
    Ok(kept_unless(&wrong, &format!("{} jumps of a status were refused by the database", jumps.len())))
}

pub(super) async fn look_at_form(canary: &Canary<'_>) -> anyhow::Result<Seen> {
    let clinic = canary.db().clinic_by_id(canary.clinic).await?;
    let page = format!("/c/{}", clinic.slug);
    let html = send(canary, Request::get(&page).body(Body::empty())?).await?;
    let Some(token) = html.split("name=\"_form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
        return Ok((Verdict::CouldNotLook, "the canary's page has no form".to_owned()));
    };
    let chosen = |name: &str| {
        let mark = format!("name=\"{name}\"");
        html.split(&mark).nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next()).unwrap_or_default()
    };
    let body = format!("_form={token}&service={}&practitioner={}", chosen("service"), chosen("practitioner"));
    let request = Request::post(format!("{page}/book"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))?;
    let refused = send(canary, request).await?;
    let summary = refused.split("error-summary").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    let asked: BTreeSet<&str> = summary.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let right = asked == BTreeSet::from(["name", "phone", "slot"]);
    let wrong = if right { Vec::new() } else { vec![format!("an empty form is asked for {asked:?}")] };
    Ok(kept_unless(&wrong, "an empty form is asked for a time, a name and a number, and for nothing else"))
}

/// Asks the building as a visitor of this machine does.
async fn send(canary: &Canary<'_>, mut request: Request<Body>) -> anyhow::Result<String> {
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 1))));
    let response = canary.building.router.clone().oneshot(request).await?;
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
