//! The form for one action on one lot: count, move, inspect, return, write off.

use domain::{
    catalogue::items::Item,
    ledger::{Location, Place},
    permission::Action,
};
use leptos::prelude::*;
use store::ledger::views::LotLine;

use super::{
    pieces::{best_before, location_choice},
    words::{grouped, link, place},
};
use crate::{
    components::{ActionForm, Fact, Facts, Field, Icon, Stepper, Submit, Tile, tint},
    i18n::lang,
    pages::claims::counter::claim_forms::check_fields,
    web::{Cx, Here, Page, Shown},
};

/// Lists the actions for goods in a place, most usual first; each is the end of its form's path.
pub(crate) fn steps(at: Place) -> &'static [&'static str] {
    match at {
        Place::Shelf => &["count", "transfer", "write-off"],
        Place::Quarantine => &["inspect", "return", "write-off"],
        _ => &[],
    }
}

/// Renders the form for one action; not found when the place does not allow it.
pub(crate) async fn page(cx: &Cx, item: &Item, line: LotLine, shop: String, what: &str) -> Shown {
    let what = steps(line.place).iter().copied().find(|step| *step == what).ok_or(domain::Error::NotFound)?;
    let beside = match what {
        // A direct move needs the permission in both shops; otherwise goods go in transit as a transfer.
        "transfer" => {
            let own: Vec<i64> =
                cx.store.shops(&cx.actor, Action::KeepStock).await?.iter().map(|shop| shop.id).collect();
            let mut beside = cx.store.shops_beside(&cx.actor, line.location).await?;
            beside.retain(|shop| own.contains(&shop.id));
            beside
        }
        _ => Vec::new(),
    };
    let back = link("/shop/lots", &[("item", &line.item.to_string()), ("location", &line.location.to_string())]);
    let (tile, photo, tinted) = (item.key.clone(), item.photo, tint(item.category));
    let thing = cx.lang.item_title(&item.key, &item.name, item.id, &line.size);
    let (title, name) = (cx.lang.t(&format!("stock-do-{what}")), cx.actor.name.clone());
    Ok(Page::new(title, Here::Stock, move || {
        let [from, lot] = [line.location, line.lot].map(|n| n.to_string());
        let to = link("/shop/transfers/new", &[("from", &from), ("lot", &lot)]);
        let travels = (what == "transfer")
            .then(|| view! { <p><a class="link" href=to>{t!("lot-send")}<Icon name="chevron-right" /></a></p> });
        let form =
            if what == "transfer" && beside.is_empty() { ().into_any() } else { form(&line, what, &beside, name) };
        view! {
            <div class=format!("cluster {tinted}")>
                <Tile key=tile item_photo=photo size="small" />
                <b>{thing}</b>
            </div>
            {facts(&line, shop)}
            {form}
            {travels}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(line: &LotLine, shop: String) -> impl IntoView + use<> {
    let expires = best_before(line.expires);
    let (condition, origin) =
        (lang().named("stock-condition", &line.condition), lang().named("stock-origin", &line.origin));
    let (at, quantity, lot) = (place(line.place), grouped(line.quantity), line.lot);
    view! {
        <Facts>
            <Fact name=t!("stock-lot-head")>"#"{lot}</Fact>
            <Fact name=t!("stock-location")>{shop}</Fact>
            <Fact name=at><b>{quantity}</b></Fact>
            <Fact name=t!("field-condition")>{condition}</Fact>
            {expires.map(|day| view! { <Fact name=t!("field-expires")>{day}</Fact> })}
            <Fact name=t!("field-origin")>{origin}</Fact>
        </Facts>
    }
}

fn form(line: &LotLine, what: &'static str, beside: &[Location], name: String) -> AnyView {
    let needs_check = what == "inspect" && line.needs_check;
    let hidden = [
        ("item", line.item.to_string()),
        ("location", line.location.to_string()),
        ("place", line.place.as_str().to_owned()),
        ("check", if needs_check { "yes".to_owned() } else { String::new() }),
    ]
    .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
    .collect_view();
    let (most, lot) = (line.quantity, line.lot);
    let (beside, bad) = (beside.to_vec(), what == "write-off");
    view! {
        <ActionForm to=format!("/shop/lots/{lot}/{what}")>
            {hidden}
            {quantity(what, most)}
            {fields(if needs_check { "check" } else { what }, &beside, name)}
            <div class="thumb-bar">
                <Submit label=t!(&format!("stock-{what}-do")) tone=if bad { "bad" } else { "main" } wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Renders the number of units; inside of its form, or it would lose what was typed when the form is refused.
fn quantity(what: &str, most: i64) -> AnyView {
    if what == "count" {
        view! { <Stepper name="counted" label=t!("stock-counted") min=0 max=10_000 value=most hint=t!("stock-counted-hint", n = grouped(most)) /> }.into_any()
    } else {
        let start = if what == "write-off" { 1 } else { most };
        view! { <Stepper name="quantity" label=t!("stock-how-many") max=most value=start hint=t!("stock-how-many-hint", n = grouped(most)) /> }.into_any()
    }
}

/// Renders the other fields of an action; inside of its form, likewise.
fn fields(what: &str, beside: &[Location], name: String) -> AnyView {
    match what {
        "transfer" => location_choice("to", t!("stock-transfer-to"), beside, ""),
        "count" => view! { <Field name="reason" label=t!("stock-count-reason") hint=t!("stock-count-hint") required=true max_length=200 /> }.into_any(),
        "check" => check_fields(name).into_any(),
        "inspect" => view! { <p class="note">{t!("stock-inspect-note")}</p> }.into_any(),
        "return" => view! { <Field name="reason" label=t!("stock-return-reason") required=true max_length=200 /> }.into_any(),
        _ => view! { <Field name="reason" label=t!("stock-write-off-reason") hint=t!("stock-write-off-hint") required=true max_length=200 /> }.into_any(),
    }
}
