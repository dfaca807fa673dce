//! Mail addresses, in the narrow form that every mail server takes.

use std::{fmt, str::FromStr};

use serde::Serialize;

use crate::{Code, text::half_width};

/// Longest address.
const LONGEST: usize = 254;

/// Mail address. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MailAddress(String);

impl MailAddress {
    /// Returns the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress")
    }
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl FromStr for MailAddress {
    type Err = Code;

    fn from_str(raw: &str) -> Result<Self, Code> {
        let typed = half_width(raw);
        let address = typed.trim();
        if address.is_empty() {
            return Err(Code::Required);
        }
        if address.len() > LONGEST {
            return Err(Code::TooLong);
        }
        let Some((name, host)) = address.rsplit_once('@') else { return Err(Code::NotAnAddress) };
        let is_name = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b);
        let named = !name.is_empty() && name.len() <= 64 && name.bytes().all(is_name);
        let dots = !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
        let hosted = host.split('.').count() > 1 && host.split('.').all(is_label);
        if named && dots && hosted { Ok(MailAddress(address.to_owned())) } else { Err(Code::NotAnAddress) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_taken_and_headers_are_not() {
        for good in ["a@example.org", " li.lei+wish@mail.example.cn ", "ａ@example.org"] {
            assert!(good.parse::<MailAddress>().is_ok(), "{good}");
        }
        let line = "a@example.org\r\nBcc: b@example.org";
        for bad in ["a", "@example.org", "a@", "a@local", "a b@example.org", "a@-x.org", "a..b@example.org", line] {
            assert_eq!(bad.parse::<MailAddress>(), Err(Code::NotAnAddress), "{bad}");
        }
        assert_eq!("".parse::<MailAddress>(), Err(Code::Required));
        assert_eq!(format!("{:?}", "a@example.org".parse::<MailAddress>()), "Ok(MailAddress)");
    }
}
