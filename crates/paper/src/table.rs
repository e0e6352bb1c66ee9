//! Tables as the caller describes them: the number of columns is part of the type, so a row
//! with a cell too few does not compile.

/// A column: its heading, where its cells stand, and its share of the width.
#[derive(Clone, Debug)]
pub struct Column {
    heading: String,
    pub(crate) edge: Edge,
    pub(crate) weight: f32,
}

/// The edge of its column a text stands at; start is left in English and right in Urdu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Start,
    End,
    /// Digits are read from the left in every script, so amounts line up at their right.
    Right,
}

impl Column {
    /// A column of words. `weight` is its share of the width relative to the other columns.
    pub fn start(heading: &str, weight: f32) -> Self {
        Self::at(Edge::Start, heading, weight)
    }

    /// A column of amounts, aligned at its end. It is widened beyond its `weight` when an
    /// amount would not fit on one line: a broken amount is a misread amount.
    pub fn end(heading: &str, weight: f32) -> Self {
        Self::at(Edge::Right, heading, weight)
    }

    fn at(edge: Edge, heading: &str, weight: f32) -> Self {
        let weight = if weight.is_finite() { weight.clamp(0.1, 100.0) } else { 1.0 };
        Self { heading: heading.to_owned(), edge, weight }
    }
}

/// A table with `N` columns, its rows, and the totals below them.
#[derive(Clone, Debug)]
#[must_use = "a table is printed by `Paper::table`"]
pub struct Table<const N: usize> {
    columns: [Column; N],
    rows: Vec<Vec<String>>,
    totals: Vec<Total>,
}

/// A label and an amount below the rows.
#[derive(Clone, Debug)]
pub(crate) struct Total {
    pub(crate) label: String,
    pub(crate) amount: String,
    /// The last word of the table: bold, below a rule.
    pub(crate) is_final: bool,
}

/// A table without its column count.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) columns: Vec<Column>,
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) totals: Vec<Total>,
}

impl<const N: usize> Table<N> {
    /// A table without rows. When every heading is empty, no heading row is printed.
    pub fn new(columns: [Column; N]) -> Self {
        Self { columns, rows: Vec::new(), totals: Vec::new() }
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(mut self, cells: [S; N]) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// Adds a quiet line below the rows: a subtotal, a tax, an amount already paid.
    pub fn subtotal(self, label: &str, amount: &str) -> Self {
        self.sum(label, amount, false)
    }

    /// Adds the line the reader looks for, bold and below a rule.
    pub fn total(self, label: &str, amount: &str) -> Self {
        self.sum(label, amount, true)
    }

    fn sum(mut self, label: &str, amount: &str, is_final: bool) -> Self {
        self.totals.push(Total { label: label.to_owned(), amount: amount.to_owned(), is_final });
        self
    }

    pub(crate) fn into_rows(self) -> Rows {
        Rows {
            headings: self.columns.iter().map(|column| column.heading.clone()).collect(),
            columns: self.columns.into(),
            rows: self.rows,
            totals: self.totals,
        }
    }
}
