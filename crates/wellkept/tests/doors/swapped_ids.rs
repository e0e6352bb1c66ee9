//! An attacker in one clinic who knows every id of another: puts them into every path, every form and every question.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Role;
use testkit::{Page, Site};

use crate::{
    answers::marks,
    forms::{Busy, busy, ids_in, swapped},
};

/// Ids of a clinic by their kind, as its own people see them in paths, questions and fields.
fn collected(seen: &[(Option<Role>, Page)]) -> BTreeMap<String, Vec<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for id in seen.iter().flat_map(|(_, page)| ids_in(&page.html())) {
        ids.entry(id[..3].to_owned()).or_default().insert(id);
    }
    ids.into_iter().map(|(kind, ids)| (kind, ids.into_iter().collect())).collect()
}

/// What must not come back, whatever was asked.
fn shown(victim: &Busy, page: &Page) -> Option<String> {
    let text = page.text();
    victim.names.iter().find(|name| text.contains(name.as_str())).cloned().or_else(|| (page.status >= 500).then(|| page.status.to_string()))
}

#[tokio::test]
async fn ids_of_another_clinic_open_and_change_nothing_wherever_they_are_put() {
    let site = Site::open().await;
    let (victim, attacker) = (busy(&site, "Victim").await, busy(&site, "Attacker").await);
    victim.clinic.staff_sign_in().await;
    let (their_pages, own_pages) = (victim.everything().await, attacker.everything().await);
    let (theirs, their_forms, own_forms) = (collected(&their_pages), Busy::forms(&their_pages), Busy::forms(&own_pages));
    let before = marks(&victim.clinic).await;
    let (mut wrong, mut tries) = (Vec::new(), 0);

    // Their forms, whole, sent by somebody with the same role here: the path names what is not there.
    for form in their_forms.iter().filter(|form| form.role.is_some() && !ids_in(&form.action).is_empty()) {
        let token = attacker.token(form.role).await;
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), if name == "_form" { &token } else { value.as_str() })).collect();
        let page = attacker.browser(form.role).not_following().post_raw(&form.action, &fields).await;
        tries += 1;
        if page.status != 404 || shown(&victim, &page).is_some() {
            wrong.push(format!("{:?} {}: {}", form.role, form.action, page.status));
        }
    }
    // Their ids in the fields of forms of ours, one after another of each kind; then in every page's questions.
    for form in &own_forms {
        for nth in 0..3 {
            let other = |id: &str| theirs.get(&id[..3]).and_then(|all| all.get(nth % all.len().max(1))).cloned();
            if !form.fields.iter().any(|(_, value)| !ids_in(value).is_empty()) {
                continue;
            }
            let token = attacker.token(form.role).await;
            let fields: Vec<(String, String)> = form
                .fields
                .iter()
                .map(|(name, value)| (name.clone(), if name == "_form" { token.clone() } else { swapped(value, other) }))
                .collect();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = attacker.browser(form.role).post_raw(&form.action, &fields).await;
            tries += 1;
            wrong.extend(shown(&victim, &page).map(|what| format!("{:?} {} showed {what}", form.role, form.action)));
        }
    }
    let links: BTreeSet<(Option<Role>, String)> =
        own_pages.iter().flat_map(|(role, page)| page.attributes("a[href^='/']", "href").into_iter().map(|link| (*role, link))).collect();
    for (role, link) in links.into_iter().filter(|(_, link)| !ids_in(link).is_empty()) {
        let page = attacker.browser(role).get(&swapped(&link, |id| theirs.get(&id[..3]).and_then(|all| all.first()).cloned())).await;
        tries += 1;
        wrong.extend(shown(&victim, &page).map(|what| format!("{role:?} {link} showed {what}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let changed: Vec<String> =
        marks(&victim.clinic).await.into_iter().filter(|(table, mark)| before[table] != *mark).map(|(table, _)| table).collect();
    assert_eq!(changed, Vec::<String>::new(), "nothing of theirs has changed");
    assert_eq!(taken(&attacker, &theirs).await, Vec::<String>::new(), "and nothing here points there");
    // The same forms in the hands of those they were shown to: they do open something, so that "not there" above means something.
    let mut alive = 0;
    for form in their_forms.iter().filter(|form| form.role.is_some() && !ids_in(&form.action).is_empty()) {
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        alive += usize::from(victim.browser(form.role).not_following().post_raw(&form.action, &fields).await.status != 404);
    }
    assert!(alive >= 10, "{alive} of {} forms of theirs open something for them", their_forms.len());
    assert!(theirs.len() >= 6 && tries > 200, "{tries} tries with {:?}", theirs.keys());
    println!("{tries} tries with {} ids of {} kinds", theirs.values().map(Vec::len).sum::<usize>(), theirs.len());
}

/// Tables of the attacker's clinic in which an id of theirs stands. The trail may name what was asked for and refused.
async fn taken(attacker: &Busy, theirs: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let tables = "select relname::text from pg_class t where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'audit_leaf'
                    and exists (select from pg_attribute a where a.attrelid = t.oid and attname = 'clinic_id')";
    let ids: Vec<String> =
        theirs.values().flatten().filter_map(|id| uuid::Uuid::parse_str(&id[4..]).ok()).map(|id| id.to_string()).collect();
    let mut found = Vec::new();
    for row in attacker.clinic.sql(tables, &[]).await {
        let table: String = row.get(0);
        let question = format!(
            "select 1 from {table} t where clinic_id = $1 and exists (select from unnest($2::text[]) id where t::text like '%' || id || '%')"
        );
        if !attacker.clinic.sql(&question, &[&attacker.clinic.id, &ids]).await.is_empty() {
            found.push(table);
        }
    }
    found
}
