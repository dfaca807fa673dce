//! Hardships of a household, with their first and last month.

use serde::{Deserialize, Serialize};

use crate::{Code, Result, Timestamp, error::Checks, text, time::Month};

/// Hardships, current and past, that one household file holds at most.
pub const HARDSHIPS: i64 = 40;

/// Kind of a hardship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HardshipKind {
    /// A long or costly illness.
    Illness,
    /// A disability.
    Disability,
    /// A member lost work.
    LossOfWork,
    /// A single parent.
    SingleParent,
    /// An old person living alone.
    ElderlyAlone,
    /// Children without parents.
    Orphan,
    /// Fire, flood, an accident.
    Disaster,
    /// Little income.
    LowIncome,
    /// Any other; a note explains it.
    #[default]
    Other,
}

crate::text_enum!(HardshipKind {
    Illness = "illness", Disability = "disability", LossOfWork = "loss_of_work", SingleParent = "single_parent",
    ElderlyAlone = "elderly_alone", Orphan = "orphan", Disaster = "disaster", LowIncome = "low_income", Other = "other",
});

/// A hardship of a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hardship {
    /// Row id; 0 for a new one.
    #[serde(default)]
    pub id: i64,
    /// Its kind.
    pub kind: HardshipKind,
    /// First month, `2024-03`, or `2024` if the month is not known.
    #[cfg_attr(feature = "schema", schema(example = "2024-03"))]
    pub since: String,
    /// Last month or year, in the same form; empty while it continues.
    #[serde(default)]
    pub until: String,
}

impl Hardship {
    /// Whether it continues.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.until.is_empty()
    }

    /// Normalises both months and validates them.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for a malformed or future month, or an end before the beginning.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let since = checks.take("since", when(&self.since, now)).unwrap_or_default();
        let until = match self.until.trim() {
            "" => String::new(),
            until => checks.take("until", when(until, now)).unwrap_or_default(),
        };
        // A year alone ends with its last month.
        let last = if until.len() == 4 { format!("{until}-12") } else { until.clone() };
        checks.ensure("until", until.is_empty() || last >= since, Code::OutOfRange);
        checks.done()?;
        Ok(Hardship { since, until, ..self })
    }
}

/// Parses a month or a year as commonly written: `2024-03`, `2024-3`, `2024.3`, `2024年3月`, `2024`.
fn when(raw: &str, now: Timestamp) -> Result<String, Code> {
    let plain = text::half_width(raw.trim()).replace(['/', '.', '年'], "-").replace('月', "");
    let plain = plain.trim_end_matches('-');
    let month: Month = match plain.split_once('-') {
        _ if plain.is_empty() => return Err(Code::Required),
        None => format!("{plain}-01").parse()?,
        Some((year, month)) => format!("{year}-{month:0>2}").parse()?,
    };
    if month > Month::of(now) {
        return Err(Code::OutOfRange);
    }
    Ok(if plain.contains('-') { month.to_string() } else { plain.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    const NOW: Timestamp = 1_795_000_000; // 2026-11-18

    fn of(since: &str, until: &str) -> Result<(String, String), Vec<(&'static str, Code)>> {
        let hardship = Hardship { since: since.into(), until: until.into(), ..Hardship::default() };
        match hardship.checked(NOW) {
            Ok(hardship) => Ok((hardship.since, hardship.until)),
            Err(Error::Invalid(fields)) => Err(fields.into_iter().map(|f| (f.name, f.code)).collect()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn common_spellings_of_a_month_are_normalised() {
        for raw in ["2024-03", "2024-3", "2024.3", "２０２４年３月"] {
            assert_eq!(of(raw, ""), Ok(("2024-03".into(), String::new())), "{raw}");
        }
        assert_eq!(of("2024", "2024"), Ok(("2024".into(), "2024".into())));
        assert_eq!(of("2024-05", "2024"), Ok(("2024-05".into(), "2024".into())));
    }

    #[test]
    fn an_end_before_the_beginning_and_a_future_month_are_rejected() {
        assert_eq!(of("2024-03", "2024-02"), Err(vec![("until", Code::OutOfRange)]));
        assert_eq!(of("2026-12", ""), Err(vec![("since", Code::OutOfRange)]));
        assert_eq!(of("", "x"), Err(vec![("since", Code::Required), ("until", Code::Unknown)]));
    }
}
