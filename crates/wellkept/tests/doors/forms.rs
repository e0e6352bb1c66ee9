//! A clinic in the middle of its day, and every page and form that anybody is shown there: what an attacker would collect.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use kernel::Role;
use testkit::{Browser, Clinic, Must as _, Page, Site};

use crate::day::{Ids, a_clinic_with_a_day};

/// Pages of one clinic and one person are a few dozen; more would be a loop.
const MOST_PAGES: usize = 150;

/// A form somebody is shown.
#[derive(Clone)]
pub(crate) struct Found {
    /// To whom; nobody is a visitor.
    pub(crate) role: Option<Role>,
    /// Where it leads.
    pub(crate) action: String,
    /// What it holds, with something typed into what is empty.
    pub(crate) fields: Vec<(String, String)>,
    /// Every field it has, ticked or not.
    pub(crate) names: BTreeSet<String>,
}

impl Found {
    /// The form without its ids: the same in every clinic.
    pub(crate) fn shape(&self) -> (String, String, Vec<String>) {
        let role = self.role.map_or("visitor", Role::word).to_owned();
        // A field may be named after a thing of the clinic's: a role at this location.
        let kind = |name: &String| name.trim_end_matches(|c: char| c.is_ascii_hexdigit()).to_owned();
        let named = |name: &String| if name.len() > 32 { kind(name) } else { name.clone() };
        (role, plain(&self.action), self.names.iter().map(named).collect())
    }
}

/// A clinic with a day behind it and another before it: somebody on the doctor's chair, somebody waiting, somebody booked,
/// something owed.
pub(crate) struct Busy {
    pub(crate) clinic: Clinic,
    pub(crate) ids: Ids,
    /// Names that nobody else may read.
    pub(crate) names: Vec<String>,
    /// The links its people hold.
    links: Vec<String>,
}

/// What stands in a text for an id or a token of ours.
fn is_id(text: &str) -> bool {
    text.split_once('_').is_some_and(|(kind, hex)| {
        kind.len() == 3 && kind.bytes().all(|c| c.is_ascii_lowercase()) && hex.len() == 32 && hex.bytes().all(|c| c.is_ascii_hexdigit())
    })
}

/// The text cut at everything that no id holds, with the ids' places.
pub(crate) fn ids_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| is_id(word)).map(str::to_owned).collect()
}

/// The text with every id replaced by what `by` says.
pub(crate) fn swapped(text: &str, by: impl Fn(&str) -> Option<String>) -> String {
    ids_in(text).iter().fold(text.to_owned(), |text, id| by(id).map_or(text.clone(), |other| text.replace(id, &other)))
}

/// Ids by their kind, tokens and public addresses as such.
pub(crate) fn plain(text: &str) -> String {
    let text = swapped(text, |id| Some(id[..3].to_owned()));
    let word = |part: &str| if part.len() == 43 { "token".to_owned() } else { part.to_owned() };
    let parts: Vec<String> = text.split('/').map(word).collect();
    if let [first, kind, _, rest @ ..] = &parts[..]
        && (first.is_empty() && kind == "c")
    {
        return format!("/c/slug/{}", rest.join("/"));
    }
    parts.join("/")
}

async fn act(browser: &Browser, form: &str) -> Page {
    browser.submit(&browser.get("/today").await.with_status(200), form, &[]).await.with_status(200)
}

/// Opens such a clinic; `mark` makes its people's names its own.
pub(crate) async fn busy(site: &Site, mark: &str) -> Busy {
    let (clinic, ids) = a_clinic_with_a_day(site).await;
    let (desk, doctor) = (clinic.reception(), clinic.practitioner());
    let mut links: Vec<String> = ids.links.iter().map(|(kind, token)| format!("/{kind}/{token}")).collect();
    let mut names = Vec::new();
    for (name, arrives, goes_in) in [("Adil", true, true), ("Noor", true, true), ("Zain", true, false), ("Sara", false, false)] {
        let name = format!("{name} {mark}");
        let patient = clinic.patient(&name);
        patient.books().await;
        clinic.clock.advance(jiff::SignedDuration::from_secs(1));
        clinic.work_until_idle().await;
        let link = patient.last_link().await;
        links.push(link.find("/a/").map_or(link.clone(), |at| link[at..].to_owned()));
        if arrives {
            act(&desk, "form[action$='/arrive']").await;
        }
        if goes_in {
            act(&doctor, "form[action='/queue/call-next']").await;
        }
        if name.starts_with("Adil") {
            act(&doctor, "form[action$='/done']").await;
            act(&desk, "form[action$='/invoice']").await;
        }
        if name.starts_with("Noor") {
            act(&doctor, "form[action$='/visit']").await;
        }
        names.push(name);
    }
    Busy { clinic, ids, names, links }
}

/// What a person types into an empty field of this name.
fn typed(name: &str) -> &'static str {
    match name {
        "name" | "owner" | "practitioner" => "Ali Khan",
        "phone" => "0300 7654321",
        "email" => "ali@typed.example",
        "password" => "a lantern over quiet water",
        "wanted" => "Zain",
        "systolic" => "120",
        "diastolic" => "80",
        "temperature" => "37",
        "oxygen-saturation" => "97",
        "heart-rate" => "72",
        "respiratory-rate" => "16",
        "pain" => "3",
        "height" => "170",
        "weight" => "70",
        _ => "12",
    }
}

impl Busy {
    /// Everybody who may look: the staff by role, and a visitor.
    fn people(&self) -> Vec<(Option<Role>, Browser)> {
        let staff = Role::ALL.into_iter().map(|role| (Some(role), self.clinic.member(role)));
        staff.chain([(None, self.clinic.visitor())]).collect()
    }

    /// Where somebody begins to look.
    fn beginnings(&self, role: Option<Role>) -> Vec<String> {
        let routes = self.clinic.site.routes().iter().filter(|route| route.method == "GET");
        let paths = routes.map(|route| self.ids.fill(route.path)).filter(|path| !path.contains('{'));
        let own = if role.is_none() { self.links.clone() } else { Vec::new() };
        paths.chain(own).filter(|path| worth_a_look(path)).collect()
    }

    /// Every page that somebody finds by following links, once for each path.
    async fn pages(&self, role: Option<Role>, browser: &Browser) -> Vec<Page> {
        let mut waiting: VecDeque<String> = self.beginnings(role).into();
        let (mut seen, mut pages) = (BTreeSet::new(), Vec::new());
        while let Some(path) = waiting.pop_front() {
            let bare = path.split(['?', '#']).next().unwrap_or_default().to_owned();
            if !seen.insert(bare) || seen.len() > MOST_PAGES {
                continue;
            }
            let page = browser.not_following().get(&path).await;
            if page.status == 200 && page.header("content-type").starts_with("text/html") {
                waiting.extend(page.attributes("a[href^='/']", "href").into_iter().filter(|path| worth_a_look(path)));
                pages.push(page);
            }
        }
        assert!(seen.len() <= MOST_PAGES, "pages without end: {seen:?}");
        pages
    }

    /// Every page of everybody.
    pub(crate) async fn everything(&self) -> Vec<(Option<Role>, Page)> {
        let mut all = Vec::new();
        for (role, browser) in self.people() {
            all.extend(self.pages(role, &browser).await.into_iter().map(|page| (role, page)));
        }
        all
    }

    /// Every form that posts, each once for each person who is shown it and each thing it is about.
    pub(crate) fn forms(seen: &[(Option<Role>, Page)]) -> Vec<Found> {
        let mut forms: BTreeMap<(String, String, Vec<String>), Found> = BTreeMap::new();
        for (role, page) in seen {
            for form in page.forms().into_iter().filter(|form| form.method == "post" && !form.multipart) {
                let (action, pairs) = form.filled(&[]);
                let action = if action.is_empty() { page.url.clone() } else { action };
                let fields = pairs.into_iter().map(|(name, value)| {
                    let value = if value.is_empty() { typed(&name).to_owned() } else { value };
                    (name, value)
                });
                let names = form.names().into_iter().map(str::to_owned).collect();
                let found = Found { role: *role, action: action.clone(), fields: fields.collect(), names };
                let (role, _, names) = found.shape();
                forms.entry((role, action, names)).or_insert(found);
            }
        }
        forms.into_values().filter(|form| form.action != "/sign-out").collect()
    }

    pub(crate) fn browser(&self, role: Option<Role>) -> Browser {
        role.map_or_else(|| self.clinic.visitor(), |role| self.clinic.member(role))
    }

    /// A fresh token for somebody's form.
    pub(crate) async fn token(&self, role: Option<Role>) -> String {
        let (browser, path) = (self.browser(role), role.map_or("/sign-in", Role::home));
        browser.get(path).await.field_value("_form").must("a form on the page")
    }
}

/// Neither endless, nor a file, nor a change of language, nor the way out.
fn worth_a_look(path: &str) -> bool {
    !["/assets/", "/language/", "/healthz"].iter().any(|start| path.starts_with(start))
        && !path.contains("/events")
        && !path.contains(".pdf")
}
