//! Rounds (排摸): every door of an area, from a base list, and what was found behind each.

mod comparison;
mod doors;
pub mod profile;

use serde::{Deserialize, Serialize};

pub use comparison::{CompareKind, ComparedDoor, Comparison};
pub use doors::{
    AGAIN_DAYS, Door, DoorFile, DoorId, DoorLine, DoorSource, DoorState, Knock, KnockLine, KnockOutcome, ListAnswer,
    MOST_LINES, PeopleCount, WrongCell, WrongDoorLine,
};

use crate::{Code, DAY, Error, Result, Timestamp, accounts::Role, areas::AreaId, error::Checks, text};

/// Row id of a round.
pub type RoundId = i64;

/// Longest time that a round runs, in days.
pub const LONGEST_DAYS: Timestamp = 366;
/// Days before its end at which its staff are reminded.
pub const REMINDER_DAYS: Timestamp = 3;
/// Days after its end in which the words of its list are kept, so that the next round can be compared with it.
pub const KEEP_DAYS: Timestamp = 400;

/// State of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Doors are knocked at.
    Running,
    /// Over: by its coordinator, or on its last day.
    Ended,
    /// Its doors went into a round of a larger area.
    Joined,
    /// Opened by mistake: no door was knocked at.
    CalledOff,
}

crate::text_enum!(RoundState {
    Running = "running", Ended = "ended", Joined = "joined", CalledOff = "called_off",
});

/// An event that changes the state of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundEvent {
    /// Its coordinator or its last day ends it.
    End,
    /// A round of a larger area takes its doors over.
    Join,
    /// Its coordinator calls it off.
    CallOff,
}

impl RoundEvent {
    /// Every event.
    pub const ALL: &[RoundEvent] = &[RoundEvent::End, RoundEvent::Join, RoundEvent::CallOff];
}

impl RoundState {
    /// The state after `event`. Only `Running` has successors.
    ///
    /// # Errors
    /// [`Code::RoundOver`] if the round has ended.
    pub fn after(self, event: RoundEvent) -> Result<RoundState> {
        match (self, event) {
            (RoundState::Running, RoundEvent::End) => Ok(RoundState::Ended),
            (RoundState::Running, RoundEvent::Join) => Ok(RoundState::Joined),
            (RoundState::Running, RoundEvent::CallOff) => Ok(RoundState::CalledOff),
            _ => Err(Error::Conflict(Code::RoundOver)),
        }
    }

    /// The role that has to act; `None` once it is over.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        match self {
            RoundState::Running => Some(Role::Coordinator),
            RoundState::Ended | RoundState::Joined | RoundState::CalledOff => None,
        }
    }
}

/// Where the doors of a new round come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// The open household files of the area.
    #[default]
    Files,
    /// Only a list that is added afterwards.
    List,
}

crate::text_enum!(Base { Files = "files", List = "list" });

/// What becomes of running rounds of smaller areas inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// The new round is refused.
    #[default]
    Refuse,
    /// Their doors, with all that was found, go into the new round.
    Join,
}

crate::text_enum!(Overlap { Refuse = "refuse", Join = "join" });

/// A round to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewRound {
    /// Area whose doors are knocked at.
    pub area: AreaId,
    /// Name, 1 to 40 characters, such as "2026 spring".
    pub name: String,
    /// Last second of its last day.
    pub due: Timestamp,
    /// Where its doors come from.
    #[serde(default)]
    pub base: Base,
    /// What becomes of running rounds inside the area.
    #[serde(default)]
    pub overlap: Overlap,
}

impl NewRound {
    /// Trims and validates the name and the last day.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40));
        checks.ensure("due", is_due(self.due, now), Code::OutOfRange);
        checks.done()?;
        Ok(NewRound { name: name.unwrap_or_default(), ..self })
    }
}

/// Whether a round may end then: not in the past, and within [`LONGEST_DAYS`].
#[must_use]
pub fn is_due(due: Timestamp, now: Timestamp) -> bool {
    due > now && due <= now + LONGEST_DAYS * DAY
}

/// When the staff of a round that ends at `due` are reminded; 0 when it is too late for that.
#[must_use]
pub fn reminder(due: Timestamp, now: Timestamp) -> Timestamp {
    let at = due - REMINDER_DAYS * DAY;
    if at > now { at } else { 0 }
}

/// Doors to be given to a caseworker; only those without an answer are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = DoorShare))]
#[serde(rename_all = "snake_case", tag = "by", content = "of")]
pub enum Share {
    /// These doors.
    Doors(Vec<DoorId>),
    /// All of an area and the areas below it.
    Area(AreaId),
    /// Those of an area to which no caseworker goes.
    Unowned(AreaId),
}

/// How far a round has come, in doors and people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Coverage {
    /// Doors, without those whose file was erased or merged.
    pub doors: i64,
    /// Not knocked at yet.
    pub to_meet: i64,
    /// Met.
    pub met: i64,
    /// The door stayed shut, to be tried again.
    pub not_there: i64,
    /// Moved away.
    pub moved: i64,
    /// Did not want to be asked.
    pub declined: i64,
    /// People of the households that were met.
    pub people: i64,
    /// Those of them who live here.
    pub here: i64,
}

impl Coverage {
    /// Doors with an answer: met, moved or declined.
    #[must_use]
    pub fn answered(&self) -> i64 {
        self.met + self.moved + self.declined
    }

    /// Doors without an answer.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.to_meet + self.not_there
    }

    /// Answered doors in whole percent, rounded down, so that 100 means every door; `None` without doors.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        (self.doors > 0).then(|| self.answered() * 100 / self.doors)
    }
}

impl std::ops::Add for Coverage {
    type Output = Coverage;

    fn add(self, other: Coverage) -> Coverage {
        Coverage {
            doors: self.doors + other.doors,
            to_meet: self.to_meet + other.to_meet,
            met: self.met + other.met,
            not_there: self.not_there + other.not_there,
            moved: self.moved + other.moved,
            declined: self.declined + other.declined,
            people: self.people + other.people,
            here: self.here + other.here,
        }
    }
}

/// Coverage of one area of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaCoverage {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// How far it is.
    pub coverage: Coverage,
    /// Open doors without a caseworker who goes there.
    pub unowned: i64,
}

/// A round as its staff read it. Caseworkers count the doors of their own areas only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Round {
    /// Row id.
    pub id: RoundId,
    /// Its area.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: RoundState,
    /// When it was opened.
    pub opened: Timestamp,
    /// Name of the coordinator who opened it.
    pub opened_by: String,
    /// Last second of its last day.
    pub due: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Ended round of the same area, or of one around it, that it is compared with.
    pub earlier: Option<RoundId>,
    /// Round that took its doors over.
    pub joined_into: Option<RoundId>,
    /// How far it is.
    pub coverage: Coverage,
    /// Open doors without a caseworker who goes there.
    pub unowned: i64,
    /// Whether the reader may share it out, change its end and end it.
    pub may_manage: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_an_owner_and_a_next_step_or_is_an_end() {
        for state in RoundState::ALL {
            let next: Vec<_> = RoundEvent::ALL.iter().filter_map(|event| state.after(*event).ok()).collect();
            assert_eq!(state.owner().is_some(), !next.is_empty(), "{state:?}");
            assert!(next.iter().all(|state| state.owner().is_none()), "each event ends a round");
        }
    }

    #[test]
    fn only_every_door_is_a_hundred_percent() {
        let nearly = Coverage { doors: 3874, to_meet: 1, met: 3873, ..Coverage::default() };
        assert_eq!((nearly.percent(), nearly.open()), (Some(99), 1));
        let all = Coverage { to_meet: 0, met: 3800, moved: 60, declined: 14, ..nearly };
        assert_eq!((all.percent(), all.answered(), Coverage::default().percent()), (Some(100), 3874, None));
    }

    #[test]
    fn a_round_ends_within_a_year_and_reminds_only_ahead() {
        let now = 1_790_784_000;
        assert!(is_due(now + DAY, now) && !is_due(now, now) && !is_due(now + 367 * DAY, now));
        assert_eq!((reminder(now + 10 * DAY, now), reminder(now + 2 * DAY, now)), (now + 7 * DAY, 0));
    }
}
