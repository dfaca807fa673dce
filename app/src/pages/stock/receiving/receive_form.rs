//! The form for one item, and the fields asked once per receipt.

use domain::{
    catalogue::items::Item,
    ledger::{Condition, Location, Origin},
};
use leptos::prelude::*;
use store::stock::receiving::receipt_views::Giver;

use super::receive::{Kept, head, hidden, origins};
use crate::{
    components::{ActionForm, Checkbox, Choice, Field, More, Select, Stepper, Submit, Tile, tint},
    i18n::{self, day_value, item_title},
    pages::stock::pieces::{condition_choices, location_choice},
    web::{Cx, Here, Page, scene},
};

/// Renders the form for `item`; size and date only where it has them.
pub(crate) fn page(cx: &Cx, item: Item, shops: Vec<Location>, kept: Kept, givers: Vec<Giver>) -> Page {
    let offer = kept.offer.clone().filter(|offer| offer.item == item.id);
    let size = offer.as_ref().map_or_else(|| cx.query("size").to_owned(), |offer| offer.size.clone());
    let quantity = offer.as_ref().map_or_else(|| cx.query_i64("quantity"), |o| o.quantity).clamp(1, 10_000);
    // Electrical goods have no preselected condition, so that a used one is not declared new by oversight.
    let start = match &offer {
        Some(offer) => offer.condition.as_str(),
        None if item.electrical => "",
        None => Condition::New.as_str(),
    };
    let other = if offer.is_some() { format!("{}&q=", kept.link("")) } else { kept.link("") };
    let called = cx.lang.item_title(&item.key, &item.name, item.id, "");
    Page::new(cx.lang.tf("stock-receive-item", &[("item", called.into())]), Here::Receive, move || {
        let purchase = kept.origin == Origin::Purchase;
        let title = item_title(&item.key, &item.name, item.id, "");
        view! {
            {head(&kept)}
            {origins(&kept, &item.id.to_string())}
            <div class=format!("cluster {}", tint(item.category))>
                <Tile key=item.key.clone() item_photo=item.photo />
                <b>{title}</b>
                <a class="link" href=other>{t!("stock-receive-other")}</a>
            </div>
            <ActionForm to="/shop/receive">
                <input type="hidden" name="item" value=item.id.to_string() />
                {hidden(&kept)}
                {sizes(&item, size)}
                <Stepper name="quantity" label=t!("field-quantity") max=10_000 value=quantity />
                <Choice name="condition" label=t!("shop-condition-ask") options=condition_choices() value=start side=true />
                {item.electrical.then(|| view! { <p class="hint">{t!("stock-receive-electrical")}</p> })}
                {item.perishable.then(|| view! {
                    <Field name="expires" label=t!("field-expires") kind="date" min=day_value(scene().now) required=true />
                })}
                {purchase.then(cost)}
                {head_fields(&kept, &shops, &givers)}
                <div class="thumb-bar">
                    <Submit label=t!("stock-receive-do") icon="check" wide=true />
                </div>
            </ActionForm>
        }
    })
    .back("/shop/receive")
    .narrow()
    .no_index()
}

fn cost() -> impl IntoView {
    view! { <Field name="spent" label=t!("receive-cost") hint=t!("receive-cost-hint") unit=t!("receive-yuan") inputmode="decimal" autocomplete="off" max_length=12 /> }
}

/// Renders shop, donor and remark, only with the first line of a receipt.
pub(crate) fn head_fields(kept: &Kept, shops: &[Location], givers: &[Giver]) -> AnyView {
    if kept.receipt.is_some() {
        return ().into_any();
    }
    let organisations: Vec<_> = givers.iter().map(|giver| (giver.id.to_string(), giver.name.clone())).collect();
    let places = locations(shops, &kept.location);
    let (drive, onward) = (drives(kept), onward(kept));
    if kept.offer.is_some() {
        return view! { <input type="hidden" name="origin" value="donation" />{places}{drive}{note()} }.into_any();
    }
    let (start, granted) = (kept.origin.as_str(), kept.origin == Origin::Grant);
    view! {
        {places}
        {drive}
        {onward}
        <input type="hidden" name="origin" value=start />
        <Field name="giver" label=t!("receive-giver") hint=t!("receive-giver-hint") max_length=60 autocomplete="off" />
        <Checkbox name="named" label=t!("receive-named") />
        <More summary=t!("receive-more") to="/shop/receive" open=granted>
            {(!organisations.is_empty()).then(|| view! {
                <Select name="organisation" label=t!("receive-organisation") hint=t!("receive-organisation-hint") options=organisations />
            })}
            {note()}
        </More>
    }
    .into_any()
}

/// Renders the choice of the shop that the goods are sent on to; none keeps them here.
fn onward(kept: &Kept) -> Option<AnyView> {
    let options: Vec<_> = kept.onward.0.iter().map(|shop| (shop.id.to_string(), shop.name.clone())).collect();
    let value = kept.destination();
    (!options.is_empty()).then(|| {
        view! { <Select name="send_to" label=t!("receive-onward") hint=t!("receive-onward-hint") options value /> }
            .into_any()
    })
}

/// Renders the choice of a drive that the goods are for, where one takes goods.
fn drives(kept: &Kept) -> Option<AnyView> {
    let (all, chosen) = &kept.drives;
    let options: Vec<_> = all.iter().map(|(id, title)| (id.to_string(), title.clone())).collect();
    let value = if *chosen == 0 { String::new() } else { chosen.to_string() };
    (!all.is_empty()).then(|| view! { <Select name="drive" label=t!("receive-drive") options value /> }.into_any())
}

fn note() -> impl IntoView {
    view! { <Field name="reason" label=t!("stock-receive-note") hint=t!("stock-receive-note-hint") max_length=200 /> }
}

fn sizes(item: &Item, start: String) -> Option<AnyView> {
    let options: Vec<_> = item.sizes.iter().map(|size| (size.clone(), i18n::size(size), String::new())).collect();
    let tight = options.iter().all(|(_, text, _)| text.chars().count() <= 3);
    (!options.is_empty()).then(|| {
        view! { <Choice name="size" label=t!("field-size") options value=start side=!tight tight=tight /> }.into_any()
    })
}

/// Renders the choice of shop; a single shop is a hidden field.
fn locations(shops: &[Location], start: &str) -> AnyView {
    if let [only] = shops {
        return view! { <input type="hidden" name="location" value=only.id /> }.into_any();
    }
    location_choice("location", t!("field-location"), shops, start)
}
