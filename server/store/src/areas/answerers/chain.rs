//! The way up: the accounts that what is late goes to next, and the deputies of those on leave.

use std::collections::HashMap;

use domain::{Timestamp, accounts::AccountId, areas::AreaPath, households::HouseholdId};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::sql::{listed, row, rows, value, values},
};

/// Deputies of deputies that are followed.
const HOPS: usize = 4;

/// What climbs: where its home is, how far it has come, and which accounts it must pass over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Climb<'a> {
    /// Area of its home.
    pub home: &'a AreaPath,
    /// Household that it is about, or 0. Staff never decide about their own family.
    pub household: HouseholdId,
    /// Path of the rung so far; empty for none.
    pub reached: &'a str,
    /// Accounts that are passed over.
    pub without: &'a [AccountId],
}

impl<'a> Climb<'a> {
    /// What climbs for a household, or for none.
    pub(crate) fn of(home: &'a AreaPath, household: HouseholdId, reached: &'a str, without: &'a [AccountId]) -> Self {
        Climb { home, household, reached, without }
    }
}

/// Accounts of one area to which something climbs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rung {
    /// Path of the area; empty when no account is above.
    pub path: String,
    /// Accounts present there, deputies in place of those on leave; the first one is in charge.
    pub accounts: Vec<AccountId>,
}

impl Rung {
    /// The account in charge, or 0.
    pub(crate) fn owner(&self) -> AccountId {
        self.accounts.first().copied().unwrap_or_default()
    }
}

/// Loads the next rung above the one that was reached: the people of the nearest area there, or else its coordinators,
/// but no account of the household itself. Empty at the top.
pub(crate) async fn next_above(db: &mut Conn<'_>, of: Climb<'_>, now: Timestamp) -> Result<Rung> {
    let shorter = i64::try_from(of.reached.len()).unwrap_or_default();
    let found = rows!(
        db,
        (i64, String, i64),
        "select c.account, c.path, c.tier from
             (select n.account, r.path, cast(0 as bigint) as tier from answerer n join area r on r.id = n.area
                  join account a on a.id = n.account
              where n.until = 0 and n.account <> 0 and n.post <> 'homes' and a.open = true and $1 like r.path || '%'
                  and exists (select 1 from role_grant g where g.account = n.account
                      and g.role in ('caseworker', 'coordinator') and r.path like g.path || '%')
              union all
              select g.account, g.path, cast(1 as bigint) from role_grant g join account a on a.id = g.account
              where g.role = 'coordinator' and a.open = true and $1 like g.path || '%') c
         where length(c.path) < $2 or $2 = 0
         order by length(c.path) desc, c.tier, c.account",
        &of.home.0,
        shorter,
    )?;
    let mut rung = Rung::default();
    let mut tier_of_rung = 0;
    for (account, path, tier) in found {
        if !rung.accounts.is_empty() && (path != rung.path || tier != tier_of_rung) {
            break;
        }
        let present = stand_in(db, account, now).await?;
        // The deputy of an account that is passed over does its work now, and so would be asked about its own.
        let passed = [account, present].iter().any(|one| of.without.contains(one)) || rung.accounts.contains(&present);
        if !passed && !is_of_family(db, present, of.household).await? {
            (rung.path, tier_of_rung) = (path, tier);
            rung.accounts.push(present);
        }
    }
    Ok(rung)
}

/// Loads the path of the largest area around a home whose coordinator an account is; empty for none.
pub(crate) async fn led_by(db: &mut Conn<'_>, account: AccountId, home: &AreaPath) -> Result<String> {
    let led = row!(
        db,
        (String,),
        "select g.path from role_grant g where g.account = $1 and g.role = 'coordinator' and $2 like g.path || '%'
         order by length(g.path) limit 1",
        account,
        &home.0,
    )?;
    Ok(led.map_or_else(String::new, |(path,)| path))
}

/// Whether an account belongs to a household; false for household 0.
pub(crate) async fn is_of_family(db: &mut Conn<'_>, account: AccountId, household: HouseholdId) -> Result<bool> {
    if household == 0 {
        return Ok(false);
    }
    let of = value!(db, i64, "select count(*) from account where id = $1 and household = $2", account, household)?;
    Ok(of > 0)
}

/// Returns the account that does the work of `account` now: itself, or its deputy while it is on leave.
pub(crate) async fn stand_in(db: &mut Conn<'_>, account: AccountId, now: Timestamp) -> Result<AccountId> {
    let mut present = account;
    for _ in 0..HOPS {
        let deputy = row!(
            db,
            (i64,),
            "select deputy from staff_leave
             where account = $1 and ended = 0 and first <= $2 and last > $2 order by id desc limit 1",
            present,
            now,
        )?;
        match deputy {
            Some((deputy,)) => present = deputy,
            None => break,
        }
    }
    Ok(present)
}

/// As [`stand_in`] for several accounts; costs a statement for each step from deputy to deputy, whatever their number.
pub(crate) async fn stand_ins(
    db: &mut Conn<'_>,
    accounts: impl IntoIterator<Item = AccountId>,
    now: Timestamp,
) -> Result<HashMap<AccountId, AccountId>> {
    let mut present: HashMap<AccountId, AccountId> = accounts.into_iter().map(|account| (account, account)).collect();
    for _ in 0..HOPS {
        // The newest leave counts, which is the last of its account.
        let sql = format!(
            "select account, deputy from staff_leave
             where account in ({}) and ended = 0 and first <= $1 and last > $1 order by id",
            listed(present.values().copied())
        );
        let away = rows!(db, (i64, i64), AssertSqlSafe(sql.as_str()), now)?;
        let away: HashMap<AccountId, AccountId> = away.into_iter().collect();
        if away.is_empty() {
            break;
        }
        present.values_mut().for_each(|one| *one = away.get(one).copied().unwrap_or(*one));
    }
    Ok(present)
}

/// Lists the accounts whose work `account` does now: itself, and those on leave whose deputy it is.
pub(crate) async fn stands_in_for(db: &mut Conn<'_>, account: AccountId, now: Timestamp) -> Result<Vec<AccountId>> {
    let mut all = vec![account];
    let mut at = 0;
    while let Some(deputy) = all.get(at).copied() {
        at += 1;
        let away = values!(
            db,
            i64,
            "select account from staff_leave
             where deputy = $1 and ended = 0 and first <= $2 and last > $2 order by account limit 100",
            deputy,
            now,
        )?;
        let new: Vec<AccountId> = away.into_iter().filter(|one| !all.contains(one)).collect();
        all.extend(new);
    }
    Ok(all)
}

/// Builds a condition that a column is one of the accounts.
pub(crate) fn one_of(column: &str, accounts: &[AccountId]) -> String {
    let ids: Vec<String> = accounts.iter().map(ToString::to_string).collect();
    if ids.is_empty() { "1 = 0".into() } else { format!("{column} in ({})", ids.join(", ")) }
}

/// Builds a condition that an account, given as SQL, is no caseworker of area `a`: nothing is done unless it is handed over.
pub(crate) fn is_no_caseworker(account: &str) -> String {
    format!(
        "not exists (select 1 from role_grant k join account w on w.id = k.account
             where k.account = {account} and k.role = 'caseworker' and w.open = true and a.path like k.path || '%')"
    )
}

/// Builds the count of areas `r` inside a condition for which no present person answers.
pub(crate) fn gaps(inside: &str) -> String {
    format!("select count(*) as n, 0 as at from area r where {inside} and not exists ({PRESENT})")
}

/// Selects the present people who answer for all of area `r`.
pub(crate) const PRESENT: &str = "select 1 from answerer n left join account a on a.id = n.account
     where n.area = r.id and n.until = 0 and n.post <> 'homes' and (n.account = 0 or (a.open = true
         and exists (select 1 from role_grant g where g.account = n.account
             and g.role in ('caseworker', 'coordinator') and r.path like g.path || '%')))";
