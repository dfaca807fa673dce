//! Sessions: how they were opened, how long they last, and what those opened with a credential from staff may do.

use serde::{Deserialize, Serialize};

use crate::{DAY, Timestamp, accounts::Role, permission::Action};

const MINUTE: Timestamp = 60;
const HOUR: Timestamp = 60 * MINUTE;

/// How long after staff made a credential its sessions are marked, in seconds.
///
/// Until then the maker may know it as well as its owner does.
pub const MARKED_FOR: Timestamp = 7 * DAY;

/// How long a set-up code can be used, in seconds.
pub const SETUP_VALID: Timestamp = 7 * DAY;

/// Row id of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub i64);

/// What a session was opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// Phone and password.
    Password,
    /// A family's card.
    Card,
    /// Phone and a one-time code sent to it.
    Code,
}

crate::text_enum!(SignInWay { Password = "password", Card = "card", Code = "code" });

/// Who knows the credential that a session was opened with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// Its owner.
    #[default]
    Own,
    /// Also the staff who made it, less than [`MARKED_FOR`] ago; what is agreed in such a session is marked.
    StaffIssued,
    /// Also the staff who made it: a set-up code, whose session may only set a password.
    SetupCode,
    /// Its owner, who is staff where a second factor is required and has none: the session may only set one up.
    ///
    /// Never stored: it is decided for each request, by the rules that hold then.
    FactorDue,
}

crate::text_enum!(Credential {
    Own = "own", StaffIssued = "staff_issued", SetupCode = "setup_code", FactorDue = "factor_due",
});

impl Credential {
    /// The credential of a session opened at `now`, if staff made it so that it is marked until `marked_until`.
    #[must_use]
    pub fn marked(marked_until: Timestamp, now: Timestamp) -> Credential {
        if marked_until > now { Credential::StaffIssued } else { Credential::Own }
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Seconds without a request after which it ends.
    pub idle: Timestamp,
    /// Seconds after which it ends in any case.
    pub most: Timestamp,
}

impl SessionLimits {
    /// Limits of a session that was opened with a set-up code.
    pub const SETUP: SessionLimits = SessionLimits { idle: 30 * MINUTE, most: 30 * MINUTE };

    /// Limits for an account with these roles; the strictest role decides.
    ///
    /// Families and donors use their own phones. Staff use shared computers for a working day, and those who read
    /// household files leave them open on the screen.
    #[must_use]
    pub fn of(roles: impl IntoIterator<Item = Role>) -> SessionLimits {
        let mut limits = SessionLimits { idle: 12 * HOUR, most: 30 * DAY };
        for role in roles {
            if role.is_staff() {
                limits.most = 12 * HOUR;
            }
            if Action::ReadHouseholds.roles().contains(&role) {
                limits.idle = 30 * MINUTE;
            }
        }
        limits
    }

    /// How old the stored time of the last request may become before it is written again, in seconds.
    ///
    /// A write for each request would cost more than the request.
    #[must_use]
    pub fn granularity(self) -> Timestamp {
        self.idle / 30
    }
}

/// A session as its account sees it in the list of its sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionLine {
    /// Row id.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: SessionId,
    /// When it was opened.
    pub created: Timestamp,
    /// When it was last used, to within half an hour.
    pub used: Timestamp,
    /// What it was opened with.
    pub way: SignInWay,
    /// Whether staff had made that credential in the week before.
    pub staff_issued: bool,
    /// Whether it is the session of this request.
    pub current: bool,
}

/// Formats a set-up code for reading and typing: `4F7K 92XM`.
#[must_use]
pub fn grouped(code: &str) -> String {
    match (code.get(..4), code.get(4..)) {
        (Some(first), Some(rest)) if !rest.is_empty() => format!("{first} {rest}"),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_role_limits_a_session() {
        let of = |roles: &[Role]| {
            let SessionLimits { idle, most } = SessionLimits::of(roles.iter().copied());
            (idle / MINUTE, most / HOUR)
        };
        for own in [Role::Family, Role::Donor] {
            assert_eq!(of(&[own]), (12 * 60, 30 * 24), "{own:?}");
        }
        for reader in [Role::Caseworker, Role::Auditor] {
            assert_eq!(of(&[reader]), (30, 12), "{reader:?}");
            assert_eq!(of(&[Role::Donor, reader]), of(&[reader, Role::Donor]));
            assert_eq!(of(&[Role::Donor, reader]), (30, 12));
        }
        for other in [Role::Shopkeeper, Role::Coordinator, Role::Admin] {
            assert_eq!(of(&[other]), (12 * 60, 12), "{other:?}");
        }
        assert_eq!(of(&[]), (12 * 60, 30 * 24));
    }

    #[test]
    fn the_last_use_is_written_often_enough_for_the_idle_limit() {
        for role in Role::ALL {
            let limits = SessionLimits::of([*role]);
            assert!(limits.granularity() > 0 && limits.granularity() * 20 < limits.idle);
        }
    }

    #[test]
    fn a_credential_from_staff_is_marked_until_its_time_is_over() {
        assert_eq!(Credential::marked(10, 9), Credential::StaffIssued);
        assert_eq!((Credential::marked(10, 10), Credential::marked(0, 10)), (Credential::Own, Credential::Own));
    }

    #[test]
    fn a_set_up_code_is_read_in_two_groups() {
        assert_eq!((grouped("4F7K92XM").as_str(), grouped("4F").as_str()), ("4F7K 92XM", "4F"));
    }
}
