//! The form for goods of one kind that come without a claim.

use domain::{
    catalogue::Item,
    ledger::{Condition, Location, Origin},
};
use leptos::prelude::*;

use super::{
    pieces::{condition_choices, location_choice},
    receive::Kept,
    words::origin,
};
use crate::{
    i18n::{self, day_value, lang},
    page::{Cx, Here, Page, scene},
    parts::{ActionForm, Choice, Field, More, Stepper, Submit, Tile, tint},
};

/// Where goods without a claim can come from.
const ORIGINS: [Origin; 4] = [Origin::Donation, Origin::Grant, Origin::Purchase, Origin::Opening];

/// The form for `item`; sizes and a date only where the thing has them.
pub(super) fn page(cx: &Cx, item: &'static Item, shops: Vec<Location>, kept: Kept) -> Page {
    let size = cx.query("size").to_owned();
    let quantity = cx.query_i64("quantity").clamp(1, 10_000);
    let other = kept.link("");
    Page::new(cx.lang.tf("stock-receive-item", &[("item", cx.lang.item(item.key).into())]), Here::Receive, move || {
        // Nobody declares a used appliance new by not looking.
        let start = if item.electrical { "" } else { Condition::New.as_str() };
        let origins = ORIGINS.map(|o| (o.as_str().to_owned(), origin(o), String::new())).to_vec();
        view! {
            <div class=format!("cluster {}", tint(item.category))>
                <Tile key=item.key />
                <b>{lang().item(item.key)}</b>
                <a class="link" href=other>{t!("stock-receive-other")}</a>
            </div>
            <ActionForm to="/shop/receive">
                <input type="hidden" name="item" value=item.key />
                {sizes(item, size)}
                <Stepper name="quantity" label=t!("field-quantity") max=10_000 value=quantity />
                <Choice name="condition" label=t!("shop-condition-ask") options=condition_choices() value=start side=true />
                {item.electrical.then(|| view! { <p class="hint">{t!("stock-receive-electrical")}</p> })}
                {item.perishable.then(|| view! {
                    <Field name="expires" label=t!("field-expires") kind="date" min=day_value(scene().now) required=true />
                })}
                <Choice name="origin" label=t!("field-origin") options=origins value=kept.origin.clone() side=true />
                {locations(&shops, &kept.location)}
                <More summary=t!("stock-receive-note-ask")>
                    <Field name="reason" label=t!("stock-receive-note") hint=t!("stock-receive-note-hint") max_length=200 />
                </More>
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

fn sizes(item: &'static Item, start: String) -> Option<AnyView> {
    let options: Vec<_> = item.sizes.iter().map(|size| ((*size).to_owned(), i18n::size(size), String::new())).collect();
    let tight = options.iter().all(|(_, text, _)| text.chars().count() <= 3);
    (!options.is_empty()).then(|| {
        view! { <Choice name="size" label=t!("field-size") options value=start side=!tight tight=tight /> }.into_any()
    })
}

/// Whoever keeps one shop need not choose it.
fn locations(shops: &[Location], start: &str) -> AnyView {
    if let [only] = shops {
        return view! { <input type="hidden" name="location" value=only.id.to_string() /> }.into_any();
    }
    location_choice("location", t!("field-location"), shops, start)
}
