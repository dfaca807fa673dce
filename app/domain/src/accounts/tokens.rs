//! Personal access tokens: what a program of an account sends in place of a session, and how far it goes.

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Error, Result, Timestamp, error::Checks, text};

/// How a token begins, by which programs that search published code for secrets know one.
pub const PREFIX: &str = "wbt_";
/// Tokens that an account has at most at once.
pub const MOST: i64 = 20;
/// Days after which a token ends at the latest.
pub const MOST_DAYS: i64 = 365;

/// Row id of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenId(pub i64);

/// What a token may do of what its account may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read only.
    #[default]
    Read,
    /// Read and write.
    Write,
}

crate::text_enum!(TokenScope { Read = "read", Write = "write" });

/// Whether a request changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It only reads.
    Reads,
    /// It may change something.
    Writes,
}

impl TokenScope {
    /// Whether a token of this scope is enough for a request.
    #[must_use]
    pub fn allows(self, access: Access) -> bool {
        self == TokenScope::Write || access == Access::Reads
    }
}

/// A token to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewToken {
    /// What it is for, 1 to 40 characters.
    pub name: String,
    /// What it may do.
    #[serde(default)]
    pub scope: TokenScope,
    /// Days until it ends, 1 to 365.
    pub days: i64,
}

impl NewToken {
    /// Trims and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that is empty or too long, and for days out of range.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40));
        checks.ensure("days", (1..=MOST_DAYS).contains(&self.days), Code::OutOfRange);
        checks.done()?;
        let name = name.ok_or_else(|| Error::field("name", Code::Required))?;
        Ok(NewToken { name, ..self })
    }

    /// When it ends, if it is made now.
    #[must_use]
    pub fn expires(&self, now: Timestamp) -> Timestamp {
        now + self.days * DAY
    }
}

/// A token as its account sees it in the list; its text is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TokenLine {
    /// Row id.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When it was last used, to within an hour; 0 for never.
    pub used: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lasts_a_day_to_a_year_and_one_that_reads_writes_nothing() {
        let of = |name: &str, days| NewToken { name: name.into(), scope: TokenScope::Read, days }.checked();
        assert_eq!(of(" 报表 ", 30).expect("valid").name, "报表");
        for (name, days) in [("报表", 0), ("报表", 366), ("", 30)] {
            assert!(of(name, days).is_err(), "{name} {days}");
        }
        assert!(TokenScope::Read.allows(Access::Reads) && !TokenScope::Read.allows(Access::Writes));
        assert!(TokenScope::Write.allows(Access::Reads) && TokenScope::Write.allows(Access::Writes));
    }
}
