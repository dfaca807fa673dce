//! What the clock does about applications: staff are reminded of a decision, and what a donor left behind ends.

use domain::{
    DAY,
    claims::applications::{ApplicationEvent, ApplicationId, Reminder},
    events::Event,
    wishes::WishId,
};
use serde::Serialize;

use super::{change_state, lock_application, of_application, rivals};
use crate::{
    Command, Result, Store, Tx,
    areas::staff,
    db::{
        job_sweep::sweep,
        sql::{row, run, value},
    },
    wishes::{self, lifecycle::LockedWish},
};

/// Takes the next step about a wish whose applications wait; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindDecision(WishId);

impl Command for RemindDecision {
    const NAME: &'static str = "application_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = wishes::lifecycle::hold(tx, id).await?;
        let now = tx.now;
        let (next, steps) =
            row!(tx, (i64, i64), "select decide_next, decide_steps from wish where id = $1", id)?.unwrap_or_default();
        if next == 0 || next > now {
            return Ok(false);
        }
        let (reminder, pause) = Reminder::after(steps);
        let later = now + pause;
        run!(tx, "update wish set decide_next = $2, decide_steps = decide_steps + 1 where id = $1", id, later)?;
        tx.audit("wish", id).await?;
        tell(tx, &held, reminder).await?;
        Ok(true)
    }
}

/// Tells those whom a step concerns.
async fn tell(tx: &mut Tx<'_>, held: &LockedWish, reminder: Reminder) -> Result<()> {
    let waiting = rivals::waiting(tx, held).await?;
    let Some(first) = waiting.first().copied() else { return Ok(()) };
    if reminder == Reminder::Caseworkers {
        let of = rivals::to_staff(held, first, rivals::caseworkers(tx, held).await?);
        return tx.emit(Event::ApplicationWaiting(of)).await;
    }
    if reminder == Reminder::Late {
        for id in waiting {
            let application = lock_application(tx, id).await?;
            tx.emit(Event::ApplicationUnanswered(of_application(&application))).await?;
        }
    }
    let coordinators = staff::coordinators(&mut tx.arm(), &held.path()).await?;
    tx.emit(Event::ApplicationLate(rivals::to_staff(held, first, coordinators))).await
}

/// Ends an application whose donor left the site or moved to another root area, and deletes the plan of a claim that is
/// over for a day, as it is of no more use; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct DropApplication(ApplicationId);

impl Command for DropApplication {
    const NAME: &'static str = "application_drop";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let application = lock_application(tx, id).await?;
        let (root, account) = (application.wish.root, application.account);
        let reachable =
            value!(tx, i64, "select count(*) from account where id = $1 and open = true and root = $2", account, root)?;
        if !application.state.is_live() {
            // The plan of a claim goes with the account that wrote it, too.
            if reachable > 0 && !is_claim_over(tx, id).await? {
                return Ok(false);
            }
            return Ok(run!(tx, "update application set plan = '' where id = $1 and plan <> ''", id)? > 0);
        }
        if reachable > 0 {
            return Ok(false);
        }
        change_state(tx, &application, ApplicationEvent::End, "").await?;
        let open = value!(tx, i64, "select count(*) from account where id = $1 and open = true", account)?;
        if open > 0 {
            tx.emit(Event::ApplicationEnded(of_application(&application))).await?;
        }
        rivals::set_clock(tx, &application.wish).await?;
        Ok(true)
    }
}

/// Tells whether the claim of a chosen application ended more than a day ago, so that no step takes it back.
async fn is_claim_over(tx: &mut Tx<'_>, id: ApplicationId) -> Result<bool> {
    let before = tx.now - DAY;
    let over = value!(
        tx,
        i64,
        "select count(*) from application x join claim c on c.id = x.claim
         where x.id = $1 and c.state not in ('pledged', 'on_the_way', 'arrived', 'handed_over') and c.changed <= $2",
        id,
        before,
    )?;
    Ok(over > 0)
}

impl Store {
    /// Reminds staff of applications that wait, and ends those of accounts that closed or moved; returns how many.
    /// Closing an account knows nothing of applications, which are above it in the order of the store's folders.
    pub(crate) async fn applications_follow(&self) -> Result<i64> {
        let gone: Result<i64> = sweep!(
            self,
            DropApplication,
            "select x.created, x.id from application x join account a on a.id = x.account join wish w on w.id = x.wish
                 left join claim c on c.id = x.claim
             where (x.state in ('waiting', 'passed') or x.plan <> '')
               and (a.open = false or a.root <> w.root
                   or (c.state not in ('pledged', 'on_the_way', 'arrived', 'handed_over') and c.changed <= $1))
               and (x.created, x.id) > ($2, $3) order by x.created, x.id limit 200",
            self.now() - DAY,
        );
        let reminded: Result<i64> = sweep!(
            self,
            RemindDecision,
            "select decide_next, id from wish
             where decide_next > 0 and decide_next <= $1 and (decide_next, id) > ($2, $3)
             order by decide_next, id limit 200",
            self.now(),
        );
        Ok(gone? + reminded?)
    }
}
