//! What a donor does: apply for a costly wish, and withdraw.

use domain::{
    Code,
    accounts::Actor,
    claims::applications::{APPLICATIONS, ApplicationEvent, ApplicationId, NewApplication, PER_WISH},
    permission::Action,
    wishes::{WishId, WishState},
};
use serde::{Deserialize, Serialize};

use super::{change_state, is_by_application, lock_application, rivals};
use crate::{
    Command, Refusal, Result, Secret, Tx,
    areas::policies::policy_for,
    claims::{eligibility, standby::free_units},
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{run, value, values},
    },
    wishes,
};

/// Applies for a costly wish; returns the application. A donor whose application waits keeps its place in the list,
/// with the plan and the units of the last one.
///
/// # Errors
/// Fields; not found for a wish that is not public, [`Code::WishNotOpen`] for one that has ended;
/// [`Code::NotByApplication`] for one that can be claimed; [`Code::AlreadyTaken`] without a free unit;
/// [`Code::AlreadyClaimed`] for a donor with a claim for it; [`Code::OtherArea`], [`Code::MembersOnly`],
/// [`Code::ClaimsPaused`], [`Code::ClaimLimit`], [`Code::FirstClaimOpen`] and [`Code::OneAtATime`] as for a claim;
/// [`Code::ApplicationLimit`], [`Code::AppliedBefore`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApplyForWish {
    /// Wish to apply for.
    pub wish: WishId,
    /// Units and plan.
    pub new: NewApplication,
}

impl Command for ApplyForWish {
    const NAME: &'static str = "application_apply";
    type Output = ApplicationId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ApplicationId> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let new = self.new.clone().checked()?;
        let held = wishes::lifecycle::hold(tx, self.wish).await?;
        match held.state()? {
            WishState::Published => {}
            WishState::Fulfilled | WishState::Withdrawn | WishState::Expired => return Err(Code::WishNotOpen.into()),
            WishState::Draft | WishState::Submitted | WishState::Rejected => return Err(Refusal::NotFound.into()),
        }
        let policy = policy_for(&mut tx.arm(), &held.path()).await?;
        // Concurrent requests of one account count each other; its area may have changed since the session was read.
        let own = lock_own_account(tx).await?;
        let account = tx.actor.account;
        let donor = Actor { root: own.root, organisation: own.organisation, ..tx.actor.clone() };
        eligibility::admits(&donor, held.root, &policy)?;
        if !is_by_application(tx, self.wish).await? {
            return Err(Code::NotByApplication.into());
        }
        if has_claim(tx, self.wish).await? {
            return Err(Code::AlreadyClaimed.into());
        }
        if free_units(tx, self.wish).await? <= 0 {
            return Err(Code::AlreadyTaken.into());
        }
        let (now, quantity) = (tx.now, new.quantity.min(held.quantity));
        let plan = tx.vault.seal(Secret::ApplicationPlan, &new.plan)?;
        if let Some(waiting) = waiting_of(tx, self.wish).await? {
            run!(
                tx,
                "update application set plan = $2, quantity = $3, changed = $4, version = version + 1 where id = $1",
                waiting,
                plan,
                quantity,
                now,
            )?;
            tx.audit("application", waiting).await?;
            return Ok(waiting);
        }
        eligibility::must_have_room(tx, account, &policy).await?;
        must_have_few(tx).await?;
        if tried(tx, self.wish).await? >= PER_WISH {
            return Err(Code::AppliedBefore.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into application (wish, account, quantity, plan, state, reason, claim, decided_by, created, changed,
                 version)
             values ($1, $2, $3, $4, 'waiting', '', 0, 0, $5, $5, 0) returning id",
            self.wish,
            account,
            quantity,
            plan,
            now,
        )?;
        tx.audit("application", id).await?;
        rivals::set_clock(tx, &held).await?;
        Ok(id)
    }
}

/// Tells whether the actor has a claim for the wish under way.
async fn has_claim(tx: &mut Tx<'_>, wish: WishId) -> Result<bool> {
    let account = tx.actor.account;
    let own = value!(
        tx,
        i64,
        "select count(*) from claim where wish = $1 and account = $2 and source = 'donor'
             and state in ('pledged', 'on_the_way', 'arrived', 'handed_over')",
        wish,
        account,
    )?;
    Ok(own > 0)
}

/// Reads the actor's waiting application for a wish.
async fn waiting_of(tx: &mut Tx<'_>, wish: WishId) -> Result<Option<ApplicationId>> {
    let account = tx.actor.account;
    let own = values!(
        tx,
        i64,
        "select id from application where wish = $1 and account = $2 and state = 'waiting'",
        wish,
        account,
    )?;
    Ok(own.first().copied())
}

/// Checks that the actor's account, whose row is locked, may have one more application.
async fn must_have_few(tx: &mut Tx<'_>) -> Result<()> {
    let account = tx.actor.account;
    let waiting = value!(
        tx,
        i64,
        "select count(*) from application where account = $1 and state in ('waiting', 'passed')",
        account
    )?;
    if waiting >= APPLICATIONS { Err(Code::ApplicationLimit.into()) } else { Ok(()) }
}

/// Counts the actor's applications for a wish that were withdrawn or declined.
async fn tried(tx: &mut Tx<'_>, wish: WishId) -> Result<i64> {
    let account = tx.actor.account;
    Ok(value!(
        tx,
        i64,
        "select count(*) from application where wish = $1 and account = $2 and state in ('withdrawn', 'declined')",
        wish,
        account,
    )?)
}

/// Withdraws the actor's application.
///
/// # Errors
/// Not found for another donor's; [`Code::WrongState`] when it was chosen or has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawApplication(pub ApplicationId);

impl Command for WithdrawApplication {
    const NAME: &'static str = "application_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(id) = self;
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        let own = values!(tx, i64, "select id from application where id = $1 and account = $2", id, account)?;
        if own.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let application = lock_application(tx, id).await?;
        change_state(tx, &application, ApplicationEvent::Withdraw, "").await?;
        rivals::pause_clock(tx, &application.wish).await
    }
}
