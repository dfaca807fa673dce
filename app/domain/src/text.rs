//! Normalisation and length limits of typed text.

use crate::Code;

/// Trims, drops characters that cannot be seen and checks the length in characters.
///
/// Text of joiners, accents and variation selectors alone counts as empty: it shows nothing.
///
/// # Errors
/// [`Code::Required`] if `min` is above zero and nothing is left, else [`Code::TooShort`] or [`Code::TooLong`].
pub fn words(raw: &str, min: usize, max: usize) -> Result<String, Code> {
    let text = seen(raw);
    let clean = text.trim();
    let shows = clean.chars().any(|c| !c.is_whitespace() && !is_attached(c));
    match clean.chars().filter(|c| !is_attached(*c)).count() {
        _ if !shows => {
            if min > 0 {
                Err(Code::Required)
            } else {
                Ok(String::new())
            }
        }
        n if n < min => Err(Code::TooShort),
        _ if clean.chars().count() > max => Err(Code::TooLong),
        _ => Ok(clean.to_owned()),
    }
}

/// Like [`words`], for a single line: line breaks and runs of blanks become one blank.
///
/// # Errors
/// As [`words`].
pub fn line(raw: &str, min: usize, max: usize) -> Result<String, Code> {
    words(&seen(raw).split_whitespace().collect::<Vec<_>>().join(" "), min, max)
}

/// Every kind of line break as `\n`, tabs as blanks, and no characters that show nothing.
///
/// Two joiners are kept where they shape what is read: in Uyghur and other cursive scripts, and between emoji.
fn seen(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for c in raw.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\t' => text.push(' '),
            NON_JOINER | JOINER if !text.chars().next_back().is_some_and(is_joined) => {}
            c if is_hidden(c) => {}
            c => text.push(c),
        }
    }
    text
}

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

/// Characters after which a joiner changes what is read: cursive and Indic letters, emoji and their modifiers.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{dff}' | '\u{1800}'..='\u{18af}' | '\u{2190}'..='\u{2bff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe0f}' | '\u{fe70}'..='\u{fefc}' | '\u{1f000}'..='\u{1faff}')
}

/// Control characters, and those that show nothing, fill space unseen or reorder text on screen (Unicode's
/// default-ignorable ones, without the joiners and [`is_attached`]).
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Characters that show only on the one before them: joiners, accents, variation selectors (also of Han characters in
/// names).
fn is_attached(c: char) -> bool {
    matches!(c, NON_JOINER | JOINER | '\u{300}'..='\u{36f}' | '\u{180b}'..='\u{180d}' | '\u{180f}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters of a search that count. Each link of a list repeats the search, so a long one would be sent many times.
pub const SEARCH: usize = 100;

/// Cuts what was typed into a search to [`SEARCH`] characters, without NUL, which PostgreSQL refuses in text.
#[must_use]
pub fn search(raw: &str) -> String {
    raw.chars().filter(|c| *c != '\0').take(SEARCH).collect()
}

/// Converts full-width characters, as Chinese keyboards produce them, to ASCII.
#[must_use]
pub fn half_width(raw: &str) -> String {
    raw.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_trimmed_and_limited_in_characters() {
        assert_eq!(words("  书包 \r\n", 1, 2), Ok("书包".into()));
        assert_eq!(words("书包书", 1, 2), Err(Code::TooLong));
        assert_eq!(words(" \u{202e}\u{7} ", 1, 9), Err(Code::Required));
    }

    #[test]
    fn text_that_shows_nothing_counts_as_empty() {
        for nothing in [
            "\u{200b}\u{200b}",
            "\u{3164}",
            "\u{2060}",
            "\u{ad}",
            "\u{e0061}\u{e0062}",
            "\u{200e}\u{200f}",
            "\u{2028}",
            "\u{ffa0}\u{115f}\u{2800}",
            "\u{200c}\u{200d}",
            "\u{fe0f} \u{301} \u{fe0f}",
            "\u{e0100}",
        ] {
            assert_eq!(line(nothing, 1, 30), Err(Code::Required), "{}", nothing.escape_unicode());
            assert_eq!(words(nothing, 0, 30), Ok(String::new()), "{}", nothing.escape_unicode());
        }
        // Unseen characters neither tell two names apart nor fill a reason.
        assert_eq!(line("马\u{200b}秀\u{200d}英\u{ad}", 1, 30), Ok("马秀英".into()));
        assert_eq!(words("好\u{fe00}\u{fe00}", 2, 200), Err(Code::TooShort));
    }

    #[test]
    fn joiners_are_kept_where_they_shape_what_is_read() {
        for kept in ["مې\u{200c}نىڭ", "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥", "邉\u{e0100}", "José", "Jose\u{301}"]
        {
            assert_eq!(line(kept, 1, 30), Ok(kept.into()), "{}", kept.escape_unicode());
        }
        assert_eq!(line("👩\u{200d}\u{200d}\u{200d}", 1, 30), Ok("👩\u{200d}".into()), "no runs of joiners");
    }

    #[test]
    fn every_line_break_counts_as_one() {
        assert_eq!(words("a\u{2028}b\rc\r\nd\te", 1, 30), Ok("a\nb\nc\nd e".into()));
        assert_eq!(line("a \u{200b} \u{2029}b\tc", 1, 30), Ok("a b c".into()));
    }

    #[test]
    fn a_line_has_no_breaks_and_full_width_digits_become_ascii() {
        assert_eq!(line("a\n b", 1, 9), Ok("a b".into()));
        assert_eq!(half_width("１３８　００"), "138 00");
    }

    #[test]
    fn a_search_is_cut_at_a_hundred_characters() {
        assert_eq!((search("书包"), search(&"书".repeat(5000)).chars().count()), ("书包".to_owned(), 100));
    }
}
