//! Actions on programmes, grants and collections.

use domain::{
    Code, Error, Result,
    casework::aid::{
        NewGrant, NewProgramme,
        collections::{NewCollection, NewHandOver},
    },
    stock::receipts::fen,
};
use store::casework::aid::{
    collections::{AddSum, CloseCollection, HandOverCollected, OpenCollection, StrikeSum},
    grants::{RecordGrant, ReverseGrant},
    programmes::{AddProgramme, ChangeProgramme},
};

use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

/// Reads an amount in yuan as fen; 0 when it was left empty.
fn amount(cx: &Cx, name: &'static str) -> Result<i64> {
    fen(cx.field(name)).map_err(|code| Error::field(name, code))
}

/// Reads a day as its end.
fn day(cx: &Cx, name: &'static str) -> Result<i64> {
    day_end(cx.field(name)).ok_or(Error::field(name, Code::Required))
}

fn some(n: i64) -> Option<i64> {
    (n > 0).then_some(n)
}

/// Handles `POST /desk/aid`.
pub async fn add_programme(cx: Cx) -> Done {
    let new = NewProgramme {
        area: cx.choice("area")?,
        kind: cx.choice("kind")?,
        source: cx.choice("source")?,
        name: cx.field("name").to_owned(),
    };
    cx.store.run(&cx.by(), AddProgramme(new)).await?;
    Ok(To::page("/desk/aid").saying("done-programme-added"))
}

/// Handles `POST /desk/aid/programmes/{id}`.
pub async fn change_programme(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let change = ChangeProgramme { programme: id, name: cx.field("name").to_owned(), usage: cx.choice("usage")? };
    cx.store.run(&cx.by(), change).await?;
    Ok(To::page(format!("/desk/aid/programmes/{id}")).saying("done-programme-changed"))
}

/// Handles `POST /desk/households/{id}/aid`.
pub async fn record(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let new = NewGrant {
        programme: cx.choice("programme")?,
        member: some(cx.field_i64("member")),
        month: cx.field("month").to_owned(),
        amount: amount(&cx, "amount")?,
        goods: cx.field("goods").to_owned(),
        papers: cx.fields("paper").into_iter().filter_map(|paper| paper.parse().ok()).collect(),
        anyway: cx.checked("anyway"),
    };
    cx.store.run(&cx.by(), RecordGrant { household, new }).await?;
    Ok(To::page(format!("/desk/households/{household}/aid")).saying("done-aid-recorded"))
}

/// Handles `POST /desk/aid/grants/{id}/reverse`.
pub async fn reverse(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ReverseGrant { grant: id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/desk/aid/grants/{id}")).saying("done-aid-reversed"))
}

/// Handles `POST /desk/households/{id}/collections`.
pub async fn open(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let new = NewCollection {
        programme: cx.choice("programme")?,
        case: some(cx.field_i64("case")),
        purpose: cx.field("purpose").to_owned(),
        organiser: cx.field("organiser").to_owned(),
        target: amount(&cx, "target")?,
        due: day(&cx, "due")?,
    };
    let id = cx.store.run(&cx.by(), OpenCollection { household, new }).await?;
    Ok(To::page(format!("/desk/aid/collections/{id}")).saying("done-collection-opened"))
}

/// Handles `POST /desk/aid/collections/{id}/sums`.
pub async fn add_sum(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let add = AddSum { collection: id, source: cx.choice("source")?, amount: amount(&cx, "amount")? };
    cx.store.run(&cx.by(), add).await?;
    Ok(To::page(format!("/desk/aid/collections/{id}")).saying("done-collection-sum"))
}

/// Handles `POST /desk/aid/sums/{id}/strike`.
pub async fn strike_sum(cx: Cx) -> Done {
    let id = cx.store.run(&cx.by(), StrikeSum { sum: cx.id("id")? }).await?;
    Ok(To::page(format!("/desk/aid/collections/{id}")).saying("done-collection-struck"))
}

/// Handles `POST /desk/aid/collections/{id}/hand-over`.
pub async fn hand_over(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let new = NewHandOver {
        amount: amount(&cx, "amount")?,
        at: day(&cx, "at")?,
        how: cx.choice("how")?,
        signer: cx.field("signer").to_owned(),
        witness: cx.field("witness").to_owned(),
    };
    cx.store.run(&cx.by(), HandOverCollected { collection: id, new }).await?;
    Ok(To::page(format!("/desk/aid/collections/{id}")).saying("done-collection-handed-over"))
}

/// Handles `POST /desk/aid/collections/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CloseCollection { collection: id, outcome: cx.choice("outcome")? }).await?;
    Ok(To::page(format!("/desk/aid/collections/{id}")).saying("done-collection-closed"))
}
