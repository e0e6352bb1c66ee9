//! What came back, and what a person sees of it.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Node, Selector};

use crate::{Form, Must as _};

/// An answer of the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status of the last answer, after redirects.
    pub status: u16,
    /// Path and query of that answer.
    pub url: String,
    /// Its headers.
    pub headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Page {
    pub(crate) const fn new(status: u16, url: String, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        Self { status, url, headers, bytes }
    }

    /// The page as sent.
    #[must_use]
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as sent, for papers.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A header's value; empty when there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The words on the page with single spaces, without the invisible marks that keep names in their direction.
    #[must_use]
    pub fn text(&self) -> String {
        words_of(self.parsed().root_element())
    }

    /// Whether these words can be read on the page.
    #[must_use]
    pub fn shows(&self, words: &str) -> bool {
        self.text().contains(&tidied(words))
    }

    /// Whether something on the page matches the selector.
    #[must_use]
    pub fn has(&self, css: &str) -> bool {
        self.count(css) > 0
    }

    /// How many things on the page match.
    #[must_use]
    pub fn count(&self, css: &str) -> usize {
        self.parsed().select(&selector(css)).count()
    }

    /// The words of everything that matches, in the page's order.
    #[must_use]
    pub fn words(&self, css: &str) -> Vec<String> {
        self.parsed().select(&selector(css)).map(words_of).collect()
    }

    /// An attribute of everything that matches and has it: `attributes("a", "href")`.
    #[must_use]
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.parsed().select(&selector(css)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// Where the link with these words leads.
    #[must_use]
    pub fn link(&self, words: &str) -> String {
        let wanted = tidied(words);
        let page = self.parsed();
        let found = page.select(&selector("a[href]")).find(|link| words_of(*link).contains(&wanted));
        found.and_then(|link| link.attr("href")).must(&format!("no link says {words:?} on {}:\n{}", self.url, self.text())).to_owned()
    }

    /// What a field of the page's forms holds; `None` where there is no such field or nothing is chosen.
    #[must_use]
    pub fn field_value(&self, name: &str) -> Option<String> {
        let page = self.parsed();
        page.select(&selector("form")).find_map(|form| Form::read(form).value(name).map(str::to_owned))
    }

    /// The sentences of the error summary, or of the fields where the page has no summary.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        let summary = self.words(".error-summary li");
        if summary.is_empty() { self.words(".error") } else { summary }
    }

    /// The form at the selector: the form itself, something inside it, or something around exactly one.
    #[must_use]
    pub fn form(&self, css: &str) -> Form {
        let page = self.parsed();
        let found = page.select(&selector(css)).find_map(|element| {
            let around = element.ancestors().filter_map(ElementRef::wrap).find(|a| a.value().name() == "form");
            if element.value().name() == "form" { Some(element) } else { around.or_else(|| element.select(&selector("form")).next()) }
        });
        Form::read(found.must(&format!("no form at {css:?} on {} ({}):\n{}", self.url, self.status, self.text())))
    }

    /// Every form on the page.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        self.parsed().select(&selector("form")).map(Form::read).collect()
    }

    /// The page itself, if its status is this one; else the end of the test.
    #[track_caller]
    pub fn with_status(self, status: u16) -> Self {
        if self.status != status {
            crate::must::stop(&format!("{} answered {} instead of {status}:\n{}", self.url, self.status, self.text()));
        }
        self
    }

    fn parsed(&self) -> Html {
        Html::parse_document(&self.html())
    }
}

pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).must(&format!("reading the selector {css:?}"))
}

/// Single spaces, no direction isolates (Fluent puts them around every name).
pub(crate) fn tidied(text: &str) -> String {
    let visible: String =
        text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

const INLINE: [&str; 14] = ["a", "abbr", "b", "bdi", "bdo", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup"];
const UNSEEN: [&str; 5] = ["head", "script", "style", "template", "noscript"];

pub(crate) fn words_of(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    collect(element, &mut text);
    tidied(&text)
}

fn collect(element: ElementRef<'_>, into: &mut String) {
    let mut after_element = false;
    for child in element.children() {
        match child.value() {
            Node::Text(text) => into.push_str(text),
            Node::Element(tag) if !UNSEEN.contains(&tag.name()) => {
                // Words of two blocks, or of two links side by side, stand apart even where the file has no space between them.
                let flows = INLINE.contains(&tag.name()) && !tag.classes().any(|class| class == "hint");
                let apart = if flows && !after_element { "" } else { " " };
                into.push_str(apart);
                ElementRef::wrap(child).into_iter().for_each(|child| collect(child, into));
                into.push_str(if flows { "" } else { " " });
            }
            _ => {}
        }
        after_element = child.value().is_element();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        Page::new(200, "/".to_owned(), HeaderMap::new(), html.as_bytes().to_vec())
    }

    #[test]
    fn the_words_of_a_page_are_what_a_person_reads() {
        let page = page(
            "<head><title>no</title></head><body><h1>Hello \u{2068}Mia\u{2069}</h1><p>You <b>owe</b>\n nothing<p>Bye<script>no</script>",
        );
        assert_eq!(page.text(), "Hello Mia You owe nothing Bye");
        assert!(page.shows("Mia You   owe"));
    }

    #[test]
    fn links_side_by_side_are_two_words_and_a_link_in_a_sentence_is_not() {
        let page = page(r#"<nav><a>Today</a><a>Team</a></nav><p>See <a>this</a>.</p><label>Owner<span class="hint">All</span></label>"#);
        assert_eq!(page.text(), "Today Team See this. Owner All");
    }

    #[test]
    fn the_summary_speaks_for_the_fields() {
        let both = page(r#"<div class="error-summary"><ul><li>Name: fill this in</li></ul></div><span class="error">Fill this in</span>"#);
        assert_eq!(both.errors(), ["Name: fill this in"]);
        assert_eq!(page(r#"<span class="error">Fill this in</span>"#).errors(), ["Fill this in"]);
    }
}
