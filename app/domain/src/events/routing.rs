//! Where events go: readers, the records whose events keep their order, and the sides that are told.

use serde::{Deserialize, Serialize};

use crate::{accounts::AccountId, households::HouseholdId};

/// Handles events from the outbox. Each reader gets rows of its own, so one that fails delays only itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// Inserts notices for accounts.
    Notices,
    /// Inserts messages for the bots of work groups: what concerns staff, once for each event.
    Groups,
}

crate::text_enum!(Reader { Notices = "notices", Groups = "groups" });

/// Kind of the record that an event is about. Events of one record are handled in the order of their writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// Wish, also for its claims and thanks, so that its family reads them in order.
    Wish,
    /// Order of the free shop.
    Order,
    /// Offer of goods.
    Offer,
    /// Receipt of goods.
    Receipt,
    /// Location of stock.
    Location,
    /// Transfer between locations.
    Transfer,
    /// Recall of lots.
    Recall,
    /// Stock-take.
    StockTake,
    /// Household file.
    Household,
    /// Round over an area.
    Round,
    /// Course or event.
    Course,
    /// Shift.
    Shift,
    /// Rule that finds who may be entitled to something.
    EntitlementRule,
    /// Account.
    Account,
    /// Vacancy of an organisation.
    Vacancy,
    /// Drive for goods.
    Drive,
    /// Poster that hangs somewhere.
    Poster,
    /// Community group.
    Group,
    /// Partnership of an organisation and an area.
    Partnership,
    /// Pledge of an organisation to an area.
    Pledge,
    /// Indicator of a programme.
    Indicator,
}

crate::text_enum!(RecordKind {
    Wish = "wish", Order = "order", Offer = "offer", Receipt = "receipt", Location = "location",
    Transfer = "transfer", Recall = "recall", StockTake = "stock_take", Household = "household", Round = "round", Course = "course",
    EntitlementRule = "entitlement_rule", Shift = "shift", Vacancy = "vacancy", Drive = "drive",
    Partnership = "partnership", Pledge = "pledge", Group = "group", Poster = "poster", Indicator = "indicator",
    Account = "account",
});

/// As what an account gets an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The household that it concerns.
    Family,
    /// The account that made the claim.
    Claimer,
    /// The account that gave or offers goods.
    Donor,
    /// Staff in charge of the record or its area.
    Staff,
    /// The account that is changed.
    Holder,
}

crate::text_enum!(Side { Family = "family", Claimer = "claimer", Donor = "donor", Staff = "staff", Holder = "holder" });

/// Accounts that get an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience<'a> {
    /// Every account of the household that is open when the event is emitted, its actor included.
    Household(HouseholdId),
    /// One account, unless it is 0 or the actor.
    Account(AccountId),
    /// The staff of an area as the write chose them, without the actor.
    Staff(&'a [AccountId]),
}
