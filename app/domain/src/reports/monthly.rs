//! What a shop posts on its door at the end of a month: what came, what went, and that it adds up. Donors are named
//! only as they agreed, households never.

use serde::Serialize;

use crate::{
    Timestamp,
    ledger::{LocationId, Origin},
};

/// One thing, in all its sizes, in one month of one location. `opening` and everything that changed add up to `closing`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MonthLine {
    /// What it is.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What one of it is called.
    pub unit: String,
    /// In the shop when the month began.
    pub opening: i64,
    /// Given, granted or bought.
    pub received: i64,
    /// Sent here by other locations.
    pub moved_in: i64,
    /// Given to families.
    pub issued: i64,
    /// Returned to who brought it.
    pub returned: i64,
    /// Sent to other locations.
    pub moved_out: i64,
    /// Broken, spoilt or gone.
    pub lost: i64,
    /// What counting found more (or fewer).
    pub counted: i64,
    /// What putting kits together or taking them apart changed.
    pub kits: i64,
    /// What changed in no way named above; 0 unless something new was built and forgotten here.
    pub other: i64,
    /// In the shop when the month ended.
    pub closing: i64,
}

impl MonthLine {
    /// What `closing` has to be.
    #[must_use]
    pub fn sum(&self) -> i64 {
        let came = self.opening + self.received + self.moved_in;
        came - self.issued - self.returned - self.moved_out - self.lost + self.counted + self.kits + self.other
    }

    /// Whether there was nothing of it all month.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == self.nothing()
    }

    /// Whether it lay there all month and nothing came or went.
    #[must_use]
    pub fn is_still(&self) -> bool {
        *self == MonthLine { opening: self.opening, closing: self.opening, ..self.nothing() }
    }

    fn nothing(&self) -> MonthLine {
        let (key, name, unit) = (self.key.clone(), self.name.clone(), self.unit.clone());
        MonthLine { item: self.item, key, name, unit, ..MonthLine::default() }
    }

    /// Adds another thing's numbers to these, for the last row.
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
        self.other += other.other;
        self.closing += other.closing;
    }
}

/// Who gave, as they agreed to be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Giver {
    /// The name, or empty for those who are not named.
    pub name: String,
    /// How it came.
    pub origin: Origin,
    /// In how many receipts.
    pub receipts: i64,
    /// How many units.
    pub units: i64,
    /// One of the receipts: the others are those of the same giver.
    pub receipt: i64,
}

/// Goods that were written off, or found more or fewer, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Explained {
    /// What it is.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// Why.
    pub reason: String,
    /// How many; for counts more (or fewer, below zero) than in the book.
    pub units: i64,
    /// One of the journals: the others have the same reason.
    pub journal: i64,
}

/// A month of a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MonthNotice {
    /// Where.
    pub location: LocationId,
    /// That location's name.
    pub location_name: String,
    /// Its address.
    pub address: String,
    /// Which month: `2026-10`.
    pub month: String,
    /// False while the month is not over.
    pub complete: bool,
    /// When it was let out for everybody to read, or 0.
    pub published: Timestamp,
    /// Thing by thing.
    pub lines: Vec<MonthLine>,
    /// All things together.
    pub total: MonthLine,
    /// How many different households were given something.
    pub households: i64,
    /// Who gave.
    pub givers: Vec<Giver>,
    /// What was written off, and why.
    pub losses: Vec<Explained>,
    /// What counting found, and why.
    pub counts: Vec<Explained>,
}

/// A month that was let out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Published {
    /// Where.
    pub location: LocationId,
    /// That location's name.
    pub location_name: String,
    /// Which month.
    pub month: String,
    /// When.
    pub published: Timestamp,
}
