//! Helpers shared by the item pages: the category filter and the fields of an own item.

use domain::{
    Code, Error, Result,
    catalogue::{
        Category, ITEMS,
        items::{Item, WARES},
    },
};
use leptos::prelude::*;
use store::catalogue::items::ScannedItem;

use crate::{
    components::{Banner, Checkbox, Field, More, Pictogram, Select, TextArea},
    i18n::{self, lang},
    web::Cx,
};

/// Renders a chip for each category; `to` returns its URL.
pub(crate) fn shelves(chosen: Option<Category>, to: &dyn Fn(&str) -> String) -> impl IntoView + use<> {
    let all = std::iter::once((None, "all"));
    let chips = all.chain(Category::ALL.iter().map(|category| (Some(*category), category.as_str())));
    let chips: Vec<_> =
        chips.map(|(category, name)| (category == chosen, name, to(category.map_or("", |c| c.as_str())))).collect();
    let chips = chips
        .into_iter()
        .map(|(current, name, to)| {
            view! {
                <a class=format!("chip tint-{name}") href=to aria-current=current.then_some("true")>
                    <Pictogram key=format!("cat-{name}") />
                    {lang().named("category", name)}
                </a>
            }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("goods-shelves")>{chips}</nav> }
}

/// Loads what the posted barcode is assigned to, after [`Code::BarcodeTaken`]; else `None`.
pub(crate) async fn taken_by(cx: &Cx) -> Result<Option<ScannedItem>> {
    if cx.form.error != Some(Error::Conflict(Code::BarcodeTaken)) {
        return Ok(None);
    }
    Ok(cx.store.item_by_code(&cx.actor, cx.field("barcode")).await?)
}

/// Renders the barcode's current item, with a link to it.
pub(crate) fn whose(found: &ScannedItem) -> impl IntoView + use<> {
    let item = &found.item;
    let name = i18n::item_title(&item.key, &item.name, item.id, &found.size);
    let to = format!("/shop/items/{}", item.id);
    view! { <Banner tone="amber">{t!("goods-barcode-is")}" "<a class="link" href=to>{name}</a></Banner> }
}

/// Renders the fields of an own item, filled from `item` or empty.
pub(crate) fn fields(item: Option<&Item>) -> impl IntoView + use<> {
    let item = item.cloned();
    let of = |get: fn(&Item) -> String| item.as_ref().map(get).unwrap_or_default();
    let (name, unit, sizes) = (of(|i| i.name.clone()), of(|i| i.unit.clone()), of(|i| i.sizes.join("\n")));
    let (category, key) = (of(|i| i.category.as_str().to_owned()), of(|i| i.key.clone()));
    let cost = of(|i| if i.cost == 0 { String::new() } else { i.cost.to_string() });
    let (electrical, perishable) = item.as_ref().map_or((false, false), |i| (i.electrical, i.perishable));
    let shelves = Category::ALL.iter().map(|c| (c.as_str().to_owned(), lang().named("category", c.as_str()))).collect();
    view! {
        <Field name="name" label=t!("goods-name") hint=t!("goods-name-hint") value=name required=true max_length=30 />
        <Select name="category" label=t!("goods-category") options=shelves value=category required=true />
        <div class="field-row">
            <Field name="unit" label=t!("goods-unit") hint=t!("goods-unit-hint") value=unit max_length=6 />
            <Field name="cost" label=t!("goods-cost") kind="number" min="0" max="100000" inputmode="numeric" value=cost unit=t!("goods-yuan") />
        </div>
        <TextArea name="sizes" label=t!("goods-sizes") hint=t!("goods-sizes-hint") value=sizes max_length=500 rows=3 />
        <Checkbox name="perishable" label=t!("goods-perishable") checked=perishable />
        <Checkbox name="electrical" label=t!("goods-electrical") checked=electrical />
        <More summary=t!("goods-pictogram")>{pictograms(&key)}</More>
    }
}

/// Renders every pictogram as a choice. Without a choice an item shows its category's.
fn pictograms(chosen: &str) -> impl IntoView + use<> {
    let shelf = |c: &Category| (format!("cat-{}", c.as_str()), lang().named("category", c.as_str()));
    let wares = WARES.iter().map(|name| (format!("ware-{name}"), lang().named("ware", name)));
    let things = ITEMS.iter().map(|item| (item.key.to_owned(), lang().item(item.key)));
    let chosen = crate::web::scene().form.value("key").map_or_else(|| chosen.to_owned(), str::to_owned);
    let pictures = Category::ALL
        .iter()
        .map(shelf)
        .chain(wares)
        .chain(things)
        .map(|(key, name)| {
            let checked = key == chosen;
            view! {
                <label class="picture tint-all">
                    <input type="radio" name="key" value=key.clone() checked=checked />
                    <span class="tile small"><Pictogram key /></span>
                    <span>{name}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend class="visually-hidden">{t!("goods-pictogram")}</legend>
            <div class="picture-grid">{pictures}</div>
        </fieldset>
    }
}
