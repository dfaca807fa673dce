//! Drafts: the family changes them, is reminded once, and a draft that is never sent ends.

use domain::{
    Code, DAY,
    error::Checks,
    events::Event,
    text,
    wishes::{DRAFT_GRACE_DAYS, DRAFT_REMINDER_DAYS, WishId, WishState},
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        job_sweep::sweep,
        locks::{Writers, lock_open_household},
        sql::{run, values},
    },
    wishes::{
        endings::end,
        lifecycle::{emit_wish, hold},
    },
};

/// Changes how many units a draft of the actor's own family asks for, and its words.
///
/// # Errors
/// Not signed in; not found for another family's wish; [`Code::FileClosed`]; [`Code::WrongState`] once it was sent; invalid
/// fields.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeDraft {
    /// The draft.
    pub id: WishId,
    /// Units, 1 to 20.
    pub quantity: i64,
    /// The family's own words; may be empty.
    pub words: String,
}

impl Command for ChangeDraft {
    const NAME: &'static str = "wish_draft_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let household = tx.actor.must_be_family()?;
        let owner = values!(tx, i64, "select household from wish where id = $1", self.id)?;
        if owner.first() != Some(&household) {
            return Err(Refusal::NotFound.into());
        }
        lock_open_household(tx, household, Writers::Family).await?;
        let held = hold(tx, self.id).await?;
        if held.household != household {
            return Err(Refusal::NotFound.into());
        }
        if held.state()? != WishState::Draft {
            return Err(Code::WrongState.into());
        }
        let mut checks = Checks::default();
        checks.ensure("quantity", (1..=20).contains(&self.quantity), Code::OutOfRange);
        let words = checks.take("words", text::words(&self.words, 0, 200)).unwrap_or_default();
        checks.done()?;
        let words = tx.vault.seal(Secret::OwnWords, &words)?;
        run!(tx, "update wish set quantity = $2, own_words = $3 where id = $1", held.id, self.quantity, words)?;
        tx.audit("wish", held.id).await
    }
}

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
