//! Normalisation and length limits of typed text.

use crate::Code;

/// Trims, removes control characters (except line breaks) and checks the length in characters.
///
/// # Errors
/// [`Code::Required`] if `min` is above zero and nothing is left, else [`Code::TooShort`] or [`Code::TooLong`].
pub fn words(raw: &str, min: usize, max: usize) -> Result<String, Code> {
    let clean: String =
        raw.replace("\r\n", "\n").chars().filter(|c| !is_hidden(*c)).collect::<String>().trim().to_owned();
    match clean.chars().count() {
        0 if min > 0 => Err(Code::Required),
        n if n < min => Err(Code::TooShort),
        n if n > max => Err(Code::TooLong),
        _ => Ok(clean),
    }
}

/// Like [`words`], for a single line: line breaks and runs of blanks become one blank.
///
/// # Errors
/// As [`words`].
pub fn line(raw: &str, min: usize, max: usize) -> Result<String, Code> {
    words(&raw.split_whitespace().collect::<Vec<_>>().join(" "), min, max)
}

/// Control characters, and invisible ones that reorder text on screen (bidirectional overrides).
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
    fn a_line_has_no_breaks_and_full_width_digits_become_ascii() {
        assert_eq!(line("a\n b", 1, 9), Ok("a b".into()));
        assert_eq!(half_width("１３８　００"), "138 00");
    }
}
