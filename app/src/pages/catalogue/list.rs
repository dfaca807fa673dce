//! Items: the picture catalogue and the root area's own.

use domain::{
    catalogue::{Category, items::Item},
    permission::Action,
};
use leptos::prelude::*;
use store::catalogue::items::ItemQuery;

use super::pieces::shelves;
use crate::{
    components::{Banner, Empty, Icon, Pager, Search, StatePill, Tile, tint},
    i18n::lang,
    pages::stock::{transfers::kits, words::link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/items?q&category&closed&cursor`.
///
/// With `code`, picks the item that an unknown barcode is assigned to.
pub async fn page(cx: Cx) -> Shown {
    let q: String = cx.query("q").chars().take(40).collect();
    let category: Option<Category> = cx.query("category").parse().ok();
    let closed = cx.query("closed") == "1";
    let query =
        ItemQuery { q: q.clone(), category, closed, cursor: cx.query_i64("cursor").max(0), ..ItemQuery::default() };
    let found = cx.store.items(&cx.actor, &query).await?;
    let kits = match !q.is_empty() && cx.actor.may_somewhere(Action::ReadStock) {
        true => cx.store.kits_at_hand(&cx.actor, cx.shop(), &q).await?,
        false => Vec::new(),
    };
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let code: String = cx.query("code").chars().take(40).collect();
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let asked = cx.clone();
    let to = move |name: &str| asked.query_with(&[("category", name), ("cursor", "")]);
    let closed_link = cx.query_with(&[("closed", if closed { "" } else { "1" }), ("cursor", "")]);
    let new = link("/shop/items/new", &[("code", &code)]);
    let new_link = new.clone();
    Ok(Page::new(cx.lang.t("goods-title"), Here::Stock, move || {
        let keep = vec![
            ("category", category.map_or(String::new(), |c| c.as_str().to_owned())),
            ("code", code.clone()),
            ("closed", if closed { "1".to_owned() } else { String::new() }),
        ];
        let learn = (!code.is_empty()).then(|| {
            let words = t!("goods-learn", code = code.clone());
            view! { <Banner tone="amber"><b>{words}</b>" "{t!("goods-learn-text")}</Banner> }
        });
        let list = if found.items.is_empty() {
            view! { <Empty title=t!("goods-none") action=("/shop/items", t!("goods-show-all"))>{t!("goods-none-text")}</Empty> }.into_any()
        } else {
            let rows = found.items.iter().map(|item| row(item, &code)).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! {
            {learn}
            <Search q=q placeholder=t!("goods-search") keep />
            {shelves(category, &to)}
            {list}
            {kits::at_hand(kits)}
            <Pager next />
            <p><a class="link" href=closed_link>{if closed { t!("goods-hide-closed") } else { t!("goods-show-closed") }}</a></p>
        }
    })
    .back("/shop/stock")
    .tools(move || may_keep.then(|| view! { <a class="btn btn-main" href=new_link><Icon name="plus" />{t!("goods-new")}</a> }))
    .no_index())
}

fn row(item: &Item, code: &str) -> impl IntoView + use<> {
    let to = link(&format!("/shop/items/{}", item.id), &[("code", code)]);
    let mut about = vec![lang().named("category", item.category.as_str())];
    if item.id > 1000 {
        about.push(t!("goods-own"));
    }
    if item.terms.minimum > 0 {
        about.push(t!("goods-minimum-is", n = item.terms.minimum));
    }
    let points = (item.terms.points > 0).then(|| t!("goods-points-are", n = item.terms.points));
    let closed = (!item.open).then(|| view! { <StatePill tone="soft" icon="eye-off" text=t!("goods-closed") /> });
    let (key, photo) = (item.key.clone(), item.photo);
    view! {
        <li>
            <a class=format!("row {}", tint(item.category)) href=to>
                <Tile key item_photo=photo size="small" />
                <span class="row-main">
                    <b>{lang().item_called(&item.key, &item.name, item.id)}</b>
                    <small>{about.join(" · ")}</small>
                </span>
                <span class="row-end">{closed}{points.map(|points| view! { <small class="num">{points}</small> })}</span>
            </a>
        </li>
    }
}
