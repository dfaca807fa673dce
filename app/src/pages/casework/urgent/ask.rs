//! The page of a person or a shop that is asked for an urgent wish: yes or no by one tap.

use domain::{casework::urgent::UrgentAsk, permission::Action};
use leptos::prelude::*;

use super::ask_pill;
use crate::{
    components::{Banner, Empty, Near, RowForm},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /urgent`.
pub async fn list(cx: Cx) -> Shown {
    let asks = cx.store.own_urgent_asks(&cx.actor).await?;
    let back = if cx.actor.may_somewhere(Action::KeepStock) { "/shop" } else { "/claims" };
    Ok(Page::new(cx.lang.t("urgent-asks"), Here::Claims, move || {
        if asks.is_empty() {
            return view! { <Empty title=t!("urgent-asks-none")>{t!("urgent-asks-none-text")}</Empty> }.into_any();
        }
        let rows = asks
            .iter()
            .map(|ask| {
                let asked = ask.asked;
                view! {
                    <li><a class="row" href=format!("/urgent/{}", ask.id)>
                        <span class="row-main"><b>{ask.title.clone()}</b><small><Near at=asked /></small></span>
                        <span class="row-end">{ask_pill(ask)}</span>
                    </a></li>
                }
            })
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders `GET /urgent/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let ask = cx.store.urgent_ask(&cx.actor, id).await?;
    let (here, back) = match ask.location {
        Some(_) => (Here::Fill, "/shop/fill"),
        None => (Here::Claims, "/urgent"),
    };
    Ok(Page::new(cx.lang.t("urgent-ask-title"), here, move || {
        let (until, words, claim) = (ask.answer_by, ask.words.clone(), ask.claim.filter(|_| ask.location.is_none()));
        view! {
            <p class="cluster"><b>{ask.title.clone()}</b>{ask_pill(&ask)}</p>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {ask.may_answer.then(|| view! { <Banner tone="amber">{t!("urgent-ask-until")}" "{lang().clock(until)}</Banner> })}
            {ask.may_answer.then(|| answers(&ask))}
            {claim.map(|claim| view! { <p><a class="btn btn-main" href=format!("/claims/{claim}")>{t!("urgent-to-claim")}</a></p> })}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders yes and no: a shop says yes by filling the wish from its shelf.
fn answers(ask: &UrgentAsk) -> impl IntoView + use<> {
    let id = ask.id;
    let yes = match ask.location {
        Some(_) => {
            view! { <a class="btn btn-main" href=format!("/shop/fill/{}", ask.wish)>{t!("urgent-fill")}</a> }.into_any()
        }
        None => view! {
            <RowForm to=format!("/urgent/{id}/accept")><button class="btn btn-main">{t!("urgent-accept")}</button></RowForm>
        }
        .into_any(),
    };
    let note = if ask.location.is_some() { t!("urgent-fill-note") } else { t!("urgent-accept-note") };
    view! {
        <section class="card stack">
            <p>{note}</p>
            <div class="cluster">
                {yes}
                <RowForm to=format!("/urgent/{id}/decline")><button class="btn btn-quiet">{t!("urgent-decline")}</button></RowForm>
            </div>
        </section>
    }
}
