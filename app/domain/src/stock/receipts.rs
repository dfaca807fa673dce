//! Receipts: what came in together, from whom, under a number that is given once.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::AccountId,
    error::Checks,
    ledger::{Condition, JournalId, LocationId, LotId, Origin},
    text,
};

/// A receipt's number in the database; what people read is [`number`].
pub type ReceiptId = i64;

/// As long as goods are unloaded, its maker adds lines to a receipt; after that it stays as it is.
pub const OPEN_FOR: Timestamp = DAY / 2;

/// More lines than this are several receipts.
pub const MOST_LINES: usize = 500;

/// What is written on paper: `R-2026-000123`.
#[must_use]
pub fn number(year: i64, number: i64) -> String {
    format!("R-{year}-{number:06}")
}

/// The calendar year in China, where there has been one time since 1949 (days to years after Howard Hinnant,
/// "chrono-compatible low-level date algorithms").
#[must_use]
pub fn year(at: Timestamp) -> i64 {
    let days = (at + 8 * 3600).div_euclid(DAY) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    // These years begin in March.
    era * 400 + year + i64::from((5 * day_of_year + 2) / 153 >= 10)
}

/// What somebody typed as yuan, in fen: `12`, `12.5`, `￥1,200.00`.
///
/// # Errors
/// [`Code::OutOfRange`] for anything that is no amount between nothing and ten million yuan.
pub fn fen(raw: &str) -> Result<i64, Code> {
    let plain: String =
        text::half_width(raw).chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '￥' | '元')).collect();
    if plain.is_empty() {
        return Ok(0);
    }
    let (yuan, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(yuan) || !digits(cents) || cents.len() > 2 || yuan.len() > 8 || (yuan.is_empty() && cents.is_empty()) {
        return Err(Code::OutOfRange);
    }
    let parsed = format!("{yuan}{cents:0<2}").parse().map_err(|_| Code::OutOfRange)?;
    if parsed <= 1_000_000_000 { Ok(parsed) } else { Err(Code::OutOfRange) }
}

/// Goods of one kind on a receipt: one lot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// What.
    pub item: i64,
    /// Its size, or empty.
    #[serde(default)]
    pub size: String,
    /// How many, 1 to 10,000.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// Best before, or 0.
    #[serde(default)]
    pub expires: Timestamp,
    /// What all of them cost together, in fen, or 0.
    #[serde(default)]
    pub cost: i64,
    /// A barcode that this line teaches, or empty.
    #[serde(default)]
    pub code: String,
}

/// From whom goods came, and where.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewReceipt {
    /// Where.
    pub location: LocationId,
    /// From what kind of giver.
    pub origin: Origin,
    /// The organisation, for a grant; 0 for none.
    #[serde(default)]
    pub organisation: i64,
    /// The giver's name as it was told, or empty.
    #[serde(default)]
    pub giver: String,
    /// Whether the giver agreed to be named on the monthly notice.
    #[serde(default)]
    pub named: bool,
    /// A remark for the book, or empty.
    #[serde(default)]
    pub note: String,
    /// The offer that it answers, or 0; its donor gets the receipt.
    #[serde(default)]
    pub offer: i64,
    /// What came in.
    pub lines: Vec<Line>,
}

impl NewReceipt {
    /// Trims the words and looks at what can be judged without a database.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
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

    /// Where goods come from that the shop receives; what a claim brings has its own way in.
    pub const ORIGINS: [Origin; 4] = [Origin::Donation, Origin::Grant, Origin::Purchase, Origin::Opening];
}

/// A receipt as its reader gets it. It says nothing of any household.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ReceiptFile))]
pub struct Receipt {
    /// Its number in the database.
    pub id: ReceiptId,
    /// Its number on paper.
    pub number: String,
    /// Where.
    pub location: LocationId,
    /// That location's name.
    pub location_name: String,
    /// That location's address.
    pub address: String,
    /// From what kind of giver.
    pub origin: Origin,
    /// The giver: as told, else the organisation's name, else the donor's; empty when nobody said.
    pub giver: String,
    /// Whether the giver agreed to be named.
    pub named: bool,
    /// The donor's account, or 0.
    pub donor: AccountId,
    /// The organisation, or 0.
    pub organisation: i64,
    /// The offer it answers, or 0.
    pub offer: i64,
    /// The claim it belongs to, or 0.
    pub claim: i64,
    /// The remark in the book, or empty.
    pub note: String,
    /// Who received, by name.
    pub by: String,
    /// When.
    pub created: Timestamp,
    /// Whether lines are still added.
    pub open: bool,
    /// Units, without what was put right afterwards.
    pub units: i64,
    /// What it cost, in fen, without what was put right afterwards.
    pub cost: i64,
    /// What came in; empty in lists.
    pub lines: Vec<ReceiptLine>,
}

/// One line of a receipt: a journal of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReceiptLine {
    /// The journal.
    pub journal: JournalId,
    /// The lot.
    pub lot: LotId,
    /// What.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What one is called.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// New or used.
    pub condition: Condition,
    /// Best before, or 0.
    pub expires: Timestamp,
    /// How many came in.
    pub quantity: i64,
    /// What they cost, in fen, or 0.
    pub cost: i64,
    /// The journal that put this line right, or 0.
    pub reversed_by: JournalId,
}

/// Which receipts a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReceiptQuery {
    /// One location, or 0 for all.
    pub location: LocationId,
    /// One kind of giver, or all.
    pub origin: Option<Origin>,
    /// Where the list goes on, or 0.
    pub cursor: ReceiptId,
}

impl Line {
    /// # Errors
    /// [`Code::ExpiredGoods`] when its date is past.
    pub fn fresh(&self, now: Timestamp) -> Result<()> {
        if self.expires != 0 && self.expires <= now { Err(Error::Conflict(Code::ExpiredGoods)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_number_is_read_aloud_and_the_year_is_chinas() {
        assert_eq!(number(2026, 123), "R-2026-000123");
        // 2026-12-31 15:59:59 UTC is still the 31st in China; a second later it is the new year.
        assert_eq!((year(1_798_732_799), year(1_798_732_800)), (2026, 2027));
        assert_eq!((year(0), year(951_782_400), year(951_868_800)), (1970, 2000, 2000));
    }

    #[test]
    fn money_is_typed_in_many_ways() {
        let typed = ["", "12", "12.5", "￥1,200.00", "１２．３４ 元", ".5"].map(fen);
        assert_eq!(typed, [Ok(0), Ok(1200), Ok(1250), Ok(120_000), Ok(1234), Ok(50)]);
        for wrong in ["-1", "1.234", "x", ".", "100000000", "1.2.3"] {
            assert_eq!(fen(wrong), Err(Code::OutOfRange), "{wrong}");
        }
    }

    #[test]
    fn a_receipt_has_lines_and_a_grant_has_a_giver() {
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
