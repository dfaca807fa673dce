//! Offers of donors, for the shop: the queue, and one offer with the answer.

use domain::{
    DAY,
    community::drives::DriveId,
    ledger::Location,
    permission::Action,
    stock::offers::{DeclineReason, Need, Offer, OfferState},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Empty, Fact, Facts, More, Near, Pager, Row, Split, Submit, TextArea, Tile},
    i18n::{date_near, day_value, item_title, lang},
    pages::stock::{
        offers::{facts, offer_pill, photos, reason},
        pieces::{location_choice, waits},
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /shop/offers?over&cursor`.
pub async fn list(cx: Cx) -> Shown {
    let over = !cx.query("over").is_empty();
    let found = cx.store.offers(&cx.actor, over, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("shop-offers-title"), Here::Offers, move || {
        let list = match (found.items.is_empty(), over) {
            (false, _) => rows(&found.items, 0),
            (true, true) => view! { <Empty title=t!("shop-offers-none-over")>{t!("shop-offers-none-over-text")}</Empty> }.into_any(),
            (true, false) => view! { <Empty title=t!("shop-offers-none") pictogram="bridge">{t!("shop-offers-none-text")}</Empty> }.into_any(),
        };
        view! {
            <nav class="chips" aria-label=t!("shop-offers-title")>
                <a class="chip" href="/shop/offers" aria-current=(!over).then_some("true")>{t!("shop-offers-waiting")}</a>
                <a class="chip" href="/shop/offers?over=1" aria-current=over.then_some("true")>{t!("shop-offers-over")}</a>
            </nav>
            {list}
            <Pager next />
        }
    })
    .no_index())
}

fn rows(offers: &[(Offer, Need)], current: i64) -> AnyView {
    let rows = offers
        .iter()
        .map(|(offer, need)| {
            let title = item_title(&offer.key, &offer.name, offer.item, &offer.size);
            let title = t!("shop-units-of", title = title, n = offer.quantity);
            let by = if offer.organisation.is_empty() {
                offer.donor.clone()
            } else {
                format!("{} · {}", offer.donor, offer.organisation)
            };
            let picture = if offer.key.is_empty() { "cat-all".to_owned() } else { offer.key.clone() };
            let (state, created, day, item, id) = (offer.state, offer.created, offer.day, offer.item, offer.id);
            let known = (item != 0 && state.is_open()).then(|| known(*need));
            view! {
                <Row to=format!("/shop/offers/{id}") picture tint="tint-all" title line=by current=id == current>
                    {match state {
                        OfferState::Offered => waits(created),
                        OfferState::Accepted => view! { {offer_pill(state)}<small><Near at=day /></small> }.into_any(),
                        state => offer_pill(state),
                    }}
                    {known.map(|words| view! { <small>{words}</small> })}
                </Row>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Describes stock and need: `有 12 件，还缺 3 件`.
fn known(need: Need) -> String {
    t!("shop-offers-known", have = need.have, wanted = need.wanted())
}

/// Renders `GET /shop/offers/{id}`, and again after an answer is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let offer = cx.store.offer(&cx.actor, cx.id("id")?).await?;
    let need = if offer.item == 0 { None } else { Some(cx.store.need(&cx.actor, offer.item).await?) };
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let places = if may_keep { cx.store.offer_places(&cx.actor).await? } else { Vec::new() };
    let drive = if may_keep { cx.store.drive_of_offer(&cx.actor, offer.id).await? } else { 0 };
    let queue = cx.store.offers(&cx.actor, !offer.state.is_open(), 0).await?.items;
    let title = cx.lang.item_title(&offer.key, &offer.name, offer.item, &offer.size);
    Ok(Page::new(title, Here::Offers, move || {
        let list = rows(&queue, offer.id);
        let record = record(&offer, need, &places, drive);
        view! { <Split record_open=true list record /> }
    })
    .back("/shop/offers")
    .no_index())
}

fn record(offer: &Offer, need: Option<Need>, places: &[Location], drive: DriveId) -> AnyView {
    let picture = if offer.key.is_empty() { "cat-all".to_owned() } else { offer.key.clone() };
    let (state, words, by, organisation) =
        (offer.state, offer.words.clone(), offer.donor.clone(), offer.organisation.clone());
    let need = need.map(|need| {
        view! {
            <Facts>
                <Fact name=t!("shop-offers-have")>{t!("offer-units", n = need.have)}</Fact>
                <Fact name=t!("shop-offers-wished")>{t!("offer-units", n = need.wished)}</Fact>
                {(need.minimum > 0).then(|| view! { <Fact name=t!("shop-offers-minimum")>{t!("offer-units", n = need.minimum)}</Fact> })}
            </Facts>
        }
    });
    view! {
        <article class="split-record">
            <div class="cluster tint-all">
                <Tile key=picture />
                <p class="row-main">
                    <b>{t!("offer-units", n = offer.quantity)}</b>
                    <span>{by}</span>
                    {(!organisation.is_empty()).then(|| view! { <small>{organisation}</small> })}
                    <span class="cluster">{offer_pill(state)}</span>
                </p>
            </div>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {(drive != 0).then(|| view! { <p><a class="link" href=format!("/drives/{drive}")>{t!("shop-offer-for-drive")}</a></p> })}
            {photos(offer)}
            {facts(offer)}
            {need}
            {answer(offer)}
            {(state.is_open() && !places.is_empty()).then(|| forms(offer, places))}
        </article>
    }
    .into_any()
}

/// Renders the answer that was given.
fn answer(offer: &Offer) -> Option<AnyView> {
    let (day, place, said) = (offer.day, offer.location_name.clone(), offer.answer.clone());
    let quote = (!said.is_empty()).then(|| view! { <p class="note">{said}</p> });
    let receive = format!("/shop/receive?offer={}", offer.id);
    match offer.state {
        OfferState::Accepted => Some(
            view! {
                <section class="card">
                    <p><b><Near at=day /></b>" · "{place}</p>
                    {quote}
                    <a class="btn btn-main" href=receive>{t!("shop-offers-receive")}</a>
                </section>
            }
            .into_any(),
        ),
        OfferState::Declined => {
            let why = offer.reason.map(reason).unwrap_or_default();
            Some(view! { <section class="card"><p>{why}</p>{quote}</section> }.into_any())
        }
        OfferState::Received => {
            let to = format!("/shop/receipts/{}", offer.receipt);
            Some(view! { <p><a class="link" href=to>{t!("offer-receipt")}</a></p> }.into_any())
        }
        OfferState::Offered | OfferState::Withdrawn => None,
    }
}

/// Lists today and the next seven days as options.
fn days() -> Vec<(String, String, String)> {
    let now = scene().now;
    let day = |n| {
        let (text, small) = lang().day(now + n * DAY, now);
        (day_value(now + n * DAY), text, small)
    };
    (0..8).map(day).collect()
}

fn forms(offer: &Offer, places: &[Location]) -> AnyView {
    let accepted = offer.state == OfferState::Accepted;
    let was = if accepted { day_value(offer.day) } else { String::new() };
    let to = format!("/shop/offers/{}", offer.id);
    let (accept, decline) = (format!("{to}/accept"), format!("{to}/decline"));
    let (places, start) = (places.to_vec(), offer.location.to_string());
    let reasons = DeclineReason::ALL.iter().map(|r| (r.as_str().to_owned(), reason(*r), String::new())).collect();
    let yes = view! {
        <ActionForm to=accept.clone()>
            {match places.as_slice() {
                [only] => view! { <input type="hidden" name="location" value=only.id /> }.into_any(),
                places => location_choice("location", t!("shop-offers-where"), places, &start),
            }}
            <Choice name="day" label=t!("shop-offers-day") options=days() value=was side=true />
            <TextArea name="words" label=t!("shop-offers-words") hint=t!("shop-offers-words-hint") max_length=200 rows=2 />
            {if accepted {
                view! { <Submit label=t!("shop-offers-change") tone="soft" icon="calendar" /> }.into_any()
            } else {
                view! {
                    <div class="thumb-bar">
                        <p class="note">{t!("shop-offers-accept-note")}</p>
                        <Submit label=t!("shop-offers-accept") icon="check" wide=true />
                    </div>
                }.into_any()
            }}
        </ActionForm>
    };
    let yes = if accepted {
        let was = date_near(offer.day);
        view! { <More summary=t!("shop-offers-change-ask", day = was) to=accept>{yes}</More> }.into_any()
    } else {
        yes.into_any()
    };
    view! {
        {yes}
        <More summary=t!("shop-offers-decline-ask") to=decline.clone()>
            <ActionForm to=decline>
                <Choice name="reason" label=t!("shop-offers-why") options=reasons />
                <TextArea name="answer" label=t!("shop-offers-decline-words") hint=t!("shop-offers-decline-hint") max_length=200 rows=2 />
                <Submit label=t!("shop-offers-decline") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}
