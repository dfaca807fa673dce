//! Secrets and codes. All come from the operating system's generator through `rand`'s thread-local one.

use rand::RngExt;
use sha2::{Digest, Sha256};

/// Crockford's base 32: no I, L, O or U, so that nobody misreads a digit.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A session's token: 256 bits as 64 hexadecimal digits.
pub(crate) fn token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// A code that people read out and type.
pub(crate) fn code(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(CROCKFORD[rng.random_range(0..CROCKFORD.len())])).collect()
}

/// A code as it was typed: upper case, without blanks and dashes, misread letters made digits.
pub(crate) fn typed_code(raw: &str) -> String {
    domain::text::half_width(raw)
        .to_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// All that is stored of a token.
pub(crate) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token))
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_256_bits_and_codes_no_ambiguous_letters() {
        assert_eq!((token().len(), digest("x").len()), (64, 64));
        assert_ne!(token(), token());
        assert!(code(200).chars().all(|c| c.is_ascii_alphanumeric() && !"ILOU".contains(c)));
    }

    #[test]
    fn a_code_forgives_how_it_was_typed() {
        assert_eq!(typed_code(" ab1o-iｌ "), "AB1011");
    }
}
