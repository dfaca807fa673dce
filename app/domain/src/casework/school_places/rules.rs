//! A district's rule for the school places of families from elsewhere: dated data, checked before it counts.

use serde::{Deserialize, Serialize};

use crate::{Code, Result, Timestamp, areas::AreaId, error::Checks, text, time::Day};

/// Row id of a version of a rule.
pub type SchoolRuleId = i64;

/// Months that a rule asks for at most.
pub const MONTHS: i64 = 60;
/// Papers that a rule lists at most.
pub const PAPERS: usize = 12;

/// How months of insurance are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Without a gap, up to the month of the cut-off day.
    #[default]
    Consecutive,
    /// All months up to the cut-off day together.
    Total,
}

crate::text_enum!(Counting { Consecutive = "consecutive", Total = "total" });

/// Whether months that were paid later count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BackPayment {
    /// They count if they were paid by the cut-off day.
    Counts,
    /// They do not count.
    #[default]
    DoesNotCount,
}

crate::text_enum!(BackPayment { Counts = "counts", DoesNotCount = "does_not_count" });

/// What a district asks for. Its days are those of one admission; until a newer version is entered, the same days are
/// assumed for the following years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolTerms {
    /// Months of insurance, 0 to 60.
    pub months: i64,
    /// How they are counted.
    pub counting: Counting,
    /// Whether months that were paid later count.
    pub back_payment: BackPayment,
    /// Months of residence, 0 to 60; none when it is not asked for.
    #[serde(default)]
    pub residence_months: Option<i64>,
    /// Months of a work contract, 0 to 60; none when it is not asked for.
    #[serde(default)]
    pub contract_months: Option<i64>,
    /// Day on which all of this must be met.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-04-30"))]
    pub cut_off: Day,
    /// First day of the window to apply.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-06-01"))]
    pub first_day: Day,
    /// Last day of that window.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-06-08"))]
    pub last_day: Day,
}

/// A version of a rule to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSchoolRule {
    /// Area that it holds for, with those below that have none of their own.
    pub area: AreaId,
    /// Version that it takes the place of; none for the area's first one.
    #[serde(default)]
    pub replaces: Option<SchoolRuleId>,
    /// What it asks for.
    #[serde(flatten)]
    pub terms: SchoolTerms,
    /// Papers to bring, up to 12 lines of up to 60 characters.
    #[serde(default)]
    pub papers: Vec<String>,
    /// Where it is published, 2 to 300 characters.
    pub source: String,
    /// Who checked it against the source, 2 to 60 characters.
    pub checked_by: String,
}

impl NewSchoolRule {
    /// Trims the texts and refuses impossible days: a window that ends before it begins or is over, a cut-off after
    /// the window, and days that lie further ahead than any notice.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self, today: Day) -> Result<Self> {
        let SchoolTerms { months, residence_months, contract_months, cut_off, first_day, last_day, .. } = self.terms;
        let mut checks = Checks::default();
        let fits = |months: i64| (0..=MONTHS).contains(&months);
        checks.ensure("months", fits(months), Code::OutOfRange);
        checks.ensure("residence_months", residence_months.is_none_or(fits), Code::OutOfRange);
        checks.ensure("contract_months", contract_months.is_none_or(fits), Code::OutOfRange);
        checks.ensure("cut_off", cut_off <= last_day && cut_off > first_day.plus(-366), Code::OutOfRange);
        checks.ensure("last_day", last_day >= first_day && last_day < first_day.plus(365), Code::OutOfRange);
        checks.ensure("first_day", last_day >= today && first_day < today.plus(800), Code::OutOfRange);
        let source = checks.take("source", text::words(&self.source, 2, 300));
        let checked_by = checks.take("checked_by", text::line(&self.checked_by, 2, 60));
        let papers: Vec<_> = self.papers.iter().map(|paper| text::line(paper, 0, 60)).collect();
        let papers = checks.take("papers", papers.into_iter().collect::<Result<Vec<_>, Code>>());
        let papers: Vec<_> = papers.unwrap_or_default().into_iter().filter(|paper| !paper.is_empty()).collect();
        checks.ensure("papers", papers.len() <= PAPERS, Code::TooLong);
        checks.done()?;
        Ok(NewSchoolRule {
            source: source.unwrap_or_default(),
            checked_by: checked_by.unwrap_or_default(),
            papers,
            ..self
        })
    }
}

/// A version of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolRule {
    /// Row id.
    pub id: SchoolRuleId,
    /// Area that it holds for.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Number of the version in its area, from 1.
    pub version: i64,
    /// What it asks for.
    #[serde(flatten)]
    pub terms: SchoolTerms,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// Where it is published.
    pub source: String,
    /// Who checked it against the source.
    pub checked_by: String,
    /// When it was entered.
    pub entered: Timestamp,
    /// Name of the account that entered it.
    pub entered_by: String,
    /// When a newer version took its place, or it was withdrawn.
    pub ended: Option<Timestamp>,
    /// Open cases whose dates come from it.
    pub cases: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn rule(cut_off: &str, first_day: &str, last_day: &str) -> NewSchoolRule {
        let day = |text: &str| text.parse().expect("a day");
        NewSchoolRule {
            area: 1,
            replaces: None,
            terms: SchoolTerms {
                months: 12,
                counting: Counting::Consecutive,
                back_payment: BackPayment::DoesNotCount,
                residence_months: Some(12),
                contract_months: None,
                cut_off: day(cut_off),
                first_day: day(first_day),
                last_day: day(last_day),
            },
            papers: vec!["  居住证 ".into(), " ".into()],
            source: "区教育局 2026 年通知".into(),
            checked_by: "王老师".into(),
        }
    }

    #[test]
    fn impossible_days_are_refused_by_field() {
        let today: Day = "2026-02-01".parse().expect("a day");
        let fields = |rule: NewSchoolRule| match rule.checked(today) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(fields)) => fields.iter().map(|field| field.name).collect(),
            Err(other) => vec![if other == Error::NotFound { "not_found" } else { "other" }],
        };
        assert_eq!(fields(rule("2026-04-30", "2026-06-01", "2026-06-08")), Vec::<&str>::new());
        assert_eq!(fields(rule("2026-04-30", "2026-06-08", "2026-06-01")), ["last_day"]);
        assert_eq!(fields(rule("2026-06-09", "2026-06-01", "2026-06-08")), ["cut_off"]);
        assert_eq!(fields(rule("2025-04-30", "2025-06-01", "2025-06-08")), ["first_day"]);
        assert_eq!(fields(rule("2029-04-30", "2029-06-01", "2029-06-08")), ["first_day"]);
        assert_eq!(fields(rule("2025-04-30", "2026-06-01", "2026-06-08")), ["cut_off"]);
        assert_eq!(fields(rule("2026-04-30", "2026-06-01", "2027-06-01")), ["last_day"]);
        let mut long = rule("2026-04-30", "2026-06-01", "2026-06-08");
        long.terms.months = 61;
        long.terms.contract_months = Some(-1);
        assert_eq!(fields(long), ["months", "contract_months"]);
        let good = rule("2026-04-30", "2026-06-01", "2026-06-08").checked(today).expect("a rule");
        assert_eq!(good.papers, ["居住证"]);
    }
}
