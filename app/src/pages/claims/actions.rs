//! Actions of claimers: claim, send, extend, cancel.

use domain::claims::NewClaim;
use store::claims::lifecycle::{CancelClaim, ExtendClaim, SendClaim, TakeClaim};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Claims units of a wish until a day.
///
/// # Errors
/// [`domain::Code::AlreadyTaken`] or [`domain::Code::FewerLeft`]; the area's policy or claim limit; field `due` outside
/// its range.
pub async fn take(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let quantity = if cx.field("quantity").is_empty() { 1 } else { cx.field_i64("quantity") };
    // Without a day the store takes the latest one allowed.
    let new = NewClaim { quantity, due: day_end(cx.field("due")).unwrap_or(0) };
    let claim = cx.store.run(&cx.by(), TakeClaim { wish, new }).await?;
    let place = cx.store.claim(&cx.actor, claim.id).await?.location_detail.name;
    let day = cx.lang.near(claim.due, cx.now);
    Ok(To::page(format!("/claims/{}", claim.id)).saying_with("done-claim-taken", [("day", day), ("place", place)]))
}

/// Marks the goods as on the way.
///
/// # Errors
/// Another account's claim, or a state past it.
pub async fn send(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SendClaim(id)).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-claim-sent"))
}

/// Extends the deadline, once.
///
/// # Errors
/// [`domain::Code::AlreadyExtended`]; [`domain::Code::WrongState`] unless still pledged.
pub async fn extend(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let due = cx.store.run(&cx.by(), ExtendClaim(id)).await?;
    let day = cx.lang.near(due, cx.now);
    Ok(To::page(format!("/claims/{id}")).saying_with("done-claim-extended", [("day", day)]))
}

/// Cancels the claim with a reason, which reopens the wish.
///
/// # Errors
/// Field `reason` when empty; a wrong state once the goods have arrived.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelClaim { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-claim-cancelled"))
}
