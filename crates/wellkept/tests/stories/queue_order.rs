//! Who walks in and who is booked wait in one order; who goes first goes first for a reason.

use futures_util::future::join_all;
use testkit::{Browser, Clinic, Page, clinic};

use crate::at_the_front::{MIA, ZAIN, books};

/// Registers somebody who walked in; the page after it.
pub(crate) async fn walks_in(clinic: &Clinic, name: &str, with: &str, more: &[(&str, &str)]) -> Page {
    let desk = clinic.reception();
    let form = desk.get("/walk-in").await.with_status(200);
    let fields: Vec<(&str, &str)> = [("name", name), ("practitioner", with)].into_iter().chain(more.iter().copied()).collect();
    desk.submit(&form, "form[action='/walk-in']", &fields).await
}

/// A second practitioner who can be booked.
pub(crate) async fn second(clinic: &Clinic) -> String {
    let row = clinic
        .sql(
            "insert into practitioner values ($1, gen_random_uuid(), 'Dr Adil Khan', true, now()) returning practitioner_id",
            &[&clinic.id],
        )
        .await;
    format!("pra_{}", row[0].get::<_, uuid::Uuid>(0).simple())
}

async fn calls(browser: &Browser, for_whom: &str) -> Page {
    let list = browser.get("/today?with=all").await.with_status(200);
    let form = format!("form[action='/queue/call-next']:has(input[value='{for_whom}'])");
    if list.has(&form) { browser.submit(&list, &form, &[]).await } else { list }
}

/// The number that was just called, if anybody was.
fn called(page: &Page) -> Option<u32> {
    page.words(".flash p").first()?.rsplit("token ").next()?.trim_end_matches('.').parse().ok()
}

#[tokio::test]
async fn somebody_without_a_time_gets_a_token_and_is_seen_like_everybody() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    let page = walks_in(&clinic, "Noor Jan", &who, &[("phone", "0333 1112223"), ("consent", "1")]).await.with_status(200);
    assert!(page.shows("Noor Jan is in the waiting room: token 1."), "{}", page.text());
    assert!(page.shows("without a time"));
    let twice = walks_in(&clinic, "Noor Jan", &who, &[("phone", "0333 1112223")]).await.with_status(422);
    assert!(twice.errors().iter().any(|error| error.contains("in the waiting room already")), "{:?}", twice.errors());

    let doctor = clinic.practitioner();
    let called = doctor.submit(&doctor.get("/today").await, "form[action='/queue/call-next']", &[]).await.with_status(200);
    assert!(called.shows("Noor Jan is called: token 1."));
    doctor.submit(&called, "form[action$='/visit']", &[]).await.with_status(200);
    let bill = clinic.reception().submit(&clinic.reception().get("/today").await, "form[action$='/invoice']", &[]).await;
    assert_eq!(bill.status, 200, "a visit is billed whoever came");

    let free = clinic.visitor().get(&clinic.front()).await.form(crate::at_the_front::FORM).choices("slot");
    assert!(free.first().is_some_and(|first| first.contains("08:30")), "a walk-in takes nobody's time: {free:?}");
}

#[tokio::test]
async fn a_patient_we_know_is_found_and_the_registration_can_be_undone() {
    let clinic = clinic().await;
    books(&clinic, MIA).await;
    let desk = clinic.reception();
    let form = desk.get("/walk-in").await.with_status(200);
    let found = desk.submit(&form, "form[action='/walk-in']", &[("wanted", "mia"), ("find", "1")]).await.with_status(200);
    assert!(found.shows("Mia Farooq") && found.shows("Is it one of these?"));
    let mia = found.attributes("input[name=patient]", "value").remove(0);
    let here = desk.submit(&found, "form[action='/walk-in']", &[("patient", &mia)]).await.with_status(200);
    assert!(here.shows("Mia Farooq is in the waiting room: token 1."), "{}", here.text());
    assert_eq!(clinic.sql("select 1 from patient where clinic_id = $1", &[&clinic.id]).await.len(), 1, "nobody twice");
    desk.submit(&here, ".flash form", &[]).await.with_status(200);
    let rows = clinic
        .sql(
            "select a.status, t.state from appointment a join queue_ticket t using (clinic_id, appointment_id) where a.clinic_id = $1",
            &[&clinic.id],
        )
        .await;
    assert_eq!((rows[0].get::<_, &str>(0), rows[0].get::<_, &str>(1)), ("entered-in-error", "left"));
    assert!(desk.submit(&here, ".flash form", &[]).await.status == 200, "the same form again has its one effect");

    let nobody = desk.submit(&desk.get("/walk-in").await, "form[action='/walk-in']", &[("name", "")]).await.with_status(422);
    assert_eq!(nobody.errors().len(), 1, "{:?}", nobody.errors());
}

#[tokio::test]
async fn booked_patients_count_from_their_time_and_walk_ins_from_when_they_came() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    books(&clinic, MIA).await; // 08:30 UTC
    let desk = clinic.reception();
    desk.submit(&desk.get("/today").await, "form[action$='/arrive']", &[]).await.with_status(200);
    walks_in(&clinic, "Noor Jan", &who, &[]).await.with_status(200);
    clinic.clock.advance(jiff::SignedDuration::from_mins(40));
    clinic.staff_sign_in().await;
    walks_in(&clinic, "Late Lal", &who, &[]).await.with_status(200);
    let mut order = Vec::new();
    for _ in 0..3 {
        order.extend(called(&calls(&desk, &who).await));
    }
    assert_eq!(order, [2, 1, 3], "who waited from 08:00, who was booked for 08:30, who came at 08:40");
}

#[tokio::test]
async fn a_priority_goes_first_with_its_reason_and_can_be_taken_back() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    for name in ["Noor Jan", "Zain Ali", "Gul Khan"] {
        walks_in(&clinic, name, &who, &[]).await.with_status(200);
    }
    let desk = clinic.reception();
    let today = desk.get("/today").await;
    let third = today.attributes(".lane a.token", "href").remove(2);
    let ticket = desk.get(&third).await.with_status(200);
    assert!(ticket.shows("Gul Khan") && ticket.shows("2 people go before"), "{}", ticket.text());
    let wordless = desk.submit(&ticket, "form[action$='/priority']", &[("priority", "other")]).await;
    assert_eq!((wordless.status, wordless.errors().len()), (422, 1), "another reason needs words");
    let first = desk
        .submit(&ticket, "form[action$='/priority']", &[("priority", "other"), ("priority_words", "Fainted outside")])
        .await
        .with_status(200);
    assert!(first.shows("This token goes first now.") && first.shows("Fainted outside") && first.shows("Next"), "{}", first.text());
    assert_eq!(desk.get("/today").await.words(".lane .token")[0].split(' ').next(), Some("3"));
    let trail = clinic.owner().get("/trail").await;
    assert!(trail.shows("let a patient go first") && trail.shows("Fainted outside"));
    let back = desk.submit(&first, "form:has([name=take_back])", &[("take_back", "1")]).await.with_status(200);
    assert!(back.shows("waits in turn again") && back.shows("2 people go before"));
    let sealed = clinic.sql("select priority, priority_words from queue_ticket where clinic_id = $1 and number = 3", &[&clinic.id]).await;
    assert_eq!((sealed[0].get::<_, Option<&str>>(0), sealed[0].get::<_, Option<Vec<u8>>>(1)), (None, None));

    // Given with the registration: an emergency goes before everybody.
    walks_in(&clinic, "Sana Bibi", &who, &[("priority", "emergency")]).await.with_status(200);
    assert_eq!(called(&calls(&desk, &who).await), Some(4));
    let gone = desk.get(&format!("{third}/priority")).await;
    assert_eq!(gone.status, 200, "where a reload leads");
}

#[tokio::test]
async fn whoever_is_free_first_calls_and_the_visit_is_theirs() {
    let clinic = clinic().await;
    let adil = second(&clinic).await;
    walks_in(&clinic, "Noor Jan", "any", &[]).await.with_status(200);
    let today = clinic.reception().get("/today").await;
    assert!(today.words(".lane h3").iter().any(|lane| lane.contains("Whoever is free first")));
    assert!(called(&calls(&clinic.reception(), &adil).await).is_some());
    let rows = clinic.sql("select p.name from appointment a join practitioner p using (clinic_id, practitioner_id) join queue_ticket t on t.clinic_id = a.clinic_id and t.appointment_id = a.appointment_id and t.practitioner_id = p.practitioner_id where a.clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(rows[0].get::<_, &str>(0), "Dr Adil Khan", "ticket and visit went to who called");

    // Who does not give the service is not offered, and refused.
    clinic.sql("insert into service_practitioner (clinic_id, service_id, practitioner_id) select $1, $2, practitioner_id from practitioner where clinic_id = $1 and name = 'Dr Adil Khan'", &[&clinic.id, &kernel::id::Id::uuid(clinic.service)]).await;
    walks_in(&clinic, "Zain Ali", "any", &[]).await.with_status(200);
    let doctor = clinic.practitioner();
    assert!(!doctor.get("/today").await.has("form[action='/queue/call-next']"), "Dr Sana does not give it");
    let refused = walks_in(&clinic, "Gul Khan", &clinic.practitioner.to_string(), &[]).await.with_status(422);
    assert!(refused.errors().iter().any(|error| error.contains("does not give")));
}

#[tokio::test]
async fn the_waiting_room_refreshes_itself_without_a_line_for_each_look() {
    let clinic = clinic().await;
    let who = clinic.practitioner.to_string();
    walks_in(&clinic, "Noor Jan", &who, &[]).await.with_status(200);
    let doctor = clinic.practitioner();
    let today = doctor.get("/today").await.with_status(200);
    assert_eq!(today.attributes("#queue", "data-fragment"), ["/today/queue"]);
    let looks = || async {
        clinic.sql("select 1 from audit_leaf where clinic_id = $1 and act = 'queue.see_day' and role = 'doctor'", &[&clinic.id]).await.len()
    };
    let before = looks().await;
    for _ in 0..3 {
        assert!(doctor.refresh("/today/queue").await.with_status(200).shows("Noor Jan"));
    }
    assert_eq!(looks().await, before);
    let nurse = clinic.member(kernel::Role::Nurse);
    nurse.get("/today/queue").await.with_status(200);
    let nurses =
        clinic.sql("select 1 from audit_leaf where clinic_id = $1 and act = 'queue.see_day' and role = 'nurse'", &[&clinic.id]).await;
    assert_eq!(nurses.len(), 1, "who never opened the day has a line for it");
}

/// Who waits, in their order: the number, and for whom (`None`: anyone).
type Line = Vec<(u32, Option<usize>)>;

/// Whether some order of these calls, each taking the first who waits for its caller, brings exactly these numbers.
fn one_after_another(line: &Line, answers: &[(usize, Option<u32>)]) -> bool {
    if answers.is_empty() {
        return true;
    }
    (0..answers.len()).any(|first| {
        let (caller, brought) = answers[first];
        let next = line.iter().position(|(_, of)| of.is_none_or(|of| of == caller));
        if next.map(|at| line[at].0) != brought {
            return false;
        }
        let (mut rest, mut others) = (line.clone(), answers.to_vec());
        next.map(|at| rest.remove(at));
        others.remove(first);
        one_after_another(&rest, &others)
    })
}

#[tokio::test]
async fn calls_at_once_are_as_if_one_after_another_and_a_bad_queue_is_caught() {
    let clinic = clinic().await;
    let doctors = [clinic.practitioner.to_string(), second(&clinic).await];
    let mut line: Line = Vec::new();
    for (number, of) in [(1, None), (2, Some(0)), (3, None), (4, Some(1)), (5, None), (6, Some(0))] {
        let with = of.map_or("any", |of: usize| doctors[of].as_str());
        walks_in(&clinic, &format!("Walker {}", ["One", "Two", "Three", "Four", "Five", "Six"][number as usize - 1]), with, &[])
            .await
            .with_status(200);
        line.push((number, of));
    }
    let desk = clinic.reception();
    let callers = [0_usize, 1, 0, 1, 1];
    let forms = join_all(callers.iter().map(|_| desk.get("/today?with=all"))).await;
    let answers = join_all(callers.iter().zip(&forms).map(async |(caller, list)| {
        let form = format!("form[action='/queue/call-next']:has(input[value='{}'])", doctors[*caller]);
        desk.submit(list, &form, &[]).await
    }))
    .await;
    let brought: Vec<(usize, Option<u32>)> = callers.iter().zip(&answers).map(|(caller, page)| (*caller, called(page))).collect();
    assert!(one_after_another(&line, &brought), "{brought:?}");

    // The oracle sees what must never happen: read who is next, then call them, and two bring the same one.
    assert!(!one_after_another(&line, &[(0, Some(1)), (1, Some(1))]), "called twice");
    assert!(!one_after_another(&line, &[(0, Some(2)), (1, Some(3))]), "the first was passed over");
    let next = "select number from queue_ticket where clinic_id = $1 and state = 'waiting' order by turn_at, number limit 1";
    let read = join_all((0..2).map(async |_| clinic.sql(next, &[&clinic.id]).await)).await;
    let bad: Vec<(usize, Option<u32>)> =
        read.iter().map(|rows| (1, rows.first().map(|row| row.get::<_, i32>(0).cast_unsigned()))).collect();
    let left: Line = line
        .iter()
        .filter(|(number, _)| !brought.iter().any(|(_, gone)| gone == &Some(*number)))
        .map(|(number, _)| (*number, None))
        .collect();
    assert!(!one_after_another(&left, &bad), "reading first and writing later is caught: {bad:?}");
}

#[tokio::test]
async fn another_clinics_tokens_are_no_tokens() {
    let clinic = clinic().await;
    let other = clinic.other().await;
    walks_in(&clinic, "Noor Jan", &clinic.practitioner.to_string(), &[]).await.with_status(200);
    let ticket = clinic.reception().get("/today").await.attributes(".lane a.token", "href").remove(0);
    assert_eq!(other.reception().get(&ticket).await.status, 404);
    books(&other, ZAIN).await;
    assert_eq!(clinic.member(kernel::Role::Billing).get(&ticket).await.status, 404);
}
