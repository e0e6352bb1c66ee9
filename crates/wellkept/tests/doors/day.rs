//! A clinic with a day behind it, lived through by its own pages, so that every route has something of its own to point at.

use kernel::{Role, http::Listed};
use testkit::{Clinic, Must as _, Operator, Page, Site};
use trust::identity::session::{Sitting, begin_session};

/// What stands for `{id}` after each first word of a path: table, its key, the letters of the id.
const THINGS: &[(&str, &str, &str, &str)] = &[
    ("locations", "location", "location_id", "loc"),
    ("emergency", "break_glass", "glass_id", "brk"),
    ("emergencies", "break_glass", "glass_id", "brk"),
    // The last who came: nobody else's work ends when they are suspended.
    ("team", "membership", "since desc, person_id", "per"),
    ("invitations", "invitation", "expires_at desc, invitation_id", "ivt"),
    ("queue", "queue_ticket", "ticket_id", "tkt"),
    ("appointments", "appointment", "appointment_id", "apt"),
    ("patients", "patient", "patient_id", "pat"),
    ("encounters", "encounter", "encounter_id", "enc"),
    ("notes", "note", "note_id", "not"),
    ("invoices", "invoice", "invoice_id", "inv"),
    ("import", "import_run", "import_id", "imp"),
    ("directory", "directory_link", "person_id", "per"),
    ("me/sessions", "session", "session_id", "ses"),
    ("api/v1/patients", "patient", "patient_id", "pat"),
    ("api/v1/appointments", "api_booking", "appointment_id", "apt"),
    ("api-clients", "api_client", "client_id", "api"),
    ("api-certificates", "api_certificate", "certificate_id", "apc"),
    ("api-ranges", "api_range", "range_id", "apr"),
    ("support", "support_grant", "grant_id", "sgr"),
    ("operator/clinics", "clinic", "clinic_id", "cli"),
    ("operator/leaves", "support_grant", "grant_id", "sgr"),
    ("cases", "access_case", "case_id", "cas"),
    ("me/calendar", "calendar_feed", "feed_id", "cal"),
    ("services", "service", "service_id", "svc"),
    ("rooms", "room", "room_id", "rom"),
    ("waitlist", "waitlist", "entry_id", "wai"),
    ("calendar/unblock", "hours_exception", "exception_id", "exc"),
    ("hours/exceptions", "hours_exception", "exception_id", "exc"),
    ("check-in", "checkin_door", "door_id", "kio"),
    ("hours", "practitioner", "bookable desc, practitioner_id", "pra"),
];

const BUNDLE: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","name":[{"text":"Chand Bibi"}],"birthDate":"1980-01-02","gender":"female"}}]}"#;

/// What to put into the paths of one clinic.
pub(crate) struct Ids {
    slug: String,
    handset: String,
    things: Vec<(&'static str, String)>,
    /// The links its people hold, by the first word of their path.
    pub(crate) links: Vec<(&'static str, String)>,
    /// The key of a program that may ask for everything, from here.
    pub(crate) key: String,
    /// The operator who asked this clinic for leave to look at everything.
    pub(crate) operator: Operator,
}

impl Ids {
    /// The path with everything in braces replaced.
    pub(crate) fn fill(&self, path: &str) -> String {
        let mut filled = path
            .replace("{slug}", &self.slug)
            .replace("{tag}", "ur")
            .replace("/{mark}/{name}", "/0/wellkept.css")
            .replace("{handset}", &self.handset)
            .replace("{*rest}", "no/such/thing");
        if let Some((_, id)) = self.things.iter().find(|(first, _)| path.starts_with(&format!("/{first}/"))) {
            filled = filled.replace("{id}", id);
        }
        filled
    }

    /// Routes with something in braces nobody filled; a link's token is filled by its test.
    pub(crate) fn unknown(&self, routes: &[Listed]) -> Vec<&'static str> {
        routes.iter().map(|route| route.path).filter(|path| self.fill(path).replace("{token}", "").contains('{')).collect()
    }
}

/// Opens a clinic and lives through a day in it: booked, arrived, called, seen, signed, billed, paid; somebody invited,
/// records brought in; a program let in.
pub(crate) async fn a_clinic_with_a_day(site: &Site) -> (Clinic, Ids) {
    let clinic = site.clinic().await;
    let mia = clinic.patient("Mia Rahman");
    let booked = mia.books().await;
    clinic.work_until_idle().await;
    let appointment_link = mia.last_link().await;
    assert!(booked.status == 200, "{}", booked.text());

    let (desk, doctor, owner) = (clinic.reception(), clinic.practitioner(), clinic.owner());
    desk.submit(&today(&desk).await, "form[action$='/arrive']", &[]).await.with_status(200);
    doctor.submit(&today(&doctor).await, "form[action='/queue/call-next']", &[]).await.with_status(200);
    let visit = doctor.submit(&today(&doctor).await, "form[action$='/visit']", &[]).await.with_status(200);
    let note = [("subjective", "Cough for 5 days"), ("objective", "Clear"), ("assessment", "Cold"), ("plan", "Rest")];
    doctor.submit(&visit, "form[data-draft]", &note).await.with_status(200);
    doctor.submit(&today(&doctor).await, "form[action$='/done']", &[]).await.with_status(200);
    // With a clock that stands still two messages of one moment have no order.
    clinic.clock.advance(jiff::SignedDuration::from_secs(1));
    let invoice = desk.submit(&today(&desk).await, "form[action$='/invoice']", &[]).await.with_status(200);
    desk.submit(&invoice, "form[action$='/pay']", &[]).await.with_status(200);
    clinic.work_until_idle().await;
    let receipt_link = mia.last_link().await;

    // The pharmacist at two desks at once, which the owner is told of.
    let pharmacist = clinic.who_is(Role::Pharmacist).person;
    for address in ["192.0.2.7", "198.51.100.7"] {
        let sitting = Sitting { address: address.to_owned(), ..Sitting::plain(pharmacist, clinic.id) };
        begin_session(clinic.site.house(), &sitting).await.must("a session elsewhere");
    }

    let team = owner.get("/team").await;
    let invited = [("name", "Sami Noor"), ("email", "sami@invited.example"), ("role", "receptionist")];
    let invited = owner.submit(&team, "form[action='/team']", &invited).await.with_status(200);
    somebody_joins(&clinic, &owner).await;
    an_emergency(&clinic).await;
    let locations = owner.get("/locations").await.with_status(200);
    owner.submit(&locations, "form[action='/locations']", &[("name", "Clifton")]).await.with_status(200);
    let services = owner.get("/services").await.with_status(200);
    owner.submit(&services, "form[action='/rooms']", &[("room", "Ultrasound")]).await.with_status(200);
    let hours = owner.get("/hours").await.with_status(200);
    owner.submit(&hours, "form[action='/hours/except']", &[("first", "2026-12-25"), ("note", "Christmas")]).await.with_status(200);
    let import = owner.get("/import").await;
    owner.submit_files(&import, "main form", &[], &[("files", "one.json", BUNDLE.as_bytes().to_vec())]).await.with_status(200);

    clinic
        .sql(
            "insert into directory_link (clinic_id, person_id, issuer, subject_tag, linked_at)
             select clinic_id, person_id, 'https://id.clinic.example', uuid_send(person_id), since from membership
              where clinic_id = $1 and role = 'receptionist'",
            &[&clinic.id],
        )
        .await;

    let scopes = ["appointments:read", "patients:read", "slots:read", "appointments:write", "queue:read"];
    let (key, program) = clinic.key_for("Laboratory", &scopes).await;
    clinic.lets_in(&program, &site.address()).await;
    a_program_books(&clinic, &key).await;
    let page = owner.get(&program).await;
    owner.submit(&page, "#new-certificate", &[("reason", "On the road")]).await.with_status(200);
    let operator = site.operator().await;
    operator.asks(&clinic, &["schedule", "records", "billing", "settings"], 4).await.with_status(200);

    let (forgetful, email) = (clinic.visitor(), clinic.who_is(kernel::Role::Auditor).email.clone());
    forgetful.submit(&forgetful.get("/forgot").await, "main form", &[("email", &email)]).await.with_status(200);
    let reset = clinic.letters_to(&email).await.iter().find_map(|kept| in_letter(kept.letter.plain(), "/reset/")).must("a letter");

    let begins = asks_to_open(&clinic).await;
    let ids = ids(
        &clinic,
        (key, operator),
        vec![
            ("start", begins),
            ("reset", reset),
            ("a", token(&appointment_link)),
            ("r", token(&receipt_link)),
            ("i", invitation(&invited)),
            ("w", waits_for_a_time(&clinic).await),
            ("calendar", calendar_address(&doctor).await),
            ("k", a_door(&owner).await),
        ],
    )
    .await;
    (clinic, ids)
}

/// The clinic's own site books for a visitor.
async fn a_program_books(clinic: &Clinic, key: &str) {
    let program = clinic.program().with_key(key);
    let json = |page: Page| -> serde_json::Value { serde_json::from_slice(page.bytes()).must("JSON") };
    let service = json(program.get("/api/v1/services").await.with_status(200))["services"][0]["id"].clone();
    let days = "from=2026-03-03&to=2026-03-31";
    let path = format!("/api/v1/slots?service={}&{days}", service.as_str().must("a service"));
    let slots = json(program.get(&path).await.with_status(200));
    let said = serde_json::json!({
        "service": service, "starts_at": slots["slots"][5]["starts_at"], "name": "Nida Shah", "phone": "0300 7654321",
        "notice_shown": true, "consent": false,
    });
    program.post("/api/v1/appointments", "the-days-booking", &said).await.with_status(201);
}

/// Somebody asks to open a clinic; the token of the letter.
async fn asks_to_open(clinic: &Clinic) -> String {
    let (visitor, email) = (clinic.visitor(), format!("new.{}@opens.example", clinic.id));
    let filled = [
        ("name", "Another Clinic"),
        ("service", "Consultation"),
        ("price", "1500"),
        ("practitioner", "Dr Sana Malik"),
        ("owner", "Omar Aziz"),
        ("email", email.as_str()),
        ("password", "a lantern over quiet water"),
        ("terms", "1"),
    ];
    visitor.submit(&visitor.get("/start").await, "form[action='/start']", &filled).await.with_status(200);
    clinic.letters_to(&email).await.iter().find_map(|kept| in_letter(kept.letter.plain(), "/start/")).must("a letter")
}

/// Somebody joins the waitlist; the token of their place.
async fn waits_for_a_time(clinic: &Clinic) -> String {
    let visitor = clinic.visitor();
    let page = visitor.get(&format!("{}/wait", clinic.front())).await.with_status(200);
    let filled = [("name", "Zain Ali"), ("phone", "0300 9998887"), ("consent", "1")];
    let joined = visitor.submit(&page, "form[action$='/wait']", &filled).await.with_status(200);
    token(joined.url.split('?').next().must("an address"))
}

/// The owner opens a door for checking in; the token of its address.
async fn a_door(owner: &testkit::Browser) -> String {
    let page = owner.get("/check-in").await.with_status(200);
    let door = owner.submit(&page, "form[action='/check-in']", &[("name", "Entrance"), ("kind", "tablet")]).await.with_status(200);
    token(door.attributes("a[href*='/k/']", "href").first().must("an address"))
}

/// The doctor has a calendar of their own read when they are booked.
async fn calendar_address(doctor: &testkit::Browser) -> String {
    let page = doctor.get("/me/calendar").await.with_status(200);
    let made = doctor.submit(&page, "form[action='/me/calendar']", &[("name", "Phone")]).await.with_status(200);
    token(made.words("#calendar-address").first().must("an address, once"))
}

/// The pharmacist opens the chart in an emergency, and shuts it.
async fn an_emergency(clinic: &Clinic) {
    let pharmacist = clinic.member(kernel::Role::Pharmacist);
    let list = pharmacist.get("/patients").await.with_status(200);
    let chart = list.attributes("a[href^='/patients/pat_']", "href").first().must("a patient").clone();
    let shut = pharmacist.get(&chart).await.with_status(403);
    let why = [("reason", "emergency"), ("words", "A reaction to a medicine")];
    let open = pharmacist.submit(&shut, "form[action$='/emergency']", &why).await.with_status(200);
    pharmacist.submit(&open, "#emergency form", &[]).await.with_status(200);
}

/// Somebody else is invited and comes, and somebody else again is invited: the team's own pages act on these.
async fn somebody_joins(clinic: &Clinic, owner: &testkit::Browser) {
    let mark = clinic.slug.as_str();
    for (name, comes) in [("Asma Gul", true), ("Farah Deen", false)] {
        clinic.clock.advance(jiff::SignedDuration::from_secs(1));
        let team = owner.get("/team").await;
        let email = format!("{}@{mark}.example", name.replace(' ', "."));
        let invited = [("name", name), ("email", email.as_str()), ("role", "billing")];
        let invited = owner.submit(&team, "form[action='/team']", &invited).await.with_status(200);
        if comes {
            let newcomer = clinic.visitor();
            let welcome = newcomer.get(&format!("/i/{}", invitation(&invited))).await.with_status(200);
            newcomer.submit(&welcome, "main form", &[("password", "a lantern over still water")]).await;
        }
    }
}

async fn today(browser: &testkit::Browser) -> Page {
    browser.get("/today").await.with_status(200)
}

fn token(link: &str) -> String {
    link.rsplit('/').next().must("a link ends with its token").to_owned()
}

fn in_letter(text: &str, path: &str) -> Option<String> {
    Some(text.split(path).nth(1)?.split_whitespace().next()?.to_owned())
}

/// The invitation's link is on the page once, to be handed over.
fn invitation(page: &Page) -> String {
    let html = page.html();
    let rest = html.split("/i/").nth(1).must("the link of an invitation");
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

async fn ids(clinic: &Clinic, (key, operator): (String, Operator), links: Vec<(&'static str, String)>) -> Ids {
    let mut things = Vec::new();
    for &(first, table, key, letters) in THINGS {
        // The first of each: the import brings another patient later.
        let column = key.rsplit(' ').next().unwrap_or(key);
        let question = format!("select {column} from {table} where clinic_id = $1 order by {key} limit 1");
        let rows = clinic.sql(&question, &[&clinic.id]).await;
        let id: uuid::Uuid = rows.first().must(&format!("the day has left no {table}")).get(0);
        things.push((first, format!("{letters}_{}", id.simple())));
    }
    let page = clinic.reception().get("/phone").await;
    let reply = page.attributes("form[action^='/phone/']", "action").first().must("a handset").clone();
    let handset = reply.trim_start_matches("/phone/").trim_end_matches("/reply").to_owned();
    Ids { slug: clinic.slug.clone(), handset, things, links, key, operator }
}
