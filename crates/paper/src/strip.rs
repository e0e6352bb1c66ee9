//! A strip is a band of the paper that no page break cuts: a line of text, a line of a table
//! row, a rule, an empty space. Everything on the paper becomes strips before it is paged.

use crate::look::Rule;
use crate::typeset::Glyphs;

/// A band as wide as the paper. Distances are in points, downwards from its own top and
/// rightwards from the paper's left edge.
#[derive(Debug)]
pub(crate) struct Strip {
    pub(crate) height: f32,
    pub(crate) ink: Vec<Ink>,
    /// Stays on the page of the strip after it.
    pub(crate) keep: bool,
    /// The table it belongs to, as an index into the headings.
    pub(crate) table: Option<usize>,
}

/// What a strip carries.
#[derive(Debug)]
pub(crate) enum Ink {
    Text { x: f32, baseline: f32, glyphs: Glyphs, grey: u8 },
    Line { left: f32, right: f32, y: f32, rule: Rule },
}

impl Strip {
    /// An empty band; it vanishes at the top of a page.
    pub(crate) fn blank(height: f32) -> Self {
        Self { height, ink: Vec::new(), keep: false, table: None }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.ink.is_empty()
    }
}
