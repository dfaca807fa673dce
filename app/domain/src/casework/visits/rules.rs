//! Rules: which families of an area are visited how often, and the windows that follow from them.

use serde::{Deserialize, Serialize};

use super::{VisitRuleId, Window};
use crate::{
    Code, DAY, Result, Timestamp,
    areas::AreaId,
    error::Checks,
    time::{Day, Month},
};

/// Days after a festival on which its visits can still be made, late.
pub const FESTIVAL_GRACE_DAYS: Timestamp = 7;

/// Families that a rule is about: all, those marked as in hardship, or those with an ongoing hardship of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitGroup {
    /// Every family of the area.
    All,
    /// Families marked as in particular hardship.
    #[default]
    Hardship,
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
}

crate::text_enum!(VisitGroup {
    All = "all", Hardship = "hardship", Illness = "illness", Disability = "disability", LossOfWork = "loss_of_work",
    SingleParent = "single_parent", ElderlyAlone = "elderly_alone", Orphan = "orphan", Disaster = "disaster",
    LowIncome = "low_income",
});

/// How often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Once a week, from Monday.
    Weekly,
    /// Once a month.
    #[default]
    Monthly,
    /// Once in three months, from January.
    Quarterly,
    /// Before one festival.
    Festival,
}

crate::text_enum!(Rhythm { Weekly = "weekly", Monthly = "monthly", Quarterly = "quarterly", Festival = "festival" });

/// Festival before which families are visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Festival {
    /// 元旦.
    NewYear,
    /// 春节.
    Spring,
    /// 古尔邦节.
    Corban,
    /// 诺鲁孜节.
    Nowruz,
    /// 端午.
    DragonBoat,
    /// 中秋.
    MidAutumn,
    /// 重阳.
    DoubleNinth,
    /// 国庆.
    National,
}

crate::text_enum!(Festival {
    NewYear = "new_year", Spring = "spring", Corban = "corban", Nowruz = "nowruz", DragonBoat = "dragon_boat",
    MidAutumn = "mid_autumn", DoubleNinth = "double_ninth", National = "national",
});

impl Rhythm {
    /// Most days of the window that opens with the period.
    #[must_use]
    pub fn most_days(self) -> i64 {
        match self {
            Rhythm::Weekly => 7,
            Rhythm::Monthly => 28,
            Rhythm::Quarterly => 90,
            Rhythm::Festival => 30,
        }
    }

    /// Returns the window of `days` days in the period around `at`; `None` for a festival, which has a day of its own.
    #[must_use]
    pub fn window(self, days: i64, at: Timestamp) -> Option<Window> {
        let (opens, ends) = match self {
            Rhythm::Weekly => {
                let monday = Day::of(at).plus(-Day::of(at).weekday());
                (monday, monday.plus(7))
            }
            Rhythm::Monthly => (Day::of(Month::of(at).start()), Day::of(Month::of(at).end())),
            Rhythm::Quarterly => {
                let first = Month::of(at).plus(-((Month::of(at).number() - 1) % 3));
                (Day::of(first.start()), Day::of(first.plus(3).start()))
            }
            Rhythm::Festival => return None,
        };
        Some(Window { opens: opens.start(), due: opens.plus(days).start().min(ends.start()), ends: ends.start() })
    }
}

/// A rule to be set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewVisitRule {
    /// Area for which it counts, with all areas below.
    pub area: AreaId,
    /// Families that are visited.
    pub families: VisitGroup,
    /// How often.
    pub rhythm: Rhythm,
    /// Days of the window: from the beginning of the period, or before the festival.
    pub days: i64,
    /// Festival, for that rhythm only.
    #[serde(default)]
    pub festival: Option<Festival>,
    /// Any second of the festival's day, for that rhythm only.
    #[serde(default)]
    pub day: Option<Timestamp>,
}

impl NewVisitRule {
    /// Validates the fields; returns the first window.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for days outside 1 to [`Rhythm::most_days`]; for a festival without its
    /// day, or with one that has passed or is more than 400 days ahead.
    pub fn checked(&self, now: Timestamp) -> Result<Window> {
        let mut checks = Checks::default();
        checks.ensure("area", self.area > 0, Code::Required);
        checks.ensure("days", (1..=self.rhythm.most_days()).contains(&self.days), Code::OutOfRange);
        let day = self.day.unwrap_or_default();
        if self.rhythm == Rhythm::Festival {
            checks.ensure("festival", self.festival.is_some(), Code::Required);
            checks.ensure("day", self.day.is_some(), Code::Required);
            let ahead = day >= Day::of(now).start() && day < now + 400 * DAY;
            checks.ensure("day", self.day.is_none() || ahead, Code::OutOfRange);
        }
        checks.done()?;
        let festival = Day::of(day);
        Ok(self.rhythm.window(self.days, now).unwrap_or_else(|| Window {
            opens: festival.plus(-self.days).start(),
            due: festival.end(),
            ends: festival.plus(1 + FESTIVAL_GRACE_DAYS).start(),
        }))
    }
}

/// A rule, with the window of its present period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitRule {
    /// Row id.
    pub id: VisitRuleId,
    /// Area for which it counts.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Families that are visited.
    pub families: VisitGroup,
    /// How often.
    pub rhythm: Rhythm,
    /// Festival, or null.
    pub festival: Option<Festival>,
    /// Days of the window.
    pub days: i64,
    /// Window of the present period.
    pub window: Window,
    /// Stricter rule that asks in its place in all of its area, or null.
    pub yields_to: Option<VisitRuleId>,
}

impl VisitRule {
    /// Whether this rule asks in place of another one for a family of both: it is about the same families (and the same
    /// festival), and more frequent, or has fewer days; before a festival it is the one that begins first. A visit by it
    /// keeps the other one, too. The store plans by the same order.
    #[must_use]
    pub fn is_stricter(&self, other: &VisitRule) -> bool {
        let (own, others) = (self.window, other.window);
        // A festival of another year is another need.
        let meets = self.rhythm != Rhythm::Festival || (own.opens < others.ends && others.opens < own.ends);
        let same = (self.families, self.festival) == (other.families, other.festival);
        same && meets && self.strictness() < other.strictness()
    }

    /// The place of the rule among those for the same families: the strictest first, of equal ones the older.
    #[must_use]
    pub fn strictness(&self) -> (usize, i64, VisitRuleId) {
        let days = if self.rhythm == Rhythm::Festival { -self.days } else { self.days };
        // The variants stand in this order.
        (self.rhythm as usize, days, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OCTOBER: Timestamp = 1_790_784_000; // 2026-10-01 00:00 in China, a Thursday

    #[test]
    fn periods_follow_each_other_without_gaps() {
        for rhythm in [Rhythm::Weekly, Rhythm::Monthly, Rhythm::Quarterly] {
            let mut window = rhythm.window(5, OCTOBER).expect("a period");
            for _ in 0..60 {
                assert!(window.opens < window.due && window.due <= window.ends, "{window:?}");
                assert_eq!(rhythm.window(5, window.ends - 1), Some(window));
                let next = rhythm.window(5, window.ends).expect("a period");
                assert_eq!(next.opens, window.ends);
                window = next;
            }
        }
        let quarter = Rhythm::Quarterly.window(90, OCTOBER).expect("a period");
        assert_eq!((quarter.opens, quarter.ends - quarter.opens), (OCTOBER, 92 * DAY));
        let week = Rhythm::Weekly.window(5, OCTOBER).expect("a period");
        assert_eq!((week.opens, week.due), (OCTOBER - 3 * DAY, OCTOBER + 2 * DAY));
    }

    #[test]
    fn the_strictest_rule_for_the_same_families_asks() {
        let rule = |id, rhythm, days| VisitRule {
            id,
            area: 1,
            area_name: String::new(),
            families: VisitGroup::Hardship,
            rhythm,
            festival: (rhythm == Rhythm::Festival).then_some(Festival::Spring),
            days,
            window: Window { opens: 0, due: 1, ends: 2 },
            yields_to: None,
        };
        let (thirty, sixty) = (rule(2, Rhythm::Quarterly, 30), rule(1, Rhythm::Quarterly, 60));
        assert!(thirty.is_stricter(&sixty) && !sixty.is_stricter(&thirty) && !thirty.is_stricter(&thirty));
        assert!(rule(3, Rhythm::Weekly, 7).is_stricter(&rule(1, Rhythm::Monthly, 3)), "more frequent");
        assert!(rule(1, Rhythm::Monthly, 9).is_stricter(&rule(2, Rhythm::Monthly, 9)), "of equal ones the older");
        assert!(rule(2, Rhythm::Festival, 15).is_stricter(&rule(1, Rhythm::Festival, 7)), "the one that begins first");
        assert!(
            !rule(2, Rhythm::Weekly, 7).is_stricter(&rule(1, Rhythm::Festival, 7)),
            "a festival is a need of its own"
        );
        let all = VisitRule { families: VisitGroup::All, ..rule(1, Rhythm::Quarterly, 60) };
        assert!(!thirty.is_stricter(&all), "other families");
    }

    #[test]
    fn a_festival_needs_a_day_ahead() {
        let rule = NewVisitRule { area: 1, rhythm: Rhythm::Festival, days: 10, ..NewVisitRule::default() };
        assert!(rule.checked(OCTOBER).is_err());
        let dated = NewVisitRule { festival: Some(Festival::Spring), day: Some(OCTOBER + 30 * DAY), ..rule };
        let window = dated.checked(OCTOBER).expect("complete");
        assert_eq!((window.opens, window.due), (OCTOBER + 20 * DAY, OCTOBER + 31 * DAY));
        assert!(dated.checked(OCTOBER + 32 * DAY).is_err(), "passed");
    }
}
