//! Audits reveals: counts per account and week, unusual ones first.
//! The rule is [`WeekCount::unusual`].

use std::collections::HashMap;

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    households::reveals::{Pattern, RevealReason, WeekCount, median, week_of},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{
        area_filter::covered,
        sql::{parse, rows},
    },
};

/// Weeks covered by the audit: a quarter of a year.
pub const WEEKS: Timestamp = 13;

/// Rows (one account in one week) that are read at most, newest first.
const MOST: i64 = 5000;

/// Rows per page.
const PAGE: usize = 50;

/// Page of reveal counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Patterns {
    /// Unusual weeks first, then the newest.
    pub items: Vec<Pattern>,
    /// Number of unusual weeks on all pages.
    pub unusual: usize,
    /// Cursor of the next page; `None` on the last one.
    pub next: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct WeekRow {
    week: i64,
    account: i64,
    role: String,
    name: String,
    openings: i64,
    files: i64,
    outside: i64,
    night: i64,
    same: i64,
    same_file: i64,
}

/// Marks what is unusual about each row and sorts the unusual rows first.
/// Compares an account with the median of its role in the same week.
fn judged(rows: Vec<WeekRow>) -> Result<Vec<Pattern>> {
    let mut files: HashMap<(i64, String), Vec<i64>> = HashMap::new();
    for row in &rows {
        files.entry((row.week, row.role.clone())).or_default().push(row.files);
    }
    let medians: HashMap<_, _> = files.into_iter().map(|(key, files)| (key, median(files))).collect();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let WeekRow { week, account, role, name, openings, files, outside, night, same, same_file } = row;
        let count = WeekCount { openings, files, outside, night, same, same_file };
        let unusual = count.unusual(medians.get(&(week, role.clone())).copied().unwrap_or(0));
        found.push(Pattern { week, account, name, role: parse(&role)?, count, unusual });
    }
    found.sort_by_key(|p| (std::cmp::Reverse(p.unusual.len()), -p.week, -p.count.openings, p.account));
    Ok(found)
}

/// Returns the SQL condition that a row of `reveal r` is a look-up, which opened nothing.
pub(crate) fn is_look_up() -> String {
    let reasons: Vec<_> = RevealReason::LOOK_UPS.iter().map(|reason| format!("'{}'", reason.as_str())).collect();
    format!("r.reason in ({})", reasons.join(", "))
}

impl Store {
    /// Counts reveals per account and week in the areas that the actor watches.
    /// Covers the last [`WEEKS`], unusual weeks first, then the newest. `week`, any second of it, narrows to one week;
    /// 0 does not. `cursor` is [`Patterns::next`] of the page before.
    ///
    /// # Errors
    /// Not allowed without a role that watches reveals.
    pub async fn opening_patterns(&self, actor: &Actor, week: Timestamp, cursor: i64) -> Result<Patterns> {
        actor.must_somewhere(Action::WatchOpenings)?;
        let (from, to) = match week {
            0 => (week_of(self.now()) - (WEEKS - 1) * 7 * DAY, i64::MAX),
            at => (week_of(at), week_of(at)),
        };
        let sql = format!(
            "select f.week, f.account, f.role, c.name, cast(sum(f.n) as bigint) as openings, count(*) as files,
                 cast(sum(f.outside) as bigint) as outside, cast(sum(f.night) as bigint) as night,
                 cast(max(f.opened) as bigint) as same,
                 cast(max(f.opened * 1000000000 + case when f.opened > 0 then f.household else 0 end)
                     - max(f.opened) * 1000000000 as bigint) as same_file
             from (select r.week, r.account, r.role, r.household, count(*) as n,
                       sum(case when {look_up} then 0 else 1 end) as opened,
                       sum(case when r.outside = true then 1 else 0 end) as outside,
                       sum(case when r.night = true then 1 else 0 end) as night
                   from reveal r join household h on h.id = r.household join area a on a.id = h.area
                   where r.week >= $1 and r.week <= $2 and {areas}
                   group by r.week, r.account, r.role, r.household) f
                 join account c on c.id = f.account
             group by f.week, f.account, f.role, c.name order by f.week desc, f.account limit {MOST}",
            look_up = is_look_up(),
            areas = covered("a.path", &actor.areas_for(Action::WatchOpenings))
        );
        let mut db = self.reader().await?;
        let found = judged(rows!(db, WeekRow, AssertSqlSafe(sql.as_str()), from, to)?)?;
        let unusual = found.iter().filter(|pattern| !pattern.unusual.is_empty()).count();
        let start = usize::try_from(cursor).unwrap_or(0);
        let next = (found.len() > start.saturating_add(PAGE)).then(|| i64::try_from(start + PAGE).unwrap_or(0));
        let items = found.into_iter().skip(start).take(PAGE).collect();
        Ok(Patterns { items, unusual, next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(week: i64, account: i64, role: &str, files: i64, night: i64) -> WeekRow {
        let (role, name) = (role.to_owned(), String::new());
        WeekRow { week, account, role, name, openings: files, files, outside: 0, night, same: 1, same_file: 9 }
    }

    #[test]
    fn unusual_weeks_come_first_and_shopkeepers_are_compared_with_shopkeepers() {
        let rows = vec![
            row(20, 1, "caseworker", 4, 0),
            row(20, 2, "caseworker", 6, 0),
            row(20, 3, "caseworker", 90, 0),
            row(20, 4, "shopkeeper", 200, 0),
            row(10, 5, "caseworker", 1, 1),
        ];
        let found = judged(rows).unwrap();
        assert_eq!(found.iter().map(|p| p.account).collect::<Vec<_>>(), [3, 5, 4, 2, 1]);
        assert_eq!(found.iter().filter(|p| !p.unusual.is_empty()).count(), 2);
    }
}
