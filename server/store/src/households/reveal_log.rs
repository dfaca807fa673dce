//! Reading who opened which file: for the family itself, for the staff of its area, and person by person for whoever
//! heads the area.

use domain::{
    Error as Refusal, Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    households::{
        HouseholdId,
        reveals::{Opening, OpeningId},
    },
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result, Store,
    crypto::{sealed_columns::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
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
    at: i64,
    night: bool,
    outside: bool,
}

impl OpeningRow {
    fn opened(self, vault: &Vault) -> Result<Opening> {
        let OpeningRow { id, household, account, name, role, reason, words, at, night, outside } = self;
        let words = vault.open(Secret::RevealWords, &words)?;
        Ok(Opening {
            id,
            household,
            account,
            name,
            role: parse(&role)?,
            reason: parse(&reason)?,
            words,
            at,
            night,
            outside,
        })
    }
}

/// Which openings of a person: those of one week, and of them only these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpeningQuery {
    /// Who.
    pub account: AccountId,
    /// The second in which the week begins; 0 for all.
    pub week: Timestamp,
    /// Only at night.
    pub night: bool,
    /// Only of families that another caseworker is responsible for.
    pub outside: bool,
    /// Only of this file, or 0.
    pub household: HouseholdId,
    /// Before this opening, for the next page.
    pub cursor: OpeningId,
}

/// Where a household lives, if there is one.
pub(crate) async fn home(db: &mut Conn<'_>, household: HouseholdId) -> Result<AreaPath> {
    let found =
        row!(db, (String,), "select a.path from household h join area a on a.id = h.area where h.id = $1", household)?;
    Ok(AreaPath(found.ok_or(Refusal::NotFound)?.0))
}

impl Store {
    /// Who opened a family's file, newest first; the next page begins below `cursor`. For the family itself, its
    /// caseworkers, whoever heads the area, and its auditors.
    ///
    /// # Errors
    /// Not found outside the person's areas.
    pub async fn openings(&self, actor: &Actor, household: HouseholdId, cursor: OpeningId) -> Result<Page<Opening>> {
        let own = household != 0 && actor.household == household;
        if !own {
            actor.must_somewhere(Action::ReadOpenings)?;
        }
        let mut db = self.reader().await?;
        if !own {
            actor.must(Action::ReadOpenings, &home(&mut db.arm(), household).await?)?;
        }
        let found = rows!(
            db,
            OpeningRow,
            "select r.id, r.household, r.account, c.name, r.role, r.reason, r.words, r.at, r.night, r.outside
             from reveal r join account c on c.id = r.account
             where r.household = $1 and (r.id < $2 or $2 = 0) order by r.id desc limit 51",
            household,
            cursor,
        )?;
        let found: Vec<Opening> = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<_>>()?;
        Ok(page(found, |opening| opening.id))
    }

    /// As [`Store::openings`], for the person's own household.
    ///
    /// # Errors
    /// Not found for anybody who is not a family.
    pub async fn my_openings(&self, actor: &Actor, cursor: OpeningId) -> Result<Page<Opening>> {
        signed_in(actor)?;
        if actor.household == 0 {
            return Err(Refusal::NotFound.into());
        }
        self.openings(actor, actor.household, cursor).await
    }

    /// What one person opened in the areas that the reader watches, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that watches.
    pub async fn openings_by(&self, actor: &Actor, query: OpeningQuery) -> Result<Page<Opening>> {
        actor.must_somewhere(Action::WatchOpenings)?;
        let sql = format!(
            "select r.id, r.household, r.account, c.name, r.role, r.reason, r.words, r.at, r.night, r.outside
             from reveal r join account c on c.id = r.account
                 join household h on h.id = r.household join area a on a.id = h.area
             where r.account = $1 and (r.week = $2 or $2 = 0) and (r.night = true or $3 = false)
                 and (r.outside = true or $4 = false) and (r.household = $5 or $5 = 0)
                 and (r.id < $6 or $6 = 0) and {}
             order by r.id desc limit 51",
            covered("a.path", &actor.areas_for(Action::WatchOpenings))
        );
        let OpeningQuery { account, week, night, outside, household, cursor } = query;
        let mut db = self.reader().await?;
        let sql = AssertSqlSafe(sql.as_str());
        let found = rows!(db, OpeningRow, sql, account, week, night, outside, household, cursor)?;
        let found: Vec<Opening> = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<_>>()?;
        Ok(page(found, |opening| opening.id))
    }
}
