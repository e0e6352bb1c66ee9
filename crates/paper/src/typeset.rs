//! Turns a text into lines of positioned glyphs.

use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::style::{FontFamily, FontFamilyName, FontWeight, Language, OverflowWrap, StyleProperty};
use parley::{Layout, LayoutContext, Run};

use crate::fonts::{Fonts, Hand, SANS};
use crate::look::Style;
use crate::{Direction, PaperError, script};

/// A line of text. Measures are in points.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// Room above the baseline.
    pub(crate) above: f32,
    /// Room below the baseline.
    pub(crate) below: f32,
    /// Width, without the space the line was broken at.
    pub(crate) width: f32,
    /// Runs and their distance from the left end of the line.
    pub(crate) runs: Vec<(f32, Glyphs)>,
}

/// A run of glyphs in one font.
#[derive(Clone, Debug)]
pub(crate) struct Glyphs {
    pub(crate) font: Font,
    pub(crate) size: f32,
    /// The font has no bold of its own and is to be thickened.
    pub(crate) thicken: bool,
    /// The text the glyphs stand for, so that it can be copied out of the PDF.
    pub(crate) text: Arc<str>,
    pub(crate) glyphs: Vec<KrillaGlyph>,
}

/// Sets texts for one paper.
pub(crate) struct Typesetter {
    fonts: Fonts,
    layouts: LayoutContext<()>,
    direction: Direction,
    hand: Hand,
    language: Option<Language>,
}

impl Typesetter {
    pub(crate) fn new(direction: Direction, language: &str) -> Result<Self, PaperError> {
        Ok(Self {
            fonts: Fonts::bundled()?,
            layouts: LayoutContext::new(),
            direction,
            hand: Hand::of(language),
            language: Language::parse(language).ok(),
        })
    }

    /// The lines of a text, broken at `width` points; there is always one, so that an empty
    /// cell is as tall as a full one.
    pub(crate) fn set(&mut self, text: &str, style: Style, width: Option<f32>) -> Vec<Line> {
        let text: Arc<str> = script::directed(&script::clean(text), self.direction).into();
        let mut layout = self.shape(&text, style);
        layout.break_all_lines(width);
        let lines: Vec<Line> = layout.lines().map(|line| self.line(&line, &text, style)).collect();
        if lines.is_empty() { vec![Line::default()] } else { lines }
    }

    /// The width of a text on one line, in points.
    pub(crate) fn natural_width(&mut self, text: &str, style: Style) -> f32 {
        self.set(text, style, None).iter().map(|line| line.width).fold(0.0, f32::max)
    }

    fn shape(&mut self, text: &str, style: Style) -> Layout<()> {
        let other = if self.hand == Hand::Naskh { Hand::Nastaliq } else { Hand::Naskh };
        let latin = families(&[SANS, self.hand.family(), other.family()]);
        let arabic = families(&[self.hand.family(), other.family(), SANS]);
        let mut builder = self.layouts.ranged_builder(&mut self.fonts.context, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(latin.into())));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(if style.bold { FontWeight::BOLD } else { FontWeight::NORMAL }));
        builder.push_default(StyleProperty::Locale(self.language));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for range in script::arabic_ranges(text) {
            let family = FontFamily::List(arabic.as_slice().into());
            builder.push(StyleProperty::FontFamily(family), range.clone());
            builder.push(StyleProperty::FontSize(style.size * self.hand.scale()), range);
        }
        builder.build(text)
    }

    fn line(&self, line: &parley::Line<'_, ()>, text: &Arc<str>, style: Style) -> Line {
        let range = line.text_range();
        // The space a line is broken at has no ink and, in a mixed line, no certain end to
        // hang out at.
        let visible = text.get(range.clone()).unwrap_or_default().trim_end().len();
        let end = range.start + visible;
        let mut set = Line::default();
        for run in line.runs() {
            let Some(face) = self.fonts.face(run.font().data.id()) else {
                continue;
            };
            set.above = set.above.max(face.above * run.font_size());
            set.below = set.below.max(face.below * run.font_size());
            let glyphs = glyphs(&run, text, end);
            let advance: f32 = glyphs.iter().map(|glyph| glyph.x_advance).sum();
            let set_run = Glyphs {
                font: face.font.clone(),
                size: run.font_size(),
                thicken: style.bold && run.synthesis().embolden(),
                text: Arc::clone(text),
                glyphs,
            };
            if !set_run.glyphs.is_empty() {
                set.runs.push((set.width, set_run));
            }
            set.width += advance * run.font_size();
        }
        set
    }
}

fn families<'a>(names: &[&'a str]) -> Vec<FontFamilyName<'a>> {
    names.iter().map(|name| FontFamilyName::Named((*name).into())).collect()
}

/// The glyphs of a run from left to right, each with the text of its cluster, as far as that
/// text begins before `end`.
fn glyphs(run: &Run<'_, ()>, text: &str, end: usize) -> Vec<KrillaGlyph> {
    let size = run.font_size();
    let mut clusters: Vec<Vec<KrillaGlyph>> = Vec::new();
    for cluster in run.clusters() {
        let range = cluster.text_range();
        if cluster.is_ligature_continuation() {
            // The glyph of the ligature stands for the text of all its parts.
            for glyph in clusters.last_mut().into_iter().flatten() {
                glyph.text_range.end = glyph.text_range.end.max(range.end);
            }
            continue;
        }
        let part = text.get(range.clone()).unwrap_or_default();
        if range.start >= end || part.chars().all(|c| script::is_bidi_mark(c) || c == '\n') {
            continue;
        }
        let set = cluster.glyphs().map(|glyph| {
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                // parley counts downwards, krilla upwards; unturned, Nastaliq falls apart.
                -glyph.y / size,
                0.0,
                range.clone(),
                None,
            )
        });
        clusters.push(set.collect());
    }
    if run.is_rtl() {
        clusters.reverse();
    }
    clusters.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { size: 10.0, bold: false, grey: 0 };

    fn set(text: &str, width: Option<f32>) -> Result<Vec<Line>, PaperError> {
        Ok(Typesetter::new(Direction::RightToLeft, "ur")?.set(text, STYLE, width))
    }

    #[test]
    fn nastaliq_letters_climb_above_the_baseline() -> Result<(), PaperError> {
        let lines = set("پیراسیٹامول", None)?;
        let glyphs = lines.iter().flat_map(|line| &line.runs);
        let highest = glyphs.flat_map(|(_, run)| &run.glyphs).map(|glyph| glyph.y_offset).fold(0.0, f32::max);
        assert!(highest > 0.2, "{highest}");
        Ok(())
    }

    #[test]
    fn an_urdu_line_has_a_font_for_each_script_from_right_to_left() -> Result<(), PaperError> {
        let lines = set("مریض Ayesha 12 روپے", None)?;
        let texts: Vec<(f32, bool)> = lines.iter().flat_map(|line| &line.runs).map(|(x, run)| (*x, run.size > STYLE.size)).collect();
        assert!(texts.first().is_some_and(|(_, nastaliq)| *nastaliq), "{texts:?}");
        assert!(texts.last().is_some_and(|(_, nastaliq)| *nastaliq), "{texts:?}");
        assert!(texts.iter().any(|(_, nastaliq)| !nastaliq), "{texts:?}");
        assert!(texts.is_sorted_by(|a, b| a.0 <= b.0), "{texts:?}");
        Ok(())
    }

    #[test]
    fn the_space_a_line_is_broken_at_takes_no_room() -> Result<(), PaperError> {
        let spaced = set("کل رقم", Some(26.0))?;
        let alone = set("کل", None)?;
        assert_eq!(spaced.len(), 2);
        let widths = (spaced.first().map(|l| l.width), alone.first().map(|l| l.width));
        assert_eq!(widths.0, widths.1);
        Ok(())
    }

    #[test]
    fn an_empty_text_is_one_line_as_tall_as_any() -> Result<(), PaperError> {
        let lines = set("", Some(100.0))?;
        assert_eq!(lines.len(), 1);
        assert!(lines.iter().all(|line| line.above > 5.0 && line.runs.is_empty()));
        Ok(())
    }
}
