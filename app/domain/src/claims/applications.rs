//! Applications: donors offer to fulfil a costly wish, with a plan, and staff of the family's area choose one of them.
//!
//! An application holds no units. Whether a wish is given by application is decided by the policy on the day of its
//! publication and stays so: a changed amount neither opens a wish for which donors wait, nor closes one that they
//! read.

use serde::{Deserialize, Serialize};

use super::ClaimId;
use crate::{
    Code, DAY, Error, Result, Timestamp, catalogue,
    error::Checks,
    text,
    wishes::{Wish, WishId},
};

/// Row id of an application.
pub type ApplicationId = i64;

/// Applications of a donor that may wait at once. More would let one account stand before every costly wish.
pub const APPLICATIONS: i64 = 5;

/// Applications of a donor for one wish that may end by a withdrawal or a refusal. A third would let one account go on
/// asking staff, who have answered, and keep a wish from ending.
pub const PER_WISH: i64 = 2;

/// Most units of an application, as of a claim.
pub const MOST_UNITS: i64 = 20;

/// Most characters of a plan.
pub const PLAN_LENGTH: usize = 500;

/// Days until the caseworkers are reminded of applications that wait.
pub const REMIND_DAYS: i64 = 3;
/// Days after the reminder until the coordinators are told.
pub const CLIMB_DAYS: i64 = 4;
/// Days after that until the wish says that its decision is late, and between two reminders from then on.
pub const LATE_DAYS: i64 = 7;

/// Steps of the clock after which the wish says that its decision is late; it may expire when the next one is due.
pub const LATE_STEPS: i64 = 3;

/// What the clock does about a wish whose applications wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// The caseworkers of the area are reminded.
    Caseworkers,
    /// The coordinators of the area and above are told.
    Coordinators,
    /// The applicants are told, the wish says so, and the coordinators are reminded.
    Late,
    /// The coordinators are reminded again.
    Again,
}

impl Reminder {
    /// Returns the seconds until the step after `steps` earlier ones, from the last of them or from the application.
    #[must_use]
    pub fn wait(steps: i64) -> Timestamp {
        if steps == 0 { REMIND_DAYS * DAY } else { Reminder::after(steps - 1).1 }
    }

    /// The step after `steps` earlier ones, and the seconds until the next.
    #[must_use]
    pub fn after(steps: i64) -> (Reminder, Timestamp) {
        match steps {
            0 => (Reminder::Caseworkers, CLIMB_DAYS * DAY),
            1 => (Reminder::Coordinators, LATE_DAYS * DAY),
            2 => (Reminder::Late, LATE_DAYS * DAY),
            _ => (Reminder::Again, LATE_DAYS * DAY),
        }
    }
}

/// State of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Staff have not decided.
    Waiting,
    /// Staff chose it, and it is a claim.
    Chosen,
    /// Another donor or a shop brings the goods; it waits again if they do not come.
    Passed,
    /// Staff declined it, with a reason.
    Declined,
    /// The donor withdrew it.
    Withdrawn,
    /// The wish ended, or the donor's account did.
    Ended,
}

crate::text_enum!(ApplicationState {
    Waiting = "waiting", Chosen = "chosen", Passed = "passed", Declined = "declined", Withdrawn = "withdrawn",
    Ended = "ended",
});

/// An event that may change the state of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApplicationEvent {
    /// Staff choose it.
    Choose,
    /// No units are left for it.
    Pass,
    /// Units are free again.
    Reopen,
    /// Staff decline it.
    Decline,
    /// The donor withdraws it.
    Withdraw,
    /// The wish or the account ends.
    End,
}

impl ApplicationEvent {
    /// Every event; the tests check each against every state.
    pub const ALL: &[ApplicationEvent] = &[
        ApplicationEvent::Choose,
        ApplicationEvent::Pass,
        ApplicationEvent::Reopen,
        ApplicationEvent::Decline,
        ApplicationEvent::Withdraw,
        ApplicationEvent::End,
    ];
}

impl ApplicationState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: ApplicationEvent) -> Result<ApplicationState> {
        match (self, event) {
            (Self::Waiting, ApplicationEvent::Choose) => Ok(Self::Chosen),
            (Self::Waiting, ApplicationEvent::Pass) => Ok(Self::Passed),
            (Self::Passed, ApplicationEvent::Reopen) => Ok(Self::Waiting),
            (Self::Waiting, ApplicationEvent::Decline) => Ok(Self::Declined),
            (Self::Waiting | Self::Passed, ApplicationEvent::Withdraw) => Ok(Self::Withdrawn),
            (Self::Waiting | Self::Passed, ApplicationEvent::End) => Ok(Self::Ended),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether it may still be chosen; a donor has one such application for a wish.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, ApplicationState::Waiting | ApplicationState::Passed)
    }
}

/// An application to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewApplication {
    /// Units that the donor would bring, 1 to 20.
    #[serde(default = "one")]
    pub quantity: i64,
    /// How the donor means to get and bring it; read by those who decide only.
    pub plan: String,
}

fn one() -> i64 {
    1
}

impl NewApplication {
    /// Trims the plan and validates both fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the quantity is not 1 to 20, or the plan has fewer than 2 or more than 500 characters.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("quantity", (1..=MOST_UNITS).contains(&self.quantity), Code::OutOfRange);
        let plan = checks.take("plan", text::words(&self.plan, 2, PLAN_LENGTH));
        checks.done()?;
        Ok(NewApplication { quantity: self.quantity, plan: plan.unwrap_or_default() })
    }
}

/// An application, as its donor and those who decide see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Application {
    /// Row id.
    pub id: ApplicationId,
    /// Wish that it is for.
    pub wish: WishId,
    /// Chinese title of the wish.
    pub title: String,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Category of the item.
    pub category: catalogue::Category,
    /// Size asked for, or empty.
    pub size: String,
    /// Units that the donor would bring.
    pub quantity: i64,
    /// The plan; `None` for staff who do not decide about it, and when it was deleted because it has ended.
    pub plan: Option<String>,
    /// Its state.
    pub state: ApplicationState,
    /// Why staff declined it; `None` unless they did.
    pub reason: Option<String>,
    /// Claim that came of it.
    pub claim: Option<ClaimId>,
    /// When the donor applied.
    pub created: Timestamp,
    /// When its state last changed.
    pub changed: Timestamp,
}

/// An application in the list of those who decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Applicant {
    /// The application.
    #[serde(flatten)]
    pub application: Application,
    /// Name of the donor.
    pub applicant: String,
    /// Its organisation, or empty.
    pub organisation: String,
    /// Whether the reader may decide: not about its own application, one of its organisation, or a rival of its own.
    pub may_decide: bool,
}

/// An application with the wish that its page shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApplicationFile {
    /// The application, and who made it; names are empty for the donor itself.
    #[serde(flatten)]
    pub applicant: Applicant,
    /// Its wish, as the public sees it.
    #[serde(rename = "wish_detail")]
    pub wish: Wish,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The complete state machine: every transition not listed here must be rejected.
    #[test]
    fn only_the_listed_transitions_are_allowed() {
        use ApplicationEvent as E;
        use ApplicationState as S;
        let design = [
            (S::Waiting, E::Choose, S::Chosen),
            (S::Waiting, E::Pass, S::Passed),
            (S::Passed, E::Reopen, S::Waiting),
            (S::Waiting, E::Decline, S::Declined),
            (S::Waiting, E::Withdraw, S::Withdrawn),
            (S::Passed, E::Withdraw, S::Withdrawn),
            (S::Waiting, E::End, S::Ended),
            (S::Passed, E::End, S::Ended),
        ];
        for from in S::ALL {
            for event in E::ALL {
                let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
            }
            assert_eq!(from.is_live(), from.after(E::Withdraw).is_ok(), "a donor may withdraw while it is live");
        }
    }

    #[test]
    fn a_late_decision_is_said_two_weeks_after_the_first_application() {
        let waits: Vec<_> = (0..5).map(|steps| Reminder::after(steps).1 / DAY).collect();
        assert_eq!(REMIND_DAYS + waits[0] + waits[1], 14);
        assert_eq!(Reminder::after(LATE_STEPS - 1).0, Reminder::Late);
        assert_eq!((Reminder::after(9).0, waits[4]), (Reminder::Again, LATE_DAYS));
    }

    #[test]
    fn a_plan_and_a_number_of_units_are_required() {
        let wrong = NewApplication { quantity: 21, plan: " ".into() }.checked();
        let Err(Error::Invalid(fields)) = wrong else { panic!("accepted") };
        assert_eq!(fields.iter().map(|field| field.name).collect::<Vec<_>>(), ["quantity", "plan"]);
        let right = NewApplication { quantity: 1, plan: " 周末去县城买 ".into() }.checked().expect("a plan");
        assert_eq!(right.plan, "周末去县城买");
        assert!(NewApplication { quantity: 1, plan: "字".repeat(501) }.checked().is_err());
    }
}
