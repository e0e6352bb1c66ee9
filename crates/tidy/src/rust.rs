//! Just enough reading of Rust to find its string literals and what stands before them.

/// A string literal: where its quote is, and its text as written (escapes are left alone).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) at: usize,
    pub(crate) text: String,
}

/// The string literals of a Rust source, without those in comments.
pub(crate) fn literals(source: &str) -> Vec<Literal> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if let Some(hashes) = raw_string(bytes, at) {
            let open = at + 1 + hashes + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = source[open..].find(&close).map_or(source.len(), |end| open + end);
            found.push(Literal { at, text: source[open..end].to_owned() });
            at = end + close.len();
        } else if bytes[at] == b'"' {
            let end = end_of_string(bytes, at + 1);
            found.push(Literal { at, text: source[at + 1..end].to_owned() });
            at = end + 1;
        } else if bytes[at] == b'\'' {
            at = after_quote(source, at);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// `r"`, `r#"` and so on, not the `r` at the end of a word.
fn raw_string(bytes: &[u8], at: usize) -> Option<usize> {
    let in_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') && bytes[at - 1] != b'b';
    if bytes[at] != b'r' || in_word {
        return None;
    }
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    (bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// A character literal is passed over whole; a lifetime is only its quote.
fn after_quote(source: &str, at: usize) -> usize {
    let mut chars = source[at + 1..].char_indices();
    match chars.next() {
        Some((_, '\\')) => source[at + 3..].find('\'').map_or(source.len(), |end| at + 3 + end + 1),
        Some((_, _)) => match chars.next() {
            Some((next, '\'')) => at + 1 + next + 1,
            _ => at + 1,
        },
        None => source.len(),
    }
}

/// The arguments of every call of `name(`: for each call the text of each argument, split at the commas of its own level.
pub(crate) fn calls(source: &str, name: &str) -> Vec<(usize, Vec<String>)> {
    let open = format!("{name}(");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = source[from..].find(&open) {
        let at = from + offset;
        from = at + open.len();
        let in_word = source[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        if !in_word || name.starts_with('.') {
            found.push((at, arguments(&source[from..])));
        }
    }
    found
}

fn arguments(source: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut all = vec![String::new()];
    for c in source.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        all.last_mut().unwrap().push(c);
    }
    all.iter().map(|argument| argument.trim().to_owned()).collect()
}

/// The text of an argument that is a string literal.
pub(crate) fn literal(argument: &str) -> Option<&str> {
    argument.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('"'))
}

#[test]
fn literals_are_found_and_comments_and_characters_are_not() {
    let source = r##"let a = "one"; // "no"
        let b = '"'; fn f<'a>(x: &'a str) {} let c = r#"two "quoted""#; let d = "th\"ree"; /* "no" */ let e = '\''; let f = "four";"##;
    let texts: Vec<String> = literals(source).into_iter().map(|literal| literal.text).collect();
    assert_eq!(texts, ["one", "two \"quoted\"", "th\\\"ree", "four"]);
}

#[test]
fn arguments_are_split_at_their_own_commas() {
    assert_eq!(
        calls(r#"x.t1("a, b", "n", f(1, 2)); nott1("c")"#, "t1"),
        [(2, vec!["\"a, b\"".to_owned(), "\"n\"".to_owned(), "f(1, 2)".to_owned()])]
    );
}
