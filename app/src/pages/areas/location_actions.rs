//! Actions on shop locations.

use crate::web::{Cx, Done, To};

const LIST: &str = "/admin/locations";

/// Handles `POST /admin/locations`.
pub async fn add(cx: Cx) -> Done {
    let (name, address, hours) = typed(&cx);
    cx.store.location_add(&cx.by(), cx.field_i64("area"), name.clone(), address, hours).await?;
    Ok(To::page(LIST).saying_with("done-location-added", [("name", name)]))
}

/// Handles `POST /admin/locations/{id}`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let (name, address, hours) = typed(&cx);
    cx.store.location_change(&cx.by(), id, name.clone(), address, hours, cx.checked("open")).await?;
    Ok(To::page(LIST).saying_with("done-location-changed", [("name", name)]))
}

fn typed(cx: &Cx) -> (String, String, String) {
    let value = |name: &str| cx.field(name).to_owned();
    (value("name"), value("address"), value("hours"))
}
