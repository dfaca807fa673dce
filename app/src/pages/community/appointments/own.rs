//! The family's appointments, and the times that it can book.

use leptos::prelude::*;

use super::rows::{Reader, book, booked, people};
use crate::web::{Cx, Here, Page, Shown};

/// Renders `GET /home/appointments`.
pub async fn page(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let (_, members) = cx.store.my_household(&cx.actor).await?;
    let appointments = cx.store.household_appointments(&cx.actor, household).await?;
    let slots = cx.store.free_slots(&cx.actor, household).await?;
    let people = people(&members);
    let now = cx.now;
    Ok(Page::new(cx.lang.t("home-appointments"), Here::Home, move || {
        view! {
            {booked(&appointments, &slots, &people, Reader::Family, now)}
            <section class="stack" aria-labelledby="book">
                <h2 id="book">{t!("slot-book")}</h2>
                {book(&slots, people, Reader::Family)}
            </section>
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}
