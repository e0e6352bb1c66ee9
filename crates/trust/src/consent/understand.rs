//! What an inbound text means, in whatever words and script somebody writes it.
//!
//! The words that always mean stop are those of the American rule (47 CFR 64.1200(a)(10)), which names the widest list,
//! and what people write in our patients' languages. A short text that might mean stop is a stop: a message too few can
//! be mended by saying START, a message too many cannot. A text about something else that stops (a bus, a tablet) is not.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::words::{
    COURTESIES, DENIALS, ELSEWHERE_AFTER, ELSEWHERE_BEFORE, MESSAGE_WORDS, SHOUTED_ONLY_ALONE, STARTS, STOP_SIGNS, STOPS, STOPS_ALONE,
    STOPS_ANYWHERE,
};

/// What a reply means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Understood {
    /// No more messages.
    Stop,
    /// Messages again.
    Start,
    /// Something for a person to read.
    Other,
}

impl Understood {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Start => "start",
            Self::Other => "other",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "stop" => Self::Stop,
            "start" => Self::Start,
            _ => Self::Other,
        }
    }
}

/// Texts longer than this many words need a phrase that can mean nothing else.
const SHORT: usize = 8;
/// Nobody writes more than this to stop messages; the rest is not looked at.
const MOST_CHARS: usize = 4000;

/// Reads what a text means.
#[must_use]
pub fn understand(text: &str) -> Understood {
    let text: String = text.chars().take(MOST_CHARS).collect();
    let words = words(&text);
    let all = words.join(" ");
    if words.is_empty() {
        return if text.contains(STOP_SIGNS) { Understood::Stop } else { Understood::Other };
    }
    let any_line_is_a_stop = text.split(['\n', '.', '!', '?', '؟', '۔', '।', ';']).any(|line| is_only_a_stop(&self::words(line)));
    let goes_on = has_any(&all, DENIALS);
    if any_line_is_a_stop || is_only_a_stop(&words) || (!goes_on && has_any(&all, STOPS_ANYWHERE)) {
        return Understood::Stop;
    }
    if words.len() <= SHORT && !goes_on && has_a_stop_about_messages(&all) {
        return Understood::Stop;
    }
    if STARTS.iter().any(|start| folded(start) == all) { Understood::Start } else { Understood::Other }
}

/// Whether nothing is said but stop, with or without courtesies around it.
fn is_only_a_stop(words: &[String]) -> bool {
    let courtesies: Vec<String> = COURTESIES.iter().chain(MESSAGE_WORDS).map(|word| folded(word)).collect();
    let rest = || words.iter().filter(|word| !courtesies.contains(word));
    let bare: Vec<&str> = rest().map(String::as_str).collect();
    let (bare, joined) = (bare.join(" "), bare.concat());
    let all = words.join(" ");
    // "S T O P", one letter at a time.
    let spelled = words.len() > 2 && words.iter().all(|word| word.chars().count() == 1);
    let is = |stop: &str| {
        let stop = folded(stop);
        stop == bare || stop == all || (spelled && stop == joined) || (spelled && stop == words.concat())
    };
    STOPS.iter().chain(STOPS_ALONE).any(|stop| is(stop)) || SHOUTED_ONLY_ALONE.iter().any(|stop| folded(stop) == all)
}

/// Whether a short text has a stop in it that is not about a bus, a tablet or a visit.
fn has_a_stop_about_messages(all: &str) -> bool {
    let about_messages = has_any(all, MESSAGE_WORDS);
    STOPS.iter().any(|stop| {
        let Some((before, after)) = parted(all, &folded(stop)) else { return false };
        let last = before.rsplit(' ').next().unwrap_or_default();
        let elsewhere =
            ELSEWHERE_BEFORE.iter().any(|word| folded(word) == last) || has_any(after, ELSEWHERE_AFTER) || has_any(before, ELSEWHERE_AFTER);
        about_messages || !elsewhere
    })
}

/// What stands before and after a phrase of whole words.
fn parted<'a>(all: &'a str, phrase: &str) -> Option<(&'a str, &'a str)> {
    all.match_indices(phrase).find_map(|(at, _)| {
        let (before, rest) = all.split_at_checked(at)?;
        let after = rest.strip_prefix(phrase)?;
        let whole = (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '));
        whole.then(|| (before.trim(), after.trim()))
    })
}

fn has_any(all: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| parted(all, &folded(phrase)).is_some())
}

fn folded(phrase: &str) -> String {
    words(phrase).join(" ")
}

/// The words of a text, so that the ways of writing one word are one: width, case, accents, vowel signs of Arabic
/// script, its letters that look alike, repeated letters; punctuation and emoji stand between words.
fn words(text: &str) -> Vec<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{640}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{ad}'
            | '\''
            | '’'
            | '‘' => {}
            'ي' | 'ى' => out.push('ی'),
            'ك' => out.push('ک'),
            'ہ' | 'ة' | 'ۃ' | 'ھ' => out.push('ه'),
            _ if c.is_alphanumeric() || is_combining_mark(c) && !is_emoji_part(c) => {
                // "stoppp", "STOOOP": runs of one Latin letter count once, in the lists too.
                if !(c.is_ascii_alphabetic() && out.ends_with(c)) {
                    out.push(c);
                }
            }
            _ => out.push(' '),
        }
    }
    let mut words: Vec<String> = out.split_whitespace().map(str::to_owned).collect();
    words.dedup();
    words
}

const fn is_emoji_part(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_saying_stop_is_a_stop() {
        let texts = [
            // the rule's own words
            "STOP",
            "stop",
            "Stop.",
            "quit",
            "END",
            "revoke",
            "opt out",
            "OPT-OUT",
            "optout",
            "cancel",
            "unsubscribe",
            "stopall",
            "STOP ALL",
            // as people write them
            "STOP PLEASE!!",
            "please stop",
            "pls stop it",
            "Stop.",
            "  stop  ",
            "\"STOP\"",
            "stop!!!1",
            "STOP 🛑",
            "🛑",
            "⛔️",
            "stoppp",
            "STOOOP",
            "S T O P",
            "s.t.o.p",
            "ＳＴＯＰ",
            "𝗦𝗧𝗢𝗣",
            "s\u{200b}top",
            "Stop now",
            "ok stop",
            "STOP thank you",
            "stop, thanks",
            "Reply STOP",
            "stpo",
            "unsubcribe",
            "stop messaging me",
            "Stop sending me messages",
            "please stop texting",
            "STOP SMS",
            "stop whatsapp",
            "I want you to stop",
            "can you stop?",
            "please end these messages",
            "cancel messages",
            "quit texting me",
            "don't text me",
            "do not message me again",
            "no more messages please",
            "remove me",
            "remove my number",
            "take me off your list",
            "leave me alone",
            "I revoke my consent",
            "I would like to opt out",
            "unsubscribe me please",
            "enough! stop",
            "STOP\n\nSent from my iPhone",
            "Thank you for the kind care of my mother. We have moved to another city now. STOP",
            "I have asked you twice already and now I ask again: stop sending me these reminders about visits",
            "stop the messages about my tablets",
            "stop at once",
            "you did not stop",
            // Roman Urdu
            "band karo",
            "Band karo!",
            "message band karo",
            "msg band kar dein please",
            "bund karo",
            "mat bhejo",
            "messages mat bhejein",
            "rok do",
            "bas karo",
            "msg na karein",
            // Urdu
            "روکیں",
            "بند کریں",
            "بند کرو",
            "بند کر دیں",
            "میسج بند کریں",
            "براہ کرم پیغام نہ بھیجیں",
            "مت بھیجیں",
            "روک دیں۔",
            "بندکریں",
            "ميسج بند كريں",
            // Hindi
            "बंद करो",
            "बन्द करें",
            "मैसेज बंद करो",
            "मत भेजो",
            "रोको",
            "संदेश न भेजें",
            // Arabic, French, Spanish, Malayalam, Russian
            "توقف",
            "تَوَقَّف",
            "أوقف",
            "إيقاف",
            "إلغاء الاشتراك",
            "لا ترسل",
            "arret",
            "arrêt",
            "ARRÊTEZ",
            "désabonner",
            "alto",
            "¡Alto!",
            "basta",
            "parar",
            "darse de baja",
            "നിർത്തുക",
            "стоп",
        ];
        let missed: Vec<&str> = texts.into_iter().filter(|text| understand(text) != Understood::Stop).collect();
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn other_things_that_stop_are_not_a_stop() {
        let texts = [
            "I will stop by at 5",
            "bus stop?",
            "Is there a bus stop near the clinic?",
            "I'll stop over tomorrow",
            "non-stop cough",
            "the pain does not stop",
            "the bleeding won't stop",
            "should I stop the tablets?",
            "Can I stop taking insulin?",
            "when can I stop the antibiotic",
            "please don't stop the messages",
            "dont stop",
            "trying to quit smoking",
            "how do I quit smoking",
            "cancel my appointment",
            "please cancel my visit on Monday",
            "can I cancel tomorrow?",
            "this weekend",
            "see you at the end of the week",
            "when does it end",
            "the endoscopy",
            "stopwatch",
            "unstoppable",
            "",
            "   ",
            "👍",
            "ok",
            "1",
            "yes please",
            "thanks, see you",
            "I am at the reception and the doctor told me that I may stop the drops after one more week, is that right?",
            "کلینک کب بند ہوتا ہے؟",
            "کیا کلینک بند ہے",
            "دوا بند کر دوں؟",
            "clinic band hai?",
            "dawai band karo?",
            "क्लिनिक कब बंद होता है",
            "mon arrêt de travail",
            "alto riesgo",
            "; drop table reply; --",
            "<script>alert('x')</script>",
        ];
        let mistaken: Vec<&str> = texts.into_iter().filter(|text| understand(text) != Understood::Other).collect();
        assert!(mistaken.is_empty(), "{mistaken:#?}");
    }

    #[test]
    fn start_counts_only_when_nothing_else_is_said() {
        for text in ["START", "start!", "Unstop", "YES", "yes.", "شروع", "ہاں", "शुरू"] {
            assert_eq!(understand(text), Understood::Start, "{text:?}");
        }
        for text in ["start tomorrow?", "yes I will come", "when do you start", "yes but later"] {
            assert_eq!(understand(text), Understood::Other, "{text:?}");
        }
        assert_eq!(understand("START STOP"), Understood::Stop, "in doubt, stop");
    }

    #[test]
    fn a_very_long_text_is_read_in_bounded_time_and_means_something_else() {
        assert_eq!(understand(&"la ".repeat(100_000)), Understood::Other);
        assert_eq!(understand(&"stop ".repeat(100_000)), Understood::Stop);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}") {
            let _understood = understand(&text);
        }

        #[test]
        fn a_stop_survives_whatever_is_put_around_it(before in "[ .,!?*_~🙏🛑\u{200b}]{0,6}", after in "[ .,!?*_~🙏🛑\u{200b}]{0,6}") {
            proptest::prop_assert_eq!(understand(&format!("{before}StOp{after}")), Understood::Stop);
        }
    }
}
