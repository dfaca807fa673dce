//! Donors who bring every turn of a standing need: each turn is claimed for them when it opens.

use domain::{
    Code,
    accounts::Actor,
    areas::Policy,
    claims::NewClaim,
    events::{Event, OfNeed},
    permission::Action,
    wishes::needs::{NeedId, NeedPromiseId, NeedPromiseState, NeedState},
};
use serde::Serialize;

use super::{
    LockedNeed, lock_need,
    turns::{of_need, tell_ended},
};
use crate::{
    Command, Error, Refusal, Result, Store, Tx,
    areas::policies::policy_for,
    claims::{
        applications::is_by_application,
        eligibility,
        lifecycle::{promise_for, take_units},
    },
    db::{
        job_sweep::sweep,
        locks::{lock_account, lock_own_account},
        pagination::signed_in,
        sql::{rows, run, value, values},
    },
    wishes::lifecycle::{LockedWish, hold_again},
};

/// Promises to bring every further turn of a standing need; returns the promise. The turn that is open now is claimed
/// as any wish.
///
/// # Errors
/// Not found unless the need runs; [`Code::NeedPromised`] when a donor brings every turn already;
/// [`Code::ByApplication`] for a costly wish; [`Code::OtherArea`], [`Code::MembersOnly`] and [`Code::ClaimsPaused`] as
/// for a claim; [`Code::ClaimLimit`], [`Code::FirstClaimOpen`] and [`Code::OneAtATime`] for a donor who brings as many
/// needs as it may hold claims.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PromiseNeed(pub NeedId);

impl Command for PromiseNeed {
    const NAME: &'static str = "need_promise";
    type Output = NeedPromiseId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<NeedPromiseId> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let &Self(id) = self;
        let need = lock_need(tx, id).await?;
        if need.state != NeedState::Running {
            return Err(Refusal::NotFound.into());
        }
        let wish = hold_again(tx, need.wish).await?;
        let policy = policy_for(&mut tx.arm(), &wish.path()).await?;
        let own = lock_own_account(tx).await?;
        let account = tx.actor.account;
        let donor = Actor { root: own.root, organisation: own.organisation, ..tx.actor.clone() };
        eligibility::admits(&donor, wish.root, &policy)?;
        if is_by_application(tx, need.wish).await? {
            return Err(Code::ByApplication.into());
        }
        let running = values!(tx, i64, "select account from need_promise where need = $1 and state = 'running'", id)?;
        if !running.is_empty() {
            return Err(Code::NeedPromised.into());
        }
        must_have_few(tx, &policy).await?;
        let now = tx.now;
        let promise = value!(
            tx,
            i64,
            "insert into need_promise (need, account, state, created, changed, version)
             values ($1, $2, 'running', $3, $3, 0) returning id",
            id,
            account,
            now,
        )?;
        tx.audit("need", id).await?;
        Ok(promise)
    }
}

/// Checks that the actor's account, whose row is locked, may bring one more need: each becomes a claim every month, and
/// more of them would keep other donors from needs that this one cannot bring.
async fn must_have_few(tx: &mut Tx<'_>, policy: &Policy) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let running =
        value!(tx, i64, "select count(*) from need_promise where account = $1 and state = 'running'", account)?;
    match eligibility::at_limit(&mut tx.arm(), account, running, policy, now).await? {
        Some(code) => Err(code.into()),
        None => Ok(()),
    }
}

/// Stops the actor's promise: further turns are open to all. A claim of this month stays.
///
/// # Errors
/// Not found for another donor's; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StopPromise(pub NeedPromiseId);

impl Command for StopPromise {
    const NAME: &'static str = "need_promise_stop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(id) = self;
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        let need = values!(tx, i64, "select need from need_promise where id = $1 and account = $2", id, account)?;
        let need = need.first().copied().ok_or(Refusal::NotFound)?;
        lock_need(tx, need).await?;
        let stopped = set_state(tx, id, NeedPromiseState::Stopped).await?;
        if !stopped {
            return Err(Code::WrongState.into());
        }
        tx.audit("need", need).await
    }
}

/// Ends a running promise; false when it has ended already. The caller has locked the need.
async fn set_state(tx: &mut Tx<'_>, id: NeedPromiseId, state: NeedPromiseState) -> Result<bool> {
    let now = tx.now;
    let ended = run!(
        tx,
        "update need_promise set state = $2, changed = $3, version = version + 1 where id = $1 and state = 'running'",
        id,
        state.as_str(),
        now,
    )?;
    Ok(ended == 1)
}

/// Loads the running promise of a need, and its donor.
async fn running(tx: &mut Tx<'_>, need: NeedId) -> Result<Option<(NeedPromiseId, i64)>> {
    let found =
        rows!(tx, (i64, i64), "select id, account from need_promise where need = $1 and state = 'running'", need,)?;
    Ok(found.first().copied())
}

/// Ends the promise of a need that has ended, and tells its donor. The caller has locked the need.
pub(super) async fn end_with_need(tx: &mut Tx<'_>, need: NeedId) -> Result<()> {
    let Some((promise, donor)) = running(tx, need).await? else { return Ok(()) };
    set_state(tx, promise, NeedPromiseState::Ended).await?;
    tell_ended(tx, need, donor).await
}

/// Claims the turn that just opened for the donor who brings every turn. If the donor may not claim now, the turn is
/// open to all, and the donor is told; its promise goes on. It ends when its account is no donor's any more, or let its
/// claim of the turn before lapse.
pub(super) async fn claim_turn(tx: &mut Tx<'_>, wish: &LockedWish, policy: &Policy, need: &LockedNeed) -> Result<()> {
    let Some((promise, account)) = running(tx, need.id).await? else { return Ok(()) };
    let Some(own) = lock_account(tx, account).await? else {
        set_state(tx, promise, NeedPromiseState::Ended).await?;
        return Ok(());
    };
    let of = of_need(wish.id, wish.title(), account);
    let roles = value!(tx, i64, "select count(*) from role_grant where account = $1 and role = 'donor'", account)?;
    if roles == 0 || has_lapsed(tx, promise, need.made).await? {
        set_state(tx, promise, NeedPromiseState::Ended).await?;
        return tx.emit(Event::NeedEnded(of)).await;
    }
    if is_by_application(tx, wish.id).await? {
        return skip(tx, need, of).await;
    }
    let donor = Actor { account, root: own.root, organisation: own.organisation, ..Actor::visitor() };
    take_units(tx, wish.id, wish.quantity).await?;
    let new = NewClaim { quantity: wish.quantity, due: 0 };
    match promise_for(tx, wish, &new, &donor, policy).await {
        Ok(claim) => tx.emit(Event::NeedClaimed(OfNeed { claim: claim.id, ..of })).await,
        // Refused before anything was written for the claim.
        Err(Error::Refused(_)) => {
            run!(tx, "update wish set claimed = claimed - $2 where id = $1", wish.id, wish.quantity)?;
            skip(tx, need, of).await
        }
        Err(cause) => Err(cause),
    }
}

/// Tells whether the donor of a promise let its claim of a turn lapse since it promised, and has not claimed it again.
async fn has_lapsed(tx: &mut Tx<'_>, promise: NeedPromiseId, month: i64) -> Result<bool> {
    let lapsed = value!(
        tx,
        i64,
        "select count(*) from need_promise q join wish w on w.need = q.need
             join claim c on c.wish = w.id and c.account = q.account
         where q.id = $1 and w.month = $2 and c.state = 'lapsed' and c.changed >= q.created
             and not exists (select 1 from claim n where n.wish = c.wish and n.account = c.account and n.id > c.id)",
        promise,
        month,
    )?;
    Ok(lapsed > 0)
}

/// Tells a donor that others are asked for this turn, and that the next is its own again. Of the last turn it hears
/// that the need has ended (`end_with_need`), and nothing more.
async fn skip(tx: &mut Tx<'_>, need: &LockedNeed, of: OfNeed) -> Result<()> {
    if need.is_last_turn() { Ok(()) } else { tx.emit(Event::NeedSkipped(of)).await }
}

/// Ends a promise whose donor left the site or moved to another root area, and tells one that moved; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct DropPromise(NeedPromiseId);

impl Command for DropPromise {
    const NAME: &'static str = "need_promise_drop";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let Some(need) = values!(tx, i64, "select need from need_promise where id = $1", id)?.pop() else {
            return Ok(false);
        };
        lock_need(tx, need).await?;
        let gone = rows!(
            tx,
            (i64, bool),
            "select a.id, a.open from need_promise q join account a on a.id = q.account join need n on n.id = q.need
                 join household h on h.id = n.household
             where q.id = $1 and q.state = 'running' and (a.open = false or a.root <> h.root)",
            id,
        )?;
        let Some((donor, is_open)) = gone.first().copied() else { return Ok(false) };
        tx.audit("need", need).await?;
        let ended = set_state(tx, id, NeedPromiseState::Ended).await?;
        if ended && is_open {
            tell_ended(tx, need, donor).await?;
        }
        Ok(ended)
    }
}

impl Store {
    /// Ends promises of accounts that closed or moved; returns how many.
    pub(super) async fn need_promises_drop(&self) -> Result<i64> {
        sweep!(
            self,
            DropPromise,
            "select q.created, q.id from need_promise q join account a on a.id = q.account join need n on n.id = q.need
                 join household h on h.id = n.household
             where q.state = 'running' and (a.open = false or a.root <> h.root)
               and (q.created, q.id) > ($1, $2) order by q.created, q.id limit 200",
        )
    }
}
