//! Roles that are lent to a deputy for one leave: where one caseworker works alone, no colleague has its role.

use domain::{
    Code, DAY,
    accounts::AccountId,
    areas::{
        AreaId,
        answerers::{LEAVE_DAYS, LeaveId, NewLeave},
    },
    events::Event,
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    accounts::{
        profile::grant,
        roles::{self, RoleOf},
        tokens,
    },
    areas::answerers::leaves::{insert, must_plan},
    db::{
        job_sweep::sweep,
        sql::{parse, row, rows, run, value},
    },
};

/// Records a leave as `RecordLeave` does, and lends the deputy the roles that it lacks until the leave is over.
///
/// # Errors
/// As `RecordLeave`, and field `last` for a leave that ends in more than [`LEAVE_DAYS`]; field `deputy` only for an account without
/// any role in casework, or of another root area; not
/// allowed for those who assign no roles; not found where the actor assigns none; [`Code::ProofNeeded`] and
/// [`Code::OwnRole`] if something has to be lent.
#[derive(Clone, Debug, Serialize)]
pub struct LendForLeave(pub NewLeave);

impl Command for LendForLeave {
    const NAME: &'static str = "leave_lend";
    type Output = LeaveId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LeaveId> {
        tx.actor.must_somewhere(Action::AssignRoles)?;
        let (new, account, lacking) = must_plan(tx, &self.0).await?;
        if lacking.is_empty() {
            return insert(tx, &new, account).await;
        }
        for duty in &lacking {
            roles::must_assign(tx, duty.role, duty.area).await?;
        }
        // The deputy has the roles from now on, so the leave may not be far away.
        if new.last > tx.now + LEAVE_DAYS * DAY {
            return Err(Refusal::field("last", Code::OutOfRange).into());
        }
        tx.must_be_proved().await?;
        roles::must_be_another(tx, new.deputy)?;
        roles::lock(tx, new.deputy).await?;
        let near = value!(
            tx,
            i64,
            "select count(*) from account d join account a on a.root = d.root
             where d.id = $1 and a.id = $2 and d.open = true",
            new.deputy,
            account,
        )?;
        if near == 0 {
            return Err(Refusal::field("deputy", Code::Unknown).into());
        }
        let leave = insert(tx, &new, account).await?;
        let name = row!(tx, (String,), "select name from account where id = $1", new.deputy)?;
        let name = name.map(|(name,)| name).unwrap_or_default();
        for duty in lacking {
            let lent = RoleOf { account: new.deputy, role: duty.role, area: duty.area };
            // False for a role that was lent for an earlier leave, which becomes this one's.
            let is_new = grant(tx, lent.account, lent.role, lent.area).await?;
            // One that was given for good meanwhile stays so, and one that is lent for longer is not shortened.
            run!(
                tx,
                "update role_grant set lent_for = $4
                 where account = $1 and role = $2 and area = $3 and (lent_for <> 0 or $5 = true)
                     and not exists (select 1 from staff_leave l
                         where l.id = role_grant.lent_for and l.ended = 0 and l.last > $6)",
                lent.account,
                lent.role.as_str(),
                lent.area,
                leave,
                is_new,
                new.last,
            )?;
            if is_new {
                roles::tell(tx, Event::RoleGranted, &name, &lent).await?;
            }
        }
        tx.audit("account", new.deputy).await?;
        Ok(leave)
    }
}

/// Takes back what was lent for a leave that is over; false when there is nothing to take back.
#[derive(Clone, Copy, Debug, Serialize)]
struct ReturnLent {
    leave: LeaveId,
}

impl Command for ReturnLent {
    const NAME: &'static str = "leave_return";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (leave, now) = (self.leave, tx.now);
        let over = row!(
            tx,
            (AccountId, String, String),
            "select l.deputy, coalesce(d.name, ''), coalesce(b.name, '')
             from staff_leave l left join account d on d.id = l.deputy left join account b on b.id = l.created_by
             where l.id = $1 and (l.ended <> 0 or l.last <= $2)",
            leave,
            now,
        )?;
        let Some((deputy, name, by)) = over else { return Ok(false) };
        roles::lock(tx, deputy).await?;
        let lent = rows!(
            tx,
            (String, AreaId),
            "select role, area from role_grant where account = $1 and lent_for = $2 order by area, role",
            deputy,
            leave,
        )?;
        if lent.is_empty() {
            return Ok(false);
        }
        let mut lost = Vec::new();
        for (role, area) in lent {
            if let Some(other) = needed_by(tx, deputy, &role, area).await? {
                run!(
                    tx,
                    "update role_grant set lent_for = $4 where account = $1 and role = $2 and area = $3",
                    deputy,
                    &role,
                    area,
                    other,
                )?;
                continue;
            }
            run!(tx, "delete from role_grant where account = $1 and role = $2 and area = $3", deputy, &role, area)?;
            lost.push(RoleOf { account: deputy, role: parse(&role)?, area });
        }
        if !lost.is_empty() {
            tokens::end_all(tx, deputy).await?;
        }
        for lost in lost {
            roles::tell_as(tx, Event::RoleRevoked, &name, &lost, &by).await?;
        }
        tx.audit("account", deputy).await?;
        Ok(true)
    }
}

/// The last of the leaves for which a deputy needs a role still: of an account that has it for good.
async fn needed_by(tx: &mut Tx<'_>, deputy: AccountId, role: &str, area: AreaId) -> Result<Option<LeaveId>> {
    let now = tx.now;
    let other = row!(
        tx,
        (LeaveId,),
        "select l.id from staff_leave l where l.deputy = $1 and l.ended = 0 and l.last > $2
             and exists (select 1 from role_grant o
                 where o.account = l.account and o.role = $3 and o.area = $4 and o.lent_for = 0)
         order by l.last desc, l.id desc limit 1",
        deputy,
        now,
        role,
        area,
    )?;
    Ok(other.map(|(leave,)| leave))
}

impl Store {
    /// Takes back the roles that were lent for leaves that are over; returns for how many leaves.
    pub(crate) async fn lent_roles_return(&self) -> Result<i64> {
        sweep!(
            self,
            |leave| ReturnLent { leave },
            "select l.last, l.id from role_grant g join staff_leave l on l.id = g.lent_for
             where g.lent_for <> 0 and (l.ended <> 0 or l.last <= $1) and (l.last, l.id) > ($2, $3)
             group by l.last, l.id order by l.last, l.id limit 200",
            self.now(),
        )
    }
}
