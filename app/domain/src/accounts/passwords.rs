//! Which passwords are accepted: by length, a kept list of common ones, and the account's own phone.
//! No rules of composition (NIST SP 800-63B, section 3.1.1.2; OWASP ASVS 5.0, 6.2.4). Runs on the server only.

use std::{collections::HashSet, sync::LazyLock};

use crate::{Code, text};

/// Fewest characters of a password; the kept list has no shorter ones.
const SHORTEST: usize = 8;
/// Most characters of a password, so that hashing takes bounded time.
const LONGEST: usize = 128;

/// Common passwords in lower case, one a line, sorted; its first lines say where they come from.
const LIST: &str = include_str!("common_passwords.txt");

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| lines().collect());

fn lines() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#'))
}

/// Validates a password: 8 to 128 characters, not a common one, and not the account's own phone.
///
/// `phone` may be empty when the account has none.
///
/// # Errors
/// [`Code::Required`], [`Code::TooShort`] or [`Code::TooLong`] by its length, [`Code::WeakPassword`] when it is among
/// those that are tried first.
pub fn password(raw: &str, phone: &str) -> Result<String, Code> {
    match raw.chars().count() {
        0 => Err(Code::Required),
        n if n < SHORTEST => Err(Code::TooShort),
        n if n > LONGEST => Err(Code::TooLong),
        _ if is_guessed(raw, phone) => Err(Code::WeakPassword),
        _ => Ok(raw.to_owned()),
    }
}

/// Whether an attacker who knows the phone tries this password early.
fn is_guessed(raw: &str, phone: &str) -> bool {
    let folded = text::half_width(raw).to_lowercase();
    let characters: Vec<char> = folded.chars().collect();
    // "aaaaaaaa", "12341234"
    let repeats = (1..=4).any(|n| characters.chunks(n).all(|part| characters.starts_with(part)));
    COMMON.contains(folded.as_str()) || repeats || is_day(&folded) || is_own_phone(&folded, phone)
}

/// Whether it is a day, as of a birthday: 19850412.
fn is_day(folded: &str) -> bool {
    let (Ok(number), 8) = (folded.parse::<u32>(), folded.len()) else { return false };
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Whether it is the phone, however it is written, or its last digits.
fn is_own_phone(folded: &str, phone: &str) -> bool {
    !phone.is_empty() && (phone.ends_with(folded) || super::phone(folded).as_deref() == Ok(phone))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: &str = "13800138000";

    #[test]
    fn short_and_common_passwords_are_rejected() {
        assert_eq!(password("", PHONE), Err(Code::Required));
        assert_eq!(password("short", PHONE), Err(Code::TooShort));
        assert_eq!(password(&"长".repeat(129), PHONE), Err(Code::TooLong));
        for weak in [
            "A1234567",
            "Password123",
            "qwertyuiop",
            "aaaaaaaa",
            "abcd1234",
            "1q2w3e4r",
            "11112222",
            "woaini520",
            "ＱＷＥＲＴＹ１２３",
            "12341234",
            "哈哈哈哈哈哈哈哈",
            "20160229",
            "5201314520",
            "wishbridge",
        ] {
            assert_eq!(password(weak, ""), Err(Code::WeakPassword), "{weak}");
        }
        for fine in ["山里的小书包是红色的", "correct horse", "19871345", "abcabcabx"] {
            assert_eq!(password(fine, PHONE).as_deref(), Ok(fine));
        }
    }

    #[test]
    fn the_own_phone_is_no_password() {
        for weak in [PHONE, "+86 138-0013-8000", "１３８００１３８０００", "800138000", "00138000"] {
            assert_eq!(password(weak, PHONE), Err(Code::WeakPassword), "{weak}");
        }
        for fine in ["13900139001", "00139001"] {
            assert_eq!(password(fine, PHONE).as_deref(), Ok(fine), "another number");
            assert_eq!(password(fine, "").as_deref(), Ok(fine));
        }
    }

    #[test]
    fn the_kept_list_has_ten_thousand_passwords_that_can_match() {
        let words: Vec<&str> = lines().collect();
        assert!(words.len() >= 10_000, "{} passwords", words.len());
        for word in words {
            assert!(word.chars().count() >= SHORTEST && word == word.to_lowercase() && word.trim() == word, "{word}");
            assert_eq!(password(word, ""), Err(Code::WeakPassword), "{word}");
        }
    }
}
