//! Receipts: goods that came in together from one giver, under a number that is never reused.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::AccountId,
    error::Checks,
    ledger::{Condition, JournalId, LocationId, LotId, Origin},
    text,
};

/// Row id of a receipt; people read its [`number`].
pub type ReceiptId = i64;

/// Seconds during which its creator may add lines, while goods are unloaded; then it is final.
pub const OPEN_FOR: Timestamp = DAY / 2;

/// Lines that one receipt may have.
pub const MOST_LINES: usize = 500;

/// Formats the printed number: `R-2026-000123`.
#[must_use]
pub fn number(year: i64, number: i64) -> String {
    format!("R-{year}-{number:06}")
}

/// Reads a printed number, `R-2026-000123` or shorter `2026-123`: its year, and its number in that year.
#[must_use]
pub fn parts_of(printed: &str) -> Option<(i64, i64)> {
    let plain = printed.trim().to_ascii_lowercase();
    let (year, number) = plain.trim_start_matches('r').trim_start_matches('-').split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !digits(number) {
        return None;
    }
    Some((year.parse().ok()?, number.parse().ok()?))
}

/// Parses an amount in yuan as typed (`12`, `12.5`, `￥1,200.00`) into fen; empty is 0.
///
/// # Errors
/// [`Code::OutOfRange`] for anything but an amount of 0 to 10,000,000 yuan.
pub fn fen(raw: &str) -> Result<i64, Code> {
    let typed: String =
        text::half_width(raw).chars().filter(|c| !c.is_whitespace() && !matches!(c, '¥' | '￥' | '元')).collect();
    if typed.is_empty() {
        return Ok(0);
    }
    // A comma parts groups of three digits; 39,9 is not 399.
    let mut groups = typed.split('.').next().unwrap_or_default().split(',');
    let first = groups.next().unwrap_or_default().len();
    let grouped = groups.clone().next().is_none() || (1..=3).contains(&first);
    if !grouped || groups.any(|group| group.len() != 3) {
        return Err(Code::OutOfRange);
    }
    let plain = match typed.split_once('.') {
        Some((yuan, cents)) => format!("{}.{cents}", yuan.replace(',', "")),
        None => typed.replace(',', ""),
    };
    let (yuan, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(yuan) || !digits(cents) || cents.len() > 2 || yuan.len() > 8 || (yuan.is_empty() && cents.is_empty()) {
        return Err(Code::OutOfRange);
    }
    let parsed = format!("{yuan}{cents:0<2}").parse().map_err(|_| Code::OutOfRange)?;
    if parsed <= 1_000_000_000 { Ok(parsed) } else { Err(Code::OutOfRange) }
}

/// A line of a new receipt: goods that become one lot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// Item id.
    pub item: i64,
    /// Size, or empty.
    #[serde(default)]
    pub size: String,
    /// Units, 1 to 10,000.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// Best-before date, or 0.
    #[serde(default)]
    pub expires: Timestamp,
    /// Cost of all units together, in fen, or 0.
    #[serde(default)]
    pub cost: i64,
    /// Barcode to remember for the item, or empty.
    #[serde(default)]
    pub code: String,
}

/// A receipt to be created.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewReceipt {
    /// Location that receives the goods.
    pub location: LocationId,
    /// Origin of the goods.
    pub origin: Origin,
    /// Organisation of a grant; 0 for none.
    #[serde(default)]
    pub organisation: i64,
    /// Name of the giver, or empty.
    #[serde(default)]
    pub giver: String,
    /// Whether the giver agrees to be named on the monthly notice.
    #[serde(default)]
    pub named: bool,
    /// Remark for the book, or empty.
    #[serde(default)]
    pub note: String,
    /// Offer that was brought, or 0; its donor gets the receipt.
    #[serde(default)]
    pub offer: i64,
    /// The goods, 1 to [`MOST_LINES`] lines.
    pub lines: Vec<Line>,
}

impl NewReceipt {
    /// Trims the texts and validates what can be checked without the database.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("origin", Self::ORIGINS.contains(&self.origin), Code::Unknown);
        self.giver = checks.take("giver", text::line(&self.giver, 0, 60)).unwrap_or_default();
        self.note = checks.take("note", text::words(&self.note, 0, 200)).unwrap_or_default();
        let whose = self.origin == Origin::Grant && self.organisation == 0 && self.giver.is_empty();
        checks.ensure("organisation", !whose || self.offer != 0, Code::Required);
        checks.ensure("lines", (1..=MOST_LINES).contains(&self.lines.len()), Code::OutOfRange);
        let fits = |range: std::ops::RangeInclusive<i64>, of: fn(&Line) -> i64| {
            self.lines.iter().all(|line| range.contains(&of(line)))
        };
        checks.ensure("quantity", fits(1..=10_000, |line| line.quantity), Code::OutOfRange);
        checks.ensure("cost", fits(0..=1_000_000_000, |line| line.cost), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }

    /// Allowed origins; goods of claims are received by the claim itself.
    pub const ORIGINS: [Origin; 4] = [Origin::Donation, Origin::Grant, Origin::Purchase, Origin::Opening];
}

/// A receipt as its reader gets it; it contains nothing about households.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ReceiptFile))]
pub struct Receipt {
    /// Row id.
    pub id: ReceiptId,
    /// Printed number.
    pub number: String,
    /// Location.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Its address.
    pub address: String,
    /// Origin of the goods.
    pub origin: Origin,
    /// Name of the giver, else of the organisation, else of the donor; empty if unknown.
    pub giver: String,
    /// Whether the giver agreed to be named.
    pub named: bool,
    /// Account of the donor, or 0.
    pub donor: AccountId,
    /// Organisation, or 0.
    pub organisation: i64,
    /// Offer that was brought, or 0.
    pub offer: i64,
    /// Claim it belongs to, or 0.
    pub claim: i64,
    /// Remark in the book, or empty.
    pub note: String,
    /// Name of the account that received the goods.
    pub by: String,
    /// When it was created.
    pub created: Timestamp,
    /// Whether lines can still be added.
    pub open: bool,
    /// Units, without reversed lines.
    pub units: i64,
    /// Cost in fen, without reversed lines.
    pub cost: i64,
    /// The lines; empty in lists.
    pub lines: Vec<ReceiptLine>,
}

/// A line of a receipt: a journal of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReceiptLine {
    /// The journal.
    pub journal: JournalId,
    /// The lot.
    pub lot: LotId,
    /// Item id.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its counting unit.
    pub unit: String,
    /// Size, or empty.
    pub size: String,
    /// New or used.
    pub condition: Condition,
    /// Best-before date, or 0.
    pub expires: Timestamp,
    /// Units received.
    pub quantity: i64,
    /// Cost of all units together, in fen, or 0.
    pub cost: i64,
    /// Journal that reversed this line, or 0.
    pub reversed_by: JournalId,
}

/// Filter and position of a list of receipts.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReceiptQuery {
    /// Location, or 0 for all.
    pub location: LocationId,
    /// Origin, or `None` for all.
    pub origin: Option<Origin>,
    /// Id of the last receipt of the previous page, or 0.
    pub cursor: ReceiptId,
}

impl Line {
    /// Checks the best-before date.
    ///
    /// # Errors
    /// [`Code::ExpiredGoods`] if it is past.
    pub fn fresh(&self, now: Timestamp) -> Result<()> {
        if self.expires != 0 && self.expires <= now { Err(Error::Conflict(Code::ExpiredGoods)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::year;

    fn receipt(lines: usize) -> NewReceipt {
        let line = Line {
            item: 1,
            size: String::new(),
            quantity: 1,
            condition: Condition::New,
            expires: 0,
            cost: 0,
            code: String::new(),
        };
        NewReceipt {
            location: 1,
            origin: Origin::Donation,
            organisation: 0,
            giver: " 王 女士 ".into(),
            named: false,
            note: String::new(),
            offer: 0,
            lines: vec![line; lines],
        }
    }

    #[test]
    fn numbers_are_padded_and_the_year_is_chinas() {
        assert_eq!(number(2026, 123), "R-2026-000123");
        // 2026-12-31 15:59:59 UTC is the last second of the year in China.
        assert_eq!((year(1_798_732_799), year(1_798_732_800)), (2026, 2027));
        assert_eq!((year(0), year(951_782_400), year(951_868_800)), (1970, 2000, 2000));
    }

    #[test]
    fn common_spellings_of_an_amount_are_parsed() {
        let typed = ["", "12", "12.5", "￥1,200.00", "１２．３４ 元", ".5"].map(fen);
        assert_eq!(typed, [Ok(0), Ok(1200), Ok(1250), Ok(120_000), Ok(1234), Ok(50)]);
        for wrong in ["-1", "1.234", "x", ".", "100000000", "1.2.3", "39,9", "1,2000", ",500", "1.2,3"] {
            assert_eq!(fen(wrong), Err(Code::OutOfRange), "{wrong}");
        }
    }

    #[test]
    fn a_receipt_requires_lines_and_a_grant_a_giver() {
        assert_eq!(receipt(1).checked().map(|r| r.giver), Ok("王 女士".into()));
        let codes = |new: NewReceipt| match new.checked() {
            Err(Error::Invalid(fields)) => fields.iter().map(|f| f.name).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(codes(receipt(0)), ["lines"]);
        assert_eq!(codes(receipt(MOST_LINES + 1)), ["lines"]);
        assert_eq!(codes(NewReceipt { origin: Origin::Grant, giver: String::new(), ..receipt(1) }), ["organisation"]);
        assert_eq!(codes(NewReceipt { origin: Origin::Kit, ..receipt(1) }), ["origin"]);
        let mut many = receipt(2);
        many.lines[1].quantity = 10_001;
        assert_eq!(codes(many), ["quantity"]);
    }
}
