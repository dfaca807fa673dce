//! Pick-up codes: the digits that a family shows at the counter for the goods of a wish or of an order.

use std::str::FromStr;

use crate::{Code, text::half_width};

/// Codes that may wait at one location before new ones get six digits.
/// With 200 codes of four digits, one guess in fifty meets one of them.
pub const MOST_OF_FOUR: i64 = 200;

/// Returns the length of a new code at a location where `waiting` others wait.
#[must_use]
pub fn length(waiting: i64) -> usize {
    if waiting > MOST_OF_FOUR { 6 } else { 4 }
}

/// Pick-up code as typed or scanned: four or six digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PickUpCode(String);

impl PickUpCode {
    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hides the digits, which must not reach a log.
impl std::fmt::Debug for PickUpCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PickUpCode(…)")
    }
}

impl FromStr for PickUpCode {
    type Err = Code;

    /// Reads full-width digits, blanks and dashes between digits, and the last part of a link.
    /// `#4827` is a number of a claim or an order, not a code.
    fn from_str(text: &str) -> Result<Self, Code> {
        let typed = half_width(text);
        let typed = typed.trim().trim_end_matches('/').rsplit(['/', '=']).next().unwrap_or_default();
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let fits = matches!(digits.len(), 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(PickUpCode(digits)) } else { Err(Code::Unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_or_six_digits_in_any_notation_are_a_pick_up_code() {
        let read = |text: &str| text.parse::<PickUpCode>().map(|code| code.as_str().to_owned()).ok();
        for written in ["4827", " 48 27 ", "４８２７", "4-8-2-7", "https://example.org/shop?find=4827"] {
            assert_eq!(read(written).as_deref(), Some("4827"), "{written}");
        }
        assert_eq!(read("482 713").as_deref(), Some("482713"));
        for other in ["482", "48271", "4827135", "AB12CD", "#4827", "#482713", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_debug_text_has_no_digits() {
        let code: PickUpCode = "4827".parse().expect("a code");
        assert!(!format!("{code:?}").contains("4827"));
    }

    #[test]
    fn new_codes_have_six_digits_where_more_than_200_wait() {
        assert_eq!((length(0), length(200), length(201)), (4, 4, 6));
    }
}
