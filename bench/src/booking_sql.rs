//! One booking as pgbench sends it: the statements of `front_desk::booking::book` in their order, with values of the same
//! sizes. What pgbench is spared: finding the free times, sealing name and number, the keyed tags, and chance.

use kernel::id::Id as _;

use crate::{
    ground::{DAYS, Place},
    pgbench::Script,
};

const PHONE_KEY: &str = "sha256(int8send(:n::bigint))";
const STARTS: &str = "to_timestamp(:starts::double precision)";

/// The script for a clinic.
pub(crate) fn script(place: &Place) -> anyhow::Result<Script> {
    let doctors = place.practitioners.len();
    let step = i64::from(place.shape.minutes) * 60;
    let mut script = Script::default();
    script.set("i", ":i + 1");
    script.set("n", ":i * :clients + :client_id");
    script.set("p", &format!(":n % {doctors} + 1"));
    script.set("day", &format!("{} + :n / {doctors} % {DAYS} * 86400", place.first()?.as_second()));
    script.set("starts", &format!(":day + :n / {} * {step}", doctors * DAYS));
    script.set("person", ":n % 256 * 8");

    // A fresh id of this transaction: ordered, as ours are, and of no other clinic.
    let half: String = place.clinic.id.uuid().simple().to_string().chars().skip(16).collect();
    let id = format!("('{half}' || lpad(to_hex(:n::bigint), 16, '0'))::uuid");
    let clinic = format!("'{}'::uuid", place.clinic.id.uuid());
    let service = format!("'{}'::uuid", place.service.id.uuid());
    let all: Vec<String> = place.practitioners.iter().map(|id| id.uuid().to_string()).collect();
    let doctor = format!("('{{{}}}'::uuid[])[:p::integer]", all.join(","));
    let ends = format!("to_timestamp(:starts::double precision + {step})");
    // As long as what is sealed: version, key, nonce, tag around a name of 11 letters and a number of 13 digits.
    let (name, phone) = (sealed(11), sealed(13));
    let tokens = format!("array[{}]::bigint[]", (0..8).map(|k| format!(":person + {k}")).collect::<Vec<_>>().join(", "));

    script.statement("begin");
    script.statement(&format!("select door.bench_enter('{}', 'visitor', null, '', null)", place.clinic.id.uuid()));
    script.product("booking/book.rs", "select pg_advisory_xact_lock", &[":n"])?;
    script.product("booking/book.rs", "select count(*) as open", &[PHONE_KEY, "now()"])?;
    let doctors = format!("array[{doctor}]");
    let date = "(to_timestamp(:day::double precision))::date";
    script.product("clinics/hours.rs", "select practitioner_id, weekday, opens, closes", &[&doctors, &service, "null", date, date])?;
    script.product("clinics/hours.rs", "select practitioner_id, first_day", &[&doctors, "null", date, date])?;
    // The day begins eight hours before the doors open, and the longest service may reach into it.
    let day = ["to_timestamp(:day::double precision - 72000)", "to_timestamp(:day::double precision + 72000)"];
    script.product("booking/calendar.rs", "select practitioner_id, coalesce(blocks_from", &[&doctors, day[0], day[1]])?;
    script.product("patients/register.rs", "select patient_id from patient", &[PHONE_KEY])?;
    script.product(
        "patients/register.rs",
        "with made as",
        &[&clinic, &id, &name, &phone, PHONE_KEY, "null::bytea", "'en'", "'booking'", "now()", &tokens],
    )?;
    script.product(
        "booking/book.rs",
        "insert into appointment",
        &[&clinic, &id, &doctor, &service, &id, STARTS, &ends, "now()", "'1'", "null", "null", STARTS, &ends],
    )?;
    script.product("consent/mod.rs", "select state, consent_id", &[PHONE_KEY, "'whatsapp'"])?;
    script.product(
        "consent/give.rs",
        "with entry as",
        &[&clinic, &id, &id, PHONE_KEY, "'whatsapp'", "'given'", "'appointments-1'", "'booking_form'", &id, "now()"],
    )?;
    script.product(
        "messaging/mod.rs",
        "insert into link",
        &[&clinic, &id, "'appointment'", &id, &format!("{STARTS} + interval '30 days'")],
    )?;
    script.product("messaging/tell.rs", "insert into message", &[&clinic, &id, &id, "'whatsapp'", "'confirmation'", &id, "now()"])?;
    script.product("kernel/src/jobs.rs", "insert into job", &[&clinic, &id, "'message.send'", &id, "now()"])?;
    let one = format!("array[{id}]");
    script.product(
        "kernel/src/audit.rs",
        "insert into audit_leaf",
        &[
            &clinic,
            "now()",
            "'visitor'",
            "null::uuid",
            "null::text",
            &one,
            "array['booking.book']",
            "array['done']",
            &one,
            &one,
            "array[null::bytea]",
            "array[false]",
            "null::uuid",
        ],
    )?;
    script.statement("commit");
    Ok(script)
}

/// Bytes as long as a sealed text of this length.
fn sealed(length: usize) -> String {
    format!("decode('{}', 'hex')", "5a".repeat(1 + 16 + 12 + 16 + length))
}
