//! Actions of claimers: claim, send, move the day of arrival, extend, cancel, and take a step back.

use domain::{
    Code, Error, Timestamp,
    claims::{NewClaim, sending::Sending},
};
use store::claims::{
    lifecycle::{CancelClaim, ExtendClaim, TakeClaim},
    sending::{DispatchClaim, ShiftArrival},
    undo::UndoClaim,
};

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

/// Reads the day of arrival; 0, the latest one, when none was chosen.
fn expected(cx: &Cx) -> Result<Timestamp, Error> {
    match cx.field("expected") {
        "" => Ok(0),
        day => day_end(day).ok_or(Error::field("expected", Code::Unreadable)),
    }
}

/// Marks the goods as on the way, with the day of arrival and the parcel.
///
/// # Errors
/// Another account's claim, or a state past it; field `expected` outside its range; a text that is too long.
pub async fn send(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let sending = Sending {
        expected: expected(&cx)?,
        courier: cx.field("courier").to_owned(),
        tracking: cx.field("tracking").to_owned(),
    };
    cx.store.run(&cx.by(), DispatchClaim { claim: id, sending }).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-claim-sent"))
}

/// Moves the day of arrival.
///
/// # Errors
/// [`domain::Code::AlreadyShifted`]; [`domain::Code::WrongState`] unless on the way; field `expected` out of range.
pub async fn shift(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let day = cx.store.run(&cx.by(), ShiftArrival { claim: id, expected: expected(&cx)? }).await?;
    let day = cx.lang.near(day, cx.now);
    Ok(To::page(format!("/claims/{id}")).saying_with("done-claim-shifted", [("day", day)]))
}

/// Takes back "on the way" or a cancellation.
///
/// # Errors
/// [`domain::Code::UndoOver`] after ten minutes; [`domain::Code::AlreadyTaken`] when another donor was faster.
pub async fn undo(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), UndoClaim(id)).await?;
    Ok(To::page(format!("/claims/{id}")).saying("done-claim-undone"))
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
