//! The free shop for families: goods in stock with their prices in points.

use domain::{catalogue::Category, orders::ShelfLine};
use leptos::prelude::*;
use store::orders::basket::{FreeShop, ShelfQuery};

use crate::{
    components::{Empty, Icon, Pager, Pictogram, RowForm, Search, StatePill, Submit, Tile, tint},
    i18n::{date_near, item_title, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/shop?location&category&q&cursor`, and again after a change of the basket.
pub async fn page(cx: Cx) -> Shown {
    let category = cx.query("category").parse::<Category>().ok();
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.query_i64("location") };
    let q: String = cx.query("q").chars().take(40).collect();
    let query = ShelfQuery { location, category, q: q.clone(), cursor: cx.query_i64("cursor") };
    let shop = cx.store.free_shop(&cx.actor, &query).await?;
    let next = shop.lines.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let here = cx.query_with(&[]);
    let chip_of = cx.clone();
    let back_to_it = back_to(&here);
    Ok(Page::new(cx.lang.t("free-title"), Here::FreeShop, move || {
        let place = shop.place.id;
        let chips = Category::ALL.iter().map(|one| {
            let to = chip_of.query_with(&[("category", one.as_str()), ("cursor", "")]);
            chip(*one, to, category == Some(*one))
        });
        let all = chip_of.query_with(&[("category", ""), ("cursor", "")]);
        let keep = vec![
            ("location", if location == 0 { String::new() } else { location.to_string() }),
            ("category", category.map(|c| c.as_str().to_owned()).unwrap_or_default()),
        ];
        let narrowed = category.is_some() || !q.is_empty();
        let empty = shop.lines.items.is_empty();
        let head = head(&shop);
        let foot = to_basket(&shop);
        let points = shop.points;
        let limited = shop.lines.items.iter().any(|line| line.allowance.is_some());
        let taken = shop.taken;
        let held = |line: &ShelfLine| {
            taken.iter().find(|one| one.item == line.item.id && one.size == line.size).map_or(0, |one| one.quantity)
        };
        let of = |line: ShelfLine| {
            let held = held(&line);
            ware(line, held, points, place, &back_to_it)
        };
        let cards = shop.lines.items.into_iter().map(of).collect_view();
        view! {
            {head}
            <Search q=q placeholder=t!("free-search") keep=keep />
            <nav class="chips" aria-label=t!("free-shelves")>
                <a class="chip" href=all aria-current=category.is_none().then_some("true")>{t!("free-all")}</a>
                {chips.collect_view()}
            </nav>
            {if empty && narrowed {
                view! { <Empty title=t!("free-none-found") action=("/home/shop", t!("free-see-all")) /> }.into_any()
            } else if empty {
                view! { <Empty title=t!("free-empty")>{t!("free-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="feed">{cards}</ul> }.into_any()
            }}
            {limited.then(|| view! { <p class="note">{t!("free-limit-note")}</p> })}
            <Pager next />
            {foot}
        }
    })
    .back("/home")
    .no_index())
}

/// Returns the URL that an action redirects to: this page with the same query.
fn back_to(query: &str) -> String {
    let query = query.trim_end_matches('?');
    format!("/home/shop{query}")
}

/// Renders the family's points and the shop.
fn head(shop: &FreeShop) -> impl IntoView + use<> {
    let (place, points) = (shop.place.clone(), shop.points);
    let others = shop.places.iter().filter(|other| other.id != place.id).cloned().collect::<Vec<_>>();
    let others = (!others.is_empty()).then(|| {
        let links = others
            .into_iter()
            .map(|other| view! { <a href=format!("/home/shop?location={}", other.id)>{other.name}</a> })
            .collect_view();
        view! {
            <details class="menu">
                <summary class="area-pick">{t!("free-other-place")}<Icon name="chevron-down" /></summary>
                <div class="menu-list">{links}</div>
            </details>
        }
    });
    view! {
        <section class="card purse">
            <p><span class="soft">{t!("free-my-points")}</span>" "<a class="total" href="/home/points">{t!("free-points", n = points)}</a></p>
            <div class="cluster"><span class="where"><Icon name="pin" />{place.name}</span>{others}</div>
        </section>
    }
}

fn chip(category: Category, to: String, current: bool) -> impl IntoView {
    let name = category.as_str();
    view! {
        <a class=format!("chip tint-{name}") href=to aria-current=current.then_some("true")>
            <Pictogram key=format!("cat-{name}") />
            {lang().named("category", name)}
        </a>
    }
}

/// Renders the form of one step on a card: fewer or more of it in the basket, and back to this card.
fn step(put: &Put, quantity: i64, icon: &'static str, label: String) -> impl IntoView + use<> {
    let Put { place, item, size, back } = put.clone();
    view! {
        <RowForm to="/home/shop/basket/put">
            <input type="hidden" name="location" value=place />
            <input type="hidden" name="item" value=item />
            <input type="hidden" name="size" value=size />
            <input type="hidden" name="back" value=back />
            <button class="icon-btn" name="quantity" value=quantity aria-label=label data-step=icon><Icon name=icon /></button>
        </RowForm>
    }
}

/// What the forms of a card have in common.
#[derive(Clone)]
struct Put {
    place: i64,
    item: i64,
    size: String,
    back: String,
}

/// Renders one line: price, stock left, allowance, and how many of it are in the basket.
fn ware(line: ShelfLine, held: i64, points: i64, place: i64, back: &str) -> impl IntoView + use<> {
    let ShelfLine { item, size, left, allowance } = line;
    let price = item.terms.points;
    let title = item_title(&item.key, &item.name, item.id, &size);
    let none_left = allowance.filter(|allowance| allowance.left() == 0);
    let rule = allowance.map(|allowance| limit(allowance.units, allowance.days));
    let card = format!("ware-{}-{}", item.id, item.sizes.iter().position(|one| *one == size).map_or(0, |at| at + 1));
    let put = Put { place, item: item.id, size: size.clone(), back: format!("{back}#{card}") };
    let act = match none_left {
        _ if held > 0 => {
            let (fewer, more) = (t!("basket-fewer", title = title.clone()), t!("basket-one-more", title = title.clone()));
            view! {
                <span class="count-row act">
                    {step(&put, held - 1, if held == 1 { "trash" } else { "minus" }, fewer)}
                    <b class="num">{held}</b>
                    {(held < left).then(|| step(&put, held + 1, "plus", more))}
                </span>
            }
            .into_any()
        }
        Some(allowance) => {
            view! { <span class="pill pill-amber act"><Icon name="clock" />{t!("free-again", day = date_near(allowance.free))}</span> }.into_any()
        }
        None if price > points => view! { <span class="soft act">{t!("free-short", n = price - points)}</span> }.into_any(),
        None => {
            let (id, back, label) = (item.id, put.back, t!("free-take-one", title = title.clone()));
            view! {
                <RowForm to="/home/shop/basket/add" class="act">
                    <input type="hidden" name="location" value=place />
                    <input type="hidden" name="item" value=id />
                    <input type="hidden" name="size" value=size.clone() />
                    <input type="hidden" name="back" value=back />
                    <span class="visually-hidden">{label}</span>
                    <Submit label=t!("free-take") tone="soft" icon="plus" />
                </RowForm>
            }
            .into_any()
        }
    };
    view! {
        <li class=format!("wish-card ware {}", tint(item.category)) id=card data-stay>
            <Tile key=item.key.clone() item_photo=item.photo />
            <h2>{title}</h2>
            <p class="who"><b class="num">{t!("free-points", n = price)}</b></p>
            <p class="meta">{rule.unwrap_or_default()}</p>
            <p class="need">
                {if left <= 3 {
                    view! { <StatePill tone="amber" icon="box" text=t!("free-only", n = left) /> }.into_any()
                } else {
                    view! { <span class="soft">{t!("free-left", n = left)}</span> }.into_any()
                }}
            </p>
            {act}
        </li>
    }
}

/// Formats the allowance: `每户一年 1 件`.
pub(crate) fn limit(units: i64, days: i64) -> String {
    match days {
        365 | 366 => t!("free-limit-year", n = units),
        28..=31 => t!("free-limit-month", n = units),
        7 => t!("free-limit-week", n = units),
        _ => t!("free-limit-days", n = units, days = days),
    }
}

/// Renders the link to the basket, within reach of the thumb.
fn to_basket(shop: &FreeShop) -> impl IntoView + use<> {
    let (to, n) = (format!("/home/shop/basket?location={}", shop.place.id), shop.basket);
    let bar = (n > 0).then(|| {
        view! {
            <div class="thumb-bar">
                <a class="btn btn-main btn-wide" href=to><Icon name="box" />{t!("free-to-basket", n = n)}</a>
            </div>
        }
    });
    // Always there, so that a card's form finds the place of the total.
    view! { <div id="basket-total" data-total>{bar}</div> }
}
