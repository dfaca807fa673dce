//! A row of a sheet of vacancies.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    accounts::OrganisationId,
    community::jobs::{Lodging, NewVacancy},
};

/// A vacancy. Skills and languages are added on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VacancyRow {
    /// Organisation that employs, the same for all rows.
    pub organisation: OrganisationId,
    /// What the work is called.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// What is done, or empty.
    pub words: String,
    /// Hours a week.
    pub hours: i64,
    /// Lowest pay in yuan a month.
    pub pay_from: i64,
    /// Highest pay in yuan a month.
    pub pay_to: i64,
    /// Whether there is a bed.
    pub lodging: Lodging,
    /// Posts.
    pub posts: i64,
    /// Last second of its last day, or 0.
    pub until: Timestamp,
}

impl VacancyRow {
    /// The vacancy as it is posted.
    #[must_use]
    pub fn vacancy(&self) -> NewVacancy {
        NewVacancy {
            organisation: self.organisation,
            area: None,
            title: self.title.clone(),
            place: self.place.clone(),
            words: self.words.clone(),
            hours: self.hours,
            pay_from: self.pay_from,
            pay_to: self.pay_to,
            lodging: self.lodging,
            skills: Vec::new(),
            languages: Vec::new(),
            posts: self.posts,
            until: self.until,
        }
    }
}
