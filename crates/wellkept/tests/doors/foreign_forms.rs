//! Forms that another site makes a signed-in browser send: each route, each disguise, and always with a token that is right.

use kernel::http::Access;
use testkit::{Browser, Clinic, Site};

use crate::{
    answers::marks,
    day::a_clinic_with_a_day,
    routes::{OTHER_REFUSALS, roles_of, token},
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What a browser says when the form is not on a page of ours, or what a foreign page can make it say.
fn disguises(clinic: &Clinic) -> Vec<Vec<(&'static str, String)>> {
    let host = clinic.site.base_url().trim_start_matches("http://").to_owned();
    let said = |name: &'static str, value: &str| vec![(FORM.0, FORM.1.to_owned()), (name, value.to_owned())];
    vec![
        said("sec-fetch-site", "cross-site"),
        said("sec-fetch-site", "same-site"),
        said("sec-fetch-site", ""),
        said("origin", "https://elsewhere.example"),
        said("origin", "null"),
        said("origin", &format!("http://{host}.elsewhere.example")),
        said("origin", &format!("http://elsewhere.example/{host}")),
        said("origin", &format!("http://x@{host}")),
        said("origin", &host),
        // Both, and they disagree: the browser's own word counts.
        [said("sec-fetch-site", "cross-site"), vec![("origin", clinic.site.base_url().to_owned())]].concat(),
    ]
}

/// Bodies that need no leave of ours to be sent from elsewhere, and are no form.
const OTHER_BODIES: [&str; 4] = ["text/plain", "application/json", "multipart/form-data; boundary=x", ""];

async fn send(browser: &Browser, path: &str, headers: &[(&str, String)], form: &str) -> u16 {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.not_following().post_headed(path, &headers, &format!("_form={form}&name=Eve&text=Eve&state=given")).await.status
}

#[tokio::test]
async fn no_form_is_taken_from_another_site_in_any_disguise() {
    let (clinic, ids) = a_clinic_with_a_day(&Site::open().await).await;
    let before = marks(&clinic).await;
    let (mut wrong, mut tries) = (Vec::new(), 0);
    for route in clinic.site.routes().iter().filter(|route| route.method == "POST") {
        let (browser, page) = match route.access {
            Access::Staff(_) => {
                let role = *roles_of(route).first().unwrap();
                (clinic.member(role), role.home())
            }
            Access::Operator => (ids.operator.browser(), "/operator"),
            _ => (clinic.visitor(), "/sign-in"),
        };
        let link = ids.links.iter().find(|(kind, _)| route.path.starts_with(&format!("/{kind}/"))).map_or("", |(_, token)| token);
        let path = ids.fill(route.path).replace("{token}", link);
        let form = token(&browser, page).await;
        // What programs post carries a key: without one nothing is read, whatever it looks like.
        let of_programs = matches!(route.access, Access::Client(_));
        let usual = if of_programs { 401 } else { 403 };
        let other = OTHER_REFUSALS.iter().find(|(path, _)| *path == route.path).map_or(usual, |(_, status)| *status);
        for headers in disguises(&clinic) {
            let status = send(&browser, &path, &headers, &form).await;
            tries += 1;
            if status != other {
                wrong.push(format!("{} with {:?}: {status}", route.path, &headers[1..]));
            }
        }
        for kind in OTHER_BODIES {
            let status = send(&browser, &path, &[("content-type", kind.to_owned())], &form).await;
            tries += 1;
            if ![400, usual].contains(&status) {
                wrong.push(format!("{} as {kind:?}: {status}", route.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tries} tries:\n{}", wrong.len(), wrong.join("\n"));
    let after = marks(&clinic).await;
    let changed: Vec<&String> = before.iter().filter(|(table, mark)| after[*table] != **mark).map(|(table, _)| table).collect();
    // The pages the tokens came from were looked at.
    assert!(changed.iter().all(|table| *table == "audit_leaf"), "{changed:?}");
    println!("{tries} foreign forms");
}
