//! Jobs on drafts: the family is reminded once, and a draft that is never sent ends.

use domain::{
    DAY,
    events::Event,
    wishes::{DRAFT_GRACE_DAYS, DRAFT_REMINDER_DAYS, WishId, WishState},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::{job_sweep::sweep, sql::run},
    wishes::lifecycle::{emit_wish, end, hold},
};

/// Reminds the family of a draft, once; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindDraft(WishId);

impl Command for RemindDraft {
    const NAME: &'static str = "wish_draft_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = hold(tx, id).await?;
        let (now, before) = (tx.now, tx.now - DRAFT_REMINDER_DAYS * DAY);
        let due = run!(
            tx,
            "update wish set asked = $2 where id = $1 and state = 'draft' and asked = 0 and created <= $3",
            id,
            now,
            before,
        )?;
        if due == 1 {
            emit_wish(tx, Event::WishDraftWaiting, &held, "").await?;
        }
        Ok(due == 1)
    }
}

/// Withdraws a draft long after the reminder; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct EndDraft(WishId);

impl Command for EndDraft {
    const NAME: &'static str = "wish_draft_end";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = hold(tx, id).await?;
        let before = tx.now - DRAFT_GRACE_DAYS * DAY;
        let due = run!(
            tx,
            "update wish set asked = asked where id = $1 and state = 'draft' and asked > 0 and asked <= $2",
            id,
            before,
        )?;
        if due == 0 || held.state()? != WishState::Draft {
            return Ok(false);
        }
        end(tx, &held, "").await?;
        emit_wish(tx, Event::WishDraftEnded, &held, "").await?;
        Ok(true)
    }
}

impl Store {
    /// Reminds families of drafts; returns how many.
    pub(crate) async fn drafts_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindDraft,
            "select created, id from wish
             where state = 'draft' and asked = 0 and created <= $1 and (created, id) > ($2, $3)
             order by created, id limit 200",
            self.now() - DRAFT_REMINDER_DAYS * DAY,
        )
    }

    /// Ends drafts that were never sent; returns how many.
    pub(crate) async fn drafts_give_up(&self) -> Result<i64> {
        sweep!(
            self,
            EndDraft,
            "select asked, id from wish
             where state = 'draft' and asked > 0 and asked <= $1 and (asked, id) > ($2, $3)
             order by asked, id limit 200",
            self.now() - DRAFT_GRACE_DAYS * DAY,
        )
    }
}
