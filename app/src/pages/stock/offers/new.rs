//! The form for an offer: first the item, then quantity and condition.

use domain::{
    Error,
    catalogue::{self, Category, ITEMS, items::Item},
    permission::Action,
    stock::offers::{MOST_PHOTOS, Need},
};
use leptos::prelude::*;
use store::db::folding::fold;

use crate::{
    components::{
        ActionForm, Banner, Checkbox, Choice, Empty, Field, FileField, Icon, PICTURES, Search, Select, Stepper, Submit,
        TextArea, Tile, tint,
    },
    i18n::{self, item_title, lang},
    pages::stock::pieces::condition_choices,
    web::{Cx, Here, Page, Shown},
};

/// Value of the choice for goods outside the catalogue.
const OWN: &str = "own";

/// Renders `GET /offers/new?item&q`, and again after it is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::OfferGoods)?;
    let asked = if cx.form.is_posted() { cx.field("item") } else { cx.query("item") };
    let title = cx.lang.t("offers-new");
    if asked == OWN || (cx.form.is_posted() && matches!(asked, "" | "0")) {
        return Ok(Page::new(title, Here::Claims, || form(None, Need::default()))
            .back("/offers/new")
            .narrow()
            .no_index());
    }
    if !asked.is_empty() {
        let id = catalogue::by_key(asked).map(|item| item.id).or_else(|| asked.parse().ok()).ok_or(Error::NotFound)?;
        let item = cx.store.offered_item(&cx.actor, id).await?;
        let need = cx.store.need(&cx.actor, item.id).await?;
        let called = cx.lang.item_title(&item.key, &item.name, item.id, "");
        let title = cx.lang.tf("offers-new-item", &[("item", called.into())]);
        return Ok(Page::new(title, Here::Claims, move || form(Some(item), need))
            .back("/offers/new")
            .narrow()
            .no_index());
    }
    let q: String = cx.query("q").chars().take(40).collect();
    Ok(Page::new(title, Here::Claims, move || {
        let wanted = fold(q.trim());
        let found: Vec<_> =
            ITEMS.iter().filter(|item| fold(&format!("{} {}", item.zh, item.en)).contains(&wanted)).collect();
        let shelves = Category::ALL.iter().filter(|c| found.iter().any(|item| item.category == **c));
        let shelves = shelves.map(|category| shelf(*category, &found)).collect_view();
        view! {
            <Search q=q placeholder=t!("offers-search") />
            {found.is_empty().then(|| view! { <Empty title=t!("offers-none")>{t!("offers-none-text")}</Empty> })}
            <a class="door tint-all" href=format!("/offers/new?item={OWN}")>
                <Icon name="pen" />
                <span>{t!("offers-own")}</span>
                <Icon name="chevron-right" />
            </a>
            {shelves}
        }
    })
    .back("/offers")
    .no_index())
}

fn shelf(category: Category, found: &[&'static catalogue::Item]) -> impl IntoView + use<> {
    let id = format!("shelf-{}", category.as_str());
    let here = found.iter().filter(|item| item.category == category);
    let pictures = here
        .map(|item| {
            view! {
                <a class=format!("picture {}", tint(item.category)) href=format!("/offers/new?item={}", item.key)>
                    <Tile key=item.key />
                    <span>{lang().item(item.key)}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{lang().named("category", category.as_str())}</h2>
            <div class="picture-grid">{pictures}</div>
        </section>
    }
}

/// Renders stock and need of the item, to avoid a wasted trip.
fn known(need: Need) -> AnyView {
    let (have, wanted) = (need.have, need.wanted());
    match wanted {
        0 if have >= 10 => view! { <Banner tone="amber">{t!("offers-plenty", have = have)}</Banner> }.into_any(),
        0 => ().into_any(),
        n => view! { <Banner tone="tea">{t!("offers-wanted", n = n)}</Banner> }.into_any(),
    }
}

fn form(item: Option<Item>, need: Need) -> impl IntoView {
    let number = item.as_ref().map_or(0, |item| item.id);
    let sizes: Vec<_> = item.iter().flat_map(|item| &item.sizes).map(|s| (s.clone(), i18n::size(s))).collect();
    let what = match item {
        Some(item) => {
            let title = item_title(&item.key, &item.name, item.id, "");
            view! {
                <div class=format!("cluster {}", tint(item.category))>
                    <Tile key=item.key item_photo=item.photo />
                    <b>{title}</b>
                    <a class="link" href="/offers/new">{t!("stock-receive-other")}</a>
                </div>
                {known(need)}
            }
            .into_any()
        }
        None => ().into_any(),
    };
    view! {
        {what}
        <ActionForm to="/offers/new" files=true>
            <input type="hidden" name="item" value=number />
            {(number == 0).then(|| view! { <Field name="thing" label=t!("field-thing") hint=t!("offers-what-hint") required=true max_length=40 /> })}
            {(!sizes.is_empty()).then(|| view! { <Select name="size" label=t!("field-size") options=sizes /> })}
            <Stepper name="quantity" label=t!("field-quantity") max=999 />
            <Choice name="condition" label=t!("shop-condition-ask") options=condition_choices() side=true />
            <TextArea name="words" label=t!("offers-words") hint=t!("offers-words-hint") max_length=300 rows=2 />
            <FileField name="photo" label=t!("offers-photos", n = MOST_PHOTOS) accept=PICTURES multiple=true />
            <Checkbox name="named" label=t!("offers-named") />
            <div class="thumb-bar">
                <p class="note">{t!("offers-note")}</p>
                <Submit label=t!("offers-send") icon="check" wide=true />
            </div>
        </ActionForm>
    }
}
