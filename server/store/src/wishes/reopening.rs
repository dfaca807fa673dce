//! Units that come back to a wish: with the days that it was held, so that a donor's failure costs the family nothing.

use domain::{
    DAY, Timestamp,
    wishes::{DAYS_LEFT, WishEvent, WishState},
};

use crate::{
    Result, Tx,
    areas::policies::policy_for,
    claims::{applications::rivals, standby::line},
    db::sql::{run, value},
    wishes::{
        endings::{end, settle},
        lifecycle::{LockedWish, hold_again, step},
        public_fields,
    },
};

/// Returns units that were held since `since` to their wish, whose row is locked, and asks the donors who stand by.
/// Applications that were passed over wait again.
pub(crate) async fn return_units(tx: &mut Tx<'_>, held: &LockedWish, quantity: i64, since: Timestamp) -> Result<()> {
    give_back(tx, held, quantity, since).await?;
    line::ask_next(tx, held).await?;
    rivals::reopen(tx, held).await
}

/// As [`return_units`], but asks no donor: the caller takes the units again, or they pass to a claim at once.
/// A published wish gets the days back that its units were held, each day once however many claims and asks held some,
/// and has at least [`DAYS_LEFT`] days. Its place in the feed is that of its submission, as before.
pub(crate) async fn give_back(tx: &mut Tx<'_>, held: &LockedWish, quantity: i64, since: Timestamp) -> Result<()> {
    let now = tx.now;
    let open = held.state()? == WishState::Published && held.expires > 0;
    let days = (now - since.max(held.given_back)).max(0);
    let expires = if open { (held.expires + days).max(now + DAYS_LEFT * DAY) } else { held.expires };
    run!(
        tx,
        "update wish set claimed = claimed - $2, expires = $3, given_back = $4 where id = $1",
        held.id,
        quantity,
        expires,
        now.max(held.given_back),
    )?;
    Ok(())
}

/// Takes units off a wish that its family does not need any more; a wish without other units is withdrawn.
///
/// # Errors
/// [`domain::Code::HasOpenClaims`] as for a withdrawal.
pub(crate) async fn drop_units(tx: &mut Tx<'_>, held: &LockedWish, quantity: i64) -> Result<()> {
    if held.quantity <= quantity {
        run!(tx, "update wish set claimed = claimed - $2 where id = $1", held.id, quantity)?;
        return end(tx, held, "").await;
    }
    run!(tx, "update wish set claimed = claimed - $2, quantity = quantity - $2 where id = $1", held.id, quantity,)?;
    let rest = hold_again(tx, held.id).await?;
    settle(tx, &rest).await
}

/// Publishes a fulfilled wish again, because the hand-over of a unit was reversed, and gives an open one its days anew:
/// the days in which the goods seemed to be with the family were not the family's.
/// A wish that was withdrawn or has expired meanwhile stays ended.
pub(crate) async fn reopen(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let state = held.state()?;
    if !matches!(state, WishState::Published | WishState::Fulfilled) {
        return Ok(());
    }
    if state == WishState::Fulfilled {
        step(tx, held, WishEvent::Reopen, "").await?;
        let words = value!(tx, String, "select words from wish where id = $1", held.id)?;
        public_fields::put_terms(tx, held, &words).await?;
    }
    let policy = policy_for(&mut tx.arm(), &held.path()).await?;
    let expires = tx.now + policy.wish_days * DAY;
    run!(tx, "update wish set expires = $2 where id = $1", held.id, expires)?;
    Ok(())
}
