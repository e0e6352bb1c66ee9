//! Writes a sheet as a PDF.

use jiff::{Timestamp, tz::TimeZone};
use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke};
use krilla::surface::Surface;

use crate::arrange::Sheet;
use crate::look::mm;
use crate::pages::paginate;
use crate::strip::{Ink, Strip};
use crate::typeset::Glyphs;
use crate::{Direction, Paper, PaperError};

/// The PDF of a sheet. Everything in it comes from the arguments.
pub(crate) fn print(paper: &Paper, sheet: Sheet, created: Timestamp) -> Result<Vec<u8>, PaperError> {
    let Sheet { look, flow, mut desk } = sheet;
    let footer = paper.footer.as_deref().unwrap_or_default();
    let mut foot = |page: usize, pages: usize| {
        if look.is_roll { Vec::new() } else { desk.foot(footer, &format!("{page} / {pages}"), &look) }
    };
    let foot_height: f32 = foot(1, 1).iter().map(|strip| strip.height).sum();
    // The text ends well above the footer.
    let reserved = if look.is_roll { 0.0 } else { foot_height + mm(8.0) };
    let pages = paginate(&flow, look.height - look.top - look.bottom - reserved);

    let mut document = Document::new();
    for (index, page) in pages.iter().enumerate() {
        let length = if look.is_roll { look.top + page.height + look.bottom } else { look.height };
        let settings = PageSettings::from_wh(look.width, length).ok_or_else(|| PaperError::Write("a page without a size".to_owned()))?;
        let mut sheet_page = document.start_page_with(settings);
        let mut surface = sheet_page.surface();
        for (y, strip) in &page.placed {
            draw(&mut surface, strip, look.top + y);
        }
        let mut y = length - look.bottom - foot_height;
        for strip in foot(index + 1, pages.len()) {
            draw(&mut surface, &strip, y);
            y += strip.height;
        }
        surface.finish();
        sheet_page.finish();
    }
    document.set_metadata(metadata(paper, created));
    document.finish().map_err(|error| PaperError::Write(error.to_string()))
}

fn draw(surface: &mut Surface<'_>, strip: &Strip, top: f32) {
    for ink in &strip.ink {
        match ink {
            Ink::Text { x, baseline, glyphs, grey } => {
                write(surface, glyphs, Point::from_xy(*x, top + baseline), *grey);
            }
            Ink::Line { left, right, y, rule } => {
                let mut path = PathBuilder::new();
                let y = top + y - rule.weight / 2.0;
                // A rule of no length draws nothing; it is no reason to refuse the paper.
                if let Some(area) = Rect::from_ltrb(*left, y, *right, y + rule.weight) {
                    path.push_rect(area);
                }
                if let Some(path) = path.finish() {
                    surface.set_fill(Some(fill(rule.grey)));
                    surface.set_stroke(None);
                    surface.draw_path(&path);
                }
            }
        }
    }
}

fn write(surface: &mut Surface<'_>, glyphs: &Glyphs, at: Point, grey: u8) {
    surface.set_fill(Some(fill(grey)));
    surface.set_stroke(glyphs.thicken.then(|| Stroke {
        paint: luma::Color::new(grey).into(),
        // A thirtieth of the size is about what a type designer adds for bold.
        width: glyphs.size / 30.0,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }));
    let font = glyphs.font.clone();
    surface.draw_glyphs(at, &glyphs.glyphs, font, &glyphs.text, glyphs.size, false);
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), ..Fill::default() }
}

fn metadata(paper: &Paper, created: Timestamp) -> Metadata {
    let direction = match paper.direction {
        Direction::LeftToRight => TextDirection::LeftToRight,
        Direction::RightToLeft => TextDirection::RightToLeft,
    };
    Metadata::new().title(paper.title.clone()).language(paper.language.clone()).text_direction(direction).creation_date(date(created))
}

/// The creation date in UTC. PDF has no negative years; those become the year 0.
fn date(created: Timestamp) -> DateTime {
    let created = created.to_zoned(TimeZone::UTC);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::new(u16::try_from(created.year()).unwrap_or_default())
        .month(part(created.month()))
        .day(part(created.day()))
        .hour(part(created.hour()))
        .minute(part(created.minute()))
        .second(part(created.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
