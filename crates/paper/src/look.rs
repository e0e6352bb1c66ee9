//! How the papers look: every measure in one place, in points (1/72 inch).

use crate::Size;

/// The measures of one kind of sheet.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) width: f32,
    /// The height of a page; for a roll the longest strip a PDF page may be.
    pub(crate) height: f32,
    /// Whether the page ends where its content ends.
    pub(crate) is_roll: bool,
    pub(crate) side: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    pub(crate) heading: Style,
    pub(crate) body: Style,
    pub(crate) strong: Style,
    pub(crate) label: Style,
    pub(crate) small: Style,
    pub(crate) column_heading: Style,
    /// Width of the labels of fields.
    pub(crate) label_width: f32,
    /// Space between two columns.
    pub(crate) gutter: f32,
    /// Space between two blocks.
    pub(crate) gap: f32,
    /// Space above and below the text of a table row.
    pub(crate) row_padding: f32,
    /// Where totals begin, as a share of the width.
    pub(crate) totals_from: f32,
    pub(crate) rule: Rule,
    pub(crate) hairline: Option<Rule>,
    pub(crate) total_rule: Rule,
}

/// The look of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Size of Latin letters; other hands follow it.
    pub(crate) size: f32,
    pub(crate) bold: bool,
    /// 0 is black, 255 white.
    pub(crate) grey: u8,
}

/// The look of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) weight: f32,
    /// 0 is black, 255 white.
    pub(crate) grey: u8,
}

/// Millimetres as points; nonsense is nothing, and no space is longer than a page.
pub(crate) fn mm(millimetres: f32) -> f32 {
    if millimetres.is_finite() { millimetres.clamp(0.0, 297.0) * 72.0 / 25.4 } else { 0.0 }
}

impl Look {
    pub(crate) fn of(size: Size) -> Self {
        match size {
            Size::A4 => Self::a4(),
            Size::Receipt80mm => Self::roll(),
        }
    }

    /// Width between the margins.
    pub(crate) fn measure(&self) -> f32 {
        self.width - 2.0 * self.side
    }

    fn a4() -> Self {
        const INK: u8 = 28;
        const QUIET: u8 = 110;
        let text = |size, bold, grey| Style { size, bold, grey };
        Self {
            width: mm(210.0),
            height: mm(297.0),
            is_roll: false,
            side: mm(24.0),
            top: mm(24.0),
            bottom: mm(16.0),
            heading: text(22.0, true, INK),
            body: text(10.0, false, INK),
            strong: text(11.0, true, INK),
            label: text(10.0, false, QUIET),
            small: text(8.0, false, QUIET),
            column_heading: text(8.0, false, QUIET),
            label_width: mm(36.0),
            gutter: mm(5.0),
            gap: mm(6.0),
            row_padding: 5.0,
            totals_from: 0.5,
            rule: Rule { weight: 0.6, grey: 165 },
            hairline: Some(Rule { weight: 0.4, grey: 222 }),
            total_rule: Rule { weight: 0.8, grey: INK },
        }
    }

    fn roll() -> Self {
        let text = |size, bold| Style { size, bold, grey: 0 };
        Self {
            width: mm(80.0),
            // The PDF format ends at 14,400 points; a longer roll goes on on a second page.
            height: 14_000.0,
            is_roll: true,
            side: mm(5.0),
            top: mm(6.0),
            bottom: mm(8.0),
            heading: text(14.0, true),
            body: text(9.0, false),
            strong: text(10.5, true),
            label: text(9.0, false),
            small: text(7.5, false),
            column_heading: text(7.5, false),
            label_width: mm(24.0),
            gutter: mm(3.0),
            gap: mm(3.5),
            row_padding: 2.0,
            totals_from: 0.0,
            rule: Rule { weight: 0.5, grey: 0 },
            hairline: None,
            total_rule: Rule { weight: 1.0, grey: 0 },
        }
    }
}
