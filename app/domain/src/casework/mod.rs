//! What becomes of a household's file as a whole: it moves to another area, is merged with its duplicate, closed,
//! opened again, or erased.

pub(crate) mod dossier;
pub(crate) mod hardships;
pub(crate) mod members;

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    areas::AreaId,
    error::Checks,
    households::{HouseholdId, Sex},
    text,
};

/// A move's number.
pub type MoveId = i64;

/// Where a move stands. Until somebody of the new area accepts, the old area keeps the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MoveState {
    /// The new area was asked.
    Asked,
    /// It took the family over.
    Accepted,
    /// It did not.
    Declined,
    /// The old area keeps it after all.
    CalledBack,
}

crate::text_enum!(MoveState {
    Asked = "asked", Accepted = "accepted", Declined = "declined", CalledBack = "called_back",
});

/// A family that is to be handed over to another area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMove {
    /// Which family.
    pub household: HouseholdId,
    /// Where to.
    pub to: AreaId,
    /// What the new caseworker should know.
    pub words: String,
}

impl NewMove {
    /// # Errors
    /// [`Error::Invalid`] without an area, or with words that are too long.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("area", self.to > 0, Code::Required);
        let words = checks.take("words", text::words(&self.words, 0, 1000));
        checks.done()?;
        Ok(NewMove { words: words.unwrap_or_default(), ..self })
    }
}

/// A move as both sides see it. It names the family by its number only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Move {
    /// Its number.
    pub id: MoveId,
    /// Which family.
    pub household: HouseholdId,
    /// How many people.
    pub size: i64,
    /// Where it lived.
    pub from: AreaId,
    /// That area's name.
    pub from_name: String,
    /// Where it goes.
    pub to: AreaId,
    /// That area's name.
    pub to_name: String,
    /// How it stands.
    pub state: MoveState,
    /// What the new caseworker should know, for both sides.
    pub words: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked: Timestamp,
    /// Who accepted, declined or called it back, or empty.
    pub answered_by: String,
    /// When, or 0.
    pub answered: Timestamp,
    /// What was said with it, or empty.
    pub answer: String,
    /// Whether the reader may accept or decline it.
    pub answers: bool,
    /// Whether the reader may call it back.
    pub calls_back: bool,
}

/// Why a file was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The family does well now.
    Better,
    /// It lives where nobody here looks after it.
    MovedAway,
    /// Nobody of it is alive any more.
    Died,
    /// It asked for it.
    Asked,
    /// Something else, in words.
    Other,
}

crate::text_enum!(CloseReason {
    Better = "better", MovedAway = "moved_away", Died = "died", Asked = "asked", Other = "other",
});

/// A file to be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Which.
    pub household: HouseholdId,
    /// Why.
    pub reason: CloseReason,
    /// More about it; needed for [`CloseReason::Other`].
    pub words: String,
}

impl Closing {
    /// # Errors
    /// [`Error::Invalid`] for another reason without words, or words too long.
    pub fn checked(self) -> Result<Self> {
        let least = if self.reason == CloseReason::Other { 2 } else { 0 };
        let words = text::words(&self.words, least, 500).map_err(|code| Error::field("words", code))?;
        Ok(Closing { words, ..self })
    }
}

/// Why a file is erased: the Personal Information Protection Law of the PRC, article 47, knows these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EraseReason {
    /// The family asked for it, or took back its consent.
    Asked,
    /// What the file was kept for is done, or its time is over.
    Done,
    /// A law or an order demands it.
    Law,
}

crate::text_enum!(EraseReason { Asked = "asked", Done = "done", Law = "law" });

/// A file to be erased; its number is typed once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Which.
    pub household: HouseholdId,
    /// Why.
    pub reason: EraseReason,
    /// The number as it was typed.
    pub typed: String,
}

impl Erasure {
    /// # Errors
    /// [`Error::Invalid`] when another number was typed.
    pub fn checked(self) -> Result<Self> {
        let typed = text::half_width(&self.typed);
        let typed = typed.trim().trim_start_matches('#');
        if typed.is_empty() {
            return Err(Error::field("typed", Code::Required));
        }
        if typed != self.household.to_string() {
            return Err(Error::field("typed", Code::OtherNumber));
        }
        Ok(self)
    }
}

/// Two files of one family to be made one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merging {
    /// The file that stays.
    pub keep: HouseholdId,
    /// The file that goes into it.
    pub gone: HouseholdId,
    /// For each person of the file that goes, the person of the other file that is the same, or 0 for one that is not in
    /// it yet.
    pub same: Vec<(i64, i64)>,
    /// The number of the file that stays, typed once more: nobody undoes it.
    pub typed: String,
}

/// Two files beside each other, before they are merged.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pair {
    /// The file that would stay.
    pub keep: Side,
    /// The file that would go into it.
    pub gone: Side,
}

/// What of a file matters for a merge. Names and phones are masked unless the reader opened the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Side {
    /// Its number.
    pub id: HouseholdId,
    /// How the family is called.
    pub name: String,
    /// Its phone.
    pub phone: String,
    /// Where it lives.
    pub address: String,
    /// The area.
    pub area_name: String,
    /// Who lives there.
    pub members: Vec<Resident>,
    /// Wishes in all.
    pub wishes: i64,
    /// Orders of the free shop in all.
    pub orders: i64,
    /// Points to spend.
    pub points: i64,
    /// When the file was made.
    pub created: Timestamp,
    /// Whether the family can sign in.
    pub account: bool,
    /// Whether names, phone and address are shown whole.
    pub open: bool,
}

/// A person of one of two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Resident {
    /// Its number.
    pub id: i64,
    /// Its name, masked like the file's.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Female, male, or not said.
    pub sex: Sex,
}

/// What happened to a file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It went to another area.
    Moved,
    /// Another file went into it.
    Joined,
    /// It went into another file.
    Merged,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// Everything personal in it was deleted.
    Erased,
}

crate::text_enum!(ChangeKind {
    Moved = "moved", Joined = "joined", Merged = "merged", Closed = "closed", Reopened = "reopened", Erased = "erased",
});

/// A line of a file's own story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FileChange {
    /// What happened.
    pub kind: ChangeKind,
    /// The other file of a merge, or 0.
    pub other: HouseholdId,
    /// The reason's key, or empty.
    pub reason: String,
    /// More about it, or empty.
    pub words: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_erased_only_when_its_own_number_was_typed() {
        let typed = |typed: &str| {
            Erasure { household: 1234, reason: EraseReason::Asked, typed: typed.into() }.checked().map(drop)
        };
        assert_eq!((typed(" １２３４ "), typed("#1234")), (Ok(()), Ok(())));
        assert_eq!(typed(""), Err(Error::field("typed", Code::Required)));
        assert_eq!(typed("1235"), Err(Error::field("typed", Code::OtherNumber)));
    }

    #[test]
    fn another_reason_needs_words() {
        let of = |reason, words: &str| Closing { household: 1, reason, words: words.into() }.checked().is_ok();
        assert!(of(CloseReason::Better, "") && of(CloseReason::Other, "搬到养老院") && !of(CloseReason::Other, ""));
    }
}
