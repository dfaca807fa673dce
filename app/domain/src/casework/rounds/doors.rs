//! Doors of a round, and what was found behind them.

use serde::{Deserialize, Serialize};

use super::RoundId;
use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::AccountId, areas::AreaId, error::Checks, households::HouseholdId,
    text,
};

/// Row id of a door.
pub type DoorId = i64;

/// Latest day of the next try, in days from today.
pub const AGAIN_DAYS: Timestamp = 60;
/// Days until the next try when none is said.
const AGAIN_USUALLY: Timestamp = 7;
/// Most people of one household.
const PEOPLE: i64 = 50;
/// Most lines of a base list.
pub const MOST_LINES: usize = 20_000;

/// State of a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DoorState {
    /// Not knocked at yet.
    ToMeet,
    /// The household was met.
    Met,
    /// The door stayed shut; to be tried again.
    NotThere,
    /// The household has moved away.
    Moved,
    /// The household does not want to be asked.
    Declined,
    /// Its file was erased, or merged into that of another door; it counts no more.
    Gone,
}

crate::text_enum!(DoorState {
    ToMeet = "to_meet", Met = "met", NotThere = "not_there", Moved = "moved", Declined = "declined", Gone = "gone",
});

/// What one person found at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KnockOutcome {
    /// The household was met.
    Met,
    /// The door stayed shut.
    NotThere,
    /// The household has moved away.
    Moved,
    /// The household does not want to be asked.
    Declined,
}

crate::text_enum!(KnockOutcome { Met = "met", NotThere = "not_there", Moved = "moved", Declined = "declined" });

impl DoorState {
    /// Whether the door has no answer yet.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, DoorState::ToMeet | DoorState::NotThere)
    }

    /// The state after a knock. A later answer replaces an earlier one; a door that stays shut takes none back.
    ///
    /// # Errors
    /// [`Code::WrongState`] if the door is gone.
    pub fn after(self, outcome: KnockOutcome) -> Result<DoorState> {
        match (self, outcome) {
            (DoorState::Gone, _) => Err(Error::Conflict(Code::WrongState)),
            (_, KnockOutcome::Met) => Ok(DoorState::Met),
            (_, KnockOutcome::Moved) => Ok(DoorState::Moved),
            (_, KnockOutcome::Declined) => Ok(DoorState::Declined),
            (answered, KnockOutcome::NotThere) if !answered.is_open() => Ok(answered),
            (_, KnockOutcome::NotThere) => Ok(DoorState::NotThere),
        }
    }
}

/// How a door came into its round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DoorSource {
    /// A household file.
    File,
    /// A line of the base list.
    List,
    /// A family that was met and is on no list.
    Found,
}

crate::text_enum!(DoorSource { File = "file", List = "list", Found = "found" });

/// What one person found at a door, to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Knock {
    /// What was found.
    pub outcome: KnockOutcome,
    /// People of the household, 1 to 50; with `met` only.
    #[serde(default)]
    pub people: i64,
    /// Those of them who live here; with `met` only.
    #[serde(default)]
    pub here: i64,
    /// When to try again, within 60 days; with `not_there` only. In a week when left out.
    #[serde(default)]
    pub again: Option<Timestamp>,
    /// What to know for the next time, up to 200 characters.
    #[serde(default)]
    pub words: String,
}

impl Knock {
    /// Trims the words and validates the numbers that belong to the outcome; drops those that do not.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let words = checks.take("words", text::words(&self.words, 0, 200));
        let met = self.outcome == KnockOutcome::Met;
        let (people, here) = if met { (self.people, self.here) } else { (0, 0) };
        checks.ensure("people", !met || (1..=PEOPLE).contains(&people), Code::OutOfRange);
        checks.ensure("here", !met || (0..=people).contains(&here), Code::OutOfRange);
        let shut = self.outcome == KnockOutcome::NotThere;
        let again = shut.then(|| self.again.unwrap_or(now + AGAIN_USUALLY * DAY));
        checks.ensure("again", again.is_none_or(|at| at > now && at <= now + AGAIN_DAYS * DAY), Code::OutOfRange);
        checks.done()?;
        Ok(Knock { people, here, again, words: words.unwrap_or_default(), ..self })
    }
}

/// A line of a base list. A round that was made on paper brings its outcome along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DoorLine {
    /// Number of the line in its sheet, from 1.
    pub n: i64,
    /// Name of the area, or empty for that of the round.
    #[serde(default)]
    pub area: String,
    /// Address, or how the family is found when it has none.
    #[serde(default)]
    pub place: String,
    /// Name of the contact person.
    #[serde(default)]
    pub contact: String,
    /// Number of its household file, if it has one.
    #[serde(default)]
    pub household: Option<HouseholdId>,
    /// What was found, if the list has it.
    #[serde(default)]
    pub outcome: Option<KnockOutcome>,
    /// People of the household that was met.
    #[serde(default)]
    pub people: i64,
    /// Those of them who live here.
    #[serde(default)]
    pub here: i64,
}

impl DoorLine {
    /// Address and name on a line each, as they are sealed; empty for a line with a file.
    ///
    /// # Errors
    /// [`Code::Required`] for a line that says neither address nor name nor file; [`Code::TooLong`].
    pub fn label(&self) -> Result<String, Code> {
        if self.household.is_some() {
            return Ok(String::new());
        }
        let (place, contact) = (text::line(&self.place, 0, 120)?, text::line(&self.contact, 0, 30)?);
        match (place.is_empty(), contact.is_empty()) {
            (true, true) => Err(Code::Required),
            (_, true) => Ok(place),
            (_, false) => Ok(format!("{place}\n{contact}")),
        }
    }

    /// The knock that the line brings along.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] for numbers that cannot be.
    pub fn knock(&self, now: Timestamp) -> Result<Option<Knock>, Code> {
        let Some(outcome) = self.outcome else { return Ok(None) };
        let knock = Knock { outcome, people: self.people, here: self.here, again: None, words: String::new() };
        knock.checked(now).map(Some).map_err(|_| Code::OutOfRange)
    }
}

/// A line of a base list that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WrongDoorLine {
    /// Number of the line.
    pub n: i64,
    /// Its wrong cell: `area`, `place`, `household` or `people`.
    pub cell: WrongCell,
}

/// Cell for which a line was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WrongDoorCell))]
#[serde(rename_all = "snake_case")]
pub enum WrongCell {
    /// No area of the round has the name.
    Area,
    /// Neither address nor name, or too long.
    Place,
    /// No open file of the area has the number.
    Household,
    /// Numbers of people that cannot be.
    People,
}

crate::text_enum!(WrongCell { Area = "area", Place = "place", Household = "household", People = "people" });

/// What became of the lines of a base list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ListAnswer {
    /// Lines that became doors.
    pub added: i64,
    /// Lines whose door was in the round already.
    pub known: i64,
    /// Lines that were not taken.
    pub wrong: Vec<WrongDoorLine>,
}

/// A door as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Door {
    /// Row id.
    pub id: DoorId,
    /// Its round.
    pub round: RoundId,
    /// Number in the round.
    pub n: i64,
    /// Its area.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Household file, if it has one.
    pub household: Option<HouseholdId>,
    /// Contact person: of the file, masked for readers who do not keep it, or of the list; empty for unknown.
    pub contact: String,
    /// Address of the list, for readers who keep files there; that of a file takes a reveal.
    pub place: String,
    /// How it came into the round.
    pub source: DoorSource,
    /// Its state.
    pub state: DoorState,
    /// Caseworker who goes there; `None` without one, or once that account does not keep files there any more.
    pub owner: Option<AccountId>,
    /// Name of that caseworker, or empty.
    pub owner_name: String,
    /// When to try again.
    pub again: Option<Timestamp>,
    /// People of a household that was met.
    pub people: i64,
    /// Those of them who live here.
    pub here: i64,
    /// How often it was knocked at.
    pub knocks: i64,
    /// Whether the reader may record what it found there.
    pub may_knock: bool,
}

/// What one person found at a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KnockLine {
    /// When.
    pub at: Timestamp,
    /// Name of the account.
    pub by: String,
    /// What was found.
    pub outcome: KnockOutcome,
    /// People of the household.
    pub people: i64,
    /// Those of them who live here.
    pub here: i64,
    /// What to know, for readers who keep files there; else empty.
    pub words: String,
}

/// Number of people of a household.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PeopleCount {
    /// All of them.
    pub people: i64,
    /// Those of them who live here.
    pub here: i64,
}

/// A door with all that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DoorFile {
    /// The door.
    pub door: Door,
    /// Name of its round.
    pub round_name: String,
    /// Whether the round still runs.
    pub running: bool,
    /// Every knock, newest first.
    pub knocks: Vec<KnockLine>,
    /// Whether two people met the household on one day, or said different numbers: the newest counts, all stay.
    pub met_twice: bool,
    /// Members of its file; `None` without one.
    pub on_file: Option<PeopleCount>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shut_door_takes_no_answer_back() {
        for state in DoorState::ALL {
            let after = state.after(KnockOutcome::NotThere);
            match state {
                DoorState::Gone => assert_eq!(after, Err(Error::Conflict(Code::WrongState))),
                open if open.is_open() => assert_eq!(after, Ok(DoorState::NotThere)),
                answered => assert_eq!(after, Ok(*answered)),
            }
        }
        assert_eq!(DoorState::Moved.after(KnockOutcome::Met), Ok(DoorState::Met), "they came back");
    }

    #[test]
    fn numbers_belong_to_an_outcome() {
        let now = 1_790_784_000;
        let knock = |outcome, people, here| Knock { outcome, people, here, again: Some(1), words: " 好 ".into() };
        let met = knock(KnockOutcome::Met, 4, 2).checked(now).expect("valid");
        assert_eq!((met.again, met.words.as_str()), (None, "好"));
        for (people, here) in [(0, 0), (51, 1), (3, 4), (3, -1)] {
            assert!(knock(KnockOutcome::Met, people, here).checked(now).is_err(), "{here} of {people}");
        }
        assert!(knock(KnockOutcome::NotThere, 9, 9).checked(now).is_err(), "again in the past");
        let shut = Knock { again: None, ..knock(KnockOutcome::NotThere, 9, 9) }.checked(now).expect("valid");
        assert_eq!((shut.people, shut.here, shut.again), (0, 0, Some(now + 7 * DAY)));
    }

    #[test]
    fn a_line_without_address_is_found_by_its_name() {
        let line = DoorLine { contact: "桥下 老王".into(), ..DoorLine::default() };
        assert_eq!(line.label(), Ok("\n桥下 老王".into()));
        assert_eq!(DoorLine::default().label(), Err(Code::Required));
        assert_eq!(DoorLine { household: Some(7), ..DoorLine::default() }.label(), Ok(String::new()));
        let paper = DoorLine { outcome: Some(KnockOutcome::Met), people: 3, here: 2, ..DoorLine::default() };
        assert_eq!(paper.knock(0).map(|knock| knock.map(|k| (k.people, k.here))), Ok(Some((3, 2))));
        assert_eq!(DoorLine { here: 9, ..paper }.knock(0), Err(Code::OutOfRange));
    }
}
