//! Ends of a wish: withdrawal, expiry, fulfilment. Each locks the wish with `lifecycle::hold`.

use domain::{
    Code,
    claims::applications::LATE_STEPS,
    events::Event,
    text,
    wishes::{WishEvent, WishId, WishState},
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Tx, claims,
    db::{
        area_filter::is_own,
        sql::{value, values},
    },
    wishes::{
        lifecycle::{LockedWish, emit_wish, hold, may_keep, step},
        media::voice,
        needs,
        views::progress,
    },
};

/// Withdraws a wish; revokes its claims that are still promises. Staff who withdraw a turn of a standing need stop the
/// need with it; a family withdraws this month's only.
///
/// # Errors
/// Not found for another family's wish or outside the actor's areas; [`Code::HasOpenClaims`] while goods are on the
/// way, in the shop or handed over; [`Code::WrongState`] when it has ended.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawWish {
    /// Wish to decide about.
    pub id: WishId,
    /// Reason, which the family reads.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for WithdrawWish {
    const NAME: &'static str = "wish_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = hold(tx, self.id).await?;
        may_keep(&tx.actor, &held)?;
        let reason = text::words(&self.reason, 0, 200).map_err(|code| Refusal::field("reason", code))?;
        if !is_own(&tx.actor, held.household) {
            needs::turns::stop_with_turn(tx, held.id).await?;
        }
        end(tx, &held, &reason).await
    }
}

/// Withdraws a wish because its family's file closes; does nothing when it has ended meanwhile.
///
/// # Errors
/// [`Code::HasOpenClaims`] as for [`WithdrawWish`].
pub(crate) async fn withdraw_with_file(tx: &mut Tx<'_>, id: WishId, reason: &str) -> Result<()> {
    let held = hold(tx, id).await?;
    if held.state()?.after(WishEvent::Withdraw).is_err() {
        return Ok(());
    }
    end(tx, &held, reason).await
}

/// Ends a locked wish and its promises.
pub(super) async fn end(tx: &mut Tx<'_>, held: &LockedWish, reason: &str) -> Result<()> {
    let busy = value!(
        tx,
        i64,
        "select count(*) from claim where wish = $1 and state in ('on_the_way', 'arrived', 'handed_over')",
        held.id,
    )?;
    if busy > 0 {
        return Err(Code::HasOpenClaims.into());
    }
    step(tx, held, WishEvent::Withdraw, reason).await?;
    for claim in values!(tx, i64, "select id from claim where wish = $1 and state = 'pledged' order by id", held.id)? {
        claims::lifecycle::end_with_wish(tx, claim).await?;
    }
    claims::uncollected::settle_with_wish(tx, held.id).await?;
    voice::forget_wish(tx, held.id).await?;
    tx.audit("wish", held.id).await
}

/// Expires a published wish that is due, has no live claim, asks no standby, and has no applications whose decision
/// is not late, or of which staff were reminded within the week; for the scheduler.
/// False when the wish has changed and there is nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ExpireWish(pub WishId);

impl Command for ExpireWish {
    const NAME: &'static str = "wish_expire";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = hold(tx, id).await?;
        let now = tx.now;
        let live = value!(
            tx,
            i64,
            "select (select count(*) from claim where wish = $1
                         and (state in ('pledged', 'on_the_way', 'arrived', 'handed_over') or undecided > 0))
                  + (select count(*) from standby where wish = $1 and state = 'asked')
                  + (select count(*) from wish
                     where id = $1 and decide_next > 0 and (decide_steps < $2 or decide_next > $3))",
            id,
            LATE_STEPS,
            now,
        )?;
        if held.state()? != WishState::Published || held.expires > tx.now || live > 0 {
            return Ok(false);
        }
        step(tx, &held, WishEvent::Expire, "").await?;
        emit_wish(tx, Event::WishExpired, &held, "").await?;
        tx.audit("wish", id).await?;
        Ok(true)
    }
}

/// Marks the wish as fulfilled once every unit is confirmed.
pub(crate) async fn settle(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let confirmed = progress(&mut tx.arm(), held.id).await?.confirmed;
    if confirmed >= held.quantity && held.state()? == WishState::Published {
        step(tx, held, WishEvent::Fulfil, "").await?;
    }
    Ok(())
}
