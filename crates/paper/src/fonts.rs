//! The bundled fonts, registered once per process. System fonts are never asked: a paper
//! must look the same on every machine.

use std::sync::{Arc, OnceLock};

use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};

use crate::PaperError;

/// Family names as the font files give them.
pub(crate) const SANS: &str = "Noto Sans";
const NASKH: &str = "Noto Naskh Arabic";
const NASTALIQ: &str = "Noto Nastaliq Urdu";

/// The hand Arabic script is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    Naskh,
    Nastaliq,
}

impl Hand {
    /// Readers of Urdu and its neighbours expect Nastaliq; everybody else reads Naskh.
    pub(crate) fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if ["ur", "ks", "pnb", "skr"].iter().any(|l| primary.eq_ignore_ascii_case(l)) { Self::Nastaliq } else { Self::Naskh }
    }

    pub(crate) fn family(self) -> &'static str {
        match self {
            Self::Naskh => NASKH,
            Self::Nastaliq => NASTALIQ,
        }
    }

    /// Size of Arabic letters beside Latin ones: both hands look smaller at the same size.
    pub(crate) fn scale(self) -> f32 {
        match self {
            Self::Naskh => 1.2,
            Self::Nastaliq => 1.1,
        }
    }
}

/// One font file.
#[derive(Clone)]
pub(crate) struct Face {
    blob_id: u64,
    pub(crate) font: krilla::text::Font,
    /// Room above the baseline, as a share of the type size. Ours, not the font's: Noto
    /// reserves room for marks no paper of ours carries.
    pub(crate) above: f32,
    /// Room below the baseline, as a share of the type size.
    pub(crate) below: f32,
}

/// Every bundled font, for shaping and for embedding.
#[derive(Clone)]
pub(crate) struct Fonts {
    pub(crate) context: FontContext,
    faces: Vec<Face>,
}

impl Fonts {
    /// The bundled fonts.
    pub(crate) fn bundled() -> Result<Self, PaperError> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS.get_or_init(Self::read).clone().ok_or(PaperError::Font)
    }

    /// The face parley shaped with, by the identity of its file.
    pub(crate) fn face(&self, blob_id: u64) -> Option<&Face> {
        self.faces.iter().find(|face| face.blob_id == blob_id)
    }

    fn read() -> Option<Self> {
        let mut fonts = Self {
            context: FontContext {
                collection: Collection::new(CollectionOptions { shared: false, system_fonts: false }),
                source_cache: SourceCache::default(),
            },
            faces: Vec::new(),
        };
        let sans = (1.06, 0.40);
        let naskh = (0.95, 0.46);
        let nastaliq = (1.42, 0.76);
        fonts.add(include_bytes!("../fonts/NotoSans-Regular.ttf"), sans)?;
        fonts.add(include_bytes!("../fonts/NotoSans-Bold.ttf"), sans)?;
        fonts.add(include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"), naskh)?;
        fonts.add(include_bytes!("../fonts/NotoNaskhArabic-Bold.ttf"), naskh)?;
        fonts.add(include_bytes!("../fonts/NotoNastaliqUrdu-Regular.ttf"), nastaliq)?;
        Some(fonts)
    }

    fn add(&mut self, bytes: &'static [u8], (above, below): (f32, f32)) -> Option<()> {
        let blob = Blob::new(Arc::new(bytes));
        let font = krilla::text::Font::new(bytes.into(), 0)?;
        self.faces.push(Face { blob_id: blob.id(), font, above, below });
        let registered = self.context.collection.register_fonts(blob, None);
        (!registered.is_empty()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_font_is_found_by_its_family() -> Result<(), PaperError> {
        let mut fonts = Fonts::bundled()?;
        for family in [SANS, NASKH, NASTALIQ] {
            assert!(fonts.context.collection.family_by_name(family).is_some(), "{family}");
        }
        Ok(())
    }

    #[test]
    fn urdu_is_written_in_nastaliq_and_arabic_in_naskh() {
        assert_eq!(Hand::of("ur-PK"), Hand::Nastaliq);
        assert_eq!(Hand::of("ar"), Hand::Naskh);
        assert_eq!(Hand::of(""), Hand::Naskh);
    }
}
