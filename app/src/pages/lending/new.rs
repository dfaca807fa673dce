//! A unit goes out to a family that was found at the counter.

use domain::{
    DAY, Error,
    lending::{Lendable, MOST_DAYS},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Empty, Field, Search, Submit},
    i18n::{day_value, item_title},
    pages::{orders::counter::walk_in::head, stock::words::condition},
    web::{Cx, Here, Page, Shown, scene},
};

/// Days until the usual day of return.
const USUAL_DAYS: i64 = 30;

/// Renders `GET /shop/loans/new?household&location&q`.
pub async fn page(cx: Cx) -> Shown {
    let given = |name: &str| if cx.form.is_posted() { cx.field_i64(name) } else { cx.query_i64(name) };
    let (household, asked) = (given("household"), given("location"));
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let place = match (asked, shops.as_slice()) {
        (0, [only]) => only.id,
        (id, shops) => shops.iter().find(|shop| shop.id == id).ok_or(Error::NotFound)?.id,
    };
    let at = cx.store.walk_in(&cx.actor, household, place, &[]).await?;
    let q = cx.query("q").to_owned();
    let lots = cx.store.lendable(&cx.actor, place, &q).await?;
    let keep = vec![("household", household.to_string()), ("location", place.to_string())];
    Ok(Page::new(cx.lang.t("loans-lend"), Here::Loans, move || {
        view! {
            {head(&at)}
            <Search to="/shop/loans/new" q=q placeholder=t!("loans-find") keep=keep />
            {form(household, place, lots)}
        }
    })
    .back(format!("/shop/walk-in/{household}?location={place}"))
    .narrow()
    .no_index())
}

fn form(household: i64, place: i64, lots: Vec<Lendable>) -> AnyView {
    if lots.is_empty() {
        return view! { <Empty title=t!("loans-nothing")>{t!("loans-nothing-text")}</Empty> }.into_any();
    }
    let options = lots
        .into_iter()
        .map(|of| {
            let small = format!("{} · {}", condition(of.condition), t!("loans-units", n = of.quantity));
            (of.lot.to_string(), item_title(&of.key, &of.name, of.item, &of.size), small)
        })
        .collect::<Vec<_>>();
    let now = scene().now;
    let (first, usual, last) = (day_value(now), day_value(now + USUAL_DAYS * DAY), day_value(now + MOST_DAYS * DAY));
    view! {
        <ActionForm to="/shop/loans/new">
            <input type="hidden" name="household" value=household />
            <input type="hidden" name="location" value=place />
            <Choice name="lot" label=t!("field-lot") options />
            <Field name="due" label=t!("field-due-back") kind="date" value=usual min=first max=last required=true />
            <div class="thumb-bar">
                <p class="note">{t!("loans-lend-note")}</p>
                <Submit label=t!("loans-lend-do") icon="check" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}
