//! Accounts, roles and organisations.

pub mod cards;
pub mod closing;
pub mod factors;
mod passwords;
pub mod proof;
mod registration;
pub mod security;
pub mod sessions;
pub mod tokens;
pub mod work_place;

pub use passwords::password;
pub use registration::Registration;
use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::{sessions::Credential, work_place::WorkPlace},
    areas::{AreaId, AreaPath},
    error::Checks,
    households::HouseholdId,
    text,
};

/// Row id of an account; 0 for no account (visitors and background jobs).
pub type AccountId = i64;
/// Row id of an organisation; 0 for none.
pub type OrganisationId = i64;

/// How long a granted role counts as new, in seconds.
///
/// Reading files under a new role leaves an audit line: the accounts that were told of the grant may not have read it.
pub const NEW_ROLE: Timestamp = 30 * DAY;

/// A role in an area. An account may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A household's account, often shared by the whole family.
    Family,
    /// Claims wishes and brings goods.
    Donor,
    /// Runs shop locations.
    Shopkeeper,
    /// Keeps household files and reviews wishes.
    Caseworker,
    /// Heads an area: accounts, policy, reports.
    Coordinator,
    /// Reads everything, changes nothing.
    Auditor,
    /// Manages areas, organisations and accounts.
    Admin,
}

crate::text_enum!(Role {
    Family = "family", Donor = "donor", Shopkeeper = "shopkeeper", Caseworker = "caseworker",
    Coordinator = "coordinator", Auditor = "auditor", Admin = "admin",
});

impl Role {
    /// Whether the role is a staff role, which gets the desk navigation instead of the tab bar.
    #[must_use]
    pub fn is_staff(self) -> bool {
        !matches!(self, Role::Family | Role::Donor)
    }
}

/// A role that an account holds in an area and everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Area the role is held in; 0 for the installation.
    pub area: AreaId,
    /// Path of that area.
    pub path: AreaPath,
}

/// The caller of an operation: an account with its grants, a visitor, or the system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The account; 0 for visitors and the system.
    pub account: AccountId,
    /// Root area of the account; 0 for visitors and for administrators of the installation.
    pub root: AreaId,
    /// Display name.
    pub name: String,
    /// The account's organisation, or 0.
    pub organisation: OrganisationId,
    /// The household the account belongs to, or 0.
    pub household: HouseholdId,
    /// Roles of the account, with their areas.
    pub grants: Vec<Grant>,
    /// Whether the account has chosen the large display for older readers.
    pub elder: bool,
    /// What it has chosen as its own, by which lists begin.
    pub place: WorkPlace,
    /// Who knows the credential of this session. With [`Credential::SetupCode`] and [`Credential::FactorDue`] there are
    /// no grants and no household.
    pub credential: Credential,
    /// True only for background jobs and the demo.
    pub system: bool,
}

impl Actor {
    /// A caller without an account.
    #[must_use]
    pub fn visitor() -> Self {
        Actor::default()
    }

    /// The caller used by background jobs.
    #[must_use]
    pub fn system() -> Self {
        Actor { system: true, ..Actor::default() }
    }

    /// Whether the caller has an account.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.account != 0
    }

    /// Whether the caller is a family whose credential staff know as well, so that what it agrees to now is marked.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.household != 0 && self.credential == Credential::StaffIssued
    }

    /// Whether the caller holds this role in any area.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Whether the caller holds a staff role in any area.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.grants.iter().any(|g| g.role.is_staff())
    }

    /// Whether the caller holds this role in `area` or in an area above it.
    #[must_use]
    pub fn has_in(&self, role: Role, area: &AreaPath) -> bool {
        self.grants.iter().any(|g| g.role == role && g.path.covers(area))
    }
}

/// Validates a mainland mobile number: 11 digits beginning with 1 (MIIT numbering plan, 2017).
///
/// Accepts blanks, dashes, full-width digits and a leading +86, and removes them.
///
/// # Errors
/// [`Code::Required`] for blank input, [`Code::NotAPhone`] for anything else that is not such a number.
pub fn phone(raw: &str) -> Result<String, Code> {
    // Copied numbers carry blanks of all kinds, longer dashes and characters that cannot be seen.
    let between = |c: &char| {
        c.is_whitespace()
            || text::is_hidden(*c)
            || matches!(c, '-' | '+' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200c}' | '\u{200d}')
    };
    let digits: String = text::half_width(raw).chars().filter(|c| !between(c)).collect();
    let digits = match digits.strip_prefix("86") {
        Some(rest) if digits.len() == 13 => rest.to_owned(),
        _ => digits,
    };
    match digits.as_bytes() {
        [] => Err(Code::Required),
        [b'1', b'3'..=b'9', rest @ ..] if digits.len() == 11 && rest.iter().all(u8::is_ascii_digit) => Ok(digits),
        _ => Err(Code::NotAPhone),
    }
}

/// An account as administrators see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Account {
    /// Row id.
    pub id: AccountId,
    /// Display name.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// Root area, or 0.
    pub root: AreaId,
    /// Name of the organisation; empty without one.
    pub organisation: String,
    /// False once an administrator has closed the account.
    pub open: bool,
    /// When the account was created.
    pub created: Timestamp,
}

/// An account created by staff, with its first role. Its owner signs in with a set-up code and sets the password.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewAccount {
    /// Mobile number, used to sign in.
    pub phone: String,
    /// Display name.
    pub name: String,
    /// Area of the role; 0, the installation, only for [`Role::Admin`].
    #[serde(default)]
    pub area: AreaId,
    /// First role in that area; not [`Role::Family`].
    pub role: Role,
}

impl NewAccount {
    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field, and for [`Role::Family`]: that account comes with the household
    /// file.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let phone = checks.take("phone", phone(&self.phone));
        let name = checks.take("name", text::line(&self.name, 1, 30));
        checks.ensure("role", self.role != Role::Family, Code::Unknown);
        checks.ensure("area", self.area > 0 || self.role == Role::Admin, Code::Required);
        checks.done()?;
        match (phone, name) {
            (Some(phone), Some(name)) => Ok(NewAccount { phone, name, ..self }),
            _ => Err(Error::Invalid(Vec::new())),
        }
    }
}

/// A role of an account, with the name of its area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GrantLine {
    /// The role.
    pub role: Role,
    /// Area of the role; 0 for the installation.
    pub area: AreaId,
    /// Name of that area; empty for the installation.
    pub area_name: String,
}

/// A signed-in account as its holder sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Display name.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// Name of the organisation; empty without one.
    pub organisation: String,
    /// Name of the root area; empty for administrators of the installation.
    pub root_name: String,
    /// Roles of the account.
    pub roles: Vec<GrantLine>,
}

/// An organisation whose members claim wishes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Organisation {
    /// Row id.
    pub id: OrganisationId,
    /// Area it belongs to.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Invitation code that members enter when they register.
    pub invitation: String,
    /// Number of member accounts.
    pub members: i64,
    /// False once closed; its invitation code is then rejected.
    pub open: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_formatting_is_normalised_and_wrong_digits_are_rejected() {
        for raw in [
            "\u{202d}138\u{a0}0013\u{2011}8000\u{202c}\u{200b}",
            "13800138000",
            "+86 138-0013-8000",
            "１３８００１３８０００",
            "8613800138000",
        ] {
            assert_eq!(phone(raw), Ok("13800138000".into()), "{raw}");
        }
        for raw in ["1380013800", "12800138000", "23800138000", "138001380000", "1380013800a"] {
            assert_eq!(phone(raw), Err(Code::NotAPhone), "{raw}");
        }
    }
}
