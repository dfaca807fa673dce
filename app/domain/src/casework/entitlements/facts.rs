//! What a household file says, as far as rules ask for it. Facts of the household and of each member are apart, so
//! that what is found for one member cannot come from another one.

use crate::{
    Timestamp,
    areas::AreaPath,
    casework::{
        hardships::HardshipKind,
        members::School,
        rounds::profile::{Lives, Schooling, WorkStatus},
    },
    households::{HouseholdId, Income, Sex},
    time::Month,
};

/// Facts of a household file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// The household itself.
    pub household: HouseholdFacts,
    /// Its members, each for itself.
    pub members: Vec<MemberFacts>,
}

/// Facts that a household has as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdFacts {
    /// Its number.
    pub id: HouseholdId,
    /// Path of the area where it lives.
    pub area: AreaPath,
    /// Number of members.
    pub size: i64,
    /// Income band.
    pub income: Income,
    /// Its hardships, past ones too.
    pub hardships: Vec<HardshipFact>,
}

/// A hardship with its first and last month, as the file holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HardshipFact {
    /// Its kind.
    pub kind: HardshipKind,
    /// First month or year.
    pub since: String,
    /// Last month or year; empty while it continues.
    pub until: String,
}

impl HardshipFact {
    /// Whether it lasts in the month of a day.
    #[must_use]
    pub fn lasts(&self, day: Timestamp) -> bool {
        let month = Month::of(day).to_string();
        // A year alone begins with its first month and ends with its last one.
        let first = if self.since.len() == 4 { format!("{}-01", self.since) } else { self.since.clone() };
        let last = if self.until.len() == 4 { format!("{}-12", self.until) } else { self.until.clone() };
        first <= month && (last.is_empty() || last >= month)
    }
}

/// Facts of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberFacts {
    /// Its number.
    pub id: i64,
    /// Year of birth; [`UNKNOWN_YEAR`] as long as it is not known.
    ///
    /// [`UNKNOWN_YEAR`]: crate::households::UNKNOWN_YEAR
    pub birth_year: i64,
    /// Female, male, or unknown.
    pub sex: Sex,
    /// School that it goes to.
    pub school: School,
    /// Where it lives.
    pub lives: Lives,
    /// Its work.
    pub work: WorkStatus,
    /// Highest schooling that it finished.
    pub schooling: Schooling,
}

/// Ages that a person born in a year can have at the end of a day, youngest and oldest; only the year is on file.
#[must_use]
pub fn ages(birth_year: i64, day: Timestamp) -> (i64, i64) {
    let year = crate::time::year(day);
    let oldest = year - birth_year;
    // At the end of the year each has had its birthday.
    let is_last_day = crate::time::year(day + 1) > year;
    let youngest = if is_last_day { oldest } else { oldest - 1 };
    (if oldest == 0 { 0 } else { youngest }, oldest)
}
