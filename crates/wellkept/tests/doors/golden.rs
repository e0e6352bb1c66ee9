//! What every route answers to everybody: each route of the router × role × state of the membership × {own clinic, another
//! clinic}, and to nobody. The answers stand in `golden.txt`, read by a person like code; a route that is not there fails, and
//! so does a different answer. After a change: `UPDATE_ROUTES=1 cargo test -p wellkept --test doors golden`, then read the
//! difference. (A stranger's web application was once emptied by an owner whose invitation nobody had confirmed: states count.)

use std::fmt::Write as _;

use kernel::{Role, http::Listed};
use testkit::{Browser, Clinic, Must as _, Page, Site};

use crate::day::{Ids, a_clinic_with_a_day};

const STATES: [&str; 4] = ["active", "invited", "suspended", "left"];

/// One answer in a word: `in` is a request to sign in, `proof` one to prove it again, anything else the status.
fn word(page: &Page) -> String {
    let to = page.header("location");
    match page.status {
        401 => "in".to_owned(),
        303 if to.starts_with("/sign-in") || to.starts_with("/operator/sign-in") => "in".to_owned(),
        303 if to.starts_with("/prove") => "proof".to_owned(),
        status => status.to_string(),
    }
}

async fn asked(browser: &Browser, route: &Listed, path: &str) -> String {
    let browser = browser.not_following();
    // A post without a form reaches the form's own check (403) if the role may, and changes nothing.
    let page = if route.method == "GET" { browser.look(path).await } else { browser.post_raw(path, &[]).await };
    word(&page)
}

fn path_of(route: &Listed, ids: &Ids) -> String {
    let path = ids.fill(route.path);
    let link = ids.links.iter().find(|(first, _)| path.starts_with(&format!("/{first}/")));
    link.map_or_else(|| path.clone(), |(_, token)| path.replace("{token}", token))
}

/// `owner:200 doctor:404 …`, or `all:in` where everybody gets the same.
fn together(answers: &[(Role, String)]) -> String {
    match answers.first() {
        Some((_, first)) if answers.iter().all(|(_, answer)| answer == first) => format!("all:{first}"),
        _ => answers.iter().map(|(role, answer)| format!("{}:{answer}", role.word())).collect::<Vec<_>>().join(" "),
    }
}

struct Ground {
    own: Clinic,
    other: Clinic,
    ids: Ids,
}

impl Ground {
    async fn everybody_is(&self, state: &str) {
        for clinic in [&self.own, &self.other] {
            clinic.sql("update membership set state = 'active' where clinic_id = $1", &[&clinic.id]).await;
            clinic.staff_sign_in().await;
            // Behind the state machine's back: a session begun while active must not outlive it.
            clinic.sql("alter table membership disable trigger user", &[]).await;
            clinic.sql("update membership set state = $2 where clinic_id = $1", &[&clinic.id, &state]).await;
            clinic.sql("alter table membership enable trigger user", &[]).await;
        }
    }

    async fn row(&self, route: &Listed, clinic: &Clinic) -> String {
        let path = path_of(route, &self.ids);
        let mut answers = Vec::new();
        for role in Role::ALL {
            answers.push((role, asked(&clinic.member(role), route, &path).await));
        }
        together(&answers)
    }
}

#[tokio::test]
async fn every_route_answers_everybody_as_written_down() {
    let site = Site::open().await;
    let (own, ids) = a_clinic_with_a_day(&site).await;
    let (other, _) = a_clinic_with_a_day(&site).await;
    let ground = Ground { own, other, ids };
    let routes = site.routes();
    let mut lines: Vec<String> = Vec::new();
    for route in routes {
        let nobody = asked(&site.visitor(), route, &path_of(route, &ground.ids)).await;
        lines.push(format!("{} {}\n  nobody {nobody}\n", route.method, route.path));
    }
    for state in STATES {
        ground.everybody_is(state).await;
        for (line, route) in lines.iter_mut().zip(routes) {
            for (whose, clinic) in [("own", &ground.own), ("other", &ground.other)] {
                writeln!(line, "  {state} {whose} {}", ground.row(route, clinic).await).must("writing a line");
            }
        }
    }
    let cells = routes.len() * (1 + STATES.len() * 2 * Role::ALL.len());
    println!("{cells} cells on {} routes", routes.len());
    compare(&lines.concat());
}

fn compare(now: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/doors/golden.txt");
    #[expect(clippy::disallowed_methods, reason = "the one switch of this test")]
    let update = std::env::var("UPDATE_ROUTES").is_ok();
    if update {
        std::fs::write(&file, now).must("writing golden.txt");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let differs: Vec<String> = kept
        .lines()
        .zip(now.lines())
        .enumerate()
        .filter(|(_, (kept, now))| kept != now)
        .map(|(at, (kept, now))| format!("line {}:\n  kept {kept}\n  now  {now}", at + 1))
        .take(12)
        .collect();
    assert!(
        kept == now,
        "routes answer otherwise than golden.txt says:\n{}\n\
         If that is right: UPDATE_ROUTES=1 cargo test -p wellkept --test doors golden, read the difference, commit it.",
        differs.join("\n")
    );
}

/// In every state but active nobody gets further than the sign-in, and what an active member of another clinic gets is never
/// more than a stranger's page: what must hold of the file whatever a reviewer overlooks.
#[test]
fn the_written_answers_let_in_nobody_who_is_not_active() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/doors/golden.txt");
    let text = std::fs::read_to_string(file).must("reading golden.txt");
    let mut staff_only = false;
    let mut wrong = Vec::new();
    let mut route = "";
    for line in text.lines() {
        if !line.starts_with(' ') {
            route = line;
        } else if let Some(answer) = line.strip_prefix("  nobody ") {
            staff_only = answer == "in";
        } else if staff_only && !line.trim_start().starts_with("active ") && !line.ends_with("all:in") {
            wrong.push(format!("{route}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "somebody who is not an active member gets in:\n{}", wrong.join("\n"));
    assert!(text.lines().filter(|line| line.ends_with("all:in")).count() > 100, "the file was read");
}
