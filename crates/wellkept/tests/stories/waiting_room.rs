//! Reception gives tokens, practitioners call, and the board in the waiting room shows numbers and no names.

use futures_util::future::join_all;
use testkit::{Clinic, Page, clinic};

use crate::at_the_front::{Guest, MIA, ZAIN, books};

async fn press(clinic: &Clinic, page: &Page, act: &str) -> Page {
    clinic.reception().submit(page, &format!("form[action$='/{act}']"), &[]).await
}

async fn arrived(clinic: &Clinic, guests: &[Guest]) {
    for guest in guests {
        books(clinic, *guest).await;
        let today = clinic.reception().get("/today").await.with_status(200);
        press(clinic, &today, "arrive").await.with_status(200);
    }
}

#[tokio::test]
async fn who_arrives_gets_the_next_token_and_it_can_be_taken_back() {
    let clinic = clinic().await;
    arrived(&clinic, &[MIA]).await;
    books(&clinic, ZAIN).await;
    let today = clinic.reception().get("/today").await;
    let second = press(&clinic, &today, "arrive").await.with_status(200);
    assert!(second.shows("Zain Ali has arrived: token 2."), "{}", second.text());
    assert_eq!(second.words("td .token"), ["1", "2"]);

    let undone = clinic.reception().submit(&second, ".flash form", &[]).await.with_status(200);
    assert!(undone.shows("Zain Ali is not here after all."), "{}", undone.text());
    assert_eq!(undone.words("td .token"), ["1"]);
    let back = press(&clinic, &undone, "arrive").await;
    assert!(back.shows("Zain Ali has arrived: token 2."), "the number on the paper still counts");
    let twice = press(&clinic, &today, "arrive").await;
    assert_eq!(twice.status, 200, "the same form again has its one effect");
}

#[tokio::test]
async fn a_day_goes_from_arrival_to_done() {
    let clinic = clinic().await;
    arrived(&clinic, &[MIA, ZAIN]).await;
    let doctor = clinic.practitioner();
    let list = doctor.get("/today").await.with_status(200);
    assert!(!list.has("form[action$='/arrive']") && !list.has("form[action$='/invoice']"), "the desk's buttons are the desk's");
    let called = doctor.submit(&list, "form[action='/queue/call-next']", &[]).await.with_status(200);
    assert!(called.shows("Mia Farooq is called: token 1."), "{}", called.text());
    let late = press(&clinic, &clinic.reception().get("/today").await, "undo-arrive").await;
    assert!(late.shows("Zain Ali is not here after all."), "only who still waits can be un-arrived");
    let done = doctor.submit(&called, "form[action$='/done']", &[]).await.with_status(200);
    assert!(done.shows("Mia Farooq is done."), "{}", done.text());
    let states = clinic.sql("select a.status, t.state from appointment a join queue_ticket t using (clinic_id, appointment_id) where a.clinic_id = $1 order by t.number", &[&clinic.id]).await;
    let states: Vec<(String, String)> = states.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(states, [("fulfilled".into(), "done".into()), ("booked".into(), "left".into())]);
}

#[tokio::test]
async fn a_no_show_is_said_after_the_time_and_can_be_taken_back() {
    let clinic = clinic().await;
    books(&clinic, MIA).await;
    let early = clinic.reception().get("/today").await;
    assert!(!early.has("form[action$='/no-show']"), "not before the time");
    clinic.clock.advance(jiff::SignedDuration::from_mins(40));
    clinic.staff_sign_in().await;
    let ten_minutes = clinic.reception().get("/today").await;
    assert!(!ten_minutes.has("form[action$='/no-show']") && !ten_minutes.shows("Late"), "the clinic waits a while");
    clinic.clock.advance(jiff::SignedDuration::from_mins(6));
    clinic.staff_sign_in().await;
    let today = clinic.reception().get("/today").await;
    assert!(today.shows("Late"));
    let gone = press(&clinic, &today, "no-show").await.with_status(200);
    assert!(gone.shows("Mia Farooq did not come."), "{}", gone.text());
    let back = clinic.reception().submit(&gone, ".flash form", &[]).await.with_status(200);
    assert!(back.shows("Mia Farooq is expected again."));
    let again = press(&clinic, &back, "no-show").await;
    let late = press(&clinic, &again, "arrive").await.with_status(200);
    assert!(late.shows("Mia Farooq has arrived: token 1."), "who comes late is still taken");
}

#[tokio::test]
async fn calls_at_once_bring_different_people() {
    let clinic = clinic().await;
    let guests = [MIA, ZAIN, Guest { name: "Noor Jan", phone: "0333 1112223", consent: false }];
    arrived(&clinic, &guests).await;
    let doctor = clinic.practitioner();
    let lists = join_all((0..4).map(|_| doctor.get("/today"))).await;
    let answers = join_all(lists.iter().map(|list| doctor.submit(list, "form[action='/queue/call-next']", &[]))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|page| page.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 409], "three wait, four call");
    let mut told: Vec<String> = answers.iter().flat_map(|page| page.words(".flash p")).collect();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(answers.iter().any(|page| page.shows("Nobody is waiting to be called")));
}

#[tokio::test]
async fn a_practitioner_calls_nobody_elses_patients() {
    let clinic = clinic().await;
    arrived(&clinic, &[MIA]).await;
    let list = clinic.practitioner().get("/today").await;
    clinic.sql("insert into practitioner values ($1, gen_random_uuid(), 'Dr Adil Khan', true, now())", &[&clinic.id]).await;
    clinic.sql("update queue_ticket set practitioner_id = (select practitioner_id from practitioner where clinic_id = $1 and name = 'Dr Adil Khan') where clinic_id = $1", &[&clinic.id]).await;
    let doctor = clinic.practitioner();
    assert_eq!(doctor.submit(&list, "form[action$='/call']", &[]).await.status, 404);
    assert_eq!(doctor.submit(&list, "form[action='/queue/call-next']", &[]).await.status, 409, "nobody waits for this one");
    let reception = clinic.reception().get("/today").await;
    assert_eq!(clinic.reception().submit(&reception, "form[action$='/call']", &[]).await.status, 200);
}

#[tokio::test]
async fn the_board_shows_numbers_and_never_names() {
    let clinic = clinic().await;
    arrived(&clinic, &[MIA, ZAIN]).await;
    let board = format!("{}/board", clinic.front());
    let waiting = clinic.visitor().get(&board).await.with_status(200);
    assert_eq!(waiting.words(".board__next .token"), ["1", "2"]);
    let list = clinic.practitioner().get("/today").await;
    clinic.practitioner().submit(&list, "form[action='/queue/call-next']", &[]).await.with_status(200);
    let called = clinic.visitor().get(&board).await;
    assert_eq!((called.words(".board__now .token"), called.words(".board__next .token")), (vec!["1".to_owned()], vec!["2".to_owned()]));
    assert!(called.shows("Dr Sana Malik"));
    for name in ["Mia", "Farooq", "Zain", "Ali", "1234567"] {
        assert!(!called.html().contains(name), "{name}");
    }
    assert_eq!(called.attributes("[data-live]", "data-live"), [format!("{board}/events")]);
    assert!(called.html().contains(r#"<noscript><meta http-equiv="refresh""#));
}

#[tokio::test]
async fn the_board_hears_of_changes_in_its_own_clinic() {
    let clinic = clinic().await;
    let mut events = clinic.visitor().stream(&format!("{}/board/events", clinic.front())).await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let mut heard = String::new();
    while !heard.contains("retry:") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    arrived(&clinic, &[MIA]).await;
    while !heard.contains("event: board") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    assert!(heard.contains("data: changed"), "{heard}");
}

#[tokio::test]
async fn the_desk_sees_days_without_bookings_and_only_its_own_clinic() {
    let (clinic, asked) = (clinic().await, "/today?day=2026-03-05");
    let other = clinic.other().await;
    arrived(&clinic, &[MIA]).await;
    let empty = clinic.reception().get(asked).await.with_status(200);
    assert!(empty.shows("Nobody is booked on this day") && empty.has(".empty a"));
    let previous = clinic.reception().follow(&empty, "Previous day").await;
    assert!(previous.shows("Wed, 4 Mar 2026"));
    assert!(!other.reception().get("/today").await.shows("Mia Farooq"));
    let mine = clinic.reception().get("/today").await;
    let act = &mine.attributes("form[action$='/call']", "action")[0];
    let list = other.reception().get("/today").await;
    let (_, fields) = list.form("form[action='/sign-out']").filled(&[]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(other.reception().post_raw(act, &fields).await.status, 404, "another clinic's token is no token");
}
