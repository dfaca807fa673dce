//! A household's appointments, for the staff that keeps its file.

use domain::permission::Action;
use leptos::prelude::*;

use super::rows::{Reader, book, booked, people};
use crate::web::{Cx, Here, Page, Shown};

/// Renders `GET /desk/households/{id}/appointments`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let id = cx.id("id")?;
    let appointments = cx.store.household_appointments(&cx.actor, id).await?;
    let slots = cx.store.free_slots(&cx.actor, id).await?;
    let people = people(&cx.store.household(&cx.actor, id).await?.1);
    let now = cx.now;
    Ok(Page::new(cx.lang.t("appointments-household"), Here::Households, move || {
        view! {
            {booked(&appointments, &slots, &people, Reader::Staff(id), now)}
            <section class="stack" aria-labelledby="book">
                <h2 id="book">{t!("slot-book")}</h2>
                {book(&slots, people, Reader::Staff(id))}
            </section>
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}
