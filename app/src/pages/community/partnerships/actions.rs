//! Actions on partnerships.

use domain::{DAY, Result, community::partnerships::NewPartnership};
use store::community::partnerships::{
    lifecycle::{EndPartnership, RenewPartnership},
    propose::{AnswerPartnership, ProposePartnership},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn to(id: i64) -> To {
    To::page(format!("/partnerships/{id}"))
}

async fn propose_for(cx: &Cx, organisation: i64) -> Result<i64> {
    let new = NewPartnership {
        organisation,
        area: cx.choice("area")?,
        what: cx.choice("what")?,
        words: cx.field("words").to_owned(),
        starts: day_end(cx.field("starts")).map_or(0, |end| end + 1 - DAY),
        until: day_end(cx.field("until")).unwrap_or_default(),
    };
    Ok(cx.store.run(&cx.by(), ProposePartnership(new)).await?)
}

/// Handles `POST /desk/organisations/{id}/partnerships`.
pub async fn propose(cx: Cx) -> Done {
    let id = propose_for(&cx, cx.id("id")?).await?;
    Ok(to(id).saying("done-partnership-proposed"))
}

/// Handles `POST /organisation/partnerships`.
pub async fn propose_own(cx: Cx) -> Done {
    let id = propose_for(&cx, 0).await?;
    Ok(to(id).saying("done-partnership-proposed"))
}

/// Handles `POST /partnerships/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), AnswerPartnership { partnership: id, answer: cx.choice("answer")? }).await?;
    Ok(to(id).saying("done-partnership-answered"))
}

/// Handles `POST /partnerships/{id}/renew`.
pub async fn renew(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let until = day_end(cx.field("until")).unwrap_or_default();
    cx.store.run(&cx.by(), RenewPartnership { partnership: id, until }).await?;
    Ok(to(id).saying("done-partnership-renewal"))
}

/// Handles `POST /partnerships/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndPartnership { partnership: id, reason: cx.choice("reason")? }).await?;
    Ok(to(id).saying("done-partnership-ended"))
}
