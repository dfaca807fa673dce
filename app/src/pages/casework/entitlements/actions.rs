//! Actions on rules, and on what they found.

use domain::{
    Code, Error,
    casework::entitlements::{EntitlementStep, OfficeRefusal},
};
use store::casework::entitlements::{
    papers::SetEntitlementPapers,
    rules::{ChangeRule, UseRule, WithdrawRule, WriteRule},
    steps::StepEntitlement,
};

use super::form::typed;
use crate::{
    pages::casework::must_keep,
    web::{Cx, Done, To},
};

fn rule(id: i64) -> String {
    format!("/desk/entitlements/{id}")
}

/// Handles `POST /desk/entitlements/new`.
pub async fn write(cx: Cx) -> Done {
    let new = WriteRule { area: cx.choice("area")?, new: typed(&cx)? };
    let id = cx.store.run(&cx.by(), new).await?;
    Ok(To::page(rule(id)).saying("done-rule-written"))
}

/// Handles `POST /desk/entitlements/{id}/change`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ChangeRule { rule: id, new: typed(&cx)? }).await?;
    Ok(To::page(rule(id)).saying("done-rule-written"))
}

/// Handles `POST /desk/entitlements/{id}/try`.
pub async fn try_out(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.try_rule(&cx.by(), id).await?;
    Ok(To::page(rule(id)).saying("done-rule-tried"))
}

/// Handles `POST /desk/entitlements/{id}/use`.
pub async fn put_in_use(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), UseRule { rule: id, version: cx.field_i64("version") }).await?;
    Ok(To::page(rule(id)).saying("done-rule-used"))
}

/// Handles `POST /desk/entitlements/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawRule { rule: id, reason: cx.choice("reason")? }).await?;
    Ok(To::page(rule(id)).saying("done-rule-withdrawn"))
}

/// Handles `POST /desk/entitled/{id}/step`.
pub async fn step(cx: Cx) -> Done {
    must_keep(&cx)?;
    let id = cx.id("id")?;
    let step: EntitlementStep = cx.choice("step")?;
    let reason: Option<OfficeRefusal> = match cx.field("reason") {
        "" => None,
        _ => Some(cx.choice("reason")?),
    };
    cx.store.run(&cx.by(), StepEntitlement { entitlement: id, step, reason }).await?;
    Ok(To::page(format!("/desk/entitled/{id}")).saying("done-entitled-step"))
}

/// Handles `POST /desk/entitled/{id}/papers`.
pub async fn papers(cx: Cx) -> Done {
    must_keep(&cx)?;
    let id = cx.id("id")?;
    let seen = cx.fields("seen").into_iter().filter_map(|paper| paper.parse().ok()).collect();
    cx.store.run(&cx.by(), SetEntitlementPapers { entitlement: id, seen }).await?;
    Ok(To::page(format!("/desk/entitled/{id}")).saying("done-entitled-papers"))
}

/// Handles `POST /home/entitlements/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    cx.actor.must_be_family()?;
    let id = cx.id("id")?;
    let step = match cx.field("answer") {
        "want" => EntitlementStep::Want,
        "decline" => EntitlementStep::Decline,
        "" => return Err(Error::field("answer", Code::Required)),
        _ => return Err(Error::field("answer", Code::Unknown)),
    };
    cx.store.run(&cx.by(), StepEntitlement { entitlement: id, step, reason: None }).await?;
    Ok(To::page("/home/entitlements").saying("done-entitled-answer"))
}
