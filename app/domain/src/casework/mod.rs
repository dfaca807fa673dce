//! Changes to a household file as a whole: relocation, merge, close, reopen, erase.

pub mod aid;
pub mod cases;
pub mod conferences;
pub(crate) mod dossier;
mod end_reasons;
pub mod entitlements;
pub mod findings;
pub(crate) mod hardships;
pub(crate) mod members;
pub mod pairings;
pub mod rounds;
pub mod school_places;
pub mod urgent;
pub mod visits;
pub mod workload;

use serde::{Deserialize, Serialize};

pub use end_reasons::EndReason;

use crate::{
    Code, Error, Result, Timestamp,
    areas::AreaId,
    error::Checks,
    households::{HouseholdId, Sex},
    text,
};

/// Row id of a relocation.
pub type MoveId = i64;

/// State of a relocation. Until the new area accepts, the old area stays responsible for the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MoveState {
    /// Requested; the new area has not answered yet.
    Asked,
    /// The new area took the family over.
    Accepted,
    /// The new area declined.
    Declined,
    /// The old area withdrew the request.
    CalledBack,
}

crate::text_enum!(MoveState {
    Asked = "asked", Accepted = "accepted", Declined = "declined", CalledBack = "called_back",
});

/// A request to hand a family over to another area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMove {
    /// Household to relocate.
    pub household: HouseholdId,
    /// Area to relocate to.
    pub to: AreaId,
    /// Message to the new caseworker; may be empty.
    pub words: String,
}

impl NewMove {
    /// Trims the message and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the area is missing or the message is longer than 1000 characters.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("area", self.to > 0, Code::Required);
        let words = checks.take("words", text::words(&self.words, 0, 1000));
        checks.done()?;
        Ok(NewMove { words: words.unwrap_or_default(), ..self })
    }
}

/// A relocation as both areas see it. It identifies the family by its id only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Move {
    /// Row id.
    pub id: MoveId,
    /// Household to relocate.
    pub household: HouseholdId,
    /// Number of members.
    pub size: i64,
    /// Area the family leaves.
    pub from: AreaId,
    /// Name of that area.
    pub from_name: String,
    /// Area the family moves to.
    pub to: AreaId,
    /// Name of that area.
    pub to_name: String,
    /// Its state.
    pub state: MoveState,
    /// Message to the new caseworker, shown to both areas.
    pub words: String,
    /// Name of the account that requested it.
    pub asked_by: String,
    /// When it was requested.
    pub asked: Timestamp,
    /// Name of the account that accepted, declined or withdrew it; empty before that.
    pub answered_by: String,
    /// When that happened, or 0.
    pub answered: Timestamp,
    /// Message of that account; may be empty.
    pub answer: String,
    /// Whether the reader may accept or decline it.
    pub answers: bool,
    /// Whether the reader may withdraw it.
    pub calls_back: bool,
}

/// Why a household file is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The family no longer needs help.
    Better,
    /// It moved to a place outside every area of the installation.
    MovedAway,
    /// All its members have died.
    Died,
    /// The family asked for it.
    Asked,
    /// Another reason, given in words.
    Other,
}

crate::text_enum!(CloseReason {
    Better = "better", MovedAway = "moved_away", Died = "died", Asked = "asked", Other = "other",
});

/// A household file to be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The household.
    pub household: HouseholdId,
    /// Why it is closed.
    pub reason: CloseReason,
    /// Explanation; required for [`CloseReason::Other`].
    pub words: String,
}

impl Closing {
    /// Trims and validates the explanation.
    ///
    /// # Errors
    /// [`Error::Invalid`] if [`CloseReason::Other`] lacks an explanation, or it is longer than 500 characters.
    pub fn checked(self) -> Result<Self> {
        let least = if self.reason == CloseReason::Other { 2 } else { 0 };
        let words = text::words(&self.words, least, 500).map_err(|code| Error::field("words", code))?;
        Ok(Closing { words, ..self })
    }
}

/// Why a household file is erased.
///
/// The grounds are those of article 47 of the Personal Information Protection Law of the PRC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EraseReason {
    /// The family asked for it, or withdrew its consent.
    Asked,
    /// The purpose of the file is achieved, or its retention period is over.
    Done,
    /// A law or an order requires it.
    Law,
    /// It was made by mistake, as by a list that was imported wrongly.
    Mistaken,
}

crate::text_enum!(EraseReason { Asked = "asked", Done = "done", Law = "law", Mistaken = "mistaken" });

/// A household file to be erased, with its id typed once more as confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The household.
    pub household: HouseholdId,
    /// Why it is erased.
    pub reason: EraseReason,
    /// The id as typed.
    pub typed: String,
}

impl Erasure {
    /// Checks that the typed id is the household's own; a leading `#` is allowed.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `typed`: [`Code::Required`] if blank, [`Code::OtherNumber`] if it is another id.
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

/// A merge of two household files of one family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merging {
    /// The file that remains.
    pub keep: HouseholdId,
    /// The duplicate that is merged into it.
    pub gone: HouseholdId,
    /// For each member of the duplicate, the same person in the remaining file, or 0 for a new member.
    pub same: Vec<(i64, i64)>,
    /// Id of the remaining file, typed once more as confirmation: a merge cannot be undone.
    pub typed: String,
}

/// Two household files side by side, before a merge.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pair {
    /// The file that would remain.
    pub keep: Side,
    /// The duplicate that would be merged into it.
    pub gone: Side,
}

/// Parts of a household file that matter for a merge. Names and phone are masked unless it is revealed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Side {
    /// Household id.
    pub id: HouseholdId,
    /// Name of the contact person.
    pub name: String,
    /// Mobile number.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Name of its area.
    pub area_name: String,
    /// Its members.
    pub members: Vec<Resident>,
    /// Wishes in total.
    pub wishes: i64,
    /// Free-shop orders in total.
    pub orders: i64,
    /// Points available.
    pub points: i64,
    /// When the file was created.
    pub created: Timestamp,
    /// Whether the family has an account to sign in with.
    pub account: bool,
    /// Whether names, phone and address are shown unmasked.
    pub open: bool,
}

/// A member of one of the two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Resident {
    /// Row id.
    pub id: i64,
    /// Name, masked like the file's.
    pub name: String,
    /// Year of birth; 9999 as long as it is not known.
    pub birth_year: i64,
    /// Female, male, or unknown.
    pub sex: Sex,
}

/// Kind of a change to a household file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It was relocated to another area.
    Moved,
    /// A duplicate was merged into it.
    Joined,
    /// It was merged into another file.
    Merged,
    /// It was closed.
    Closed,
    /// It was reopened.
    Reopened,
    /// All personal data in it was deleted.
    Erased,
}

crate::text_enum!(ChangeKind {
    Moved = "moved", Joined = "joined", Merged = "merged", Closed = "closed", Reopened = "reopened", Erased = "erased",
});

/// An entry in the history of a household file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FileChange {
    /// What happened.
    pub kind: ChangeKind,
    /// The other file of a merge, or 0.
    pub other: HouseholdId,
    /// Stored key of the reason, or empty.
    pub reason: String,
    /// Explanation, or empty.
    pub words: String,
    /// Name of the acting account.
    pub by: String,
    /// When it happened.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erasing_a_file_requires_its_own_id_to_be_typed() {
        let typed = |typed: &str| {
            Erasure { household: 1234, reason: EraseReason::Asked, typed: typed.into() }.checked().map(drop)
        };
        assert_eq!((typed(" １２３４ "), typed("#1234")), (Ok(()), Ok(())));
        assert_eq!(typed(""), Err(Error::field("typed", Code::Required)));
        assert_eq!(typed("1235"), Err(Error::field("typed", Code::OtherNumber)));
    }

    #[test]
    fn closing_for_another_reason_requires_an_explanation() {
        let of = |reason, words: &str| Closing { household: 1, reason, words: words.into() }.checked().is_ok();
        assert!(of(CloseReason::Better, "") && of(CloseReason::Other, "搬到养老院") && !of(CloseReason::Other, ""));
    }
}
