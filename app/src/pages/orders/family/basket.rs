//! A family's basket: cost, obstacles and pick-up time.

use domain::{Code, opening::Opening, orders::Slot, time::Day};
use leptos::prelude::*;
use store::orders::basket::{Basket, BasketLine};

use crate::{
    components::{ActionForm, Banner, Choice, Empty, Icon, RowForm, ShopPlace, Submit, Tile, slot_parts, tint},
    i18n::{date_near, item_title, lang},
    pages::orders::family::shelf::limit,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/shop/basket?location`, and again after the order is refused.
pub async fn page(cx: Cx) -> Shown {
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.query_i64("location") };
    let basket = cx.store.basket(&cx.actor, location).await?;
    let opening = cx.store.opening(basket.place.id).await?;
    let back = format!("/home/shop?location={}", basket.place.id);
    Ok(Page::new(cx.lang.t("basket-title"), Here::FreeShop, {
        let back = back.clone();
        move || {
            if basket.lines.is_empty() {
                return view! {
                    <Empty title=t!("basket-empty") action=("/home/shop", t!("basket-fill"))>{t!("basket-empty-text")}</Empty>
                }
                .into_any();
            }
            let place = basket.place.id;
            let rows = basket.lines.iter().map(|line| row(line, place)).collect_view();
            view! {
                <ul class="rows">{rows}</ul>
                {sums(&basket)}
                {checkout(&basket, opening)}
                <a class="link" href=back.clone()>{t!("basket-more")}</a>
            }
            .into_any()
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders one line; fewer and more are one-button forms.
fn row(line: &BasketLine, place: i64) -> impl IntoView + use<> {
    let (item, size, quantity) = (&line.shelf.item, line.shelf.size.clone(), line.quantity);
    let title = item_title(&item.key, &item.name, item.id, &size);
    let costs = t!("basket-costs", n = item.terms.points, of = quantity, sum = item.terms.points * quantity);
    let wrong = line.refused().map(|code| in_the_way(line, code));
    let (fewer, more) = (t!("basket-fewer", title = title.clone()), t!("basket-one-more", title = title.clone()));
    let put = move |to: i64, icon: &'static str, label: String, size: String, item: i64| {
        view! {
            <RowForm to="/home/shop/basket/put">
                <input type="hidden" name="location" value=place />
                <input type="hidden" name="item" value=item />
                <input type="hidden" name="size" value=size />
                <button class="icon-btn" name="quantity" value=to aria-label=label><Icon name=icon /></button>
            </RowForm>
        }
    };
    let less_icon = if quantity == 1 { "trash" } else { "minus" };
    view! {
        <li>
            <div class=format!("row {}", tint(item.category))>
                <Tile key=item.key.clone() item_photo=item.photo size="small" />
                <span class="row-main">
                    <b>{title}</b>
                    <small class="num">{costs}</small>
                    {wrong.map(|wrong| view! { <small class="error"><Icon name="alert" />{wrong}</small> })}
                </span>
                <span class="row-end count-row">
                    {put(quantity - 1, less_icon, fewer, size.clone(), item.id)}
                    <b class="num">{quantity}</b>
                    {put(quantity + 1, "plus", more, size, item.id)}
                </span>
            </div>
        </li>
    }
}

/// Explains, with numbers, why a line cannot be ordered as it is.
fn in_the_way(line: &BasketLine, code: Code) -> String {
    match (code, line.shelf.allowance) {
        (Code::NotEnoughStock, _) if line.shelf.left == 0 => t!("basket-none-left"),
        (Code::NotEnoughStock, _) => t!("basket-only", n = line.shelf.left),
        (Code::LimitReached, Some(allowance)) => {
            let rule = limit(allowance.units, allowance.days);
            match (allowance.left(), allowance.free) {
                (0, free) => t!("basket-limit-until", rule = rule, day = date_near(free)),
                (left, _) => t!("basket-limit-left", rule = rule, n = left),
            }
        }
        _ => lang().refusal(code),
    }
}

/// Renders the total and the family's points.
fn sums(basket: &Basket) -> impl IntoView + use<> {
    let (total, points) = (basket.total(), basket.points);
    let short = total - points;
    view! {
        <section class="card">
            <dl class="facts">
                <div><dt>{t!("basket-total")}</dt><dd><b class="num">{t!("free-points", n = total)}</b></dd></div>
                <div><dt>{t!("free-my-points")}</dt><dd class="num"><a class="total" href="/home/points">{t!("free-points", n = points)}</a></dd></div>
                {(short <= 0).then(|| view! {
                    <div><dt>{t!("basket-rest")}</dt><dd class="num">{t!("free-points", n = -short)}</dd></div>
                })}
            </dl>
            {(short > 0).then(|| view! { <Banner tone="amber">{t!("basket-short", n = short)}</Banner> })}
        </section>
    }
}

/// Renders the pick-up choice. It posts the lines along, so that what was seen is what is ordered.
fn checkout(basket: &Basket, opening: Opening) -> AnyView {
    // Nothing can be collected on a day on which the shop is closed.
    let is_open = |slot: &Slot| opening.is_open_on(Day::of(slot.from));
    let free: Vec<_> = basket.slots.iter().filter(|(slot, left)| *left > 0 && is_open(slot)).collect();
    let place = basket.place.clone();
    if free.is_empty() {
        return view! { <Banner tone="amber">{t!("basket-no-slot")}</Banner> }.into_any();
    }
    let options = free.into_iter().map(|(slot, left)| {
        let (half, date) = slot_parts(slot.from);
        let small = if *left <= 3 { format!("{date} · {}", t!("basket-slot-left", n = *left)) } else { date };
        (slot.from.to_string(), half, small)
    });
    let options = options.collect::<Vec<_>>();
    let lines = basket
        .lines
        .iter()
        .map(|line| {
            view! {
                <input type="hidden" name="item" value=line.shelf.item.id />
                <input type="hidden" name="size" value=line.shelf.size.clone() />
                <input type="hidden" name="quantity" value=line.quantity />
            }
        })
        .collect_view();
    view! {
        <ActionForm to="/home/shop/basket">
            <input type="hidden" name="location" value=place.id />
            {lines}
            <Choice name="pickup" label=t!("basket-when") options side=true />
            <ShopPlace title=place.name.clone() location=place opening />
            <div class="thumb-bar">
                <p class="note">{t!("basket-note")}</p>
                <Submit label=t!("basket-order") icon="check" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}
