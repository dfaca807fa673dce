//! Household files: the family's record, its masked form, and the part that the public may see.

pub mod mask;
pub mod reveals;
pub mod similar;
mod situation;

use serde::{Deserialize, Serialize};

pub use crate::casework::{
    dossier::{CORRECTABLE, Contact, Correction, EventKind, Note, PAPERS, Paper, PaperKind, TimelineEntry, file_words},
    hardships::{HARDSHIPS, Hardship, HardshipKind},
    members::{MEMBERS, Member, Relation, School, UNKNOWN_YEAR},
};
pub use situation::{FileState, Income, Language, Situation};

use crate::{
    Code, Error, Result, Timestamp,
    accounts::{self, AccountId},
    areas::{AreaId, AreaPath},
    error::Checks,
    text,
};

/// Row id of a household; 0 for none.
pub type HouseholdId = i64;

/// Female, male, or unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Unknown.
    #[default]
    Unsaid,
    /// A girl or woman.
    Female,
    /// A boy or man.
    Male,
}

crate::text_enum!(Sex { Unsaid = "unsaid", Female = "female", Male = "male" });

/// All that donors and the public learn about a household: "family of four, a girl of 8".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Alias {
    /// Number of members.
    pub family_size: i64,
    /// Age in whole years of the person the wish is for; -1 if it is for the whole family.
    pub age: i64,
    /// Sex of the person the wish is for.
    pub sex: Sex,
}

/// A household file to be created.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewHousehold {
    /// Area it lives in.
    pub area: AreaId,
    /// Name of the contact person.
    pub name: String,
    /// Mobile number, also used to sign in; empty for a family without one.
    pub phone: String,
    /// Address for the caseworker's visits; may be empty.
    pub address: String,
    /// Whether it is in particular hardship and needs closer attention.
    pub hardship: bool,
    /// Its members, 1 to 20.
    pub members: Vec<Member>,
}

impl NewHousehold {
    /// Normalises the fields and validates them; years of birth must be 1900 to `year`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self, year: i64) -> Result<Self> {
        self.checked_born(|born| (1900..=year).contains(&born))
    }

    /// As [`NewHousehold::checked`], but members may lack their year of birth, as in the lists that people keep.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked_of_list(self, year: i64) -> Result<Self> {
        self.checked_born(|born| born == UNKNOWN_YEAR || (1900..=year).contains(&born))
    }

    fn checked_born(self, may_be_born: impl Fn(i64) -> bool) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 30));
        let phone = match self.phone.trim() {
            "" => Some(String::new()),
            phone => checks.take("phone", accounts::phone(phone)),
        };
        let address = checks.take("address", text::line(&self.address, 0, 120));
        checks.ensure("area", self.area > 0, Code::Required);
        checks.ensure("members", (1..=MEMBERS).contains(&self.members.len()), Code::OutOfRange);
        let mut members = Vec::with_capacity(self.members.len());
        for member in self.members {
            let named = checks.take("member_name", text::line(&member.name, 1, 30));
            checks.ensure("birth_year", may_be_born(member.birth_year), Code::OutOfRange);
            members.extend(named.map(|name| Member { name, ..member }));
        }
        checks.done()?;
        match (name, phone, address) {
            (Some(name), Some(phone), Some(address)) => {
                Ok(NewHousehold { area: self.area, name, phone, address, hardship: self.hardship, members })
            }
            _ => Err(Error::Invalid(Vec::new())),
        }
    }

    /// The members to store: the first one becomes the contact person if none is.
    #[must_use]
    pub fn named_members(&self) -> Vec<Member> {
        let mut members = self.members.clone();
        if !members.iter().any(|member| member.relation == Relation::Contact)
            && let Some(first) = members.first_mut()
        {
            first.relation = Relation::Contact;
        }
        members
    }
}

/// A household as its family and the staff of its area see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Household {
    /// Household id.
    pub id: HouseholdId,
    /// Area it lives in.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Path of that area, by which pages ask what the reader may do there.
    #[serde(skip)]
    pub path: AreaPath,
    /// Name of the contact person; 马** for readers who neither keep files there nor revealed this one.
    pub name: String,
    /// Mobile number; 138****0001 until the file is revealed.
    pub phone: String,
    /// Address; `******` until the file is revealed.
    pub address: String,
    /// Whether it is in particular hardship.
    pub hardship: bool,
    /// Number of members.
    pub size: i64,
    /// Its income band.
    pub income: Income,
    /// Its preferred language.
    pub language: Language,
    /// Account of the responsible caseworker, or 0.
    pub caseworker: AccountId,
    /// Name of that caseworker.
    pub caseworker_name: String,
    /// Whether the file is in use.
    pub state: FileState,
    /// The file that this one was merged into, or 0.
    pub merged_into: HouseholdId,
    /// Incremented by every change; updates must name the version they are based on.
    pub version: i64,
    /// When it was last changed.
    pub changed: Timestamp,
    /// Whether it is shown unmasked: to the family itself and to staff who revealed it.
    pub opened: bool,
    /// When the reader's reveal of it ends; 0 without one, and in lists.
    #[serde(skip)]
    pub open_until: Timestamp,
}

impl Household {
    /// Masks phone and address, and the contact's name unless `named`.
    ///
    /// Caseworkers of the area see the name without a reveal.
    #[must_use]
    pub fn masked(self, named: bool) -> Self {
        let name = if named { self.name } else { mask::name(&self.name) };
        let (phone, address) = (mask::phone(&self.phone), mask::address(&self.address));
        Household { name, phone, address, opened: false, ..self }
    }
}

/// A file that probably belongs to the same family as one to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LikelyFile {
    /// The household.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
    /// Number of its members.
    pub size: i64,
    /// When it was created.
    pub created: Timestamp,
}
