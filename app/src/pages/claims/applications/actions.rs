//! Actions about applications: donors apply and withdraw, staff choose and decline.

use domain::claims::applications::NewApplication;
use store::claims::applications::{
    apply::{ApplyForWish, WithdrawApplication},
    decisions::{ChooseApplication, DeclineApplication},
};

use crate::web::{Cx, Done, To};

/// Applies for a costly wish.
///
/// # Errors
/// Fields `quantity` and `plan`; [`domain::Code::NotByApplication`]; [`domain::Code::AlreadyTaken`]; the area's policy
/// or a limit.
pub async fn apply(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let quantity = if cx.field("quantity").is_empty() { 1 } else { cx.field_i64("quantity") };
    let new = NewApplication { quantity, plan: cx.field("plan").to_owned() };
    let application = cx.store.run(&cx.by(), ApplyForWish { wish, new }).await?;
    Ok(To::page(format!("/applications/{application}")).saying("done-application-made"))
}

/// Withdraws an application.
///
/// # Errors
/// [`domain::Code::WrongState`] when it was chosen or has ended.
pub async fn withdraw(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithdrawApplication(cx.id("id")?)).await?;
    Ok(To::page("/claims").saying("done-application-withdrawn"))
}

/// Chooses an application, which becomes a claim.
///
/// # Errors
/// [`domain::Code::OwnApplication`]; [`domain::Code::WrongState`] and [`domain::Code::AlreadyTaken`] when it was
/// decided meanwhile; [`domain::Code::ApplicantFull`] and [`domain::Code::ApplicantBarred`].
pub async fn choose(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ChooseApplication(id)).await?;
    Ok(To::page(format!("/desk/applications/{id}")).saying("done-application-chosen"))
}

/// Declines an application.
///
/// # Errors
/// Field `reason`; [`domain::Code::OwnApplication`]; [`domain::Code::WrongState`].
pub async fn decline(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let reason = cx.field("reason").to_owned();
    cx.store.run(&cx.by(), DeclineApplication { id, reason }).await?;
    Ok(To::page("/desk/applications").saying("done-application-declined"))
}
