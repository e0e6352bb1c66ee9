//! Fields nobody asked for: every name the program knows, added to every form. Two clinics live the same day; in one every
//! form is sent as it is, in the other with a few hundred fields more. Afterwards the two are the same.

use std::collections::{BTreeMap, BTreeSet};

use kernel::ClinicId;
use testkit::{Must as _, Page, Site};

use crate::forms::{Busy, Found, busy, plain, swapped};

/// Names a forger would try although no table and no form has them.
const GUESSED: [&str; 14] = [
    "admin",
    "is_admin",
    "isAdmin",
    "clinic",
    "tenant",
    "user",
    "user_id",
    "roles",
    "scope",
    "scopes",
    "_method",
    "__proto__",
    "permit",
    "verified",
];

/// Fields that a form reads although the page does not show them, with the reason.
const READ_UNSHOWN: [(&str, &str); 0] = [];

/// A value that would do harm, were it read.
fn harmful(name: &str) -> &'static str {
    match name {
        "role" | "roles" => "owner",
        "state" | "status" => "paid",
        "kind" => "demo",
        "language" => "ur",
        "currency" => "USD",
        "how" => "at_desk",
        "slug" => "forged-slug",
        _ => "1",
    }
}

/// Every name of a field or a column that is known, but those a form has itself.
fn strangers(known: &BTreeSet<String>, form: &Found) -> Vec<(String, String)> {
    let read = |name: &str| READ_UNSHOWN.iter().any(|(action, field)| *field == name && plain(&form.action) == *action);
    known.iter().filter(|name| !form.names.contains(*name) && !read(name)).map(|name| (name.clone(), harmful(name).to_owned())).collect()
}

async fn columns(of: &Busy) -> Vec<String> {
    let question = "select distinct attname::text from pg_attribute join pg_class t on t.oid = attrelid
                     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped";
    of.clinic.sql(question, &[]).await.iter().map(|row| row.get(0)).collect()
}

/// What a form did to its caller: status and where it leads.
fn answer(page: &Page) -> (u16, String) {
    (page.status, plain(page.header("location").split(['?', '#']).next().unwrap_or_default()))
}

/// Every row of a clinic without what differs by chance: ids, sealed values, hashes, public addresses.
async fn rows(of: &Busy, clinic: ClinicId) -> BTreeMap<String, Vec<String>> {
    let tables = "select t.relname::text, coalesce(array_agg(a.attname::text) filter (where a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype, 'bytea'::regtype) or a.attname = 'token'), '{}')
                    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
                   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') group by t.relname having bool_or(a.attname = 'clinic_id')";
    let mut all = BTreeMap::new();
    for row in of.clinic.sql(tables, &[]).await {
        let (table, chance): (String, Vec<String>) = (row.get(0), row.get(1));
        let question = format!("select (to_jsonb(t) - $2::text[])::text from {table} t where clinic_id = $1");
        let rows = of.clinic.sql(&question, &[&clinic, &chance]).await;
        let plain = |text: String| {
            let text =
                swapped(&text, |id| Some(id[..3].to_owned())).replace(&of.clinic.slug, "slug").replace(&of.clinic.site.address(), "here");
            text.split('"').map(|part| if part.starts_with('/') { plain(part) } else { part.to_owned() }).collect::<Vec<_>>().join("\"")
        };
        // How many pages of the trail there are to look at depends on what was looked at; looking is no effect of a form.
        let looked =
            |row: &String| row.contains(r#""act": "audit_trail.read""#) || row.contains(r#""act": "identity.page_of_another_role""#);
        let mut rows: Vec<String> = rows.iter().map(|row| plain(row.get(0))).filter(|row| !looked(row)).collect();
        rows.sort();
        all.insert(table, rows);
    }
    all
}

async fn send(to: &Busy, form: &Found, more: &[(String, String)]) -> Page {
    let token = to.token(form.role).await;
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), if name == "_form" { token.as_str() } else { value.as_str() }))
        .chain(more.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .collect();
    to.browser(form.role).not_following().post_raw(&form.action, &fields).await
}

/// The forms of both clinics side by side, in one order.
async fn side_by_side(honest: &Busy, forged: &Busy) -> Vec<(Found, Found)> {
    let by_shape = |forms: Vec<Found>| {
        let mut all: BTreeMap<_, Vec<Found>> = BTreeMap::new();
        for form in forms {
            all.entry(form.shape()).or_default().push(form);
        }
        all
    };
    let (one, mut other) = (by_shape(Busy::forms(&honest.everything().await)), by_shape(Busy::forms(&forged.everything().await)));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "the two clinics have the same forms");
    // One of each shape: what is offered for several people is the same act.
    one.into_iter().filter_map(|(shape, forms)| Some((forms.into_iter().next()?, other.remove(&shape)?.into_iter().next()?))).collect()
}

#[tokio::test]
async fn fields_that_a_form_does_not_ask_for_change_nothing_and_of_two_the_first_counts() {
    let (honest, forged) = (busy(&Site::open().await, "Khan").await, busy(&Site::open().await, "Khan").await);
    let forms = side_by_side(&honest, &forged).await;
    let mut known: BTreeSet<String> = forms.iter().flat_map(|(form, _)| form.names.iter().cloned()).collect();
    known.extend(columns(&honest).await);
    known.extend(GUESSED.map(str::to_owned));
    known.remove("_form");
    assert!(known.len() > 100 && forms.len() > 20, "{} names, {} forms", known.len(), forms.len());
    let before = rows(&honest, honest.clinic.id).await;
    let mut wrong = Vec::new();
    for (plain_one, forged_one) in &forms {
        let mut more = strangers(&known, forged_one);
        // What the form has itself, said once more and otherwise.
        more.extend(forged_one.fields.iter().filter(|(name, _)| name != "_form").map(|(name, _)| (name.clone(), "9".to_owned())));
        let (as_shown, as_forged) = (send(&honest, plain_one, &[]).await, send(&forged, forged_one, &more).await);
        if answer(&as_shown) != answer(&as_forged) {
            wrong.push(format!("{:?}: {:?}, forged {:?}", plain_one.shape(), answer(&as_shown), answer(&as_forged)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (one, other) = (rows(&honest, honest.clinic.id).await, rows(&forged, forged.clinic.id).await);
    for (table, rows) in &one {
        assert_eq!(rows, &other[table], "{table} after fields that nobody asked for");
    }
    let moved = before.iter().filter(|(table, rows)| one[*table] != **rows).count();
    assert!(moved >= 8, "the forms did something: {moved} tables changed");
    println!("{} names in each of {} forms", known.len(), forms.len());
}

#[tokio::test]
async fn nothing_typed_becomes_a_header_or_markup() {
    let here = busy(&Site::open().await, "Khan").await;
    let evil = "x\r\nx-evil: 1\r\n\r\n<script>evil()</script>\"'><img src=x onerror=evil()>";
    let forms: BTreeMap<_, Found> = Busy::forms(&here.everything().await).into_iter().map(|form| (form.shape(), form)).collect();
    for mut form in forms.into_values() {
        for (name, value) in &mut form.fields {
            if name != "_form" && plain(value) == *value {
                *value = evil.to_owned();
            }
        }
        let page = send(&here, &form, &[]).await;
        assert!(page.header("x-evil").is_empty() && page.status < 500, "{}: {}", form.action, page.status);
        assert!(!page.html().contains("<script>evil") && !page.html().contains("<img src=x"), "{}", form.action);
    }
    for route in here.clinic.site.routes().iter().filter(|route| route.method == "GET" && !route.path.ends_with("/events")) {
        let path = here.ids.fill(route.path);
        if path.contains('{') {
            continue;
        }
        let question =
            ["then", "back", "did", "to", "day", "with", "page", "service", "practitioner", "received", "size", "next", "url", "error"]
                .map(|name| format!("{name}=//evil.example/%0D%0Ax-evil:1%3Cscript%3Eevil()%3C/script%3E"))
                .join("&");
        let role = match route.access {
            kernel::http::Access::Staff(roles) => roles.first().copied(),
            _ => None,
        };
        let page = here.browser(role).not_following().get(&format!("{path}?{question}")).await;
        assert!(page.header("x-evil").is_empty() && page.status < 500, "{path}: {}", page.status);
        assert!(!page.html().contains("<script>evil"), "{path}");
        let to = page.header("location");
        assert!(to.is_empty() || kernel::http::own_path(to).must("a path of ours").starts_with('/'), "{path} leads to {to}");
    }
}
