//! Actions on drives.

use domain::{
    Code, Error, Result,
    community::drives::{DriveOffer, NewDrive, WantedItem},
};
use store::community::drives::{
    goods::OfferForDrive,
    lifecycle::{CancelDrive, EndDrive, OpenDrive, PublishDrive},
};

use super::new::ITEM_FIELDS;
use crate::{
    i18n::day_end,
    web::{Cx, Done, To},
};

fn to(id: i64) -> To {
    To::page(format!("/drives/{id}"))
}

/// Reads the items that were chosen, each with its units.
fn wanted(cx: &Cx) -> Result<Vec<WantedItem>> {
    let mut items = Vec::new();
    for (item, units) in ITEM_FIELDS {
        if cx.field(item).is_empty() {
            continue;
        }
        items.push(WantedItem { item: cx.choice(item)?, wanted: cx.choice(units)? });
    }
    Ok(items)
}

/// Handles `POST /drives/new`.
pub async fn open(cx: Cx) -> Done {
    let code = if cx.field("until").is_empty() { Code::Required } else { Code::Unknown };
    let new = NewDrive {
        area: cx.choice("area")?,
        title: cx.field("title").to_owned(),
        words: cx.field("words").to_owned(),
        until: day_end(cx.field("until")).ok_or_else(|| Error::field("until", code))?,
        items: wanted(&cx)?,
        places: cx.fields("place").into_iter().filter_map(|place| place.parse().ok()).collect(),
    };
    // An error of the whole list stands at the first field of the form.
    let names = [("items", ITEM_FIELDS[0].0), ("wanted", ITEM_FIELDS[0].1), ("places", "place")];
    let id = cx.store.run(&cx.by(), OpenDrive(new)).await.map_err(|error| Error::from(error).renamed(&names))?;
    Ok(to(id).saying("done-drive-opened"))
}

/// Handles `POST /drives/{id}/offer`.
pub async fn offer(cx: Cx) -> Done {
    let offer = DriveOffer {
        item: cx.choice("item")?,
        quantity: cx.field_i64("quantity"),
        condition: cx.choice("condition")?,
        words: cx.field("words").to_owned(),
        named: cx.checked("named"),
    };
    let id = cx.store.run(&cx.by(), OfferForDrive { drive: cx.id("id")?, offer }).await?;
    Ok(To::page(format!("/offers/{id}")).saying("done-offer-posted"))
}

/// Handles `POST /drives/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndDrive { drive: id }).await?;
    Ok(to(id).saying("done-drive-ended"))
}

/// Handles `POST /drives/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelDrive { drive: id, reason: cx.choice("reason")? }).await?;
    Ok(to(id).saying("done-drive-cancelled"))
}

/// Handles `POST /drives/{id}/result`.
pub async fn publish(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), PublishDrive { drive: id, words: cx.field("words").to_owned() }).await?;
    Ok(to(id).saying("done-drive-published"))
}
