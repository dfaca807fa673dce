//! What staff of the family's area do: choose an application, or decline it with a reason.
//! An account decides neither about its own application, nor about one of its organisation, nor about its rivals.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    claims::{
        Claim, NewClaim,
        applications::{ApplicationEvent, ApplicationId, ApplicationState},
    },
    events::{Event, OfApplication},
    permission::Action,
};
use serde::Serialize;

use super::{LockedApplication, change_state, lock_application, of_application, rivals};
use crate::{
    Command, Error, Result, Tx,
    areas::policies::policy_for,
    claims::{
        lifecycle::{promise_for, take_units},
        standby::free_units,
    },
    db::{
        locks::lock_account,
        sql::{run, value},
    },
};

/// Chooses an application: it becomes an ordinary claim of the donor with the area's latest deadline, of as many units
/// as it offers and are free. The others are told when no unit is left for them.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::OwnApplication`]; [`Code::WrongState`] unless it waits;
/// [`Code::AlreadyTaken`] without a free unit; [`Code::ApplicantFull`] when the donor has as many claims as it may,
/// [`Code::ApplicantBarred`] when it may not claim here any more, [`Code::ClaimsPaused`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChooseApplication(pub ApplicationId);

impl Command for ChooseApplication {
    const NAME: &'static str = "application_choose";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        let &Self(id) = self;
        let application = lock_to_decide(tx, id).await?;
        application.state.after(ApplicationEvent::Choose)?;
        let free = free_units(tx, application.wish.id).await?;
        if free <= 0 {
            return Err(Code::AlreadyTaken.into());
        }
        let new = NewClaim { quantity: application.quantity.min(free), due: 0 };
        let wish = take_units(tx, application.wish.id, new.quantity).await?;
        let policy = policy_for(&mut tx.arm(), &wish.path()).await?;
        let donor = lock_donor(tx, application.account).await?;
        let claim = promise_for(tx, &wish, &new, &donor, &policy).await.map_err(of_applicant)?;
        mark_chosen(tx, &application, claim.id).await?;
        let of = OfApplication { claim: claim.id, ..of_application(&application) };
        tx.emit(Event::ApplicationChosen(of)).await?;
        rivals::pass(tx, &wish).await?;
        Ok(claim)
    }
}

/// Locks an application and checks that the actor may decide about it.
async fn lock_to_decide(tx: &mut Tx<'_>, id: ApplicationId) -> Result<LockedApplication> {
    tx.actor.must_somewhere(Action::ReviewWishes)?;
    let application = lock_application(tx, id).await?;
    tx.actor.must(Action::ReviewWishes, &application.wish.path())?;
    must_have_no_stake(tx, &application).await?;
    Ok(application)
}

/// Checks that neither the actor nor its organisation applied, and that the actor has no application beside it.
async fn must_have_no_stake(tx: &mut Tx<'_>, application: &LockedApplication) -> Result<()> {
    let actor = tx.actor.account;
    let stakes = value!(
        tx,
        i64,
        "select (select count(*) from application where wish = $1 and account = $2 and state in ('waiting', 'passed'))
             + (select count(*) from account a join account b on b.organisation = a.organisation
                where a.id = $2 and b.id = $3 and a.organisation <> 0)
             + (select count(*) from account where id = $2 and id = $3)",
        application.wish.id,
        actor,
        application.account,
    )?;
    if stakes > 0 { Err(Code::OwnApplication.into()) } else { Ok(()) }
}

/// Locks the donor's account and reads it as that of the claim.
///
/// # Errors
/// [`Code::ApplicantBarred`] when it is closed or no donor's any more.
async fn lock_donor(tx: &mut Tx<'_>, account: AccountId) -> Result<Actor> {
    let held = lock_account(tx, account).await?.ok_or(Code::ApplicantBarred)?;
    let roles = value!(tx, i64, "select count(*) from role_grant where account = $1 and role = 'donor'", account)?;
    if roles == 0 {
        return Err(Code::ApplicantBarred.into());
    }
    Ok(Actor { account, root: held.root, organisation: held.organisation, ..Actor::visitor() })
}

/// Says to staff why a donor may not claim: whether promises of it lapsed is for the donor alone.
fn of_applicant(error: Error) -> Error {
    let code = match &error {
        Error::Refused(refusal) => refusal.code(),
        _ => return error,
    };
    match code {
        Code::ClaimLimit | Code::FirstClaimOpen | Code::OneAtATime => Code::ApplicantFull.into(),
        Code::OtherArea | Code::MembersOnly => Code::ApplicantBarred.into(),
        _ => error,
    }
}

/// Names the claim that came of an application.
async fn mark_chosen(tx: &mut Tx<'_>, application: &LockedApplication, claim: i64) -> Result<()> {
    let (now, actor) = (tx.now, tx.actor.account);
    let state = ApplicationState::Chosen;
    run!(
        tx,
        "update application set state = $2, claim = $3, decided_by = $4, changed = $5, version = version + 1
         where id = $1",
        application.id,
        state.as_str(),
        claim,
        actor,
        now,
    )?;
    tx.audit("application", application.id).await
}

/// Declines an application, with a reason that the donor reads; the others still wait.
///
/// # Errors
/// Not found outside the actor's areas; field `reason` without one; [`Code::OwnApplication`]; [`Code::WrongState`]
/// unless it waits.
#[derive(Clone, Debug, Serialize)]
pub struct DeclineApplication {
    /// Application to decline.
    pub id: ApplicationId,
    /// Reason, which the donor reads.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for DeclineApplication {
    const NAME: &'static str = "application_decline";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let application = lock_to_decide(tx, self.id).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        change_state(tx, &application, ApplicationEvent::Decline, &reason).await?;
        let actor = tx.actor.account;
        run!(tx, "update application set decided_by = $2 where id = $1", application.id, actor)?;
        let of = OfApplication { words: reason, ..of_application(&application) };
        tx.emit(Event::ApplicationDeclined(of)).await?;
        rivals::set_clock(tx, &application.wish).await
    }
}
