//! Reads the reveal log: per household for the family and staff, per account for auditing an area.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    households::{
        HouseholdId,
        reveals::{Opening, OpeningId},
    },
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, rows},
    },
    households::{reveal_audit::is_look_up, views::household_path},
};

#[derive(sqlx::FromRow)]
struct OpeningRow {
    id: i64,
    household: i64,
    account: i64,
    name: String,
    role: String,
    reason: String,
    words: String,
    issued: String,
    at: i64,
    night: bool,
    outside: bool,
}

impl OpeningRow {
    fn opened(self, vault: &Vault) -> Result<Opening> {
        let OpeningRow { id, household, account, name, role, reason, words, issued, at, night, outside } = self;
        let words = vault.open(Secret::RevealWords, &words)?;
        Ok(Opening {
            id,
            household,
            account,
            name,
            role: parse(&role)?,
            reason: parse(&reason)?,
            words,
            issued: if issued.is_empty() { None } else { Some(parse(&issued)?) },
            at,
            night,
            outside,
        })
    }
}

/// Filters of the reveals by one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpeningQuery {
    /// Account that revealed.
    pub account: AccountId,
    /// Second in which the week begins; 0 for all weeks.
    pub week: Timestamp,
    /// Only reveals at night.
    pub night: bool,
    /// Only files of another caseworker.
    pub outside: bool,
    /// Only reveals of this file, without look-ups; 0 for all.
    pub household: HouseholdId,
    /// Lists smaller numbers only; 0 for the first page.
    pub cursor: OpeningId,
}

impl Store {
    /// Lists the reveals of a family's file, newest first.
    /// For the family itself and for caseworkers, coordinators and auditors of its area. The next page begins below
    /// `cursor`.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn openings(&self, actor: &Actor, household: HouseholdId, cursor: OpeningId) -> Result<Page<Opening>> {
        let own = household != 0 && actor.household == household;
        if !own {
            actor.must_somewhere(Action::ReadOpenings)?;
        }
        let mut db = self.reader().await?;
        if !own {
            actor.must(Action::ReadOpenings, &household_path(&mut db.arm(), household).await?)?;
        }
        let found = rows!(
            db,
            OpeningRow,
            "select r.id, r.household, r.account, c.name, r.role, r.reason, r.words, r.issued, r.at, r.night, r.outside
             from reveal r join account c on c.id = r.account
             where r.household = $1 and (r.id < $2 or $2 = 0) order by r.id desc limit 51",
            household,
            cursor,
        )?;
        let found: Vec<Opening> = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<_>>()?;
        Ok(page(found, |opening| opening.id))
    }

    /// Lists the reveals of the actor's own file, as [`Store::openings`].
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_openings(&self, actor: &Actor, cursor: OpeningId) -> Result<Page<Opening>> {
        let household = actor.must_be_family()?;
        self.openings(actor, household, cursor).await
    }

    /// Lists one account's reveals in the areas that the actor watches, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that watches reveals.
    pub async fn openings_by(&self, actor: &Actor, query: OpeningQuery) -> Result<Page<Opening>> {
        actor.must_somewhere(Action::WatchOpenings)?;
        let sql = format!(
            "select r.id, r.household, r.account, c.name, r.role, r.reason, r.words, r.issued, r.at, r.night, r.outside
             from reveal r join account c on c.id = r.account
                 join household h on h.id = r.household join area a on a.id = h.area
             where r.account = $1 and (r.week = $2 or $2 = 0) and (r.night = true or $3 = false)
                 and (r.outside = true or $4 = false) and ((r.household = $5 and not ({look_up})) or $5 = 0)
                 and (r.id < $6 or $6 = 0) and {areas}
             order by r.id desc limit 51",
            look_up = is_look_up(),
            areas = covered("a.path", &actor.areas_for(Action::WatchOpenings))
        );
        let OpeningQuery { account, week, night, outside, household, cursor } = query;
        let mut db = self.reader().await?;
        let sql = AssertSqlSafe(sql.as_str());
        let found = rows!(db, OpeningRow, sql, account, week, night, outside, household, cursor)?;
        let found: Vec<Opening> = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<_>>()?;
        Ok(page(found, |opening| opening.id))
    }
}
