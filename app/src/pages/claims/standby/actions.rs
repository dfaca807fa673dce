//! Actions of donors in a line: join, say yes, and leave.

use domain::claims::standby::NewStandby;
use store::claims::standby::places::{AcceptStandby, JoinStandby, LeaveStandby};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Joins the line behind a wish.
///
/// # Errors
/// [`domain::Code::UnitsLeft`] while the wish can be claimed; [`domain::Code::AlreadyClaimed`];
/// [`domain::Code::StandbyLimit`]; the area's policy.
pub async fn join(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let quantity = if cx.field("quantity").is_empty() { 1 } else { cx.field_i64("quantity") };
    let place = cx.store.run(&cx.by(), JoinStandby { wish, new: NewStandby { quantity } }).await?;
    Ok(To::page(format!("/standbys/{place}")).saying("done-standby-joined"))
}

/// Says yes: the place becomes a claim.
///
/// # Errors
/// [`domain::Code::StandbyOver`] after the time to answer; the area's policy or claim limit; field `due` outside its
/// range.
pub async fn accept(cx: Cx) -> Done {
    let standby = cx.id("id")?;
    // Without a day the store takes the latest one allowed.
    let due = day_end(cx.field("due")).unwrap_or(0);
    let claim = cx.store.run(&cx.by(), AcceptStandby { standby, due }).await?;
    let place = cx.store.claim(&cx.actor, claim.id).await?.location_detail.name;
    let day = cx.lang.near(claim.due, cx.now);
    Ok(To::page(format!("/claims/{}", claim.id)).saying_with("done-claim-taken", [("day", day), ("place", place)]))
}

/// Says no, or leaves the line.
///
/// # Errors
/// [`domain::Code::WrongState`] when the place has ended.
pub async fn leave(cx: Cx) -> Done {
    cx.store.run(&cx.by(), LeaveStandby(cx.id("id")?)).await?;
    Ok(To::page("/claims").saying("done-standby-left"))
}
