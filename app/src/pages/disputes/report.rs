//! The family says what is wrong with goods that were handed over.

use domain::{Error, claims::ClaimState, orders::OrderState};
use leptos::prelude::*;

use super::forms::report_fields;
use crate::{
    components::{ActionForm, Submit},
    pages::wishes::family::actions::waiting,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/claims/{id}/dispute`.
pub async fn claim(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let errand = cx.store.errands(&cx.actor).await?.into_iter().find(|e| e.claim.id == id).ok_or(Error::NotFound)?;
    if !matches!(errand.claim.state, ClaimState::HandedOver | ClaimState::Confirmed) {
        return Err(Error::NotFound);
    }
    let title = cx.lang.thing(&errand.claim.key, &errand.claim.size, &errand.claim.title);
    shown(&cx, title, format!("/home/claims/{id}/dispute")).await
}

/// Renders `GET /home/orders/{id}/dispute`.
pub async fn order(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let own = cx.store.own_order(&cx.actor, id).await?;
    if own.order.state != OrderState::Collected {
        return Err(Error::NotFound);
    }
    let title = cx.lang.tf("dispute-of-order", &[("n", id.to_string().into())]);
    shown(&cx, title, format!("/home/orders/{id}/dispute")).await
}

async fn shown(cx: &Cx, title: String, to: String) -> Shown {
    let kept = waiting(cx).await?;
    Ok(Page::new(cx.lang.t("dispute-title"), Here::Home, move || {
        view! {
            <h2>{title}</h2>
            <ActionForm to=to files=true>
                {report_fields(kept)}
                <div class="thumb-bar">
                    <p class="note">{t!("dispute-note")}</p>
                    <Submit label=t!("dispute-send") wide=true />
                </div>
            </ActionForm>
        }
    })
    .back("/home")
    .narrow()
    .plain()
    .no_index())
}
