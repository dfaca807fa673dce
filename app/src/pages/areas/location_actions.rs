//! Actions on shop locations.

use store::areas::locations::{AddLocation, ChangeLocation, NewLocation};

use crate::web::{Cx, Done, To};

const LIST: &str = "/admin/locations";

/// Handles `POST /admin/locations`.
pub async fn add(cx: Cx) -> Done {
    let (name, address, hours) = typed(&cx);
    cx.store
        .run(
            &cx.by(),
            AddLocation(NewLocation {
                id: 0,
                area: cx.field_i64("area"),
                name: name.clone(),
                address,
                hours,
                open: true,
            }),
        )
        .await?;
    Ok(To::page(LIST).saying_with("done-location-added", [("name", name)]))
}

/// Handles `POST /admin/locations/{id}`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let (name, address, hours) = typed(&cx);
    cx.store
        .run(
            &cx.by(),
            ChangeLocation(NewLocation { id, area: 0, name: name.clone(), address, hours, open: cx.checked("open") }),
        )
        .await?;
    Ok(To::page(LIST).saying_with("done-location-changed", [("name", name)]))
}

fn typed(cx: &Cx) -> (String, String, String) {
    let value = |name: &str| cx.field(name).to_owned();
    (value("name"), value("address"), value("hours"))
}
