//! What a sheet that somebody brings says, row by row, and what becomes of each row.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    catalogue::{Category, items::ItemId},
    households::{Income, Member},
    ledger::Condition,
};

/// An import's number.
pub type ImportId = i64;

/// The most rows of goods or of points that one sheet brings.
pub const MOST_ROWS: usize = 20_000;

/// A column that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// What it is.
    Name,
    /// Its shelf.
    Category,
    /// What one is called.
    Unit,
    /// Its size.
    Size,
    /// The code printed on it.
    Barcode,
    /// How many there are.
    Quantity,
    /// New or used.
    Condition,
    /// Best before.
    Expires,
    /// What one cost, in yuan.
    Price,
    /// Whether it is an appliance.
    Electrical,
    /// What one costs in the free shop.
    Points,
    /// Fewer than this is a shortage.
    Minimum,
    /// A box or batch that sets two otherwise equal rows apart.
    Batch,
    /// A household's number.
    Household,
    /// Why.
    Reason,
    /// Where a household lives, by the name of its area.
    Area,
    /// The one to talk to.
    Contact,
    /// Mobile number.
    Phone,
    /// Address.
    Address,
    /// One of its people.
    Person,
    /// What that person is to the one to talk to.
    Relation,
    /// The year of birth: from a year, a day, or the number of an identity card, which is not kept.
    Birth,
    /// How old, in years.
    Age,
    /// Female or male.
    Sex,
    /// In particular hardship.
    Hardship,
    /// What it lives on.
    Income,
}

crate::text_enum!(Column {
    Name = "name", Category = "category", Unit = "unit", Size = "size", Barcode = "barcode", Quantity = "quantity",
    Condition = "condition", Expires = "expires", Price = "price", Electrical = "electrical", Points = "points",
    Minimum = "minimum", Batch = "batch", Household = "household", Reason = "reason", Area = "area",
    Contact = "contact", Phone = "phone", Address = "address", Person = "person", Relation = "relation",
    Birth = "birth", Age = "age", Sex = "sex", Hardship = "hardship", Income = "income",
});

/// Why a row cannot be brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nothing stands where something is needed.
    Required,
    /// Longer than it may be.
    TooLong,
    /// Not a whole number.
    NotANumber,
    /// A number that is too small or too large.
    OutOfRange,
    /// Not a date that can be understood.
    NotADate,
    /// The date is past.
    Expired,
    /// Not one of the words that are known there.
    Unknown,
    /// A barcode with a wrong check digit, or none at all.
    BarcodeWrong,
    /// The barcode stands for something else.
    BarcodeTaken,
    /// The thing has sizes, but not this one.
    SizeUnknown,
    /// The thing has no sizes.
    NoSizes,
    /// Another row of the file has the same thing with another quantity.
    OtherRow,
    /// The same thing was brought in before with another quantity.
    Before,
    /// The thing is not kept any more.
    Closed,
    /// There is no such household, or not here.
    NoHousehold,
}

crate::text_enum!(Why {
    Required = "required", TooLong = "too_long", NotANumber = "not_a_number", OutOfRange = "out_of_range",
    NotADate = "not_a_date", Expired = "expired", Unknown = "unknown", BarcodeWrong = "barcode_wrong",
    BarcodeTaken = "barcode_taken", SizeUnknown = "size_unknown", NoSizes = "no_sizes", OtherRow = "other_row",
    Before = "before", Closed = "closed", NoHousehold = "no_household",
});

/// What is wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// Which.
    pub column: Column,
    /// Why.
    pub why: Why,
    /// What stands there, or what it clashes with.
    pub text: String,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A thing that was not known, with its stock if there is some.
    NewItem,
    /// Stock of a known thing.
    NewStock,
    /// A barcode of a known thing, or its size.
    Learned,
    /// Points for a household.
    Points,
    /// A household that has no file yet.
    NewHousehold,
    /// Known, and nothing to do.
    Known,
    /// Perhaps known under another spelling: somebody has to say.
    Maybe,
    /// Brought in before: nothing to do.
    Before,
    /// The same as another row of the file: nothing to do.
    Duplicate,
    /// No row of goods: a sum, or the heading once more.
    Skipped,
    /// Something in it is wrong.
    Refused,
}

crate::text_enum!(Fate {
    NewItem = "new_item", NewStock = "new_stock", Learned = "learned", Points = "points",
    NewHousehold = "new_household", Known = "known", Maybe = "maybe", Before = "before", Duplicate = "duplicate", Skipped = "skipped", Refused = "refused",
});

impl Fate {
    /// Whether applying the import does something for the row.
    #[must_use]
    pub fn acts(self) -> bool {
        matches!(self, Fate::NewItem | Fate::NewStock | Fate::Learned | Fate::Points | Fate::NewHousehold)
    }
}

/// One row as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line<R> {
    /// Its number in the file, from 1.
    pub n: i64,
    /// What it says.
    pub row: R,
    /// What is wrong with it already by itself.
    pub wrong: Vec<Wrong>,
    /// A sum or a heading.
    pub skipped: bool,
}

/// A row of goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GoodsRow {
    /// What.
    pub name: String,
    /// Its shelf, when that is said.
    pub category: Option<Category>,
    /// What one is called, or empty.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// Its barcode, or empty.
    pub code: String,
    /// How many are there; 0 for the thing alone.
    pub quantity: i64,
    /// Whether it is used.
    pub used: bool,
    /// Best before, or 0.
    pub expires: Timestamp,
    /// What one cost, in fen, or 0.
    pub price: i64,
    /// Whether it is an appliance.
    pub electrical: bool,
    /// What one costs in the free shop; for new things.
    pub points: i64,
    /// The minimum; for new things.
    pub minimum: i64,
    /// What sets it apart from an equal row, or empty.
    pub batch: String,
}

impl GoodsRow {
    /// New or used.
    #[must_use]
    pub fn condition(&self) -> Condition {
        if self.used { Condition::Used } else { Condition::New }
    }
}

/// A household in a list, from one row or from a row for each of its people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HouseholdRow {
    /// The name of the area it lives in, or empty.
    pub area: String,
    /// How it is called: the one to talk to.
    pub name: String,
    /// Mobile number, or empty.
    pub phone: String,
    /// Address, or empty.
    pub address: String,
    /// In particular hardship.
    pub hardship: bool,
    /// What it lives on.
    pub income: Income,
    /// Its people.
    pub members: Vec<Member>,
}

/// A row with what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned<R> {
    /// The row.
    pub line: Line<R>,
    /// What becomes of it.
    pub fate: Fate,
    /// The row it is the same as, or 0.
    pub of: i64,
    /// The thing, when it is known, or the household's file; else 0.
    pub item: ItemId,
    /// What makes it the same row in another file.
    pub digest: String,
    /// For a new thing: every size that the file has for it.
    pub sizes: Vec<String>,
}

/// A sheet that somebody brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// Its number.
    pub id: ImportId,
    /// The location, or 0 for points.
    pub location: i64,
    /// Its name, or empty.
    pub location_name: String,
    /// The file's name.
    pub name: String,
    /// How many rows it has.
    pub lines: i64,
    /// When it was brought.
    pub created: Timestamp,
    /// When it was applied, or 0.
    pub applied: Timestamp,
    /// How many of its rows brought goods in, so far.
    pub rows_in: i64,
    /// How many units those were.
    pub units_in: i64,
}
