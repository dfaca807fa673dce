//! Pledges (签诺、亮诺、履诺、评诺): what an organisation gives an area within a time. Drafted by either partner, signed
//! by both, public while it runs, kept by what records say, rated by the area at its end.

mod facts;
mod promises;

use serde::{Deserialize, Serialize};

pub use facts::{PledgeFact, PledgeSource};
pub use promises::{LineMiss, Listing, NewListing, NewPledge, PledgeKind, PledgePromise, checked_lines, checked_until};

use crate::{
    Code, Error, Result, Timestamp, accounts::OrganisationId, areas::AreaId, community::partnerships::Partner,
};

/// Row id of a pledge.
pub type PledgeId = i64;
/// Row id of a line of a pledge.
pub type PledgeLineId = i64;
/// Row id of an entry of the board.
pub type ListingId = i64;

/// Days in which the other partner signs.
pub const SIGN_DAYS: Timestamp = 30;
/// Days after both signed in which each may still take its word back.
pub const SHOWN_DAYS: Timestamp = 7;
/// Days between two reminders of a pledge that runs.
pub const QUARTER_DAYS: Timestamp = 91;
/// Days in which the area rates a pledge that is over; after them it climbs, and after as many again it ends unrated.
pub const RATE_DAYS: Timestamp = 30;
/// Days that a pledge runs at most.
pub const MOST_DAYS: Timestamp = 400;
/// Lines of a pledge.
pub const MOST_LINES: usize = 10;

/// State of a pledge. The first four words are those of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeState {
    /// 签诺: drafted, waits for the signature of a partner.
    Signing,
    /// 亮诺: signed by both and public; each may still take its word back.
    Shown,
    /// 履诺: being kept.
    Keeping,
    /// 评诺: over, waits for the rating of the area.
    Rating,
    /// Rated.
    Rated,
    /// A partner does not sign it.
    Declined,
    /// Taken back.
    Withdrawn,
    /// Not signed in time.
    Lapsed,
    /// Never rated.
    Unrated,
}

crate::text_enum!(PledgeState {
    Signing = "signing", Shown = "shown", Keeping = "keeping", Rating = "rating", Rated = "rated",
    Declined = "declined", Withdrawn = "withdrawn", Lapsed = "lapsed", Unrated = "unrated",
});

/// What moves a pledge on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PledgeStep {
    /// Both have signed.
    Sign,
    /// A partner does not sign.
    Decline,
    /// A partner takes its word back.
    Withdraw,
    /// The time to sign is over.
    Lapse,
    /// The days in which it can be taken back are over.
    Begin,
    /// It is over, in time or before.
    Close,
    /// The area rated it.
    Rate,
    /// The time to rate is over.
    GiveUp,
}

impl PledgeState {
    /// The four words, in their order.
    pub const WORDS: [PledgeState; 4] =
        [PledgeState::Signing, PledgeState::Shown, PledgeState::Keeping, PledgeState::Rating];

    /// Returns the state after a step.
    ///
    /// # Errors
    /// [`Code::WrongState`] when the step is not possible.
    pub fn after(self, step: PledgeStep) -> Result<PledgeState> {
        match (self, step) {
            (PledgeState::Signing, PledgeStep::Sign) => Ok(PledgeState::Shown),
            (PledgeState::Signing, PledgeStep::Decline) => Ok(PledgeState::Declined),
            (PledgeState::Signing | PledgeState::Shown, PledgeStep::Withdraw) => Ok(PledgeState::Withdrawn),
            (PledgeState::Signing, PledgeStep::Lapse) => Ok(PledgeState::Lapsed),
            (PledgeState::Shown, PledgeStep::Begin) => Ok(PledgeState::Keeping),
            (PledgeState::Shown | PledgeState::Keeping, PledgeStep::Close) => Ok(PledgeState::Rating),
            (PledgeState::Rating, PledgeStep::Rate) => Ok(PledgeState::Rated),
            (PledgeState::Rating, PledgeStep::GiveUp) => Ok(PledgeState::Unrated),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether visitors read it.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(
            self,
            PledgeState::Shown | PledgeState::Keeping | PledgeState::Rating | PledgeState::Rated | PledgeState::Unrated
        )
    }

    /// Whether what was listed on the board for it is open again.
    #[must_use]
    pub fn frees_listing(self) -> bool {
        matches!(self, PledgeState::Declined | PledgeState::Withdrawn | PledgeState::Lapsed)
    }

    /// Which of the four words it has come to: 0 to 3, and 4 once it is rated; `None` when nothing came of it.
    #[must_use]
    pub fn word(self) -> Option<usize> {
        match self {
            PledgeState::Signing => Some(0),
            PledgeState::Shown => Some(1),
            PledgeState::Keeping => Some(2),
            PledgeState::Rating => Some(3),
            PledgeState::Rated | PledgeState::Unrated => Some(4),
            PledgeState::Declined | PledgeState::Withdrawn | PledgeState::Lapsed => None,
        }
    }
}

/// Why a pledge ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeEnd {
    /// The area does not need it any more.
    NotNeeded,
    /// The organisation has no means any more.
    NoMeans,
    /// Another pledge takes its place.
    Changed,
    /// The organisation was closed.
    OrganisationClosed,
    /// Another reason.
    Other,
}

crate::text_enum!(PledgeEnd {
    NotNeeded = "not_needed", NoMeans = "no_means", Changed = "changed", OrganisationClosed = "organisation_closed",
    Other = "other",
});

impl PledgeEnd {
    /// Reasons that people choose from; the other is that of the clock.
    pub const CHOICES: &[PledgeEnd] = &[PledgeEnd::NotNeeded, PledgeEnd::NoMeans, PledgeEnd::Changed, PledgeEnd::Other];
}

/// How the area rates a pledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeRating {
    /// Kept.
    Kept,
    /// Kept for the most part.
    Mostly,
    /// Kept in part.
    Partly,
    /// Hardly kept.
    Hardly,
}

crate::text_enum!(PledgeRating { Kept = "kept", Mostly = "mostly", Partly = "partly", Hardly = "hardly" });

/// Why a line was not kept in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeMiss {
    /// The area did not ask for it.
    NotAsked,
    /// It was not needed any more.
    NotNeeded,
    /// The goods could not be had.
    NoStock,
    /// There was no money.
    NoMoney,
    /// There were no people.
    NoPeople,
    /// It comes late.
    Late,
    /// Another reason.
    Other,
}

crate::text_enum!(PledgeMiss {
    NotAsked = "not_asked", NotNeeded = "not_needed", NoStock = "no_stock", NoMoney = "no_money",
    NoPeople = "no_people", Late = "late", Other = "other",
});

/// Which pledges a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeList {
    /// Those that are public and not over.
    #[default]
    Running,
    /// Those that wait for a signature.
    Signing,
    /// Those that wait for a rating.
    Rating,
    /// Those that are over.
    Over,
}

crate::text_enum!(PledgeList { Running = "running", Signing = "signing", Rating = "rating", Over = "over" });

/// A line of a pledge as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PledgeLine {
    /// Row id.
    pub id: PledgeLineId,
    /// What it promises.
    pub promise: PledgePromise,
    /// What records say was given since both signed; for visitors rounded down to fives, and left out below five.
    pub kept: Option<i64>,
    /// Why it was not kept in full, once rated.
    pub why: Option<PledgeMiss>,
}

/// A pledge as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pledge {
    /// Row id.
    pub id: PledgeId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Whether it is open; a closed one has no public page.
    pub organisation_open: bool,
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Its state.
    pub state: PledgeState,
    /// Partner that drafted it.
    pub partner: Partner,
    /// Last second of its last day.
    pub until: Timestamp,
    /// When it was drafted.
    pub drafted: Timestamp,
    /// When the organisation signed.
    pub organisation_signed: Option<Timestamp>,
    /// When the area signed.
    pub area_signed: Option<Timestamp>,
    /// When both had signed.
    pub shown: Option<Timestamp>,
    /// When it was rated.
    pub rated: Option<Timestamp>,
    /// How.
    pub rating: Option<PledgeRating>,
    /// Why it ended before its time.
    pub reason: Option<PledgeEnd>,
    /// What it promises; empty in lists.
    pub lines: Vec<PledgeLine>,
    /// Partner for which the reader acts; `None` for readers alone.
    pub mine: Option<Partner>,
    /// Whether numbers are exact and their rows can be read: for members and the staff of the area.
    pub exact: bool,
}

impl Pledge {
    /// Whether the reader has to sign it.
    #[must_use]
    pub fn may_sign(&self) -> bool {
        self.state == PledgeState::Signing
            && match self.mine {
                Some(Partner::Organisation) => self.organisation_signed.is_none(),
                Some(Partner::Area) => self.area_signed.is_none(),
                None => false,
            }
    }

    /// Whether the reader may change its lines, which takes the other signature back.
    #[must_use]
    pub fn may_change(&self) -> bool {
        self.state == PledgeState::Signing && self.mine.is_some()
    }

    /// Whether the reader may take its word back, or end it.
    #[must_use]
    pub fn may_end(&self) -> bool {
        matches!(self.state, PledgeState::Signing | PledgeState::Shown | PledgeState::Keeping) && self.mine.is_some()
    }

    /// Whether the reader rates it.
    #[must_use]
    pub fn may_rate(&self) -> bool {
        self.state == PledgeState::Rating && self.mine == Some(Partner::Area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_words_follow_each_other_and_each_state_has_an_end() {
        let steps = [PledgeStep::Sign, PledgeStep::Begin, PledgeStep::Close, PledgeStep::Rate];
        let mut state = PledgeState::Signing;
        for (word, step) in PledgeState::WORDS.into_iter().zip(steps) {
            assert_eq!(state, word);
            state = state.after(step).expect("the next word");
        }
        assert_eq!(state, PledgeState::Rated);
        assert!(PledgeState::Keeping.after(PledgeStep::Withdraw).is_err(), "what is being kept is rated");
        assert_eq!(PledgeState::Rating.after(PledgeStep::GiveUp), Ok(PledgeState::Unrated));
    }
}
