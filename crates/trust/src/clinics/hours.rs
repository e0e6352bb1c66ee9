//! Reads when practitioners work: their weeks, and the days that are otherwise.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Problem, TenantTx, actor::LocationId, sql};

use super::{Exception, Opening, PractitionerId, ServiceId};

/// When one practitioner works.
#[derive(Clone, Debug, Default)]
pub struct Hours {
    /// Weekly hours, each with the dates it holds.
    pub openings: Vec<Opening>,
    /// Days that are otherwise, those of everybody among them.
    pub exceptions: Vec<Exception>,
}

/// For what hours are asked.
#[derive(Clone, Copy, Debug)]
pub struct For {
    /// The service; hours of every service without one.
    pub service: Option<ServiceId>,
    /// Where, if the clinic works in several places.
    pub location: Option<LocationId>,
    /// The first and the last day.
    pub days: (Date, Date),
}

/// The hours of these practitioners, in two statements.
///
/// # Errors
/// [`Problem`].
pub async fn hours_of(tx: &TenantTx, practitioners: &[PractitionerId], of: For) -> Result<BTreeMap<PractitionerId, Hours>, Problem> {
    let (first, last) = of.days;
    let openings = async {
        tx.rows(
            sql!(
                "select practitioner_id, weekday, opens, closes, valid_from, valid_until from opening_hours
              where practitioner_id = any($1) and ($2::uuid is null or service_id is null or service_id = $2)
                and ($3::uuid is null or location_id is null or location_id = $3)
                and (valid_from is null or valid_from <= $5) and (valid_until is null or valid_until > $4)"
            ),
            &[&practitioners, &of.service, &of.location, &first, &last],
        )
        .await
    };
    let exceptions = async {
        tx.rows(
        sql!(
            "select practitioner_id, first_day, last_day, opens, closes, closed from hours_exception
              where removed_at is null and last_day >= $3 and first_day <= $4
                and (practitioner_id is null or practitioner_id = any($1)) and (location_id is null or $2::uuid is null or location_id = $2)"
        ),
        &[&practitioners, &of.location, &first, &last],
    ).await
    };
    let (openings, exceptions) = futures_util::future::try_join(openings, exceptions).await?;
    let mut all: BTreeMap<PractitionerId, Hours> = practitioners.iter().map(|one| (*one, Hours::default())).collect();
    for row in &openings {
        if let Some(hours) = all.get_mut(&row.read("practitioner_id")?) {
            hours.openings.push(read_opening(row)?);
        }
    }
    for row in &exceptions {
        let exception = read_exception(row)?;
        let whose: Option<PractitionerId> = row.read("practitioner_id")?;
        for (_, hours) in all.iter_mut().filter(|(one, _)| whose.is_none_or(|whose| whose == **one)) {
            hours.exceptions.push(exception);
        }
    }
    Ok(all)
}

/// Reads a row of `hours_exception`.
///
/// # Errors
/// [`Problem`].
pub fn read_exception(row: &kernel::tenancy::Row) -> Result<Exception, Problem> {
    let (opens, closes): (Option<jiff::civil::Time>, Option<jiff::civil::Time>) = (row.read("opens")?, row.read("closes")?);
    Ok(Exception { first: row.read("first_day")?, last: row.read("last_day")?, hours: opens.zip(closes), closed: row.read("closed")? })
}

/// Reads a row of `opening_hours`.
///
/// # Errors
/// [`Problem`].
pub fn read_opening(row: &kernel::tenancy::Row) -> Result<Opening, Problem> {
    let weekday: i16 = row.read("weekday")?;
    Ok(Opening {
        weekday: i8::try_from(weekday).unwrap_or(1),
        opens: row.read("opens")?,
        closes: row.read("closes")?,
        from: row.read("valid_from")?,
        until: row.read("valid_until")?,
    })
}
