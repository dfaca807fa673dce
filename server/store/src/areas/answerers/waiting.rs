//! Counts of records that wait for an account. Each capability writes its own; the start page asks them in few
//! statements, because some sixty of them one by one took longer than all that they count.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    time::Day,
    today::MANY,
};
use sqlx::AssertSqlSafe;

use crate::{Conn, Result, Store, db::sql::rows};

/// Counts in one statement. SQLite walks all cursors that are open whenever a subquery opens one, so sixty counts in
/// one statement took three times as long as one by one; the start page takes few statements of so many.
const IN_ONE: usize = 10;

/// Rows that an expensive count looks for at most: more of them are said to be "99+".
pub(crate) const ENOUGH: i64 = MANY;

/// The account for which records wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting<'a> {
    pub actor: &'a Actor,
    /// Accounts whose work it does: itself, and those that it stands in for.
    pub whose: &'a [AccountId],
    /// The present day.
    pub today: Day,
}

/// How many records wait, and a second of the one that is first: when it began, or until when it is due; 0 if unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub n: i64,
    pub at: Timestamp,
}

/// Replaces what differs between accounts by parameters: the account itself, and its area if it has one only. Accounts
/// with the same roles then share what a connection has prepared, which takes longer than to count. Returns the path of
/// the area, for `$5`; it stands in an expression, because SQLite plans anew for each pattern that is bound alone.
///
/// No count compares with a list of one number but that of an account.
fn share(sql: &mut String, actor: &Actor) -> String {
    *sql = sql.replace(&format!(" in ({})", actor.account), " in ($2)");
    let mut paths: Vec<&str> = actor.grants.iter().map(|grant| grant.path.0.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    match paths.as_slice() {
        [path] => {
            *sql = sql.replace(&format!(" like '{path}%'"), " like ($5 || '%')");
            (*path).to_owned()
        }
        _ => String::new(),
    }
}

/// Counts with all of the statements, in their order. Each selects one row with the columns `n` and `at` of a
/// [`Counted`]; it may name the present as `$1`, the account as `$2`, its root area as `$3` and its household as `$4`.
/// None of them holds a time as text, so that a connection prepares each part once.
pub(crate) async fn counted(
    db: &mut Conn<'_>,
    actor: &Actor,
    now: Timestamp,
    counts: &[String],
) -> Result<Vec<Counted>> {
    let mut all = vec![Counted::default(); counts.len()];
    for (part, counts) in counts.chunks(IN_ONE).enumerate() {
        // The first row names every parameter: PostgreSQL wants a type for each.
        let mut sql = "select cast(-1 as bigint) as place, cast($1 as bigint) + cast($2 as bigint)
                 + cast($3 as bigint) + cast($4 as bigint) + cast(length(cast($5 as text)) as bigint) as n,
                 cast(0 as bigint) as at"
            .to_owned();
        for (place, count) in counts.iter().enumerate() {
            let place = part * IN_ONE + place;
            sql.push_str(&format!(
                " union all select cast({place} as bigint), c.n, coalesce(c.at, 0) from ({count}) c"
            ));
        }
        let inside = share(&mut sql, actor);
        let (account, root, household) = (actor.account, actor.root, actor.household);
        let found =
            rows!(db, (i64, i64, i64), AssertSqlSafe(sql.as_str()), now, account, root, household, inside.as_str())?;
        for (place, n, at) in found {
            if let Some(one) = usize::try_from(place).ok().and_then(|place| all.get_mut(place)) {
                *one = Counted { n, at };
            }
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
        Ok(counted(&mut db.arm(), actor, now, &[count]).await?.into_iter().map(|one| one.n).sum())
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        accounts::{Grant, Role},
        areas::AreaPath,
    };

    use super::*;

    #[test]
    fn accounts_with_the_same_roles_share_a_statement() {
        let shared = |account: AccountId, path: &str| {
            let grants = vec![Grant { role: Role::Caseworker, area: 2, path: AreaPath(path.into()) }; 2];
            let mut sql = format!("owner in ({account}) and a.path like '{path}%' and x.owner in ({account}, 9)");
            (share(&mut sql, &Actor { account, grants, ..Actor::default() }), sql)
        };
        let (inside, sql) = shared(7, "/1/2/");
        assert_eq!(
            (inside.as_str(), sql.as_str()),
            ("/1/2/", "owner in ($2) and a.path like ($5 || '%') and x.owner in (7, 9)")
        );
    }
}
