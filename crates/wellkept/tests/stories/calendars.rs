//! Calendars outside: a patient's own appointment as a file, and a practitioner's booked times at a secret address. What is
//! written is read by a calendar program's own reader.

use front_desk::calendars::write::{Calendar, Entry, Own};
use jiff::{SignedDuration, Timestamp};
use kernel::{Chance, Role};
use testkit::{Browser, Clinic, Page, ReadEntry, Site, clinic, read_calendar};

use crate::at_the_front::{FORM, MIA, ZAIN, books, send};

/// The file behind the link on an appointment's page.
async fn taken(clinic: &Clinic, page: &Page, words: &str) -> ReadEntry {
    let file = clinic.visitor().follow(page, words).await.with_status(200);
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(file.header("content-disposition"), "inline; filename=\"appointment.ics\"");
    assert_eq!(file.header("cache-control"), "no-store");
    let text = file.html();
    for private in ["Mia", "Farooq", "0300", "Consultation", "Sana"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    let mut read = read_calendar(file.bytes());
    assert_eq!(read.entries.len(), 1);
    read.entries.remove(0)
}

#[tokio::test]
async fn a_patient_takes_their_appointment_into_a_calendar_and_it_follows_every_move() {
    let clinic = clinic().await;
    let page = books(&clinic, MIA).await;
    let first = taken(&clinic, &page, "Add to my calendar").await;
    assert_eq!(first.summary, format!("Appointment at {}", clinic.name));
    assert_eq!(first.location.as_deref(), Some(clinic.name.as_str()));
    assert_eq!((first.starts.to_string(), first.ends.to_string()), ("2026-03-02T08:30:00Z".to_owned(), "2026-03-02T09:00:00Z".to_owned()));
    assert_eq!((first.status.as_str(), first.sequence, first.alarms.as_slice()), ("CONFIRMED", 0, &["-PT2H".to_owned()][..]));
    let url = first.url.clone().unwrap();
    assert!(url.ends_with(page.url.split('?').next().unwrap()), "{url}");
    assert!(first.description.as_deref().unwrap().ends_with(&url));

    let mia = clinic.visitor();
    let confirmed = mia.submit(&page, "form[action$='/confirm']", &[]).await;
    assert_eq!(taken(&clinic, &confirmed, "Add to my calendar").await.sequence, 0, "nothing moved");
    clinic.clock.advance(SignedDuration::from_secs(1));
    let choose = mia.follow(&page, "Choose another time").await;
    let slots = choose.form("form[action$='/move']").choices("slot");
    let page = mia.submit(&choose, "form[action$='/move']", &[("slot", &slots[1])]).await.with_status(200);
    let moved = taken(&clinic, &page, "Add to my calendar").await;
    assert_eq!((moved.uid.as_str(), moved.starts.to_string()), (first.uid.as_str(), slots[1].clone()));
    assert!(moved.sequence > first.sequence && moved.stamp > first.stamp);

    clinic.clock.advance(SignedDuration::from_secs(1));
    let page = mia.submit(&page, "form[action$='/cancel']", &[]).await.with_status(200);
    let cancelled = taken(&clinic, &page, "Mark it cancelled in my calendar").await;
    assert_eq!((cancelled.uid.as_str(), cancelled.status.as_str()), (first.uid.as_str(), "CANCELLED"));
    assert!(cancelled.sequence > moved.sequence && cancelled.alarms.is_empty(), "it calls nobody any more");
    clinic.clock.advance(SignedDuration::from_secs(1));
    let page = mia.submit(&page, "form[action$='/restore']", &[]).await.with_status(200);
    let back = taken(&clinic, &page, "Add to my calendar").await;
    assert!(back.status == "CONFIRMED" && back.sequence > cancelled.sequence);
    assert!(mia.speaking("ur").get(&format!("/a/{}/appointment.ics", url.rsplit('/').next().unwrap())).await.html().contains("میں ملاقات"));
}

#[tokio::test]
async fn the_place_is_named_and_a_name_that_would_break_a_calendar_does_not() {
    let clinic = clinic().await;
    let page = books(&clinic, MIA).await;
    let name = "Sehat, Clinic; \\n \u{202b}کلینک صحت\u{202c} 🏥 BEGIN:VEVENT and a very long name indeed, longer than a line";
    clinic.sql("update clinic set name = $2 where clinic_id = $1", &[&clinic.id, &name]).await;
    clinic
        .sql(
            "with place as (insert into location (clinic_id, location_id, name, created_at) values ($1, gen_random_uuid(), 'Clifton; 2nd floor', now())
                            returning location_id)
             update appointment a set location_id = place.location_id from place where a.clinic_id = $1",
            &[&clinic.id],
        )
        .await;
    let entry = taken(&clinic, &page, "Add to my calendar").await;
    assert_eq!(entry.summary, format!("Appointment at {name}"));
    assert_eq!(entry.location, Some(format!("Clifton; 2nd floor, {name}")));
    assert_eq!(entry.sequence, 1, "another place is a move");
}

#[tokio::test]
async fn after_the_clocks_change_the_calendar_shows_the_hour_that_the_page_does() {
    let clinic = clinic().await;
    // Saturday; in the night to Sunday the clocks of Berlin are put forward.
    clinic.sql("update clinic set time_zone = 'Europe/Berlin' where clinic_id = $1", &[&clinic.id]).await;
    clinic.clock.advance(SignedDuration::from_hours(26 * 24 - 2));
    for (day, shown, instant) in [("2026-03-28", "09:00", "2026-03-28T08:00:00Z"), ("2026-03-30", "09:00", "2026-03-30T07:00:00Z")] {
        let visitor = clinic.visitor();
        let page = visitor.get(&format!("{}?day={day}", clinic.front())).await.with_status(200);
        let slot = page.form(FORM).choices("slot").into_iter().find(|slot| slot == instant).unwrap_or_else(|| panic!("{}", page.text()));
        let guest = if day.ends_with("28") { MIA } else { ZAIN };
        let booked = send(&visitor, &page, &slot, guest).await.with_status(200);
        assert!(booked.shows(shown), "{}", booked.text());
        let file = visitor.follow(&booked, "Add to my calendar").await;
        assert_eq!(read_calendar(file.bytes()).entries[0].starts.to_string(), instant);
    }
}

#[test]
fn a_calendar_program_reads_back_whatever_was_written() {
    const LETTERS: [&str; 24] = [
        ",",
        ";",
        ":",
        "\\",
        "\"",
        "\n",
        "n",
        "N",
        "\t",
        " ",
        "😀",
        "👩‍⚕️",
        "\u{200f}",
        "\u{202e}",
        "\u{2067}",
        "ا",
        "ں",
        "é",
        "e\u{301}",
        "漢",
        "a",
        "=",
        "BEGIN:VEVENT",
        "\n ",
    ];
    let chance = Chance::seeded(5545);
    let text = |most: usize| -> String {
        let bytes = chance.bytes::<64>();
        bytes.iter().take(most).map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()]).collect()
    };
    let mut calendar = Calendar::begin();
    calendar.is_subscribed("Booked", 1);
    // Every zone that changes its clocks does so at some quarter of an hour of these two years.
    let begin: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let written: Vec<_> = (0..2_000_i64)
        .map(|number| {
            let starts_at = begin + SignedDuration::from_mins(15 * 35 * number);
            (format!("{number}@x"), starts_at, text(64), text(40), text(64), i32::try_from(number).unwrap(), number % 7 == 0)
        })
        .collect();
    for (uid, starts_at, summary, place, words, sequence, cancelled) in &written {
        calendar.add(&Entry {
            uid,
            stamp: begin,
            starts_at: *starts_at,
            ends_at: *starts_at + SignedDuration::from_mins(20),
            sequence: *sequence,
            cancelled: *cancelled,
            summary,
            own: Some(Own { place, words, url: "https://x.example/a/b-_", alarm_hours: 2 }),
        });
    }
    let read = read_calendar(calendar.end().as_bytes());
    assert_eq!((read.name.as_deref(), read.every.as_deref(), read.entries.len()), (Some("Booked"), Some("PT1H"), written.len()));
    for ((uid, starts_at, summary, place, words, sequence, cancelled), entry) in written.iter().zip(&read.entries) {
        let status = if *cancelled { "CANCELLED" } else { "CONFIRMED" };
        let got = (&entry.uid, &entry.starts, &entry.summary, &entry.sequence, entry.status.as_str());
        assert_eq!(got, (uid, starts_at, summary, sequence, status));
        assert_eq!(entry.ends, *starts_at + SignedDuration::from_mins(20));
        assert_eq!((entry.location.as_deref(), entry.description.as_deref()), (Some(place.as_str()), Some(words.as_str())));
        assert_eq!(entry.alarms.len(), usize::from(!cancelled));
    }
}

/// Makes an address on the page of calendars; it, as a path.
async fn makes(browser: &Browser, name: &str) -> String {
    makes_for(browser, name, |one| !one.is_empty()).await
}

/// As [`makes`], for one of the practitioners on the page.
async fn makes_for(browser: &Browser, name: &str, whom: impl Fn(&str) -> bool) -> String {
    let page = browser.get("/me/calendar").await.with_status(200);
    let practitioner = page.form("form[action='/me/calendar']").choices("practitioner").into_iter().find(|one| whom(one));
    let mut fields = vec![("name", name)];
    fields.extend(practitioner.as_deref().map(|one| ("practitioner", one)));
    let made = browser.submit(&page, "form[action='/me/calendar']", &fields).await.with_status(200);
    let address = made.words("#calendar-address").into_iter().next().unwrap_or_else(|| panic!("{}", made.text()));
    format!("/calendar/{}", address.rsplit('/').next().unwrap())
}

async fn lines(clinic: &Clinic, act: &str) -> i64 {
    clinic.sql("select count(*) from audit_leaf where clinic_id = $1 and act = $2", &[&clinic.id, &act]).await[0].get(0)
}

#[tokio::test]
async fn a_practitioners_calendar_learns_when_they_are_booked_and_nothing_else() {
    let clinic = clinic().await;
    books(&clinic, MIA).await;
    let doctor = clinic.practitioner();
    let address = makes(&doctor, "My phone").await;
    let secret = address.trim_start_matches("/calendar/").trim_end_matches(".ics");
    assert_eq!(secret.len(), 43, "256 bits");
    let page = doctor.get("/me/calendar").await;
    assert!(page.shows("My phone") && page.shows("Never") && !page.html().contains(secret), "shown once: {}", page.text());

    let program = clinic.program();
    let read = program.get(&address).await.with_status(200);
    assert_eq!((read.header("content-type"), read.header("cache-control")), ("text/calendar; charset=utf-8", "private, no-cache"));
    let text = read.html();
    for private in ["Mia", "Farooq", "0300", "Consultation", "Sana", "/a/", "URL", "DESCRIPTION", "LOCATION"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    let calendar = read_calendar(read.bytes());
    assert_eq!((calendar.name.as_deref(), calendar.every.as_deref()), (Some(format!("Booked · {}", clinic.name).as_str()), Some("PT1H")));
    let entry = &calendar.entries[0];
    assert_eq!((calendar.entries.len(), entry.summary.as_str(), entry.starts.to_string().as_str()), (1, "Booked", "2026-03-02T08:30:00Z"));
    let said: Vec<&str> = entry.properties.iter().map(String::as_str).collect();
    assert_eq!(said, ["uid", "dtstamp", "dtstart", "dtend", "sequence", "status", "transp", "class", "summary"]);

    // The same again is not sent again, until something changes.
    let mark = read.header("etag").to_owned();
    let again = program.clone().with("if-none-match", &mark).get(&address).await;
    assert_eq!((again.status, again.bytes().len(), again.header("etag")), (304, 0, mark.as_str()));
    books(&clinic, ZAIN).await;
    let changed = program.clone().with("if-none-match", &mark).get(&address).await.with_status(200);
    assert_eq!(read_calendar(changed.bytes()).entries.len(), 2);
    assert_eq!(lines(&clinic, "calendar.read_feed").await, 1, "one line a day, however often it is read");
    assert!(doctor.get("/me/calendar").await.shows("2 Mar 2026"));
    clinic.a_day_passes().await;
    program.get(&address).await.with_status(200);
    assert_eq!(lines(&clinic, "calendar.read_feed").await, 2);

    let kept = clinic.sql("select to_jsonb(f)::text from calendar_feed f where clinic_id = $1", &[&clinic.id]).await[0].get::<_, String>(0);
    assert!(!kept.contains(secret) && !kept.contains("My phone"), "{kept}");
    doctor.submit(&doctor.get("/me/calendar").await, "form[action$='/revoke']", &[]).await.with_status(200);
    assert_eq!(program.get(&address).await.status, 404, "taken back");
}

#[tokio::test]
async fn the_window_is_thirty_days_back_and_a_year_ahead() {
    let clinic = clinic().await;
    books(&clinic, MIA).await;
    let address = makes(&clinic.practitioner(), "Desk").await;
    for (days, seen) in [(-31, false), (-30, true), (365, true), (366, false)] {
        clinic
            .sql(
                "update appointment set blocks_from = null, blocks_until = null, starts_at = timestamptz '2026-03-02T08:30Z' + make_interval(days => $2),
                        ends_at = timestamptz '2026-03-02T09:00Z' + make_interval(days => $2) where clinic_id = $1",
                &[&clinic.id, &days],
            )
            .await;
        let read = read_calendar(clinic.program().get(&address).await.with_status(200).bytes());
        assert_eq!(read.entries.len(), usize::from(seen), "{days} days from now");
    }
}

#[tokio::test]
async fn whoever_is_suspended_or_leaves_has_no_address_any_more_and_does_not_get_it_back() {
    let clinic = clinic().await;
    let (owner, program) = (clinic.owner(), clinic.program());
    let member = format!("/team/per_{}", kernel::id::Id::uuid(clinic.who_is(Role::Doctor).person).simple());
    for (goes, comes) in [("suspend", "resume"), ("leave", "take-back")] {
        let address = makes(&clinic.practitioner(), goes).await;
        program.get(&address).await.with_status(200);
        clinic.clock.advance(SignedDuration::from_secs(1));
        let gone = owner.submit(&owner.get(&member).await, &format!("form[action$='/{goes}']"), &[]).await.with_status(200);
        assert_eq!(program.get(&address).await.status, 404, "{goes}");
        clinic.clock.advance(SignedDuration::from_secs(1));
        owner.submit(&gone, &format!("form[action$='/{comes}']"), &[]).await.with_status(200);
        clinic.staff_sign_in().await;
        assert_eq!(program.get(&address).await.status, 404, "{comes}");
        assert!(!clinic.practitioner().get("/me/calendar").await.shows(goes), "nor is it listed");
    }
    let address = makes(&clinic.practitioner(), "Anew").await;
    clinic.sql("update clinic set state = 'suspended' where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(program.get(&address).await.status, 404, "a clinic that is suspended answers nobody");
}

#[tokio::test]
async fn an_owner_makes_one_for_a_practitioner_and_nobody_for_another() {
    let clinic = clinic().await;
    let (owner, doctor) = (clinic.owner(), clinic.practitioner());
    let address = makes(&owner, "Front wall").await;
    clinic.program().get(&address).await.with_status(200);
    let page = doctor.get("/me/calendar").await;
    assert!(page.shows("Front wall"), "whose times they are sees it: {}", page.text());
    assert_eq!(clinic.reception().get("/me/calendar").await.status, 404);

    let other = clinic
        .sql(
            "insert into practitioner (clinic_id, practitioner_id, name, bookable, created_at) values ($1, gen_random_uuid(), 'Dr X', true, now())
             returning practitioner_id",
            &[&clinic.id],
        )
        .await[0]
        .get::<_, uuid::Uuid>(0);
    clinic.sql("update membership set practitioner_id = $2 where clinic_id = $1 and role = 'owner'", &[&clinic.id, &other]).await;
    let wanted = format!("pra_{}", other.simple());
    let others = makes_for(&owner, "Mine", |one| one == wanted).await;
    let page = doctor.get("/me/calendar").await;
    assert!(!page.shows("Mine"), "nobody else's is listed");
    let forged =
        doctor.post_raw("/me/calendar", &[("_form", &page.field_value("_form").unwrap()), ("name", "x"), ("practitioner", &wanted)]).await;
    assert_eq!(forged.status, 404);
    let feed = owner.get("/me/calendar").await.attributes("form[action$='/revoke']", "action");
    let mut statuses = Vec::new();
    for path in &feed {
        let form = doctor.get("/me/calendar").await.field_value("_form").unwrap();
        statuses.push(doctor.not_following().post_raw(path, &[("_form", &form)]).await.status);
    }
    assert_eq!(statuses, [303, 404], "their own, whoever made it; not another's");
    clinic.program().get(&others).await.with_status(200);

    clinic.clock.advance(SignedDuration::from_mins(11));
    let page = owner.get("/me/calendar").await.with_status(200);
    let unproven = owner.not_following().submit(&page, "form[action='/me/calendar']", &[("name", "Late")]).await;
    assert_eq!(unproven.status, 403, "a standing way in wants a fresh proof");
}

#[tokio::test]
async fn wrong_addresses_answer_as_what_is_not_there_and_are_braked() {
    let clinic = Site::open_with_brake(8).await.clinic().await;
    let address = makes(&clinic.practitioner(), "Phone").await;
    let program = clinic.program();
    let wrong = format!("/calendar/{}.ics", "A".repeat(43));
    let missing = program.get("/calendar/nothing/here").await;
    let page = program.get(&wrong).await;
    let plain = |page: &Page| (page.status, page.header("content-type").to_owned(), page.words("h1"));
    assert_eq!(plain(&page), plain(&missing));
    let without_end = address.trim_end_matches(".ics").to_owned();
    for path in [without_end.as_str(), "/calendar/.ics", "/calendar/%F0%9F%98%80.ics"] {
        assert_eq!(program.get(path).await.status, 404, "{path}");
    }
    program.get(&address).await.with_status(200);
    for _ in 0..4 {
        assert_eq!(program.get(&wrong).await.status, 404);
    }
    assert_eq!(program.get(&wrong).await.status, 429);
    assert_eq!(program.get(&address).await.status, 429, "whoever guesses gets nothing for a while");
    clinic.clock.advance(SignedDuration::from_mins(1));
    program.get(&address).await.with_status(200);
}
