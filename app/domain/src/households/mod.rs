//! Household files: what a caseworker keeps of a family, what of it is hidden until somebody has a reason to
//! open it, and what the public may see.

pub mod mask;
pub mod reveals;
pub mod similar;
mod situation;

use serde::{Deserialize, Serialize};

pub use crate::casework::{
    dossier::{
        CORRECTABLE, Contact, Correction, Event, EventKind, Note, PAPERS, Paper, PaperKind, words as file_words,
    },
    hardships::{HARDSHIPS, Hardship, HardshipKind},
    members::{MEMBERS, Member, Relation, School},
};
pub use situation::{FileState, Income, Language, Situation};

use crate::{
    Code, Error, Result, Timestamp,
    accounts::{self, AccountId},
    areas::AreaId,
    error::Checks,
    text,
};

/// A household's number; zero for "none".
pub type HouseholdId = i64;

/// Female, male, or not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Not said.
    #[default]
    Unsaid,
    /// A girl or woman.
    Female,
    /// A boy or man.
    Male,
}

crate::text_enum!(Sex { Unsaid = "unsaid", Female = "female", Male = "male" });

/// All that a donor or the public ever learns of a household: "family of four, a girl of 8".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Alias {
    /// How many people live together.
    pub family_size: i64,
    /// Age in whole years of the person the wish is for, or -1 when it is for the whole family.
    pub age: i64,
    /// Of the person the wish is for.
    pub sex: Sex,
}

/// A household file to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewHousehold {
    /// The area it lives in.
    pub area: AreaId,
    /// How the family is called (its contact person).
    pub name: String,
    /// Mobile number; also signs the family in. Empty for a family without one.
    pub phone: String,
    /// Where it lives, for the caseworker's visit.
    pub address: String,
    /// Whether the caseworker keeps a closer eye on it.
    pub hardship: bool,
    /// Who lives there, 1 to 20 people.
    pub members: Vec<Member>,
}

impl NewHousehold {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub fn checked(self, year: i64) -> Result<Self> {
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
            checks.ensure("birth_year", (1900..=year).contains(&member.birth_year), Code::OutOfRange);
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

    /// The members as they are written down: the first is the contact person when nobody else is.
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

/// A household as the staff of its area see it, or the family itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Household {
    /// Its number.
    pub id: HouseholdId,
    /// The area it lives in.
    pub area: AreaId,
    /// That area's name.
    pub area_name: String,
    /// The contact person: 马** for whoever keeps no files there and has not opened this one.
    pub name: String,
    /// Mobile number: 138****0001 as long as the file is not opened.
    pub phone: String,
    /// Address: `******` as long as the file is not opened.
    pub address: String,
    /// In particular hardship.
    pub hardship: bool,
    /// How many people.
    pub size: i64,
    /// What it lives on.
    pub income: Income,
    /// How it would rather be spoken to.
    pub language: Language,
    /// The caseworker who looks after it, or 0.
    pub caseworker: AccountId,
    /// That person's name.
    pub caseworker_name: String,
    /// Whether the file is in use.
    pub state: FileState,
    /// The file that this one was merged into, or 0.
    pub merged_into: HouseholdId,
    /// Goes up with every change; who changes the file says which version it saw.
    pub version: i64,
    /// When it was last changed.
    pub changed: Timestamp,
    /// Whether everything is shown: to the family itself, and to whoever opened the file with a reason.
    pub opened: bool,
}

impl Household {
    /// The same with everything hidden that an unopened file hides; `named` keeps the contact's name, which is
    /// how a caseworker calls the family.
    #[must_use]
    pub fn masked(self, named: bool) -> Self {
        let name = if named { self.name } else { mask::name(&self.name) };
        let (phone, address) = (mask::phone(&self.phone), mask::address(&self.address));
        Household { name, phone, address, opened: false, ..self }
    }
}
