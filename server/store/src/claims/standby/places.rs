//! What a donor does with its place: join the line, say yes, and leave.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    claims::{
        Claim, NewClaim,
        standby::{NewStandby, PLACES, StandbyEvent, StandbyId, StandbyState},
    },
    permission::Action,
    wishes::{WishId, WishState},
};
use serde::{Deserialize, Serialize};

use super::{change_state, free_units, line, lock_own_place};
use crate::{
    Command, Refusal, Result, Tx,
    areas::policies::policy_for,
    claims::{applications::is_by_application, eligibility, lifecycle::promise},
    db::{
        locks::lock_own_account,
        sql::{row, run, value},
    },
    wishes::{self, reopening},
};

/// Joins the line behind a wish that other claims have taken; returns the place. A donor in the line keeps its place,
/// with the units asked for last.
///
/// # Errors
/// Not found for a wish that is not public, [`Code::WishNotOpen`] for one that has ended; [`Code::UnitsLeft`] while it
/// can be claimed; [`Code::ByApplication`] for a costly one; [`Code::AlreadyClaimed`] for a donor with a claim for it;
/// [`Code::OtherArea`], [`Code::MembersOnly`] and [`Code::ClaimsPaused`] as for a claim; [`Code::StandbyLimit`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct JoinStandby {
    /// Wish to stand by for.
    pub wish: WishId,
    /// How many units the donor would bring.
    pub new: NewStandby,
}

impl Command for JoinStandby {
    const NAME: &'static str = "standby_join";
    type Output = StandbyId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<StandbyId> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let new = self.new.checked()?;
        let held = wishes::lifecycle::hold(tx, self.wish).await?;
        match held.state()? {
            WishState::Published => {}
            WishState::Fulfilled | WishState::Withdrawn | WishState::Expired => return Err(Code::WishNotOpen.into()),
            WishState::Draft | WishState::Submitted | WishState::Rejected => return Err(Refusal::NotFound.into()),
        }
        if is_by_application(tx, self.wish).await? {
            return Err(Code::ByApplication.into());
        }
        let policy = policy_for(&mut tx.arm(), &held.path()).await?;
        // Concurrent requests of one account count each other; its area may have changed since the session was read.
        let own = lock_own_account(tx).await?;
        let donor = Actor { root: own.root, organisation: own.organisation, ..tx.actor.clone() };
        eligibility::admits(&donor, held.root, &policy)?;
        let (now, quantity) = (tx.now, new.quantity.min(held.quantity));
        if let Some((place, state)) = live_place(tx, self.wish).await? {
            if state == StandbyState::Waiting.as_str() {
                run!(
                    tx,
                    "update standby set quantity = $2, version = version + 1 where id = $1 and state = 'waiting'",
                    place,
                    quantity,
                )?;
            }
            tx.audit("standby", place).await?;
            return Ok(place);
        }
        must_have_no_claim(tx, self.wish).await?;
        if free_units(tx, self.wish).await? > 0 {
            return Err(Code::UnitsLeft.into());
        }
        must_have_room(tx).await?;
        let account = tx.actor.account;
        let id = value!(
            tx,
            i64,
            "insert into standby (wish, account, quantity, state, held, asked, answer_by, claim, created, changed,
                 version)
             values ($1, $2, $3, 'waiting', 0, 0, 0, 0, $4, $4, 0) returning id",
            self.wish,
            account,
            quantity,
            now,
        )?;
        tx.audit("standby", id).await?;
        Ok(id)
    }
}

/// Reads the actor's live place behind a wish, and its state.
async fn live_place(tx: &mut Tx<'_>, wish: WishId) -> Result<Option<(StandbyId, String)>> {
    let account = tx.actor.account;
    Ok(row!(
        tx,
        (i64, String),
        "select id, state from standby where wish = $1 and account = $2 and state in ('waiting', 'asked')",
        wish,
        account,
    )?)
}

/// Checks that the actor has no claim for the wish under way: it would stand by for itself.
async fn must_have_no_claim(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let account = tx.actor.account;
    let own = value!(
        tx,
        i64,
        "select count(*) from claim where wish = $1 and account = $2 and source = 'donor'
             and state in ('pledged', 'on_the_way', 'arrived', 'handed_over')",
        wish,
        account,
    )?;
    if own > 0 { Err(Code::AlreadyClaimed.into()) } else { Ok(()) }
}

/// Checks that the actor's account, whose row is locked, may have one more place.
async fn must_have_room(tx: &mut Tx<'_>) -> Result<()> {
    let account = tx.actor.account;
    let places =
        value!(tx, i64, "select count(*) from standby where account = $1 and state in ('waiting', 'asked')", account)?;
    if places >= PLACES { Err(Code::StandbyLimit.into()) } else { Ok(()) }
}

/// Says yes: the asked place becomes an ordinary claim of the units that it holds.
///
/// # Errors
/// Not found for another donor's place; [`Code::WrongState`] unless it is asked; [`Code::StandbyOver`] when its time is
/// over; [`Code::OtherArea`], [`Code::MembersOnly`], [`Code::ClaimsPaused`], [`Code::ClaimLimit`],
/// [`Code::FirstClaimOpen`] and [`Code::OneAtATime`] as for a claim; field `due` outside the policy.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AcceptStandby {
    /// Place that is asked.
    pub standby: StandbyId,
    /// Deadline of the claim, within the area's policy; 0 for the latest one allowed.
    pub due: Timestamp,
}

impl Command for AcceptStandby {
    const NAME: &'static str = "standby_accept";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let place = lock_own_place(tx, self.standby).await?;
        let late = place.state == StandbyState::Asked && place.answer_by <= tx.now;
        if late || place.state == StandbyState::Missed {
            return Err(Code::StandbyOver.into());
        }
        change_state(tx, &place, StandbyEvent::Accept).await?;
        // The wish counts the units already: they pass from the place to the claim. Its family gets the days back.
        reopening::give_back(tx, &place.wish, 0, place.asked).await?;
        let claim = promise(tx, &place.wish, &NewClaim { quantity: place.held, due: self.due }).await?;
        line::note_claim(tx, place.id, claim.id).await?;
        Ok(claim)
    }
}

/// Leaves the line, or says no: then the next is asked.
///
/// # Errors
/// Not found for another donor's place; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaveStandby(pub StandbyId);

impl Command for LeaveStandby {
    const NAME: &'static str = "standby_leave";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(id) = self;
        let place = lock_own_place(tx, id).await?;
        change_state(tx, &place, StandbyEvent::Leave).await?;
        line::release(tx, &place).await
    }
}
