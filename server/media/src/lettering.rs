//! Texts as outlines, for drawings. The font is a part of this crate, so that each server draws the same letters.
//!
//! Texts are set from left to right, each character by its own width. That is right for Chinese and English; a language
//! that joins or turns its letters is not [`covers`]ed by the font, and its callers say the same in Chinese.

use std::fmt::Write as _;

use skrifa::{
    FontRef, GlyphId, MetadataProvider, OutlineGlyphCollection,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
    outline::{DrawSettings, OutlinePen},
};

use crate::Error;

/// Noto Sans CJK SC Bold with the characters of GB 2312; `tools/font.py` makes it.
static FONT: &[u8] = include_bytes!("../fonts/noto-sans-sc-bold.otf");

/// Characters that never begin a line.
const CLOSING: &str = "，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%";
/// Characters that never end a line.
const OPENING: &str = "（《〈「『【〔“‘([{";

/// Tells whether the font has every character of a text; without, a drawing would show boxes.
#[must_use]
pub fn covers(text: &str) -> bool {
    Lettering::new().is_ok_and(|letters| text.chars().all(|c| letters.glyph(c).is_some()))
}

/// Sets a line around `middle` on a baseline, no wider than `width`, at the first of `sizes` that fits: data of an SVG
/// path, which is empty where the font lacks a character.
#[must_use]
pub fn centred(text: &str, sizes: &[f32], (middle, baseline): (f32, f32), width: f32) -> String {
    let mut data = String::new();
    let Ok(letters) = Lettering::new() else { return data };
    if !covers(text) {
        return data;
    }
    let set = letters.fitted(text, sizes, width, 1);
    if let Some(line) = set.lines.first() {
        let left = middle - letters.width(line, set.size) / 2.0;
        letters.outline(line, (left, baseline), set.size, &mut data);
    }
    data
}

/// A text as it is set: its size and its lines.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fitted {
    /// Height of an em, in units of the drawing.
    pub size: f32,
    /// Lines, none of which is wider than asked for.
    pub lines: Vec<String>,
}

/// The font, ready to be measured and drawn.
pub(crate) struct Lettering {
    glyphs: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    outlines: OutlineGlyphCollection<'static>,
    /// Units of an em.
    em: f32,
}

impl Lettering {
    pub(crate) fn new() -> Result<Self, Error> {
        let font = FontRef::from_index(FONT, 0).map_err(|_| Error::NotAPicture)?;
        let (size, location) = (Size::unscaled(), LocationRef::default());
        Ok(Lettering {
            glyphs: font.charmap(),
            widths: font.glyph_metrics(size, location),
            outlines: font.outline_glyphs(),
            em: f32::from(font.metrics(size, location).units_per_em.max(1)),
        })
    }

    fn glyph(&self, c: char) -> Option<GlyphId> {
        self.glyphs.map(c).filter(|glyph| glyph.to_u32() != 0)
    }

    fn advance(&self, c: char) -> f32 {
        self.glyph(c).and_then(|glyph| self.widths.advance_width(glyph)).unwrap_or(0.0) / self.em
    }

    /// Width of a line at a size.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c)).sum::<f32>() * size
    }

    /// Breaks a text into lines no wider than `width`: between Han characters, and after words of other scripts.
    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for token in tokens(text) {
            let line = lines.last().map(String::as_str).unwrap_or_default();
            if !line.is_empty() && self.width(&format!("{line}{}", token.trim_end()), size) > width {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(if line.is_empty() { token.trim_start() } else { &token });
            }
        }
        lines.into_iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    /// Sets a text in at most `most` lines at the first of `sizes` that fits. What fits at none is cut off with "…".
    pub(crate) fn fitted(&self, text: &str, sizes: &[f32], width: f32, most: usize) -> Fitted {
        let mut set = Fitted { size: 0.0, lines: Vec::new() };
        for size in sizes {
            set = Fitted { size: *size, lines: self.lines(text, *size, width) };
            if set.lines.len() <= most && set.lines.iter().all(|line| self.width(line, *size) <= width) {
                return set;
            }
        }
        let cut = set.lines.len() > most;
        set.lines.truncate(most);
        let last = set.lines.len().saturating_sub(1);
        for (at, line) in set.lines.iter_mut().enumerate() {
            let mut shortened = cut && at == last;
            while self.width(line, set.size) + if shortened { set.size } else { 0.0 } > width && line.pop().is_some() {
                shortened = true;
            }
            if shortened {
                line.push('…');
            }
        }
        set
    }

    /// Appends the outlines of a line to the data of an SVG path, its baseline beginning at `x`, `y`.
    pub(crate) fn outline(&self, line: &str, (mut x, y): (f32, f32), size: f32, data: &mut String) {
        for c in line.chars() {
            if let Some(outline) = self.glyph(c).and_then(|glyph| self.outlines.get(glyph)) {
                let mut pen = Pen { data: &mut *data, x, y, scale: size / self.em };
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                // A glyph that cannot be drawn is left out; the font is ours, and a test draws all of its texts.
                outline.draw(settings, &mut pen).ok();
            }
            x += self.advance(c) * size;
        }
    }
}

/// Divides a text where a line may end.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        let joins = CLOSING.contains(c)
            || OPENING.contains(before)
            || c.is_whitespace()
            || (is_of_word(c) && is_of_word(before));
        match tokens.last_mut() {
            Some(token) if joins => token.push(c),
            _ => tokens.push(c.to_string()),
        }
        before = c;
    }
    tokens
}

/// Tells whether a character belongs to a word that is not divided.
fn is_of_word(c: char) -> bool {
    c < '\u{2e80}' && !c.is_whitespace()
}

/// Writes outlines as path data. Fonts count upwards, drawings downwards.
struct Pen<'a> {
    data: &'a mut String,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen<'_> {
    fn point(&mut self, command: &str, points: &[(f32, f32)]) {
        self.data.push_str(command);
        for (x, y) in points {
            let (x, y) = (self.x + x * self.scale, self.y - y * self.scale);
            // Writing to a string never fails.
            write!(self.data, "{x:.1} {y:.1} ").ok();
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.point("M", &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.point("L", &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.point("Q", &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.point("C", &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_common_characters_and_says_what_it_lacks() {
        assert!(covers("一个书包 School bag, 1–3 年级 · ¥128（全新）“爱心”"));
        // Uyghur, a rare surname, an emoji.
        for lacking in ["ياردەم", "𬭊", "🎒"] {
            assert!(!covers(lacking), "{lacking}");
        }
    }

    #[test]
    fn a_line_fits_its_width_and_ends_between_words() {
        let letters = Lettering::new().expect("a font");
        assert!((letters.width("书包", 100.0) - 200.0).abs() < 0.1, "Han characters are one em wide");
        let set = letters.fitted("给孩子的书包，一到三年级。", &[100.0], 520.0, 3);
        assert_eq!(set.lines, ["给孩子的书", "包，一到三", "年级。"]);
        let set = letters.fitted("A school bag for a girl", &[100.0], 620.0, 9);
        assert!(set.lines.len() > 1 && set.lines.iter().all(|line| !line.starts_with(' ')), "{set:?}");
        assert!("A school bag for a girl".starts_with(&set.lines[0]), "{set:?}");
    }

    #[test]
    fn a_text_that_is_too_long_gets_smaller_and_is_then_cut_off() {
        let letters = Lettering::new().expect("a font");
        let smaller = letters.fitted("三个电饭锅", &[100.0, 60.0], 310.0, 1);
        assert_eq!((smaller.size, smaller.lines.len()), (60.0, 1));
        let cut = letters.fitted(&"长".repeat(50), &[100.0, 60.0], 310.0, 2);
        assert!(cut.lines.len() == 2 && cut.lines[1].ends_with("长…"), "{cut:?}");
        assert!(cut.lines.iter().all(|line| letters.width(line, cut.size) <= 310.0), "{cut:?}");
    }

    #[test]
    fn letters_become_closed_outlines() {
        let letters = Lettering::new().expect("a font");
        let mut data = String::new();
        letters.outline("桥 b", (10.0, 100.0), 100.0, &mut data);
        assert!(data.starts_with('M') && data.ends_with('Z') && data.matches('Z').count() > 2, "{data}");
    }
}
