//! Somebody books with nothing but a browser: in steps, on one page, without JavaScript and without an account.

use testkit::{clinic, clinic_with_brake};

use crate::at_the_front::{FORM, Guest, MIA, ZAIN, books, send, standing};

#[tokio::test]
async fn a_person_books_and_lands_on_their_appointment() {
    let clinic = clinic().await;
    let booked = books(&clinic, MIA).await;
    for words in ["Your appointment is booked", "Dr Sana Malik", "Consultation", "Mon, 2 Mar 2026 · 13:30"] {
        assert!(booked.shows(words), "{words}:\n{}", booked.text());
    }
    let row = &clinic.sql("select status, booked_by, notice_version from appointment where clinic_id = $1", &[&clinic.id]).await[0];
    assert_eq!(
        (row.get::<_, &str>(0), row.get::<_, &str>(1), row.get::<_, &str>(2)),
        ("booked", "patient", trust::privacy::NOTICE_VERSION)
    );
    let consent = &clinic.sql("select state, how, wording, evidence_id = (select appointment_id from appointment a where a.clinic_id = c.clinic_id) from consent c where clinic_id = $1", &[&clinic.id]).await[0];
    assert_eq!((consent.get::<_, &str>(0), consent.get::<_, &str>(1), consent.get::<_, bool>(3)), ("given", "booking_form", true));
    clinic.work_until_idle().await;
    assert_eq!(state_of_message(&clinic).await, ("confirmation".to_owned(), "sent".to_owned(), None));
}

#[tokio::test]
async fn the_box_is_not_ticked_and_without_it_the_gate_says_no() {
    let clinic = clinic().await;
    let page = clinic.visitor().get(&clinic.front()).await;
    assert_eq!(page.field_value("consent"), None, "nobody ticked it");
    assert!(page.shows(&format!("{} may write to me on WhatsApp about my appointments", clinic.name)));
    assert!(page.attributes(".notice a", "href").contains(&"/privacy".to_owned()));
    books(&clinic, ZAIN).await;
    clinic.work_until_idle().await;
    assert_eq!(state_of_message(&clinic).await, ("confirmation".to_owned(), "refused".to_owned(), Some("no_consent".to_owned())));
    let today = clinic.reception().get("/today").await.with_status(200);
    assert!(today.shows("Confirmation: not sent, the patient has not agreed to messages"), "{}", today.text());
}

#[tokio::test]
async fn who_wrote_stop_is_not_signed_up_again_by_a_tick() {
    let clinic = clinic().await;
    books(&clinic, MIA).await;
    let key: Vec<u8> = clinic.sql("select contact_key from contact_channel where clinic_id = $1", &[&clinic.id]).await[0].get(0);
    let tx = clinic.tx().await;
    let contact = trust::patients::ContactKey::from_column(key);
    trust::consent::stop::stop(&tx, &contact, trust::messaging::Channel::WhatsApp, trust::consent::give::How::StopReply, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    books(&clinic, Guest { name: "Somebody Else", ..MIA }).await;
    let states = clinic.sql("select state from contact_channel where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(states.iter().map(|row| row.get(0)).collect::<Vec<String>>(), ["withdrawn"]);
}

#[tokio::test]
async fn hostile_missing_and_overlong_words_are_kept_and_write_nothing() {
    let clinic = clinic().await;
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[2].clone();
    let long = "x".repeat(5000);
    for (name, phone, wrong) in [
        ("", "", 2),
        ("<script>alert(1)</script>", "'; drop table patient; --", 1),
        (long.as_str(), "0300 1234567", 1),
        ("12345", "=cmd|' /C calc'!A0", 2),
        ("علی\u{202e}خان", "0300", 2),
    ] {
        let again =
            visitor.submit(&page, FORM, &[("slot", &slot), ("name", name), ("phone", phone), ("consent", "1")]).await.with_status(422);
        assert_eq!(again.errors().len(), wrong, "{name:.20}: {:?}", again.errors());
        assert_eq!(again.field_value("name").as_deref(), Some(name));
        assert_eq!(again.field_value("phone").as_deref(), Some(phone));
        assert_eq!(again.field_value("slot").as_deref(), Some(slot.as_str()));
        assert_eq!(again.field_value("consent").as_deref(), Some("1"));
        assert!(!again.html().contains("<script>alert"), "typed words are text");
    }
    let nothing = visitor.submit(&page, FORM, &[("name", "Mia"), ("phone", "0300 1234567")]).await.with_status(422);
    assert_eq!(nothing.errors(), ["Choose a time"]);
    assert_eq!(clinic.sql("select 1 from patient where clinic_id = $1", &[&clinic.id]).await.len(), 0);
    assert_eq!(clinic.sql("select 1 from form_receipt where clinic_id = $1 and location is not null", &[&clinic.id]).await.len(), 0);
}

#[tokio::test]
async fn no_time_is_booked_that_is_not_on_offer() {
    let clinic = clinic().await;
    let other = clinic.other().await;
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let (_, filled) = page.form(FORM).filled(&[("name", MIA.name), ("phone", MIA.phone)]);
    let forged = async |field: &str, value: &str| {
        let mut fields: Vec<(&str, &str)> = filled
            .iter()
            .filter(|(name, _)| name != field && name != "slot")
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let slot = page.form(FORM).choices("slot")[0].clone();
        let slot = if field == "slot" { value.to_owned() } else { slot };
        if field != "slot" {
            fields.push((field, value));
        }
        fields.push(("slot", &slot));
        visitor.post_raw(&format!("{}/book", clinic.front()), &fields).await.status
    };
    for (why, slot) in [
        ("beside the grid", "2026-03-02T08:31:00Z"),
        ("before opening", "2026-03-03T03:30:00Z"),
        ("across closing", "2026-03-02T12:00:00Z"),
        ("on a Sunday", "2026-03-08T08:30:00Z"),
        ("in the past", "2026-03-02T07:30:00Z"),
        ("beyond the horizon", "2026-06-02T08:30:00Z"),
        ("far beyond", "9999-01-01T00:00:00Z"),
    ] {
        assert_eq!(forged("slot", slot).await, 409, "{why}");
    }
    assert_eq!(forged("slot", "tomorrow").await, 422);
    assert_eq!(forged("service", &other.service.to_string()).await, 422, "another clinic's service");
    assert_eq!(forged("practitioner", &other.practitioner.to_string()).await, 422, "another clinic's practitioner");
    assert_eq!(forged("service", &clinic.practitioner.to_string()).await, 422, "an id of another kind");
    assert_eq!(standing(&clinic).await, 0);
}

#[tokio::test]
async fn the_form_sent_twice_books_once_and_leads_to_the_same_page() {
    let clinic = clinic().await;
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[0].clone();
    let (first, second) = futures_util::future::join(send(&visitor, &page, &slot, MIA), send(&visitor, &page, &slot, MIA)).await;
    assert_eq!((first.status, &first.url), (second.status, &second.url));
    assert_eq!(standing(&clinic).await, 1);
    let secret = first.url.trim_start_matches("/a/").to_owned();
    let kept = clinic.sql("select location from form_receipt where clinic_id = $1", &[&clinic.id]).await;
    assert!(kept.iter().all(|row| !row.get::<_, String>(0).contains(&secret)), "the secret of a link stands in no table");
}

#[tokio::test]
async fn a_number_holds_three_bookings_and_the_fourth_is_asked_to_call() {
    let clinic = clinic().await;
    for name in ["Mia Farooq", "Mia's Mother", "Mia's Brother"] {
        books(&clinic, Guest { name, ..MIA }).await;
    }
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let slot = page.form(FORM).choices("slot")[0].clone();
    let refused = send(&visitor, &page, &slot, MIA).await.with_status(429);
    assert_eq!(refused.errors(), ["We cannot take this booking online. Please call the clinic"]);
    assert_eq!(refused.field_value("name").as_deref(), Some(MIA.name));
    assert_eq!(standing(&clinic).await, 3);
}

#[tokio::test]
async fn one_address_cannot_book_without_end() {
    let clinic = clinic_with_brake(3).await;
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let mut last = 0;
    for _ in 0..4 {
        last = visitor.submit(&page, FORM, &[("name", ""), ("phone", "")]).await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn another_day_is_shown_with_every_word_kept_and_none_of_them_in_the_address() {
    let clinic = clinic().await;
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let shown =
        visitor.submit(&page, FORM, &[("name", MIA.name), ("phone", MIA.phone), ("press", "Show the times")]).await.with_status(200);
    assert_eq!(shown.field_value("name").as_deref(), Some(MIA.name));
    assert_eq!(shown.url, format!("{}/book", clinic.front()));
    let next = visitor.submit(&shown, FORM, &[("show", "2026-03-04")]).await.with_status(200);
    assert!(next.words("fieldset.slots legend")[0].contains("Wed, 4 Mar 2026"), "{:?}", next.words("legend"));
    assert_eq!(next.field_value("phone").as_deref(), Some(MIA.phone));
    assert_eq!(visitor.get(&format!("{}/book", clinic.front())).await.url, clinic.front(), "a reload leads to the page");

    let by_link = visitor.follow(&page, "4 16 free").await;
    assert!(by_link.words("fieldset.slots legend")[0].contains("Wed, 4 Mar 2026"));
}

#[tokio::test]
async fn times_are_right_on_both_sides_of_a_change_of_the_clocks() {
    let clinic = clinic().await;
    clinic.sql("update clinic set time_zone = 'Europe/London', country = 'GB' where clinic_id = $1", &[&clinic.id]).await;
    clinic
        .sql("insert into opening_hours values ($1, gen_random_uuid(), $2, 7, '00:00', '04:00')", &[&clinic.id, &clinic.practitioner])
        .await;
    let visitor = clinic.visitor();
    let slots = async |day: &str| visitor.get(&format!("{}?day={day}", clinic.front())).await.form(FORM).choices("slot");
    assert_eq!(slots("2026-03-28").await[0], "2026-03-28T09:00:00Z");
    assert_eq!(slots("2026-03-30").await[0], "2026-03-30T08:00:00Z");
    let night = slots("2026-03-29").await;
    assert_eq!(night.len(), 6, "the hour from one to two does not exist: {night:?}");
    let page = visitor.get(&format!("{}?day=2026-03-29", clinic.front())).await;
    let booked = visitor
        .submit(&page, FORM, &[("slot", "2026-03-29T01:00:00Z"), ("name", MIA.name), ("phone", "07400 123456")])
        .await
        .with_status(200);
    assert!(booked.shows("Sun, 29 Mar 2026 · 02:00"), "{}", booked.text());
    assert!(!slots("2026-03-29").await.contains(&"2026-03-29T01:00:00Z".to_owned()));
}

#[tokio::test]
async fn a_clinic_that_offers_nothing_says_what_to_do() {
    let clinic = clinic().await;
    clinic.sql("update practitioner set bookable = false where clinic_id = $1", &[&clinic.id]).await;
    let page = clinic.visitor().get(&clinic.front()).await.with_status(200);
    assert!(page.shows("Nothing can be booked here yet") && page.shows("Please call or visit the clinic"), "{}", page.text());
    clinic.sql("update practitioner set bookable = true where clinic_id = $1", &[&clinic.id]).await;
    clinic.sql("delete from opening_hours where clinic_id = $1", &[&clinic.id]).await;
    let page = clinic.visitor().get(&clinic.front()).await.with_status(200);
    assert!(page.shows("No time is free on this day"), "{}", page.text());
}

#[tokio::test]
async fn the_page_weighs_less_than_50_kilobytes_and_speaks_urdu() {
    let clinic = clinic().await;
    let visitor = clinic.visitor();
    let page = visitor.get(&clinic.front()).await;
    let mut weight = page.bytes().len();
    let files =
        [page.attributes("link[rel=stylesheet]", "href"), page.attributes("script", "src"), page.attributes("link[rel=icon]", "href")]
            .concat();
    assert_eq!(files.len(), 4);
    for file in files {
        weight += visitor.get(&file).await.with_status(200).bytes().len();
    }
    assert!(weight < 50_000, "{weight} bytes");
    let urdu = visitor.speaking("ur").get(&clinic.front()).await;
    assert_eq!(urdu.attributes("html", "dir"), ["rtl"]);
    assert!(urdu.shows("یہ وقت بُک کریں"));
}

async fn state_of_message(clinic: &testkit::Clinic) -> (String, String, Option<String>) {
    let row = &clinic
        .sql("select kind, state, reason from message where clinic_id = $1 order by message_id desc limit 1", &[&clinic.id])
        .await[0];
    (row.get(0), row.get(1), row.get(2))
}
