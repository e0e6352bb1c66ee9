//! Prints papers for the tests into cargo's `tmp` folder, where they can be looked at.

use std::error::Error;
use std::path::Path;

use jiff::Timestamp;
use paper::Paper;

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

pub(crate) fn created() -> Result<Timestamp, jiff::Error> {
    "2026-11-23T09:05:00Z".parse()
}

pub(crate) fn print(name: &str, paper: &Paper) -> Result<Vec<u8>, Box<dyn Error>> {
    let pdf = paper.to_pdf(created()?)?;
    assert!(pdf.starts_with(b"%PDF"), "{name}");
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf")), &pdf)?;
    Ok(pdf)
}

pub(crate) fn pages(pdf: &[u8]) -> usize {
    let needle = b"/Type/Page";
    let ends = |at: usize| pdf.get(at + needle.len()) != Some(&b's');
    pdf.windows(needle.len()).enumerate().filter(|(at, w)| w == needle && ends(*at)).count()
}
