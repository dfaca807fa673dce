//! The duty roster: who is asked for urgent wishes of an area, on which days and hours.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    areas::AreaId,
    casework::urgent::{Duty, DutyHours, DutyId, MOST_DUTIES},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    db::{
        area_filter::covered,
        pagination::signed_in,
        sql::{row, rows, run, value},
    },
};

/// Puts a donor on the duty roster of an area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that leads casework; fields `days`, `from`, `until`,
/// and `account` for one that is no donor of the root area; [`Code::FileFull`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AddDuty {
    /// Area for whose wishes the account is asked.
    pub area: AreaId,
    /// The account.
    pub account: AccountId,
    /// Days and hours.
    pub hours: DutyHours,
}

impl Command for AddDuty {
    const NAME: &'static str = "duty_add";
    type Output = DutyId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DutyId> {
        must_in(tx, Action::LeadCasework, self.area).await?;
        let hours = self.hours.checked()?;
        // Locks the area's row, so that lines at the same time count each other.
        run!(tx, "update area set name = name where id = $1", self.area)?;
        let known = value!(
            tx,
            i64,
            "select count(*) from account k join area r on r.id = $2
             where k.id = $1 and k.open = true and k.root = r.root and k.household = 0
                 and exists (select 1 from role_grant g where g.account = k.id and g.role = 'donor')",
            self.account,
            self.area,
        )?;
        if known == 0 {
            return Err(Refusal::field("account", Code::Unknown).into());
        }
        let lines = value!(tx, i64, "select count(*) from duty where area = $1 and ended = 0", self.area)?;
        if lines >= MOST_DUTIES {
            return Err(Code::FileFull.into());
        }
        let now = tx.now;
        let id = value!(
            tx,
            i64,
            "insert into duty (area, account, days, from_hour, until_hour, created, ended, version)
             values ($1, $2, $3, $4, $5, $6, 0, 0) returning id",
            self.area,
            self.account,
            hours.days,
            hours.from,
            hours.until,
            now,
        )?;
        tx.audit("duty", id).await?;
        Ok(id)
    }
}

/// Ends a line of the roster, as a coordinator or as the account itself.
///
/// # Errors
/// Not signed in; not found for all others; [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndDuty {
    /// The line.
    pub duty: DutyId,
}

impl Command for EndDuty {
    const NAME: &'static str = "duty_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let found = row!(tx, (i64, i64), "select area, account from duty where id = $1", self.duty)?;
        let (area, account) = found.ok_or(Refusal::NotFound)?;
        let path = path_of(&mut tx.arm(), area).await?.ok_or(Refusal::NotFound)?;
        if account != tx.actor.account && !tx.actor.may(Action::LeadCasework, &path) {
            return Err(Refusal::NotFound.into());
        }
        let now = tx.now;
        let ended =
            run!(tx, "update duty set ended = $2, version = version + 1 where id = $1 and ended = 0", self.duty, now)?;
        if ended == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("duty", self.duty).await
    }
}

#[derive(sqlx::FromRow)]
struct DutyRow {
    id: i64,
    area: i64,
    area_name: String,
    account: i64,
    name: String,
    days: i64,
    from_hour: i64,
    until_hour: i64,
}

impl From<DutyRow> for Duty {
    fn from(row: DutyRow) -> Duty {
        let DutyRow { id, area, area_name, account, name, days, from_hour, until_hour } = row;
        let hours = DutyHours { days, from: from_hour, until: until_hour };
        Duty { id, area, area_name, account, name, hours }
    }
}

impl Store {
    /// Lists the duty roster of the actor's areas, by area; at most 500 lines.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn duties(&self, actor: &Actor) -> Result<Vec<Duty>> {
        actor.must_somewhere(Action::ReadCases)?;
        let sql = format!(
            "select d.id, d.area, r.name as area_name, d.account, k.name, d.days, d.from_hour, d.until_hour
             from duty d join area r on r.id = d.area join account k on k.id = d.account
             where d.ended = 0 and {} order by r.path, d.id limit 500",
            covered("r.path", &actor.areas_for(Action::ReadCases)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, DutyRow, AssertSqlSafe(sql.as_str()))?;
        Ok(found.into_iter().map(Duty::from).collect())
    }

    /// Lists the lines of the actor's own duty.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn own_duties(&self, actor: &Actor) -> Result<Vec<Duty>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            DutyRow,
            "select d.id, d.area, r.name as area_name, d.account, k.name, d.days, d.from_hour, d.until_hour
             from duty d join area r on r.id = d.area join account k on k.id = d.account
             where d.account = $1 and d.ended = 0 order by d.id limit 50",
            actor.account,
        )?;
        Ok(found.into_iter().map(Duty::from).collect())
    }

    /// Lists donors that can be put on the roster, or asked: of the actor's root area, by name; at most 200.
    ///
    /// # Errors
    /// Not allowed without a role that leads casework or keeps cases.
    pub async fn duty_candidates(&self, actor: &Actor) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::LeadCasework).or(actor.must_somewhere(Action::KeepCases))?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            (i64, String),
            "select k.id, k.name from account k
             where k.root = $1 and k.open = true and k.household = 0
                 and exists (select 1 from role_grant g where g.account = k.id and g.role = 'donor')
             order by case when exists (select 1 from duty d where d.account = k.id and d.ended = 0) then 0 else 1 end,
                 k.name, k.id limit 200",
            actor.root,
        )?)
    }
}
