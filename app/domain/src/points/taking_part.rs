//! Points for taking part: rules of areas, what they gave for which fact, and help between neighbours.
//! Points are only ever given for it; nothing here takes points for conduct, and no list compares families.

use serde::{Deserialize, Serialize};

use super::MOST;
use crate::{
    Code, DAY, Error, Result, Timestamp, areas::AreaId, error::Checks, households::HouseholdId, text, time::Day,
};

/// Row id of a rule.
pub type PartRuleId = i64;
/// Row id of what a rule gave.
pub type PartBookingId = i64;
/// Row id of a neighbour's help.
pub type NeighbourHelpId = i64;

/// Days in which help can be confirmed.
pub const CONFIRM_DAYS: i64 = 14;
/// Days that help may lie back when it is said.
pub const HELP_DAYS: i64 = 30;
/// Helps of one household that wait at once.
pub const MOST_WAITING: i64 = 5;
/// Days that a rule may begin ahead, or run.
const RULE_DAYS: i64 = 5 * 366;

/// What a rule gives points for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A member was at a session of a course or event.
    Event,
    /// A member was there often enough for a certificate.
    Course,
    /// An account of the household kept a shift.
    Shift,
    /// The household helped a neighbour, who confirmed it.
    Neighbour,
}

crate::text_enum!(PartKind { Event = "event", Course = "course", Shift = "shift", Neighbour = "neighbour" });

impl PartKind {
    /// Code that is stored as the reason of the points' journal.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            PartKind::Event => "part_event",
            PartKind::Course => "part_course",
            PartKind::Shift => "part_shift",
            PartKind::Neighbour => "part_neighbour",
        }
    }

    /// The kind whose journals have this reason.
    #[must_use]
    pub fn of_reason(reason: &str) -> Option<PartKind> {
        PartKind::ALL.iter().copied().find(|kind| kind.reason() == reason)
    }
}

/// State of what a rule gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Given.
    Booked,
    /// The fact was taken back, and with it the points.
    Reversed,
    /// The fact was taken back, but the points are spent or have lapsed: staff look at it.
    Noted,
    /// Staff looked at it; the points stay.
    Settled,
}

crate::text_enum!(PartState { Booked = "booked", Reversed = "reversed", Noted = "noted", Settled = "settled" });

/// A rule to be set in an area; it replaces the one of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewPartRule {
    /// What it gives points for.
    pub kind: PartKind,
    /// Points each time, 1 to 10,000.
    pub points: i64,
    /// Most points of this kind for a household and month; 0 for no cap.
    pub cap_month: i64,
    /// Any moment of its first day; 0 for today.
    #[serde(default)]
    pub from: Timestamp,
    /// Any moment of its last day; 0 for no end.
    #[serde(default)]
    pub until: Timestamp,
}

impl NewPartRule {
    /// Puts the times at the borders of their days.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let today = Day::of(now).start();
        checks.ensure("points", (1..=MOST).contains(&self.points), Code::OutOfRange);
        let caps = self.cap_month == 0 || (self.points..=10 * MOST).contains(&self.cap_month);
        checks.ensure("cap_month", caps, Code::OutOfRange);
        // Compared before they are made days, so that no number is too large for a calendar.
        let near = |at: Timestamp| (today..=now + RULE_DAYS * DAY).contains(&at);
        checks.ensure("from", self.from == 0 || near(self.from), Code::OutOfRange);
        checks.ensure("until", self.until == 0 || near(self.until), Code::OutOfRange);
        checks.done()?;
        self.from = if self.from == 0 { today } else { Day::of(self.from).start() };
        if self.until != 0 {
            self.until = Day::of(self.until).end();
        }
        if self.until != 0 && self.until <= self.from {
            return Err(Error::field("until", Code::OutOfRange));
        }
        Ok(self)
    }

    /// Points for one more fact, of a household that got `given` of this kind in the month.
    #[must_use]
    pub fn due(&self, given: i64) -> i64 {
        if self.cap_month == 0 { self.points } else { self.points.min(self.cap_month - given).max(0) }
    }
}

/// A version of an area's rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartRule {
    /// Row id.
    pub id: PartRuleId,
    /// Area that set it.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// What it gives points for.
    pub kind: PartKind,
    /// Version of this kind's rule in the area.
    pub version: i64,
    /// Points each time.
    pub points: i64,
    /// Most points of this kind for a household and month; 0 for no cap.
    pub cap_month: i64,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends; 0 for no end.
    pub until: Timestamp,
    /// When it was set.
    pub made: Timestamp,
    /// When it was replaced or withdrawn; 0 while it is in force.
    pub ended: Timestamp,
}

/// What a rule gave a household for one fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartBooking {
    /// Row id.
    pub id: PartBookingId,
    /// The household.
    pub household: HouseholdId,
    /// What it is for.
    pub kind: PartKind,
    /// Given, taken back, or to be looked at.
    pub state: PartState,
    /// Points that were given; 0 when the month's cap left nothing.
    pub points: i64,
    /// When it was booked.
    pub at: Timestamp,
    /// Journal of the points, or 0.
    pub journal: i64,
    /// Title of the course, event or shift; empty for help.
    pub title: String,
    /// Number of the course, the shift, or the help.
    pub subject: i64,
    /// Points that the rule gives each time.
    pub rule_points: i64,
    /// Cap of the rule; 0 for none.
    pub cap_month: i64,
    /// Version of the rule.
    pub version: i64,
}

/// State of a neighbour's help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HelpState {
    /// The helped side is asked.
    Waiting,
    /// It confirmed.
    Confirmed,
    /// It said that this was not so.
    Refused,
    /// There was no answer in time.
    Lapsed,
    /// The helper took it back.
    Withdrawn,
}

crate::text_enum!(HelpState {
    Waiting = "waiting", Confirmed = "confirmed", Refused = "refused", Lapsed = "lapsed", Withdrawn = "withdrawn",
});

impl HelpState {
    /// Checks that it waits for an answer.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_wait(self) -> Result<()> {
        if self == HelpState::Waiting { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// Answer of the helped side, or of its caseworker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HelpAnswer {
    /// It was so.
    Confirm,
    /// It was not so.
    Refuse,
}

crate::text_enum!(HelpAnswer { Confirm = "confirm", Refuse = "refuse" });

impl HelpAnswer {
    /// State to which it leads.
    #[must_use]
    pub fn state(self) -> HelpState {
        match self {
            HelpAnswer::Confirm => HelpState::Confirmed,
            HelpAnswer::Refuse => HelpState::Refused,
        }
    }
}

/// Help that a family says it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewHelp {
    /// Code of the neighbour that was helped.
    pub code: String,
    /// Any moment of the day; 0 for today.
    #[serde(default)]
    pub day: Timestamp,
    /// What it was, 2 to 200 characters.
    pub words: String,
}

impl NewHelp {
    /// Trims the texts and begins the day.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.words = checks.take("words", text::words(&self.words, 2, 200)).unwrap_or_default();
        self.code = checks.take("code", text::line(&self.code, 1, 20)).unwrap_or_default();
        if self.day == 0 {
            self.day = now;
        }
        let known = (now - HELP_DAYS * DAY..=Day::of(now).end()).contains(&self.day);
        checks.ensure("day", known, Code::OutOfRange);
        checks.done()?;
        self.day = Day::of(self.day).start();
        Ok(self)
    }
}

/// A neighbour's help, for one of both sides and for staff of the helped side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NeighbourHelp {
    /// Row id.
    pub id: NeighbourHelpId,
    /// Its state.
    pub state: HelpState,
    /// Day of the help.
    pub day: Timestamp,
    /// What it was, in the helper's words.
    pub words: String,
    /// When it was said.
    pub said: Timestamp,
    /// Until when it can be confirmed.
    pub due: Timestamp,
    /// Whether the reader is the helper's side.
    pub own: bool,
    /// Household that was helped, for its staff and itself; else 0.
    pub helped: HouseholdId,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-30 12:00 in China.
    const NOON: Timestamp = 1_796_011_200;
    const RULE: NewPartRule = NewPartRule { kind: PartKind::Event, points: 5, cap_month: 12, from: 0, until: 0 };

    #[test]
    fn a_month_gives_no_more_than_its_cap() {
        assert_eq!([0, 5, 10, 12, 40].map(|given| RULE.due(given)), [5, 5, 2, 0, 0]);
        assert_eq!(NewPartRule { cap_month: 0, ..RULE }.due(9_000), 5);
    }

    #[test]
    fn a_rule_covers_whole_days_and_never_the_past() {
        let rule = NewPartRule { until: NOON, ..RULE }.checked(NOON).expect("one day");
        assert_eq!((rule.from, rule.until), (Day::of(NOON).start(), Day::of(NOON).end()));
        for wrong in [
            NewPartRule { from: NOON - DAY, ..RULE },
            NewPartRule { from: NOON + 2 * DAY, until: NOON + DAY, ..RULE },
            NewPartRule { points: 0, ..RULE },
            NewPartRule { cap_month: 4, ..RULE },
            NewPartRule { until: i64::MAX, ..RULE },
        ] {
            assert!(wrong.checked(NOON).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn help_is_said_within_a_month_and_not_ahead() {
        let help = |day| NewHelp { code: "AB12".into(), day, words: "帮忙搬家".into() }.checked(NOON);
        assert_eq!(help(0).map(|help| help.day), Ok(Day::of(NOON).start()));
        assert!(help(NOON - 31 * DAY).is_err() && help(NOON + DAY).is_err());
    }
}
