//! Arranges a table: its headings, its rows and the totals below them.

use crate::columns::{Span, spans};
use crate::desk::{Cell, Desk};
use crate::look::{Look, Style};
use crate::pages::Flow;
use crate::strip::Strip;
use crate::table::{Edge, Rows, Total};

/// Adds the strips of a table to the flow.
pub(crate) fn tabulate(rows: &Rows, look: &Look, desk: &mut Desk, flow: &mut Flow) {
    let widest = widest_total(rows, look, desk);
    let spans = spans(rows, widest, look, &mut desk.typesetter);
    let cells = |texts: &[String], style: Style, desk: &mut Desk, padding: f32| {
        let cells: Vec<Cell<'_>> = texts
            .iter()
            .zip(&rows.columns)
            .zip(&spans)
            .map(|((text, column), span)| Cell { text, style, edge: column.edge, span: *span })
            .collect();
        desk.row(&cells, padding)
    };

    let mut heading = || {
        if rows.headings.iter().all(|text| text.trim().is_empty()) {
            return Vec::new();
        }
        let mut strips = cells(&rows.headings, look.column_heading, desk, look.row_padding * 0.6);
        strips.push(desk.line(0.0, look.rule));
        strips.iter_mut().for_each(|strip| strip.keep = true);
        strips
    };
    let number = flow.headings.len();
    flow.strips.append(&mut heading());
    flow.headings.push(heading());

    for (index, row) in rows.rows.iter().enumerate() {
        let is_last = index + 1 == rows.rows.len();
        let mut strips = cells(row, look.body, desk, look.row_padding);
        if let (Some(rule), false, Some(strip)) = (look.hairline, is_last, strips.last_mut()) {
            strip.ink.push(desk.rule(0.0, strip.height, rule));
        }
        if let Some(strip) = strips.last_mut() {
            // A page that holds only the sum of another page is of no use.
            strip.keep = is_last && !rows.totals.is_empty();
        }
        strips.iter_mut().for_each(|strip| strip.table = Some(number));
        flow.strips.append(&mut strips);
    }
    // Totals and the last column share their right edge where one of them is amounts.
    let amounts = match (rows.columns.last(), spans.last()) {
        (Some(column), Some(span)) if column.edge == Edge::Right => widest.max(span.width),
        _ => widest,
    };
    totals(rows, amounts, look, desk, flow);
}

fn total_style(total: &Total, look: &Look) -> Style {
    if total.is_final { look.strong } else { look.body }
}

fn widest_total(rows: &Rows, look: &Look, desk: &mut Desk) -> f32 {
    let width = |total: &Total| desk.typesetter.natural_width(&total.amount, total_style(total, look)) + 0.5;
    rows.totals.iter().map(width).fold(0.0, f32::max)
}

fn totals(rows: &Rows, amounts: f32, look: &Look, desk: &mut Desk, flow: &mut Flow) {
    let from = look.measure() * look.totals_from;
    let room = look.measure() - from - look.gutter;
    let amounts = amounts.min(room * 0.7);
    if !rows.totals.is_empty() {
        flow.strips.push(Strip { keep: true, ..desk.line(0.0, look.rule) });
    }
    for (index, total) in rows.totals.iter().enumerate() {
        if total.is_final && index > 0 {
            flow.strips.push(Strip { keep: true, ..desk.line(from, look.total_rule) });
        }
        let label = Span { from, width: room - amounts };
        let amount = Span { from: look.measure() - amounts, width: amounts };
        let style = total_style(total, look);
        let label_style = if total.is_final { style } else { look.label };
        let mut strips = desk.row(
            &[
                Cell { text: &total.label, style: label_style, edge: Edge::Start, span: label },
                Cell { text: &total.amount, style, edge: Edge::Right, span: amount },
            ],
            look.row_padding * if total.is_final || index == 0 { 1.0 } else { 0.6 },
        );
        let is_last = index + 1 == rows.totals.len();
        strips.iter_mut().for_each(|strip| strip.keep |= !is_last);
        flow.strips.append(&mut strips);
    }
}
