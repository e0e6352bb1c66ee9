//! Keeps: "The person's language". Every sentence comes from `locales/`; dates, times and amounts from Unicode CLDR.

use std::{
    borrow::{Borrow, Cow},
    sync::Arc,
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use icu_datetime::{DateTimeFormatter, NoCalendarFormatter, fieldsets, input};
use icu_decimal::DecimalFormatter;
use jiff::{Timestamp, civil, tz::TimeZone};

use crate::money::Money;

/// A language the whole product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Urdu, right to left.
    Urdu,
}

impl Language {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::English, Self::Urdu];

    /// BCP 47, as in `lang=`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Urdu => "ur",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Urdu => "اردو",
        }
    }

    /// "ltr" or "rtl".
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Urdu => "rtl",
        }
    }

    /// Reads a tag; a region after the language does not matter.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The first acceptable language of an `Accept-Language` header, in the order it is written.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        header.split(',').take(10).find_map(|part| Self::from_tag(part.split(';').next().unwrap_or_default().trim()))
    }

    const fn cldr(self) -> &'static str {
        match self {
            // Day before month and a 24-hour clock: what clinics outside the United States print.
            Self::English => "en-GB",
            Self::Urdu => "ur-PK",
        }
    }
}

struct Tongue {
    bundle: FluentBundle<FluentResource>,
    day: DateTimeFormatter<fieldsets::YMDE>,
    date: DateTimeFormatter<fieldsets::YMD>,
    time: NoCalendarFormatter<fieldsets::T>,
    number: DecimalFormatter,
}

/// Every language, loaded once.
pub struct Languages {
    tongues: Vec<(Language, Tongue)>,
}

impl std::fmt::Debug for Languages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Languages")
    }
}

/// A file of sentences does not read.
#[derive(Debug, thiserror::Error)]
#[error("the sentences of {language:?} do not read: {why}")]
pub struct LanguageError {
    language: Language,
    why: String,
}

impl Languages {
    /// Loads every file of every language.
    ///
    /// # Errors
    /// [`LanguageError`] for a file that does not parse or a key that stands twice.
    pub fn load(files: &[(Language, &str)]) -> Result<Self, LanguageError> {
        let tongues = Language::ALL
            .into_iter()
            .map(|language| {
                let wrong = |why: String| LanguageError { language, why };
                let id = language.tag().parse().map_err(|_| wrong("tag".to_owned()))?;
                let mut bundle = FluentBundle::new_concurrent(vec![id]);
                for (_, text) in files.iter().filter(|(of, _)| *of == language) {
                    let resource = FluentResource::try_new((*text).to_owned()).map_err(|(_, errors)| wrong(format!("{errors:?}")))?;
                    bundle.add_resource(resource).map_err(|errors| wrong(format!("{errors:?}")))?;
                }
                let locale: icu_locale_core::Locale = language.cldr().parse().map_err(|_| wrong("locale".to_owned()))?;
                Ok((
                    language,
                    Tongue {
                        bundle,
                        day: DateTimeFormatter::try_new(locale.clone().into(), fieldsets::YMDE::medium())
                            .map_err(|e| wrong(e.to_string()))?,
                        date: DateTimeFormatter::try_new(locale.clone().into(), fieldsets::YMD::medium())
                            .map_err(|e| wrong(e.to_string()))?,
                        time: NoCalendarFormatter::try_new(locale.clone().into(), fieldsets::T::hm()).map_err(|e| wrong(e.to_string()))?,
                        number: DecimalFormatter::try_new(locale.into(), icu_decimal::options::DecimalFormatterOptions::default())
                            .map_err(|e| wrong(e.to_string()))?,
                    },
                ))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { tongues })
    }

    fn tongue(&self, language: Language) -> Option<&Tongue> {
        self.tongues.iter().find(|(of, _)| *of == language).map(|(_, tongue)| tongue)
    }

    /// Whether a key has a sentence in a language.
    #[must_use]
    pub fn knows(&self, language: Language, key: &str) -> bool {
        self.tongue(language).is_some_and(|tongue| tongue.bundle.get_message(key).is_some_and(|message| message.value().is_some()))
    }
}

/// One person's language and the clock they read: says sentences, dates, times and amounts.
#[derive(Clone, Debug)]
pub struct Speech {
    languages: Arc<Languages>,
    language: Language,
    zone: TimeZone,
}

impl Speech {
    /// Speaks `language` and reads clocks in `zone`.
    #[must_use]
    pub const fn new(languages: Arc<Languages>, language: Language, zone: TimeZone) -> Self {
        Self { languages, language, zone }
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The same language for another clock.
    #[must_use]
    pub fn in_zone(&self, zone: TimeZone) -> Self {
        Self { zone, ..self.clone() }
    }

    /// The same clock in another language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        Self { language, ..self.clone() }
    }

    /// A sentence.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.say(key, &FluentArgs::new())
    }

    /// A sentence with one named value.
    pub fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_string());
        self.say(key, &args)
    }

    /// A sentence with two named values.
    pub fn t2(&self, key: &str, a: &str, a_value: impl std::fmt::Display, b: &str, b_value: impl std::fmt::Display) -> String {
        let mut args = FluentArgs::new();
        args.set(a.to_owned(), a_value.to_string());
        args.set(b.to_owned(), b_value.to_string());
        self.say(key, &args)
    }

    /// A sentence with any number of named values.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), (*value).to_owned());
        }
        self.say(key, &args)
    }

    /// A sentence about a number, `$count`, in the right plural.
    pub fn tn(&self, key: &str, count: impl TryInto<i64>) -> String {
        let count = count.try_into().unwrap_or(i64::MAX);
        let mut args = FluentArgs::new();
        args.set("count", FluentValue::from(count));
        self.say(key, &args)
    }

    fn say(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let spoken = self.languages.tongue(self.language).and_then(|tongue| {
            let pattern = tongue.bundle.get_message(key)?.value()?;
            Some(tongue.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
        });
        spoken.unwrap_or_else(|| {
            tracing::error!(key, language = self.language.tag(), "a sentence is missing");
            key.to_owned()
        })
    }

    /// "Mon, 2 Mar 2026".
    pub fn day(&self, day: impl Borrow<civil::Date>) -> String {
        let day = *day.borrow();
        self.shown(day, |tongue, date| tongue.day.format(&date).to_string())
    }

    /// "2 Mar 2026".
    pub fn date(&self, day: impl Borrow<civil::Date>) -> String {
        let day = *day.borrow();
        self.shown(day, |tongue, date| tongue.date.format(&date).to_string())
    }

    fn shown(&self, day: civil::Date, format: impl Fn(&Tongue, input::Date<icu_calendar::Iso>) -> String) -> String {
        let date = u8::try_from(day.month())
            .ok()
            .zip(u8::try_from(day.day()).ok())
            .and_then(|(month, d)| input::Date::try_new_iso(i32::from(day.year()), month, d).ok());
        self.languages.tongue(self.language).zip(date).map_or_else(|| day.to_string(), |(tongue, date)| format(tongue, date))
    }

    /// "09:30" in the clinic's zone.
    pub fn time(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        self.wall_time(at.to_zoned(self.zone.clone()).time())
    }

    /// "09:30".
    pub fn wall_time(&self, time: impl Borrow<civil::Time>) -> String {
        let time = *time.borrow();
        let parts =
            u8::try_from(time.hour()).ok().zip(u8::try_from(time.minute()).ok()).and_then(|(h, m)| input::Time::try_new(h, m, 0, 0).ok());
        self.languages
            .tongue(self.language)
            .zip(parts)
            .map_or_else(|| time.to_string(), |(tongue, time)| tongue.time.format(&time).to_string())
    }

    /// The civil day of an instant in the clinic's zone, as [`Speech::day`].
    pub fn day_of(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        self.day(at.to_zoned(self.zone.clone()).date())
    }

    /// The civil date of an instant in the clinic's zone, as [`Speech::date`].
    pub fn date_of(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        self.date(at.to_zoned(self.zone.clone()).date())
    }

    /// "2 Mar 2026, 09:30".
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        let comma = if self.language == Language::Urdu { '،' } else { ',' };
        format!("{}{comma} {}", self.date_of(at), self.time(at))
    }

    /// "PKR 1,500.00", grouped as the language groups.
    pub fn money(&self, amount: impl Borrow<Money>) -> String {
        let amount = *amount.borrow();
        let plain = amount.plain();
        let grouped = self
            .languages
            .tongue(self.language)
            .zip(plain.parse::<icu_decimal::input::Decimal>().ok())
            .map_or(plain, |(tongue, decimal)| tongue.number.format(&decimal).to_string());
        format!("{}\u{a0}{grouped}", amount.currency.code())
    }

    /// For texts that go out as SMS, PDF or to a machine: without the invisible marks that isolate names in a page.
    #[must_use]
    pub fn without_marks(text: &str) -> Cow<'_, str> {
        if text.contains(['\u{2068}', '\u{2069}']) { Cow::Owned(text.replace(['\u{2068}', '\u{2069}'], "")) } else { Cow::Borrowed(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(language: Language) -> Speech {
        let files = [
            (Language::English, "hello = Hello { $name }\nwaiting = { $count ->\n [one] one waits\n *[other] { $count } wait\n}"),
            (Language::Urdu, "hello = سلام { $name }\nwaiting = { $count } منتظر"),
        ];
        Speech::new(Arc::new(Languages::load(&files).unwrap()), language, TimeZone::get("Asia/Karachi").unwrap())
    }

    #[test]
    fn sentences_dates_and_amounts_follow_the_language() {
        let (en, ur) = (speech(Language::English), speech(Language::Urdu));
        let at: Timestamp = "2026-03-02T04:30:00Z".parse().unwrap();
        assert_eq!(Speech::without_marks(&en.t1("hello", "name", "Ayesha")), "Hello Ayesha");
        assert_eq!(en.tn("waiting", 1), "one waits");
        assert_eq!(en.time(at), "09:30");
        assert_eq!(en.day_of(at), "Mon, 2 Mar 2026");
        assert!(ur.day_of(at).contains("مارچ"), "{}", ur.day_of(at));
        assert_eq!(en.money(Money::new(150_000, iso_currency::Currency::PKR)), "PKR\u{a0}1,500.00");
    }

    #[test]
    fn a_browser_gets_the_first_language_it_asks_for_that_we_speak() {
        assert_eq!(Language::accepted("de-DE,ur;q=0.9,en;q=0.8"), Some(Language::Urdu));
        assert_eq!(Language::accepted("xx"), None);
    }
}
