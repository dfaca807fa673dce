//! Urgent wishes: shops with fitting goods are asked first, then the people on duty in turn; what none of them takes
//! falls to a coordinator by name. What they take is an ordinary claim that is due the next day. A mark that nothing
//! comes of ends: a coordinator names the account that keeps it urgent, or the wish is ordinary again.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::AccountId,
    areas::AreaId,
    households::HouseholdId,
    ledger::LocationId,
    services::{ServiceId, referrals::ReferralId},
    time::{Day, after_daytime, second_of_day},
    wishes::WishId,
};

/// Row id of an urgent wish: each time that a wish is marked is a row.
pub type UrgentId = i64;
/// Row id of an ask.
pub type UrgentAskId = i64;
/// Row id of a line of the duty roster.
pub type DutyId = i64;

/// Hours of daytime in which an asked shop answers.
pub const SHOP_HOURS: i64 = 2;
/// Hours in which a person on duty answers; they count at night, too, because the person is on duty then.
pub const PERSON_HOURS: i64 = 2;
/// Hours after which a coordinator in charge is told again, and the next above instead where there is one.
pub const COORDINATOR_HOURS: i64 = 12;
/// Lines of the duty roster of an area.
pub const MOST_DUTIES: i64 = 50;
/// Hours after which the account that keeps a wish urgent is told again.
pub const KEEPER_HOURS: i64 = 24;
/// Days after which a coordinator is asked whether a wish that was not taken stays urgent.
pub const MARK_DAYS: i64 = 14;
/// Days in which that coordinator decides; without a decision the wish is ordinary again.
pub const DECIDE_DAYS: i64 = 3;

/// Why a wish is urgent; for staff only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UrgentReason {
    /// Fire, flood, earthquake, storm.
    Disaster,
    /// A child goes without.
    Child,
    /// Illness.
    Illness,
    /// Cold.
    Winter,
}

crate::text_enum!(UrgentReason {
    Disaster = "disaster", Child = "child", Illness = "illness", Winter = "winter",
});

/// State of an urgent wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UrgentState {
    /// A shop or a person is asked.
    Asking,
    /// None of them took it: a coordinator is in charge.
    District,
    /// Every unit is claimed.
    Taken,
    /// The wish ended, or it is not urgent any more.
    Over,
}

crate::text_enum!(UrgentState { Asking = "asking", District = "district", Taken = "taken", Over = "over" });

impl UrgentState {
    /// Whether it has a next step.
    #[must_use]
    pub fn is_live(self) -> bool {
        self != UrgentState::Over
    }
}

/// State of an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UrgentAskState {
    /// Waits for the answer.
    Asked,
    /// Yes: a claim came of it.
    Accepted,
    /// No.
    Declined,
    /// The hours passed without an answer.
    Silent,
    /// Others were faster, or the wish ended.
    Settled,
}

crate::text_enum!(UrgentAskState {
    Asked = "asked", Accepted = "accepted", Declined = "declined", Silent = "silent", Settled = "settled",
});

impl UrgentAskState {
    /// Checks that it waits for an answer, and that its hours have not passed.
    ///
    /// # Errors
    /// [`Code::WrongState`] once it was answered; [`Code::TooLate`] after its hours.
    pub fn must_wait(self, answer_by: Timestamp, now: Timestamp) -> Result<()> {
        match (self, now > answer_by) {
            (UrgentAskState::Asked, false) => Ok(()),
            (UrgentAskState::Asked, true) => Err(Error::Conflict(Code::TooLate)),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

/// Days and hours on which an account is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DutyHours {
    /// Days of the week: bit 0 is Monday, bit 6 Sunday.
    pub days: i64,
    /// First hour of the day, 0 to 23.
    pub from: i64,
    /// Hour at which it ends, 1 to 24; after `from`.
    pub until: i64,
}

impl DutyHours {
    /// Validates days and hours.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `days`, `from` and `until`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = crate::error::Checks::default();
        checks.ensure("days", (1..128).contains(&self.days), Code::Required);
        checks.ensure("from", (0..24).contains(&self.from), Code::OutOfRange);
        checks.ensure("until", self.until > self.from && self.until <= 24, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }

    /// Whether `at` is one of the hours.
    #[must_use]
    pub fn covers(self, at: Timestamp) -> bool {
        let (day, hour) = (Day::of(at).weekday(), second_of_day(at) / 3600);
        self.days & (1 << day) != 0 && (self.from..self.until).contains(&hour)
    }
}

/// By when an asked shop answers.
#[must_use]
pub fn shop_answers_by(now: Timestamp) -> Timestamp {
    after_daytime(now, SHOP_HOURS)
}

/// By when an asked person answers.
#[must_use]
pub fn person_answers_by(now: Timestamp) -> Timestamp {
    now + PERSON_HOURS * 3600
}

/// The deadline of a claim of an urgent wish: the end of the next day.
#[must_use]
pub fn due_of_claim(now: Timestamp) -> Timestamp {
    Day::of(now).plus(1).end() - 1
}

/// When it is asked whether a wish stays urgent that was marked, or kept, at `from`.
#[must_use]
pub fn asked_again(from: Timestamp) -> Timestamp {
    from + MARK_DAYS * DAY
}

/// By when a coordinator decides who is asked whether a wish stays urgent.
#[must_use]
pub fn decided_by(now: Timestamp) -> Timestamp {
    now + DECIDE_DAYS * DAY
}

/// An urgent wish as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UrgentWish {
    /// Row id.
    pub id: UrgentId,
    /// The wish.
    pub wish: WishId,
    /// Its household.
    pub household: HouseholdId,
    /// Title of its item, in Chinese.
    pub title: String,
    /// Name of its area.
    pub area_name: String,
    /// Why it is urgent.
    pub reason: UrgentReason,
    /// Its state.
    pub state: UrgentState,
    /// When it was marked.
    pub marked: Timestamp,
    /// By when the next step is due.
    pub next_step: Timestamp,
    /// Account in charge, once it fell to the district.
    pub owner: Option<AccountId>,
    /// Name of that account, or empty.
    pub owner_name: String,
    /// Name of the shop or person that is asked now, or empty.
    pub asked_name: String,
    /// Units that no claim holds.
    pub free: i64,
    /// When it is asked whether the wish stays urgent.
    pub until: Timestamp,
    /// By when a coordinator decides whether it does, once one is asked.
    pub decide_by: Option<Timestamp>,
}

/// An ask as staff and the asked read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UrgentAsk {
    /// Row id.
    pub id: UrgentAskId,
    /// The wish.
    pub wish: WishId,
    /// Title of its item, in Chinese.
    pub title: String,
    /// Its public words.
    pub words: String,
    /// Shop that is asked; `None` for a person.
    pub location: Option<LocationId>,
    /// Name of the shop or the person.
    pub name: String,
    /// Its state.
    pub state: UrgentAskState,
    /// When it was asked.
    pub asked: Timestamp,
    /// By when it answers.
    pub answer_by: Timestamp,
    /// Claim that came of it.
    pub claim: Option<i64>,
    /// Whether the reader may answer now.
    pub may_answer: bool,
}

/// A line of the duty roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Duty {
    /// Row id.
    pub id: DutyId,
    /// Area for whose wishes the account is asked.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Days and hours.
    pub hours: DutyHours,
}

/// The service that opens when the goods of a wish are handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FollowOn {
    /// The wish.
    pub wish: WishId,
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: String,
    /// Whether it is sent at once; else it is drafted, and the caseworker sends it.
    pub send: bool,
    /// Referral that came of it.
    pub referral: Option<ReferralId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Friday, 16:00 in China.
    const FRIDAY: Timestamp = 1_800_000_000;

    #[test]
    fn hours_of_duty_are_those_of_the_week_in_china() {
        let day = Day::of(FRIDAY).weekday();
        let hour = second_of_day(FRIDAY) / 3600;
        let hours = DutyHours { days: 1 << day, from: hour, until: hour + 1 };
        assert!(hours.covers(FRIDAY) && !hours.covers(FRIDAY + 3600) && !hours.covers(FRIDAY + DAY));
        assert!(hours.covers(FRIDAY + 7 * DAY));
        assert!(DutyHours { days: 0, ..hours }.checked().is_err());
        assert!(DutyHours { until: hour, ..hours }.checked().is_err());
        assert_eq!(hours.checked(), Ok(hours));
    }

    #[test]
    fn an_ask_is_answered_once_and_in_time() {
        assert_eq!(UrgentAskState::Asked.must_wait(FRIDAY, FRIDAY), Ok(()));
        assert_eq!(UrgentAskState::Asked.must_wait(FRIDAY, FRIDAY + 1), Err(Error::Conflict(Code::TooLate)));
        for state in [UrgentAskState::Accepted, UrgentAskState::Declined, UrgentAskState::Silent] {
            assert_eq!(state.must_wait(FRIDAY, FRIDAY), Err(Error::Conflict(Code::WrongState)));
        }
    }

    #[test]
    fn a_claim_is_due_at_the_end_of_the_next_day() {
        let due = due_of_claim(FRIDAY);
        assert_eq!(Day::of(due).number(), Day::of(FRIDAY).number() + 1);
        assert!(shop_answers_by(FRIDAY) < due && person_answers_by(FRIDAY) < due && due < asked_again(FRIDAY));
    }
}
