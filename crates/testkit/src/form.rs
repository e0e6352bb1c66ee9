//! A form as a browser without JavaScript reads and sends it.

use scraper::ElementRef;

use crate::{
    Must as _,
    page::{selector, words_of},
};

/// A form on a page: where it leads and what each field holds before anybody types.
#[derive(Clone, Debug)]
pub struct Form {
    /// `get` or `post`.
    pub method: String,
    /// Where it leads; empty means the page itself.
    pub action: String,
    /// Whether it carries files.
    pub multipart: bool,
    fields: Vec<Field>,
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Text, hidden, textarea and the like.
    Text(String),
    /// A box or a radio button.
    Tick { value: String, on: bool, radio: bool },
    /// A list: its values, and the chosen one.
    Choice { values: Vec<String>, chosen: Option<String> },
    /// A button: its value is sent only when it is the one that was pressed.
    Button { value: String, words: String, action: Option<String>, first: bool },
    /// A file.
    File,
}

impl Form {
    pub(crate) fn read(form: ElementRef<'_>) -> Self {
        let own = form.attr("id").map(str::to_owned);
        let mut fields: Vec<Field> = form.select(&selector("input, select, textarea, button")).filter_map(Field::read).collect();
        if let Some(id) = own {
            // Fields elsewhere on the page may belong to this form by its id.
            let root = form.ancestors().filter_map(ElementRef::wrap).last();
            let elsewhere = root
                .into_iter()
                .flat_map(|root| root.select(&selector(&format!("[form='{id}']"))).filter_map(Field::read).collect::<Vec<_>>());
            fields.extend(elsewhere);
        }
        let mut seen = false;
        for field in &mut fields {
            if let Kind::Button { first, .. } = &mut field.kind {
                *first = !seen;
                seen = true;
            }
        }
        Self {
            method: form.attr("method").unwrap_or("get").to_ascii_lowercase(),
            action: form.attr("action").unwrap_or_default().to_owned(),
            multipart: form.attr("enctype") == Some("multipart/form-data"),
            fields,
        }
    }

    /// What a field holds now; `None` where there is none of this name, or nothing is ticked or chosen.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().filter(|field| field.name == name).find_map(|field| match &field.kind {
            Kind::Text(value) | Kind::Tick { value, on: true, .. } => Some(value.as_str()),
            Kind::Choice { chosen, .. } => chosen.as_deref(),
            _ => None,
        })
    }

    /// The values a list or a group of radio buttons or boxes offers.
    #[must_use]
    pub fn choices(&self, name: &str) -> Vec<String> {
        let of = |field: &Field| match &field.kind {
            Kind::Tick { value, .. } => vec![value.clone()],
            Kind::Choice { values, .. } => values.clone(),
            _ => Vec::new(),
        };
        self.fields.iter().filter(|field| field.name == name).flat_map(of).collect()
    }

    /// The names of all fields, in order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|field| field.name.as_str()).collect()
    }

    /// The address and the pairs a browser sends once these fields are filled in. A text takes the value; a box is
    /// ticked by its value and unticked by ""; of several boxes of one name those given are ticked; a radio button and
    /// a list take one of their values; a button is pressed by its name and value or, as `("press", words)`, by its words.
    #[must_use]
    pub fn filled(&self, values: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let mut form = self.clone();
        for (name, _) in values {
            for field in &mut form.fields {
                if let (true, Kind::Tick { on, .. }) = (field.name == *name, &mut field.kind) {
                    *on = false;
                }
            }
        }
        let mut pressed = None;
        for (name, value) in values {
            match form.fill(name, value) {
                Ok(button) => pressed = pressed.or(button),
                Err(why) => crate::must::stop(&format!("{why}; the form to {:?} has {:?}", self.action, self.names())),
            }
        }
        form.pairs(pressed)
    }

    /// Puts one value in; the button's place where it was a button.
    fn fill(&mut self, name: &str, wanted: &str) -> Result<Option<usize>, String> {
        let mut known = false;
        for (place, field) in self.fields.iter_mut().enumerate() {
            let named = field.name == name;
            known |= named;
            match &mut field.kind {
                Kind::Text(value) if named => {
                    wanted.clone_into(value);
                    return Ok(None);
                }
                Kind::Tick { value, on, .. } if named && value == wanted => {
                    *on = true;
                    return Ok(None);
                }
                Kind::Choice { values, chosen } if named && values.iter().any(|value| value == wanted) => {
                    *chosen = Some(wanted.to_owned());
                    return Ok(None);
                }
                Kind::Button { value, .. } if named && value == wanted => return Ok(Some(place)),
                Kind::Button { words, .. } if name == "press" && words == wanted => return Ok(Some(place)),
                _ => {}
            }
        }
        let unticks = wanted.is_empty()
            && self.fields.iter().any(|field| field.name == name && matches!(field.kind, Kind::Tick { radio: false, .. }));
        match (unticks, known) {
            (true, _) => Ok(None),
            (false, true) => Err(format!("{name} offers no {wanted:?}, only {:?}", self.choices(name))),
            (false, false) => Err(format!("there is no field {name}")),
        }
    }

    fn pairs(&self, pressed: Option<usize>) -> (String, Vec<(String, String)>) {
        let mut action = self.action.clone();
        let mut pairs = Vec::new();
        for (place, field) in self.fields.iter().enumerate() {
            let value = match &field.kind {
                Kind::Text(value) => Some(value.replace("\r\n", "\n").replace('\n', "\r\n")),
                Kind::Tick { value, on: true, .. } => Some(value.clone()),
                Kind::Choice { chosen, .. } => chosen.clone(),
                Kind::Button { value, action: other, first, .. } if pressed.map_or(*first, |pressed| pressed == place) => {
                    if let Some(other) = other {
                        other.clone_into(&mut action);
                    }
                    Some(value.clone())
                }
                _ => None,
            };
            if let Some(value) = value
                && !field.name.is_empty()
            {
                pairs.push((field.name.clone(), value));
            }
        }
        (action, pairs)
    }
}

impl Field {
    fn read(element: ElementRef<'_>) -> Option<Self> {
        if element.attr("disabled").is_some() {
            return None;
        }
        let name = element.attr("name").unwrap_or_default().to_owned();
        let value = element.attr("value").unwrap_or_default().to_owned();
        let words = words_of(element);
        let action = element.attr("formaction").map(str::to_owned);
        let kind = match (element.value().name(), element.attr("type").unwrap_or_default()) {
            ("input", kind @ ("checkbox" | "radio")) => {
                let value = element.attr("value").unwrap_or("on").to_owned();
                Kind::Tick { value, on: element.attr("checked").is_some(), radio: kind == "radio" }
            }
            ("input", "file") => Kind::File,
            ("input", "submit") => Kind::Button { words: value.clone(), value, action, first: false },
            ("input", "button" | "reset") | ("button", "button" | "reset") => return None,
            ("button", _) => Kind::Button { value, words, action, first: false },
            ("textarea", _) => {
                let text: String = element.text().collect();
                Kind::Text(text.strip_prefix('\n').unwrap_or(&text).to_owned())
            }
            ("select", _) => choice(element),
            _ => Kind::Text(value),
        };
        let kept = !name.is_empty() || matches!(kind, Kind::Button { .. });
        kept.then_some(Self { name, kind })
    }
}

/// A list starts with its selected option, or with its first.
fn choice(element: ElementRef<'_>) -> Kind {
    let options: Vec<(String, bool)> = element
        .select(&selector("option"))
        .map(|option| (option.attr("value").map_or_else(|| words_of(option), str::to_owned), option.attr("selected").is_some()))
        .collect();
    let chosen = options.iter().find(|(_, selected)| *selected).or_else(|| options.first()).map(|(value, _)| value.clone());
    Kind::Choice { values: options.into_iter().map(|(value, _)| value).collect(), chosen }
}

/// Resolves where a form or link leads from the page it stands on.
pub(crate) fn resolved(from: &str, to: &str) -> String {
    let path = from.split(['?', '#']).next().unwrap_or("/");
    match to {
        "" => from.to_owned(),
        absolute if absolute.starts_with('/') || absolute.starts_with("http://") || absolute.starts_with("https://") => absolute.to_owned(),
        query if query.starts_with('?') => format!("{path}{query}"),
        relative => format!("{}/{relative}", path.rsplit_once('/').must("a path with a slash").0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    const PAGE: &str = r#"<form method="post" action="/x"><input type="hidden" name="_form" value="t"><input name="who" value="Mia">
        <input type="checkbox" name="day" value="1" checked><input type="checkbox" name="day" value="2"><input type="radio" name="r" value="a" checked><input type="radio" name="r" value="b">
        <select name="s"><option value="p">P<option selected>Q</select><textarea name="t">
a
b</textarea><input name="off" value="1" disabled><button name="go" value="1">Save</button><button name="go" value="2" formaction="/y">Send</button></form>"#;

    fn form() -> Form {
        let page = Html::parse_document(PAGE);
        Form::read(page.select(&selector("form")).next().unwrap())
    }

    fn sent(values: &[(&str, &str)]) -> String {
        let (to, pairs) = form().filled(values);
        let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{to} {}", pairs.join("&"))
    }

    #[test]
    fn an_untouched_form_sends_what_it_holds_and_its_first_button() {
        assert_eq!(sent(&[]), "/x _form=t&who=Mia&day=1&r=a&s=Q&t=a\r\nb&go=1");
    }

    #[test]
    fn ticks_choices_and_buttons_are_taken_as_a_browser_takes_them() {
        assert_eq!(sent(&[("who", ""), ("day", "2"), ("r", "b"), ("s", "p"), ("go", "2")]), "/y _form=t&who=&day=2&r=b&s=p&t=a\r\nb&go=2");
        assert_eq!(sent(&[("day", ""), ("press", "Send")]), "/y _form=t&who=Mia&r=a&s=Q&t=a\r\nb&go=2");
    }

    #[test]
    #[should_panic(expected = "there is no field else")]
    fn a_field_the_form_does_not_have_cannot_be_filled() {
        let _sent = sent(&[("else", "1")]);
    }

    #[test]
    fn where_a_form_leads_is_resolved_from_its_page() {
        assert_eq!(resolved("/a/b?c=1", ""), "/a/b?c=1");
        assert_eq!(resolved("/a/b?c=1", "?d=2"), "/a/b?d=2");
        assert_eq!(resolved("/a/b", "c"), "/a/c");
        assert_eq!(resolved("/a/b", "/c"), "/c");
    }
}
