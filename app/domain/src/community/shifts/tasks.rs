//! Tasks of a shift: homes by alias, ticked off at the door. What is left over goes back to the caseworker.

use serde::{Deserialize, Serialize};

use super::ShiftId;
use crate::{
    Code, DAY, Error, Result, Timestamp,
    casework::findings::NeedKind,
    error::Checks,
    households::{Alias, HouseholdId},
    text,
};

/// Row id of a task.
pub type TaskId = i64;

/// Homes on the list of one shift.
pub const TASKS_MOST: i64 = 200;
/// Days after which a task that came back is told to the coordinators.
pub const BACK_DAYS: Timestamp = 7;
/// Days after which a task that came back lapses.
pub const LAPSE_DAYS: Timestamp = 30;

/// What is done at a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Bring something.
    Deliver,
    /// Fetch something.
    Fetch,
    /// Clear snow, rubbish, a yard.
    Clear,
    /// Repair something.
    Repair,
    /// Talk, explain, ask.
    Talk,
    /// Look after the person.
    Look,
    /// Something else.
    Other,
}

crate::text_enum!(TaskKind {
    Deliver = "deliver", Fetch = "fetch", Clear = "clear", Repair = "repair", Talk = "talk", Look = "look",
    Other = "other",
});

/// State of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// To be done.
    Open,
    /// Done.
    Done,
    /// The door was not opened; it can still be done.
    NotThere,
    /// The family does not want it.
    Declined,
    /// The family needs something else, which is a finding now.
    Need,
    /// Left over: the caseworker decides.
    Back,
    /// On the list of a later shift.
    Moved,
    /// The caseworker has seen to it.
    Settled,
    /// Came back, and nothing was done about it.
    Lapsed,
}

crate::text_enum!(TaskState {
    Open = "open", Done = "done", NotThere = "not_there", Declined = "declined", Need = "need", Back = "back",
    Moved = "moved", Settled = "settled", Lapsed = "lapsed",
});

impl TaskState {
    /// Whether it can be ticked off at the door.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, TaskState::Open | TaskState::NotThere)
    }

    /// Checks that the task is in this state.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be(self, state: TaskState) -> Result<()> {
        if self == state { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// What was found at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TickOutcome {
    /// It was done.
    Done,
    /// The door was not opened.
    NotThere,
    /// The family does not want it.
    Declined,
    /// The family needs something.
    Need,
}

crate::text_enum!(TickOutcome {
    Done = "done", NotThere = "not_there", Declined = "declined", Need = "need",
});

impl TickOutcome {
    /// State of a task after it was ticked off.
    #[must_use]
    pub fn state(self) -> TaskState {
        match self {
            TickOutcome::Done => TaskState::Done,
            TickOutcome::NotThere => TaskState::NotThere,
            TickOutcome::Declined => TaskState::Declined,
            TickOutcome::Need => TaskState::Need,
        }
    }
}

/// A tick at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tick {
    /// What was found.
    pub outcome: TickOutcome,
    /// What the family needs, for that outcome.
    #[serde(default)]
    pub need: Option<NeedKind>,
    /// What to know about the need, up to 200 characters.
    #[serde(default)]
    pub words: String,
}

impl Tick {
    /// Trims and validates.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `need`, which the outcome "need" names and no other, and `words`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let words = checks.take("words", text::words(&self.words, 0, 200)).unwrap_or_default();
        let is_need = self.outcome == TickOutcome::Need;
        checks.ensure("need", !is_need || self.need.is_some(), Code::Required);
        checks.done()?;
        let (need, words) = if is_need { (self.need, words) } else { (None, String::new()) };
        Ok(Tick { need, words, ..self })
    }
}

/// Homes to be put on the list of a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewTasks {
    /// Households, up to 200.
    pub households: Vec<HouseholdId>,
    /// What is done there.
    pub kind: TaskKind,
    /// What to know at the door, up to 200 characters: no name, no address.
    #[serde(default)]
    pub words: String,
    /// Whether each family agreed that those on the shift come and learn its address for that time.
    pub agreed: bool,
}

impl NewTasks {
    /// Trims and validates; the households are in ascending order, each once.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `households`, `words` and `agreed`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let mut households = self.households;
        households.sort_unstable();
        households.dedup();
        let few = i64::try_from(households.len()).is_ok_and(|n| n <= TASKS_MOST);
        checks.ensure("households", !households.is_empty(), Code::Required);
        checks.ensure("households", few, Code::OutOfRange);
        let words = checks.take("words", text::words(&self.words, 0, 200)).unwrap_or_default();
        checks.ensure("agreed", self.agreed, Code::Required);
        checks.done()?;
        Ok(NewTasks { households, words, ..self })
    }
}

/// A task as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShiftTask {
    /// Row id.
    pub id: TaskId,
    /// Its shift.
    pub shift: ShiftId,
    /// Number in the list.
    pub n: i64,
    /// The household, for staff of its area only.
    pub household: Option<HouseholdId>,
    /// What those on the shift learn of the household.
    pub alias: Alias,
    /// Name of the home's smallest area.
    pub area_name: String,
    /// What is done there.
    pub kind: TaskKind,
    /// What to know at the door; for those on the shift in its time only, and for staff of the area.
    pub words: String,
    /// Its state.
    pub state: TaskState,
    /// Address, after a reveal in the time of the shift.
    pub address: Option<String>,
    /// When it was ticked off.
    pub ticked: Option<Timestamp>,
    /// Until when the caseworker decides about one that came back.
    pub due: Option<Timestamp>,
}

/// When a task that came back then is told to the coordinators.
#[must_use]
pub fn raised_at(back: Timestamp) -> Timestamp {
    back + BACK_DAYS * DAY
}

/// When a task that was told to the coordinators then lapses.
#[must_use]
pub fn lapses_at(raised: Timestamp) -> Timestamp {
    raised + (LAPSE_DAYS - BACK_DAYS) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_named_and_only_for_that_outcome() {
        let tick = |outcome, need| Tick { outcome, need, words: " 药 ".into() }.checked();
        assert!(tick(TickOutcome::Need, None).is_err());
        let need = tick(TickOutcome::Need, Some(NeedKind::Health)).expect("valid");
        assert_eq!((need.need, need.words.as_str()), (Some(NeedKind::Health), "药"));
        assert_eq!(tick(TickOutcome::Done, Some(NeedKind::Health)).expect("valid").need, None);
        assert!(TickOutcome::NotThere.state().is_open() && !TickOutcome::Declined.state().is_open());
    }

    #[test]
    fn homes_are_on_a_list_once_and_each_family_agreed() {
        let new =
            |agreed| NewTasks { households: vec![3, 1, 3], kind: TaskKind::Deliver, words: String::new(), agreed };
        assert_eq!(new(true).checked().expect("valid").households, [1, 3]);
        assert!(new(false).checked().is_err());
        assert_eq!(lapses_at(raised_at(0)), LAPSE_DAYS * DAY);
    }
}
