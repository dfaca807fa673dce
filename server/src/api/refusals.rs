//! Refusals of each operation by status: those that follow from its shape, and those of `refusals.txt`.

use std::collections::BTreeMap;

use domain::Code;
use utoipa::openapi::{
    RefOr,
    path::{Operation, ParameterIn},
};

use crate::http::session;

const TABLE: &str = include_str!("refusals.txt");

/// Writes without an `Idempotency-Key`, each with the reason; every other write is refused without one.
pub const WITHOUT_KEY: &[(&str, &str, &str)] = &[
    ("POST", "/session", "no account is known yet, and signing in again makes another session"),
    ("DELETE", "/session", "a session that ended stays ended"),
    ("POST", "/session/codes", "no account is known yet; codes are limited by phone and address"),
    ("POST", "/registration", "no account is known yet; a phone has one account"),
    ("POST", "/registration/codes", "no account is known yet; codes are limited by phone and address"),
    ("POST", "/session/password", "no account is known yet; the code that proves it is used once"),
    ("POST", "/me/phone-codes", "sends a message and keeps nothing; codes are limited by account"),
    ("POST", "/certificates/check", "reads: the code to check must not stand in an address"),
    ("POST", "/helper-sheets/check", "reads: the code to check must not stand in an address"),
];

/// Codes by status.
pub(super) type Refusals = BTreeMap<u16, Vec<Code>>;

/// What of an operation decides how it can refuse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    writes: bool,
    takes_key: bool,
    needs_session: bool,
    needs_password: bool,
    needs_factor: bool,
    has_path_parameter: bool,
    takes_version: bool,
    has_query: bool,
    has_body: bool,
}

impl Shape {
    pub(super) fn of(method: &str, path: &str, operation: &Operation) -> Self {
        let parameters = operation.parameters.as_deref().unwrap_or_default();
        let writes = method != "GET";
        let below = path.strip_prefix(super::PREFIX).unwrap_or(path);
        Shape {
            writes,
            takes_key: writes && !WITHOUT_KEY.iter().any(|(one, at, _)| *one == method && *at == below),
            // `security(())` marks those that visitors may call.
            needs_session: operation.security.is_none(),
            needs_password: !session::is_beside_setup(path),
            needs_factor: !session::is_beside_factor(path),
            has_path_parameter: path.contains('{'),
            takes_version: parameters
                .iter()
                .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "If-Match")),
            has_query: parameters.iter().any(|parameter| match parameter {
                RefOr::T(parameter) => matches!(parameter.parameter_in, ParameterIn::Query),
                RefOr::Ref(_) => false,
            }),
            has_body: operation.request_body.is_some(),
        }
    }

    /// Whether it takes an `Idempotency-Key`, and is refused without one.
    pub(super) fn takes_key(self) -> bool {
        self.takes_key
    }

    fn refusals(self) -> impl Iterator<Item = (u16, Code)> {
        let named = self.takes_key || self.has_query || self.has_body;
        let all = [
            (self.has_body, 400, Code::Unreadable),
            (self.takes_key, 400, Code::KeyNeeded),
            (self.needs_session, 401, Code::SignInNeeded),
            // A write from a page of another site is one, too.
            (self.needs_session || self.writes, 403, Code::NotAllowed),
            (self.needs_session || self.writes, 403, Code::TokenScope),
            (self.needs_password, 403, Code::SetupNeeded),
            (self.needs_factor, 403, Code::FactorRequired),
            (self.has_path_parameter, 404, Code::NotFound),
            (self.takes_key, 409, Code::RequestReused),
            (self.takes_version, 412, Code::ChangedMeanwhile),
            (self.has_body, 413, Code::TooLarge),
            (named, 422, Code::InvalidFields),
            (self.writes, 429, Code::TooFast),
            (true, 503, Code::Unavailable),
            (self.writes, 503, Code::DiskFull),
        ];
        all.into_iter().filter_map(|(can_be, status, code)| can_be.then_some((status, code)))
    }
}

/// A line of the table: an operation, and a status with its codes for each of its parts.
fn lines() -> impl Iterator<Item = (&'static str, impl Iterator<Item = (u16, &'static str)>)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| {
        let mut parts = line.split(" | ");
        let operation = parts.next().unwrap_or_default();
        let codes = parts.flat_map(|part| {
            let (status, codes) = part.split_once(' ').unwrap_or_default();
            let status = status.parse().unwrap_or_default();
            codes.split_whitespace().map(move |code| (status, code))
        });
        (operation, codes)
    })
}

fn code(text: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.as_str() == text)
}

/// Returns the codes by which an operation refuses.
pub(super) fn of(operation: &str, shape: Shape) -> Refusals {
    let own = lines().filter(|(name, _)| *name == operation).flat_map(|(_, codes)| codes);
    let own = own.filter_map(|(status, text)| Some((status, code(text)?)));
    let mut refusals = Refusals::new();
    for (status, code) in own.chain(shape.refusals()) {
        let codes = refusals.entry(status).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    refusals
}

/// Appends the codes to what the operation itself says of a status.
pub(super) fn described(said: &str, codes: &[Code]) -> String {
    let new = codes.iter().map(|code| format!("`{}`", code.as_str())).filter(|code| !said.contains(code.as_str()));
    let new = new.collect::<Vec<_>>().join(", ");
    [said, &new].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::Error;

    use super::*;

    #[test]
    fn each_line_of_the_table_names_an_operation_and_codes_with_their_status() {
        let document = crate::api::openapi();
        let items = document.paths.paths.values();
        let operations = items.flat_map(|item| [&item.get, &item.post, &item.put, &item.patch, &item.delete]);
        let ids: BTreeSet<&str> =
            operations.flatten().filter_map(|operation| operation.operation_id.as_deref()).collect();
        let (mut count, mut seen) = (0, BTreeSet::new());
        for (operation, codes) in lines() {
            assert!(ids.contains(operation), "no operation is called {operation}");
            assert!(seen.insert(operation), "{operation} has two lines");
            for (status, text) in codes {
                let code = code(text).unwrap_or_else(|| panic!("{operation}: no code {text}"));
                let error = match status {
                    401 | 403 | 429 => Error::NotAllowed(code),
                    404 => Error::NotFound,
                    _ => Error::Conflict(code),
                };
                assert_eq!((error.status(), error.code()), (status, code), "{operation}");
                count += 1;
            }
        }
        assert!(count > 150, "the table is read: {count} codes");
    }

    #[test]
    fn what_an_operation_says_itself_is_kept_and_not_said_twice() {
        let codes = [Code::CardShown, Code::RequestReused];
        let said = described("`card_shown`: the request was answered before", &codes);
        assert_eq!(said, "`card_shown`: the request was answered before; `request_reused`");
        assert_eq!(described("", &codes), "`card_shown`, `request_reused`");
    }
}
