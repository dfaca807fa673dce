//! Who belongs to a household. The year of birth only: an exact birthday is never stored, nor a school's name.

use serde::{Deserialize, Serialize};

use crate::{Code, Result, error::Checks, households::Sex, text};

/// How many people one file holds.
pub const MEMBERS: usize = 20;

/// What somebody is to the contact person of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The contact person.
    #[serde(rename = "self")]
    Contact,
    /// Husband or wife.
    Spouse,
    /// Son or daughter.
    Child,
    /// Father or mother.
    Parent,
    /// Grandfather or grandmother.
    Grandparent,
    /// Grandson or granddaughter.
    Grandchild,
    /// Brother or sister.
    Sibling,
    /// Somebody else, or not said.
    #[default]
    Other,
}

crate::text_enum!(Relation {
    Contact = "self", Spouse = "spouse", Child = "child", Parent = "parent", Grandparent = "grandparent",
    Grandchild = "grandchild", Sibling = "sibling", Other = "other",
});

/// Which school somebody goes to, as far as a wish needs it (a bag, exercise books).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum School {
    /// None, or not said.
    #[default]
    None,
    /// Kindergarten.
    Kindergarten,
    /// Grades 1 to 6.
    Primary,
    /// Grades 7 to 9.
    Junior,
    /// Grades 10 to 12.
    Senior,
    /// A vocational school.
    Vocational,
    /// College or university.
    University,
}

crate::text_enum!(School {
    None = "none", Kindergarten = "kindergarten", Primary = "primary", Junior = "junior", Senior = "senior",
    Vocational = "vocational", University = "university",
});

/// One person of a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Member {
    /// Its number; 0 for a new one.
    #[serde(default)]
    pub id: i64,
    /// Name, for staff who have opened the file and the family itself; the others get its first character.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Female, male, or not said.
    #[serde(default)]
    pub sex: Sex,
    /// What the person is to the contact person.
    #[serde(default)]
    pub relation: Relation,
    /// Which school the person goes to.
    #[serde(default)]
    pub school: School,
}

impl Member {
    /// # Errors
    /// [`crate::Error::Invalid`] with every wrong field.
    pub fn checked(self, year: i64) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 30));
        checks.ensure("birth_year", (1900..=year).contains(&self.birth_year), Code::OutOfRange);
        checks.done()?;
        Ok(Member { name: name.unwrap_or_default(), ..self })
    }
}
