//! The owner reads who saw, who changed and what left; nobody else does; the reading is a line too.

use kernel::language::Language;
use trust::messaging::Channel;

use super::Mia;

#[tokio::test]
async fn the_trail_tells_who_saw_who_changed_and_what_left() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    let reception = clinic.reception();
    let log = mia.messages_page(&reception).await;
    drop(reception.submit(&log, "form[action$='/consent']", &[("press", "Record a yes on WhatsApp")]).await.with_status(200));
    mia.is_told(Channel::WhatsApp).await;
    drop(mia.writes_on_her_phone(&reception, "whatsapp", "STOP").await.with_status(200));
    mia.is_told(Channel::WhatsApp).await;

    let owner = clinic.owner();
    let address = format!("/patients/{}/audit", mia.patient);
    drop(owner.get(&address).await.with_status(200));
    let trail = owner.get(&address).await.with_status(200);
    for line in [
        "Bilal Shah (Reception) read the messages",
        "Bilal Shah (Reception) recorded a yes to messages at the desk: WhatsApp",
        "Wellkept sent a message: WhatsApp, Visit booked Left the clinic",
        "Bilal Shah (Reception) took in a reply: WhatsApp",
        "Wellkept did not send a message: WhatsApp, Visit booked, stopped by the patient",
        "Omar Aziz (Owner) read this trail",
    ] {
        assert!(trail.shows(line), "{line} is missing:\n{}", trail.text());
    }
    for other in [clinic.reception(), clinic.practitioner(), clinic.other().await.owner()] {
        assert_eq!(other.get(&address).await.status, 404);
    }
    let urdu = owner.speaking("ur").get(&address).await.with_status(200);
    assert!(urdu.shows("نے پیغام بھیجا"), "{}", urdu.text());
}

#[tokio::test]
async fn a_long_trail_has_pages_that_miss_no_line() {
    let clinic = testkit::clinic().await;
    let mia = Mia::at(&clinic).await;
    let owner = clinic.owner();
    for _ in 0..60 {
        mia.messages_page(&owner).await;
        // Lines of one instant have no order; in a clinic time passes.
        clinic.clock.advance(jiff::SignedDuration::from_millis(1));
    }
    let first = owner.get(&format!("/patients/{}/audit", mia.patient)).await;
    assert_eq!(first.count("ol.audit li"), 50);
    let second = owner.follow(&first, "Older").await.with_status(200);
    assert_eq!(second.count("ol.audit li"), 60 - 50, "the first page's own reading stands on top of both");
    assert_eq!(owner.get(&format!("/patients/{}/audit?before=nonsense", mia.patient)).await.status, 404);
}

/// Every act in the program is said in words, not in code.
#[test]
fn every_act_has_words_in_every_language() {
    let languages = wellkept::words::languages().unwrap();
    let mut missing = Vec::new();
    for act in acts() {
        let key = format!("act-{}", act.replace(['.', '_'], "-"));
        missing.extend(
            Language::ALL
                .into_iter()
                .filter(|language| !languages.knows(*language, &key))
                .map(|language| format!("{}: {key}", language.tag())),
        );
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The names given as `ACT`, or to a macro that declares verbs, in the wings.
fn acts() -> Vec<String> {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<_> =
        ["trust", "front_desk", "care", "office", "outside", "wellkept"].map(|wing| crates.join(wing).join("src")).into();
    let mut acts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                acts.extend(text.lines().filter_map(act_in));
            }
        }
    }
    assert!(acts.len() > 20, "{acts:?}");
    acts
}

fn act_in(line: &str) -> Option<String> {
    let declares = line.contains("const ACT: &'static str") || line.trim_start().starts_with(|c: char| c.is_ascii_uppercase());
    let name = line.split('"').nth(1)?;
    let (room, verb) = name.split_once('.')?;
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (declares && is_word(room) && is_word(verb)).then(|| name.to_owned())
}
