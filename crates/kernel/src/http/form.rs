//! Keeps: "A refused form loses nothing". Reads fields into values, collecting a sentence for each that is wrong.

use unicode_normalization::UnicodeNormalization as _;

use super::Filled;

/// What was wrong, field by field, as keys of sentences.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<(&'static str, &'static str, String)>);

impl Errors {
    /// Nothing wrong.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// One thing wrong.
    #[must_use]
    pub fn one(field: &'static str, key: &'static str) -> Self {
        let mut errors = Self::none();
        errors.add(field, key);
        errors
    }

    /// Adds one; a field keeps its first.
    pub fn add(&mut self, field: &'static str, key: &'static str) {
        self.add_with(field, key, String::new());
    }

    /// Adds one whose sentence has a `$limit`.
    pub fn add_with(&mut self, field: &'static str, key: &'static str, limit: String) {
        if !self.0.iter().any(|(of, _, _)| *of == field) {
            self.0.push((field, key, limit));
        }
    }

    /// Whether anything is wrong.
    #[must_use]
    pub const fn any(&self) -> bool {
        !self.0.is_empty()
    }
}

/// What a form shows: typed values and what was wrong with them. Templates get it as `f`.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    values: Vec<(String, String)>,
    errors: Errors,
}

impl Typed {
    pub(super) const fn new(values: Vec<(String, String)>, errors: Errors) -> Self {
        Self { values, errors }
    }

    /// An untouched form.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// A form with nothing typed and something wrong.
    #[must_use]
    pub const fn refused(errors: Errors) -> Self {
        Self { values: Vec::new(), errors }
    }

    /// A form that starts with values.
    #[must_use]
    pub fn starting_with(values: &[(&str, &str)]) -> Self {
        Self { values: values.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(), errors: Errors::none() }
    }

    /// The same form with another value in one field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.values.retain(|(field, _)| field != name);
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Nothing typed, and something wrong: what went wrong elsewhere.
    #[must_use]
    pub const fn wrong_with(errors: Errors) -> Self {
        Self { values: Vec::new(), errors }
    }

    /// The field's typed value.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Whether the field's value is this one: for radios, selects and ticks.
    #[must_use]
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(field, typed)| field == name && typed == value)
    }

    /// What is wrong with a field, said in the view's language.
    #[must_use]
    pub fn error(&self, v: &super::View, name: &str) -> Option<String> {
        self.errors.0.iter().find(|(field, _, _)| *field == name).map(|(_, key, limit)| v.t1(key, "limit", limit))
    }

    /// Whether anything is wrong.
    #[must_use]
    pub const fn wrong(&self) -> bool {
        self.errors.any()
    }

    /// Everything wrong, in the form's order: field and sentence.
    #[must_use]
    pub fn all_wrong(&self, v: &super::View) -> Vec<(&'static str, String)> {
        self.errors.0.iter().map(|(field, key, limit)| (*field, v.t1(key, "limit", limit))).collect()
    }
}

/// Why a text is no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALine {
    /// More characters than may be.
    #[error("this is too long")]
    TooLong,
    /// Line breaks, other controls, and what turns the direction of what follows.
    #[error("this has characters that no name or line has")]
    Strange,
}

/// One line of text, possibly empty, at most `most` characters, NFC, trimmed.
///
/// # Errors
/// [`NotALine`].
pub fn line_of(text: &str, most: usize) -> Result<String, NotALine> {
    let text: String = text.trim().nfc().collect();
    if text.chars().count() > most {
        return Err(NotALine::TooLong);
    }
    if text.chars().any(|c| c.is_control() || is_direction_override(c)) { Err(NotALine::Strange) } else { Ok(text) }
}

/// Reads a form. Ask for each field, then [`Reading::errors`].
#[derive(Debug)]
pub struct Reading<'a> {
    filled: &'a Filled,
    errors: Errors,
}

impl<'a> Reading<'a> {
    /// Starts.
    #[must_use]
    pub const fn of(filled: &'a Filled) -> Self {
        Self { filled, errors: Errors::none() }
    }

    /// One line of text, required, at most `most` characters, NFC, without control characters.
    pub fn line(&mut self, field: &'static str, most: usize) -> String {
        let text = self.optional_line(field, most).unwrap_or_default();
        if text.is_empty() {
            self.errors.add(field, "field-missing");
        }
        text
    }

    /// One line of text or nothing.
    pub fn optional_line(&mut self, field: &'static str, most: usize) -> Option<String> {
        let text = self.filled.text(field);
        match line_of(text, most) {
            Ok(line) => (!line.is_empty()).then_some(line),
            Err(why) => {
                match why {
                    NotALine::TooLong => self.errors.add_with(field, "field-too-long", most.to_string()),
                    NotALine::Strange => self.errors.add(field, "field-strange-characters"),
                }
                Some(text.nfc().collect())
            }
        }
    }

    /// Several lines of text, possibly empty, at most `most` characters.
    pub fn lines(&mut self, field: &'static str, most: usize) -> String {
        let text: String = self.filled.raw(field).nfc().collect();
        if text.chars().count() > most {
            self.errors.add_with(field, "field-too-long", most.to_string());
        } else if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_direction_override(c)) {
            self.errors.add(field, "field-strange-characters");
        }
        text
    }

    /// A required field read by `read`; `key` is the sentence when it does not read.
    pub fn parsed<T, E>(&mut self, field: &'static str, key: &'static str, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.filled.text(field);
        if text.is_empty() {
            self.errors.add(field, "field-missing");
            return None;
        }
        read(text).map_err(|_| self.errors.add(field, key)).ok()
    }

    /// As [`Reading::parsed`], but the field may be left empty.
    pub fn optional<T, E>(&mut self, field: &'static str, key: &'static str, read: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.filled.text(field);
        if text.is_empty() { None } else { read(text).map_err(|_| self.errors.add(field, key)).ok() }
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, field: &str) -> bool {
        self.filled.ticked(field)
    }

    /// Says that a field is wrong for a reason of the verb's own.
    pub fn wrong(&mut self, field: &'static str, key: &'static str) {
        self.errors.add(field, key);
    }

    /// As [`Reading::wrong`], with a `$limit` in the sentence.
    pub fn wrong_with(&mut self, field: &'static str, key: &'static str, limit: String) {
        self.errors.add_with(field, key, limit);
    }

    /// What was wrong.
    #[must_use]
    pub fn errors(self) -> Errors {
        self.errors
    }
}

/// Marks that turn the reading order around: they make a name look like another.
const fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
