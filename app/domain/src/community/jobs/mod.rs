//! Jobs: vacancies of organisations. Job seekers and proposals are in the modules below.

pub mod fairs;
pub mod proposals;
pub mod seekers;

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::OrganisationId,
    areas::AreaId,
    casework::rounds::profile::{Skill, Spoken},
    error::Checks,
    text,
    time::Day,
};

/// Row id of a vacancy.
pub type VacancyId = i64;

/// Days after which a vacancy is hidden, unless its employer confirms it again.
pub const CONFIRM_DAYS: i64 = 14;
/// Days before that on which the employer is reminded.
pub const REMIND_DAYS: i64 = 3;
/// Days that a vacancy may be open at most.
pub const LONGEST_DAYS: i64 = 180;
/// Posts of one vacancy.
pub const MOST_POSTS: i64 = 500;
/// Vacancies that an organisation may have open or hidden.
pub const MOST_VACANCIES: i64 = 100;

/// Whether an employer offers a bed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lodging {
    /// It does not.
    #[default]
    None,
    /// For free.
    Free,
    /// For money.
    Paid,
}

crate::text_enum!(Lodging { None = "none", Free = "free", Paid = "paid" });

/// State of a vacancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VacancyState {
    /// Confirmed, and shown while a post is open.
    Open,
    /// Not confirmed in time; the employer can confirm it again.
    Hidden,
    /// Over.
    Ended,
}

crate::text_enum!(VacancyState { Open = "open", Hidden = "hidden", Ended = "ended" });

impl VacancyState {
    /// Checks that it is not over.
    ///
    /// # Errors
    /// [`Code::VacancyOver`] once it has ended.
    pub fn must_go_on(self) -> Result<()> {
        if self == VacancyState::Ended { Err(Error::Conflict(Code::VacancyOver)) } else { Ok(()) }
    }
}

/// A vacancy to be posted, or its new values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewVacancy {
    /// Organisation that employs; ignored for a change.
    pub organisation: OrganisationId,
    /// Area of the work; that of the organisation when left out.
    #[serde(default)]
    pub area: Option<AreaId>,
    /// What the work is called, 2 to 40 characters.
    pub title: String,
    /// Where it is, up to 60 characters.
    pub place: String,
    /// What is done, up to 500 characters, or empty.
    #[serde(default)]
    pub words: String,
    /// Hours a week, 1 to 84.
    pub hours: i64,
    /// Lowest pay in yuan a month.
    pub pay_from: i64,
    /// Highest pay in yuan a month.
    pub pay_to: i64,
    /// Whether there is a bed.
    #[serde(default)]
    pub lodging: Lodging,
    /// Skills that help.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// Languages of the work; one of them is enough, none when it does not matter.
    #[serde(default)]
    pub languages: Vec<Spoken>,
    /// Posts in all, 1 to 500.
    pub posts: i64,
    /// Any moment of its last day.
    pub until: Timestamp,
}

impl NewVacancy {
    /// Trims the texts, lists each skill and language once, and ends it with its last day.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.title = checks.take("title", text::line(&self.title, 2, 40)).unwrap_or_default();
        self.place = checks.take("place", text::line(&self.place, 1, 60)).unwrap_or_default();
        self.words = checks.take("words", text::words(&self.words, 0, 500)).unwrap_or_default();
        checks.ensure("hours", (1..=84).contains(&self.hours), Code::OutOfRange);
        checks.ensure("pay_from", (0..=1_000_000).contains(&self.pay_from), Code::OutOfRange);
        checks.ensure("pay_to", (self.pay_from..=1_000_000).contains(&self.pay_to), Code::OutOfRange);
        checks.ensure("posts", (1..=MOST_POSTS).contains(&self.posts), Code::OutOfRange);
        // Compared before it is made a day, so that no number is too large for a calendar.
        let known = self.until >= now - DAY && self.until <= now + (LONGEST_DAYS + 1) * DAY;
        if known {
            self.until = Day::of(self.until).end() - 1;
        }
        let ahead = self.until >= now && Day::of(now).plus(LONGEST_DAYS).end() > self.until;
        checks.ensure("until", known && ahead, Code::OutOfRange);
        checks.done()?;
        let (skills, languages) = (std::mem::take(&mut self.skills), std::mem::take(&mut self.languages));
        self.skills = Skill::ALL.iter().copied().filter(|skill| skills.contains(skill)).collect();
        self.languages = Spoken::ALL.iter().copied().filter(|language| languages.contains(language)).collect();
        Ok(self)
    }
}

/// Returns by when a vacancy that is confirmed now has to be confirmed again.
#[must_use]
pub fn confirm_by(now: Timestamp) -> Timestamp {
    Day::of(now).plus(CONFIRM_DAYS).end() - 1
}

/// A vacancy; it names no family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Vacancy {
    /// Row id.
    pub id: VacancyId,
    /// The employer.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Area of the work.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
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
    /// Skills that help.
    pub skills: Vec<Skill>,
    /// Languages of the work.
    pub languages: Vec<Spoken>,
    /// Posts in all, as the employer announced them.
    pub posts: i64,
    /// Posts that are still open, for its employer and staff; for all others those announced, because a number
    /// that falls with a hire would tell of one person.
    pub open_posts: i64,
    /// Its state; a full one is hidden for all but its employer and staff.
    pub state: VacancyState,
    /// Last second of its last day.
    pub until: Timestamp,
    /// When the employer last confirmed it.
    pub confirmed: Timestamp,
    /// When it is hidden, unless it is confirmed before.
    pub confirm_by: Timestamp,
    /// Number of its changes; a change names the one that it was made from.
    pub version: i64,
    /// Whether the reader may change, confirm and end it.
    pub may_keep: bool,
    /// Whether members of the reader's family may be proposed for it: of its root area, while it has a post.
    pub may_apply: bool,
}

/// How the jobs of the reader's areas stand; each number is that of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JobFigures {
    /// Posts of all vacancies of the root area, filled and ended ones included.
    pub posts: i64,
    /// Posts that are open now.
    pub open_posts: i64,
    /// People who were asked whether they look for work.
    pub asked: i64,
    /// People who look for work now.
    pub looking: i64,
    /// Proposals.
    pub proposed: i64,
    /// Proposals that led to an interview or a trial day.
    pub met: i64,
    /// Proposals that led to work.
    pub hired: i64,
    /// People who were there after 90 days, and paid.
    pub stayed: i64,
    /// People who were not paid.
    pub unpaid: i64,
}

/// A home in which no member of working age has work, of those where each of them was asked or told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JoblessHome {
    /// The household.
    pub household: i64,
    /// Name of its area.
    pub area_name: String,
    /// Its people.
    pub size: i64,
    /// Members of working age who could work.
    pub adults: i64,
    /// Those of them who are listed as looking for work.
    pub looking: i64,
    /// Proposals under way.
    pub live: i64,
}

/// Years of birth of those who may work and are not retired, in a year.
#[must_use]
pub fn working_age(year: i64) -> (i64, i64) {
    // Of a person only the year is known: one who turned 16 last year is 16 for sure.
    (year - 59, year - 17)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewVacancy {
        NewVacancy {
            organisation: 1,
            area: None,
            title: " 缝纫工 ".into(),
            place: "和平路 1 号".into(),
            words: String::new(),
            hours: 40,
            pay_from: 3000,
            pay_to: 4000,
            lodging: Lodging::Free,
            skills: vec![Skill::Sewing, Skill::Driving, Skill::Sewing],
            languages: Vec::new(),
            posts: 3,
            until: 1_800_000_000 + 30 * DAY,
        }
    }

    #[test]
    fn a_vacancy_ends_with_a_day_and_lists_each_skill_once() {
        let now = 1_800_000_000;
        let checked = new().checked(now).expect("valid");
        assert_eq!((checked.title.as_str(), checked.skills), ("缝纫工", vec![Skill::Driving, Skill::Sewing]));
        assert_eq!(checked.until + 1, Day::of(now + 30 * DAY).end());
        for wrong in [
            NewVacancy { until: now - 2 * DAY, ..new() },
            NewVacancy { until: now + (LONGEST_DAYS + 2) * DAY, ..new() },
            NewVacancy { until: i64::MAX, ..new() },
            NewVacancy { posts: 0, ..new() },
            NewVacancy { pay_to: 2999, ..new() },
            NewVacancy { hours: 85, ..new() },
        ] {
            assert!(wrong.checked(now).is_err());
        }
    }

    #[test]
    fn children_and_the_old_are_not_of_working_age() {
        assert_eq!(working_age(2026), (1967, 2009));
        assert!(VacancyState::Ended.must_go_on().is_err() && VacancyState::Hidden.must_go_on().is_ok());
    }
}
