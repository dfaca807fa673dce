//! What taking part gave one household, for the staff who read its points.

use leptos::prelude::*;

use super::pieces::{bookings, rules};
use crate::{
    components::Pager,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/taking-part?cursor`. Reading it writes to the audit trail.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let in_force = cx.store.household_part_rules(&cx.actor, id).await?;
    let booked = cx.store.part_bookings(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let next = booked.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.tf("part-of", &[("n", id.into())]), Here::Households, move || {
        view! {
            {rules(&in_force)}
            {bookings(&booked.items)}
            <Pager next />
        }
    })
    .back(format!("/desk/households/{id}/points"))
    .narrow()
    .no_index())
}
