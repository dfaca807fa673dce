//! Household cards: a QR code with a secret, a number of ten digits to type, and an optional PIN.

use serde::{Deserialize, Serialize};

use crate::{Code, Timestamp, accounts::AccountId, text};

/// Row id of a card.
pub type CardId = i64;

/// Digits of a card number; the last one is a check digit.
pub const DIGITS: usize = 10;

/// What was typed or scanned as a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardText {
    /// The number of ten digits, without blanks.
    Number(String),
    /// The secret from the QR code.
    Secret(String),
}

/// Length of the secret in characters: 26 of Crockford's base 32, 130 bits.
pub const SECRET: usize = 26;

/// Path prefix of a card's address; the secret follows.
pub const PATH: &str = "/card/";

/// Parses a secret; letters that look like digits (O, I, L) are read as those digits.
fn secret(raw: &str) -> Option<String> {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let read: String = raw.chars().map(letter).collect();
    (read.len() == SECRET && read.bytes().all(|b| b.is_ascii_alphanumeric() && b != b'U')).then_some(read)
}

/// Parses a card: the address from its QR code, the bare secret, or the number with blanks or dashes.
///
/// # Errors
/// [`Code::Required`] for blank input, [`Code::CardUnreadable`] for anything that is neither a secret nor a number with
/// a correct check digit.
pub fn typed(raw: &str) -> Result<CardText, Code> {
    let raw = text::half_width(raw);
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Code::Required);
    }
    let scanned = raw.rfind(PATH).map_or(raw, |at| &raw[at + PATH.len()..]);
    if let Some(secret) = secret(scanned) {
        return Ok(CardText::Secret(secret));
    }
    let number: String = raw.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '·' | '.')).collect();
    if is_number(&number) { Ok(CardText::Number(number)) } else { Err(Code::CardUnreadable) }
}

/// Whether this is ten digits with the correct check digit.
#[must_use]
pub fn is_number(number: &str) -> bool {
    number.len() == DIGITS
        && number.bytes().all(|b| b.is_ascii_digit())
        && number.as_bytes().split_last().is_some_and(|(last, rest)| check_digit(rest) == *last)
}

/// Luhn check digit (ISO/IEC 7812-1, annex B).
///
/// Detects every single wrong digit and nearly all transpositions of neighbours.
fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = u32::from(digit - b'0');
            match (at % 2, value) {
                (0, 5..) => value * 2 - 9,
                (0, _) => value * 2,
                _ => value,
            }
        })
        .sum();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

/// Builds the card number from its first nine digits.
///
/// # Panics
/// Never: the check digit is ASCII.
#[must_use]
pub fn number(nine: u32) -> String {
    let mut number = format!("{:09}", nine % 1_000_000_000);
    number.push(char::from(check_digit(number.as_bytes())));
    number
}

/// Formats a card number for print: `1234 567 897`.
#[must_use]
pub fn grouped(number: &str) -> String {
    match (number.get(..4), number.get(4..7), number.get(7..)) {
        (Some(a), Some(b), Some(c)) => format!("{a} {b} {c}"),
        _ => number.to_owned(),
    }
}

/// Frequently chosen PINs that no rule of [`pin`] detects.
/// Source: DataGenetics, PIN analysis, 2012, and Chinese lucky numbers.
const COMMON: [&str; 22] = [
    "1314", "1688", "2580", "5188", "5200", "5201", "5210", "1004", "6868", "1698", "147258", "147852", "159753",
    "258369", "520131", "521521", "5201314", "888999", "123654", "789456", "168168", "518518",
];

/// Validates a PIN: 4 to 6 digits, not easily guessed.
///
/// `known` are digits that an acquaintance of the family could guess from: years of birth, phone, card number.
///
/// # Errors
/// [`Code::Required`] for blank input, [`Code::PinShape`] unless it is 4 to 6 digits, [`Code::WeakPin`] if it is easily
/// guessed.
pub fn pin(raw: &str, known: &[String]) -> Result<String, Code> {
    let pin = text::half_width(raw);
    let pin = pin.trim();
    if pin.is_empty() {
        return Err(Code::Required);
    }
    if !(4..=6).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Code::PinShape);
    }
    let digits = pin.as_bytes();
    let steps = |by: i16| digits.windows(2).all(|pair| (i16::from(pair[1]) - i16::from(pair[0]) - by) % 10 == 0);
    let repeats =
        |part: usize| digits.len().is_multiple_of(part) && digits.chunks(part).all(|chunk| chunk == &digits[..part]);
    // A year in four digits; a birthday as YYMMDD in six.
    let year = digits.len() == 4 && matches!(&pin[..2], "19" | "20");
    let birthday = digits.len() == 6 && {
        let of = |at: usize| pin[at..at + 2].parse::<u8>().unwrap_or_default();
        (1..=12).contains(&of(2)) && (1..=31).contains(&of(4))
    };
    let paired = digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| pair[0] == pair[1]);
    let mirrored = digits.len() == 4 && digits[0] == digits[3] && digits[1] == digits[2];
    let guessed = known.iter().any(|known| known.len() >= 4 && (known.ends_with(pin) || known.starts_with(pin)));
    let weak = [steps(0), steps(1), steps(-1), repeats(2), repeats(3), year, birthday, paired, mirrored, guessed];
    if weak.contains(&true) || COMMON.contains(&pin) { Err(Code::WeakPin) } else { Ok(pin.to_owned()) }
}

/// Why a card stopped working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Revoked by staff.
    Revoked,
    /// Replaced by a new card, because it was lost or worn.
    Replaced,
    /// The household file was closed.
    Closed,
}

crate::text_enum!(Ended { Revoked = "revoked", Replaced = "replaced", Closed = "closed" });

/// A card as its area's staff see it. Number and secret are on paper only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Card {
    /// Row id.
    pub id: CardId,
    /// When it was issued.
    pub made: Timestamp,
    /// Account that issued it.
    pub made_by: AccountId,
    /// Last sign-in with it; 0 for never.
    pub used: Timestamp,
    /// When it stopped working; 0 while it works.
    pub ended: Timestamp,
    /// Why it stopped working; `None` while it works.
    pub why: Option<Ended>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_with_one_wrong_digit_is_rejected() {
        // Example from ISO/IEC 7812-1: 7992739871 has the check digit 3.
        assert_eq!(check_digit(b"7992739871"), b'3');
        for nine in [0, 1, 123_456_789, 999_999_999] {
            let number = number(nine);
            assert!(is_number(&number), "{number}");
            for at in 0..DIGITS {
                let mut wrong = number.clone().into_bytes();
                wrong[at] = b'0' + (wrong[at] - b'0' + 3) % 10;
                assert!(!is_number(std::str::from_utf8(&wrong).expect("digits")), "{number} with digit {at} changed");
            }
        }
    }

    #[test]
    fn card_numbers_secrets_and_addresses_are_parsed() {
        let number = number(123_456_789);
        let read = Ok(CardText::Number(number.clone()));
        assert_eq!(grouped(&number), "1234 567 897");
        for raw in [grouped(&number), " １２３４-567-897 ".into(), number.clone()] {
            assert_eq!(typed(&raw), read, "{raw}");
        }
        let secret = "0123456789ABCDEFGHJKMNPQRS";
        for raw in [secret.to_owned(), format!("https://wb.example/card/{secret}"), secret.to_lowercase()] {
            assert_eq!(typed(&raw), Ok(CardText::Secret(secret.into())), "{raw}");
        }
        assert_eq!(typed("oO23456789ABCDEFGHJKMNPQRI"), Ok(CardText::Secret("0023456789ABCDEFGHJKMNPQR1".into())));
        assert_eq!(typed(" "), Err(Code::Required));
        for raw in
            ["1234567890", "123", "马秀英", "https://wb.example/card/", "household:12", "0123456789ABCDEFGHJKMNPQRU"]
        {
            assert_eq!(typed(raw), Err(Code::CardUnreadable), "{raw}");
        }
    }

    #[test]
    fn guessable_pins_are_rejected() {
        let known = ["13812345791".to_owned(), "1234567897".into()];
        for weak in [
            "0000", "1111", "1234", "4321", "7890", "1212", "1122", "2112", "2580", "1987", "2016", "123456", "654321",
            "112233", "123123", "121212", "800131", "5791", "345791", "7897", "520131",
        ] {
            assert_eq!(pin(weak, &known), Err(Code::WeakPin), "{weak}");
        }
        for fine in ["4826", "70413", "904716", " ４８２６ "] {
            assert!(pin(fine, &known).is_ok(), "{fine}");
        }
        assert_eq!(
            (pin("", &[]), pin("123", &[]), pin("12a4", &[])),
            (Err(Code::Required), Err(Code::PinShape), Err(Code::PinShape))
        );
        assert_eq!(pin("1234567", &[]), Err(Code::PinShape));
    }
}
