//! The form that recalls lots of an item.

use leptos::prelude::*;
use store::stock::recalls::views::RecallableLot;

use super::super::{pieces::best_before, words::grouped};
use crate::{
    components::{ActionForm, Banner, Empty, Field, Submit},
    i18n::{date_near, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /shop/recalls/new?item&lot`, and again after a refusal.
pub async fn page(cx: Cx) -> Shown {
    let asked = if cx.field("item").is_empty() { cx.query_i64("item") } else { cx.field_i64("item") };
    let lots = cx.store.recallable(&cx.actor, asked).await?;
    if asked == 0 {
        // Lots are found by their item.
        return Ok(Page::new(cx.lang.t("recall-find"), Here::Moving, || {
            view! { <Empty title=t!("recall-find") action=("/shop/stock", t!("stock-back"))>{t!("recall-find-text")}</Empty> }
        })
        .back("/shop/recalls")
        .no_index());
    }
    let item = cx.store.item_file(&cx.actor, asked).await?.item;
    let chosen = cx.query_i64("lot");
    let title = cx.lang.item_title(&item.key, &item.name, item.id, "");
    let title = cx.lang.tf("recall-new", &[("item", title.into())]);
    Ok(Page::new(title, Here::Moving, move || {
        if lots.is_empty() {
            return view! { <Empty title=t!("recall-no-lots") action=("/shop/stock", t!("stock-back")) /> }.into_any();
        }
        let rows = lots.iter().map(|lot| row(lot, chosen)).collect_view();
        view! {
            <Banner tone="amber">{t!("recall-new-text")}</Banner>
            <ActionForm to="/shop/recalls/new">
                <input type="hidden" name="item" value=item.id />
                <fieldset class="field" id="lots"><legend>{t!("recall-lots")}</legend>{rows}</fieldset>
                <Field name="reason" label=t!("recall-reason") hint=t!("recall-reason-hint") required=true max_length=200 />
                <div class="thumb-bar"><Submit label=t!("recall-do") tone="bad" icon="alert" wide=true /></div>
            </ActionForm>
        }
        .into_any()
    })
    .back("/shop/recalls")
    .narrow()
    .no_index())
}

fn row(lot: &RecallableLot, chosen: i64) -> impl IntoView + use<> {
    let form = scene().form;
    let number = lot.lot.to_string();
    let ticked = lot.lot == chosen || form.values.iter().any(|(name, value)| name == "lots" && *value == number);
    let came = date_near(lot.created);
    let origin = lang().named("stock-origin", &lot.origin);
    let receipt = (lot.receipt != 0).then(|| format!(" · {}", t!("lot-receipt", n = format!("#{}", lot.receipt))));
    let (size, expires) = (lang().size(&lot.size), best_before(lot.expires));
    let units = t!("recall-left", shops = grouped(lot.in_shops), homes = grouped(lot.at_homes));
    let named = t!("stock-lot", n = number.clone());
    view! {
        <label class="check">
            <input type="checkbox" name="lots" value=number checked=ticked />
            <span>
                <b>{named}</b>" "{size}" "{expires}
                <small class="soft">{came}" · "{origin}{receipt}</small>
                <small>{units}</small>
            </span>
        </label>
    }
}
