//! Collections: money that comes in for one household, and how it was handed over. Two people sign.

use serde::{Deserialize, Serialize};

use super::{AidSource, MOST_FEN, ProgrammeId};
use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::AccountId, casework::cases::CaseId, error::Checks,
    households::HouseholdId, text, time::Day,
};

/// Row id of a collection.
pub type CollectionId = i64;
/// Row id of a sum that came in.
pub type SumId = i64;

/// Most days that a collection runs.
pub const MOST_DAYS: i64 = 180;
/// Days after its end, and after each climb, at which a collection climbs to the next of the chain.
pub const CLIMB_DAYS: i64 = 14;
/// Collections of a household that run at the same time.
pub const MOST_OPEN: i64 = 3;

/// State of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CollectionState {
    /// Money comes in and is handed over.
    Open,
    /// All of it was handed over.
    Closed,
    /// It ended otherwise.
    Cancelled,
}

crate::text_enum!(CollectionState { Open = "open", Closed = "closed", Cancelled = "cancelled" });

impl CollectionState {
    /// Checks that money may come in and be handed over.
    ///
    /// # Errors
    /// [`Code::WrongState`] once it has ended.
    pub fn must_be_open(self) -> Result<()> {
        if self == CollectionState::Open { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// How a collection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CollectionEnd {
    /// All that came in was handed over.
    HandedOver,
    /// Nothing came in.
    NothingCame,
    /// What is left went back to the givers.
    Returned,
    /// What is left went to a programme for others, with the givers' consent.
    PassedOn,
}

crate::text_enum!(CollectionEnd {
    HandedOver = "handed_over", NothingCame = "nothing_came", Returned = "returned", PassedOn = "passed_on",
});

impl CollectionEnd {
    /// Returns the state that follows, by what came in and what was handed over, in fen.
    ///
    /// # Errors
    /// [`Code::MoneyLeft`] when the end says that nothing is left, but something is; [`Code::WrongState`] when it says
    /// that something is left, came in or was handed over, but nothing was.
    pub fn state(self, received: i64, handed_over: i64) -> Result<CollectionState> {
        let left = received - handed_over;
        let fits = match self {
            CollectionEnd::HandedOver => left == 0 && handed_over > 0,
            CollectionEnd::NothingCame => received == 0,
            CollectionEnd::Returned | CollectionEnd::PassedOn => left > 0,
        };
        match (fits, self) {
            (true, CollectionEnd::HandedOver) => Ok(CollectionState::Closed),
            (true, _) => Ok(CollectionState::Cancelled),
            (false, _) if left > 0 => Err(Error::Conflict(Code::MoneyLeft)),
            (false, _) => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

/// How money was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HandOverHow {
    /// To the family's account.
    Transfer,
    /// In cash.
    Cash,
    /// A bill was paid, of a hospital or a school.
    Bill,
    /// Goods were bought.
    Goods,
}

crate::text_enum!(HandOverHow { Transfer = "transfer", Cash = "cash", Bill = "bill", Goods = "goods" });

/// A collection to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewCollection {
    /// Programme of collected money.
    pub programme: ProgrammeId,
    /// Case of the household that it is for, if any.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// What it is for, 1 to 200 characters.
    pub purpose: String,
    /// Who collects, 1 to 60 characters.
    pub organiser: String,
    /// Money that is needed, in fen.
    pub target: i64,
    /// End of the last day.
    pub due: Timestamp,
}

impl NewCollection {
    /// Trims and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `purpose`, `organiser`, `target` and `due`.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let purpose = checks.take("purpose", text::words(&self.purpose, 1, 200)).unwrap_or_default();
        let organiser = checks.take("organiser", text::line(&self.organiser, 1, 60)).unwrap_or_default();
        checks.ensure("target", (1..=MOST_FEN).contains(&self.target), Code::OutOfRange);
        let last = Day::of(now).plus(MOST_DAYS).end();
        checks.ensure("due", self.due > now && self.due <= last, Code::OutOfRange);
        checks.done()?;
        Ok(NewCollection { purpose, organiser, ..self })
    }
}

/// A hand-over to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewHandOver {
    /// Money in fen.
    pub amount: i64,
    /// When it was: within the last 60 days.
    pub at: Timestamp,
    /// How it was handed over.
    pub how: HandOverHow,
    /// Who received it and signed, 1 to 40 characters.
    pub signer: String,
    /// Who signed as a witness, 1 to 40 characters.
    pub witness: String,
}

impl NewHandOver {
    /// Trims and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `amount`, `at`, `signer` and `witness`, who is another person.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let signer = checks.take("signer", text::line(&self.signer, 1, 40)).unwrap_or_default();
        let witness = checks.take("witness", text::line(&self.witness, 1, 40)).unwrap_or_default();
        let same = !witness.is_empty() && signer == witness;
        checks.ensure("witness", !same, Code::SecondPerson);
        checks.ensure("amount", (1..=MOST_FEN).contains(&self.amount), Code::OutOfRange);
        // Times of forms are ends of days, so today's lies ahead.
        checks.ensure("at", self.at <= Day::of(now).end() && self.at > now - 60 * DAY, Code::OutOfRange);
        checks.done()?;
        Ok(NewHandOver { at: self.at.min(now), signer, witness, ..self })
    }
}

/// A collection as staff and its family read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Collection {
    /// Row id.
    pub id: CollectionId,
    /// The household.
    pub household: HouseholdId,
    /// Programme of collected money.
    pub programme: ProgrammeId,
    /// Name of the programme.
    pub programme_name: String,
    /// Case that it is for.
    pub case: Option<CaseId>,
    /// What it is for; empty unless the reader sees the file unmasked.
    pub purpose: String,
    /// Who collects; empty unless the reader sees the file unmasked.
    pub organiser: String,
    /// Money that is needed, in fen.
    pub target: i64,
    /// Money that came in.
    pub received: i64,
    /// Money that was handed over.
    pub handed_over: i64,
    /// Its state.
    pub state: CollectionState,
    /// How it ended.
    pub outcome: Option<CollectionEnd>,
    /// Account that follows it.
    pub owner: Option<AccountId>,
    /// Name of that account, or empty.
    pub owner_name: String,
    /// End of the last day; later, when it climbs next.
    pub due: Timestamp,
    /// Whether that time has passed.
    pub late: bool,
    /// How often it climbed.
    pub climbs: i64,
    /// Name of the account that it climbed to, or empty.
    pub in_charge: String,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it ended.
    pub closed: Option<Timestamp>,
}

/// A sum that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CollectedSum {
    /// Row id.
    pub id: SumId,
    /// Who gave.
    pub source: AidSource,
    /// Money in fen.
    pub amount: i64,
    /// When it was entered.
    pub at: Timestamp,
    /// Whether it was struck out.
    pub is_void: bool,
}

/// A hand-over of collected money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HandOver {
    /// Grant that records it.
    pub grant: i64,
    /// Money in fen.
    pub amount: i64,
    /// When it was.
    pub at: Timestamp,
    /// How it was handed over.
    pub how: HandOverHow,
    /// Who received it; empty unless the reader sees the file unmasked.
    pub signer: String,
    /// Second signature; likewise.
    pub witness: String,
    /// Whether it was reversed.
    pub is_reversed: bool,
}

/// A collection with its sums and hand-overs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CollectionFile {
    /// The collection.
    pub collection: Collection,
    /// Sums that came in, newest first.
    pub sums: Vec<CollectedSum>,
    /// Hand-overs, newest first.
    pub hand_overs: Vec<HandOver>,
    /// Whether the reader sees purpose and names.
    pub opened_up: bool,
    /// Whether the reader may strike out sums, enter hand-overs, and end it.
    pub may_keep: bool,
    /// Whether the reader may enter sums, too: the file is open.
    pub may_add: bool,
}

impl CollectionFile {
    /// Money that came in, by who gave, in the order of [`AidSource::ALL`]; only those above zero.
    #[must_use]
    pub fn by_source(&self) -> Vec<(AidSource, i64)> {
        let sum = |source: AidSource| {
            self.sums.iter().filter(|sum| sum.source == source && !sum.is_void).map(|sum| sum.amount).sum::<i64>()
        };
        AidSource::ALL.iter().map(|source| (*source, sum(*source))).filter(|(_, fen)| *fen > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_ends_only_as_its_money_says() {
        use CollectionEnd::{HandedOver, NothingCame, PassedOn, Returned};
        assert_eq!(HandedOver.state(500, 500), Ok(CollectionState::Closed));
        assert_eq!(NothingCame.state(0, 0), Ok(CollectionState::Cancelled));
        assert_eq!(Returned.state(500, 200), Ok(CollectionState::Cancelled));
        let refused = |end: CollectionEnd, received, handed_over| match end.state(received, handed_over) {
            Err(Error::Conflict(code)) => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(HandedOver, 500, 499), Code::MoneyLeft);
        assert_eq!(refused(NothingCame, 500, 0), Code::MoneyLeft);
        assert_eq!(refused(HandedOver, 0, 0), Code::WrongState);
        assert_eq!(refused(PassedOn, 500, 500), Code::WrongState);
    }

    #[test]
    fn two_people_sign() {
        let new = |witness: &str| NewHandOver {
            amount: 100,
            at: 1_790_000_000,
            how: HandOverHow::Cash,
            signer: "王 某".into(),
            witness: witness.into(),
        };
        assert!(new("李某").checked(1_790_000_000).is_ok());
        assert_eq!(new(" 王  某").checked(1_790_000_000), Err(Error::field("witness", Code::SecondPerson)));
    }
}
