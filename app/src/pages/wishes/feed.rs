//! The feed of open wishes. Public, without signing in.

use domain::{
    areas::Area,
    catalogue::{self, Category},
    permission::Action,
    site::PublicNumbers,
    wishes::{FeedOrder, Filter, Wish},
};
use leptos::prelude::*;

use crate::{
    components::{
        Empty, Icon, LangSwitch, MorePager, NumbersLine, Pictogram, Search, WishCard,
        area_menu::{Choice, area_menu},
    },
    web::{Cx, Here, Page, SITE_PICTURE, Shown},
};

/// Cost limits to choose from, in yuan.
const COSTS: [i64; 3] = [50, 100, 200];
/// Wishes that a step adds to the list, and how many stand on one page at most.
const STEP: i64 = 20;
const MOST: i64 = 100;

/// Renders `GET /?area&category&q&in_stock&max_cost&item&size&order&shown&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let filter = Filter {
        area: cx.query_i64("area"),
        category: cx.query("category").parse().ok(),
        q: cx.query("q").chars().take(40).collect(),
        in_stock: !cx.query("in_stock").is_empty(),
        max_cost: cx.query_i64("max_cost").max(0),
        item: cx.query_i64("item").max(0),
        size: cx.query("size").chars().take(40).collect(),
        order: cx.query("order").parse().unwrap_or_default(),
        cursor: cx.query_i64("cursor"),
        limit: cx.query_i64("shown").clamp(STEP, MOST),
    };
    let areas = cx.store.districts(cx.actor.root).await?;
    let found = cx.store.feed(&cx.actor, &filter).await?;
    let next = found.next.map(|cursor| longer(&cx, &filter, &found.items, cursor));
    let start = (filter.cursor != 0).then(|| with(&cx, "shown", ""));
    let narrowed = filter.area != 0
        || filter.category.is_some()
        || !filter.q.is_empty()
        || filter.in_stock
        || filter.max_cost != 0
        || filter.item != 0
        || filter.order != FeedOrder::Fair
        || filter.cursor != 0;
    let numbers = if narrowed { PublicNumbers::default() } else { cx.store.public_numbers().await? };
    let areas = area_choices(&cx, &areas, filter.area);
    let wanted = if filter.area == 0 { "/wanted".to_owned() } else { format!("/wanted?area={}", filter.area) };
    let (categories, others) = (category_choices(&cx, filter.category), other_choices(&cx, &filter));
    let orders = order_choices(&cx, &filter);
    let saved = cx.actor.may_somewhere(Action::ClaimWishes);
    let keep = ["area", "category", "in_stock", "max_cost", "item", "size", "order"]
        .map(|name| (name, cx.query(name).to_owned()))
        .to_vec();
    let offers = cx.actor.may_somewhere(Action::OfferGoods);
    let (q, claim, visitor) = (filter.q, cx.may_claim(), !cx.actor.is_signed_in());
    let shown = found.items.len();
    Ok(Page::new(cx.lang.t("feed-title"), Here::Feed, move || {
        view! {
            {(visitor && !narrowed).then(|| view! { <p class="soft">{t!("feed-intro")}</p> })}
            <Search q placeholder=t!("feed-search") keep />
            <nav class="chips" aria-label=t!("feed-categories")>{categories}</nav>
            <nav class="chips" aria-label=t!("feed-conditions")>
                <a class="chip" href=wanted><Icon name="gift" />{t!("wanted-door")}</a>
                {saved.then(|| view! { <a class="chip" href="/saved"><Icon name="heart" />{t!("saved-title")}</a> })}
                {offers.then(|| view! { <a class="chip" href="/offers"><Icon name="hand" />{t!("offers-title")}</a> })}
                {others.into_iter().map(chip).collect_view()}
            </nav>
            {(shown > 1).then(|| sorting(orders))}
            {list(found.items, narrowed, claim)}
            {(shown > 0).then(|| view! { <MorePager next count=shown start /> })}
            <NumbersLine numbers />
            <LangSwitch />
        }
    })
    .live()
    .kept()
    .share(cx.lang.t("share-feed"), cx.lang.t("share-feed-line"), SITE_PICTURE.to_owned())
    .tools(move || area_menu(areas)))
}

fn list(wishes: Vec<Wish>, narrowed: bool, claim: bool) -> AnyView {
    if wishes.is_empty() {
        return if narrowed {
            view! { <Empty title=t!("feed-none-found") action=("/", t!("feed-show-all"))>{t!("feed-none-found-text")}</Empty> }.into_any()
        } else {
            view! { <Empty title=t!("feed-empty")>{t!("feed-empty-text")}</Empty> }.into_any()
        };
    }
    let cards = wishes.into_iter().map(|wish| view! { <WishCard wish claim /> }).collect_view();
    view! { <ul class="feed" data-list>{cards}</ul> }.into_any()
}

/// Returns the query with one filter changed, at the beginning of the list.
fn with(cx: &Cx, name: &str, value: &str) -> String {
    let begin = [("cursor", ""), ("shown", "")].into_iter().filter(|(begins, _)| *begins != name);
    let changes: Vec<(&str, &str)> = begin.chain([(name, value)]).collect();
    cx.address_with(&changes)
}

/// Address of the same list with more wishes, at the first of them; of a long one, of its next page.
fn longer(cx: &Cx, filter: &Filter, items: &[Wish], cursor: i64) -> String {
    if filter.cursor != 0 || filter.limit >= MOST {
        return cx.address_with(&[("cursor", &cursor.to_string()), ("shown", "")]);
    }
    let last = items.last().map_or(0, |wish| wish.id);
    format!("{}#wish-{last}", cx.address_with(&[("shown", &(filter.limit + STEP).to_string())]))
}

/// Lists the orders; the one of a chosen district only where one is chosen.
fn order_choices(cx: &Cx, filter: &Filter) -> Vec<Choice> {
    let orders = FeedOrder::ALL.iter().filter(|order| **order != FeedOrder::Near || filter.area != 0);
    let choice = |order: &FeedOrder| Choice {
        to: with(cx, "order", if *order == FeedOrder::Fair { "" } else { order.as_str() }),
        label: cx.lang.named("feed-order", order.as_str()),
        chosen: *order == filter.order,
    };
    orders.map(choice).collect()
}

/// Renders the menu of orders, which works without a script.
fn sorting(orders: Vec<Choice>) -> impl IntoView {
    let now = orders.iter().find(|order| order.chosen).map(|order| order.label.clone()).unwrap_or_default();
    let links = orders
        .into_iter()
        .map(|order| view! { <a href=order.to aria-current=order.chosen.then_some("true")>{order.label}</a> })
        .collect_view();
    view! {
        <details class="menu sorting">
            <summary class="area-pick"><span class="visually-hidden">{t!("feed-order")}" "</span>{now}<Icon name="chevron-down" /></summary>
            <div class="menu-list">{links}</div>
        </details>
    }
}

fn area_choices(cx: &Cx, areas: &[Area], chosen: i64) -> Vec<Choice> {
    let all = Choice { to: with(cx, "area", ""), label: cx.lang.t("feed-all-areas"), chosen: chosen == 0 };
    // Districts follow their city; where there are several cities, they are set in below it.
    let cities = areas.iter().filter(|area| area.parent == 0).count();
    let others = areas.iter().map(|area| Choice {
        to: with(cx, "area", &area.id.to_string()),
        label: if cities > 1 && area.parent != 0 { format!("\u{3000}{}", area.name) } else { area.name.clone() },
        chosen: area.id == chosen,
    });
    std::iter::once(all).chain(others).collect()
}

fn category_choices(cx: &Cx, chosen: Option<Category>) -> Vec<AnyView> {
    let all = Choice { to: with(cx, "category", ""), label: cx.lang.t("category-all"), chosen: chosen.is_none() };
    let categories: Vec<_> = Category::ALL
        .iter()
        .map(|category| {
            let name = category.as_str();
            let choice = Choice {
                to: with(cx, "category", name),
                label: cx.lang.named("category", name),
                chosen: chosen == Some(*category),
            };
            (name, choice)
        })
        .collect();
    let tinted = categories.into_iter().map(|(name, choice)| {
        view! {
            <a class=format!("chip tint-{name}") href=choice.to aria-current=choice.chosen.then_some("true")>
                <Pictogram key=format!("cat-{name}") />
                {choice.label}
            </a>
        }
        .into_any()
    });
    std::iter::once(chip(all).into_any()).chain(tinted).collect()
}

/// Lists on-off filters; following a chosen one removes it.
fn other_choices(cx: &Cx, filter: &Filter) -> Vec<Choice> {
    let stock = Choice {
        to: with(cx, "in_stock", if filter.in_stock { "" } else { "1" }),
        label: cx.lang.t("wish-in-stock"),
        chosen: filter.in_stock,
    };
    let costs = COSTS.into_iter().map(|cost| {
        let chosen = filter.max_cost == cost;
        let value = if chosen { String::new() } else { cost.to_string() };
        Choice { to: with(cx, "max_cost", &value), label: cx.lang.tf("feed-cost-up-to", &[("n", cost.into())]), chosen }
    });
    let thing = catalogue::find(filter.item).map(|item| Choice {
        to: cx.address_with(&[("item", ""), ("size", ""), ("cursor", "")]),
        label: cx.lang.title(item.key, &filter.size),
        chosen: true,
    });
    // Whether a shop has a thing decides nothing for a donor, who would buy it anyway.
    let stock = (cx.actor.is_staff() || filter.in_stock).then_some(stock);
    thing.into_iter().chain(stock).chain(costs).collect()
}

fn chip(choice: Choice) -> impl IntoView {
    view! { <a class="chip" href=choice.to aria-current=choice.chosen.then_some("true")>{choice.label}</a> }
}
