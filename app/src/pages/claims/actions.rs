//! What claimers do: promise, send, extend, give up.

use domain::claims::NewClaim;

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Promises units of a wish by a day.
///
/// # Errors
/// Nothing left, the rules of the area, or a day outside them.
pub async fn take(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let quantity = if cx.field("quantity").is_empty() { 1 } else { cx.field_i64("quantity") };
    // Whoever sends no day takes the latest one.
    let new = NewClaim { quantity, due: day_end(cx.field("due")).unwrap_or(0) };
    let claim = cx.store.claim_take(&cx.by(), wish, new).await?;
    let place = cx.store.claim(&cx.actor, claim.id).await?.location_detail.name;
    let day = cx.lang.near(claim.due, cx.now);
    Ok(To::page(format!("/claims/{}", claim.id)).saying_with("done-claim-taken", [("day", day), ("place", place)]))
}

/// Says that the goods are on the way.
///
/// # Errors
/// Somebody else's claim, or one that is further already.
pub async fn send(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.claim_send(&cx.by(), id).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-claim-sent"))
}

/// Moves the deadline, once.
///
/// # Errors
/// Extended before, or no promise any more.
pub async fn extend(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let due = cx.store.claim_extend(&cx.by(), id).await?;
    let day = cx.lang.near(due, cx.now);
    Ok(To::page(format!("/claims/{id}")).saying_with("done-claim-extended", [("day", day)]))
}

/// Gives up, with a reason; the wish is open again.
///
/// # Errors
/// Without a reason, or when the goods have arrived.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.claim_cancel(&cx.by(), id, cx.field("reason").to_owned()).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-claim-cancelled"))
}
