//! Opening a family's file: what is masked shows for half an hour, after a reason was given. Each opening is
//! written down, the family reads who it was and why, and whoever heads the area sees what is unusual.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::{AccountId, Role},
    households::HouseholdId,
    text,
};

/// An opening's number.
pub type OpeningId = i64;
/// An objection's number.
pub type ObjectionId = i64;

/// How long a file stays open for whoever opened it, in seconds.
pub const OPEN_FOR: Timestamp = 30 * 60;

/// Objections of one family that may wait for an answer at once.
pub const OBJECTIONS: i64 = 5;

/// Why a file was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevealReason {
    /// Somebody goes to see the family.
    Visit,
    /// Something is to be brought to it.
    Delivery,
    /// Its particulars are checked.
    Check,
    /// Somebody telephones with it.
    Call,
    /// The family asked for it.
    RequestOfFamily,
    /// Something else, in words.
    Other,
    /// Written down by the shop's counter when a family was looked up there.
    Counter,
    /// Written down when a list with families' particulars left the system.
    Export,
}

crate::text_enum!(RevealReason {
    Visit = "visit", Delivery = "delivery", Check = "check", Call = "call", RequestOfFamily = "request_of_family",
    Other = "other", Counter = "counter", Export = "export",
});

impl RevealReason {
    /// Those that a person chooses from; the others are written down by the system itself.
    pub const CHOICES: &[RevealReason] = &[
        RevealReason::Visit,
        RevealReason::Call,
        RevealReason::Delivery,
        RevealReason::Check,
        RevealReason::RequestOfFamily,
        RevealReason::Other,
    ];
}

/// A file to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Which.
    pub household: HouseholdId,
    /// Why.
    pub reason: RevealReason,
    /// More about it; needed for [`RevealReason::Other`]. The family reads it.
    pub words: String,
}

impl Reveal {
    /// # Errors
    /// [`Error::Invalid`] for a reason that only the system gives, another reason without words, or words too long.
    pub fn checked(self) -> Result<Self> {
        if !RevealReason::CHOICES.contains(&self.reason) {
            return Err(Error::field("reason", Code::Unknown));
        }
        let least = if self.reason == RevealReason::Other { 2 } else { 0 };
        let words = text::words(&self.words, least, 200).map_err(|code| Error::field("words", code))?;
        Ok(Reveal { words, ..self })
    }
}

/// One opening of a file, as its family and the staff of its area read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Opening {
    /// Its number.
    pub id: OpeningId,
    /// Whose file.
    pub household: HouseholdId,
    /// Who opened it.
    pub account: AccountId,
    /// That person's name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Why.
    pub reason: RevealReason,
    /// More about it, or empty.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// Between ten in the evening and six in the morning.
    pub night: bool,
    /// Another caseworker is responsible for the family.
    pub outside: bool,
}

/// The second in which the week begins that something happened in: Monday, midnight in China.
#[must_use]
pub fn week_of(at: Timestamp) -> Timestamp {
    // 1970-01-01 was a Thursday; the first Monday after it is day 4. China is eight hours ahead.
    const EAST: Timestamp = 8 * 3600;
    let day = (at + EAST).div_euclid(DAY);
    (day - (day - 4).rem_euclid(7)) * DAY - EAST
}

/// Whether it was between ten in the evening and six in the morning in China.
#[must_use]
pub fn is_night(at: Timestamp) -> bool {
    let hour = (at + 8 * 3600).rem_euclid(DAY) / 3600;
    !(6..22).contains(&hour)
}

/// What is unusual about a week of somebody's openings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// More than three times as many files as half of the colleagues opened that week, and at least twenty.
    Many,
    /// Some of it at night.
    Night,
    /// The same family five times or more.
    SameFile,
}

crate::text_enum!(Unusual { Many = "many", Night = "night", SameFile = "same_file" });

/// A week of one person's openings, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WeekCount {
    /// How often a file was opened.
    pub openings: i64,
    /// How many different files.
    pub files: i64,
    /// Openings for which another caseworker is responsible.
    pub outside: i64,
    /// Openings at night.
    pub night: i64,
    /// Openings of the file that was opened most often.
    pub same: i64,
    /// Which file that was.
    pub same_file: HouseholdId,
}

impl WeekCount {
    /// What is unusual about it. `median` is how many files people of the same role opened in that week, in the middle of
    /// all of them; a look-up at a shop's counter is no reason to wonder that a family came often.
    #[must_use]
    pub fn unusual(&self, median: i64) -> Vec<Unusual> {
        let mut found = Vec::new();
        if self.files >= 20 && self.files > 3 * median {
            found.push(Unusual::Many);
        }
        if self.night > 0 {
            found.push(Unusual::Night);
        }
        if self.same >= 5 {
            found.push(Unusual::SameFile);
        }
        found
    }
}

/// A week of one person's openings, and what is unusual about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pattern {
    /// When the week began.
    pub week: Timestamp,
    /// Who.
    pub account: AccountId,
    /// That person's name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// The numbers.
    #[serde(flatten)]
    pub count: WeekCount,
    /// What is unusual; mostly nothing.
    pub unusual: Vec<Unusual>,
}

/// The one in the middle; of an even number the smaller of both, so that one busy person among two is seen.
#[must_use]
pub fn median(mut numbers: Vec<i64>) -> i64 {
    numbers.sort_unstable();
    numbers.get(numbers.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

/// A family's objection to who looked at its file, and the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Objection {
    /// Its number.
    pub id: ObjectionId,
    /// Whose.
    pub household: HouseholdId,
    /// The opening that it is about, or 0 for all of it.
    pub opening: OpeningId,
    /// What the family says.
    pub words: String,
    /// When.
    pub created: Timestamp,
    /// What it was told, or empty.
    pub answer: String,
    /// When it was answered, or 0.
    pub answered: Timestamp,
    /// Who answered, or empty.
    pub answered_by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday, 2026-11-22, half past two in the morning in China.
    const NIGHT: Timestamp = 1_795_285_800;

    #[test]
    fn a_week_begins_on_monday_at_midnight_in_china() {
        let monday = week_of(NIGHT);
        assert_eq!(jiff::Timestamp::from_second(monday).unwrap().to_string(), "2026-11-15T16:00:00Z");
        assert_eq!((week_of(monday), week_of(monday - 1)), (monday, monday - 7 * DAY));
    }

    #[test]
    fn night_is_from_ten_to_six() {
        let hour = |n: i64| is_night(NIGHT - 2 * 3600 - 1800 + n * 3600);
        assert_eq!((0..24).filter(|n| hour(*n)).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 22, 23]);
    }

    #[test]
    fn the_rule_for_what_is_unusual() {
        let week = |files, night, same| WeekCount { files, night, same, ..WeekCount::default() };
        assert_eq!(week(60, 0, 4).unusual(20), []);
        assert_eq!(week(61, 0, 0).unusual(20), [Unusual::Many]);
        assert_eq!(week(19, 0, 0).unusual(1), [], "few files are nothing to wonder about");
        assert_eq!(week(1, 1, 5).unusual(1), [Unusual::Night, Unusual::SameFile]);
        assert_eq!((median(vec![]), median(vec![9, 1]), median(vec![3, 1, 2])), (0, 1, 2));
    }

    #[test]
    fn another_reason_needs_words_and_the_systems_are_not_chosen() {
        let of = |reason, words: &str| Reveal { household: 1, reason, words: words.into() }.checked().is_ok();
        assert!(of(RevealReason::Visit, "") && of(RevealReason::Other, "送药"));
        assert!(!of(RevealReason::Other, "") && !of(RevealReason::Counter, "") && !of(RevealReason::Export, "x"));
    }
}
