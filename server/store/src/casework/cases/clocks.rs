//! What the clock does about cases and call-backs: one reminder, then the next level, a name at each step.

use domain::{
    DAY,
    accounts::AccountId,
    casework::cases::{
        CLIMB_DAYS, CaseId, CaseLineKind, CaseState,
        call_backs::{CallBackId, CallBackState},
    },
    events::Event,
};
use serde::Serialize;

use super::{
    LockedCase, NewLine, add_line,
    call_backs::{LockedCallBack, lock_call_back, of_call_back},
    choose_owner, lock_case, may_own, steps,
};
use crate::{
    Command, Result, Store, Tx,
    areas::{
        answerers::chain::{Climb, next_above},
        staff::auditors,
    },
    db::{job_sweep::sweep, sql::run},
};

/// Reminds the owner of a case once; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindCase(CaseId);

impl Command for RemindCase {
    const NAME: &'static str = "case_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let case = lock_case(tx, self.0, None).await?;
        if case.state != CaseState::Open || case.reminder == 0 || case.reminder > tx.now {
            return Ok(false);
        }
        run!(tx, "update case_file set reminder = 0 where id = $1", case.id)?;
        tx.emit(Event::CaseDue(case.event(vec![case.owner]))).await?;
        Ok(true)
    }
}

/// Hands a late case to the next level; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbCase(CaseId);

impl Command for ClimbCase {
    const NAME: &'static str = "case_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let case = lock_case(tx, self.0, None).await?;
        if case.state != CaseState::Open || case.climb_at > tx.now {
            return Ok(false);
        }
        climb_case(tx, &case).await?;
        Ok(true)
    }
}

/// Names the account of the next level, which the owner stays beside. At the top the case stays where it is, and the
/// auditors are told as well.
async fn climb_case(tx: &mut Tx<'_>, case: &LockedCase) -> Result<()> {
    let home = case.file.path();
    let again = tx.now + CLIMB_DAYS * DAY;
    let now = tx.now;
    let next = next_above(&mut tx.arm(), Climb::of(&home, case.file.id, &case.level, &[case.owner]), now).await?;
    let in_charge = next.owner();
    let mut told = if in_charge == 0 { auditors(&mut tx.arm(), &home).await? } else { next.accounts };
    told.push(case.owner);
    if in_charge == 0 {
        run!(tx, "update case_file set climb_at = $2 where id = $1", case.id, again)?;
    } else {
        run!(
            tx,
            "update case_file set level = $2, in_charge = $3, climb_at = $4, climbs = climbs + 1 where id = $1",
            case.id,
            &next.path,
            in_charge,
            again,
        )?;
        add_line(tx, &NewLine { about: in_charge, ..NewLine::of(case.id, CaseLineKind::Climbed) }).await?;
    }
    tx.emit(Event::CaseLate(case.event(told))).await?;
    tx.audit("case", case.id).await
}

/// Gives a case whose owner has left to another caseworker; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct TakeOverCase(CaseId);

impl Command for TakeOverCase {
    const NAME: &'static str = "case_take_over";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let case = lock_case(tx, self.0, None).await?;
        let is_owned = case.owner != 0 && may_own(tx, &case.file, case.owner).await?;
        if case.state != CaseState::Open || is_owned {
            return Ok(false);
        }
        let owner = choose_owner(tx, &case.file).await?;
        if owner != 0 {
            steps::give(tx, &case, owner).await?;
            return Ok(true);
        }
        if case.owner == 0 {
            return Ok(false);
        }
        // No caseworker is left: the next level hears of it at once.
        run!(tx, "update case_file set owner = 0 where id = $1", case.id)?;
        climb_case(tx, &LockedCase { owner: 0, ..case }).await?;
        Ok(true)
    }
}

/// Hands a call-back that waits too long to a coordinator; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbCallBack(CallBackId);

impl Command for ClimbCallBack {
    const NAME: &'static str = "call_back_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let call_back = lock_call_back(tx, self.0, None).await?;
        if call_back.state != CallBackState::Waiting || call_back.climb_at > tx.now {
            return Ok(false);
        }
        let told = climb_call_back(tx, &call_back).await?;
        tx.emit(Event::CallBackLate(of_call_back(&call_back.case, call_back.id, told))).await?;
        tx.audit("call_back", call_back.id).await?;
        Ok(true)
    }
}

/// Returns whom to tell.
async fn climb_call_back(tx: &mut Tx<'_>, call_back: &LockedCallBack) -> Result<Vec<AccountId>> {
    let home = call_back.case.file.path();
    let again = tx.now + CLIMB_DAYS * DAY;
    let (concerned, now) = (call_back.concerned(), tx.now);
    let next =
        next_above(&mut tx.arm(), Climb::of(&home, call_back.case.file.id, &call_back.level, &concerned), now).await?;
    let in_charge = next.owner();
    if in_charge == 0 {
        run!(tx, "update call_back set climb_at = $2 where id = $1", call_back.id, again)?;
        let mut told = auditors(&mut tx.arm(), &home).await?;
        told.push(call_back.assignee);
        return Ok(told);
    }
    run!(
        tx,
        "update call_back set level = $2, assignee = $3, climb_at = $4, climbs = climbs + 1 where id = $1",
        call_back.id,
        &next.path,
        in_charge,
        again,
    )?;
    Ok(next.accounts)
}

impl Store {
    /// Reminds owners of cases that are due tomorrow; returns how many.
    pub(crate) async fn cases_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindCase,
            "select reminder, id from case_file
             where state = 'open' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            self.now(),
        )
    }

    /// Hands late cases and call-backs to the next level, and cases without an owner to another; returns how many.
    pub(crate) async fn cases_climb(&self) -> Result<i64> {
        let orphaned: Result<i64> = sweep!(
            self,
            TakeOverCase,
            "select c.opened, c.id from case_file c join household h on h.id = c.household join area a on a.id = h.area
             where c.state = 'open' and (c.opened, c.id) > ($1, $2)
               and not exists (select 1 from role_grant g join account k on k.id = g.account
                   where g.account = c.owner and g.role = 'caseworker' and k.open = true and a.path like g.path || '%')
             order by c.opened, c.id limit 200",
        );
        let late: Result<i64> = sweep!(
            self,
            ClimbCase,
            "select climb_at, id from case_file where state = 'open' and climb_at <= $1 and (climb_at, id) > ($2, $3)
             order by climb_at, id limit 200",
            self.now(),
        );
        let unasked: Result<i64> = sweep!(
            self,
            ClimbCallBack,
            "select climb_at, id from call_back where state = 'waiting' and climb_at <= $1 and (climb_at, id) > ($2, $3)
             order by climb_at, id limit 200",
            self.now(),
        );
        Ok(orphaned? + late? + unasked?)
    }
}
