//! A caseworker marks a published wish urgent, and ends the mark; coordinators ask anew, or a person of their choice.

use domain::{
    Code,
    accounts::AccountId,
    casework::urgent::{UrgentAskState, UrgentId, UrgentReason, UrgentState, asked_again},
    events::Event,
    permission::Action,
    wishes::{WishId, WishState},
};
use serde::Serialize;

use super::{
    LockedUrgent,
    asks::{Asked, ask, ask_next, end_ask},
    decisions::end_and_tell,
    live_mark, lock_urgent,
};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::must_be_of_others,
        sql::{run, value},
    },
    wishes::{self, lifecycle::LockedWish},
};

/// Checks that the actor leads the area of a wish or keeps its cases, and that it is not its own family's.
fn must_act(tx: &Tx<'_>, wish: &LockedWish) -> Result<()> {
    if !tx.actor.may(Action::KeepCases, &wish.path()) {
        tx.actor.must(Action::LeadCasework, &wish.path())?;
    }
    must_be_of_others(&tx.actor, wish.household)?;
    Ok(())
}

/// Marks a published wish with free units urgent, and asks the first shop or person.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps cases or leads casework, and for the
/// actor's own family; [`Code::WishNotOpen`] unless it is published; [`Code::AlreadyTaken`] without free units;
/// [`Code::WrongState`] when it is urgent already.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MarkUrgent {
    /// The wish.
    pub wish: WishId,
    /// Why.
    pub reason: UrgentReason,
}

impl Command for MarkUrgent {
    const NAME: &'static str = "urgent_mark";
    type Output = UrgentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<UrgentId> {
        must_somewhere(tx)?;
        let held = wishes::lifecycle::hold_again(tx, self.wish).await?;
        must_act(tx, &held)?;
        let held = wishes::lifecycle::hold(tx, self.wish).await?;
        must_act(tx, &held)?;
        if held.state()? != WishState::Published {
            return Err(Code::WishNotOpen.into());
        }
        if held.urgent > 0 {
            return Err(Code::WrongState.into());
        }
        if free(tx, held.id).await? <= 0 {
            return Err(Code::AlreadyTaken.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into urgent (wish, reason, state, marked, marked_by, round, next_step, owner, level, ended, version,
                 until, decide_by, keeper)
             values ($1, $2, 'asking', $3, $4, 1, $3, 0, '', 0, 0, $5, 0, 0) returning id",
            held.id,
            self.reason.as_str(),
            now,
            account,
            asked_again(now),
        )?;
        run!(tx, "update wish set urgent = $2 where id = $1", held.id, now)?;
        tx.audit("urgent", id).await?;
        let held = wishes::lifecycle::hold_again(tx, self.wish).await?;
        let urgent = live_mark(tx, held).await?.ok_or(Refusal::NotFound)?;
        tx.emit(Event::UrgentMarked(urgent.event())).await?;
        ask_next(tx, &urgent).await?;
        Ok(id)
    }
}

fn must_somewhere(tx: &Tx<'_>) -> Result<()> {
    Ok(tx.actor.must_somewhere(Action::KeepCases).or(tx.actor.must_somewhere(Action::LeadCasework))?)
}

/// Counts the units of a wish that neither a claim nor an asked place holds.
pub(super) async fn free(tx: &mut Tx<'_>, wish: WishId) -> Result<i64> {
    Ok(value!(tx, i64, "select quantity - claimed from wish where id = $1", wish)?)
}

/// Ends a mark: an open ask is settled, and claims of the wish have ordinary deadlines again.
pub(super) async fn end(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<()> {
    let now = tx.now;
    end_ask(tx, urgent, UrgentAskState::Settled, 0).await?;
    run!(
        tx,
        "update urgent set state = $2, next_step = 0, decide_by = 0, ended = $3, version = version + 1 where id = $1",
        urgent.id,
        UrgentState::Over.as_str(),
        now,
    )?;
    run!(tx, "update wish set urgent = 0 where id = $1", urgent.wish.id)?;
    tx.audit("urgent", urgent.id).await
}

/// Locks the mark of a wish for staff of its area.
async fn lock_for_staff(tx: &mut Tx<'_>, wish: WishId) -> Result<LockedUrgent> {
    must_somewhere(tx)?;
    let seen = wishes::lifecycle::hold_again(tx, wish).await?;
    must_act(tx, &seen)?;
    let urgent = lock_urgent(tx, wish).await?;
    must_act(tx, &urgent.wish)?;
    Ok(urgent)
}

/// Says that a wish is not urgent any more. The family is told, and who posted the wish.
///
/// # Errors
/// Not found outside the actor's areas, and for a wish that is not urgent; not allowed as for marking.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UnmarkUrgent {
    /// The wish.
    pub wish: WishId,
}

impl Command for UnmarkUrgent {
    const NAME: &'static str = "urgent_unmark";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let urgent = lock_for_staff(tx, self.wish).await?;
        end_and_tell(tx, &urgent).await
    }
}

/// Asks once more: a person of one's choice, or all shops and people on duty anew.
///
/// # Errors
/// Not found outside the actor's areas, and for a wish that is not urgent; not allowed as for marking; field `account`
/// for one that is no donor of the root area, or of the family itself; [`Code::AlreadyTaken`] without free units.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AskUrgent {
    /// The wish.
    pub wish: WishId,
    /// The person; `None` for all anew.
    pub account: Option<AccountId>,
}

impl Command for AskUrgent {
    const NAME: &'static str = "urgent_ask";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut urgent = lock_for_staff(tx, self.wish).await?;
        if free(tx, urgent.wish.id).await? <= 0 {
            return Err(Code::AlreadyTaken.into());
        }
        if let Some(account) = self.account {
            let known = value!(
                tx,
                i64,
                "select count(*) from account k where k.id = $1 and k.open = true and k.root = $2 and k.household <> $3
                     and exists (select 1 from role_grant g where g.account = k.id and g.role = 'donor')",
                account,
                urgent.wish.root,
                urgent.wish.household,
            )?;
            if known == 0 {
                return Err(Refusal::field("account", Code::Unknown).into());
            }
            end_ask(tx, &urgent, UrgentAskState::Settled, 0).await?;
            return ask(tx, &urgent, Asked::Person(account)).await;
        }
        end_ask(tx, &urgent, UrgentAskState::Settled, 0).await?;
        urgent.round += 1;
        urgent.level = String::new();
        run!(tx, "update urgent set round = $2, level = '' where id = $1", urgent.id, urgent.round)?;
        ask_next(tx, &urgent).await
    }
}
