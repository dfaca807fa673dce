//! The load of each caseworker in the areas that the actor leads, and the files of one of them, to be handed over.

use std::collections::BTreeMap;

use domain::{
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::workload::{WorkFile, Workload},
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::visits::owner_sql;
use crate::{
    Refusal, Result, Store,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct CountRow {
    account: i64,
    kind: String,
    n: i64,
    late: i64,
}

/// Builds the statement that counts what is open, by account and kind; `areas` is the condition on an area `a`.
fn counts(areas: &str) -> String {
    let of_files = format!("join household h on h.id = x.household join area a on a.id = h.area where {areas}");
    format!(
        concat!(
            "select account, kind, count(*) as n, cast(sum(late) as bigint) as late from (
                 select h.caseworker as account, 'files' as kind, 0 as late from household h join area a on a.id = h.area
                 where h.state = 'open' and {areas}
                 union all
                 select h.caseworker, 'wishes', 0 from wish x {of_files} and x.state = 'submitted'
                 union all
                 select x.owner, 'cases', case when x.due < $1 then 1 else 0 end
                 from case_file x {of_files} and x.state = 'open'
                 union all
                 select case when x.owner <> 0 then x.owner else h.caseworker end, 'findings',
                     case when x.due <= $1 then 1 else 0 end from finding x {of_files} and x.state = 'open'
                 union all
                 select x.sender, 'referrals', case when x.due <= $1 then 1 else 0 end
                 from referral x {of_files} and x.due > 0
                 union all
                 select ",
            owner_sql!(),
            ", 'visits', case when v.due <= $1 then 1 else 0 end
                 from visit v join household h on h.id = v.household join area a on a.id = h.area
                 where {areas} and h.state = 'open' and v.made = 0 and v.cancelled = 0 and v.opens <= $1 and v.ends > $1
             ) c group by account, kind"
        ),
        areas = areas,
        of_files = of_files,
    )
}

impl Store {
    /// Loads the load of each caseworker who works in the areas that the actor leads, and of all others whose work lies
    /// there; the busiest comes first, work without an account before all.
    ///
    /// # Errors
    /// Not allowed without a role that leads casework.
    pub async fn workloads(&self, actor: &Actor) -> Result<Vec<Workload>> {
        actor.must_somewhere(Action::LeadCasework)?;
        let lead = actor.areas_for(Action::LeadCasework);
        let (root, now) = (actor.root, self.now());
        let mut db = self.reader().await?;
        let grants = rows!(
            db,
            (i64, String, String),
            "select a.id, a.name, g.path from role_grant g join account a on a.id = g.account
             where g.role = 'caseworker' and a.open = true and (a.root = $1 or $1 = 0) order by a.id",
            root,
        )?;
        let mut found: BTreeMap<AccountId, Workload> = BTreeMap::new();
        for (account, name, path) in grants {
            let path = AreaPath(path);
            if lead.iter().any(|own| own.covers(&path) || path.covers(own)) {
                found.entry(account).or_insert(Workload { account, name, works: true, ..Workload::default() });
            }
        }
        let sql = counts(&covered("a.path", &lead));
        for CountRow { account, kind, n, late } in rows!(db, CountRow, AssertSqlSafe(sql.as_str()), now)? {
            let load = found.entry(account).or_insert(Workload { account, ..Workload::default() });
            load.overdue += late;
            match kind.as_str() {
                "files" => load.files = n,
                "wishes" => load.wishes = n,
                "cases" => load.cases = n,
                "visits" => load.visits = n,
                "findings" => load.findings = n,
                _ => load.referrals = n,
            }
        }
        for load in found.values_mut().filter(|load| load.name.is_empty() && load.account != 0) {
            let name = row!(db, (String,), "select name from account where id = $1", load.account)?;
            load.name = name.map(|(name,)| name).unwrap_or_default();
        }
        let mut all: Vec<Workload> = found.into_values().collect();
        all.sort_by_key(|load| (load.account != 0, -load.overdue, -load.open(), -load.files, load.account));
        Ok(all)
    }

    /// Loads the load of one account, as [`Store::workloads`] lists it.
    ///
    /// # Errors
    /// As [`Store::workloads`]; not found for an account without work there.
    pub async fn workload(&self, actor: &Actor, account: AccountId) -> Result<Workload> {
        let all = self.workloads(actor).await?;
        match all.into_iter().find(|load| load.account == account) {
            Some(load) => Ok(load),
            None if account == 0 => Ok(Workload::default()),
            None => Err(Refusal::NotFound.into()),
        }
    }

    /// Lists the open files of an account in the areas that the actor leads, by number; of account 0 those without one.
    ///
    /// # Errors
    /// Not allowed without a role that leads casework.
    pub async fn work_files(&self, actor: &Actor, account: AccountId, cursor: HouseholdId) -> Result<Page<WorkFile>> {
        actor.must_somewhere(Action::LeadCasework)?;
        let sql = format!(
            "select h.id, a.name from household h join area a on a.id = h.area
             where h.caseworker = $1 and h.state = 'open' and h.id > $2 and {} order by h.id limit 51",
            covered("a.path", &actor.areas_for(Action::LeadCasework)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (i64, String), AssertSqlSafe(sql.as_str()), account, cursor)?;
        let found = found.into_iter().map(|(household, area_name)| WorkFile { household, area_name }).collect();
        Ok(page(found, |file| file.household))
    }
}
