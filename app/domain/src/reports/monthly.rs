//! The monthly notice of a shop: what came in and went out, balanced per item.
//! Donors are named only with their consent, households never.

use serde::Serialize;

use crate::{
    Timestamp,
    catalogue::Category,
    ledger::{LocationId, Origin},
};

/// An item, all sizes together, in one month of a location. `closing` equals [`MonthLine::sum`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MonthLine {
    /// Item id.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its counting unit.
    pub unit: String,
    /// Its category.
    pub category: Category,
    /// Units in the shop at the start of the month.
    pub opening: i64,
    /// Units donated, granted or bought.
    pub received: i64,
    /// Units transferred in from other locations.
    pub moved_in: i64,
    /// Units given to families.
    pub issued: i64,
    /// Units returned to the donor.
    pub returned: i64,
    /// Units transferred out to other locations.
    pub moved_out: i64,
    /// Units broken, spoilt or gone.
    pub lost: i64,
    /// Net difference found by stock-takes.
    pub counted: i64,
    /// Net change by assembling kits and taking them apart.
    pub kits: i64,
    /// Net change by lending: negative for units that went out.
    pub lent: i64,
    /// Any other change. Nonzero if a new kind of movement lacks a column here.
    pub other: i64,
    /// Units in the shop at the end of the month.
    pub closing: i64,
}

impl MonthLine {
    /// The closing stock computed from all other columns.
    #[must_use]
    pub fn sum(&self) -> i64 {
        let came = self.opening + self.received + self.moved_in + self.lent;
        came - self.issued - self.returned - self.moved_out - self.lost + self.counted + self.kits + self.other
    }

    /// Whether all numbers are zero.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == self.nothing()
    }

    /// Whether it was in stock all month without any movement.
    #[must_use]
    pub fn is_still(&self) -> bool {
        *self == MonthLine { opening: self.opening, closing: self.opening, ..self.nothing() }
    }

    fn nothing(&self) -> MonthLine {
        let (key, name, unit) = (self.key.clone(), self.name.clone(), self.unit.clone());
        MonthLine { item: self.item, key, name, unit, category: self.category, ..MonthLine::default() }
    }

    /// Adds another line's numbers, for the total.
    pub fn add(&mut self, other: &MonthLine) {
        self.opening += other.opening;
        self.received += other.received;
        self.moved_in += other.moved_in;
        self.issued += other.issued;
        self.returned += other.returned;
        self.moved_out += other.moved_out;
        self.lost += other.lost;
        self.counted += other.counted;
        self.kits += other.kits;
        self.lent += other.lent;
        self.other += other.other;
        self.closing += other.closing;
    }
}

/// A donor or a group of donors, named only with consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Giver {
    /// Name; empty for donors who are not named.
    pub name: String,
    /// Origin of the goods.
    pub origin: Origin,
    /// Number of receipts.
    pub receipts: i64,
    /// Number of units.
    pub units: i64,
    /// One of the receipts; the others have the same giver.
    pub receipt: i64,
}

/// Units of an item that were written off or found by a count, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Explained {
    /// Item id.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// The reason.
    pub reason: String,
    /// Units; for counts signed, positive for a surplus over the book.
    pub units: i64,
    /// One of the journals; the others have the same reason.
    pub journal: i64,
}

/// The notice of a location for one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MonthNotice {
    /// Location.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Its address.
    pub address: String,
    /// The month: `2026-10`.
    pub month: String,
    /// False until the month is over.
    pub complete: bool,
    /// When it was published, or 0.
    pub published: Timestamp,
    /// Heads of the chains over journals and audit lines at that moment; empty before, and for what older releases
    /// published. They tell later whether the journals of the month were changed.
    pub heads: String,
    /// One line per item.
    pub lines: Vec<MonthLine>,
    /// Total of all lines.
    pub total: MonthLine,
    /// Number of distinct households that were given something; for the public in steps of five, 0 below.
    pub households: i64,
    /// Donors.
    pub givers: Vec<Giver>,
    /// Write-offs by reason.
    pub losses: Vec<Explained>,
    /// Count differences by reason.
    pub counts: Vec<Explained>,
}

/// A published month of a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Published {
    /// Location.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// The month: `2026-10`.
    pub month: String,
    /// When it was published.
    pub published: Timestamp,
}
