//! Members of a household. Only the year of birth is stored, never a birthday or the name of a school.

use serde::{Deserialize, Serialize};

use crate::{Code, Result, error::Checks, households::Sex, text};

/// Members that one household file holds at most.
pub const MEMBERS: usize = 20;

/// Relation of a member to the contact person.
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
    /// Any other relation, or unknown.
    #[default]
    Other,
}

crate::text_enum!(Relation {
    Contact = "self", Spouse = "spouse", Child = "child", Parent = "parent", Grandparent = "grandparent",
    Grandchild = "grandchild", Sibling = "sibling", Other = "other",
});

/// School level of a member, as far as a wish needs it (a bag, exercise books).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum School {
    /// None, or unknown.
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

/// Stands for the year of birth of a member whom a list names without one, until it is completed. It is later than
/// every year, so that rights of adults wait and care for minors applies meanwhile.
pub const UNKNOWN_YEAR: i64 = 9999;

/// A member of a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Member {
    /// Row id; 0 for a new one.
    #[serde(default)]
    pub id: i64,
    /// Full name for the family itself and for staff who revealed the file; else only its first character.
    pub name: String,
    /// Year of birth; 9999 as long as it is not known.
    pub birth_year: i64,
    /// Female, male, or unknown.
    #[serde(default)]
    pub sex: Sex,
    /// Relation to the contact person.
    #[serde(default)]
    pub relation: Relation,
    /// School level.
    #[serde(default)]
    pub school: School,
}

impl Member {
    /// Whether its year of birth is on file.
    #[must_use]
    pub fn has_year(&self) -> bool {
        self.birth_year != UNKNOWN_YEAR
    }

    /// Normalises the name and validates the year of birth, which must be 1900 to `year`.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self, year: i64) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 30));
        checks.ensure("birth_year", (1900..=year).contains(&self.birth_year), Code::OutOfRange);
        checks.done()?;
        Ok(Member { name: name.unwrap_or_default(), ..self })
    }
}
