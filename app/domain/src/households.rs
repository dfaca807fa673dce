//! Households as far as a wish needs them: where they live, who belongs to them, and what of that
//! the public may see.

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result, areas::AreaId, error::Checks, people, text};

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

/// One person of a household. The year of birth only: an exact birthday is never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its number; 0 for a new one.
    pub id: i64,
    /// Name, for staff of the area and the family itself.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Female, male, or not said.
    pub sex: Sex,
}

/// A household file to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewHousehold {
    /// The area it lives in.
    pub area: AreaId,
    /// How the family is called (its contact person).
    pub name: String,
    /// Mobile number; also signs the family in.
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
        let phone = checks.take("phone", people::phone(&self.phone));
        let address = checks.take("address", text::line(&self.address, 0, 120));
        checks.ensure("area", self.area > 0, Code::Required);
        checks.ensure("members", (1..=20).contains(&self.members.len()), Code::OutOfRange);
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
}

/// A household as the staff of its area see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Household {
    /// Its number.
    pub id: HouseholdId,
    /// The area it lives in.
    pub area: AreaId,
    /// That area's name.
    pub area_name: String,
    /// The contact person.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// Address.
    pub address: String,
    /// In particular hardship.
    pub hardship: bool,
    /// How many people.
    pub size: i64,
}
