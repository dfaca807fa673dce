//! Life cycle of a claim: promise, delivery, extension, cancellation, lapse; its confirmation is in `confirmation`.
//! Every change of a claim locks its wish first, with `keep`.

use domain::{
    Code, DAY, Timestamp,
    accounts::{AccountId, Actor},
    areas::Policy,
    casework::urgent::due_of_claim,
    claims::{Claim, ClaimEvent, ClaimId, ClaimState, NewClaim},
    events::{Event, OfClaim},
    permission::Action,
    wishes::WishId,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Error, Refusal, Result, Tx,
    areas::{locations::nearest_location, policies::policy_for},
    claims::{applications, eligibility, fulfilment, standby, views::claim_row},
    crypto::random,
    db::{
        locks::lock_own_account,
        sql::{row, run, values},
    },
    wishes::{self, lifecycle::LockedWish, reopening},
};

pub use crate::claims::{confirmation::ConfirmClaim, sending::SendClaim};

/// Claim whose wish's row is locked.
pub(crate) struct LockedClaim {
    pub claim: Claim,
    pub account: i64,
    pub wish: LockedWish,
    pub clock: ClaimClock,
}

/// What the clock knows of a claim.
pub(crate) struct ClaimClock {
    /// When it acts next; 0 for never.
    pub next: Timestamp,
    /// How often it has acted in this state.
    pub steps: i64,
    /// State that a cancellation ended, or empty.
    pub ended_from: String,
}

/// Locks the wish, then reads the claim.
/// Every change of a claim starts here, so that claims of one wish change one after the other.
pub(crate) async fn keep(tx: &mut Tx<'_>, id: ClaimId) -> Result<LockedClaim> {
    let wish = values!(tx, i64, "select wish from claim where id = $1", id)?.pop().ok_or(Refusal::NotFound)?;
    let wish = wishes::lifecycle::hold(tx, wish).await?;
    let row = claim_row(&mut tx.arm(), id).await?;
    let account = row.account;
    let clock = ClaimClock { next: row.next_step, steps: row.steps, ended_from: row.ended_from.clone() };
    Ok(LockedClaim { claim: row.try_into()?, account, wish, clock })
}

impl LockedClaim {
    /// What an event about the claim carries, with a reason or without words.
    pub(crate) fn event(&self, words: &str) -> OfClaim {
        OfClaim { words: words.to_owned(), ..of_claim(&self.wish, self.claim.id, self.account) }
    }

    /// Checks that the actor made this claim; not found for all other accounts.
    pub(crate) fn must_be_claimers(&self, actor: &Actor) -> Result<()> {
        match (actor.is_signed_in(), actor.account == self.account && self.claim.source == "donor") {
            (_, true) => Ok(()),
            (true, false) => Err(Refusal::NotFound.into()),
            (false, false) => Err(Refusal::NotAllowed(Code::SignInNeeded).into()),
        }
    }
}

/// Changes the claim's state; fails when the state machine does not allow the event.
/// Units that the claim no longer holds return to the wish, with the days for which it was not on show.
pub(crate) async fn step(tx: &mut Tx<'_>, kept: &LockedClaim, event: ClaimEvent, reason: &str) -> Result<ClaimState> {
    let state = change_state(tx, kept, event, reason).await?;
    if !state.holds_units() {
        reopening::return_units(tx, &kept.wish, kept.claim.quantity, kept.claim.created).await?;
    }
    Ok(state)
}

/// As [`step`], but the wish keeps its units as claimed. The clock starts anew in the new state.
pub(crate) async fn change_state(
    tx: &mut Tx<'_>,
    kept: &LockedClaim,
    event: ClaimEvent,
    reason: &str,
) -> Result<ClaimState> {
    let state = kept.claim.state.after(event)?;
    let before = if event == ClaimEvent::Cancel { kept.claim.state.as_str() } else { "" };
    let now = tx.now;
    run!(
        tx,
        "update claim set state = $2, reason = $3, changed = $4, ended_from = $5, steps = 0, next_step = 0,
             version = version + 1 where id = $1",
        kept.claim.id,
        state.as_str(),
        reason,
        now,
        before,
    )?;
    tx.audit("claim", kept.claim.id).await?;
    Ok(state)
}

/// What an event about a claim of this wish carries.
pub(crate) fn of_claim(wish: &LockedWish, claim: ClaimId, claimer: AccountId) -> OfClaim {
    let (title, words) = (wish.title(), String::new());
    OfClaim { claim, wish: wish.id, household: wish.household, claimer, title, words }
}

/// Takes units of a published wish in one guarded update.
/// Concurrent claims therefore cannot take more units than the wish has.
pub(crate) async fn take_units(tx: &mut Tx<'_>, wish: WishId, quantity: i64) -> Result<LockedWish> {
    let taken = run!(
        tx,
        "update wish set claimed = claimed + $2, version = version + 1
         where id = $1 and state = 'published' and claimed + $2 <= quantity",
        wish,
        quantity,
    )?;
    if taken == 1 {
        return wishes::lifecycle::hold_again(tx, wish).await;
    }
    let (state, left) = row!(tx, (String, i64), "select state, quantity - claimed from wish where id = $1", wish)?
        .ok_or(Refusal::NotFound)?;
    Err(match state.as_str() {
        "published" if left <= 0 => Code::AlreadyTaken.into(),
        "published" => Code::FewerLeft.into(),
        "fulfilled" | "withdrawn" | "expired" => Code::WishNotOpen.into(),
        _ => Refusal::NotFound.into(),
    })
}

/// Takes a claim for the actor.
///
/// # Errors
/// [`Code::AlreadyTaken`], [`Code::FewerLeft`], [`Code::WishNotOpen`]; [`Code::OtherArea`] for another root area's
/// wish; [`Code::MembersOnly`] or [`Code::ClaimsPaused`] by the area's policy; [`Code::ClaimLimit`], or
/// [`Code::FirstClaimOpen`] for a new donor; [`Code::OneAtATime`] after lapses; [`Code::ByApplication`] for a costly
/// wish; field `due` outside the policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeClaim {
    /// Wish to take units of.
    pub wish: WishId,
    /// How many units, and by when.
    pub new: NewClaim,
}

impl Command for TakeClaim {
    const NAME: &'static str = "claim_take";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let new = self.new.clone().checked()?;
        let held = take_units(tx, self.wish, new.quantity).await?;
        if applications::is_by_application(tx, self.wish).await? {
            return Err(Code::ByApplication.into());
        }
        let claim = promise(tx, &held, &new).await?;
        standby::line::leave_for_claim(tx, self.wish).await?;
        Ok(claim)
    }
}

/// Promises units that the locked wish counts as claimed for the actor already: taken from it, or held by its place in
/// the line.
///
/// # Errors
/// As [`TakeClaim`], but for the units.
pub(crate) async fn promise(tx: &mut Tx<'_>, held: &LockedWish, new: &NewClaim) -> Result<Claim> {
    let policy = policy_for(&mut tx.arm(), &held.path()).await?;
    // Concurrent claims of one account count each other, and its area may have changed since the session was read.
    let own = lock_own_account(tx).await?;
    let claimer = Actor { root: own.root, organisation: own.organisation, ..tx.actor.clone() };
    promise_for(tx, held, new, &claimer, &policy).await
}

/// As [`promise`], for another account whose row is locked, by its area's policy.
pub(crate) async fn promise_for(
    tx: &mut Tx<'_>,
    held: &LockedWish,
    new: &NewClaim,
    claimer: &Actor,
    policy: &Policy,
) -> Result<Claim> {
    let account = claimer.account;
    eligibility::admits(claimer, held.root, policy)?;
    eligibility::must_have_room(tx, account, policy).await?;
    let now = tx.now;
    let is_urgent = held.urgent > 0;
    let latest = if is_urgent { due_of_claim(now) } else { policy.latest_due(now) };
    // What is urgent is due the next day, whatever day a form of before that was known names.
    let due = if new.due == 0 || is_urgent { latest } else { new.due };
    // A day chosen on a calendar ends later than the hour of the promise.
    if due <= now || due > latest + DAY {
        return Err(Refusal::field("due", Code::OutOfRange).into());
    }
    let location = nearest_location(&mut tx.arm(), held.root, &held.path()).await?;
    let location = location.ok_or(Refusal::NotAllowed(Code::ClaimsPaused))?;
    let before = if is_urgent { DAY / 2 } else { policy.reminder_days * DAY };
    let reminder = (due - before).max(now + 1);
    let (quantity, state) = (new.quantity, ClaimState::Pledged);
    let promise = Promise { account, quantity, source: "donor", state, due, reminder };
    let id = insert(tx, held, location.id, &promise).await?;
    tx.emit(Event::ClaimTaken(of_claim(held, id, account))).await?;
    claim_row(&mut tx.arm(), id).await?.try_into()
}

/// Initial values of a claim.
pub(crate) struct Promise {
    /// Donor, or shopkeeper who fills the wish.
    pub account: AccountId,
    pub quantity: i64,
    pub source: &'static str,
    pub state: ClaimState,
    pub due: Timestamp,
    pub reminder: Timestamp,
}

pub(crate) async fn insert(tx: &mut Tx<'_>, held: &LockedWish, location: i64, promise: &Promise) -> Result<ClaimId> {
    let now = tx.now;
    // Codes are random, one of about 10^9: a collision is rare, and another code is drawn.
    for _ in 0..5 {
        let code = random::code(6);
        let made = values!(
            tx,
            i64,
            "insert into claim (wish, account, root, source, quantity, state, code, due, reminder, extended, reason,
                 location, lot, awaiting_check, created, changed, version, organisation)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, '', $10, 0, false, $11, $11, 0,
                 case when $4 = 'donor' then coalesce((select o.organisation from account o where o.id = $2), 0)
                      else 0 end)
             on conflict (code) do nothing returning id",
            held.id,
            promise.account,
            held.root,
            promise.source,
            promise.quantity,
            promise.state.as_str(),
            &code,
            promise.due,
            promise.reminder,
            location,
            now,
        )?;
        if let Some(id) = made.first() {
            tx.audit("claim", *id).await?;
            return Ok(*id);
        }
    }
    Err(Error::Broken("no free claim code".into()))
}

/// Extends the deadline by the area's days, once; returns the new one.
///
/// # Errors
/// Not found for another claimer's claim; [`Code::WrongState`] unless it is a promise; [`Code::AlreadyExtended`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ExtendClaim(pub ClaimId);

impl Command for ExtendClaim {
    const NAME: &'static str = "claim_extend";
    type Output = Timestamp;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Timestamp> {
        let Self(id) = self;
        let kept = keep(tx, *id).await?;
        kept.must_be_claimers(&tx.actor)?;
        if kept.claim.state != ClaimState::Pledged {
            return Err(Code::WrongState.into());
        }
        if kept.claim.extended || kept.wish.urgent > 0 {
            return Err(Code::AlreadyExtended.into());
        }
        let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
        let due = kept.claim.due + policy.claim_days * DAY;
        let reminder = due - policy.reminder_days * DAY;
        run!(
            tx,
            "update claim set due = $2, reminder = $3, extended = true, version = version + 1 where id = $1",
            kept.claim.id,
            due,
            reminder,
        )?;
        tx.audit("claim", kept.claim.id).await?;
        Ok(due)
    }
}

/// Cancels the actor's claim, with a reason; the wish is open again.
///
/// # Errors
/// Not found for another claimer's claim; field `reason` without one; [`Code::WrongState`] once the goods have arrived.
#[derive(Clone, Debug, Serialize)]
pub struct CancelClaim {
    /// Claim to end.
    pub id: ClaimId,
    /// Reason, which the other side reads.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for CancelClaim {
    const NAME: &'static str = "claim_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let kept = keep(tx, self.id).await?;
        kept.must_be_claimers(&tx.actor)?;
        let reason = domain::wishes::reason(&self.reason)?;
        step(tx, &kept, ClaimEvent::Cancel, &reason).await?;
        tx.emit(Event::ClaimCancelled(kept.event(""))).await
    }
}

/// Revokes a claim, with a reason; goods in the shop go on the shelf.
///
/// # Errors
/// Not found outside the actor's areas; field `reason` without one; [`Code::WrongState`] after the hand-over.
#[derive(Clone, Debug, Serialize)]
pub struct RevokeClaim {
    /// Claim to end.
    pub id: ClaimId,
    /// Reason, which the other side reads.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for RevokeClaim {
    const NAME: &'static str = "claim_revoke";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::RevokeClaims)?;
        let kept = keep(tx, self.id).await?;
        tx.actor.must(Action::RevokeClaims, &kept.wish.path())?;
        let reason = domain::wishes::reason(&self.reason)?;
        step(tx, &kept, ClaimEvent::Revoke, &reason).await?;
        fulfilment::release(tx, &kept, &reason).await?;
        tx.emit(Event::ClaimRevoked(kept.event(&reason))).await
    }
}

/// Revokes a promise whose wish was withdrawn; the family is not notified.
pub(crate) async fn end_with_wish(tx: &mut Tx<'_>, id: ClaimId) -> Result<()> {
    let kept = keep(tx, id).await?;
    step(tx, &kept, ClaimEvent::Revoke, "").await?;
    tx.emit(Event::ClaimEndedWithWish(kept.event(""))).await
}
