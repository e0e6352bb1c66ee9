//! PDF papers for people who sign them: headings, fields, tables, fine print.
//!
//! The crate knows paper, not clinics. A [`Paper`] is described from top to bottom and then
//! printed with [`Paper::to_pdf`]. Equal input gives equal bytes, so a printed paper can be
//! compared, cached and audited.
//!
//! ```
//! use paper::{Column, Direction, Paper, Size, Table};
//!
//! # fn main() -> Result<(), paper::PaperError> {
//! let items = Table::new([Column::start("Item", 4.0), Column::end("Amount", 1.0)])
//!     .row(["Consultation", "1,500.00"])
//!     .row(["Dressing", "350.00"])
//!     .total("Total", "PKR 1,850.00");
//! let pdf = Paper::new(Size::A4, Direction::LeftToRight, "Receipt 1042", "en")
//!     .heading("Receipt")
//!     .field("Number", "1042")
//!     .table(items)
//!     .small_print("Thank you.")
//!     .footer("Green Street")
//!     .to_pdf(jiff::Timestamp::UNIX_EPOCH)?;
//! assert!(pdf.starts_with(b"%PDF"));
//! # Ok(())
//! # }
//! ```

mod arrange;
mod columns;
mod desk;
mod fonts;
mod look;
mod pages;
mod print;
mod script;
mod strip;
mod table;
mod tabulate;
mod typeset;

use jiff::Timestamp;

pub use script::isolate;
pub use table::{Column, Table};

use table::Rows;

/// The sheet the paper is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 210 × 297 mm, with page breaks, repeated table headings and page numbers.
    A4,
    /// A roll 80 mm wide (72 mm printed) whose length is that of its content. Black only,
    /// because thermal heads turn grey into dots.
    Receipt80mm,
}

/// The direction the paper is read in. It mirrors columns and alignment; the direction of
/// each text inside it is found from its own letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// English, Hindi, Malayalam.
    LeftToRight,
    /// Arabic, Urdu.
    RightToLeft,
}

/// A paper that could not be printed. Text never causes one: what no font knows is printed
/// as an empty box.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A bundled font is damaged; the build is broken, not the paper.
    #[error("a bundled font could not be read")]
    Font,
    /// The PDF could not be written.
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

/// A paper, described from top to bottom.
#[derive(Clone, Debug)]
#[must_use = "a paper is printed with `to_pdf`"]
pub struct Paper {
    size: Size,
    direction: Direction,
    title: String,
    language: String,
    blocks: Vec<Block>,
    footer: Option<String>,
}

#[derive(Clone, Debug)]
enum Block {
    Heading(String),
    Paragraph(String),
    SmallPrint(String),
    Field(String, String),
    Table(Rows),
    Rule,
    /// Height in points.
    Space(f32),
}

impl Paper {
    /// An empty paper. `title` is what a viewer shows in its window and is not printed;
    /// `language` is a BCP 47 tag such as `en` or `ur` and chooses the Arabic hand
    /// (Nastaliq for Urdu, Naskh otherwise).
    pub fn new(size: Size, direction: Direction, title: &str, language: &str) -> Self {
        Self { size, direction, title: script::clean(title), language: script::clean(language), blocks: Vec::new(), footer: None }
    }

    /// The paper's name in large type.
    pub fn heading(self, text: &str) -> Self {
        self.with(Block::Heading(text.to_owned()))
    }

    /// Running text; a line feed begins a new line.
    pub fn paragraph(self, text: &str) -> Self {
        self.with(Block::Paragraph(text.to_owned()))
    }

    /// Running text in small type, for terms and thanks.
    pub fn small_print(self, text: &str) -> Self {
        self.with(Block::SmallPrint(text.to_owned()))
    }

    /// A quiet label and its value on one line. Fields that follow each other line up.
    pub fn field(self, label: &str, value: &str) -> Self {
        self.with(Block::Field(label.to_owned(), value.to_owned()))
    }

    /// A table; its headings are repeated on every page it reaches.
    pub fn table<const N: usize>(self, table: Table<N>) -> Self {
        self.with(Block::Table(table.into_rows()))
    }

    /// A thin line across the paper.
    pub fn rule(self) -> Self {
        self.with(Block::Rule)
    }

    /// Empty space, in millimetres, beyond what stands between two blocks anyway.
    pub fn space(self, millimetres: f32) -> Self {
        self.with(Block::Space(look::mm(millimetres)))
    }

    /// Small print at the foot of every A4 page beside its number ("1 / 2"); on a roll it
    /// is printed once, last.
    pub fn footer(mut self, text: &str) -> Self {
        self.footer = Some(text.to_owned());
        self
    }

    /// The paper as a PDF created at `created`.
    ///
    /// # Errors
    ///
    /// [`PaperError`] when the PDF writer refuses; no text causes this.
    pub fn to_pdf(&self, created: Timestamp) -> Result<Vec<u8>, PaperError> {
        let sheet = arrange::arrange(self)?;
        print::print(self, sheet, created)
    }

    fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}
