//! Offers of families that wait for a review.

use domain::community::markets::{MarketOffer, MarketRefusal};
use leptos::prelude::*;

use super::facts;
use crate::{
    components::{ActionForm, Choice, Empty, More, Pager, RowForm, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/market?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.market_waiting(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("market-review"), Here::Market, move || {
        let none = found.items.is_empty();
        let cards = found.items.iter().map(card).collect_view();
        view! {
            <p class="cluster"><a class="btn btn-quiet" href="/market">{t!("market-title")}</a></p>
            {none.then(|| view! { <Empty title=t!("market-review-none") /> })}
            {cards}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn card(offer: &MarketOffer) -> impl IntoView + use<> {
    let (id, title, household) = (offer.id, offer.title.clone(), offer.household);
    let refuse = format!("/desk/market/{id}/refuse");
    let reasons = MarketRefusal::ALL
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("market-refusal", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            {household.map(|file| view! {
                <p><a class="link" href=format!("/desk/households/{file}")>{t!("desk-household-number", n = file.to_string())}</a></p>
            })}
            {facts(offer)}
            <RowForm to=format!("/desk/market/{id}/show")><button class="btn btn-main">{t!("market-show")}</button></RowForm>
            <More summary=t!("market-refuse") to=refuse.clone()>
                <ActionForm to=refuse>
                    <Choice name="reason" label=t!("market-reason") options=reasons />
                    <Submit label=t!("market-refuse") tone="bad" />
                </ActionForm>
            </More>
        </section>
    }
}
