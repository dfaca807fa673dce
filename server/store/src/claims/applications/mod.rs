//! Applications for costly wishes: donors apply with a plan, staff choose one, and the others are told.
//!
//! Every change of an application locks its wish first, as a claim's does, with `lock_application`. Applications hold
//! no units. `wish.decide_next` is set exactly while one of them waits, in the transaction that changes it, so the
//! clock asks about a wish once however many donors apply. A passed application waits again in the transaction that
//! gives units back (`wishes/reopening.rs`).

pub mod apply;
pub mod clock;
pub mod decisions;
pub(crate) mod rivals;
pub mod views;

use domain::{
    accounts::AccountId,
    claims::applications::{ApplicationEvent, ApplicationId, ApplicationState},
    events::OfApplication,
    wishes::WishId,
};

use crate::{
    Refusal, Result, Tx,
    db::sql::{parse, row, run, values},
    wishes::{self, lifecycle::LockedWish},
};

/// Application whose wish's row is locked.
pub(crate) struct LockedApplication {
    pub id: ApplicationId,
    pub account: AccountId,
    pub quantity: i64,
    pub state: ApplicationState,
    pub wish: LockedWish,
}

/// Locks the wish of an application, then reads the application.
pub(crate) async fn lock_application(tx: &mut Tx<'_>, id: ApplicationId) -> Result<LockedApplication> {
    let wish = values!(tx, i64, "select wish from application where id = $1", id)?.pop().ok_or(Refusal::NotFound)?;
    let wish = wishes::lifecycle::hold(tx, wish).await?;
    let (account, quantity, state) =
        row!(tx, (i64, i64, String), "select account, quantity, state from application where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
    Ok(LockedApplication { id, account, quantity, state: parse(&state)?, wish })
}

/// Changes the state of a locked application. The plan is deleted once it is of no more use: it is kept while staff may
/// choose by it, and with the claim that came of it.
///
/// # Errors
/// [`domain::Code::WrongState`] when the state machine does not allow the event.
async fn change_state(
    tx: &mut Tx<'_>,
    application: &LockedApplication,
    event: ApplicationEvent,
    reason: &str,
) -> Result<ApplicationState> {
    let state = application.state.after(event)?;
    let (now, is_over) = (tx.now, !state.is_live() && state != ApplicationState::Chosen);
    run!(
        tx,
        "update application set state = $2, reason = $3, changed = $4, version = version + 1,
             plan = case when $5 then '' else plan end
         where id = $1",
        application.id,
        state.as_str(),
        reason,
        now,
        is_over,
    )?;
    tx.audit("application", application.id).await?;
    Ok(state)
}

/// What an event to the donor of an application carries.
fn of_application(application: &LockedApplication) -> OfApplication {
    OfApplication {
        application: application.id,
        wish: application.wish.id,
        donor: application.account,
        title: application.wish.title(),
        ..OfApplication::default()
    }
}

/// Tells whether donors apply for a wish, because it was costly when it was published.
pub(crate) async fn is_by_application(tx: &mut Tx<'_>, wish: WishId) -> Result<bool> {
    let found = values!(tx, i64, "select id from wish where id = $1 and by_application = true", wish)?;
    Ok(!found.is_empty())
}
