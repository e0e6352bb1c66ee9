//! Templates hold no sentence of their own and nothing the content security policy would refuse.

use crate::tree::{nothing, templates};

/// Words that are the same in every language, with the reason.
const SAME_EVERYWHERE: [(&str, &str); 2] = [("Wellkept", "our name"), ("STOP", "the keyword itself, as it must be typed")];

/// Blocks that hold a class and no words.
const CLASSES: &str = "{% block body_class %}";

/// The template without comments, tags of the template language and values.
fn bare(text: &str) -> String {
    let mut parts = text.split(CLASSES);
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(part.split_once("{% endblock %}").map_or(part, |(_, after)| after));
    }
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        let mut kept = String::new();
        let mut from = rest.as_str();
        while let Some(start) = from.find(open) {
            kept.push_str(&from[..start]);
            kept.push(' ');
            let end = from[start..].find(close).map_or(from.len(), |end| start + end + 2);
            // Lines are kept, so that a complaint can name one.
            kept.extend(from[start..end].chars().filter(|c| *c == '\n'));
            from = &from[end..];
        }
        kept.push_str(from);
        rest = kept;
    }
    rest
}

/// What stands between tags, and the values of attributes people read or hear; each with its line.
fn read_aloud(html: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut rest) = (1, html);
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        found.push((line, text.to_owned()));
        line += text.matches('\n').count();
        let (tag, after) = after.split_at(after.find('>').map_or(after.len(), |end| end + 1));
        for name in [" title=\"", " alt=\"", " aria-label=\"", " placeholder=\"", " content=\""] {
            let value = tag.split(name).nth(1).and_then(|value| value.split('"').next());
            let technical = name == " content=\"" && !tag.contains("description");
            found.extend(value.filter(|_| !technical).map(|value| (line, value.to_owned())));
        }
        line += tag.matches('\n').count();
        rest = after;
    }
    found
}

fn without_entities(text: &str) -> String {
    text.split('&').enumerate().map(|(n, part)| if n == 0 { part } else { part.split_once(';').map_or(part, |(_, after)| after) }).collect()
}

#[test]
fn no_sentence_is_written_into_a_page() {
    let mut wrong = Vec::new();
    for file in templates() {
        for (line, text) in read_aloud(&bare(&file.text)) {
            let mut said = without_entities(&text);
            for (word, _) in SAME_EVERYWHERE {
                said = said.replace(word, "");
            }
            if said.chars().any(char::is_alphabetic) {
                wrong.push(format!("{}:{line}: {:?}", file.path, text.trim()));
            }
        }
    }
    nothing(&wrong, "put the words into locales/en/<room>.ftl and locales/ur/<room>.ftl and say them with {{ v.t(\"key\") }}");
}

#[test]
fn pages_keep_to_the_content_security_policy_and_to_every_direction() {
    let mut wrong = Vec::new();
    for file in templates() {
        for (number, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (bad, why) in [
                (" style=", "no inline style: use a class"),
                ("<style", "no inline style sheet"),
                (" onclick=", "no inline script"),
                (" onchange=", "no inline script"),
                ("javascript:", "no inline script"),
                ("http://", "nothing from elsewhere"),
                ("https://", "nothing from elsewhere"),
            ] {
                if lower.contains(bad) {
                    wrong.push(format!("{}:{}: {bad} ({why})", file.path, number + 1));
                }
            }
            if lower.contains("<script") && !lower.contains(" src=") {
                wrong.push(format!("{}:{}: no inline script", file.path, number + 1));
            }
        }
        let forms = file.text.matches("<form").count();
        let posts = file.text.matches("method=\"post\"").count();
        let tokens = file.text.matches("v.form()").count();
        if posts > tokens {
            wrong.push(format!("{}: {forms} forms, {posts} of them post, {tokens} carry {{{{ v.form()|safe }}}}", file.path));
        }
    }
    for file in crate::tree::files().iter().filter(|file| file.is(".css") && file.path.starts_with("crates/")) {
        for (number, line) in file.text.lines().enumerate() {
            for physical in [
                "margin-left",
                "margin-right",
                "padding-left",
                "padding-right",
                "text-align: left",
                "text-align: right",
                "border-left",
                "border-right",
                "float: left",
                "float: right",
            ] {
                if line.contains(physical) || line.contains(&physical.replace(": ", ":")) {
                    wrong.push(format!("{}:{}: {physical} points one way; use its inline-start or inline-end", file.path, number + 1));
                }
            }
        }
    }
    nothing(&wrong, "see the comment at the top of crates/kernel/src/html/assets/wellkept.css");
}
