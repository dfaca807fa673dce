//! Standby givers: donors who are asked, one after the other, when a claim ahead of them ends without goods.
//!
//! Every change of a place locks its wish first, as a claim's does, with `lock_place`. An asked place holds units: they
//! stay counted in `wish.claimed`, so no other account can take them. Units of a published wish are never free while a
//! place waits that could be asked: `wishes/reopening.rs` asks the next in the transaction that gives units back.

pub mod clock;
pub(crate) mod line;
pub mod places;
pub mod views;

use domain::{
    Timestamp,
    accounts::AccountId,
    claims::standby::{StandbyEvent, StandbyId, StandbyState},
    events::OfStandby,
    wishes::WishId,
};

use crate::{
    Refusal, Result, Tx,
    db::{
        pagination::signed_in,
        sql::{parse, row, run, values},
    },
    wishes::{self, lifecycle::LockedWish},
};

/// Place whose wish's row is locked.
pub(crate) struct LockedPlace {
    pub id: StandbyId,
    pub account: AccountId,
    pub state: StandbyState,
    /// Units that it holds; 0 unless asked.
    pub held: i64,
    /// When it was asked, or passed over while it waits.
    pub asked: Timestamp,
    pub answer_by: Timestamp,
    pub wish: LockedWish,
}

/// Locks the wish of a place, then reads the place.
pub(crate) async fn lock_place(tx: &mut Tx<'_>, id: StandbyId) -> Result<LockedPlace> {
    let wish = values!(tx, i64, "select wish from standby where id = $1", id)?.pop().ok_or(Refusal::NotFound)?;
    let wish = wishes::lifecycle::hold(tx, wish).await?;
    let (account, state, held, asked, answer_by) = row!(
        tx,
        (i64, String, i64, i64, i64),
        "select account, state, held, asked, answer_by from standby where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    Ok(LockedPlace { id, account, state: parse(&state)?, held, asked, answer_by, wish })
}

/// As [`lock_place`], for the actor's own place.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors; not found for another donor's place.
async fn lock_own_place(tx: &mut Tx<'_>, id: StandbyId) -> Result<LockedPlace> {
    signed_in(&tx.actor)?;
    let account = tx.actor.account;
    let own = values!(tx, i64, "select id from standby where id = $1 and account = $2", id, account)?;
    if own.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    lock_place(tx, id).await
}

/// Changes the state of a place that was asked or waits; it holds no units from then on.
///
/// # Errors
/// [`domain::Code::WrongState`] when the state machine does not allow the event.
async fn change_state(tx: &mut Tx<'_>, place: &LockedPlace, event: StandbyEvent) -> Result<()> {
    let state = place.state.after(event)?;
    let now = tx.now;
    run!(
        tx,
        "update standby set state = $2, held = 0, changed = $3, version = version + 1 where id = $1",
        place.id,
        state.as_str(),
        now,
    )?;
    tx.audit("standby", place.id).await
}

/// What an event to the donor of a place carries.
fn of_place(wish: &LockedWish, standby: StandbyId, donor: AccountId) -> OfStandby {
    OfStandby { standby, wish: wish.id, donor, staff: Vec::new(), title: wish.title() }
}

/// Counts the units of a published wish that no claim and no place holds; 0 for a wish in another state.
/// The caller has locked the wish, so the number stays true until it commits.
pub(crate) async fn free_units(tx: &mut Tx<'_>, wish: WishId) -> Result<i64> {
    let free = values!(tx, i64, "select quantity - claimed from wish where id = $1 and state = 'published'", wish)?;
    Ok(free.first().copied().unwrap_or_default())
}
