//! `SECURITY.md` against the code, and rules a reviewer of security would otherwise have to look for.

use crate::tree::{File, files, nothing, root, rust, templates};

const PAPER: &str = "SECURITY.md";

/// What a browser's script may not do: turn a text into code or markup, keep data, listen to other windows.
const NOT_IN_SCRIPTS: [&str; 16] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "createContextualFragment",
    "eval(",
    "Function(",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "document.cookie",
    "'message'",
    "window.onmessage",
    "opener",
    "importScripts",
    "__proto__",
];

/// A cell's pieces between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(|quote| quote.replace("\\|", "|"))
}

/// The numbers of a text, without the commas between thousands.
fn numbers(text: &str) -> Vec<String> {
    let plain: Vec<char> = text.chars().collect();
    let mut found = vec![String::new()];
    for (at, c) in plain.iter().enumerate() {
        let inside = |c: char| plain.get(at + 1).is_some_and(char::is_ascii_digit) && matches!(c, ',' | '_');
        match found.last_mut() {
            Some(last) if c.is_ascii_digit() => last.push(*c),
            Some(last) if !last.is_empty() && !inside(*c) => found.push(String::new()),
            _ => {}
        }
    }
    found.retain(|number| !number.is_empty());
    found
}

/// The cells of a table's row; a bar behind a backslash is none.
fn cells(line: &str) -> Vec<String> {
    line.trim().trim_matches('|').replace("\\|", "\u{0}").split('|').map(|cell| cell.replace('\u{0}', "|").trim().to_owned()).collect()
}

/// What a paper says of files that they do not say.
fn untrue(paper: &str, files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut kept = false;
    for line in paper.lines() {
        let row = cells(line);
        let Some((last, said)) = row.split_last().filter(|_| line.starts_with('|')) else {
            kept = false;
            continue;
        };
        if last == "kept in" {
            kept = true;
            continue;
        }
        if !kept || last.chars().all(|c| c == '-') {
            continue;
        }
        let mut file = None;
        let mut quotes = 0;
        for quote in quoted(last) {
            if quote.contains('/') && !quote.contains(' ') {
                file = files.iter().find(|file| file.path == quote);
                if file.is_none() {
                    wrong.push(format!("{}: there is no file {quote}", row[0]));
                }
                continue;
            }
            quotes += 1;
            let Some(file) = file else { continue };
            if !file.text.contains(&quote) {
                wrong.push(format!("{}: {} does not say `{quote}`", row[0], file.path));
            }
            let number = quote.split_once(" = ").and_then(|(_, value)| numbers(value).into_iter().next());
            if let Some(number) = number.filter(|number| !numbers(&said.join(" ")).contains(number)) {
                wrong.push(format!("{}: the code says {number}, the row does not", row[0]));
            }
        }
        if quotes == 0 {
            wrong.push(format!("{}: quotes nothing of what keeps it", row[0]));
        }
    }
    wrong
}

/// Other crates that make hashes, keys or ciphers: aws-lc-rs is the one we ask, and bcrypt for passwords.
const OTHER_CRYPTOGRAPHY: [&str; 24] = [
    "aes",
    "aes-gcm",
    "argon2",
    "blake3",
    "chacha20poly1305",
    "des",
    "ed25519-dalek",
    "hkdf",
    "hmac",
    "k256",
    "md-5",
    "md5",
    "openssl",
    "p256",
    "pbkdf2",
    "rc4",
    "ring",
    "rsa",
    "rust-crypto",
    "scrypt",
    "sha-1",
    "sha1",
    "sha2",
    "sha3",
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What the paper answers, in its order.
const PARTS: [&str; 10] = [
    "What is accepted",
    "Files that are uploaded",
    "Ways in",
    "Who may do what",
    "Who talks to whom",
    "Keys",
    "What is worth what",
    "What is expensive",
    "What we are built from",
    "What is written down",
];

#[test]
fn the_paper_on_security_has_every_part() {
    let paper = std::fs::read_to_string(root().join(PAPER)).unwrap();
    let parts: Vec<&str> = paper.lines().filter_map(|line| line.strip_prefix("## ")).filter(|part| PARTS.contains(part)).collect();
    assert_eq!(parts, PARTS);
}

#[test]
fn cryptography_is_asked_of_one_library() {
    let settings: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let named = settings["workspace"]["dependencies"].as_table().unwrap();
    let wrong: Vec<String> = OTHER_CRYPTOGRAPHY.iter().filter(|name| named.contains_key(**name)).map(|name| (*name).to_owned()).collect();
    nothing(&wrong, "aws-lc-rs is the one library for keys (decisions/0002-dependencies.md)");
    let mut wrong = Vec::new();
    for file in rust().filter(|file| !file.is_for_tests()) {
        let old = ["AES_128", "AES_256_CBC", "_ECB", "SHA1_", "HMAC_SHA1", "LEGACY"].iter().filter(|old| file.code().contains(*old));
        wrong.extend(old.map(|old| format!("{}: {old}", file.path)));
    }
    nothing(&wrong, "AES-256-GCM, HMAC and HKDF with SHA-256 or longer");
}

#[test]
fn every_crate_is_listed_with_its_hash_and_comes_from_one_place() {
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let ours = |name: &str| root().join("crates").join(name).exists() || ["bench", "fuzz"].contains(&name);
    let mut wrong = Vec::new();
    for package in lock["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let from = package.get("source").and_then(toml::Value::as_str).unwrap_or_default();
        let hashed = package.get("checksum").is_some();
        let known = if from.is_empty() { ours(name) } else { from == CRATES_IO && hashed };
        if !known {
            wrong.push(format!("{name} from {from:?}"));
        }
    }
    nothing(&wrong, "take it from crates.io");
}

#[test]
fn the_paper_on_security_says_what_the_code_says() {
    let paper = std::fs::read_to_string(root().join(PAPER)).unwrap();
    assert!(paper.matches("kept in |").count() >= 8, "tables that end in `kept in`");
    nothing(&untrue(&paper, files()), "mend the row in SECURITY.md, or the code");
}

#[test]
fn a_paper_that_is_untrue_is_caught() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let code = [file("a/b.rs", "const MOST: usize = 8_000; x |y| z")];
    let paper = |row: &str| format!("| what | most | kept in |\n|---|---|---|\n{row}\n");
    assert_eq!(untrue(&paper("| a note | 8,000 letters | `a/b.rs` `MOST: usize = 8_000` `\\|y\\|` |"), &code), Vec::<String>::new());
    for (row, said) in [
        ("| a note | 9,000 letters | `a/b.rs` `MOST: usize = 8_000` |", "the code says 8000"),
        ("| a note | 9,000 letters | `a/b.rs` `MOST: usize = 9_000` |", "does not say"),
        ("| a note | 8,000 letters | `a/c.rs` `MOST: usize = 8_000` |", "there is no file"),
        ("| a note | 8,000 letters | `a/b.rs` |", "quotes nothing"),
    ] {
        let found = untrue(&paper(row), &code);
        assert!(found.iter().any(|line| line.contains(said)), "{row}: {found:?}");
    }
}

#[test]
fn scripts_make_no_markup_of_text_and_keep_nothing() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.is(".js") && file.path.starts_with("crates/")) {
        for (number, line) in file.text.lines().enumerate() {
            wrong.extend(NOT_IN_SCRIPTS.iter().filter(|bad| line.contains(*bad)).map(|bad| format!("{}:{}: {bad}", file.path, number + 1)));
        }
    }
    nothing(&wrong, "use textContent, and let the server keep what must be kept");
}

#[test]
fn a_template_hands_out_nothing_unescaped_but_the_forms_token() {
    let mut wrong = Vec::new();
    for file in templates() {
        for (number, line) in file.text.lines().enumerate() {
            let unescaped = line.matches("|safe").count() + line.matches("| safe").count();
            if unescaped > line.matches("v.form()|safe").count() || line.contains("escape = \"none\"") || line.contains("{% raw") {
                wrong.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    for file in rust().filter(|file| !file.is_for_tests()) {
        let code = file.code();
        if code.contains("escape = \"none\"") || code.contains("filters::Safe") || code.contains("Html(") {
            wrong.push(format!("{}: markup past the templates", file.path));
        }
    }
    nothing(&wrong, "let askama escape it; markup belongs into the template");
}

#[test]
fn memory_and_numbers_are_checked_everywhere() {
    let settings = |path: &str| files().iter().find(|file| file.path == path).unwrap().text.parse::<toml::Table>().unwrap();
    let workspace = settings("Cargo.toml");
    assert_eq!(workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert_eq!(workspace["profile"]["release"]["overflow-checks"].as_bool(), Some(true), "a sum that does not fit ends the request");
    let unchecked: Vec<String> = workspace["workspace"]["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| format!("{}/Cargo.toml", member.as_str().unwrap()))
        .filter(|path| settings(path)["lints"]["workspace"].as_bool() != Some(true))
        .collect();
    nothing(&unchecked, "write [lints] workspace = true");
}
