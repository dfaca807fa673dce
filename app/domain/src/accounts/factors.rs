//! The second factor of staff: codes of an authenticator app (RFC 6238), and recovery codes for a lost phone.

use serde::Serialize;

use crate::Timestamp;

/// How long a secret waits for the first code of its app, in seconds.
pub const WAITS: Timestamp = 30 * 60;

/// How long a sign-in with the right password waits for the code, in seconds.
pub const PENDING: Timestamp = 5 * 60;

/// Most sign-ins of an account that wait for the code; the oldest gives way.
pub const MOST_PENDING: i64 = 5;

/// How long a proof of a session counts, in seconds.
///
/// Roles, exports, erasing and the like take one that is not older.
pub const FRESH: Timestamp = 10 * 60;

/// Number of recovery codes.
pub const RECOVERY_CODES: i64 = 10;

/// Digits of a code of an app.
pub const DIGITS: usize = 6;

/// Second factor of an account, as its owner sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactorState {
    /// Since when it is on; `None` while it is off.
    pub since: Option<Timestamp>,
    /// Secret that waits for the first code of its app.
    pub waiting: Option<String>,
    /// Recovery codes that are not used up.
    pub codes_left: i64,
    /// Whether the rules of an area where the account is staff require one.
    pub required: bool,
}

/// Recovery codes just made, shown once.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RecoveryCodes(pub Vec<String>);

/// Leaves the codes out of logs.
impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoveryCodes({})", self.0.len())
    }
}

/// Returns the address that an authenticator app reads from the QR code.
///
/// `phone` tells accounts of one phone apart; all parts are ASCII, because apps decode other characters differently.
#[must_use]
pub fn app_address(phone: &str, secret: &str) -> String {
    format!(
        "otpauth://totp/Wishbridge:{phone}?secret={secret}&issuer=Wishbridge&algorithm=SHA1&digits={DIGITS}&period=30"
    )
}

/// Formats a secret or a recovery code for reading and typing: in groups of `size`.
#[must_use]
pub fn in_groups(text: &str, size: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(size.max(1)).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_codes_are_read_in_groups() {
        assert_eq!(in_groups("3A7K92XM4Q", 5), "3A7K9 2XM4Q");
        assert_eq!(
            (in_groups("ABCDE", 4), in_groups("", 4), in_groups("AB", 0)),
            ("ABCD E".into(), String::new(), "A B".into())
        );
    }

    #[test]
    fn the_address_for_the_app_names_what_apps_ask_for() {
        let address = app_address("13800000000", "ABCDEFGH");
        assert!(address.starts_with("otpauth://totp/Wishbridge:13800000000?secret=ABCDEFGH&"), "{address}");
        assert!(address.is_ascii() && address.ends_with("&digits=6&period=30"), "{address}");
    }
}
