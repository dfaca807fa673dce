//! Imports: the rows of an uploaded sheet as they were parsed, and what is done with each.

pub mod headings;
mod rows;
pub mod vacancies;
pub mod withdrawal;

use serde::{Deserialize, Serialize};

pub use self::{
    rows::{GoodsRow, HouseholdRow, StaffRow},
    vacancies::VacancyRow,
};
use crate::{Timestamp, catalogue::items::ItemId};

/// Row id of an import.
pub type ImportId = i64;

/// Rows of goods or of points that one sheet may have.
pub const MOST_ROWS: usize = 20_000;

/// A known column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Name of the item.
    Name,
    /// Category of the item.
    Category,
    /// Counting unit.
    Unit,
    /// Size.
    Size,
    /// Barcode printed on the item.
    Barcode,
    /// Number of units.
    Quantity,
    /// New or used.
    Condition,
    /// Best-before date.
    Expires,
    /// Purchase price of one unit, in yuan.
    Price,
    /// Whether it is an appliance.
    Electrical,
    /// Price of one unit in the free shop, in points.
    Points,
    /// Minimum stock.
    Minimum,
    /// Box or batch; tells otherwise equal rows apart.
    Batch,
    /// Household id.
    Household,
    /// Reason.
    Reason,
    /// Name of the area a household lives in.
    Area,
    /// Contact person of a household.
    Contact,
    /// Mobile number.
    Phone,
    /// Address.
    Address,
    /// Name of a member.
    Person,
    /// Relation of that member to the contact person.
    Relation,
    /// Year of birth, taken from a year, a date, or an identity card number (which is not stored).
    Birth,
    /// Age in years.
    Age,
    /// Female or male.
    Sex,
    /// Whether it is in particular hardship.
    Hardship,
    /// Income band.
    Income,
    /// Number of people of a household.
    People,
    /// Those of them who live here.
    Here,
    /// What was found at a door.
    Outcome,
    /// What a vacancy's work is called.
    Work,
    /// Where that work is.
    Workplace,
    /// What is done there.
    Duties,
    /// Hours a week.
    Hours,
    /// Lowest pay in yuan a month.
    PayFrom,
    /// Highest pay in yuan a month.
    PayTo,
    /// Whether there is a bed.
    Lodging,
    /// Posts of a vacancy.
    Posts,
    /// Last day of a vacancy.
    Until,
    /// Names of an area and of those above it, the highest first.
    AreaPath,
    /// Role of a person on the staff.
    Role,
    /// Name of an organisation.
    Employer,
    /// Name of a shop.
    Shop,
    /// What else is said of a household.
    Remarks,
    /// Month that points are for.
    Month,
}

crate::text_enum!(Column {
    Name = "name", Category = "category", Unit = "unit", Size = "size", Barcode = "barcode", Quantity = "quantity",
    Condition = "condition", Expires = "expires", Price = "price", Electrical = "electrical", Points = "points",
    Minimum = "minimum", Batch = "batch", Household = "household", Reason = "reason", Area = "area",
    Contact = "contact", Phone = "phone", Address = "address", Person = "person", Relation = "relation",
    Birth = "birth", Age = "age", Sex = "sex", Hardship = "hardship", Income = "income",
    People = "people", Here = "here", Outcome = "outcome", Work = "work", Workplace = "workplace", Duties = "duties",
    Hours = "hours", PayFrom = "pay_from", PayTo = "pay_to", Lodging = "lodging", Posts = "posts", Until = "until",
    AreaPath = "area_path", Role = "role", Employer = "employer", Shop = "shop",
    Remarks = "remarks", Month = "month",
});

/// Why a row cannot be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A required cell is empty.
    Required,
    /// The text is too long.
    TooLong,
    /// Not a whole number.
    NotANumber,
    /// A number out of range.
    OutOfRange,
    /// Not a date.
    NotADate,
    /// A month that a program took for a decimal: .1 is January, or October without its zero.
    MonthUnclear,
    /// The error of a formula.
    CellError,
    /// The date is past.
    Expired,
    /// Not one of the allowed values.
    Unknown,
    /// Not a barcode, or its check digit is wrong.
    BarcodeWrong,
    /// The barcode belongs to another item.
    BarcodeTaken,
    /// The item does not have this size.
    SizeUnknown,
    /// The item has no sizes.
    NoSizes,
    /// Another row of the sheet has the same item with another quantity.
    OtherRow,
    /// An earlier import had the same item with another quantity.
    Before,
    /// The item is no longer stocked.
    Closed,
    /// No such household in this area.
    NoHousehold,
    /// The household's file is closed or erased.
    FileClosed,
    /// The organisation has as many vacancies as it may have.
    NoRoom,
    /// No such area, and the importer may not make it.
    NoArea,
    /// The importer may not do this there.
    NotAllowed,
    /// An account outside of the importer's areas has the phone.
    PhoneTaken,
    /// Missing, to be completed on the record's own page.
    ToComplete,
    /// The number of people differs from the rows.
    PeopleDiffer,
    /// The same person stands twice in a family.
    Twice,
    /// The number of an identity card, which is never kept.
    HoldsCard,
    /// The month has not begun.
    FutureMonth,
}

crate::text_enum!(Why {
    Required = "required", TooLong = "too_long", NotANumber = "not_a_number", OutOfRange = "out_of_range",
    NotADate = "not_a_date", MonthUnclear = "month_unclear", CellError = "cell_error", Expired = "expired", Unknown = "unknown", BarcodeWrong = "barcode_wrong",
    BarcodeTaken = "barcode_taken", SizeUnknown = "size_unknown", NoSizes = "no_sizes", OtherRow = "other_row",
    Before = "before", Closed = "closed", NoHousehold = "no_household",
    FileClosed = "file_closed", NoRoom = "no_room", NoArea = "no_area", NotAllowed = "not_allowed",
    PhoneTaken = "phone_taken", ToComplete = "to_complete", PeopleDiffer = "people_differ",
    Twice = "twice", HoldsCard = "holds_card",
    FutureMonth = "future_month",
});

/// An invalid cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// Its column.
    pub column: Column,
    /// Why it is invalid.
    pub why: Why,
    /// Content of the cell, or what it conflicts with.
    pub text: String,
}

/// What is done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A new item is created, with stock if there is any.
    NewItem,
    /// Stock of a known item is added.
    NewStock,
    /// A barcode or a size of a known item is added.
    Learned,
    /// Points are granted to a household.
    Points,
    /// A new household file is created.
    NewHousehold,
    /// A vacancy is posted.
    NewVacancy,
    /// An account is made, with its role and set-up code.
    NewStaff,
    /// A known account gets another role.
    NewRole,
    /// An area, a shop or an organisation is made.
    NewPlace,
    /// Nothing: already known.
    Known,
    /// Undecided: possibly a known one in another spelling; staff must decide.
    Maybe,
    /// Nothing: imported before.
    Before,
    /// Nothing: repeats another row of the sheet.
    Duplicate,
    /// Nothing: a total, or a repeated heading.
    Skipped,
    /// Rejected: a cell is invalid.
    Refused,
}

crate::text_enum!(Fate {
    NewItem = "new_item", NewStock = "new_stock", Learned = "learned", Points = "points",
    NewHousehold = "new_household", NewVacancy = "new_vacancy", NewStaff = "new_staff",
    NewRole = "new_role", NewPlace = "new_place", Known = "known", Maybe = "maybe", Before = "before",
    Duplicate = "duplicate", Skipped = "skipped", Refused = "refused",
});

impl Fate {
    /// Whether applying the import writes anything for the row.
    #[must_use]
    pub fn acts(self) -> bool {
        matches!(
            self,
            Fate::NewItem
                | Fate::NewStock
                | Fate::Learned
                | Fate::Points
                | Fate::NewHousehold
                | Fate::NewVacancy
                | Fate::NewStaff
                | Fate::NewRole
                | Fate::NewPlace
        )
    }
}

/// What was understood of a sheet, for the person who brought it. No content of cells: they may tell of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetNote {
    /// The file has several sheets with content, and one of them was read: its place, and how many there are.
    Read(usize, usize),
    /// Names of the sheets with content, in their order.
    Sheets(Vec<String>),
    /// Sheets that are hidden in the file, and were not read.
    HiddenSheets(usize),
    /// Letters of columns that are hidden in the file and were read all the same.
    HiddenColumns(Vec<String>),
    /// A heading, and the column that it was taken for.
    Taken(String, Column),
    /// A heading that was not understood, so nothing below it was read.
    Unknown(String),
    /// Rows that are hidden in the file and were read all the same.
    Hidden(Vec<usize>),
    /// Rows whose number is merged with the one above, which counts once.
    Merged(Vec<usize>),
}

/// A parsed row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line<R> {
    /// Row number in the sheet, from 1.
    pub n: i64,
    /// Parsed content.
    pub row: R,
    /// Cells that are invalid in themselves, without looking at the database.
    pub wrong: Vec<Wrong>,
    /// Whether it is a total or a heading.
    pub skipped: bool,
}

/// A parsed row with what will be done with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned<R> {
    /// The row.
    pub line: Line<R>,
    /// What will be done with it.
    pub fate: Fate,
    /// Number of the row that it repeats, or 0.
    pub of: i64,
    /// Id of the known item or household, or 0.
    pub item: ItemId,
    /// Hash that identifies the same row in other sheets.
    pub digest: String,
    /// For a new item: every size that the sheet has of it.
    pub sizes: Vec<String>,
}

/// An uploaded sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// Row id.
    pub id: ImportId,
    /// Location that receives the goods; 0 for points and vacancies.
    pub location: i64,
    /// Name of that location, or empty.
    pub location_name: String,
    /// File name.
    pub name: String,
    /// Number of rows.
    pub lines: i64,
    /// When it was uploaded.
    pub created: Timestamp,
    /// When it was applied, or 0.
    pub applied: Timestamp,
    /// Rows that have added goods so far.
    pub rows_in: i64,
    /// Units that these rows added.
    pub units_in: i64,
    /// What was understood of its headings.
    pub notes: Vec<SheetNote>,
}
