//! How wide the columns of a table are.

use crate::look::Look;
use crate::table::{Edge, Rows};
use crate::typeset::Typesetter;

/// A column's distance from the start of the text area and its width, in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) from: f32,
    pub(crate) width: f32,
}

impl Span {
    /// The last `width` points of the span. Amounts stand in one as wide as the widest of
    /// them, so that their digits line up even where the column ends on the left.
    pub(crate) fn end(self, width: f32) -> Self {
        let width = width.min(self.width);
        Self { from: self.from + self.width - width, width }
    }
}

/// The columns side by side: shares by weight, except that amounts get the width they need
/// as long as that leaves the words a third of the table. `totals` is the width of the widest
/// total, whose digits stand below those of the last column.
pub(crate) fn spans(rows: &Rows, totals: f32, look: &Look, typesetter: &mut Typesetter) -> Vec<Span> {
    let columns = &rows.columns;
    let gutters = look.gutter * gaps(columns.len());
    let room = (look.measure() - gutters).max(1.0);
    let weights: f32 = columns.iter().map(|column| column.weight).sum();
    let mut widths: Vec<f32> = columns.iter().map(|column| room * column.weight / weights).collect();

    let needed: Vec<Option<f32>> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| (column.edge == Edge::Right).then(|| need(rows, index, look, typesetter)))
        .collect();
    let amounts: f32 = widths.iter().zip(&needed).filter_map(|(width, need)| need.map(|n| n.max(*width))).sum();
    let words: f32 = columns.iter().filter(|c| c.edge == Edge::Start).map(|column| column.weight).sum();
    if words > 0.0 && amounts <= room * 2.0 / 3.0 {
        for ((width, need), column) in widths.iter_mut().zip(&needed).zip(columns) {
            *width = match need {
                Some(need) => need.max(*width),
                None => (room - amounts) * column.weight / words,
            };
        }
    }

    let mut from = 0.0;
    let last = columns.len().saturating_sub(1);
    widths
        .into_iter()
        .zip(needed)
        .enumerate()
        .map(|(index, (width, need))| {
            let span = Span { from, width };
            from += width + look.gutter;
            let totals = if index == last { totals } else { 0.0 };
            need.map_or(span, |need| span.end(need.max(totals)))
        })
        .collect()
}

/// The widest cell of a column, with a hair to spare for rounding.
fn need(rows: &Rows, index: usize, look: &Look, typesetter: &mut Typesetter) -> f32 {
    let heading = rows.headings.get(index).map_or(0.0, |text| typesetter.natural_width(text, look.column_heading));
    rows.rows.iter().filter_map(|row| row.get(index)).map(|cell| typesetter.natural_width(cell, look.body)).fold(heading, f32::max) + 0.5
}

fn gaps(columns: usize) -> f32 {
    u16::try_from(columns.saturating_sub(1)).map_or(0.0, f32::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Table};
    use crate::{Direction, PaperError, Size};

    #[test]
    fn a_column_of_amounts_is_as_wide_as_its_widest_amount() -> Result<(), PaperError> {
        let look = Look::of(Size::Receipt80mm);
        let mut typesetter = Typesetter::new(Direction::LeftToRight, "en")?;
        let amount = "123,456,789.00";
        let rows = Table::new([Column::start("Item", 9.0), Column::end("", 0.1)]).row(["Consultation", amount]).into_rows();
        let spans = spans(&rows, 0.0, &look, &mut typesetter);
        let lines = spans.last().map(|span| typesetter.set(amount, look.body, Some(span.width)));
        assert_eq!(lines.map(|lines| lines.len()), Some(1));
        let end = spans.last().map_or(0.0, |span| span.from + span.width);
        assert!((end - look.measure()).abs() < 0.1, "{end}");
        Ok(())
    }
}
