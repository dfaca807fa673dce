//! Reveals: masked data of a household file is shown for half an hour after a reason is given.
//! Each reveal is logged, the family can read the log, and the area's coordinator sees unusual patterns in it.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    accounts::{AccountId, Role},
    households::HouseholdId,
    text,
    time::{Day, second_of_day},
};

/// Row id of a reveal.
pub type OpeningId = i64;
/// Row id of an objection.
pub type ObjectionId = i64;

/// How long a reveal lasts for its account, in seconds.
pub const OPEN_FOR: Timestamp = 30 * 60;

/// Unanswered objections that one family may have at once.
pub const OBJECTIONS: i64 = 5;

/// Why a file was revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevealReason {
    /// A visit to the family.
    Visit,
    /// A delivery to the family.
    Delivery,
    /// A check of its data.
    Check,
    /// A telephone call with the family.
    Call,
    /// The family asked for it.
    RequestOfFamily,
    /// Another reason, given in words.
    Other,
    /// Logged by the shop's counter when a family was looked up there.
    Counter,
    /// Logged when a list with data of families was exported.
    Export,
    /// Logged when a caseworker found the file by its whole phone number.
    Phone,
    /// The helper of a pairing saw the contact.
    Pairing,
    /// An employer saw name and phone of a member who looks for work.
    Job,
    /// A person on a shift saw the address.
    Shift,
}

crate::text_enum!(RevealReason {
    Visit = "visit", Delivery = "delivery", Check = "check", Call = "call", RequestOfFamily = "request_of_family",
    Other = "other", Counter = "counter", Export = "export", Phone = "phone", Pairing = "pairing", Job = "job",
    Shift = "shift",
});

impl RevealReason {
    /// Reasons that staff choose from; the others are set by the system.
    pub const CHOICES: &[RevealReason] = &[
        RevealReason::Visit,
        RevealReason::Call,
        RevealReason::Delivery,
        RevealReason::Check,
        RevealReason::RequestOfFamily,
        RevealReason::Other,
    ];

    /// Look-ups, which find a family but show nothing that is masked. Set by the system.
    pub const LOOK_UPS: &[RevealReason] = &[RevealReason::Counter, RevealReason::Phone];
}

/// A credential that staff made for a family; its holder reads the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Issued {
    /// A sign-in card.
    Card,
    /// A one-time code with which the family sets its password.
    SetupCode,
}

crate::text_enum!(Issued { Card = "card", SetupCode = "setup_code" });

/// A reveal to be logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Household whose file is revealed.
    pub household: HouseholdId,
    /// Why.
    pub reason: RevealReason,
    /// Explanation, read by the family; required for [`RevealReason::Other`].
    pub words: String,
}

impl Reveal {
    /// Trims the explanation and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a reason that only the system sets, for [`RevealReason::Other`] without an explanation,
    /// and for one over 200 characters.
    pub fn checked(self) -> Result<Self> {
        if !RevealReason::CHOICES.contains(&self.reason) {
            return Err(Error::field("reason", Code::Unknown));
        }
        let least = if self.reason == RevealReason::Other { 2 } else { 0 };
        let words = text::words(&self.words, least, 200).map_err(|code| Error::field("words", code))?;
        Ok(Reveal { words, ..self })
    }
}

/// A reveal as the family and the staff of its area read it in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Opening {
    /// Row id.
    pub id: OpeningId,
    /// Household whose file was revealed.
    pub household: HouseholdId,
    /// Account that revealed it.
    pub account: AccountId,
    /// Name of that account.
    pub name: String,
    /// Role in which it acted.
    pub role: Role,
    /// Why.
    pub reason: RevealReason,
    /// Explanation, or empty.
    pub words: String,
    /// The credential that was made for the family; null for an ordinary reveal.
    pub issued: Option<Issued>,
    /// When.
    pub at: Timestamp,
    /// Whether it was between 22:00 and 06:00.
    pub night: bool,
    /// Whether another caseworker is responsible for the family.
    pub outside: bool,
}

/// Start of the week that contains `at`: Monday 00:00 in China, in Unix seconds.
#[must_use]
pub fn week_of(at: Timestamp) -> Timestamp {
    let day = Day::of(at);
    day.plus(-day.weekday()).start()
}

/// Whether `at` is between 22:00 and 06:00 in China.
#[must_use]
pub fn is_night(at: Timestamp) -> bool {
    !(6..22).contains(&(second_of_day(at) / 3600))
}

/// An unusual pattern in one account's reveals of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// At least twenty files, and more than three times the median of the same role.
    Many,
    /// At least one reveal at night.
    Night,
    /// The same file five times or more, not counting look-ups.
    SameFile,
}

crate::text_enum!(Unusual { Many = "many", Night = "night", SameFile = "same_file" });

/// Counts of one account's reveals in a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WeekCount {
    /// Reveals in total.
    pub openings: i64,
    /// Distinct files.
    pub files: i64,
    /// Reveals of files for which another caseworker is responsible.
    pub outside: i64,
    /// Reveals at night.
    pub night: i64,
    /// Reveals of the file that was revealed most often; look-ups are not counted.
    pub same: i64,
    /// Household id of that file, or 0.
    pub same_file: HouseholdId,
}

impl WeekCount {
    /// Applies the rules of [`Unusual`] to the counts.
    ///
    /// `median` is the median number of files that accounts of the same role revealed in that week. Look-ups at a
    /// shop's counter have the role of shopkeepers, so they are compared with other shopkeepers only.
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

/// One account's reveals of a week, with unusual patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pattern {
    /// Start of the week.
    pub week: Timestamp,
    /// Account.
    pub account: AccountId,
    /// Name of that account.
    pub name: String,
    /// Role in which it acted.
    pub role: Role,
    /// The counts.
    #[serde(flatten)]
    pub count: WeekCount,
    /// Unusual patterns; usually none.
    pub unusual: Vec<Unusual>,
}

/// The median; of an even count the lower one, so that one busy account among two stands out.
#[must_use]
pub fn median(mut numbers: Vec<i64>) -> i64 {
    numbers.sort_unstable();
    numbers.get(numbers.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

/// A family's objection to reveals of its file, with the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Objection {
    /// Row id.
    pub id: ObjectionId,
    /// Household that objects.
    pub household: HouseholdId,
    /// Reveal that it is about, or 0 for all of them.
    pub opening: OpeningId,
    /// The objection.
    pub words: String,
    /// When it was sent.
    pub created: Timestamp,
    /// The answer, or empty.
    pub answer: String,
    /// When it was answered, or 0.
    pub answered: Timestamp,
    /// Name of the account that answered, or empty.
    pub answered_by: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    /// Sunday 2026-11-22, 02:30 in China.
    const NIGHT: Timestamp = 1_795_285_800;

    #[test]
    fn a_week_starts_on_monday_at_midnight_in_china() {
        let monday = week_of(NIGHT);
        assert_eq!(jiff::Timestamp::from_second(monday).unwrap().to_string(), "2026-11-15T16:00:00Z");
        assert_eq!((week_of(monday), week_of(monday - 1)), (monday, monday - 7 * DAY));
    }

    #[test]
    fn night_is_from_22_to_6_in_china() {
        let hour = |n: i64| is_night(NIGHT - 2 * 3600 - 1800 + n * 3600);
        assert_eq!((0..24).filter(|n| hour(*n)).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 22, 23]);
    }

    #[test]
    fn unusual_patterns_start_at_their_thresholds() {
        let week = |files, night, same| WeekCount { files, night, same, ..WeekCount::default() };
        assert_eq!(week(60, 0, 4).unusual(20), []);
        assert_eq!(week(61, 0, 0).unusual(20), [Unusual::Many]);
        assert_eq!(week(19, 0, 0).unusual(1), [], "fewer than twenty files are not unusual");
        assert_eq!(week(1, 1, 5).unusual(1), [Unusual::Night, Unusual::SameFile]);
        assert_eq!((median(vec![]), median(vec![9, 1]), median(vec![3, 1, 2])), (0, 1, 2));
    }

    #[test]
    fn another_reason_requires_words_and_system_reasons_are_rejected() {
        let of = |reason, words: &str| Reveal { household: 1, reason, words: words.into() }.checked().is_ok();
        assert!(of(RevealReason::Visit, "") && of(RevealReason::Other, "送药"));
        assert!(!of(RevealReason::Other, "") && !of(RevealReason::Counter, "") && !of(RevealReason::Export, "x"));
        assert!(!of(RevealReason::Pairing, "") && !of(RevealReason::Job, "") && !of(RevealReason::Shift, ""));
        assert!(RevealReason::LOOK_UPS.iter().all(|reason| !of(*reason, "x")), "look-ups are set by the system");
    }
}
