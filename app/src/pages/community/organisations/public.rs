//! What visitors read of an organisation.

use leptos::prelude::*;

use super::pieces::{kind, offers, public_figures};
use crate::{
    components::{Fact, Facts},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /organisations/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let of = cx.store.public_organisation(cx.id("id")?).await?;
    Ok(Page::new(of.name.clone(), Here::Feed, move || {
        let (said, offered) = (kind(of.kind), offers(&of.offers));
        view! {
            <Facts>
                <Fact name=t!("organisation-kind")>{said}</Fact>
                <Fact name=t!("field-area")>{of.area_name}</Fact>
                {(!offered.is_empty()).then(|| view! { <Fact name=t!("organisation-offers")>{offered}</Fact> })}
            </Facts>
            <h2>{t!("organisation-figures")}</h2>
            {public_figures(of.figures)}
            <p class="note">{t!("organisation-public-note")}</p>
            <p><a class="link" href=format!("/pledges?organisation={}", of.id)>{t!("pledges-title")}</a></p>
        }
    })
    .back("/")
    .narrow())
}
