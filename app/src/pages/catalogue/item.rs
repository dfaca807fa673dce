//! One item: its terms in the root area, its barcodes, and for an own item its other fields.

use domain::{catalogue::items::Item, permission::Action};
use leptos::prelude::*;
use store::catalogue::items::{Barcode, ItemFile, ScannedItem};

use super::pieces::{fields, taken_by, whose};
use crate::{
    components::{
        ActionForm, Checkbox, Fact, Facts, Field, FileField, Icon, More, PICTURES, Select, Submit, Tile, tint,
    },
    i18n::{self, lang},
    pages::{
        audit::{History, history},
        stock::words::{grouped, link},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/items/{id}?code`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let file = cx.store.item_file(&cx.actor, cx.id("id")?).await?;
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let code: String = cx.query("code").chars().take(40).collect();
    let taken = taken_by(&cx).await?;
    let title = cx.lang.item_called(&file.item.key, &file.item.name, file.item.id);
    let again = file.item.id;
    let history = history(&cx, "item", again).await?;
    Ok(Page::new(title, Here::Stock, move || {
        let own = file.item.root != 0;
        let kit = (own && file.item.sizes.is_empty()).then(|| format!("/shop/kits/{again}"));
        view! {
            {about(&file)}
            {if may_keep { terms_form(&file.item).into_any() } else { terms_facts(&file.item).into_any() }}
            {barcodes(&file, may_keep, &code, taken)}
            {kit.map(|to| view! { <p><a class="link" href=to>{t!("kit-open")}<Icon name="chevron-right" /></a></p> })}
            {(own && may_keep).then(|| change(&file.item))}
            {history.map(History::drawn)}
        }
    })
    .back("/shop/items")
    .narrow()
    .tools(move || view! { <a class="btn btn-quiet" href=format!("/shop/labels?item={again}")><Icon name="print" />{t!("goods-labels")}</a> })
    .no_index())
}

fn about(file: &ItemFile) -> impl IntoView + use<> {
    let item = file.item.clone();
    let name = lang().item_called(&item.key, &item.name, item.id);
    let stock = link("/shop/stock", &[("q", &name)]);
    let sizes: Vec<_> = item.sizes.iter().map(|size| i18n::size(size)).collect();
    let mut traits = Vec::new();
    if item.perishable {
        traits.push(t!("goods-perishable"));
    }
    if item.electrical {
        traits.push(t!("goods-electrical"));
    }
    let on_hand = format!("{} {}", grouped(file.on_hand), item.unit);
    let short = file.on_hand < item.terms.minimum;
    view! {
        <section class=format!("card {}", tint(item.category))>
            <div class="cluster">
                <Tile key=item.key.clone() item_photo=item.photo />
                <div class="stack">
                    <b>{lang().named("category", item.category.as_str())}</b>
                    {(!item.open).then(|| view! { <span class="pill pill-soft"><Icon name="eye-off" />{t!("goods-closed")}</span> })}
                    {short.then(|| view! { <span class="pill pill-amber"><Icon name="alert" />{t!("stock-short")}</span> })}
                </div>
            </div>
            <Facts>
                <Fact name=t!("stock-place-shelf")><a class="total" href=stock>{on_hand}</a></Fact>
                {(!sizes.is_empty()).then(|| view! { <Fact name=t!("field-size")>{sizes.join("、")}</Fact> })}
                {(item.cost > 0).then(|| view! { <Fact name=t!("goods-cost")>{i18n::money(item.cost)}</Fact> })}
                {(!traits.is_empty()).then(|| view! { <Fact name=t!("goods-traits")>{traits.join("、")}</Fact> })}
            </Facts>
        </section>
    }
}

fn terms_form(item: &Item) -> impl IntoView + use<> {
    let (to, terms) = (format!("/shop/items/{}/terms", item.id), item.terms);
    let unit = item.unit.clone();
    // 0 is shown as an empty field.
    let value = |n: i64| if n == 0 { String::new() } else { n.to_string() };
    view! {
        <section class="card">
            <h2>{t!("goods-terms")}</h2>
            <ActionForm to=to>
                <Field name="points" label=t!("goods-points") hint=t!("goods-points-hint") kind="number" min="0" max="100000" inputmode="numeric" value=value(terms.points) unit=t!("goods-points-unit") />
                <Field name="minimum" label=t!("goods-minimum") hint=t!("goods-minimum-hint") kind="number" min="0" max="100000" inputmode="numeric" value=value(terms.minimum) unit=unit.clone() />
                <div class="field-row">
                    <Field name="limit_units" label=t!("goods-limit-units") hint=t!("goods-limit-hint") kind="number" min="0" max="1000" inputmode="numeric" value=value(terms.limit_units) unit=unit />
                    <Field name="limit_days" label=t!("goods-limit-days") kind="number" min="0" max="3660" inputmode="numeric" value=value(terms.limit_days) unit=t!("goods-days") />
                </div>
                <Submit label=t!("goods-terms-do") icon="check" />
            </ActionForm>
        </section>
    }
}

fn terms_facts(item: &Item) -> impl IntoView + use<> {
    let terms = item.terms;
    let limit = match (terms.limit_units, terms.limit_days) {
        (0, _) => t!("goods-no-limit"),
        (n, days) => t!("goods-limit-is", n = n, days = days),
    };
    let points = if terms.points == 0 { t!("goods-not-offered") } else { t!("goods-points-are", n = terms.points) };
    view! {
        <section class="card">
            <h2>{t!("goods-terms")}</h2>
            <Facts>
                <Fact name=t!("goods-points")>{points}</Fact>
                <Fact name=t!("goods-minimum")>{terms.minimum}</Fact>
                <Fact name=t!("goods-limit-units")>{limit}</Fact>
            </Facts>
        </section>
    }
}

fn barcodes(file: &ItemFile, may_keep: bool, code: &str, taken: Option<ScannedItem>) -> impl IntoView + use<> {
    let id = file.item.id;
    let rows = file.barcodes.iter().map(|barcode| barcode_row(id, barcode, may_keep)).collect_view();
    let none = file.barcodes.is_empty();
    let sizes = &file.item.sizes;
    let sizes: Vec<_> = sizes.iter().map(|size| (size.clone(), i18n::size(size))).collect();
    let code = code.to_owned();
    view! {
        <section class="card">
            <h2 id="barcodes">{t!("goods-barcodes")}</h2>
            {if none {
                view! { <p class="soft">{t!("goods-barcodes-none")}</p> }.into_any()
            } else {
                view! { <ul class="rows" aria-labelledby="barcodes">{rows}</ul> }.into_any()
            }}
            {may_keep.then(|| view! {
                <ActionForm to=format!("/shop/items/{id}/barcodes")>
                    {taken.map(|found| whose(&found))}
                    <Field name="barcode" label=t!("goods-barcode") hint=t!("goods-barcode-hint") value=code max_length=40 required=true autocomplete="off" />
                    {(!sizes.is_empty()).then(|| view! { <Select name="size" label=t!("goods-barcode-size") options=sizes /> })}
                    <Submit label=t!("goods-barcode-do") tone="soft" icon="plus" />
                </ActionForm>
            })}
        </section>
    }
}

fn barcode_row(id: i64, barcode: &Barcode, may_keep: bool) -> impl IntoView + use<> {
    let Barcode { code, size } = barcode.clone();
    let label = t!("goods-barcode-remove", code = code.clone());
    view! {
        <li class="row">
            <span class="row-main">
                <b class="num">{code.clone()}</b>
                {(!size.is_empty()).then(|| view! { <small>{i18n::size(&size)}</small> })}
            </span>
            {may_keep.then(|| view! {
                <ActionForm to=format!("/shop/items/{id}/barcodes/remove") class="row-end">
                    <input type="hidden" name="removed" value=code />
                    <button class="icon-btn" aria-label=label><Icon name="trash" /></button>
                </ActionForm>
            })}
        </li>
    }
}

fn change(item: &Item) -> impl IntoView + use<> {
    let (id, photo, open) = (item.id, item.photo, item.open);
    let to = format!("/shop/items/{id}");
    let picture = format!("/shop/items/{id}/photo");
    let own = item.clone();
    view! {
        <More summary=t!("goods-change") to=to.clone()>
            <ActionForm to=to>
                {fields(Some(&own))}
                <Checkbox name="open" label=t!("goods-open") checked=open />
                <Submit label=t!("goods-change-do") tone="soft" icon="check" />
            </ActionForm>
        </More>
        <More summary=t!("goods-photo") to=picture.clone()>
            <ActionForm to=picture files=true>
                <FileField name="photo" label=t!("goods-photo-file") hint=t!("goods-photo-hint") accept=PICTURES required=true />
                <Submit label=t!("goods-photo-do") tone="soft" icon="camera" />
            </ActionForm>
            {(photo != 0).then(|| view! {
                <ActionForm to=format!("/shop/items/{id}/photo/remove")>
                    <Submit label=t!("goods-photo-remove") tone="quiet" icon="trash" />
                </ActionForm>
            })}
        </More>
    }
}
