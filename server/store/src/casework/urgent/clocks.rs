//! The clock of urgent wishes: silence moves to the next, what falls through is asked for again, what ended is over.

use domain::{
    casework::urgent::{UrgentAskState, UrgentState},
    wishes::{WishId, WishState},
};
use serde::Serialize;

use super::{
    LockedUrgent,
    answers::settle,
    asks::{ask_next, end_ask, fall},
    decisions::{ask_for_decision, end_and_tell},
    live_mark,
    mark::{end, free},
};
use crate::{
    Command, Result, Store, Tx,
    db::{job_sweep::sweep, sql::run},
    wishes,
};

/// Does the next step of an urgent wish.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowUrgent {
    wish: WishId,
}

impl Command for FollowUrgent {
    const NAME: &'static str = "urgent_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let held = wishes::lifecycle::hold(tx, self.wish).await?;
        let published = held.state()? == WishState::Published;
        let Some(urgent) = live_mark(tx, held).await? else { return Ok(false) };
        let (id, left) = (urgent.id, free(tx, urgent.wish.id).await?);
        match urgent.state {
            _ if !published => end(tx, &urgent).await?,
            UrgentState::Over => return Ok(false),
            UrgentState::Taken if left <= 0 => return Ok(false),
            _ if left <= 0 => settle(tx, &urgent).await?,
            // Also while it is taken, when no step is planned: a claim fell through.
            _ if urgent.next_step > tx.now => return Ok(false),
            _ if urgent.until <= tx.now => {
                end_ask(tx, &urgent, UrgentAskState::Silent, 0).await?;
                if (1..=tx.now).contains(&urgent.decide_by) {
                    end_and_tell(tx, &urgent).await?;
                } else {
                    ask_for_decision(tx, &urgent).await?;
                }
            }
            // All are asked anew, those who were asked before, too.
            UrgentState::Taken => again(tx, urgent).await?,
            UrgentState::Asking => {
                end_ask(tx, &urgent, UrgentAskState::Silent, 0).await?;
                ask_next(tx, &urgent).await?;
            }
            UrgentState::District => fall(tx, &urgent).await?,
        }
        tx.audit("urgent", id).await?;
        Ok(true)
    }
}

async fn again(tx: &mut Tx<'_>, mut urgent: LockedUrgent) -> Result<()> {
    urgent.round += 1;
    run!(tx, "update urgent set round = $2, level = '' where id = $1", urgent.id, urgent.round)?;
    ask_next(tx, &urgent).await
}

impl Store {
    /// Does the next step of urgent wishes whose time has come, or whose units changed; returns how many.
    pub(crate) async fn urgent_follow(&self) -> Result<i64> {
        sweep!(
            self,
            |wish| FollowUrgent { wish },
            "select u.next_step, u.wish from urgent u join wish w on w.id = u.wish
             where u.state <> 'over' and (w.state <> 'published' or (u.state = 'taken' and w.claimed < w.quantity)
                 or (u.state <> 'taken' and (u.next_step <= $1 or w.claimed >= w.quantity)))
                 and (u.next_step, u.wish) > ($2, $3)
             order by u.next_step, u.wish limit 200",
            self.now(),
        )
    }
}
