//! Leaves: another account does the work of one for some days.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor, Role},
    areas::{
        AreaId, AreaPath,
        answerers::{Leave, LeaveId, NewLeave, must_be_another},
    },
    events::{Event, OfWork},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    db::{
        area_filter::covered,
        sql::{parse, row, rows, run, value},
    },
};

/// Role of an account in casework.
#[derive(Clone, Debug)]
pub(crate) struct Duty {
    pub role: Role,
    pub area: AreaId,
    pub path: AreaPath,
}

/// Loads the roles in casework of an open account that are its own, and not lent to it for another one's leave.
async fn duties(db: &mut Conn<'_>, account: AccountId) -> Result<Vec<Duty>> {
    let found = rows!(
        db,
        (String, i64, String),
        "select g.role, g.area, g.path from role_grant g join account a on a.id = g.account
         where g.account = $1 and a.open = true and g.role in ('caseworker', 'coordinator') and g.lent_for = 0
         order by g.area, g.role",
        account,
    )?;
    let duty = |(role, area, path): (String, i64, String)| Ok(Duty { role: parse(&role)?, area, path: AreaPath(path) });
    found.into_iter().map(duty).collect()
}

/// Checks that the actor may say who stands in for an account: for itself, or where it leads all of the account's work.
async fn must_arrange(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Duty>> {
    let works = duties(&mut tx.arm(), account).await?;
    if account != tx.actor.account {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let leads = |duty: &Duty| tx.actor.may(Action::LeadCasework, &duty.path);
        if works.is_empty() || !works.iter().all(leads) {
            return Err(Refusal::NotFound.into());
        }
    }
    Ok(works)
}

/// Checks a leave that the actor may arrange; returns it, who is away, and what its deputy may not do yet: the same
/// roles are needed, because a coordinator reads no files and so could not do a caseworker's visits.
pub(crate) async fn must_plan(tx: &mut Tx<'_>, new: &NewLeave) -> Result<(NewLeave, AccountId, Vec<Duty>)> {
    let account = new.account.unwrap_or(tx.actor.account);
    let works = must_arrange(tx, account).await?;
    let new = new.clone().checked(tx.now)?;
    must_be_another(account, new.deputy)?;
    let others = duties(&mut tx.arm(), new.deputy).await?;
    if works.is_empty() || others.is_empty() {
        return Err(Refusal::field("deputy", Code::Unknown).into());
    }
    let covers = |duty: &Duty| others.iter().any(|other| other.role == duty.role && other.path.covers(&duty.path));
    let lacking = works.into_iter().filter(|duty| !covers(duty)).collect();
    Ok((new, account, lacking))
}

/// Inserts a leave and tells its deputy.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewLeave, account: AccountId) -> Result<LeaveId> {
    // One at a time: the last that was recorded counts, and the others are taken back.
    let (now, by) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update staff_leave set ended = $4 where account = $1 and ended = 0 and first < $3 and last > $2",
        account,
        new.first,
        new.last,
        now,
    )?;
    let id = value!(
        tx,
        i64,
        "insert into staff_leave (account, deputy, first, last, created, created_by, ended)
         values ($1, $2, $3, $4, $5, $6, 0) returning id",
        account,
        new.deputy,
        new.first,
        new.last,
        now,
        by,
    )?;
    let name = row!(tx, (String,), "select name from account where id = $1", account)?;
    let name = name.map(|(name,)| name).unwrap_or_default();
    tx.emit(Event::DeputyNamed(OfWork { account: new.deputy, name, files: 0 })).await?;
    tx.audit("account", account).await?;
    Ok(id)
}

/// Records a leave; returns it. The deputy sees the visits and findings of the account on those days, and does them.
///
/// # Errors
/// Not allowed without a role in casework; not found for an account whose areas the actor does not lead; field
/// `deputy` for the account itself, or one without the same roles in all its areas; fields `first` and `last`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordLeave(pub NewLeave);

impl Command for RecordLeave {
    const NAME: &'static str = "leave_record";
    type Output = LeaveId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LeaveId> {
        tx.actor.must_somewhere(Action::ReadVisits)?;
        let (new, account, lacking) = must_plan(tx, &self.0).await?;
        if !lacking.is_empty() {
            return Err(Refusal::field("deputy", Code::Unknown).into());
        }
        insert(tx, &new, account).await
    }
}

/// Takes a leave back, or ends it early.
///
/// # Errors
/// Not found for a leave that is over or that the actor may not arrange.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndLeave {
    /// Leave to end.
    pub leave: LeaveId,
}

impl Command for EndLeave {
    const NAME: &'static str = "leave_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadVisits)?;
        let (id, now) = (self.leave, tx.now);
        let found =
            row!(tx, (i64,), "select account from staff_leave where id = $1 and ended = 0 and last > $2", id, now)?;
        let (account,) = found.ok_or(Refusal::NotFound)?;
        must_arrange(tx, account).await?;
        run!(tx, "update staff_leave set ended = $2 where id = $1 and ended = 0", id, now)?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Lists the accounts in casework of the actor's areas and of those around them, by name; for those who lead
    /// there, also closed ones that still keep files. At most 400.
    ///
    /// # Errors
    /// Not allowed without a role in casework.
    pub async fn colleagues(&self, actor: &Actor) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let own = actor.areas_for(Action::ReadVisits);
        let around: Vec<String> = own
            .iter()
            .map(|area| format!("'{}' like g.path || '%'", plain(area)))
            .chain([covered("g.path", &own)])
            .collect();
        let sql = format!(
            "select a.id, a.name from account a
             where (a.open = true and exists (select 1 from role_grant g where g.account = a.id
                     and g.role in ('caseworker', 'coordinator') and ({around})))
                 or (a.open = false and exists (select 1 from household h join area r on r.id = h.area
                     where h.caseworker = a.id and h.state = 'open' and {led}))
             order by a.name, a.id limit 400",
            around = around.join(" or "),
            led = covered("r.path", &actor.areas_for(Action::LeadCasework)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, (AccountId, String), AssertSqlSafe(sql.as_str()))?)
    }

    /// Lists the leaves that are not over: the actor's own, those for which it stands in, and those of accounts that
    /// work in areas which it leads; at most 200.
    ///
    /// # Errors
    /// Not allowed without a role in casework.
    pub async fn leaves(&self, actor: &Actor) -> Result<Vec<Leave>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let inside = covered("g.path", &actor.areas_for(Action::LeadCasework));
        let sql = format!(
            "select l.id, l.account, l.deputy, l.first, l.last, coalesce(a.name, ''), coalesce(d.name, '')
             from staff_leave l left join account a on a.id = l.account left join account d on d.id = l.deputy
             where l.ended = 0 and l.last > $1 and (l.account = $2 or l.deputy = $2
                 or exists (select 1 from role_grant g where g.account = l.account and {inside}))
             order by l.first, l.id limit 200"
        );
        let (now, mut db) = (self.now(), self.reader().await?);
        let found = rows!(db, LeaveRow, AssertSqlSafe(sql.as_str()), now, actor.account)?;
        let leave = |(id, account, deputy, first, last, name, deputy_name): LeaveRow| Leave {
            id,
            account,
            name,
            deputy,
            deputy_name,
            first,
            last,
        };
        Ok(found.into_iter().map(leave).collect())
    }
}

/// A path without anything that would end a text of SQL.
fn plain(area: &AreaPath) -> String {
    area.0.chars().filter(|c| c.is_ascii_digit() || *c == '/').collect()
}

/// Id, account, deputy, first and last second, and both names.
type LeaveRow = (i64, AccountId, AccountId, Timestamp, Timestamp, String, String);
