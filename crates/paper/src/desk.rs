//! Where texts and rules are put on the paper; the only place that knows left from right.

use crate::columns::Span;
use crate::look::{Look, Rule, Style};
use crate::strip::{Ink, Strip};
use crate::table::Edge;
use crate::typeset::{Line, Typesetter};
use crate::{Direction, Paper, PaperError};

/// What texts are set with and where they stand.
pub(crate) struct Desk {
    pub(crate) typesetter: Typesetter,
    direction: Direction,
    width: f32,
    side: f32,
}

/// A text and the place it is to fill.
pub(crate) struct Cell<'a> {
    pub(crate) text: &'a str,
    pub(crate) style: Style,
    pub(crate) edge: Edge,
    pub(crate) span: Span,
}

impl Desk {
    pub(crate) fn new(paper: &Paper, look: &Look) -> Result<Self, PaperError> {
        Ok(Self {
            typesetter: Typesetter::new(paper.direction, &paper.language)?,
            direction: paper.direction,
            width: look.width,
            side: look.side,
        })
    }

    /// A text over the whole width.
    pub(crate) fn text(&mut self, text: &str, style: Style, look: &Look) -> Vec<Strip> {
        let span = Span { from: 0.0, width: look.measure() };
        let mut strips = self.row(&[Cell { text, style, edge: Edge::Start, span }], 0.0);
        strips.iter_mut().for_each(|strip| strip.keep = false);
        strips
    }

    /// The foot of an A4 page: a text and the page number, which has a fifth of the line.
    pub(crate) fn foot(&mut self, text: &str, number: &str, look: &Look) -> Vec<Strip> {
        let style = look.small;
        let whole = Span { from: 0.0, width: look.measure() };
        let rest = Span { from: 0.0, width: look.measure() * 0.8 };
        let last = whole.end(look.measure() * 0.2);
        self.row(&[Cell { text, style, edge: Edge::Start, span: rest }, Cell { text: number, style, edge: Edge::End, span: last }], 0.0)
    }

    /// Cells side by side, a strip for each of their lines, on common baselines whatever
    /// hands they are written in. The strips of a row stay together.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>], padding: f32) -> Vec<Strip> {
        let set: Vec<Vec<Line>> =
            cells.iter().map(|cell| self.typesetter.set(cell.text, cell.style, Some(cell.span.width.max(12.0)))).collect();
        let count = set.iter().map(Vec::len).max().unwrap_or_default();
        let mut strips = Vec::with_capacity(count);
        for index in 0..count {
            let lines = || set.iter().filter_map(|lines| lines.get(index));
            let head = if index == 0 { padding } else { 0.0 };
            let foot = if index + 1 == count { padding } else { 0.0 };
            let baseline = head + lines().map(|line| line.above).fold(0.0, f32::max);
            let below = lines().map(|line| line.below).fold(0.0, f32::max);
            let mut strip = Strip::blank(baseline + below + foot);
            for (cell, lines) in cells.iter().zip(&set) {
                if let Some(line) = lines.get(index) {
                    self.write(line, cell, baseline, &mut strip);
                }
            }
            strip.keep = index + 1 < count;
            strips.push(strip);
        }
        strips
    }

    fn write(&self, line: &Line, cell: &Cell<'_>, baseline: f32, strip: &mut Strip) {
        let (left, right) = self.edges(cell.span);
        let at_left = match cell.edge {
            Edge::Start => self.direction == Direction::LeftToRight,
            Edge::End => self.direction == Direction::RightToLeft,
            Edge::Right => false,
        };
        let x = if at_left { left } else { right - line.width };
        for (offset, glyphs) in &line.runs {
            strip.ink.push(Ink::Text { x: x + offset, baseline, glyphs: glyphs.clone(), grey: cell.style.grey });
        }
    }

    /// A strip that is a line from `from` points after the start to the end.
    pub(crate) fn line(&self, from: f32, rule: Rule) -> Strip {
        let mut strip = Strip::blank(rule.weight);
        strip.ink.push(self.rule(from, rule.weight / 2.0, rule));
        strip
    }

    pub(crate) fn rule(&self, from: f32, y: f32, rule: Rule) -> Ink {
        let width = self.width - 2.0 * self.side - from;
        let (left, right) = self.edges(Span { from, width });
        Ink::Line { left, right, y, rule }
    }

    /// Left and right edge of a span on the sheet.
    fn edges(&self, span: Span) -> (f32, f32) {
        match self.direction {
            Direction::LeftToRight => (self.side + span.from, self.side + span.from + span.width),
            Direction::RightToLeft => {
                let right = self.width - self.side - span.from;
                (right - span.width, right)
            }
        }
    }
}
