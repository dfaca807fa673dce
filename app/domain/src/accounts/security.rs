//! Security events: what an auditor looks at to notice attacks and misuse. They name no person; whom they are about is
//! a keyed hash, so that equal ones can be told to be equal, and no more.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityKind {
    /// A password or a set-up code was wrong.
    WrongPassword,
    /// No card matches what was scanned or typed.
    WrongCard,
    /// The PIN of a card was wrong.
    WrongPin,
    /// A one-time code was wrong.
    WrongOneTimeCode,
    /// The code of a second factor was wrong, or a recovery code.
    WrongFactor,
    /// A token of a program is unknown or has ended.
    WrongToken,
    /// A pick-up code was tried: typed into the search of a counter, or wrong at a hand-over.
    CodeTried,
    /// Too many tries to sign in.
    SignInLimit,
    /// Too many pick-up codes tried.
    CodeLimit,
    /// Too many families or phones looked up.
    LookUpLimit,
    /// Too many registrations.
    RegistrationLimit,
    /// Too many writes within a minute.
    WriteLimit,
    /// A household file was revealed with a reason.
    FileOpened,
    /// A family was looked up at a counter or by its phone.
    FamilyLookedUp,
    /// A card or a set-up code was made for a family.
    CredentialMade,
    /// A token for a program was made.
    TokenMade,
    /// A role was granted, or an account made with one.
    RoleGranted,
    /// A role was revoked.
    RoleRevoked,
    /// An account was closed or opened, or its password reset by staff.
    AccountChanged,
    /// A second factor was turned on or off, or removed by an administrator.
    FactorChanged,
    /// A table was exported.
    Exported,
}

crate::text_enum!(SecurityKind {
    WrongPassword = "wrong_password", WrongCard = "wrong_card", WrongPin = "wrong_pin",
    WrongOneTimeCode = "wrong_one_time_code", WrongFactor = "wrong_factor", WrongToken = "wrong_token", CodeTried = "code_tried",
    SignInLimit = "sign_in_limit", CodeLimit = "code_limit", LookUpLimit = "look_up_limit", RegistrationLimit = "registration_limit",
    WriteLimit = "write_limit", FileOpened = "file_opened", FamilyLookedUp = "family_looked_up",
    CredentialMade = "credential_made", TokenMade = "token_made", RoleGranted = "role_granted", RoleRevoked = "role_revoked",
    AccountChanged = "account_changed", FactorChanged = "factor_changed", Exported = "exported",
});

/// Equal events of one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityEvent {
    /// Time of the latest one.
    pub at: Timestamp,
    /// What happened.
    pub kind: SecurityKind,
    /// Hash of whom or what it was about: a phone, an account, a family, a claim; empty when that is not known.
    pub subject: String,
    /// Hash of the account, or of a visitor's address, that it came from; empty when that is not known.
    pub origin: String,
    /// Number of events.
    pub count: i64,
}

/// Filter of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityQuery {
    /// One kind.
    pub kind: Option<SecurityKind>,
    /// Hash of one subject or origin; empty for all.
    pub hash: String,
}

/// The last day's events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityDay {
    /// Number of events of each kind that occurred, most first; not filtered.
    pub counts: Vec<(SecurityKind, i64)>,
    /// The latest events that the filter leaves.
    pub events: Vec<SecurityEvent>,
}
