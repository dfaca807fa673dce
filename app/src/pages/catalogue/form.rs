//! The form for a new item of the root area.

use domain::permission::Action;
use leptos::prelude::*;

use super::pieces::{fields, taken_by, whose};
use crate::{
    components::{ActionForm, Field, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/items/new?code`, and again after it is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let code: String = cx.query("code").chars().take(40).collect();
    let taken = taken_by(&cx).await?;
    Ok(Page::new(cx.lang.t("goods-new-title"), Here::Stock, move || {
        view! {
            <ActionForm to="/shop/items/new">
                {taken.map(|found| whose(&found))}
                {fields(None)}
                <Field name="barcode" label=t!("goods-barcode") hint=t!("goods-barcode-new-hint") value=code max_length=40 autocomplete="off" />
                <div class="thumb-bar"><Submit label=t!("goods-new-do") icon="check" wide=true /></div>
            </ActionForm>
        }
    })
    .back("/shop/items")
    .narrow()
    .no_index())
}
