//! What an asked person or shop says.

use domain::{
    Code,
    casework::urgent::{UrgentAskId, UrgentAskState, UrgentState},
    claims::{Claim, NewClaim},
    permission::Action,
};
use serde::Serialize;

use super::{
    LockedAsk, LockedUrgent,
    asks::{ask_next, end_ask},
    lock_ask,
    mark::free,
};
use crate::{
    Command, Refusal, Result, Tx,
    claims::{
        applications::rivals,
        lifecycle::{promise, take_units},
        standby::line,
    },
    db::{
        area_filter::must_be_of_others,
        pagination::signed_in,
        sql::{row, run, value},
    },
};

/// Checks that the actor was asked: the person itself, or one who keeps the shop.
///
/// # Errors
/// Not signed in; not found for all others.
async fn must_be_asked(tx: &mut Tx<'_>, ask: UrgentAskId) -> Result<()> {
    signed_in(&tx.actor)?;
    let found = row!(tx, (i64, i64), "select location, account from urgent_ask where id = $1", ask)?;
    let (location, account) = found.ok_or(Refusal::NotFound)?;
    if account != 0 && account == tx.actor.account {
        return Ok(());
    }
    if location == 0 || !tx.actor.may_somewhere(Action::KeepStock) {
        return Err(Refusal::NotFound.into());
    }
    tx.must_at(Action::KeepStock, location).await
}

/// Loads an ask that waits for an answer, with its live mark. Who joined the family since the ask answers nothing: the
/// next is asked after its hours.
async fn waiting(tx: &mut Tx<'_>, id: UrgentAskId) -> Result<(LockedAsk, LockedUrgent)> {
    must_be_asked(tx, id).await?;
    let mut ask = lock_ask(tx, id).await?;
    ask.state.must_wait(ask.answer_by, tx.now)?;
    let urgent = ask.urgent.take().ok_or(Code::WrongState)?;
    must_be_of_others(&tx.actor, urgent.wish.household)?;
    Ok((ask, urgent))
}

/// Says yes as a person: the free units become an ordinary claim that is due the next day. A shop says yes by filling
/// the wish from its shelf.
///
/// # Errors
/// Not found for all others and for shops; not allowed without the role of a donor, and for the actor's own family;
/// [`Code::WrongState`] once it was answered; [`Code::TooLate`] after its hours; [`Code::AlreadyTaken`],
/// [`Code::OtherArea`], [`Code::MembersOnly`], [`Code::ClaimsPaused`], [`Code::ClaimLimit`], [`Code::FirstClaimOpen`]
/// and [`Code::OneAtATime`] as for a claim.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AcceptUrgent {
    /// The ask.
    pub ask: UrgentAskId,
}

impl Command for AcceptUrgent {
    const NAME: &'static str = "urgent_accept";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        let (ask, urgent) = waiting(tx, self.ask).await?;
        if ask.account != tx.actor.account {
            return Err(Refusal::NotFound.into());
        }
        // It may have lost the role since it was asked.
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let quantity = free(tx, urgent.wish.id).await?.clamp(1, 20);
        let held = take_units(tx, urgent.wish.id, quantity).await?;
        let claim = promise(tx, &held, &NewClaim { quantity, due: 0 }).await?;
        line::leave_for_claim(tx, held.id).await?;
        rivals::leave_for_claim(tx, &held).await?;
        rivals::pass(tx, &held).await?;
        end_ask(tx, &urgent, UrgentAskState::Accepted, claim.id).await?;
        settle(tx, &urgent).await?;
        tx.audit("urgent_ask", ask.id).await?;
        Ok(claim)
    }
}

/// Says no; the next shop or person is asked at once.
///
/// # Errors
/// Not found for all others; not allowed for the actor's own family; [`Code::WrongState`] once it was answered;
/// [`Code::TooLate`] after its hours.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DeclineUrgent {
    /// The ask.
    pub ask: UrgentAskId,
}

impl Command for DeclineUrgent {
    const NAME: &'static str = "urgent_decline";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (ask, urgent) = waiting(tx, self.ask).await?;
        end_ask(tx, &urgent, UrgentAskState::Declined, 0).await?;
        tx.audit("urgent_ask", ask.id).await?;
        if free(tx, urgent.wish.id).await? > 0 { ask_next(tx, &urgent).await } else { settle(tx, &urgent).await }
    }
}

/// Puts a mark to rest while every unit is held; with units left, asks for those.
pub(super) async fn settle(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<()> {
    if free(tx, urgent.wish.id).await? > 0 {
        return ask_next(tx, urgent).await;
    }
    // A shop says yes by filling the wish from its shelf.
    let filled = value!(
        tx,
        i64,
        "select coalesce(max(c.id), 0) from claim c join urgent_ask q on q.urgent = $2 and q.state = 'asked'
             and q.location = c.location
         where c.wish = $1 and c.source = 'shelf' and c.created >= q.asked",
        urgent.wish.id,
        urgent.id,
    )?;
    let state = if filled > 0 { UrgentAskState::Accepted } else { UrgentAskState::Settled };
    end_ask(tx, urgent, state, filled).await?;
    run!(
        tx,
        "update urgent set state = $2, next_step = 0, owner = 0, level = '', decide_by = 0, version = version + 1
         where id = $1",
        urgent.id,
        UrgentState::Taken.as_str(),
    )?;
    Ok(())
}
