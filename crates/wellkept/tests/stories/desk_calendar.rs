//! The desk sees the day, books for whoever calls, and changes what was booked. The clinic's clock stands at Monday, 2 March
//! 2026, 13:00 in Karachi; Dr Sana Malik works from Monday to Saturday, 09:00 to 17:00, half an hour a visit.

use futures_util::future::join_all;
use kernel::Role;
use testkit::{Browser, Clinic, Page};

const BOOK: &str = "form[action='/calendar/book']";
const MOVE: &str = "form.card[action$='/move']";

/// The state of the clinic's visits, in the order of their times.
async fn states(clinic: &Clinic) -> Vec<String> {
    let rows = clinic.sql("select to_char(starts_at at time zone 'Asia/Karachi', 'DD HH24:MI') || ' ' || status || case taken_as when 'slot' then '' else ' ' || taken_as end from appointment where clinic_id = $1 order by starts_at, taken_as desc, appointment_id", &[&clinic.id]).await;
    rows.iter().map(|row| row.get(0)).collect()
}

/// The booking page for a day and time.
async fn booking(desk: &Browser, clinic: &Clinic, day: &str, at: &str) -> Page {
    desk.get(&format!("/calendar/book?practitioner={}&day={day}&at={at}", clinic.practitioner)).await.with_status(200)
}

/// Books a new patient at a time; the page after it.
async fn books(desk: &Browser, clinic: &Clinic, (name, phone): (&str, &str), (day, at): (&str, &str)) -> Page {
    let page = booking(desk, clinic, day, at).await;
    desk.submit(&page, BOOK, &[("name", name), ("phone", phone)]).await.with_status(200)
}

async fn second_practitioner(clinic: &Clinic) -> String {
    let rows = clinic
        .sql(
            "with second as (insert into practitioner (clinic_id, practitioner_id, name, bookable, created_at) values ($1, gen_random_uuid(), 'Dr Adil Khan', true, now()) returning practitioner_id),
                  hours as (insert into opening_hours (clinic_id, opening_id, practitioner_id, weekday, opens, closes) select $1, gen_random_uuid(), practitioner_id, d, '09:00', '17:00' from second, generate_series(1, 6) d)
             select practitioner_id from second",
            &[&clinic.id],
        )
        .await;
    format!("pra_{}", rows[0].get::<_, uuid::Uuid>(0).simple())
}

#[tokio::test]
async fn the_day_is_seen_in_columns_with_words_for_every_state() {
    let clinic = testkit::clinic().await;
    clinic.patient("Mia Rahman").books().await;
    second_practitioner(&clinic).await;
    let page = clinic.reception().get("/calendar").await.with_status(200);
    assert_eq!(page.words(".cal__col h2 > bdi"), ["Dr Adil Khan", "Dr Sana Malik"]);
    let visit = page.words(".cal li.vis");
    assert!(visit.len() == 1 && visit[0].contains("Mia Rahman") && visit[0].contains("Booked"), "a word, not only a colour: {visit:?}");
    assert!(page.has("li.vis.h13.f6.th14.tf0"), "13:30 to 14:00 by the clinic's clock");
    assert!(page.words("li.free").iter().any(|free| free.starts_with("15:00")), "{:?}", page.words("li.free"));
    let week = clinic.reception().get(&format!("/calendar?view=week&with={}", clinic.practitioner)).await.with_status(200);
    assert_eq!(week.count(".cal__col"), 7);
    assert!(week.words(".cal__col h2").iter().any(|day| day.starts_with("Sun, 8 Mar 2026")), "{:?}", week.words(".cal__col h2"));
    let seen = clinic.member(Role::Billing).get("/calendar").await.with_status(200);
    assert!(
        seen.shows("Mia Rahman") && !seen.has("li.free") && !seen.has("a[href^='/calendar/book']"),
        "who only looks is offered nothing"
    );
    clinic.member(Role::Auditor).get("/calendar").await.with_status(404);
    let urdu = clinic.reception().speaking("ur").get("/calendar").await.with_status(200);
    assert!(urdu.shows("کیلنڈر") && urdu.shows("بُک شدہ"), "{}", urdu.text());
}

#[tokio::test]
async fn the_desk_registers_a_caller_books_them_and_takes_it_back() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let calendar = desk.get("/calendar?day=2026-03-03").await.with_status(200);
    let place = calendar.attributes("li.free.h10.f0 a", "href")[0].clone();
    let page = desk.get(&place).await.with_status(200);
    assert_eq!(page.field_value("slot").as_deref(), Some("2026-03-03T05:00:00Z"), "the place that was pointed at is chosen");
    let typed = [("name", "Mia Rahman"), ("phone", "0300 1234567"), ("consent", "1")];
    let done = desk.submit(&page, BOOK, &typed).await.with_status(200);
    assert!(done.url.starts_with("/calendar?") && done.shows("Booked: Mia Rahman, 3 Mar 2026, 10:00."), "{}", done.text());
    assert_eq!(states(&clinic).await, ["03 10:00 booked"]);
    let by = clinic
        .sql(
            "select booked_by, (select came_by from patient p where p.patient_id = a.patient_id) from appointment a where clinic_id = $1",
            &[&clinic.id],
        )
        .await;
    assert_eq!((by[0].get::<_, &str>(0), by[0].get::<_, &str>(1)), ("staff", "reception"));
    clinic.work_until_idle().await;
    let mia = clinic.patient_on("Mia Rahman", "+923001234567");
    assert_eq!(mia.got().await.len(), 1, "she said yes to messages, so she is told");
    assert!(mia.opens_last_link().await.shows("Your appointment is booked"));
    let undone = desk.submit(&done, ".flash form", &[]).await.with_status(200);
    assert!(undone.shows("Cancelled: Mia Rahman"), "{}", undone.text());
    assert_eq!(states(&clinic).await, ["03 10:00 cancelled"]);
    let again = desk.submit(&undone, ".flash form", &[]).await.with_status(200);
    assert!(again.shows("It stands again: Mia Rahman") && states(&clinic).await == ["03 10:00 booked"], "{}", again.text());
}

#[tokio::test]
async fn a_known_patient_is_found_by_name_or_number_and_booked_again() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    books(&desk, &clinic, ("Mia Rahman", "0300 1234567"), ("2026-03-03", "10:00")).await;
    let page = booking(&desk, &clinic, "2026-03-04", "11:00").await;
    for wanted in ["mia", "03001234567"] {
        let found = desk.submit(&page, "form[role='search']", &[("wanted", wanted)]).await.with_status(200);
        assert!(found.url == "/calendar/book/find" && !found.url.contains("mia"), "what was typed stands in no address");
        let chosen = desk.get(&found.link("Mia Rahman")).await.with_status(200);
        assert!(chosen.shows("Mia Rahman") && !chosen.has("[name='name']"), "{}", chosen.text());
        assert_eq!(chosen.field_value("slot").as_deref(), Some("2026-03-04T06:00:00Z"), "the time is still chosen");
    }
    let found = desk.submit(&page, "form[role='search']", &[("wanted", "rahman")]).await;
    let chosen = desk.get(&found.link("Mia Rahman")).await;
    desk.submit(&chosen, BOOK, &[]).await.with_status(200);
    assert_eq!(states(&clinic).await, ["03 10:00 booked", "04 11:00 booked"]);
    assert_eq!(clinic.sql("select 1 from patient where clinic_id = $1", &[&clinic.id]).await.len(), 1);
    let nobody = desk.submit(&page, "form[role='search']", &[("wanted", "Zainab")]).await.with_status(200);
    assert!(nobody.shows("Nobody like this is known") && nobody.field_value("name").as_deref() == Some("Zainab"), "and is half typed");
}

#[tokio::test]
async fn the_next_free_time_is_found_with_one_touch() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    clinic.sql("update opening_hours set weekday = 4 where clinic_id = $1 and weekday = 1", &[&clinic.id]).await;
    clinic.sql("delete from opening_hours where clinic_id = $1 and weekday <> 4", &[&clinic.id]).await;
    let page = desk.get("/calendar/book?day=2026-03-03").await.with_status(200);
    assert!(page.field_value("slot").is_none(), "nothing is free on Tuesday");
    let next = desk.submit(&page, BOOK, &[("show", "next")]).await.with_status(200);
    assert_eq!(next.field_value("slot").as_deref(), Some("2026-03-05T04:00:00Z"), "Thursday at nine");
    let then = desk.submit(&next, BOOK, &[("show", "next")]).await.with_status(200);
    assert_eq!(then.field_value("slot").as_deref(), Some("2026-03-05T04:30:00Z"), "and the one after it");
    let last = desk.submit(&next, BOOK, &[("slot", "2026-03-05T11:30:00Z"), ("show", "next")]).await.with_status(200);
    assert_eq!(last.field_value("slot").as_deref(), Some("2026-03-12T04:00:00Z"), "after the last of a day comes the next week");
}

#[tokio::test]
async fn a_refused_booking_keeps_every_word() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let page = booking(&desk, &clinic, "2026-03-03", "10:00").await;
    let wrong = desk.submit(&page, BOOK, &[("name", "7"), ("phone", "12"), ("tell", "")]).await.with_status(422);
    assert_eq!(wrong.errors().len(), 2, "{:?}", wrong.errors());
    assert_eq!((wrong.field_value("name").as_deref(), wrong.field_value("phone").as_deref()), (Some("7"), Some("12")));
    books(&clinic.owner(), &clinic, ("Zain Ali", "0321 7654321"), ("2026-03-03", "10:00")).await;
    let late = desk.submit(&page, BOOK, &[("name", "Mia Rahman"), ("phone", "0300 1234567")]).await.with_status(409);
    assert!(late.words(".slots__day h3")[0] == "Nearest free times" && late.field_value("name").as_deref() == Some("Mia Rahman"));
    assert_eq!(clinic.sql("select 1 from patient where clinic_id = $1", &[&clinic.id]).await.len(), 1, "nothing half-written");
}

#[tokio::test]
async fn a_time_is_given_twice_only_with_a_reason_and_by_who_may() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    books(&desk, &clinic, ("Mia Rahman", "0300 1234567"), ("2026-03-03", "10:00")).await;
    let page = booking(&desk, &clinic, "2026-03-03", "10:00").await;
    let twice = [("name", "Zain Ali"), ("phone", "0321 7654321"), ("over_at", "10:00"), ("how", "overbook")];
    let refused = desk.submit(&page, BOOK, &twice).await.with_status(422);
    assert!(refused.errors()[0].contains("Fill this in") || refused.errors().len() == 1, "without a reason: {:?}", refused.errors());
    let done = desk.submit(&refused, BOOK, &[("reason", "In pain since the night"), ("how", "overbook")]).await.with_status(200);
    assert_eq!(states(&clinic).await, ["03 10:00 booked", "03 10:00 booked overbooked"]);
    assert!(done.words("li.vis").iter().any(|visit| visit.contains("Zain Ali") && visit.contains("Overbooked")), "marked as such");
    assert_eq!(done.count("li.l2-0, li.l2-1"), 2, "the two stand beside each other");
    let sealed =
        clinic.sql("select overbook_reason from appointment where clinic_id = $1 and overbook_reason is not null", &[&clinic.id]).await[0]
            .get::<_, Vec<u8>>(0);
    assert!(!String::from_utf8_lossy(&sealed).contains("pain"), "a reason may say what somebody has");
    let visit = desk.follow(&done, "Zain Ali").await.with_status(200);
    assert!(visit.shows("Overbooked") && visit.shows("In pain since the night"), "{}", visit.text());

    let nurse = clinic.member(Role::Nurse);
    let page = booking(&nurse, &clinic, "2026-03-03", "11:00").await;
    assert!(!page.has("[name='reason']"), "who may not is not offered it");
    let forged = [("how", "overbook"), ("over_at", "10:00"), ("reason", "because")];
    nurse.submit_with(&page, BOOK, &[("name", "Ali Khan"), ("phone", "0333 7654321")], &forged).await.with_status(404);
    let other = second_practitioner(&clinic).await;
    let doctor = clinic.practitioner();
    let theirs = doctor.get(&format!("/calendar/book?practitioner={other}&day=2026-03-03&at=10:00")).await.with_status(200);
    let values = [("name", "Ali Khan"), ("phone", "0333 7654321"), ("over_at", "10:00"), ("reason", "because"), ("how", "overbook")];
    doctor.submit(&theirs, BOOK, &values).await.with_status(404);
    let own = booking(&doctor, &clinic, "2026-03-03", "10:00").await;
    doctor.submit(&own, BOOK, &values).await.with_status(200);
    assert_eq!(states(&clinic).await.len(), 3, "a doctor in their own hours only");
}

#[tokio::test]
async fn a_visit_is_moved_by_form_or_by_dropping_it_and_back_with_one_touch() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let other = second_practitioner(&clinic).await;
    let mia = clinic.patient("Mia Rahman");
    mia.books().await;
    clinic.work_until_idle().await;
    mia.got().await;
    let calendar = desk.get("/calendar").await.with_status(200);
    let visit = desk.follow(&calendar, "Mia Rahman").await.with_status(200);
    let page = desk.follow(&visit, "Move").await.with_status(200);
    let done = desk.submit(&page, MOVE, &[("slot", "2026-03-02T10:00:00Z")]).await.with_status(200);
    assert!(done.shows("Moved: Mia Rahman, now 2 Mar 2026, 15:00."), "{}", done.text());
    clinic.work_until_idle().await;
    assert_eq!(mia.got().await.len(), 1, "she is told");
    let undone = desk.submit(&done, ".flash form", &[]).await.with_status(200);
    assert!(undone.shows("now 2 Mar 2026, 13:30") && states(&clinic).await == ["02 13:30 booked"], "{}", undone.text());
    // What the script sends when a visit is dropped: the wall clock and the column.
    let action = format!("{}/move", visit.url.split('?').next().unwrap());
    let form = desk.get("/calendar").await;
    let token = form.html().split("name=\"_form\" value=\"").last().unwrap().split('"').next().unwrap().to_owned();
    let dropped = [("_form", token.as_str()), ("at", "2026-03-03T10:20"), ("practitioner", other.as_str()), ("room", "")];
    let done = desk.post_raw(&action, &dropped).await.with_status(200);
    assert!(done.shows("now 3 Mar 2026, 10:20"), "any time at which they are here, not only on the grid: {}", done.text());
    clinic.work_until_idle().await;
    assert_eq!(mia.got().await.len(), 1, "of being back at the old time, and not of this, for the box was not ticked");
    let who = clinic.sql("select practitioner_id::text from appointment where clinic_id = $1", &[&clinic.id]).await[0].get::<_, String>(0);
    assert_eq!(format!("pra_{}", who.replace('-', "")), other);
}

#[tokio::test]
async fn where_a_visit_does_not_fit_nothing_changes_until_there_is_a_reason() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    books(&desk, &clinic, ("Zain Ali", "0321 7654321"), ("2026-03-03", "11:00")).await;
    let calendar = books(&desk, &clinic, ("Mia Rahman", "0300 1234567"), ("2026-03-03", "10:00")).await;
    let visit = desk.follow(&calendar, "Mia Rahman").await;
    let page = desk.follow(&visit, "Move").await;
    for (at, why) in [("11:10", "Somebody else has this time"), ("18:00", "The practitioner is not here then")] {
        let refused = desk.submit(&page, MOVE, &[("over_at", at), ("how", "put")]).await.with_status(409);
        assert!(refused.errors()[0].contains(why) && refused.field_value("over_at").as_deref() == Some(at), "{:?}", refused.errors());
    }
    assert_eq!(states(&clinic).await, ["03 10:00 booked", "03 11:00 booked"]);
    let done =
        desk.submit(&page, MOVE, &[("over_at", "11:10"), ("reason", "Both came together"), ("how", "overbook")]).await.with_status(200);
    assert_eq!(states(&clinic).await, ["03 11:00 booked", "03 11:10 booked overbooked"]);
    let visit = desk.follow(&done, "Mia Rahman").await;
    let page = desk.follow(&visit, "Move").await;
    desk.submit(&page, MOVE, &[("over_at", "12:00"), ("how", "put")]).await.with_status(200);
    assert_eq!(states(&clinic).await, ["03 11:00 booked", "03 12:00 booked"], "where it fits it is no longer overbooked");
}

#[tokio::test]
async fn of_two_receptionists_who_move_into_one_time_one_does() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let mut forms = Vec::new();
    for (n, at) in ["09:00", "09:30", "10:00", "10:30"].into_iter().enumerate() {
        let name = ["Mia One", "Mia Two", "Mia Three", "Mia Four"][n];
        let calendar = books(&desk, &clinic, (name, &format!("0300 123456{n}")), ("2026-03-03", at)).await;
        let visit = desk.follow(&calendar, name).await;
        forms.push(desk.follow(&visit, "Move").await);
    }
    let moves = forms.iter().enumerate().map(|(n, form)| {
        let who = if n % 2 == 0 { clinic.reception() } else { clinic.owner() };
        let who = who.not_following();
        let form = if n % 2 == 0 { Some(form.clone()) } else { None };
        let path = forms[n].url.clone();
        async move {
            let page = match form {
                Some(form) => form,
                None => who.get(&path).await,
            };
            who.submit(&page, MOVE, &[("over_at", "15:00"), ("how", "put")]).await.status
        }
    });
    let mut answers = join_all(moves).await;
    answers.sort_unstable();
    assert_eq!(answers, [303, 409, 409, 409]);
    let at_three = states(&clinic).await.iter().filter(|one| one.starts_with("03 15:00")).count();
    assert_eq!((at_three, states(&clinic).await.len()), (1, 4), "{:?}", states(&clinic).await);
}

#[tokio::test]
async fn what_was_asked_for_is_approved_or_declined() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    clinic.sql("update service set approval = true where clinic_id = $1", &[&clinic.id]).await;
    for (name, act, words, state) in
        [("Mia Rahman", "approve", "Approved: Mia Rahman", "booked"), ("Zain Ali", "decline", "Declined: Zain Ali", "cancelled")]
    {
        let patient = clinic.patient(name);
        patient.books().await;
        let calendar = desk.get("/calendar").await.with_status(200);
        assert!(calendar.words("li.vis--asked").iter().any(|visit| visit.contains(name) && visit.contains("Asked for")));
        let visit = desk.follow(&calendar, name).await.with_status(200);
        let done = desk.submit(&visit, &format!("form[action$='/{act}']"), &[]).await.with_status(200);
        assert!(done.shows(words), "{}", done.text());
        assert!(states(&clinic).await.iter().any(|one| one.ends_with(state)), "{:?}", states(&clinic).await);
    }
    assert_eq!(states(&clinic).await.len(), 2);
    clinic.patient("Ali Khan").books().await;
    let calendar = desk.get("/calendar?day=2026-03-20").await;
    let list = desk.follow(&calendar, "1 request waits for an answer").await.with_status(200);
    assert!(list.shows("Ali Khan"), "whatever day one looks at: {}", list.text());
    let done = desk.submit(&list, "form[action$='/decline']", &[]).await.with_status(200);
    assert!(done.url.starts_with("/calendar/requests?did=decline") && done.shows("Declined: Ali Khan"), "{}", done.text());
    let again = desk.submit(&done, ".flash form", &[]).await.with_status(200);
    assert!(
        again.shows("It stands again: Ali Khan") && again.has("form[action$='/approve']"),
        "it is asked for again, not booked: {}",
        again.text()
    );
}

#[tokio::test]
async fn a_series_is_looked_at_first_and_then_booked_all_or_nothing() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    books(&desk, &clinic, ("Zain Ali", "0321 7654321"), ("2026-03-17", "10:00")).await;
    let page = booking(&desk, &clinic, "2026-03-03", "10:00").await;
    let wish = [("name", "Mia Rahman"), ("phone", "0300 1234567"), ("repeat", "weeks"), ("every", "1"), ("times", "4")];
    let proposed = desk.submit(&page, BOOK, &wish).await.with_status(200);
    assert!(proposed.shows("4 dates. 3 are free as wished."), "{}", proposed.text());
    let chosen: Vec<Option<String>> = (0..4).map(|n| proposed.field_value(&format!("d{n}"))).collect();
    let wanted = ["2026-03-03T05:00:00Z", "2026-03-10T05:00:00Z", "2026-03-17T04:30:00Z", "2026-03-24T05:00:00Z"];
    assert_eq!(chosen, wanted.map(|at| Some(at.to_owned())), "the nearest free time instead of the taken one");
    // Meanwhile somebody takes one of them.
    books(&clinic.owner(), &clinic, ("Ali Khan", "0333 7654321"), ("2026-03-10", "10:00")).await;
    let before = states(&clinic).await;
    let lost = desk.submit(&proposed, "main form", &[]).await.with_status(409);
    assert!(lost.shows("Somebody took one of these meanwhile") && states(&clinic).await == before, "none of them is booked");
    let done = desk.submit(&lost, "main form", &[("d3", "")]).await.with_status(200);
    assert!(done.shows("The series is booked: Mia Rahman, from 3 Mar 2026, 10:00 on."), "{}", done.text());
    assert_eq!(states(&clinic).await.len(), before.len() + 3, "one date was left out");
    let undone = desk.submit(&done, ".flash form", &[]).await.with_status(200);
    assert!(undone.shows("Cancelled: Mia Rahman"));
    let off = |states: Vec<String>| states.iter().filter(|one| one.ends_with("cancelled")).count();
    assert_eq!(off(states(&clinic).await), 3, "all of it is taken back");
    desk.submit(&undone, ".flash form", &[]).await.with_status(200);
    assert_eq!(off(states(&clinic).await), 0, "and stands again, all of it");
}

#[tokio::test]
async fn this_and_all_that_follow_are_moved_and_called_off_together() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let page = booking(&desk, &clinic, "2026-03-03", "10:00").await;
    let wish = [("name", "Mia Rahman"), ("phone", "0300 1234567"), ("repeat", "days"), ("every", "1"), ("times", "3")];
    let proposed = desk.submit(&page, BOOK, &wish).await.with_status(200);
    let booked = desk.submit(&proposed, "main form", &[]).await.with_status(200);
    assert_eq!(states(&clinic).await, ["03 10:00 booked", "04 10:00 booked", "05 10:00 booked"]);
    let visit = desk.get(&booked.link("Open the visit")).await.with_status(200);
    let page = desk.follow(&visit, "Move").await.with_status(200);
    // A day later each: onto each other's old times, the last one first.
    let all = [("which", "following"), ("day", "2026-03-04"), ("over_at", "10:00"), ("how", "put")];
    desk.submit(&page, MOVE, &all).await.with_status(200);
    assert_eq!(states(&clinic).await, ["04 10:00 booked", "05 10:00 booked", "06 10:00 booked"]);
    books(&desk, &clinic, ("Zain Ali", "0321 7654321"), ("2026-03-06", "15:00")).await;
    let page = desk.get(&page.url).await.with_status(200);
    let unfit = desk
        .submit(&page, MOVE, &[("which", "following"), ("day", "2026-03-04"), ("over_at", "15:00"), ("how", "put")])
        .await
        .with_status(409);
    assert!(unfit.shows("These dates do not fit") && unfit.shows("Fri, 6 Mar 2026 · 15:00"), "{}", unfit.text());
    assert_eq!(states(&clinic).await[..2], ["04 10:00 booked", "05 10:00 booked"], "none was moved");
    let visit = desk.get(&visit.url).await;
    desk.submit(&visit, "form[action$='/cancel']", &[("which", "one")]).await.with_status(200);
    assert_eq!(states(&clinic).await.iter().filter(|one| one.ends_with("cancelled")).count(), 1, "this one only");
}

#[tokio::test]
async fn time_is_blocked_from_the_calendar_and_given_free_again() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    books(&desk, &clinic, ("Mia Rahman", "0300 1234567"), ("2026-03-03", "10:00")).await;
    let page = desk.get(&format!("/calendar/block?practitioner={}&day=2026-03-03&at=10:00", clinic.practitioner)).await.with_status(200);
    assert_eq!(page.field_value("to").as_deref(), Some("11:00"));
    desk.submit(&page, "main form.card", &[("to", "09:00")]).await.with_status(422);
    let done = desk.submit(&page, "main form.card", &[("note", "Staff meeting")]).await.with_status(200);
    assert!(done.shows("Blocked: Dr Sana Malik, Tue, 3 Mar 2026, 10:00–11:00. 1 visit is booked in it and stays."), "{}", done.text());
    let front = clinic.visitor().get(&format!("{}?day=2026-03-03", clinic.front())).await;
    assert!(!front.words(".slots__day label").contains(&"10:30".to_owned()), "nobody can book into it");
    let again = desk.submit(&done, ".flash form", &[]).await.with_status(200);
    assert!(again.shows("Open again: Dr Sana Malik"), "{}", again.text());
    let front = clinic.visitor().get(&format!("{}?day=2026-03-03", clinic.front())).await;
    assert!(front.words(".slots__day label").contains(&"10:30".to_owned()));
}

#[tokio::test]
async fn whoever_looks_hears_of_every_change_at_once() {
    let clinic = testkit::clinic().await;
    let desk = clinic.reception();
    let calendar = desk.get("/calendar").await.with_status(200);
    let live = calendar.attributes("[data-live]", "data-live")[0].clone();
    assert_eq!(calendar.attributes("[data-live]", "data-fragment").len(), 1);
    let mut events = clinic.visitor().stream(&live).await;
    let mut heard = String::new();
    while !heard.contains("retry:") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    clinic.patient("Mia Rahman").books().await;
    while !heard.contains("event: board") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    heard.clear();
    let visit = desk.follow(&desk.get("/calendar").await, "Mia Rahman").await;
    desk.submit(&visit, "form[action$='/cancel']", &[]).await.with_status(200);
    while !heard.contains("event: board") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    assert!(heard.contains("data: changed") && !heard.contains("Mia"), "that something changed, and nothing else: {heard}");
}

#[tokio::test]
async fn rooms_and_places_have_their_own_columns() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    owner.submit(&owner.get("/services").await, "form[action='/rooms']", &[("room", "Ultrasound")]).await.with_status(200);
    owner.submit(&owner.get("/locations").await, "form[action='/locations']", &[("name", "Clifton")]).await.with_status(200);
    let desk = clinic.reception();
    books(&desk, &clinic, ("Mia Rahman", "0300 1234567"), ("2026-03-03", "10:00")).await;
    let rooms = desk.get("/calendar?by=room&day=2026-03-03").await.with_status(200);
    assert_eq!(rooms.words(".cal__col h2 > bdi"), ["Ultrasound", "Without a room"]);
    let room = rooms.attributes(".cal__col[data-takes='room']", "data-id")[0].clone();
    // Dropped on the room's column it keeps its practitioner.
    let visit = desk.follow(&rooms, "Mia Rahman").await.with_status(200);
    let page = desk.follow(&visit, "Move").await.with_status(200);
    let back = desk.submit(&page, MOVE, &[("room", &room), ("over_at", "10:00"), ("how", "put")]).await.with_status(200);
    assert!(back.url.starts_with("/calendar?view=day&by=room"), "{}", back.url);
    assert_eq!(back.words(".cal__col h2 > bdi"), ["Ultrasound"]);
    let forged = [("room", "rom_00000000000000000000000000000000"), ("practitioner", "pra_00000000000000000000000000000000")];
    for (field, id) in forged {
        let page = desk.get(&page.url).await;
        let form = [("over_at", "11:00"), ("reason", "x"), ("how", "overbook")];
        let mut pairs: Vec<(String, String)> = page.form(MOVE).filled(&form).1;
        pairs.iter_mut().filter(|(name, _)| name == field).for_each(|(_, value)| *value = id.to_owned());
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        desk.post_raw(page.form(MOVE).action.as_str(), &pairs).await.with_status(422);
    }
    let places = desk.get("/calendar?by=location&day=2026-03-03").await.with_status(200);
    assert!(places.shows("Clifton") && places.count(".cal__col") == 1, "{}", places.text());
    let week = desk.get(&format!("/calendar?view=week&by=room&day=2026-03-03&with={room}")).await.with_status(200);
    assert!(week.count(".cal__col") == 7 && week.shows("Mia Rahman"));
}

#[tokio::test]
async fn a_place_with_a_clock_of_its_own_is_open_by_that_clock() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    owner.submit(&owner.get("/locations").await, "form[action='/locations']", &[("name", "Harley Street")]).await.with_status(200);
    clinic.sql("update location set time_zone = 'Europe/London' where clinic_id = $1", &[&clinic.id]).await;
    let desk = clinic.reception();
    for asked in ["by=location", "by=practitioner"] {
        let day = desk.get(&format!("/calendar?{asked}&day=2026-03-03")).await.with_status(200);
        let free = day.words("li.free");
        let ends = (free.first().map(|at| &at[..5]), free.last().map(|at| &at[..5]));
        assert_eq!(ends, (Some("14:00"), Some("21:00")), "nine to five in London, read in Karachi, {asked}");
    }
    let calendar = books(&desk, &clinic, ("Mia Rahman", "0300 1234567"), ("2026-03-03", "15:00")).await;
    assert_eq!(states(&clinic).await, ["03 15:00 booked"]);
    let visit = desk.follow(&calendar, "Mia Rahman").await;
    let page = desk.follow(&visit, "Move").await;
    let refused = desk.submit(&page, MOVE, &[("over_at", "10:00"), ("how", "put")]).await.with_status(409);
    assert!(refused.errors()[0].contains("not here then"), "five in the morning there: {:?}", refused.errors());
    desk.submit(&page, MOVE, &[("over_at", "21:10"), ("how", "put")]).await.with_status(200);
    assert_eq!(states(&clinic).await, ["03 21:10 booked"]);
}
