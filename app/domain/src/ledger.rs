//! The double-entry ledger of goods and points.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, areas::AreaId, catalogue::Category};

/// Row id of a journal.
pub type JournalId = i64;
/// Row id of a lot: goods of one item that share size, condition, expiry and origin.
pub type LotId = i64;
/// Row id of a shop location.
pub type LocationId = i64;

/// Where units can be. Balances never go below zero where [`Place::bounded`] is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The outside world, source and sink of goods; may be negative.
    Outside,
    /// In the shop, not inspected yet (owner: location).
    Quarantine,
    /// On the shelf, available (owner: location).
    Shelf,
    /// Set aside for a claim (owner: claim).
    Reserved,
    /// With a family (owner: household).
    Issued,
    /// Broken, spoilt, stolen (owner: location).
    Loss,
    /// Sent by one location and not yet received by the other (owner: transfer).
    Transit,
    /// Assembly of kits (owner: location).
    ///
    /// Parts go in and kits come out, so the balance of a kit lot may be negative.
    Assembly,
    /// Set aside for an order of the free shop (owner: order).
    Ordered,
    /// Source and sink of points (owner: root area); may be negative.
    Programme,
    /// Points that a household can spend (owner: household).
    Household,
    /// Points held for an order (owner: order).
    Held,
    /// Points that were spent (owner: location).
    Spent,
    /// With a family until a day of return (owner: loan).
    Lent,
}

impl Place {
    /// Whether the balance of such an account must never go below zero.
    #[must_use]
    pub fn bounded(self) -> bool {
        !matches!(self, Place::Outside | Place::Assembly | Place::Programme)
    }
}

crate::text_enum!(Place {
    Outside = "outside", Quarantine = "quarantine", Shelf = "shelf", Reserved = "reserved", Issued = "issued", Loss = "loss",
    Transit = "transit", Assembly = "assembly", Ordered = "ordered", Programme = "programme", Household = "household",
    Held = "held", Spent = "spent", Lent = "lent",
});

/// An account of the ledger: a place and its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LedgerAccount {
    /// Kind of place.
    pub place: Place,
    /// Id of the location, claim, household, transfer, order, loan or root area; 0 for `Outside`.
    pub owner: i64,
}

impl LedgerAccount {
    /// The account of the outside world.
    pub const OUTSIDE: LedgerAccount = LedgerAccount { place: Place::Outside, owner: 0 };

    /// Account of this place and owner.
    #[must_use]
    pub fn of(place: Place, owner: i64) -> Self {
        LedgerAccount { place, owner }
    }
}

/// Kind of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalKind {
    /// Goods came in: outside → quarantine.
    Receive,
    /// Passed inspection: quarantine → shelf, or → reserved for the claim that brought them.
    Inspect,
    /// Failed inspection: quarantine → outside, back to the donor.
    Return,
    /// Set aside for a claim: shelf → reserved.
    Reserve,
    /// A claim ended before hand-over: reserved → shelf.
    Release,
    /// Given to a family: reserved → issued.
    Issue,
    /// Moved between locations: shelf → shelf.
    Transfer,
    /// Broken, spoilt or gone: shelf or quarantine → loss.
    WriteOff,
    /// Reverses another journal with negated entries.
    Reverse,
    /// Sent to another location: shelf → transit.
    Send,
    /// Received from another location: transit → shelf.
    Arrive,
    /// Difference found by a stock-take: shelf → loss, or outside → shelf.
    Count,
    /// Parts became kits: shelf → assembly → shelf.
    Assemble,
    /// Kits became parts again.
    TakeApart,
    /// Past the date, or recalled: goods go shelf → quarantine; points past their date household → programme.
    Expire,
    /// Points granted: programme → household.
    Grant,
    /// Points withdrawn by staff: household → programme.
    TakeBack,
    /// Lent to a family: shelf → lent.
    Lend,
    /// Back from a family: lent → shelf, or damaged → quarantine.
    GiveBack,
}

impl JournalKind {
    /// Whether staff may reverse such a journal.
    ///
    /// Movements of claims, orders, loans and transfers are undone by their own steps, kits are taken apart, and expired goods
    /// stay off the shelf.
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
                | JournalKind::Lend
                | JournalKind::GiveBack
        )
    }
}

crate::text_enum!(JournalKind {
    Receive = "receive", Inspect = "inspect", Return = "return", Reserve = "reserve", Release = "release",
    Issue = "issue", Transfer = "transfer", WriteOff = "write_off", Reverse = "reverse",
    Send = "send", Arrive = "arrive", Count = "count", Assemble = "assemble", TakeApart = "take_apart",
    Expire = "expire", Grant = "grant", TakeBack = "take_back", Lend = "lend", GiveBack = "give_back",
});

/// A signed quantity of one lot in one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Account.
    pub account: LedgerAccount,
    /// Lot.
    pub lot: LotId,
    /// Units added; negative for units removed.
    pub quantity: i64,
}

/// The two entries that move units from one account to another.
#[must_use]
pub fn moved(lot: LotId, quantity: i64, from: LedgerAccount, to: LedgerAccount) -> [Entry; 2] {
    [Entry { account: from, lot, quantity: -quantity }, Entry { account: to, lot, quantity }]
}

/// Whether the entries sum to zero for each lot; the store rejects others.
#[must_use]
pub fn is_balanced(entries: &[Entry]) -> bool {
    entries.iter().all(|e| entries.iter().filter(|o| o.lot == e.lot).map(|o| o.quantity).sum::<i64>() == 0)
}

/// Locations whose shelves lose units by these entries, ascending and without duplicates.
#[must_use]
pub fn taken_from_shelves(entries: &[Entry]) -> Vec<LocationId> {
    let taking = entries.iter().filter(|e| e.account.place == Place::Shelf && e.quantity < 0);
    let mut shelves: Vec<LocationId> = taking.map(|e| e.account.owner).collect();
    shelves.sort_unstable();
    shelves.dedup();
    shelves
}

/// Condition of goods.
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
    /// Donated to the shop.
    Donation,
    /// Granted by a union or company.
    Grant,
    /// Bought.
    Purchase,
    /// Opening balance of the books.
    Opening,
    /// Assembled from other lots.
    Kit,
    /// Not goods: points that expire together.
    Points,
}

crate::text_enum!(Origin {
    Claim = "claim", Donation = "donation", Grant = "grant", Purchase = "purchase", Opening = "opening",
    Kit = "kit", Points = "points",
});

/// Stock of an item in a size at a location.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StockLine {
    /// Item id.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Its counting unit.
    pub unit: String,
    /// Size, or empty.
    pub size: String,
    /// The location.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Units available on the shelf.
    pub on_hand: i64,
    /// Units set aside for claims and orders, still in the shop.
    pub reserved: i64,
    /// Part of `reserved` that is set aside for free-shop orders.
    pub ordered: i64,
    /// Units not inspected yet.
    pub quarantine: i64,
    /// Whether all shelves of the root area together hold fewer than the minimum.
    pub short: bool,
    /// Usual price of one, in yuan; 0 if unknown.
    pub price: i64,
}

impl StockLine {
    /// What all of its units in the shop are worth by the usual price, in yuan.
    #[must_use]
    pub fn value(&self) -> i64 {
        (self.on_hand + self.reserved + self.quarantine).saturating_mul(self.price)
    }
}

/// An entry with its journal, for the history of a stock number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EntryLine {
    /// The journal.
    pub journal: JournalId,
    /// Kind of the journal.
    pub kind: JournalKind,
    /// When it was posted.
    pub at: Timestamp,
    /// Name of the staff member who posted it; empty for background jobs.
    pub by: String,
    /// Reason, or empty; `file_closed` for an order that ended when the household file was closed.
    pub reason: String,
    /// Claim it refers to, or 0.
    pub claim: i64,
    /// Journal it reverses, or 0.
    pub reverses: JournalId,
    /// Journal that reversed it, or 0.
    pub reversed_by: JournalId,
    /// Place of the account.
    pub place: Place,
    /// The lot.
    pub lot: LotId,
    /// Units added; negative for units removed.
    pub quantity: i64,
}

/// A shop location.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Location {
    /// Row id.
    pub id: LocationId,
    /// Area it serves.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Address to bring goods to.
    pub address: String,
    /// Opening hours, as free text.
    pub hours: String,
    /// False once it is closed; it then receives no goods.
    pub open: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_balanced_and_a_single_entry_is_not() {
        let shelf = LedgerAccount::of(Place::Shelf, 3);
        let mut entries = moved(9, 4, LedgerAccount::OUTSIDE, shelf).to_vec();
        assert!(is_balanced(&entries));
        entries.push(Entry { account: shelf, lot: 8, quantity: 1 });
        assert!(!is_balanced(&entries));
    }

    #[test]
    fn shelves_that_lose_units_are_listed_once_and_ascending() {
        let [first, second] = [2, 7].map(|owner| LedgerAccount::of(Place::Shelf, owner));
        let mut entries = moved(9, 4, second, first).to_vec();
        assert_eq!(taken_from_shelves(&entries), [7]);
        entries.extend(moved(8, 1, first, LedgerAccount::OUTSIDE));
        entries.extend(moved(8, 1, second, LedgerAccount::OUTSIDE));
        assert_eq!(taken_from_shelves(&entries), [2, 7]);
    }
}
