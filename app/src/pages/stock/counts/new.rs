//! The form for a new stock-take: shop and category.

use domain::{catalogue::Category, permission::Action};
use leptos::prelude::*;

use super::super::pieces::location_choice;
use crate::{
    components::{ActionForm, Checkbox, Choice, Empty, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/stock-takes/new`, and again after it is refused.
pub async fn page(cx: Cx) -> Shown {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let start = match (shops.as_slice(), cx.shop()) {
        ([only], _) => only.id.to_string(),
        (_, 0) => String::new(),
        (_, asked) => asked.to_string(),
    };
    Ok(Page::new(cx.lang.t("takes-new"), Here::Stock, move || {
        if shops.is_empty() {
            return view! { <Empty title=t!("stock-no-shop") pictogram="bridge">{t!("stock-no-shop-text")}</Empty> }
                .into_any();
        }
        let all = [("all".to_owned(), t!("takes-everything"), t!("takes-everything-hint"))];
        let categories = Category::ALL.iter().map(|category| {
            (category.as_str().to_owned(), crate::i18n::lang().named("category", category.as_str()), String::new())
        });
        let options = all.into_iter().chain(categories).collect();
        view! {
            <ActionForm to="/shop/stock-takes/new">
                {location_choice("location", t!("stock-location"), &shops, &start)}
                <Choice name="category" label=t!("takes-which") options value="all" side=true />
                <Checkbox name="blind" label=t!("takes-blind") />
                <p class="note">{t!("takes-new-note")}</p>
                <div class="thumb-bar"><Submit label=t!("takes-start") wide=true /></div>
            </ActionForm>
        }
        .into_any()
    })
    .back("/shop/stock-takes")
    .narrow()
    .no_index())
}
