//! What becomes of the applications for one wish when units are taken, come back, or the wish ends, and when its clock
//! runs. The caller of every function here has locked the wish.

use domain::{
    accounts::AccountId,
    claims::applications::{ApplicationEvent, ApplicationId, ApplicationState, Reminder},
    events::{Event, OfApplication},
};

use super::{change_state, lock_application, of_application};
use crate::{
    Result, Tx,
    areas::staff,
    claims::standby::free_units,
    db::sql::{row, run, values},
    wishes::lifecycle::LockedWish,
};

/// Passes the waiting applications over when no unit of the wish is left for them, and tells their donors.
pub(crate) async fn pass(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let waiting = waiting(tx, held).await?;
    if !waiting.is_empty() && free_units(tx, held.id).await? <= 0 {
        for id in waiting {
            let application = lock_application(tx, id).await?;
            change_state(tx, &application, ApplicationEvent::Pass, "").await?;
            tx.emit(Event::ApplicationPassed(of_application(&application))).await?;
        }
    }
    set_clock(tx, held).await
}

/// Lets passed applications wait again once units of the wish are free, and tells their donors.
pub(crate) async fn reopen(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let passed =
        values!(tx, i64, "select id from application where wish = $1 and state = 'passed' order by id", held.id)?;
    if passed.is_empty() || free_units(tx, held.id).await? <= 0 {
        return Ok(());
    }
    for id in passed {
        let application = lock_application(tx, id).await?;
        change_state(tx, &application, ApplicationEvent::Reopen, "").await?;
        tx.emit(Event::ApplicationReopened(of_application(&application))).await?;
    }
    set_clock(tx, held).await
}

/// Withdraws the actor's own application for a wish of which it has just got its claim back: it would bring the same
/// goods twice. The clock is for the caller to set.
pub(crate) async fn leave_for_claim(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let account = tx.actor.account;
    let own = values!(
        tx,
        i64,
        "select id from application where wish = $1 and account = $2 and state in ('waiting', 'passed')",
        held.id,
        account,
    )?;
    for id in own {
        let application = lock_application(tx, id).await?;
        change_state(tx, &application, ApplicationEvent::Withdraw, "").await?;
    }
    Ok(())
}

/// Ends the applications for a wish that has ended. Donors who were passed over know already that others bring it.
pub(crate) async fn end(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from application where wish = $1 and state in ('waiting', 'passed') order by id",
        held.id,
    )?;
    if live.is_empty() {
        return Ok(());
    }
    for id in live {
        let application = lock_application(tx, id).await?;
        change_state(tx, &application, ApplicationEvent::End, "").await?;
        if application.state == ApplicationState::Waiting {
            tx.emit(Event::ApplicationEnded(of_application(&application))).await?;
        }
    }
    set_clock(tx, held).await
}

/// Lists the waiting applications for a wish, the first at the front.
pub(super) async fn waiting(tx: &mut Tx<'_>, held: &LockedWish) -> Result<Vec<ApplicationId>> {
    Ok(values!(tx, i64, "select id from application where wish = $1 and state = 'waiting' order by id", held.id)?)
}

/// Starts the clock of a wish with its first waiting application, and tells its caseworkers; stops it with the last
/// one, when staff have decided or the wish has ended. A paused clock goes on with the step after its last one.
pub(super) async fn set_clock(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let waiting = waiting(tx, held).await?;
    let (next, steps) =
        row!(tx, (i64, i64), "select decide_next, decide_steps from wish where id = $1", held.id)?.unwrap_or_default();
    let runs = next > 0;
    match waiting.first() {
        Some(first) if !runs => {
            let next = tx.now + Reminder::wait(steps);
            run!(tx, "update wish set decide_next = $2 where id = $1", held.id, next)?;
            let of = to_staff(held, *first, caseworkers(tx, held).await?);
            tx.emit(Event::ApplicationFiled(of)).await
        }
        None if runs || steps > 0 => {
            run!(tx, "update wish set decide_next = 0, decide_steps = 0 where id = $1", held.id)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Stops the clock of a wish whose last waiting application was withdrawn. It keeps its steps: staff have not decided,
/// and a donor who applies again does not put their reminders off.
pub(super) async fn pause_clock(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    if waiting(tx, held).await?.is_empty() {
        run!(tx, "update wish set decide_next = 0 where id = $1", held.id)?;
    }
    Ok(())
}

/// What an event to staff about the applications for a wish carries.
pub(super) fn to_staff(held: &LockedWish, first: ApplicationId, staff: Vec<AccountId>) -> OfApplication {
    OfApplication { application: first, wish: held.id, staff, title: held.title(), ..OfApplication::default() }
}

/// Caseworkers who answer for the family's area.
pub(super) async fn caseworkers(tx: &mut Tx<'_>, held: &LockedWish) -> Result<Vec<AccountId>> {
    let nearest = staff::nearest_caseworkers(&mut tx.arm(), &held.path()).await?;
    Ok(nearest.into_iter().map(|caseworker| caseworker.id).collect())
}
