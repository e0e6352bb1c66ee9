//! Arranges the blocks of a paper as strips, mirrored when it is read from right to left.

use crate::columns::Span;
use crate::desk::{Cell, Desk};
use crate::look::Look;
use crate::pages::Flow;
use crate::strip::Strip;
use crate::table::Edge;
use crate::tabulate::tabulate;
use crate::{Block, Paper, PaperError};

/// A paper in strips, before it is cut into pages.
pub(crate) struct Sheet {
    pub(crate) look: Look,
    pub(crate) flow: Flow,
    pub(crate) desk: Desk,
}

pub(crate) fn arrange(paper: &Paper) -> Result<Sheet, PaperError> {
    let look = Look::of(paper.size);
    let mut desk = Desk::new(paper, &look)?;
    let mut flow = Flow::default();
    let mut previous = None;
    for block in &paper.blocks {
        if let Some(gap) = previous.map(|before| gap(before, block, &look)) {
            leave(&mut flow, gap);
        }
        place(block, &look, &mut desk, &mut flow);
        previous = Some(block);
    }
    if let (Some(text), true) = (&paper.footer, look.is_roll) {
        leave(&mut flow, look.gap);
        flow.strips.extend(desk.text(text, look.small, &look));
    }
    Ok(Sheet { look, flow, desk })
}

fn place(block: &Block, look: &Look, desk: &mut Desk, flow: &mut Flow) {
    match block {
        Block::Heading(text) => {
            let mut strips = desk.text(text, look.heading, look);
            strips.iter_mut().for_each(|strip| strip.keep = true);
            flow.strips.append(&mut strips);
        }
        Block::Paragraph(text) => flow.strips.extend(desk.text(text, look.body, look)),
        Block::SmallPrint(text) => flow.strips.extend(desk.text(text, look.small, look)),
        Block::Field(label, value) => {
            let from = look.label_width + look.gutter;
            let rest = Span { from, width: look.measure() - from };
            let edge = if look.is_roll { Edge::End } else { Edge::Start };
            let names = Span { from: 0.0, width: look.label_width };
            flow.strips.extend(desk.row(
                &[
                    Cell { text: label, style: look.label, edge: Edge::Start, span: names },
                    Cell { text: value, style: look.body, edge, span: rest },
                ],
                0.0,
            ));
        }
        Block::Table(rows) => tabulate(rows, look, desk, flow),
        Block::Rule => flow.strips.push(desk.line(0.0, look.rule)),
        Block::Space(height) => leave(flow, *height),
    }
}

/// Space between two blocks: fields stand close, as do a heading and what it names.
fn gap(before: &Block, block: &Block, look: &Look) -> f32 {
    match (before, block) {
        (_, Block::Space(_)) => 0.0,
        (Block::Field(..), Block::Field(..)) => look.gap * 0.1,
        (Block::Heading(_), Block::Paragraph(_) | Block::SmallPrint(_)) => look.gap * 0.25,
        (Block::Paragraph(_), Block::Paragraph(_)) | (Block::SmallPrint(_), Block::SmallPrint(_)) => look.gap * 0.4,
        (Block::Rule, _) | (_, Block::Rule) => look.gap * 0.75,
        _ => look.gap,
    }
}

/// Space that keeps what the strip before it kept.
fn leave(flow: &mut Flow, height: f32) {
    let keep = flow.strips.last().is_some_and(|strip| strip.keep);
    flow.strips.push(Strip { keep, ..Strip::blank(height) });
}
