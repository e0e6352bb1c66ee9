//! A visit becomes an invoice, the invoice is paid in cash, and the patient keeps a receipt.

use kernel::{id::Id as _, language::Language, phone::PhoneNumber};
use office::billing::{PaymentId, tell::PaymentFacts};
use testkit::{Browser, Clinic, Must as _, Page};
use trust::{
    consent::give::{How, give},
    messaging::{Channel, Facts, Kind, Knows as _, LinkId, new_link},
    patients::{
        ContactKey, Particulars, PatientId, PersonName,
        register::{CameBy, NewPatient, register},
    },
};
use uuid::Uuid;

const PHONE: &str = "0300 1234567";
const PAY: &str = "form[action$='/pay']";

struct Visit {
    patient: PatientId,
    appointment: String,
}

/// A visit that took place, `after` half hours into the day.
async fn visit(clinic: &Clinic, after: i32) -> Visit {
    visit_that_is(clinic, after, "fulfilled").await
}

async fn visit_that_is(clinic: &Clinic, after: i32, status: &str) -> Visit {
    let tx = clinic.tx().await;
    let patient = NewPatient {
        name: PersonName::parse("Ayesha Khan").must("a name"),
        phone: Some(PhoneNumber::parse(PHONE, "PK").must("a number")),
        particulars: Particulars::default(),
        language: Language::English,
    };
    let patient = register(&tx, &patient, CameBy::Reception).await.must("registering a patient");
    tx.commit().await.must("committing");
    let id = kernel::id::fresh(clinic.db.clock(), clinic.db.chance());
    clinic
        .sql(
            "insert into appointment (clinic_id, appointment_id, practitioner_id, service_id, patient_id, starts_at, ends_at, status, booked_at, booked_by, notice_version)
             select $1, $2, $3, $4, $5, day + $6 * interval '30 minutes', day + ($6 + 1) * interval '30 minutes', $7, day, 'staff', 'test'
               from (select timestamptz '2026-03-02 04:00Z' as day) d",
            &[&clinic.id, &id, &clinic.practitioner, &clinic.service, &patient, &f64::from(after), &status],
        )
        .await;
    Visit { patient, appointment: format!("apt_{}", id.simple()) }
}

/// A form of ours that this browser was shown: any page has one.
async fn form_token(browser: &Browser) -> String {
    let page = browser.get("/invoices").await;
    page.form("form[action='/sign-out']").value("_form").unwrap_or_default().to_owned()
}

async fn raise_with(browser: &Browser, visit: &Visit, token: &str) -> Page {
    browser.not_following().post_raw(&format!("/appointments/{}/invoice", visit.appointment), &[("_form", token)]).await
}

/// Raises the visit's invoice and opens it.
async fn raise(browser: &Browser, visit: &Visit) -> Page {
    let led = raise_with(browser, visit, &form_token(browser).await).await.with_status(303);
    browser.get(led.header("location")).await.with_status(200)
}

async fn count(clinic: &Clinic, question: &str) -> i64 {
    clinic.sql(question, &[&clinic.id]).await[0].get(0)
}

async fn payments(clinic: &Clinic) -> i64 {
    count(clinic, "select count(*) from payment where clinic_id = $1").await
}

async fn only_payment(clinic: &Clinic) -> PaymentId {
    clinic.sql("select payment_id from payment where clinic_id = $1 order by receipt_number desc limit 1", &[&clinic.id]).await[0].get(0)
}

/// The words on a paper, where poppler is installed.
fn words_on(pdf: &[u8], name: &str) -> Option<String> {
    let file = std::env::temp_dir().join(format!("{name}-{}.pdf", std::process::id()));
    std::fs::write(&file, pdf).must("writing a paper");
    let output = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    std::fs::remove_file(file).must("removing a paper");
    Some(String::from_utf8_lossy(&output.ok()?.stdout).replace('\u{a0}', " "))
}

#[tokio::test]
async fn a_visit_is_invoiced_paid_in_cash_and_receipted() {
    let clinic = testkit::clinic().await;
    let (reception, visit) = (clinic.reception(), visit(&clinic, 0).await);
    let invoice = raise(&reception, &visit).await;
    for words in ["Invoice INV-1", "Ayesha Khan", "Consultation", "PKR 1,500.00", "Not paid yet."] {
        assert!(invoice.shows(words), "{words} in:\n{}", invoice.text());
    }
    assert_eq!(invoice.field_value("received").as_deref(), Some("1500.00"), "the exact amount stands ready");

    let paid = reception.submit(&invoice, PAY, &[("received", "2,000")]).await.with_status(200);
    assert!(paid.shows("Received PKR 2,000.00. Give back PKR 500.00."), "{}", paid.text());
    assert!(paid.shows("Paid in cash, 2 Mar 2026") && paid.shows("The receipt is R-1."), "{}", paid.text());
    assert!(!paid.has(PAY), "nothing more to pay");
    let kept = clinic
        .sql(
            "select amount_minor, method, status from payment join invoice using (clinic_id, invoice_id) where clinic_id = $1",
            &[&clinic.id],
        )
        .await;
    assert_eq!((kept[0].get(0), kept[0].get(1), kept[0].get(2)), (150_000_i64, "cash", "balanced"), "the total, not what was received");
    assert_eq!(
        count(&clinic, "select count(*) from form_receipt where clinic_id = $1 and location like '%received%'").await,
        0,
        "the change is stored nowhere"
    );
    assert_eq!(count(&clinic, "select count(*) from message where clinic_id = $1 and kind = 'receipt' and channel = 'whatsapp'").await, 1);

    for size in ["a4", "roll"] {
        let address = format!("{}/receipt.pdf?size={size}", invoice.url);
        let receipt = reception.get(&address).await.with_status(200);
        assert!(receipt.bytes().starts_with(b"%PDF"));
        assert_eq!(receipt.header("content-type"), "application/pdf");
        assert_eq!(receipt.header("content-disposition"), "inline; filename=\"receipt-R-1.pdf\"");
        assert_eq!(receipt.header("cache-control"), "no-store");
        assert_eq!(receipt.bytes(), reception.get(&address).await.bytes(), "the same to the byte");
        let Some(text) = words_on(receipt.bytes(), size) else { continue };
        assert!(text.contains("PKR 1,500.00") && text.contains("R-1") && text.contains("Ayesha Khan"), "{text}");
    }

    let trail = clinic.tx().await.trail_of(visit.patient.uuid(), None, 100).await.unwrap();
    for act in ["billing.raise", "billing.show", "billing.pay", "billing.receipt"] {
        assert!(trail.iter().any(|(_, entry)| entry.act == act && entry.outcome == "done"), "{act} is in the patient's trail");
    }
}

#[tokio::test]
async fn from_the_days_list_to_a_receipt_on_the_patients_phone() {
    let clinic = testkit::clinic().await;
    let (reception, visit) = (clinic.reception(), visit(&clinic, 0).await);
    let tx = clinic.tx().await;
    let contact = ContactKey::of(&tx, &PhoneNumber::parse(PHONE, "PK").unwrap()).unwrap();
    give(&tx, visit.patient, &contact, Channel::WhatsApp, How::Desk, None).await.unwrap();
    tx.commit().await.unwrap();

    let today = reception.get("/today").await.with_status(200);
    let invoice = reception.submit(&today, "form[action$='/invoice']", &[]).await.with_status(200);
    assert!(invoice.shows("Invoice INV-1") && invoice.shows("Ayesha Khan"), "{}", invoice.text());
    assert_eq!(reception.submit(&invoice, PAY, &[]).await.status, 200);
    clinic.work_until_idle().await;

    let phone = reception.get("/phone").await.with_status(200);
    assert!(phone.shows("thank you. We received PKR 1,500.00, receipt R-1."), "{}", phone.text());
    let links = phone.attributes(".bubble--in a", "href");
    assert_eq!(links.len(), 1, "{links:?}");
    let receipt = clinic.visitor().get(&links[0]).await.with_status(200);
    assert!(receipt.url.starts_with("/r/") && receipt.bytes().starts_with(b"%PDF"));
}

#[tokio::test]
async fn an_appointment_has_one_invoice_however_often_it_is_asked_for() {
    let clinic = testkit::clinic().await;
    let (reception, owner) = (clinic.reception(), clinic.owner());
    let (first, second) = (visit(&clinic, 0).await, visit(&clinic, 1).await);
    let (token, other, at_once) = (form_token(&reception).await, form_token(&reception).await, form_token(&owner).await);
    let (a, b) = tokio::join!(raise_with(&reception, &first, &token), raise_with(&owner, &first, &at_once));
    let again = raise_with(&reception, &first, &token).await;
    let anew = raise_with(&reception, &first, &other).await;
    for page in [&a, &b, &again, &anew] {
        assert_eq!((page.status, page.header("location")), (303, a.header("location")));
    }
    assert_eq!(count(&clinic, "select count(*) from invoice where clinic_id = $1").await, 1);
    assert!(raise(&reception, &second).await.shows("Invoice INV-2"), "no number is lost to a second try");
}

#[tokio::test]
async fn an_invoice_is_paid_once_however_often_the_form_is_sent() {
    let clinic = testkit::clinic().await;
    let (reception, visited) = (clinic.reception(), visit(&clinic, 0).await);
    let invoice = raise(&reception, &visited).await;
    let elsewhere = clinic.owner().get(&invoice.url).await;
    let values = [("received", "2000")];
    let (a, b) = tokio::join!(reception.submit(&invoice, PAY, &values), reception.submit(&invoice, PAY, &values));
    for page in [&a, &b] {
        assert_eq!(page.status, 200);
        assert!(page.shows("Give back PKR 500.00"), "both presses of the button lead to the change");
    }
    let refused = clinic.owner().submit(&elsewhere, PAY, &values).await.with_status(422);
    assert!(refused.shows("This invoice is already paid. Nothing was taken a second time."), "{}", refused.text());
    assert!(!refused.shows("Give back"));
    assert_eq!(payments(&clinic).await, 1);
    assert_eq!(count(&clinic, "select count(*) from message where clinic_id = $1 and kind = 'receipt'").await, 1);

    let next = raise(&reception, &visit(&clinic, 1).await).await;
    let paid = reception.submit(&next, PAY, &[]).await.with_status(200);
    assert!(paid.shows("The receipt is R-2.") && paid.shows("There is nothing to give back."), "{}", paid.text());
}

#[tokio::test]
async fn of_two_desks_that_take_the_same_payment_at_once_one_does() {
    let clinic = testkit::clinic().await;
    let (reception, owner) = (clinic.reception(), clinic.owner());
    for half_hour in 0..5 {
        let invoice = raise(&reception, &visit(&clinic, half_hour).await).await;
        let elsewhere = owner.get(&invoice.url).await;
        let (a, b) = tokio::join!(reception.submit(&invoice, PAY, &[]), owner.submit(&elsewhere, PAY, &[]));
        assert_eq!([a.status.min(b.status), a.status.max(b.status)], [200, 422]);
    }
    let numbers =
        clinic.sql("select array_agg(receipt_number order by receipt_number) from payment where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(numbers[0].get::<_, Vec<i64>>(0), [1, 2, 3, 4, 5], "no number is lost to the other desk");
}

#[tokio::test]
async fn the_practitioner_and_the_other_clinic_find_nothing() {
    let clinic = testkit::clinic().await;
    let (reception, visited) = (clinic.reception(), visit(&clinic, 0).await);
    let invoice = raise(&reception, &visited).await;
    assert_eq!(reception.submit(&invoice, PAY, &[]).await.status, 200);
    let unpaid = raise(&reception, &visit(&clinic, 1).await).await;
    let other = clinic.other().await;
    let token = form_token(&other.reception()).await;
    for page in [invoice.url.clone(), format!("{}/receipt.pdf", invoice.url), unpaid.url.clone()] {
        assert_eq!(clinic.practitioner().get(&page).await.status, 404);
        assert_eq!(other.owner().get(&page).await.status, 404);
    }
    assert_eq!(clinic.practitioner().get("/invoices").await.status, 404);
    assert!(!other.reception().get("/invoices").await.with_status(200).shows("Ayesha Khan"));
    assert_eq!(other.reception().post_raw(&format!("{}/pay", unpaid.url), &[("_form", &token), ("received", "2000")]).await.status, 404);
    assert_eq!(raise_with(&other.reception(), &visited, &token).await.status, 404);
    assert_eq!(payments(&clinic).await, 1);
    assert_eq!(payments(&other).await, 0);
}

/// The link to a receipt, as the message about it is rendered.
async fn link_to(clinic: &Clinic, payment: PaymentId) -> (LinkId, String) {
    let tx = clinic.tx().await;
    let of = clinic.db.clinic_by_id(clinic.id).await.must("the clinic");
    let facts = PaymentFacts.facts(&tx, &of, Kind::Receipt, payment.uuid()).await.must("reading the facts");
    let said =
        facts.and_then(|facts| if let Facts::Payment { link, number, amount } = facts { Some((link, number, amount)) } else { None });
    let (link, number, amount) = said.must("a payment has facts");
    assert!(number.starts_with("R-") && amount.minor == 150_000);
    let token = tx.link_token(link.uuid());
    tx.commit().await.must("committing");
    (link, format!("/r/{token}"))
}

#[tokio::test]
async fn a_link_opens_its_own_receipt_for_ninety_days_and_nothing_else() {
    let clinic = testkit::clinic().await;
    let reception = clinic.reception();
    let (mine, theirs) = (visit(&clinic, 0).await, visit(&clinic, 1).await);
    assert_eq!(reception.submit(&raise(&reception, &mine).await, PAY, &[]).await.status, 200);
    let first = only_payment(&clinic).await;
    assert_eq!(reception.submit(&raise(&reception, &theirs).await, PAY, &[]).await.status, 200);
    let second = only_payment(&clinic).await;

    let (link, address) = link_to(&clinic, first).await;
    assert_eq!(link_to(&clinic, first).await.0, link, "a message tried again leads through the same door");
    let (_, other) = link_to(&clinic, second).await;
    let patient = clinic.visitor();
    let receipt = patient.get(&address).await.with_status(200);
    assert_eq!(receipt.header("content-disposition"), "inline; filename=\"receipt-R-1.pdf\"");
    assert_eq!(receipt.header("cache-control"), "no-store");
    assert!(receipt.bytes().starts_with(b"%PDF"));
    assert_eq!(patient.get(&other).await.with_status(200).header("content-disposition"), "inline; filename=\"receipt-R-2.pdf\"");
    let opened = clinic.tx().await.trail_of(mine.patient.uuid(), None, 100).await.unwrap();
    assert_eq!(opened.iter().filter(|(_, entry)| entry.actor_kind == "bearer" && entry.act == "billing.receipt").count(), 1);

    // A link for something else, even to this very payment, is not a link to the receipt.
    let tx = clinic.tx().await;
    let until = clinic.clock.now() + jiff::SignedDuration::from_hours(1);
    let stray = new_link(&tx, "appointment", first.uuid(), until).await.unwrap();
    let stray = tx.link_token(stray.uuid());
    tx.commit().await.unwrap();
    assert_eq!(patient.get(&format!("/r/{stray}")).await.status, 404);
    for forged in [format!("{address}x"), "/r/AAAA".to_owned(), format!("/r/{}", Uuid::nil().simple())] {
        assert_eq!(patient.get(&forged).await.status, 404);
    }
    clinic.clock.advance(jiff::SignedDuration::from_hours(90 * 24 + 1));
    assert_eq!(patient.get(&address).await.status, 404);
}

#[tokio::test]
async fn an_amount_that_is_none_is_refused_with_a_sentence_and_stays_as_typed() {
    let clinic = testkit::clinic().await;
    let (reception, visited) = (clinic.reception(), visit(&clinic, 0).await);
    let invoice = raise(&reception, &visited).await;
    let long = "9".repeat(5000);
    let sentences = [
        ("", "Fill this in"),
        ("1499.99", "Enter at least PKR 1,500.00: an invoice is paid in full"),
        ("0", "Enter at least PKR 1,500.00: an invoice is paid in full"),
        ("1500.001", "There are too many digits after the point for this currency"),
        ("99999999999", "This amount is too large. Check the number of zeros"),
        (long.as_str(), "This amount is too large. Check the number of zeros"),
        ("-2000", "Enter an amount in digits, such as 1500 or 1500.50"),
        ("1e9", "Enter an amount in digits, such as 1500 or 1500.50"),
        ("=1+1", "Enter an amount in digits, such as 1500 or 1500.50"),
        ("2000'; drop table payment; --", "Enter an amount in digits, such as 1500 or 1500.50"),
        ("\"><script>alert(1)</script>", "Enter an amount in digits, such as 1500 or 1500.50"),
        ("دو ہزار \u{202e}2000", "Enter an amount in digits, such as 1500 or 1500.50"),
    ];
    for (typed, sentence) in sentences {
        let refused = reception.submit(&invoice, PAY, &[("received", typed)]).await.with_status(422);
        assert_eq!(refused.errors(), [sentence], "{typed}");
        assert_eq!(refused.field_value("received").as_deref(), Some(typed));
        assert!(!refused.html().contains("<script>alert"), "{typed}");
    }
    assert_eq!(payments(&clinic).await, 0);
    let paid = reception.submit(&invoice, PAY, &[("received", "۲٬۰۰۰")]).await.with_status(200);
    assert!(paid.shows("Give back PKR 500.00"), "{}", paid.text());
}

#[tokio::test]
async fn a_line_keeps_its_words_and_price_when_the_service_changes() {
    let clinic = testkit::clinic().await;
    let (reception, visited) = (clinic.reception(), visit(&clinic, 0).await);
    let invoice = raise(&reception, &visited).await;
    clinic.sql("update service set name = 'Long talk', price_minor = 900000 where clinic_id = $1", &[&clinic.id]).await;
    let later = reception.get(&invoice.url).await;
    assert!(later.shows("Consultation") && later.shows("PKR 1,500.00") && !later.shows("Long talk"), "{}", later.text());
    assert!(raise(&reception, &visit(&clinic, 1).await).await.shows("PKR 9,000.00"));
}

#[tokio::test]
async fn currencies_without_minor_units_and_with_three_are_paid_too() {
    for (currency, shown, too_fine, received, back) in
        [("JPY", "JPY 1,500", "1500.5", "2000", "Give back JPY 500."), ("KWD", "KWD 1.500", "1.5001", "2", "Give back KWD 0.500.")]
    {
        let clinic = testkit::clinic().await;
        clinic.sql("update clinic set currency = $2 where clinic_id = $1", &[&clinic.id, &currency]).await;
        clinic.sql("update service set price_minor = 1500 where clinic_id = $1", &[&clinic.id]).await;
        let (reception, visited) = (clinic.reception(), visit(&clinic, 0).await);
        let invoice = raise(&reception, &visited).await;
        assert!(invoice.shows(shown), "{}", invoice.text());
        assert_eq!(reception.submit(&invoice, PAY, &[("received", too_fine)]).await.status, 422);
        let paid = reception.submit(&invoice, PAY, &[("received", received)]).await.with_status(200);
        assert!(paid.shows(back), "{}", paid.text());
        // The clinic's next currency does not rewrite what was paid in this one.
        clinic.sql("update clinic set currency = 'EUR' where clinic_id = $1", &[&clinic.id]).await;
        assert!(reception.get(&invoice.url).await.shows(shown));
    }
}

#[tokio::test]
async fn the_list_has_what_is_owed_first_and_what_each_day_brought() {
    let clinic = testkit::clinic().await;
    let reception = clinic.reception();
    assert!(reception.get("/invoices").await.with_status(200).shows("No invoices yet"));
    let owed = raise(&reception, &visit(&clinic, 0).await).await;
    for after in 1..3 {
        let invoice = raise(&reception, &visit(&clinic, after).await).await;
        assert_eq!(reception.submit(&invoice, PAY, &[]).await.status, 200);
    }
    let list = reception.get("/invoices").await.with_status(200);
    assert_eq!(list.words("#list .c-key"), ["INV-1", "INV-3", "INV-2"]);
    assert_eq!(list.words("#list .badge"), ["Not paid", "Paid", "Paid"]);
    assert!(list.shows("Mon, 2 Mar 2026 2 PKR 3,000.00"), "{}", list.text());
    assert_eq!(reception.follow(&list, "INV-1").await.url, owed.url);
    let urdu = reception.speaking("ur").get("/invoices").await;
    assert!(urdu.has("html[dir=rtl]") && urdu.shows("ادائیگی باقی"));
}

#[tokio::test]
async fn nothing_is_charged_for_a_cancelled_visit_and_a_free_one_owes_nothing() {
    let clinic = testkit::clinic().await;
    let (reception, cancelled) = (clinic.reception(), visit_that_is(&clinic, 0, "cancelled").await);
    let refused = raise_with(&reception, &cancelled, &form_token(&reception).await).await.with_status(422);
    assert!(refused.shows("This appointment did not take place, so there is nothing to charge for."));
    assert_eq!(count(&clinic, "select count(*) from invoice where clinic_id = $1").await, 0);

    clinic.sql("update service set price_minor = 0 where clinic_id = $1", &[&clinic.id]).await;
    let free = raise(&reception, &visit(&clinic, 1).await).await;
    assert!(free.shows("INV-1") && free.shows("There is nothing to pay.") && !free.has(PAY), "{}", free.text());
}
