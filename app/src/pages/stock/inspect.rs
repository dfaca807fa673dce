//! Goods in quarantine, oldest first; and one lot with its four possible outcomes.

use domain::permission::Action;
use leptos::prelude::*;
use store::stock::quarantine::Waiting;

use super::pieces::{best_before, waits};
use crate::{
    components::{
        ActionForm, Choice, Empty, Fact, Facts, Icon, Near, Pager, Row, Split, StatePill, Stepper, Submit, TextArea,
        Tile,
    },
    i18n::{item_title, lang},
    pages::claims::counter::claim_forms::ticks,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/inspect?cursor`.
pub async fn list(cx: Cx) -> Shown {
    let found = cx.store.waiting(&cx.actor, 0, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("inspect-title"), Here::Receive, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("inspect-none") pictogram="bridge" action=("/shop/receive", t!("stock-receive"))>{t!("inspect-none-text")}</Empty> }.into_any();
        }
        view! {
            {rows(&found.items, (0, 0))}
            <Pager next />
        }
        .into_any()
    })
    .back("/shop/receive")
    .no_index())
}

/// Returns the inspection page; goods of a claim are inspected on the claim's page.
fn to(waiting: &Waiting) -> String {
    match waiting.claim {
        0 => format!("/shop/inspect/{}?location={}", waiting.lot, waiting.location),
        claim => format!("/shop/claims/{claim}"),
    }
}

fn rows(waiting: &[Waiting], current: (i64, i64)) -> AnyView {
    let rows = waiting
        .iter()
        .map(|one| {
            let title = item_title(&one.key, &one.name, one.item, &one.size);
            let title = t!("shop-units-of", title = title, n = one.quantity);
            let origin = lang().named("stock-origin", one.origin.as_str());
            let line = format!("{} · {origin} · {}", t!("stock-lot", n = one.lot.to_string()), one.location_name);
            let (since, check) = (one.since, one.needs_check);
            view! {
                <Row to=to(one) picture=one.key.clone() tint="tint-all" title line current=(one.lot, one.location) == current>
                    {waits(since)}
                    {check.then(|| view! { <StatePill tone="amber" icon="shield" text=t!("inspect-check") /> })}
                </Row>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders `GET /shop/inspect/{id}?location`, and again after it is refused.
pub async fn page(cx: Cx) -> Shown {
    let lot = cx.id("id")?;
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.query_i64("location") };
    let here = cx.store.waiting(&cx.actor, lot, 0).await?.items;
    let found = here.into_iter().find(|one| (one.location == location || location == 0) && one.claim == 0);
    let found = found.ok_or(domain::Error::NotFound)?;
    let shops = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let may = cx.actor.may_somewhere(Action::KeepStock)
        && cx.store.shops(&cx.actor, Action::KeepStock).await?.iter().any(|shop| shop.id == found.location);
    let several = shops.len() > 1;
    let queue = cx.store.waiting(&cx.actor, 0, 0).await?.items;
    let name = cx.actor.name.clone();
    let title = cx.lang.item_title(&found.key, &found.name, found.item, &found.size);
    Ok(Page::new(title, Here::Receive, move || {
        let list = rows(&queue, (found.lot, found.location));
        let record = record(&found, several, may.then_some(name));
        view! { <Split record_open=true list record /> }
    })
    .back("/shop/inspect")
    .no_index())
}

fn record(one: &Waiting, several: bool, name: Option<String>) -> AnyView {
    let (lot, quantity, since, receipt) = (one.lot, one.quantity, one.since, one.receipt);
    let (condition, origin) =
        (lang().named("stock-condition", one.condition.as_str()), lang().named("stock-origin", one.origin.as_str()));
    let (expires, place) = (best_before(one.expires), one.location_name.clone());
    let told = one.told;
    view! {
        <article class="split-record">
            <div class="cluster tint-all">
                <Tile key=one.key.clone() />
                <p class="row-main"><b>{t!("shop-units", n = quantity)}</b><span class="cluster">{waits(since)}</span></p>
            </div>
            <Facts>
                <Fact name=t!("stock-lot-head")>"#"{lot}</Fact>
                <Fact name=t!("field-condition")>{condition}</Fact>
                <Fact name=t!("field-origin")>{origin}</Fact>
                {expires.map(|day| view! { <Fact name=t!("field-expires")>{day}</Fact> })}
                <Fact name=t!("inspect-since")><Near at=since /></Fact>
                {several.then(|| view! { <Fact name=t!("stock-location")>{place}</Fact> })}
                {(receipt != 0).then(|| view! {
                    <Fact name=t!("receipt-word")><a class="link" href=format!("/shop/receipts/{receipt}")>{t!("inspect-receipt")}<Icon name="chevron-right" /></a></Fact>
                })}
            </Facts>
            {name.map(|name| form(one, name))}
            {told.then(|| view! { <p class="note">{t!("inspect-told")}</p> })}
        </article>
    }
    .into_any()
}

fn form(one: &Waiting, name: String) -> AnyView {
    let (check, most, location, to) =
        (one.needs_check, one.quantity, one.location, format!("/shop/inspect/{}", one.lot));
    let outcomes = ["pass", "return", "write_off"].map(|outcome| {
        let key = outcome.replace('_', "-");
        (outcome.to_owned(), t!(&format!("inspect-{key}")), t!(&format!("inspect-{key}-text")))
    });
    view! {
        <ActionForm to=to>
            <input type="hidden" name="location" value=location />
            {check.then(|| view! { <input type="hidden" name="check" value="1" />{ticks(name)} })}
            <Choice name="outcome" label=t!("inspect-ask") options=outcomes.to_vec() />
            {(most > 1).then(|| view! { <Stepper name="quantity" label=t!("stock-how-many") max=most value=most hint=t!("stock-how-many-hint", n = most) /> })}
            {(most == 1).then(|| view! { <input type="hidden" name="quantity" value="1" /> })}
            <TextArea name="reason" label=t!("inspect-reason") hint=t!("inspect-reason-hint") max_length=200 rows=2 />
            <div class="thumb-bar">
                <Submit label=t!("inspect-do") icon="check" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}
