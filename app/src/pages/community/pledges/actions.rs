//! Actions on pledges and entries of the board.

use domain::community::pledges::{LineMiss, NewListing, NewPledge};
use store::community::pledges::{
    draft::{ChangePledge, DraftPledge, SignPledge},
    lifecycle::{EndPledge, RatePledge},
    listings::{ListPromise, PickListing, WithdrawListing},
};

use super::{
    form::{promise, promises},
    pledge::WHY,
};
use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn to(id: i64) -> To {
    To::page(format!("/pledges/{id}"))
}

fn until(cx: &Cx) -> i64 {
    day_end(cx.field("until")).unwrap_or_default()
}

/// Handles `POST /pledges/new`.
pub async fn draft(cx: Cx) -> Done {
    let new = NewPledge {
        organisation: cx.field_i64("organisation"),
        area: cx.choice("area")?,
        until: until(&cx),
        lines: promises(&cx)?,
    };
    let id = cx.store.run(&cx.by(), DraftPledge(new)).await?;
    Ok(to(id).saying("done-pledge-sent"))
}

/// Handles `POST /pledges/{id}/change`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ChangePledge { pledge: id, until: until(&cx), lines: promises(&cx)? }).await?;
    Ok(to(id).saying("done-pledge-sent"))
}

/// Handles `POST /pledges/{id}/sign`.
pub async fn sign(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SignPledge(id)).await?;
    Ok(to(id).saying("done-pledge-signed"))
}

/// Handles `POST /pledges/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndPledge { pledge: id, reason: cx.choice("reason")? }).await?;
    Ok(to(id).saying("done-pledge-ended"))
}

/// Handles `POST /pledges/{id}/rate`.
pub async fn rate(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let lines = cx.store.pledge(&cx.actor, id).await?.lines;
    let said = lines
        .iter()
        .zip(WHY)
        .filter_map(|(line, name)| cx.field(name).parse().ok().map(|why| LineMiss { line: line.id, why }));
    let misses = said.collect();
    cx.store.run(&cx.by(), RatePledge { pledge: id, rating: cx.choice("rating")?, misses }).await?;
    Ok(to(id).saying("done-pledge-rated"))
}

/// Handles `POST /pledges/board`.
pub async fn list(cx: Cx) -> Done {
    let new = NewListing { area: cx.choice("area")?, promise: promise(&cx, "what", "count")?, until: until(&cx) };
    cx.store.run(&cx.by(), ListPromise(new)).await?;
    Ok(To::page("/pledges/board").saying("done-pledge-listed"))
}

/// Handles `POST /pledges/board/{id}/pick`.
pub async fn pick(cx: Cx) -> Done {
    let id = cx.store.run(&cx.by(), PickListing { listing: cx.id("id")?, until: until(&cx) }).await?;
    Ok(to(id).saying("done-pledge-sent"))
}

/// Handles `POST /pledges/board/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithdrawListing(cx.id("id")?)).await?;
    Ok(To::page("/pledges/board").saying("done-pledge-unlisted"))
}
