//! Actions on recalls.

use domain::{
    Code, Error,
    stock::recalls::{HomeOutcome, NewRecall, StockOutcome},
};
use store::stock::recalls::{
    opening::OpenRecall,
    outcomes::{SettleHome, SettleStock, TellHome},
};

use crate::web::{Cx, Done, To};

/// Handles `POST /shop/recalls/new`.
pub async fn open(cx: Cx) -> Done {
    let lots = cx.fields("lots").into_iter().filter_map(|lot| lot.parse().ok()).collect();
    let id = cx.store.run(&cx.by(), OpenRecall(NewRecall { lots, reason: cx.field("reason").to_owned() })).await?;
    Ok(To::page(format!("/shop/recalls/{id}")).saying("done-recall-open"))
}

/// Handles `POST /shop/recalls/{id}/settle`.
pub async fn settle(cx: Cx) -> Done {
    let recall = cx.id("id")?;
    let (lot, location) = cx.field("units").split_once('-').ok_or(Error::field("units", Code::Required))?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| Error::field("units", Code::Unknown));
    let of = StockOutcome {
        lot: number(lot)?,
        location: number(location)?,
        quantity: cx.field_i64("quantity"),
        outcome: cx.choice("outcome")?,
    };
    cx.store.run(&cx.by(), SettleStock { recall, of }).await?;
    Ok(To::page(format!("/shop/recalls/{recall}")).saying("done-recall-settled"))
}

/// The page of the recall that a form about a family names.
fn back(cx: &Cx) -> String {
    format!("/shop/recalls/{}", cx.field_i64("recall"))
}

/// Handles `POST /shop/recall-homes/{id}/tell`.
pub async fn tell(cx: Cx) -> Done {
    cx.store.run(&cx.by(), TellHome { home: cx.id("id")? }).await?;
    Ok(To::page(back(&cx)).saying("done-recall-told"))
}

/// Handles `POST /shop/recall-homes/{id}/settle`.
pub async fn settle_home(cx: Cx) -> Done {
    let of = HomeOutcome { quantity: cx.field_i64("quantity"), outcome: cx.choice("outcome")? };
    cx.store.run(&cx.by(), SettleHome { home: cx.id("id")?, of }).await?;
    Ok(To::page(back(&cx)).saying("done-recall-settled"))
}
