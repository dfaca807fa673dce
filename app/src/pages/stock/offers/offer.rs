//! One offer, for its donor: the shop's answer, and the next step.

use domain::stock::offers::{Offer, OfferState};
use leptos::prelude::*;

use super::{facts, offer_pill, photos, reason};
use crate::{
    components::{ActionForm, Fact, Facts, Icon, More, Near, Submit, Tile},
    i18n::item_title,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /offers/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let offer = cx.store.my_offer(&cx.actor, cx.id("id")?).await?;
    let title = cx.lang.item_title(&offer.key, &offer.name, offer.item, &offer.size);
    Ok(Page::new(title, Here::Claims, move || {
        let picture = if offer.key.is_empty() { "cat-all".to_owned() } else { offer.key.clone() };
        let (state, id, words) = (offer.state, offer.id, offer.words.clone());
        let to = format!("/offers/{id}/withdraw");
        view! {
            <div class="cluster tint-all">
                <Tile key=picture />
                <p class="row-main"><b>{item_title(&offer.key, &offer.name, offer.item, &offer.size)}</b><span class="cluster">{offer_pill(state)}</span></p>
            </div>
            {now(&offer)}
            {facts(&offer)}
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {photos(&offer)}
            {state.is_open().then(|| view! {
                <More summary=t!("offer-withdraw-ask") to=to.clone()>
                    <ActionForm to=to>
                        <p class="note">{t!("offer-withdraw-text")}</p>
                        <Submit label=t!("offer-withdraw") tone="bad" icon="undo" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back("/offers")
    .narrow()
    .no_index())
}

/// Renders the shop's answer.
fn now(offer: &Offer) -> AnyView {
    let answer = offer.answer.clone();
    let quote = (!answer.is_empty()).then(|| view! { <blockquote class="quote"><p>{answer}</p></blockquote> });
    let heading = t!(&format!("offer-now-{}", offer.state.as_str()));
    match offer.state {
        OfferState::Accepted => {
            let (day, place, address, hours) =
                (offer.day, offer.location_name.clone(), offer.address.clone(), offer.hours.clone());
            view! {
                <section class="card">
                    <h2>{heading}</h2>
                    <Facts>
                        <Fact name=t!("offer-day")><b><Near at=day /></b></Fact>
                        <Fact name=t!("offer-place")><b>{place}</b><br />{address}</Fact>
                        {(!hours.is_empty()).then(|| view! { <Fact name=t!("field-hours")>{hours}</Fact> })}
                    </Facts>
                    {quote}
                    <p class="note">{t!("offer-bring", n = offer.id.to_string())}</p>
                </section>
            }
            .into_any()
        }
        OfferState::Declined => {
            let why =
                offer.reason.map(reason).filter(|_| offer.reason != Some(domain::stock::offers::DeclineReason::Other));
            view! {
                <section class="card">
                    <h2>{heading}</h2>
                    {why.map(|why| view! { <p>{why}</p> })}
                    {quote}
                    <p class="soft">{t!("offer-declined-thanks")}</p>
                    <a class="btn btn-soft" href="/">{t!("offer-see-wishes")}</a>
                </section>
            }
            .into_any()
        }
        OfferState::Received => {
            let to = format!("/receipts/{}", offer.receipt);
            view! {
                <section class="card">
                    <h2>{heading}</h2>
                    <a class="btn btn-soft" href=to><Icon name="file" />{t!("offer-receipt")}</a>
                </section>
            }
            .into_any()
        }
        OfferState::Offered => view! {
            <section class="card"><h2>{heading}</h2><p>{t!("offer-wait")}</p></section>
        }
        .into_any(),
        OfferState::Withdrawn => view! { <section class="card"><h2>{heading}</h2></section> }.into_any(),
    }
}
