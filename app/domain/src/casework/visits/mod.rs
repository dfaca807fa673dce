//! Visits: which families are visited how often, when a visit is due, and what its report says.
//!
//! [`Window::timing`] is the only definition of due and overdue; the store's SQL says the same, which a test compares.

mod plans;
mod reports;
mod rules;

use serde::{Deserialize, Serialize};

pub use self::{
    plans::{PLANNED_AHEAD, PLANNED_MOST, PlannedVisit, VisitPlan, by_address, planned_day},
    reports::{MetPerson, Mood, NewReport, RECORD_DAYS, Report, ReportMediumId, Way, counts_as_visit},
    rules::{FESTIVAL_GRACE_DAYS, Festival, NewVisitRule, Rhythm, VisitGroup, VisitRule},
};
use crate::{Code, Error, Result, Timestamp, accounts::AccountId, areas::AreaId, households::HouseholdId, time::Day};

/// Row id of a visit that is due.
pub type VisitId = i64;
/// Row id of a rule.
pub type VisitRuleId = i64;
/// Row id of a visit's report.
pub type ReportId = i64;

/// Days of the window of an appointment, and after it until it counts as missed.
pub const APPOINTMENT_GRACE_DAYS: Timestamp = 7;

/// When a visit can be made: from `opens`, in time before `due`, late before `ends`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Window {
    /// First second.
    pub opens: Timestamp,
    /// First second at which it is overdue.
    pub due: Timestamp,
    /// First second at which it is missed.
    pub ends: Timestamp,
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Its window has not opened.
    Later,
    /// To be made now, in time.
    Due,
    /// To be made now, late.
    Overdue,
    /// Made in time.
    InTime,
    /// Made late.
    Late,
    /// Not made.
    Missed,
    /// Not needed any more: the file was closed, or the appointment called off.
    Cancelled,
}

crate::text_enum!(Timing {
    Later = "later", Due = "due", Overdue = "overdue", InTime = "in_time", Late = "late", Missed = "missed",
    Cancelled = "cancelled",
});

impl Window {
    /// Returns where a visit with this window stands: the only definition of due and overdue.
    #[must_use]
    pub fn timing(self, made: Option<Timestamp>, cancelled: bool, now: Timestamp) -> Timing {
        match made {
            _ if cancelled => Timing::Cancelled,
            Some(made) if made < self.due => Timing::InTime,
            Some(_) => Timing::Late,
            None if now < self.opens => Timing::Later,
            None if now < self.due => Timing::Due,
            None if now < self.ends => Timing::Overdue,
            None => Timing::Missed,
        }
    }

    /// Returns the window of an appointment on the day of `at`.
    #[must_use]
    pub fn of_appointment(at: Timestamp) -> Window {
        let day = Day::of(at);
        Window { opens: day.start(), due: day.end(), ends: day.plus(1 + APPOINTMENT_GRACE_DAYS).start() }
    }
}

/// A visit, as staff of the area see it in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Visit {
    /// Row id.
    pub id: VisitId,
    /// Household to be visited.
    pub household: HouseholdId,
    /// Name of its contact person; masked for those who do not keep files there.
    pub name: String,
    /// Name of its area.
    pub area_name: String,
    /// Rule that asks for it; null for an appointment.
    pub rule: Option<VisitRuleId>,
    /// Its window.
    pub window: Window,
    /// Where it stands.
    pub timing: Timing,
    /// When the family was met, or null.
    pub made: Option<Timestamp>,
    /// Account whose visit it is, or null.
    pub owner: Option<AccountId>,
    /// Name of that account, or empty.
    pub owner_name: String,
    /// Name of the account that it climbed to because it was missed twice, or empty.
    pub raised_to: String,
    /// Finding whose appointment it is, or null.
    pub finding: Option<i64>,
    /// Whether the reader may record it.
    pub may_record: bool,
    /// Whether the reader may give it to a caseworker.
    pub may_assign: bool,
}

/// Visits and findings of a month in the areas of a reader. Each number counts the rows of the list with the same
/// filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitFigures {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Visits whose due day lies in the month, without cancelled ones.
    pub due: i64,
    /// Of these, made in time.
    pub in_time: i64,
    /// Made late.
    pub late: i64,
    /// Missed.
    pub missed: i64,
    /// Still to be made.
    pub waiting: i64,
    /// Findings of the month.
    pub found: i64,
    /// Of these, open.
    pub open: i64,
    /// Of these, open for more than [`super::findings::OLD_DAYS`] days.
    pub old: i64,
    /// Of these, closed because the family was helped.
    pub helped: i64,
    /// Of these, closed without help because the family left it there.
    pub left: i64,
}

/// Checks that a visit can be given to an account: it has not ended.
///
/// # Errors
/// [`Code::WrongState`] otherwise.
pub fn must_wait(timing: Timing) -> Result<()> {
    match timing {
        Timing::Later | Timing::Due | Timing::Overdue => Ok(()),
        Timing::InTime | Timing::Late | Timing::Missed | Timing::Cancelled => Err(Error::Conflict(Code::WrongState)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_due_from_its_opening_overdue_from_its_due_time_and_missed_at_its_end() {
        let window = Window { opens: 10, due: 20, ends: 30 };
        let at = |now| window.timing(None, false, now);
        assert_eq!(
            [at(9), at(10), at(19), at(20), at(29), at(30)].map(Timing::as_str),
            ["later", "due", "due", "overdue", "overdue", "missed"]
        );
        let made = |made| window.timing(Some(made), false, 99);
        assert_eq!((made(19), made(20)), (Timing::InTime, Timing::Late));
        assert_eq!(window.timing(Some(15), true, 99), Timing::Cancelled);
    }
}
