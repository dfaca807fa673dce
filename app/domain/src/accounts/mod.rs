//! Accounts, roles and organisations.

pub mod cards;

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    areas::{AreaId, AreaPath},
    error::Checks,
    households::HouseholdId,
    text,
};

/// An account's number. Zero stands for nobody (a visitor, or the clocks).
pub type AccountId = i64;
/// An organisation's number; zero for "none".
pub type OrganisationId = i64;

/// What a person may be in an area. One person may hold several.
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
    /// Heads an area: people, policy, reports.
    Coordinator,
    /// Reads everything, changes nothing.
    Auditor,
    /// Areas, organisations, accounts.
    Admin,
}

crate::text_enum!(Role {
    Family = "family", Donor = "donor", Shopkeeper = "shopkeeper", Caseworker = "caseworker",
    Coordinator = "coordinator", Auditor = "auditor", Admin = "admin",
});

impl Role {
    /// Whether people of this role work here, and so get the desk instead of the tab bar.
    #[must_use]
    pub fn is_staff(self) -> bool {
        !matches!(self, Role::Family | Role::Donor)
    }
}

/// A role in an area and everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What the person is.
    pub role: Role,
    /// Where: the area's number (0 for the installation).
    pub area: AreaId,
    /// Where, as a path.
    pub path: AreaPath,
}

/// Who acts: the signed-in account with its roles, a visitor, or the clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The account; 0 for a visitor and for the clocks.
    pub account: AccountId,
    /// The root area the account belongs to; 0 for a visitor and for administrators of the installation.
    pub root: AreaId,
    /// The name as the person typed it.
    pub name: String,
    /// The organisation, or 0.
    pub organisation: OrganisationId,
    /// The household that this account speaks for, or 0.
    pub household: HouseholdId,
    /// What the account may be, and where.
    pub grants: Vec<Grant>,
    /// Whether the account wants every page larger.
    pub elder: bool,
    /// Set only for the server's own clocks and the demo.
    pub system: bool,
}

impl Actor {
    /// A visitor who has not signed in.
    #[must_use]
    pub fn visitor() -> Self {
        Actor::default()
    }

    /// The server itself: its clocks.
    #[must_use]
    pub fn system() -> Self {
        Actor { system: true, ..Actor::default() }
    }

    /// Whether anybody is signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.account != 0
    }

    /// Whether the person has this role somewhere.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Whether the person works here.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.grants.iter().any(|g| g.role.is_staff())
    }

    /// Whether the person has this role in `area`.
    #[must_use]
    pub fn has_in(&self, role: Role, area: &AreaPath) -> bool {
        self.grants.iter().any(|g| g.role == role && g.path.covers(area))
    }
}

/// A mainland mobile number, 11 digits beginning with 1 (numbering plan of the MIIT, 2017 edition).
///
/// # Errors
/// [`Code::Required`] or [`Code::NotAPhone`]. Blanks, dashes, full-width digits and +86 are forgiven.
pub fn phone(raw: &str) -> Result<String, Code> {
    let digits: String = text::half_width(raw).chars().filter(|c| !matches!(c, ' ' | '-' | '+' | '(' | ')')).collect();
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

/// A password of 8 to 128 characters that is not among those everybody tries first
/// (NIST SP 800-63B section 5.1.1.2: a length, a list, and no rules of composition).
///
/// # Errors
/// [`Code::Required`], [`Code::TooShort`], [`Code::TooLong`], [`Code::WeakPassword`].
pub fn password(raw: &str) -> Result<String, Code> {
    const COMMON: &[&str] = &[
        "12345678",
        "123456789",
        "1234567890",
        "11111111",
        "00000000",
        "88888888",
        "66666666",
        "password",
        "password1",
        "qwertyui",
        "qwerty123",
        "abc12345",
        "a1234567",
        "a12345678",
        "1qaz2wsx",
        "iloveyou",
        "5201314520",
        "woaini1314",
        "147258369",
        "987654321",
        "12341234",
        "123123123",
        "aa123456",
        "123456aa",
        "asdfghjk",
        "wishbridge",
    ];
    match raw.chars().count() {
        0 => Err(Code::Required),
        n if n < 8 => Err(Code::TooShort),
        n if n > 128 => Err(Code::TooLong),
        _ if COMMON.contains(&raw.to_lowercase().as_str()) => Err(Code::WeakPassword),
        _ => Ok(raw.to_owned()),
    }
}

/// A person who registers as a donor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Registration {
    /// Mobile number; signs in.
    pub phone: String,
    /// How the person is called in the shop.
    pub name: String,
    /// Chosen password, in clear only until it is hashed.
    #[serde(skip)]
    pub password: String,
    /// An organisation's invitation code, or empty for a neighbour.
    pub invitation: String,
    /// The root area of a neighbour without an invitation; ignored with one.
    pub area: AreaId,
}

impl Registration {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let phone = checks.take("phone", phone(&self.phone));
        let name = checks.take("name", text::line(&self.name, 1, 30));
        let password = checks.take("password", password(&self.password));
        let invitation = text::half_width(self.invitation.trim()).to_uppercase();
        checks.ensure("area", self.area > 0 || !invitation.is_empty(), Code::Required);
        checks.done()?;
        match (phone, name, password) {
            (Some(phone), Some(name), Some(password)) => {
                Ok(Registration { phone, name, password, invitation, area: self.area })
            }
            _ => Err(Error::Invalid(Vec::new())),
        }
    }
}

/// An account as administrators see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// How the person is called.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// Root area, or 0.
    pub root: AreaId,
    /// The organisation's name, or empty.
    pub organisation: String,
    /// False once an administrator has closed it.
    pub open: bool,
    /// When it was made.
    pub created: Timestamp,
}

/// An account that staff make, with its first role.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewAccount {
    /// Mobile number; signs in.
    pub phone: String,
    /// How the person is called.
    pub name: String,
    /// A first password, in clear only until it is hashed.
    #[serde(default, skip_serializing)]
    pub password: String,
    /// Where the role counts; 0, the installation, only for administrators.
    #[serde(default)]
    pub area: AreaId,
    /// What the person is there.
    pub role: Role,
}

impl NewAccount {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field. A family's account comes with its household file.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let phone = checks.take("phone", phone(&self.phone));
        let name = checks.take("name", text::line(&self.name, 1, 30));
        let password = checks.take("password", password(&self.password));
        checks.ensure("role", self.role != Role::Family, Code::Unknown);
        checks.ensure("area", self.area > 0 || self.role == Role::Admin, Code::Required);
        checks.done()?;
        match (phone, name, password) {
            (Some(phone), Some(name), Some(password)) => Ok(NewAccount { phone, name, password, ..self }),
            _ => Err(Error::Invalid(Vec::new())),
        }
    }
}

/// A role of somebody, with the area's name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GrantLine {
    /// What the person is.
    pub role: Role,
    /// Where; 0 for the installation.
    pub area: AreaId,
    /// That area's name; empty for the installation.
    pub area_name: String,
}

/// What a signed-in person sees of its own account.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Profile {
    /// How the person is called.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// The organisation's name, or empty.
    pub organisation: String,
    /// The root area's name; empty for administrators of the installation.
    pub root_name: String,
    /// Its roles.
    pub roles: Vec<GrantLine>,
}

/// An organisation whose members claim wishes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Organisation {
    /// Its number.
    pub id: OrganisationId,
    /// The area it belongs to.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// What members type when they register.
    pub invitation: String,
    /// How many members it has.
    pub members: i64,
    /// False once closed: the code no longer works.
    pub open: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_forgiven_their_dress_but_not_their_digits() {
        for raw in ["13800138000", "+86 138-0013-8000", "１３８００１３８０００", "8613800138000"] {
            assert_eq!(phone(raw), Ok("13800138000".into()), "{raw}");
        }
        for raw in ["1380013800", "12800138000", "23800138000", "138001380000", "1380013800a"] {
            assert_eq!(phone(raw), Err(Code::NotAPhone), "{raw}");
        }
    }

    #[test]
    fn passwords_need_length_and_must_not_be_everybodys() {
        assert_eq!(password("A1234567"), Err(Code::WeakPassword));
        assert_eq!(password("山里的小书包是红色的").as_deref(), Ok("山里的小书包是红色的"));
        assert_eq!(password("short"), Err(Code::TooShort));
    }
}
