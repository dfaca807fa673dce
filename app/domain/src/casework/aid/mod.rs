//! Aid (救助): what a household got from a programme, recorded and never paid. Collections are in [`collections`].

pub mod collections;
pub mod figures;
mod views;

use serde::{Deserialize, Serialize};

pub use self::views::{AidGrant, AidYear, EarlierAid, HouseholdAid, mark_twice};

use crate::{Code, Result, Timestamp, areas::AreaId, error::Checks, text, time::Month};

/// Row id of a programme.
pub type ProgrammeId = i64;
/// Row id of a grant.
pub type GrantId = i64;

/// Months back for which a grant is still entered.
const MONTHS_BACK: i64 = 36;
/// Months within which the same kind of aid counts as the same help, unless it comes each month.
const SAME_MONTHS: i64 = 12;
/// Most fen of a single grant or sum: 10 million yuan.
pub const MOST_FEN: i64 = 1_000_000_000;

/// What kind of aid a programme gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AidKind {
    /// Subsistence allowance, by month.
    Subsistence,
    /// Temporary help in an emergency.
    Temporary,
    /// Grants for pupils and students.
    Student,
    /// Costs of treatment.
    Medical,
    /// Help with insurance.
    Insurance,
    /// Money collected for one household.
    Collection,
    /// Other help.
    Other,
}

impl AidKind {
    /// Months within which another grant of the kind is the same help: an allowance comes each month.
    #[must_use]
    pub fn same_months(self) -> i64 {
        if self == AidKind::Subsistence { 1 } else { SAME_MONTHS }
    }
}

crate::text_enum!(AidKind {
    Subsistence = "subsistence", Temporary = "temporary", Student = "student", Medical = "medical",
    Insurance = "insurance", Collection = "collection", Other = "other",
});

/// Who gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AidSource {
    /// A public office.
    Government,
    /// A foundation or charity.
    Charity,
    /// A company.
    Company,
    /// Another organisation, such as a trade union.
    Organisation,
    /// Single people.
    People,
    /// Others.
    Other,
}

crate::text_enum!(AidSource {
    Government = "government", Charity = "charity", Company = "company", Organisation = "organisation",
    People = "people", Other = "other",
});

/// A paper that is held about a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AidPaper {
    /// The application.
    Application,
    /// Identity card or household register.
    Identity,
    /// Proof of income.
    Income,
    /// Medical record or bill.
    Medical,
    /// Proof of enrolment.
    Enrolment,
    /// Policy or claim of an insurance.
    Insurance,
    /// The office's decision.
    Decision,
    /// Slip of the bank.
    Slip,
    /// Signed receipt.
    Receipt,
}

crate::text_enum!(AidPaper {
    Application = "application", Identity = "identity", Income = "income", Medical = "medical",
    Enrolment = "enrolment", Insurance = "insurance", Decision = "decision", Slip = "slip", Receipt = "receipt",
});

/// A programme to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewProgramme {
    /// Area whose families it is for.
    pub area: AreaId,
    /// What kind of aid it gives.
    pub kind: AidKind,
    /// Who gives.
    pub source: AidSource,
    /// Its name, 1 to 60 characters. It names no family.
    pub name: String,
}

impl NewProgramme {
    /// Trims and validates the name.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `name`.
    pub fn checked(self) -> Result<Self> {
        let name = text::line(&self.name, 1, 60).map_err(|code| crate::Error::field("name", code))?;
        Ok(NewProgramme { name, ..self })
    }
}

/// Whether grants are recorded under a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeUse {
    /// They are.
    Open,
    /// They are not any more; those that there are stay.
    Closed,
}

crate::text_enum!(ProgrammeUse { Open = "open", Closed = "closed" });

/// A programme, with what it gave in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Programme {
    /// Row id.
    pub id: ProgrammeId,
    /// Area whose families it is for.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// What kind of aid it gives.
    pub kind: AidKind,
    /// Who gives.
    pub source: AidSource,
    /// Its name.
    pub name: String,
    /// Whether grants are still recorded under it.
    pub usage: ProgrammeUse,
    /// What it gave in the year; none for readers in a smaller area than its own.
    pub figures: Option<ProgrammeFigures>,
    /// Whether the reader may rename, close and reopen it.
    pub may_lead: bool,
}

/// What a programme gave in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProgrammeFigures {
    /// Grants that count.
    pub grants: i64,
    /// Households that got them.
    pub households: i64,
    /// Their money, in fen.
    pub amount: i64,
}

/// A grant to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewGrant {
    /// Programme that it comes from.
    pub programme: ProgrammeId,
    /// Member that it is for; none for the whole household.
    #[serde(default)]
    pub member: Option<i64>,
    /// Month that it is for, as `2026-10`.
    pub month: String,
    /// Money in fen; 0 for goods.
    #[serde(default)]
    pub amount: i64,
    /// The goods, up to 200 characters; empty for money.
    #[serde(default)]
    pub goods: String,
    /// Papers that are held.
    #[serde(default)]
    pub papers: Vec<AidPaper>,
    /// Whether it is recorded although the household has had the same, which was shown.
    #[serde(default)]
    pub anyway: bool,
}

impl NewGrant {
    /// Trims and validates the fields.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `month` (in the future, or long ago), `amount` and `goods`, of which it has one.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let month = checks.take("month", recent(&self.month, now));
        let goods = checks.take("goods", text::words(&self.goods, 0, 200)).unwrap_or_default();
        checks.ensure("amount", (0..=MOST_FEN).contains(&self.amount), Code::OutOfRange);
        checks.ensure("amount", self.amount != 0 || !goods.is_empty(), Code::Required);
        checks.ensure("goods", self.amount == 0 || goods.is_empty(), Code::OneOfTwo);
        checks.done()?;
        let mut papers = Vec::new();
        for paper in self.papers {
            if !papers.contains(&paper) {
                papers.push(paper);
            }
        }
        let month = month.map(|month| month.to_string()).unwrap_or_default();
        Ok(NewGrant { month, goods, papers, ..self })
    }
}

/// Parses a month that is not in the future and at most three years ago.
fn recent(raw: &str, now: Timestamp) -> Result<Month, Code> {
    let month: Month = text::half_width(raw).trim().parse()?;
    let this = Month::of(now);
    if month > this || month < this.plus(-MONTHS_BACK) { Err(Code::OutOfRange) } else { Ok(month) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    const NOW: Timestamp = 1_790_784_000;

    fn new() -> NewGrant {
        NewGrant {
            programme: 1,
            member: None,
            month: "2026-09".into(),
            amount: 61_725,
            goods: String::new(),
            papers: vec![AidPaper::Slip, AidPaper::Slip],
            anyway: false,
        }
    }

    fn wrong(new: NewGrant) -> Vec<(&'static str, Code)> {
        match new.checked(NOW) {
            Err(Error::Invalid(fields)) => fields.iter().map(|field| (field.name, field.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_grant_is_money_or_goods_of_a_month_that_has_begun() {
        assert_eq!(new().checked(NOW).expect("valid").papers, [AidPaper::Slip]);
        let goods = NewGrant { amount: 0, goods: " 大米 10 公斤 ".into(), ..new() };
        assert_eq!(goods.checked(NOW).expect("valid").goods, "大米 10 公斤");
        assert_eq!(wrong(NewGrant { amount: 0, ..new() }), [("amount", Code::Required)]);
        assert_eq!(wrong(NewGrant { goods: "米".into(), ..new() }), [("goods", Code::OneOfTwo)]);
        assert_eq!(wrong(NewGrant { amount: -1, ..new() }), [("amount", Code::OutOfRange)]);
        for month in ["2030-01", "2019-01"] {
            assert_eq!(wrong(NewGrant { month: month.into(), ..new() }), [("month", Code::OutOfRange)], "{month}");
        }
        assert_eq!(wrong(NewGrant { month: "九月".into(), ..new() }), [("month", Code::Unknown)]);
    }
}
