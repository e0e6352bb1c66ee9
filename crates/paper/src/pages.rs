//! Cuts a flow of strips into pages.

use crate::strip::Strip;

/// Every strip in reading order, and the heading strips of each table.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) strips: Vec<Strip>,
    pub(crate) headings: Vec<Vec<Strip>>,
}

/// A page: strips and the distance of each from the top of the text area, in points.
#[derive(Debug, Default)]
pub(crate) struct Page<'a> {
    pub(crate) placed: Vec<(f32, &'a Strip)>,
    pub(crate) height: f32,
}

impl<'a> Page<'a> {
    fn place(&mut self, strip: &'a Strip) {
        self.placed.push((self.height, strip));
        self.height += strip.height;
    }
}

/// Pages of at most `height` points. There is always one, and a strip taller than a page
/// stands alone on its own.
pub(crate) fn paginate(flow: &Flow, height: f32) -> Vec<Page<'_>> {
    let mut pages = Vec::new();
    let mut page = Page::default();
    for group in kept_together(&flow.strips) {
        let tall: f32 = group.iter().map(|strip| strip.height).sum();
        let breakable = tall > height;
        if !breakable && page.height + tall > height {
            turn(&mut pages, &mut page, flow, group.first(), height);
        }
        for strip in group {
            if breakable && page.height + strip.height > height {
                turn(&mut pages, &mut page, flow, Some(strip), height);
            }
            if !(strip.is_blank() && page.placed.is_empty()) {
                page.place(strip);
            }
        }
    }
    // Space after the last word would only make an empty page.
    if !page.placed.iter().all(|(_, strip)| strip.is_blank()) || pages.is_empty() {
        pages.push(page);
    }
    pages
}

/// Begins the next page, with the headings of the table that goes on there unless they
/// would fill half of it.
fn turn<'a>(pages: &mut Vec<Page<'a>>, page: &mut Page<'a>, flow: &'a Flow, next: Option<&Strip>, height: f32) {
    if page.placed.is_empty() {
        return;
    }
    pages.push(std::mem::take(page));
    let table = next.and_then(|strip| strip.table);
    if let Some(headings) = table.and_then(|table| flow.headings.get(table)) {
        let tall: f32 = headings.iter().map(|strip| strip.height).sum();
        if tall < height / 2.0 {
            headings.iter().for_each(|strip| page.place(strip));
        }
    }
}

/// Runs of strips that want to share a page.
fn kept_together(strips: &[Strip]) -> impl Iterator<Item = &[Strip]> {
    strips.split_inclusive(|strip| !strip.keep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Rule;
    use crate::strip::Ink;

    fn strip(height: f32, keep: bool, table: Option<usize>) -> Strip {
        let rule = Rule { weight: 1.0, grey: 0 };
        let ink = vec![Ink::Line { left: 0.0, right: 1.0, y: 0.0, rule }];
        Strip { height, ink, keep, table }
    }

    #[test]
    fn a_heading_stays_with_the_line_below_it() {
        let strips = vec![strip(80.0, false, None), strip(15.0, true, None), strip(15.0, false, None)];
        let flow = Flow { strips, headings: Vec::new() };
        let pages = paginate(&flow, 100.0);
        assert_eq!(pages.iter().map(|page| page.placed.len()).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_table_repeats_its_headings_on_the_next_page() {
        let strips = (0..9).map(|_| strip(20.0, false, Some(0))).collect();
        let flow = Flow { strips, headings: vec![vec![strip(10.0, true, None)]] };
        let pages = paginate(&flow, 100.0);
        assert_eq!(pages.iter().map(|page| page.placed.len()).collect::<Vec<_>>(), [5, 5]);
        assert!((pages[1].placed[1].0 - 10.0).abs() < 0.01);
    }

    #[test]
    fn a_group_taller_than_a_page_is_cut() {
        let strips = (0..30).map(|i| strip(10.0, i < 29, None)).collect();
        let flow = Flow { strips, headings: Vec::new() };
        assert_eq!(paginate(&flow, 100.0).len(), 3);
    }

    #[test]
    fn nothing_at_all_is_one_empty_page() {
        assert_eq!(paginate(&Flow::default(), 100.0).len(), 1);
    }
}
