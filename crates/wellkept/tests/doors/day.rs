//! A clinic with a day behind it, so that every route has something of its own to point at.

use kernel::http::Listed;
use testkit::{Clinic, Site};

/// What stands for `{id}` after each first word of a path: table, its key, the letters of the id.
const THINGS: [(&str, &str, &str, &str); 6] = [
    ("appointments", "appointment", "appointment_id", "apt"),
    ("patients", "patient", "patient_id", "pat"),
    ("encounters", "encounter", "encounter_id", "enc"),
    ("notes", "note", "note_id", "not"),
    ("invoices", "invoice", "invoice_id", "inv"),
    ("messages", "message", "message_id", "msg"),
];

/// What to put into the paths of one clinic.
pub(crate) struct Ids {
    slug: String,
    things: Vec<(&'static str, String)>,
}

impl Ids {
    /// The path with everything in braces replaced.
    pub(crate) fn fill(&self, path: &str) -> String {
        let mut filled = path.replace("{slug}", &self.slug).replace("{tag}", "ur").replace("/{mark}/{name}", "/0/wellkept.css");
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

/// Opens a clinic and lives through a day in it by its own pages.
pub(crate) async fn a_clinic_with_a_day(site: &Site) -> (Clinic, Ids) {
    let clinic = site.clinic().await;
    let mut things = Vec::new();
    for (first, table, key, letters) in THINGS {
        let question = format!("select {key} from {table} where clinic_id = $1 order by {key} limit 1");
        let id: uuid::Uuid = clinic.sql(&question, &[&clinic.id]).await.first().map_or_else(|| kernel::id::fresh(&clinic.clock, clinic.db.chance()), |row| row.get(0));
        things.push((first, format!("{letters}_{}", id.simple())));
    }
    let ids = Ids { slug: clinic.slug.clone(), things };
    (clinic, ids)
}
