//! Errors of an operation: a few kinds, with stable codes that pages translate and the API returns.
//! A failure (a lost connection, a full disk) carries its cause to the edge of the server, which logs it; no answer does.

mod code;
mod codes;

use std::{fmt, sync::Arc};

use serde::Serialize;

pub use code::Code;

/// An invalid field of a form or a JSON body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Field {
    /// The field's name in the request.
    pub name: &'static str,
    /// Why it was rejected.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub code: Code,
}

/// Why the server failed, for its log only. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause(Arc<str>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An error of an operation. `Display` prints the code only, never a cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Some fields are invalid; each says why. HTTP 422.
    #[error("invalid_fields")]
    Invalid(Vec<Field>),
    /// The caller lacks the permission, must sign in, or must wait. HTTP 403, 401 or 429.
    #[error("{}", .0.as_str())]
    NotAllowed(Code),
    /// No such row, or the caller may not know that it exists. HTTP 404.
    #[error("not_found")]
    NotFound,
    /// A valid request that conflicts with the present state. HTTP 409 (413, 400 and 503 for four codes).
    #[error("{}", .0.as_str())]
    Conflict(Code),
    /// Too many others are being served, or the server stops; nothing failed. HTTP 503.
    #[error("unavailable")]
    Unavailable,
    /// A failure of the server. HTTP 503.
    #[error("unavailable")]
    Failed(Cause),
}

/// Result type used in every layer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure with its cause.
    #[must_use]
    pub fn failed(cause: impl fmt::Display) -> Self {
        Error::Failed(Cause(cause.to_string().into()))
    }

    /// The cause of a failure; `None` for refusals.
    #[must_use]
    pub fn cause(&self) -> Option<&Cause> {
        match self {
            Error::Failed(cause) => Some(cause),
            _ => None,
        }
    }

    /// An error with a single invalid field.
    #[must_use]
    pub fn field(name: &'static str, code: Code) -> Self {
        Error::Invalid(vec![Field { name, code }])
    }

    /// The same error with the form's names of its fields, for a page whose form calls them otherwise than the command.
    #[must_use]
    pub fn renamed(self, names: &[(&str, &'static str)]) -> Self {
        let Error::Invalid(mut fields) = self else { return self };
        for field in &mut fields {
            if let Some((_, to)) = names.iter().find(|(from, _)| *from == field.name) {
                field.name = to;
            }
        }
        Error::Invalid(fields)
    }

    /// The code to translate or to return.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Error::Invalid(_) => Code::InvalidFields,
            Error::NotAllowed(code) | Error::Conflict(code) => *code,
            Error::NotFound => Code::NotFound,
            Error::Unavailable | Error::Failed(_) => Code::Unavailable,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Error::Invalid(_) => 422,
            Error::NotAllowed(
                Code::SignInNeeded
                | Code::WrongSignIn
                | Code::WrongCard
                | Code::PinNeeded
                | Code::WrongPin
                | Code::WrongOneTimeCode
                | Code::SecondFactorNeeded
                | Code::WrongFactor
                | Code::SignInExpired,
            ) => 401,
            Error::NotAllowed(Code::TooManyTries | Code::TooFast | Code::TooSoon | Code::AddressFull) => 429,
            Error::NotAllowed(_) => 403,
            Error::NotFound => 404,
            Error::Conflict(Code::TooLarge) => 413,
            Error::Conflict(Code::DiskFull) => 503,
            Error::Conflict(Code::Unreadable | Code::KeyNeeded) => 400,
            Error::Conflict(_) => 409,
            Error::Unavailable | Error::Failed(_) => 503,
        }
    }
}

/// Collects invalid fields, so that all of them are reported at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<Field>);

impl Checks {
    /// Returns the value, or records the field as invalid and returns `None`.
    pub fn take<T>(&mut self, name: &'static str, parsed: Result<T, Code>) -> Option<T> {
        parsed.map_err(|code| self.0.push(Field { name, code })).ok()
    }

    /// Records the field as invalid if `ok` is false.
    pub fn ensure(&mut self, name: &'static str, ok: bool, code: Code) {
        if !ok {
            self.0.push(Field { name, code });
        }
    }

    /// Ends the collection.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every recorded field, if there is any.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_answered_as_unavailable_and_says_nothing_of_its_cause() {
        let failed = Error::failed("disk full at /var/lib");
        assert_eq!(
            (failed.code(), failed.status(), failed.to_string().as_str()),
            (Code::Unavailable, 503, "unavailable")
        );
        assert_eq!(failed.cause().map(ToString::to_string).as_deref(), Some("disk full at /var/lib"));
        assert_eq!(Error::Unavailable.cause(), None);
    }
}
