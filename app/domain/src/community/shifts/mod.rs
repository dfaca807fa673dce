//! Shifts: people serve an area at a place and a time, some of them with a list of homes.
//!
//! A popular shift is for those who served least recently first: in the first day of its sign-up only people who have
//! no place on a shift of the last [`SERVED_DAYS`] days, or of those to come, take one.

mod records;
pub mod tasks;

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Error, Result, Timestamp, areas::AreaId, error::Checks, text};

pub use records::{FeedEntry, ServedHours, Shift, ShiftAttendance, ShiftHours, ShiftName, ShiftPerson};

/// Row id of a shift.
pub type ShiftId = i64;
/// Row id of a place on a shift.
pub type PlaceId = i64;

const HOUR: Timestamp = 3600;

/// Shifts of a kind that are looked at to tell whether it is popular.
pub const FILLS: i64 = 3;
/// Of those, how many were full.
pub const FULL_FILLS: i64 = 2;
/// Hours of a popular shift's sign-up that are for those who served least recently.
pub const FIRST_HOURS: Timestamp = 24;
/// Days in which a place counts as having served.
pub const SERVED_DAYS: Timestamp = 60;
/// Longest shift, in hours.
pub const LONGEST_HOURS: Timestamp = 24;
/// Latest start of a shift, in days from now.
pub const AHEAD_DAYS: Timestamp = 180;
/// Minutes before the start from which people check in.
pub const EARLY_MINUTES: Timestamp = 60;
/// Hours after the end in which people check out; then the clock closes the shift.
pub const LATE_HOURS: Timestamp = 2;
/// Hours before the start at which those on a shift are reminded.
pub const REMINDER_HOURS: Timestamp = 24;
/// Minutes that can be typed by hand for one shift.
pub const TYPED_MOST: i64 = 24 * 60;
/// People on one shift.
pub const PLACES_MOST: i64 = 500;

/// What a shift is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShiftKind {
    /// Bringing goods to homes.
    Deliver,
    /// Visiting homes.
    Visit,
    /// A stall where people are advised.
    Stall,
    /// Helping in the free shop.
    Shop,
    /// An event.
    Event,
    /// Repairing things.
    Repair,
    /// Teaching.
    Teach,
    /// Clearing snow, rubbish, yards.
    Clear,
    /// Something else.
    Other,
}

crate::text_enum!(ShiftKind {
    Deliver = "deliver", Visit = "visit", Stall = "stall", Shop = "shop", Event = "event", Repair = "repair",
    Teach = "teach", Clear = "clear", Other = "other",
});

/// State of a shift. Whether one can sign up follows from its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShiftState {
    /// Ahead or under way.
    Open,
    /// Cancelled; all who signed up were told.
    Cancelled,
    /// Over.
    Over,
}

crate::text_enum!(ShiftState { Open = "open", Cancelled = "cancelled", Over = "over" });

impl ShiftState {
    /// Checks that the shift is ahead or under way.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be_open(self) -> Result<()> {
        if self == ShiftState::Open { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// State of a place on a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShiftPlaceState {
    /// On the shift.
    On,
    /// Moves up when a place becomes free.
    Standby,
    /// Left, or was taken off by the coordinator.
    Left,
    /// The shift was cancelled.
    Cancelled,
    /// No place became free.
    Unplaced,
    /// Did not come, as a coordinator marked after the shift.
    Absent,
}

crate::text_enum!(ShiftPlaceState {
    On = "on", Standby = "standby", Left = "left", Cancelled = "cancelled", Unplaced = "unplaced", Absent = "absent",
});

/// What staff note about a person on a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlaceMark {
    /// Is here now.
    Came,
    /// Goes now.
    Went,
    /// Did not come; after the shift began only.
    Absent,
    /// Was marked as absent by mistake.
    Present,
    /// Cannot come, as the person said.
    Off,
}

crate::text_enum!(PlaceMark { Came = "came", Went = "went", Absent = "absent", Present = "present", Off = "off" });

/// A step at the place of a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckStep {
    /// Check in.
    In,
    /// Check out.
    Out,
}

crate::text_enum!(CheckStep { In = "in", Out = "out" });

/// A shift to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewShift {
    /// Area that it serves.
    pub area: AreaId,
    /// What it is for.
    pub kind: ShiftKind,
    /// Name, 2 to 40 characters, without a family's name.
    pub name: String,
    /// Where one meets, 2 to 80 characters.
    pub place: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// People that are needed.
    pub places: i64,
    /// Hours before the start at which sign-up opens; at once when that has passed.
    pub opens_before: i64,
    /// Hours before the start at which sign-up closes.
    pub closes_before: i64,
    /// Hours before the start until which one may leave.
    pub leave_before: i64,
    /// Hours before the start from which those on it may see addresses.
    pub reveal_before: i64,
}

/// Times of a shift that follow from its hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftTimes {
    /// When sign-up opens.
    pub sign_up: Timestamp,
    /// When sign-up closes.
    pub closes: Timestamp,
    /// Until when one may leave.
    pub leave_by: Timestamp,
    /// From when addresses are revealed.
    pub reveal_from: Timestamp,
}

impl NewShift {
    /// Trims and validates.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("area", self.area > 0, Code::Required);
        let name = checks.take("name", text::line(&self.name, 2, 40)).unwrap_or_default();
        let place = checks.take("place", text::line(&self.place, 2, 80)).unwrap_or_default();
        let ahead = now < self.starts && self.starts <= now + AHEAD_DAYS * DAY;
        checks.ensure("starts", ahead, Code::OutOfRange);
        let lasts = self.ends > self.starts && self.ends.saturating_sub(self.starts) <= LONGEST_HOURS * HOUR;
        checks.ensure("ends", lasts, Code::OutOfRange);
        checks.ensure("places", (1..=PLACES_MOST).contains(&self.places), Code::OutOfRange);
        checks.ensure("opens_before", (0..=AHEAD_DAYS * 24).contains(&self.opens_before), Code::OutOfRange);
        let closes = (0..=self.opens_before.max(0)).contains(&self.closes_before)
            && self.starts.saturating_sub(self.closes_before.saturating_mul(HOUR)) > now;
        checks.ensure("closes_before", closes, Code::OutOfRange);
        checks.ensure("leave_before", (0..=24 * 14).contains(&self.leave_before), Code::OutOfRange);
        checks.ensure("reveal_before", (0..=48).contains(&self.reveal_before), Code::OutOfRange);
        checks.done()?;
        Ok(NewShift { name, place, ..self })
    }

    /// The times that follow from its hours.
    #[must_use]
    pub fn times(&self, now: Timestamp) -> ShiftTimes {
        let before = |hours: i64| self.starts - hours * HOUR;
        ShiftTimes {
            sign_up: before(self.opens_before).max(now),
            closes: before(self.closes_before),
            leave_by: before(self.leave_before),
            reveal_from: before(self.reveal_before),
        }
    }
}

/// When the clock closes a shift that ends then.
#[must_use]
pub fn closed_at(ends: Timestamp) -> Timestamp {
    ends + LATE_HOURS * HOUR
}

/// When those on a shift are reminded; `None` when that has passed.
#[must_use]
pub fn reminded_at(starts: Timestamp, now: Timestamp) -> Option<Timestamp> {
    Some(starts - REMINDER_HOURS * HOUR).filter(|at| *at > now)
}

/// Until when the sign-up of a popular shift is for those who served least recently: a day, or until it closes.
#[must_use]
pub fn first_until(sign_up: Timestamp, closes: Timestamp) -> Timestamp {
    (sign_up + FIRST_HOURS * HOUR).min(closes)
}

/// What decides whether a person can sign up for a shift now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignUpRules {
    /// When sign-up opens.
    pub sign_up: Timestamp,
    /// When it closes.
    pub closes: Timestamp,
    /// Until when it is for those who served least recently; 0 for a shift that is not popular.
    pub first_until: Timestamp,
    /// Whether the person served lately.
    pub has_served: bool,
}

impl SignUpRules {
    /// Checks that the person can sign up now.
    ///
    /// # Errors
    /// [`Code::TooSoon`] before sign-up opens; [`Code::TooLate`] after it closed; [`Code::ServedLately`] in the first
    /// day of a popular shift for a person who served lately.
    pub fn must_admit(&self, now: Timestamp) -> Result<()> {
        match () {
            () if now < self.sign_up => Err(Error::Conflict(Code::TooSoon)),
            () if now >= self.closes => Err(Error::Conflict(Code::TooLate)),
            () if now < self.first_until && self.has_served => Err(Error::Conflict(Code::ServedLately)),
            () => Ok(()),
        }
    }
}

/// Checks that a person on a shift can check in or out now.
///
/// # Errors
/// [`Code::TooSoon`] more than an hour before the start; [`Code::TooLate`] two hours after the end.
pub fn must_be_there(starts: Timestamp, ends: Timestamp, now: Timestamp) -> Result<()> {
    match () {
        () if now < starts - EARLY_MINUTES * 60 => Err(Error::Conflict(Code::TooSoon)),
        () if now > closed_at(ends) => Err(Error::Conflict(Code::TooLate)),
        () => Ok(()),
    }
}

/// Minutes from check-in to check-out.
#[must_use]
pub fn minutes_between(came: Timestamp, went: Timestamp) -> i64 {
    (went - came).max(0) / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = 1_800_000_000;

    fn new() -> NewShift {
        NewShift {
            area: 1,
            kind: ShiftKind::Deliver,
            name: " 送煤 ".into(),
            place: "社区门口".into(),
            starts: NOW + 10 * DAY,
            ends: NOW + 10 * DAY + 3 * HOUR,
            places: 10,
            opens_before: 168,
            closes_before: 2,
            leave_before: 24,
            reveal_before: 2,
        }
    }

    #[test]
    fn a_shift_has_times_that_follow_from_its_start() {
        let shift = new().checked(NOW).expect("valid");
        assert_eq!(shift.name, "送煤");
        let times = shift.times(NOW);
        assert_eq!((times.sign_up, times.closes), (NOW + 3 * DAY, shift.starts - 2 * HOUR));
        let soon = NewShift { starts: NOW + DAY, ends: NOW + DAY + HOUR, ..new() };
        assert_eq!(soon.times(NOW).sign_up, NOW, "at once when the time has passed");
        assert_eq!(reminded_at(soon.starts, NOW), None);
        let bad = NewShift { ends: NOW, places: 0, starts: NOW - 1, closes_before: 200, ..new() };
        let Err(Error::Invalid(fields)) = bad.checked(NOW) else { panic!("refused") };
        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
        assert_eq!(names, ["starts", "places", "closes_before"]);
    }

    #[test]
    fn those_who_served_lately_wait_a_day_for_popular_shifts() {
        let rules =
            |first_until, has_served| SignUpRules { sign_up: NOW, closes: NOW + 9 * DAY, first_until, has_served };
        let code = |rules: SignUpRules, at| rules.must_admit(at).map_err(|refused| refused.code());
        let first = first_until(NOW, NOW + 9 * DAY);
        assert_eq!(code(rules(first, true), NOW), Err(Code::ServedLately));
        assert_eq!(code(rules(first, false), NOW), Ok(()));
        assert_eq!(code(rules(first, true), NOW + DAY), Ok(()));
        assert_eq!(code(rules(0, true), NOW), Ok(()));
        assert_eq!(code(rules(0, false), NOW - 1), Err(Code::TooSoon));
        assert_eq!(code(rules(0, false), NOW + 9 * DAY), Err(Code::TooLate));
        assert_eq!(first_until(NOW, NOW + HOUR), NOW + HOUR);
    }

    #[test]
    fn one_checks_in_and_out_around_the_shift_only() {
        let (starts, ends) = (NOW, NOW + 2 * HOUR);
        assert!(must_be_there(starts, ends, NOW - 2 * HOUR).is_err() && must_be_there(starts, ends, NOW).is_ok());
        assert!(must_be_there(starts, ends, closed_at(ends) + 1).is_err());
        assert_eq!((minutes_between(NOW, NOW + 125 * 60), minutes_between(NOW, NOW - 5)), (125, 0));
    }
}
