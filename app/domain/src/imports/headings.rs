//! What headings of uploaded sheets mean where the program does not know them: explained once, remembered for the root
//! area.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Column;
use crate::{Code, Error, Result, permission::Action, text};

/// Headings that one upload may explain.
pub const MOST_HEADINGS: usize = 60;

/// A kind of sheet; the same heading may mean something else in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// Goods of a shop.
    Goods,
    /// Points for households.
    Points,
    /// Vacancies of an organisation.
    Vacancies,
    /// Files of households.
    Households,
}

crate::text_enum!(SheetKind {
    Goods = "goods", Points = "points", Vacancies = "vacancies", Households = "households",
});

impl SheetKind {
    /// What one must be allowed to do, somewhere, to bring in such a sheet.
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            SheetKind::Goods => Action::KeepStock,
            SheetKind::Points => Action::GrantPoints,
            SheetKind::Vacancies => Action::KeepVacancies,
            SheetKind::Households => Action::KeepHouseholds,
        }
    }
}

/// Stored text of [`Meaning::Skipped`].
const SKIPPED: &str = "skipped";

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "&'static str")]
pub enum Meaning {
    /// A column that the program knows.
    Column(Column),
    /// Nothing that is to be brought in.
    Skipped,
}

impl Meaning {
    /// The stored and posted text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Meaning::Column(column) => column.as_str(),
            Meaning::Skipped => SKIPPED,
        }
    }
}

impl From<Meaning> for &'static str {
    fn from(meaning: Meaning) -> &'static str {
        meaning.as_str()
    }
}

impl FromStr for Meaning {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        if text == SKIPPED { Ok(Meaning::Skipped) } else { text.parse().map(Meaning::Column) }
    }
}

/// A heading and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// As it stands in the sheet.
    pub heading: String,
    /// `None` takes an explanation back.
    pub meaning: Option<Meaning>,
}

impl Heading {
    /// The heading on one line.
    ///
    /// # Errors
    /// The field `heading` without text or with more than 60 characters.
    pub fn checked(self) -> Result<Self> {
        let heading = text::line(&self.heading, 1, 60).map_err(|code| Error::field("heading", code))?;
        Ok(Heading { heading, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_is_read_as_it_was_written() {
        let columns = Column::ALL.iter().map(|column| Meaning::Column(*column));
        for meaning in columns.chain([Meaning::Skipped]) {
            assert_eq!(meaning.as_str().parse(), Ok(meaning));
        }
        assert_eq!("".parse::<Meaning>(), Err(Code::Unknown));
    }
}
