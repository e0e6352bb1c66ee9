//! Every route × everybody who might try it. The routes come from the router; who may use each is also written in
//! `routes.txt`, read by a person: a route that is not there fails. After adding one, write the list anew and read the
//! difference: `UPDATE_ROUTES=1 cargo test -p wellkept --test doors routes`.

use std::collections::BTreeSet;

use kernel::{
    Role,
    http::{ALLOWED_COOKIES, Access, Listed},
    id::Id as _,
};
use testkit::{Browser, Clinic, Must as _, Page, Site};
use uuid::Uuid;

use crate::day::{Ids, a_clinic_with_a_day};

/// POSTs that refuse a form that is not ours with another status than 403, with the reason.
pub(crate) const OTHER_REFUSALS: [(&str, u16); 1] = [
    ("/import", 400), // takes an upload, and what came was none
];

/// Pages whose verb refuses a role that the route lets in, so that the attempt stands in the trail of the patient.
const VERB_REFUSES: [(&str, Role); 6] = [
    ("/patients/{id}", Role::Receptionist), // the desk does its work without anybody's chart
    ("/encounters/{id}", Role::Pharmacist), // but in an emergency
    ("/patients/{id}", Role::Billing),
    ("/patients/{id}", Role::Auditor),
    ("/encounters/{id}", Role::Owner), // who runs the clinic does not therefore treat
    ("/notes/{id}/amend", Role::Owner),
];

/// Pages that a verb refuses with the way in for an emergency: to clinicians, and only where there is such a page.
const SHUT_BUT_IN_AN_EMERGENCY: [(&str, Role); 1] = [("/patients/{id}", Role::Pharmacist)];

fn words(route: &Listed) -> String {
    let who = match route.access {
        Access::Anyone => "anyone".to_owned(),
        Access::Visitor => "visitor".to_owned(),
        Access::Link => "link".to_owned(),
        Access::Letter => "letter".to_owned(),
        Access::Operator => "operator".to_owned(),
        Access::Staff(roles) => roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" "),
        Access::Client(scope) => format!("client {scope}"),
    };
    format!("{} {} {who}", route.method, route.path)
}

#[tokio::test]
async fn every_route_is_on_the_reviewed_list() {
    let site = Site::open().await;
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/doors/routes.txt");
    let now: String = site.routes().iter().map(|route| words(route) + "\n").collect();
    #[expect(clippy::disallowed_methods, reason = "the one switch of this test")]
    let update = std::env::var("UPDATE_ROUTES").is_ok();
    if update {
        std::fs::write(&file, &now).must("writing routes.txt");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let (kept, now): (BTreeSet<&str>, BTreeSet<&str>) = (kept.lines().collect(), now.lines().collect());
    let (new, gone): (Vec<_>, Vec<_>) = (now.difference(&kept).collect(), kept.difference(&now).collect());
    assert!(
        new.is_empty() && gone.is_empty(),
        "not on the reviewed list: {new:#?}\nno longer there: {gone:#?}\n\
         If that is right: UPDATE_ROUTES=1 cargo test -p wellkept --test doors routes, read the difference, commit it."
    );
}

/// Two clinics on one site, each with a day behind it.
struct Ground {
    own: Clinic,
    other: Clinic,
    own_ids: Ids,
    other_ids: Ids,
    /// Links of every purpose to things that are not there, one that is over, and one that nobody signed.
    wrong_links: Vec<String>,
}

async fn ground() -> Ground {
    let site = Site::open().await;
    let (own, own_ids) = a_clinic_with_a_day(&site).await;
    let (other, other_ids) = a_clinic_with_a_day(&site).await;
    let wrong_links = wrong_links(&own).await;
    Ground { own, other, own_ids, other_ids, wrong_links }
}

async fn wrong_links(clinic: &Clinic) -> Vec<String> {
    let tx = clinic.tx().await;
    let (now, later) = (tx.now(), tx.now() + jiff::SignedDuration::from_hours(24));
    let mut links = vec!["nonsense".to_owned(), "A".repeat(43), tx.link_token(Uuid::from_u128(1))];
    for purpose in ["appointment", "invitation", "receipt"] {
        for expires in [later, now] {
            let link = trust::messaging::new_link(&tx, purpose, kernel::id::fresh(&clinic.clock, clinic.db.chance()), expires)
                .await
                .must("a link");
            links.push(tx.link_token(link.uuid()));
        }
    }
    tx.commit().await.must("links");
    links
}

/// The times of a practitioner's calendar, which a program keeps and asks about again.
fn is_kept_calendar(page: &Page) -> bool {
    page.url.starts_with("/calendar/") && page.status == 200 && page.header("cache-control") == "private, no-cache"
}

/// What must hold of every answer, whoever asked.
fn decent(route: &str, page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    if page.status >= 500 {
        wrong.push(format!("{route}: {} to {}", page.status, page.url));
    }
    let csp = page.header("content-security-policy");
    let headers = [
        csp.starts_with("default-src 'none'")
            && !csp.contains("unsafe")
            && csp.contains("frame-ancestors 'none'")
            && csp.contains("form-action 'self'")
            && csp.contains("require-trusted-types-for 'script'"),
        page.header("cross-origin-resource-policy") == "same-origin",
        page.header("permissions-policy").contains("camera=()"),
        page.header("x-content-type-options") == "nosniff",
        page.header("referrer-policy") == "same-origin",
        page.header("x-frame-options") == "DENY",
        page.header("cross-origin-opener-policy") == "same-origin",
        page.header("cache-control") == "no-store" || page.url.starts_with("/assets/") || is_kept_calendar(page),
        page.header("server").is_empty() && page.header("x-powered-by").is_empty(),
    ];
    if headers.contains(&false) {
        wrong.push(format!("{route}: security headers {headers:?}"));
    }
    for cookie in page.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap_or_default();
        let name = cookie.split('=').next().unwrap_or_default();
        if !ALLOWED_COOKIES.contains(&name)
            || !cookie.contains("SameSite=Lax")
            || !cookie.contains("Path=/")
            || (name == "session" && !cookie.contains("HttpOnly"))
        {
            wrong.push(format!("{route}: the cookie {name} as {cookie:?}"));
        }
    }
    wrong
}

/// Tries a route and compares; collects what is wrong.
struct Trial<'a> {
    route: &'a Listed,
    wrong: Vec<String>,
    tries: usize,
}

impl Trial<'_> {
    async fn try_it(&mut self, who: &str, browser: &Browser, path: &str, fields: &[(&str, &str)], may: impl Fn(&Page) -> bool) {
        self.try_with(who, &browser.not_following(), path, fields, may).await;
    }

    /// What must not be there. A redirect that looks at nothing tells nothing: what counts is where it ends.
    async fn not_there(&mut self, who: &str, browser: &Browser, path: &str, fields: &[(&str, &str)]) {
        let browser = if self.route.method == "GET" { browser.clone() } else { browser.not_following() };
        let route = self.route;
        self.try_with(who, &browser, path, fields, |page| {
            page.status == 404 || (fields.is_empty() && route.method == "POST" && refused_form(route, page))
        })
        .await;
    }

    async fn try_with(&mut self, who: &str, browser: &Browser, path: &str, fields: &[(&str, &str)], may: impl Fn(&Page) -> bool) {
        let page = if self.route.method == "GET" { browser.look(path).await } else { browser.post_raw(path, fields).await };
        let label = format!("{} {} by {who}", self.route.method, self.route.path);
        self.wrong.extend(decent(&label, &page));
        if !may(&page) {
            self.wrong.push(format!("{label}: {} {}", page.status, page.header("location")));
        }
        self.tries += 1;
    }
}

fn signed_out(page: &Page) -> bool {
    page.status == 401 || (page.status == 303 && page.header("location").starts_with("/sign-in"))
}

pub(crate) fn roles_of(route: &Listed) -> &'static [Role] {
    match route.access {
        Access::Staff(roles) => roles,
        _ => &[],
    }
}

/// The hidden token of some form shown to this browser.
pub(crate) async fn token(browser: &Browser, path: &str) -> String {
    browser.get(path).await.field_value("_form").must("a form on the page")
}

fn refused_form(route: &Listed, page: &Page) -> bool {
    page.status == 403 || OTHER_REFUSALS.contains(&(route.path, page.status))
}

async fn staff_route(ground: &Ground, trial: &mut Trial<'_>) {
    let route = trial.route;
    let (own, other) = (ground.own_ids.fill(route.path), ground.other_ids.fill(route.path));
    let points_at_something = own != other;
    trial.try_it("nobody", &ground.own.visitor(), &own, &[], signed_out).await;
    for role in Role::ALL {
        let (mine, word) = (ground.own.member(role), role.word());
        if !roles_of(route).contains(&role) {
            trial.try_it(&format!("a {word} who may not"), &mine, &own, &[], |page| page.status == 404).await;
            continue;
        }
        if points_at_something {
            let foreign = ground.other.member(role);
            trial.not_there(&format!("a {word} of another clinic"), &foreign, &own, &[]).await;
        }
        if VERB_REFUSES.contains(&(route.path, role)) {
            trial.not_there(&format!("a {word}, whom the verb refuses"), &mine, &own, &[]).await;
            continue;
        }
        if SHUT_BUT_IN_AN_EMERGENCY.contains(&(route.path, role)) {
            trial.try_it(&format!("a {word}, to whom it is shut"), &mine, &own, &[], |page| page.status == 403).await;
            continue;
        }
        if route.method == "GET" {
            // With a day behind it the clinic has one of everything, so its own pages are there.
            trial.try_it(&format!("a {word}"), &mine, &own, &[], |page| [200, 303].contains(&page.status) && !signed_out(page)).await;
            continue;
        }
        trial.try_it(&format!("a {word} without a form"), &mine, &own, &[], |page| refused_form(route, page)).await;
        let not_mine = token(&ground.own.visitor(), "/sign-in").await;
        trial
            .try_it(&format!("a {word} with somebody else's form"), &mine, &own, &[("_form", &not_mine)], |page| refused_form(route, page))
            .await;
        if points_at_something {
            let form = token(&mine, "/patients").await;
            trial.not_there(&format!("a {word} about another clinic's"), &mine, &other, &[("_form", &form)]).await;
        }
        let form = token(&mine, "/patients").await;
        trial.try_it(&format!("a {word} with nothing filled in"), &mine, &own, &[("_form", &form)], |page| page.status < 500).await;
        ground.own.staff_sign_in().await;
    }
}

async fn open_route(ground: &Ground, trial: &mut Trial<'_>) {
    let route = trial.route;
    let visitor = ground.own.visitor();
    let own = ground.own_ids.fill(route.path);
    if route.method == "POST" {
        trial.try_it("a visitor without a form", &visitor, &own, &[], |page| refused_form(route, page)).await;
        let form = token(&visitor, "/sign-in").await;
        trial
            .try_it("a visitor with nothing filled in", &visitor, &own, &[("_form", &form)], |page| page.status < 500 && page.status != 200)
            .await;
    } else {
        trial.try_it("a visitor", &visitor, &own, &[], |page| [200, 303, 304].contains(&page.status) && !signed_out(page)).await;
    }
    if route.path.contains("{slug}") {
        let nowhere = route.path.replace("{slug}", "no-such-clinic");
        trial.try_it("a visitor of no clinic", &visitor, &ground.own_ids.fill(&nowhere), &[], |page| page.status == 404).await;
    }
}

async fn link_route(ground: &Ground, trial: &mut Trial<'_>) {
    let route = trial.route;
    let right = |(first, _): &&(&str, String)| route.path.starts_with(&format!("/{first}/"));
    let (_, own) = ground.own_ids.links.iter().find(right).must("a link of every kind");
    if route.method == "GET" {
        let path = route.path.replace("{token}", own);
        // 409: the visit is over, and the page says so.
        trial.try_it("the bearer of its link", &ground.own.visitor(), &path, &[], |page| [200, 303, 409].contains(&page.status)).await;
    }
    let other_kinds = ground.own_ids.links.iter().filter(|link| !right(link)).map(|(_, token)| token);
    for link in ground.wrong_links.iter().chain(other_kinds) {
        let (path, visitor) = (route.path.replace("{token}", link), ground.own.visitor());
        trial.not_there("the bearer of a link to something else", &visitor, &path, &[]).await;
        if route.method == "POST" {
            let form = token(&visitor, "/sign-in").await;
            trial.not_there("the bearer of a link to something else, with a form", &visitor, &path, &[("_form", &form)]).await;
        }
    }
}

async fn client_route(ground: &Ground, trial: &mut Trial<'_>) {
    let route = trial.route;
    let (own, other) = (ground.own_ids.fill(route.path), ground.other_ids.fill(route.path));
    let program = ground.own.program();
    let holder = program.clone().with_key(&ground.own_ids.key);
    let staff = Role::ALL.map(|role| program.clone().with("cookie", &ground.own.member(role).cookies()));
    let stranger = program.clone().with_key(&format!("wk_{}", "A".repeat(43)));
    let mut tries = vec![("nobody", program.clone(), &own, 401), ("somebody with a key of nobody", stranger, &own, 404)];
    tries.extend(staff.map(|cookie| ("staff without a key", cookie, &own, 401)));
    // What a program of these must say to be understood.
    let service = ground.own_ids.fill("/services/{id}").replace("/services/", "");
    let (asked, body) = match (route.method, route.path) {
        ("GET", "/api/v1/appointments") => (format!("{own}?day=2026-03-02"), ""),
        ("GET", "/api/v1/slots") => (format!("{own}?service={service}&from=2026-03-02&to=2026-03-02"), ""),
        ("POST", path) if path.ends_with("/move") => (own.clone(), r#"{"starts_at":"1970-01-01T00:00:00Z"}"#),
        _ => (own.clone(), "{}"),
    };
    let answer = match (route.method, route.path) {
        (_, path) if path.contains("{*") => 404,
        // Nothing is free then; and an empty object is no booking.
        ("POST", path) if path.ends_with("/move") => 409,
        ("POST", "/api/v1/appointments" | "/api/v1/holds") => 422,
        _ => 200,
    };
    if own == other {
        tries.push(("a program", holder, &asked, answer));
    } else {
        tries.push(("a program about another clinic's", holder.clone(), &other, 404));
        tries.push(("a program", holder.clone(), &asked, answer));
    }
    if route.method == "POST" && !route.path.contains("{*") {
        let keyless = program.clone().with_key(&ground.own_ids.key).with("content-type", "application/json");
        let page = keyless.post_raw(&own, body).await;
        if page.status != 400 {
            trial.wrong.push(format!("POST {} without an Idempotency-Key: {}", route.path, page.status));
        }
    }
    for (who, program, path, wanted) in tries {
        let sender = program.clone().with("idempotency-key", &format!("{who} {}", route.path).replace(' ', "-"));
        let page = match route.method {
            "GET" => program.get(path).await,
            _ => sender.with("content-type", "application/json").post_raw(path, body).await,
        };
        let label = format!("{} {} by {who}", route.method, route.path);
        trial.wrong.extend(decent(&label, &page));
        let is_json = page.header("content-type").ends_with("json");
        if page.status != wanted || !is_json {
            trial.wrong.push(format!("{label}: {} {}", page.status, page.header("content-type")));
        }
        trial.tries += 1;
    }
}

/// The console: everybody else, of whatever clinic, is led to where operators sign in.
async fn operator_route(ground: &Ground, trial: &mut Trial<'_>) {
    let own = ground.own_ids.fill(trial.route.path);
    let is_get = trial.route.method == "GET";
    let led_away =
        move |page: &Page| if is_get { page.status == 303 && page.header("location") == "/operator/sign-in" } else { page.status == 401 };
    trial.try_it("nobody", &ground.own.visitor(), &own, &[], led_away).await;
    for role in Role::ALL {
        let mine = ground.own.member(role);
        let form = token(&mine, "/patients").await;
        trial.try_it(&format!("a {}", role.word()), &mine, &own, &[("_form", &form)], led_away).await;
    }
    let operator = &ground.own_ids.operator;
    operator.signs_in().await;
    let theirs = operator.browser();
    if trial.route.method == "GET" {
        trial.try_it("an operator", &theirs, &own, &[], |page| page.status == 200).await;
        return;
    }
    let route = trial.route;
    trial.try_it("an operator without a form", &theirs, &own, &[], |page| refused_form(route, page)).await;
    let not_mine = token(&ground.own.visitor(), "/sign-in").await;
    trial.try_it("an operator with somebody else's form", &theirs, &own, &[("_form", &not_mine)], |page| refused_form(route, page)).await;
    if route.path.contains("/leaves/") {
        let other = ground.other_ids.fill(route.path);
        let form = token(&theirs, "/operator").await;
        trial.not_there("an operator about another operator's", &theirs, &other, &[("_form", &form)]).await;
    }
    let form = token(&theirs, "/operator").await;
    trial.try_it("an operator with nothing filled in", &theirs, &own, &[("_form", &form)], |page| page.status < 500).await;
}

#[tokio::test]
async fn every_route_is_shut_to_everybody_who_is_not_named() {
    let ground = ground().await;
    let (mut wrong, mut tries) = (Vec::new(), 0);
    // Programs first: among the acts of people is taking a program's key away.
    let (programs, people): (Vec<_>, Vec<_>) = ground.own.site.routes().iter().partition(|route| matches!(route.access, Access::Client(_)));
    for route in programs.into_iter().chain(people) {
        let mut trial = Trial { route, wrong: Vec::new(), tries: 0 };
        match route.access {
            Access::Staff(_) => staff_route(&ground, &mut trial).await,
            Access::Anyone | Access::Visitor => open_route(&ground, &mut trial).await,
            Access::Link | Access::Letter => link_route(&ground, &mut trial).await,
            Access::Client(_) => client_route(&ground, &mut trial).await,
            Access::Operator => operator_route(&ground, &mut trial).await,
        }
        wrong.append(&mut trial.wrong);
        tries += trial.tries;
    }
    let unknown = ground.own_ids.unknown(ground.own.site.routes());
    assert!(unknown.is_empty(), "doors/day.rs does not know what to put into these: {unknown:?}");
    assert!(wrong.is_empty(), "{} of {tries} tries:\n{}", wrong.len(), wrong.join("\n"));
    println!("{tries} tries on {} routes", ground.own.site.routes().len());
}

/// What an operator who looks in may send: neither changes anything.
const SUPPORT_SENDS: [&str; 2] = ["/sign-out", "/patients/search"];

#[tokio::test]
async fn who_looks_in_under_leave_reads_what_is_listed_and_changes_nothing() {
    let site = Site::open().await;
    let (clinic, ids) = a_clinic_with_a_day(&site).await;
    clinic.owner_signs().await.with_status(200);
    let support = ids.operator.enters(&clinic).await;
    let (mut wrong, mut read, mut tries) = (Vec::new(), 0, 0);
    for route in site.routes() {
        let Access::Staff(roles) = route.access else { continue };
        let listed = roles.contains(&Role::Support);
        if route.method == "POST" && listed && !SUPPORT_SENDS.contains(&route.path) {
            wrong.push(format!("{} takes forms of whoever looks in", route.path));
        }
        if route.path == "/sign-out" {
            continue;
        }
        let mut trial = Trial { route, wrong: Vec::new(), tries: 0 };
        let path = ids.fill(route.path);
        match (route.method, listed) {
            ("GET", true) => {
                trial.try_it("support", &support, &path, &[], |page| [200, 303].contains(&page.status) && !signed_out(page)).await;
                read += 1;
            }
            (_, false) => {
                let form = token(&support, "/today").await;
                trial.try_it("support", &support, &path, &[("_form", &form)], |page| page.status == 404).await;
            }
            _ => {}
        }
        wrong.append(&mut trial.wrong);
        tries += trial.tries;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read > 5, "the leave opens pages");
    println!("{tries} tries as support");
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused_even_with_its_token() {
    let clinic = testkit::clinic().await;
    let owner = clinic.owner();
    let form = token(&owner, "/team").await;
    let page =
        owner.post_from_elsewhere("/team", &[("_form", &form), ("name", "Eve"), ("email", "eve@x.example"), ("role", "owner")]).await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn an_address_that_is_not_listed_is_not_there() {
    let site = Site::open().await;
    for path in [
        "/nowhere",
        "/.git/config",
        "/today/../../etc/passwd",
        "/%2e%2e/etc/passwd",
        "/c/",
        "/team/",
        "/assets/0/../layout.html",
        "/\u{202e}",
    ] {
        let page = site.visitor().not_following().get(path).await;
        assert_eq!((page.status, decent(path, &page)), (404, Vec::new()), "{path}");
        assert!(page.has("h1") && page.has("a[href='/']"), "{path} says what to do next");
    }
    let long = site.visitor().get(&format!("/{}", "a".repeat(8000))).await;
    assert!(long.status == 404 || long.status == 414, "{}", long.status);
}
