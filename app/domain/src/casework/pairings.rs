//! Pairings (结对): a helper, alone or for an organisation, who stands by one household. Both agree before either
//! learns who the other is.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::AccountId,
    casework::rounds::profile::Spoken,
    households::{HouseholdId, Language},
};

/// Row id of a pairing.
pub type PairingId = i64;

/// Days in which both answer a proposal.
pub const ANSWER_DAYS: Timestamp = 14;
/// Days without a contact after which the coordinator is told.
pub const SILENT_DAYS: Timestamp = 60;
/// Days of a pairing until it is renewed.
pub const YEAR_DAYS: Timestamp = 365;
/// Days before the end of its year at which both are asked to renew it.
pub const RENEW_DAYS: Timestamp = 30;

/// What a household wants a helper for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PairingNeed {
    /// Help with learning.
    Study,
    /// Finding or keeping work.
    Work,
    /// Illness, or going to the doctor.
    Health,
    /// Company.
    Company,
    /// Papers and errands.
    Errands,
    /// Learning the language.
    Language,
    /// Something else.
    Other,
}

crate::text_enum!(PairingNeed {
    Study = "study", Work = "work", Health = "health", Company = "company", Errands = "errands",
    Language = "language", Other = "other",
});

/// State of a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PairingState {
    /// Waits for the answers of both.
    Proposed,
    /// Both agreed.
    UnderWay,
    /// One of them declined.
    Declined,
    /// Not answered in time.
    Lapsed,
    /// Over, with a reason.
    Ended,
}

crate::text_enum!(PairingState {
    Proposed = "proposed", UnderWay = "under_way", Declined = "declined", Lapsed = "lapsed", Ended = "ended",
});

impl PairingState {
    /// Whether it has a next step.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, PairingState::Proposed | PairingState::UnderWay)
    }

    /// Checks that the pairing is in this state.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be(self, state: PairingState) -> Result<()> {
        if self == state { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// Why a pairing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PairingEnd {
    /// The household does well without.
    NotNeeded,
    /// One of them moved away.
    Moved,
    /// The helper has no time any more.
    NoTime,
    /// They did not reach each other.
    NoContact,
    /// They did not fit.
    NotMatching,
    /// The household's file was closed.
    FileClosed,
    /// It was not renewed.
    NotRenewed,
    /// Another reason.
    Other,
}

crate::text_enum!(PairingEnd {
    NotNeeded = "not_needed", Moved = "moved", NoTime = "no_time", NoContact = "no_contact",
    NotMatching = "not_matching", FileClosed = "file_closed", NotRenewed = "not_renewed", Other = "other",
});

impl PairingEnd {
    /// Reasons that people choose from; the others are those of the clock and of a closed file.
    pub const CHOICES: &[PairingEnd] = &[
        PairingEnd::NotNeeded,
        PairingEnd::Moved,
        PairingEnd::NoTime,
        PairingEnd::NoContact,
        PairingEnd::NotMatching,
        PairingEnd::Other,
    ];
}

/// How helper and household were in contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A visit.
    Visit,
    /// A call.
    Call,
    /// A message.
    Message,
    /// Something done together.
    Together,
}

crate::text_enum!(ContactKind { Visit = "visit", Call = "call", Message = "message", Together = "together" });

/// Answer to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PairingAnswer {
    /// Yes.
    Accept,
    /// No.
    Decline,
}

crate::text_enum!(PairingAnswer { Accept = "accept", Decline = "decline" });

/// What a helper offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HelperOffer {
    /// What it can help with.
    #[serde(default)]
    pub needs: Vec<PairingNeed>,
    /// Languages it speaks.
    #[serde(default)]
    pub languages: Vec<Spoken>,
}

/// Whether a helper with these languages can talk with a household that prefers `language`.
#[must_use]
pub fn speaks(languages: &[Spoken], language: Language) -> bool {
    languages.iter().any(|spoken| match language {
        Language::Chinese => matches!(spoken, Spoken::Mandarin | Spoken::Dialect),
        Language::Uyghur => *spoken == Spoken::Uyghur,
        Language::Kazakh => *spoken == Spoken::Kazakh,
        Language::English => *spoken == Spoken::English,
        Language::Other => *spoken == Spoken::Other,
    })
}

/// A pairing as its helper, its family or staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// Row id.
    pub id: PairingId,
    /// The household; `None` for its helper.
    pub household: Option<HouseholdId>,
    /// People of the household.
    pub family_size: i64,
    /// Name of the district, all that a helper learns before both agreed.
    pub district_name: String,
    /// Account of the helper; `None` for the family.
    pub helper: Option<AccountId>,
    /// Name of the helper; empty for the family before both agreed.
    pub helper_name: String,
    /// Name of the helper's organisation, or empty.
    pub organisation_name: String,
    /// What the household wants a helper for.
    pub need: PairingNeed,
    /// Its state.
    pub state: PairingState,
    /// When it was proposed.
    pub proposed: Timestamp,
    /// By when both answer.
    pub answer_by: Timestamp,
    /// Whether the helper agreed.
    pub helper_agreed: bool,
    /// Whether the family agreed.
    pub family_agreed: bool,
    /// When both had agreed.
    pub started: Option<Timestamp>,
    /// Last contact, or its start.
    pub last_contact: Option<Timestamp>,
    /// Whether it has been silent for 60 days.
    pub silent: bool,
    /// End of its year.
    pub due: Option<Timestamp>,
    /// Whether it can be renewed now, and the reader has not yet.
    pub may_renew: bool,
    /// Whether the reader has to answer the proposal.
    pub may_answer: bool,
    /// Why it ended.
    pub reason: Option<PairingEnd>,
}

/// Name, phone and address of a household, for its helper after a reveal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PairedContact {
    /// Name of the contact person.
    pub name: String,
    /// Mobile number, or empty.
    pub phone: String,
    /// Address, or empty.
    pub address: String,
}

/// A helper that could stand by a household, the best first. A suggestion only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HelperSuggestion {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Name of its organisation, or empty.
    pub organisation_name: String,
    /// Whether it offers what is needed.
    pub fits_need: bool,
    /// Whether it speaks the household's language.
    pub fits_language: bool,
    /// Levels of the area tree that both share; the larger, the nearer.
    pub shared_levels: i64,
    /// Its live pairings.
    pub live: i64,
}

/// When a pairing that had its last contact then is silent.
#[must_use]
pub fn silent_at(last_contact: Timestamp) -> Timestamp {
    last_contact + SILENT_DAYS * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_spoken_by_those_who_say_so() {
        assert!(speaks(&[Spoken::Dialect], Language::Chinese) && !speaks(&[Spoken::Mandarin], Language::Uyghur));
        assert!(speaks(&[Spoken::Mandarin, Spoken::Kazakh], Language::Kazakh) && !speaks(&[], Language::Other));
    }

    #[test]
    fn people_choose_no_reason_of_the_clock() {
        let set_by_system = [PairingEnd::FileClosed, PairingEnd::NotRenewed];
        assert!(PairingEnd::CHOICES.iter().all(|reason| !set_by_system.contains(reason)));
        assert_eq!(PairingEnd::CHOICES.len() + set_by_system.len(), PairingEnd::ALL.len());
        assert_eq!(PairingState::Ended.must_be(PairingState::UnderWay), Err(Error::Conflict(Code::WrongState)));
    }
}
