//! The double-entry ledger of goods and points.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, areas::AreaId, catalogue::Category};

/// A journal's number.
pub type JournalId = i64;
/// A lot's number: goods of one item that share size, condition, expiry and origin.
pub type LotId = i64;
/// A shop location's number.
pub type LocationId = i64;

/// Where units can be. Everything but `Outside` never goes below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Where goods come from and go back to; the only account that may be negative.
    Outside,
    /// In the shop, waiting to be looked at (owner: location).
    Quarantine,
    /// On the shelf, free to be given (owner: location).
    Shelf,
    /// Set aside for a claim (owner: claim).
    Reserved,
    /// With a family (owner: household).
    Issued,
    /// Broken, spoilt, stolen (owner: location).
    Loss,
    /// Sent by one location and not yet received by the other (owner: transfer).
    Transit,
    /// Where kits are put together and taken apart (owner: location): parts go in and kits come out, so it may be
    /// negative for a kit.
    Assembly,
    /// Set aside for an order of the free shop (owner: order).
    Ordered,
    /// Where points come from and go back to (owner: root area); may be negative.
    Programme,
    /// What a household can spend (owner: household).
    Household,
    /// Points held for an order (owner: order).
    Held,
    /// Points that were spent (owner: location).
    Spent,
}

impl Place {
    /// Whether a balance there may never go below zero.
    #[must_use]
    pub fn bounded(self) -> bool {
        !matches!(self, Place::Outside | Place::Assembly | Place::Programme)
    }
}

crate::text_enum!(Place {
    Outside = "outside", Quarantine = "quarantine", Shelf = "shelf", Reserved = "reserved", Issued = "issued", Loss = "loss",
    Transit = "transit", Assembly = "assembly", Ordered = "ordered", Programme = "programme", Household = "household",
    Held = "held", Spent = "spent",
});

/// One account of the ledger: a place and whose it is (0 for `Outside`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LedgerAccount {
    /// What kind of place.
    pub place: Place,
    /// The location, claim, household, transfer, order or root area; 0 for `Outside`.
    pub owner: i64,
}

impl LedgerAccount {
    /// Where goods come from and go back to.
    pub const OUTSIDE: LedgerAccount = LedgerAccount { place: Place::Outside, owner: 0 };

    /// An account of this place and owner.
    #[must_use]
    pub fn of(place: Place, owner: i64) -> Self {
        LedgerAccount { place, owner }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalKind {
    /// Goods came in: outside → quarantine.
    Receive,
    /// Looked at and found good: quarantine → shelf, or → reserved for the claim that brought them.
    Inspect,
    /// Unfit: quarantine → outside, back to who brought it.
    Return,
    /// Set aside for a claim: shelf → reserved.
    Reserve,
    /// A claim ended before hand-over: reserved → shelf.
    Release,
    /// Given to a family: reserved → issued.
    Issue,
    /// Between locations: shelf → shelf.
    Transfer,
    /// Broken, spoilt or gone: shelf or quarantine → loss.
    WriteOff,
    /// Puts another journal right by its mirror image.
    Reverse,
    /// On the way to another location: shelf → transit.
    Send,
    /// Received from another location: transit → shelf.
    Arrive,
    /// The difference that a stock-take found: shelf → loss, or outside → shelf.
    Count,
    /// Parts became kits: shelf → assembly → shelf.
    Assemble,
    /// Kits became parts again.
    TakeApart,
    /// Past its date: goods go shelf → quarantine, points household → programme.
    Expire,
    /// Points given: programme → household.
    Grant,
    /// Points taken back by hand: household → programme.
    TakeBack,
}

impl JournalKind {
    /// Whether a person may put such a journal right by its mirror image. What a claim, an order or a transfer
    /// moved is undone by its own steps, kits are taken apart, and goods past their date stay off the shelf.
    #[must_use]
    pub fn is_reversible(self) -> bool {
        !matches!(
            self,
            JournalKind::Reverse
                | JournalKind::Send
                | JournalKind::Arrive
                | JournalKind::Assemble
                | JournalKind::TakeApart
                | JournalKind::Expire
                | JournalKind::Grant
                | JournalKind::TakeBack
        )
    }
}

crate::text_enum!(JournalKind {
    Receive = "receive", Inspect = "inspect", Return = "return", Reserve = "reserve", Release = "release",
    Issue = "issue", Transfer = "transfer", WriteOff = "write_off", Reverse = "reverse",
    Send = "send", Arrive = "arrive", Count = "count", Assemble = "assemble", TakeApart = "take_apart",
    Expire = "expire", Grant = "grant", TakeBack = "take_back",
});

/// A signed quantity of one lot in one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub account: LedgerAccount,
    /// Which goods.
    pub lot: LotId,
    /// How many units more (or fewer) are there now.
    pub quantity: i64,
}

/// The two entries of a plain move.
#[must_use]
pub fn moved(lot: LotId, quantity: i64, from: LedgerAccount, to: LedgerAccount) -> [Entry; 2] {
    [Entry { account: from, lot, quantity: -quantity }, Entry { account: to, lot, quantity }]
}

/// Whether the entries sum to zero for each lot; the store refuses to write others.
#[must_use]
pub fn is_balanced(entries: &[Entry]) -> bool {
    entries.iter().all(|e| entries.iter().filter(|o| o.lot == e.lot).map(|o| o.quantity).sum::<i64>() == 0)
}

/// The locations from whose shelves these entries take something, in the order of their numbers.
#[must_use]
pub fn taken_from_shelves(entries: &[Entry]) -> Vec<LocationId> {
    let taking = entries.iter().filter(|e| e.account.place == Place::Shelf && e.quantity < 0);
    let mut shelves: Vec<LocationId> = taking.map(|e| e.account.owner).collect();
    shelves.sort_unstable();
    shelves.dedup();
    shelves
}

/// New as from the factory, or used but good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Unused.
    New,
    /// Used, in good order.
    Used,
}

crate::text_enum!(Condition { New = "new", Used = "used" });

/// Where goods came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Brought for a claim.
    Claim,
    /// Given to the shop.
    Donation,
    /// A grant of a union or company.
    Grant,
    /// Bought.
    Purchase,
    /// There when the books were opened.
    Opening,
    /// Put together from other lots.
    Kit,
    /// No goods at all: points that expire together.
    Points,
}

crate::text_enum!(Origin {
    Claim = "claim", Donation = "donation", Grant = "grant", Purchase = "purchase", Opening = "opening",
    Kit = "kit", Points = "points",
});

/// One line of the stock page: an item of a size at a location.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StockLine {
    /// The item's number.
    pub item: i64,
    /// Its pictogram's key.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its shelf.
    pub category: Category,
    /// What one of it is called.
    pub unit: String,
    /// Size, or empty.
    pub size: String,
    /// The location.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// Free on the shelf.
    pub on_hand: i64,
    /// Set aside for claims and orders, and still in the shop.
    pub reserved: i64,
    /// How many of these are for orders of the free shop.
    pub ordered: i64,
    /// Waiting to be looked at.
    pub quarantine: i64,
    /// All shelves of the root area together hold fewer than the minimum.
    pub short: bool,
}

/// One entry with the journal it belongs to, as the drill-down of a stock number shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EntryLine {
    /// The journal.
    pub journal: JournalId,
    /// What happened.
    pub kind: JournalKind,
    /// When.
    pub at: Timestamp,
    /// Who did it: a staff member's name, or empty for the clocks.
    pub by: String,
    /// Why, or empty.
    pub reason: String,
    /// The claim it refers to, or 0.
    pub claim: i64,
    /// The journal it reverses, or 0.
    pub reverses: JournalId,
    /// The journal that reversed it, or 0.
    pub reversed_by: JournalId,
    /// Where.
    pub place: Place,
    /// The lot.
    pub lot: LotId,
    /// Signed units.
    pub quantity: i64,
}

/// A shop location.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Location {
    /// Its number.
    pub id: LocationId,
    /// The area it serves.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Where to bring things.
    pub address: String,
    /// When it is open, in words.
    pub hours: String,
    /// False once it was given up: nothing is brought there any more.
    pub open: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_balanced_and_a_lopsided_journal_is_not() {
        let shelf = LedgerAccount::of(Place::Shelf, 3);
        let mut entries = moved(9, 4, LedgerAccount::OUTSIDE, shelf).to_vec();
        assert!(is_balanced(&entries));
        entries.push(Entry { account: shelf, lot: 8, quantity: 1 });
        assert!(!is_balanced(&entries));
    }

    #[test]
    fn shelves_that_goods_leave_are_named_once_and_in_order() {
        let [first, second] = [2, 7].map(|owner| LedgerAccount::of(Place::Shelf, owner));
        let mut entries = moved(9, 4, second, first).to_vec();
        assert_eq!(taken_from_shelves(&entries), [7]);
        entries.extend(moved(8, 1, first, LedgerAccount::OUTSIDE));
        entries.extend(moved(8, 1, second, LedgerAccount::OUTSIDE));
        assert_eq!(taken_from_shelves(&entries), [2, 7]);
    }
}
