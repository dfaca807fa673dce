//! Accounts that the search over all records finds, for those who assign roles: staff by any part of the name and by
//! initials, others by their whole name, all of them by phone.

use std::collections::BTreeMap;

use domain::{
    accounts::{AccountId, Actor},
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    accounts::staff::known_in,
    db::{area_filter::covered, folding::SearchWords, sql::rows},
};

/// Names of staff that are compared.
const MOST: usize = 3000;

/// Finds accounts to which the actor may grant roles, newest first; `by_phone` is the one whose phone was typed, or 0.
/// Families' accounts are no part of it.
pub(crate) async fn account_hits(
    db: &mut Conn<'_>,
    actor: &Actor,
    words: &SearchWords,
    by_phone: AccountId,
) -> Result<Vec<Hit>> {
    let areas = actor.areas_for(Action::AssignRoles);
    if areas.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<i64, (String, bool, bool)> = BTreeMap::new();
    if words.number.is_none() || by_phone != 0 {
        let sql = format!(
            "select a.id, a.name, a.open from account a
             where (a.id = $1 or (a.name = $2 and a.household = 0)) and {} order by a.id desc limit {}",
            known_in(&areas),
            SHOWN + 1,
        );
        let named = rows!(db, (i64, String, bool), AssertSqlSafe(sql.as_str()), by_phone, &words.typed)?;
        found.extend(named.into_iter().map(|(id, name, open)| (id, (name, open, id == by_phone))));
    }
    if words.number.is_none() {
        let sql = format!(
            "select distinct a.id, a.name, a.open from role_grant g join account a on a.id = g.account
             where g.area in (select x.id from area x where {} union all select 0)
                 and g.role in ('shopkeeper', 'caseworker', 'coordinator', 'auditor', 'admin')
                 and {} and a.household = 0 order by a.id desc limit {MOST}",
            covered("x.path", &areas),
            covered("g.path", &areas),
        );
        let staff = rows!(db, (i64, String, bool), AssertSqlSafe(sql.as_str()))?;
        let meant = staff.into_iter().filter(|(_, name, _)| words.meet(name)).take(SHOWN + 1);
        for (id, name, open) in meant {
            found.entry(id).or_insert((name, open, false));
        }
    }
    let hit = |(id, (name, open, exact))| {
        let state = if open { "" } else { "closed" };
        Hit { state: state.to_owned(), exact, ..Hit::new(FoundKind::Account, id, name) }
    };
    Ok(found.into_iter().rev().take(SHOWN + 1).map(hit).collect())
}
