//! Urgent wishes: shops with fitting goods are asked first, then the people on duty in turn, then a coordinator has it,
//! who decides after some weeks whether it stays urgent.
//!
//! Asks hold no units: the wish stays in the feed, and each claim of it is due the next day (`wish.urgent`).
//! Every change locks the wish first; an urgent row and its asks have no lock of their own.

pub mod answers;
pub(crate) mod asks;
pub(crate) mod clocks;
pub mod decisions;
pub mod duty;
pub mod follow_on;
pub mod mark;
pub mod views;

use domain::{
    Timestamp,
    accounts::AccountId,
    casework::urgent::{UrgentAskId, UrgentAskState, UrgentId, UrgentState},
    events::OfUrgent,
    wishes::WishId,
};

use crate::{
    Refusal, Result, Tx,
    db::sql::{parse, row, values},
    wishes::{self, lifecycle::LockedWish},
};

/// An urgent wish whose wish's row is locked.
pub(crate) struct LockedUrgent {
    pub id: UrgentId,
    pub state: UrgentState,
    pub round: i64,
    pub next_step: Timestamp,
    pub level: String,
    /// When it is asked whether the wish stays urgent.
    pub until: Timestamp,
    /// By when a coordinator decides whether it does; 0 before one is asked.
    pub decide_by: Timestamp,
    /// Account that a coordinator named to see to it; 0 for none.
    pub keeper: AccountId,
    pub wish: LockedWish,
}

impl LockedUrgent {
    /// Returns what an event about it carries, without those who are told.
    pub(crate) fn event(&self) -> OfUrgent {
        OfUrgent {
            ask: 0,
            wish: self.wish.id,
            household: self.wish.household,
            donor: 0,
            staff: Vec::new(),
            title: self.wish.title(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct UrgentRow {
    id: i64,
    state: String,
    round: i64,
    next_step: i64,
    level: String,
    until: i64,
    decide_by: i64,
    keeper: i64,
}

/// Reads the live mark of a wish whose row is locked; `None` for a wish that is not urgent.
pub(crate) async fn live_mark(tx: &mut Tx<'_>, wish: LockedWish) -> Result<Option<LockedUrgent>> {
    let found = row!(
        tx,
        UrgentRow,
        "select id, state, round, next_step, level, until, decide_by, keeper
         from urgent where wish = $1 and state <> 'over'",
        wish.id,
    )?;
    let Some(UrgentRow { id, state, round, next_step, level, until, decide_by, keeper }) = found else {
        return Ok(None);
    };
    let state = parse(&state)?;
    Ok(Some(LockedUrgent { id, state, round, next_step, level, until, decide_by, keeper, wish }))
}

/// Locks a wish and reads its live mark.
///
/// # Errors
/// Not found for a wish that is not urgent.
pub(crate) async fn lock_urgent(tx: &mut Tx<'_>, wish: WishId) -> Result<LockedUrgent> {
    let held = wishes::lifecycle::hold(tx, wish).await?;
    live_mark(tx, held).await?.ok_or_else(|| Refusal::NotFound.into())
}

/// An ask whose wish's row is locked.
pub(crate) struct LockedAsk {
    pub id: UrgentAskId,
    pub account: AccountId,
    pub state: UrgentAskState,
    pub answer_by: Timestamp,
    /// The live mark that it belongs to; `None` once that is over.
    pub urgent: Option<LockedUrgent>,
}

/// Locks the wish of an ask, then reads the ask. The caller checks who may answer.
///
/// # Errors
/// Not found for an unknown ask.
pub(crate) async fn lock_ask(tx: &mut Tx<'_>, id: UrgentAskId) -> Result<LockedAsk> {
    let wish =
        values!(tx, i64, "select u.wish from urgent_ask a join urgent u on u.id = a.urgent where a.id = $1", id)?
            .pop()
            .ok_or(Refusal::NotFound)?;
    let held = wishes::lifecycle::hold(tx, wish).await?;
    let (urgent, account, state, answer_by) = row!(
        tx,
        (i64, i64, String, i64),
        "select urgent, account, state, answer_by from urgent_ask where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    let live = live_mark(tx, held).await?.filter(|live| live.id == urgent);
    Ok(LockedAsk { id, account, state: parse(&state)?, answer_by, urgent: live })
}
