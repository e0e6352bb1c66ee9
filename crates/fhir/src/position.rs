//! Where in the file something stands, so that a refusal can point at it.

use serde_json::value::RawValue;

/// The whole text of a bundle.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a>(pub(crate) &'a str);

impl Page<'_> {
    /// The line on which a piece of this text begins, counted from 1.
    pub(crate) fn line(self, piece: &RawValue) -> usize {
        self.line_and_column(self.offset(piece)).0
    }

    /// Where an error within a piece stands in the whole text.
    pub(crate) fn error(self, piece: &RawValue, error: &serde_json::Error) -> (usize, usize) {
        let (line, column) = self.line_and_column(self.offset(piece));
        if error.line() <= 1 { (line, (column + error.column()).saturating_sub(1)) } else { (line + error.line() - 1, error.column()) }
    }

    /// Raw values borrow from the page, so the distance of the two addresses is the offset.
    fn offset(self, piece: &RawValue) -> usize {
        piece.get().as_ptr().addr().saturating_sub(self.0.as_ptr().addr()).min(self.0.len())
    }

    fn line_and_column(self, offset: usize) -> (usize, usize) {
        let before = &self.0.as_bytes()[..offset];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
        (line, column)
    }
}
