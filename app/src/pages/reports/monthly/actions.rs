//! Publishing a monthly notice, and taking it back.

use store::reports::monthly::PublishMonthNotice;

use crate::web::{Cx, Done, To};

/// Handles `POST /shop/notice/publish`.
pub async fn publish(cx: Cx) -> Done {
    let (location, month) = (cx.choice::<i64>("location")?, cx.field("month").to_owned());
    let open = cx.field("open") == "yes";
    cx.store.run(&cx.by(), PublishMonthNotice { location, month: month.clone(), open }).await?;
    let to = To::page(format!("/shop/notice?location={location}&month={month}"));
    Ok(to.saying(if open { "done-month-published" } else { "done-month-unpublished" }))
}
