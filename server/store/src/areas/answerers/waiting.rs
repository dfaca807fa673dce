//! Counts of records that wait for an account. Each capability writes its own; the start page asks all of them in one
//! statement, because some forty of them one by one took longer than all that they count.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    time::Day,
};
use sqlx::AssertSqlSafe;

use crate::{Conn, Result, Store, db::sql::rows};

/// The account for which records wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting<'a> {
    pub actor: &'a Actor,
    /// Accounts whose work it does: itself, and those that it stands in for.
    pub whose: &'a [AccountId],
    /// The present day.
    pub today: Day,
}

/// Counts with all of the statements at once, in their order. Each selects one number; it may name the present as `$1`,
/// the account as `$2`, its root area as `$3` and its household as `$4`. None of them holds a time as text, so that a
/// connection prepares the whole once.
pub(crate) async fn counted(db: &mut Conn<'_>, actor: &Actor, now: Timestamp, counts: &[String]) -> Result<Vec<i64>> {
    // The first row names every parameter: PostgreSQL wants a type for each.
    let mut sql = "select cast(-1 as bigint) as place, cast($1 as bigint) + cast($2 as bigint) + cast($3 as bigint)
         + cast($4 as bigint) as n"
        .to_owned();
    for (place, count) in counts.iter().enumerate() {
        sql.push_str(&format!(" union all select cast({place} as bigint), ({count})"));
    }
    let found = rows!(db, (i64, i64), AssertSqlSafe(sql.as_str()), now, actor.account, actor.root, actor.household,)?;
    let mut all = vec![0; counts.len()];
    for (place, n) in found {
        if let Some(one) = usize::try_from(place).ok().and_then(|at| all.get_mut(at)) {
            *one = n;
        }
    }
    Ok(all)
}

impl Store {
    /// Counts with one of the statements, for an account that stands in for no other.
    pub(crate) async fn waiting_count(
        &self,
        actor: &Actor,
        count: impl Fn(&Waiting<'_>) -> Option<String>,
    ) -> Result<i64> {
        let now = self.now();
        let Some(count) = count(&Waiting { actor, whose: &[actor.account], today: Day::of(now) }) else {
            return Ok(0);
        };
        let mut db = self.reader().await?;
        Ok(counted(&mut db.arm(), actor, now, &[count]).await?.into_iter().sum())
    }
}
