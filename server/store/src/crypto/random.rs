//! Random tokens and codes, all from `rand`'s thread-local generator, which the operating system seeds.

use rand::RngExt;
use sha2::{Digest, Sha256};

/// Crockford's base 32: without I, L, O and U, which are misread as digits or letters.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Returns a session token: 256 random bits as 64 hexadecimal digits.
pub(crate) fn token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// Returns a random code of `length` Crockford digits (5 bits each), to be read out and typed.
pub(crate) fn code(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(CROCKFORD[rng.random_range(0..CROCKFORD.len())])).collect()
}

/// Returns `length` random decimal digits.
pub(crate) fn digits(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(b'0' + rng.random_range(0..10_u8))).collect()
}

/// Normalises a typed code: half width, upper case, no blanks or dashes, O as 0, I and L as 1.
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

/// Hashes a token with SHA-256; only this digest is stored.
pub(crate) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token))
}

/// Encodes bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_256_bits_and_codes_contain_no_ambiguous_letters() {
        assert_eq!((token().len(), digest("x").len()), (64, 64));
        assert_ne!(token(), token());
        assert!(code(200).chars().all(|c| c.is_ascii_alphanumeric() && !"ILOU".contains(c)));
        assert!(digits(200).len() == 200 && digits(200).chars().all(|c| c.is_ascii_digit()));
    }

    #[test]
    fn typed_codes_are_normalised() {
        assert_eq!(typed_code(" ab1o-iｌ "), "AB1011");
    }
}
