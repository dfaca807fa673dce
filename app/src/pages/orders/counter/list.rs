//! Orders at the counter, by pick-up time.

use domain::{
    ledger::Location,
    orders::{Order, OrderState},
    permission::Action,
    tables::filters::ListKind,
};
use leptos::prelude::*;
use store::orders::views::Which;

use crate::{
    components::{
        ActionForm, Empty, Field, Icon, More, Near, Pager, Submit, Tile, order_pill, slot_name,
        tables::{
            bar::{ListBar, MoreRows, print_head},
            prints, reads_on,
        },
        tint,
    },
    i18n::{alias, item_title},
    pages::stock::pieces::{Find, location_choice, location_filter},
    web::{Cx, Here, Page, Shown},
};

/// The lists, in the order of their chips.
const LISTS: [(&str, Which); 3] = [("today", Which::Today), ("later", Which::Later), ("ended", Which::Ended)];

/// Renders `GET /shop/orders?list&location&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (name, which) = LISTS.iter().copied().find(|(name, _)| *name == cx.query("list")).unwrap_or(LISTS[0]);
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.shop() };
    let mut found = cx.store.shop_orders(&cx.actor, which, location, cx.query_i64("cursor")).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.shop_orders(&cx.actor, which, location, cursor).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let bar = ListBar::of_list(&cx, ListKind::Orders).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let shops = match may_keep {
        true => cx.store.shops(&cx.actor, Action::KeepStock).await?,
        false => cx.store.shops(&cx.actor, Action::ReadStock).await?,
    };
    let chosen = match (location, shops.as_slice()) {
        (0, [only]) => only.id,
        (id, _) => id,
    };
    let capacity = match may_keep && shops.iter().any(|shop| shop.id == chosen) {
        true => Some(cx.store.order_capacity_of(&cx.actor, chosen).await?),
        false => None,
    };
    let address = cx.clone();
    Ok(Page::new(cx.lang.t("shop-orders-title"), Here::Orders, move || {
        let chips = LISTS.iter().map(|(one, _)| {
            let to = address.query_with(&[("list", one), ("cursor", "")]);
            let current = (*one == name).then_some("true");
            view! { <a class="chip" href=to aria-current=current>{t!(&format!("shop-orders-{one}"))}</a> }
        });
        let filter = location_filter(&shops, location).map(|select| {
            view! {
                <form class="filter-row">
                    <input type="hidden" name="list" value=name />
                    {select}
                    <button class="btn btn-quiet btn-small">{t!("stock-filter")}</button>
                </form>
            }
        });
        let empty = found.items.is_empty();
        let list = if empty {
            view! { <Empty title=t!(&format!("shop-orders-none-{name}"))>{t!("shop-orders-none-text")}</Empty> }
                .into_any()
        } else {
            rows(found.items).into_any()
        };
        view! {
            {bar.chips()}
            <Find />
            <nav class="chips" aria-label=t!("shop-orders-title")>{chips.collect_view()}</nav>
            {filter}
            {head.map(|rows| print_head(rows, left))}
            {list}
            <Pager next />
            {bar.save()}
            {capacity.map(|orders| capacity_form(&shops, chosen, orders))}
        }
    })
    .tools(move || {
        may_keep.then(
            || view! { <a class="btn btn-soft" href="/shop/walk-in"><Icon name="users" />{t!("walk-in-title")}</a> },
        )
    })
    .no_index())
}

pub(crate) fn rows(orders: Vec<Order>) -> impl IntoView {
    let rows = orders.into_iter().map(|order| view! { <li>{row(order)}</li> }).collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn row(order: Order) -> impl IntoView {
    let first = order.lines.first().cloned();
    let tinted = first.as_ref().map(|line| tint(line.category)).unwrap_or_default();
    let when = match (order.state, order.walk_in) {
        (OrderState::Held, _) => slot_name(order.pickup).into_any(),
        (_, true) => view! { {t!("shop-orders-walk-in")}" "<Near at=order.created /> }.into_any(),
        _ => view! { <Near at=order.changed /> }.into_any(),
    };
    let (what, id) = (contents(&order), order.id);
    view! {
        <a class=format!("row {tinted}") href=format!("/shop/orders/{id}")>
            {first.map(|line| view! { <Tile key=line.key item_photo=line.photo size="small" /> })}
            <span class="row-main">
                <b>{what}</b>
                <small>{alias(&order.alias)}" · "{when}</small>
            </span>
            <span class="row-end">{order_pill(order.state)}<small class="num">"#"{id}</small></span>
        </a>
    }
}

/// Lists the contents of an order: `炒锅 × 2、台灯 × 1`.
fn contents(order: &Order) -> String {
    let of = |line: &domain::orders::OrderLine| {
        format!("{} × {}", item_title(&line.key, &line.name, line.item, &line.size), line.quantity)
    };
    let shown = order.lines.iter().take(3).map(of).collect::<Vec<_>>().join(&t!("orders-and"));
    if order.lines.len() > 3 { t!("orders-and-more", what = shown, n = order.units()) } else { shown }
}

/// Renders the form for how many orders the shop takes per half day.
fn capacity_form(shops: &[Location], location: i64, orders: i64) -> impl IntoView + use<> {
    let name = shops.iter().find(|shop| shop.id == location).map(|shop| shop.name.clone()).unwrap_or_default();
    view! {
        <More summary=t!("shop-orders-capacity") to="/shop/orders/capacity">
            <ActionForm to="/shop/orders/capacity">
                <input type="hidden" name="location" value=location />
                <Field
                    name="orders" label=t!("field-orders") hint=t!("shop-orders-capacity-hint", place = name)
                    value=orders.to_string() kind="number" inputmode="numeric" min="0" max="1000" required=true
                />
                <Submit label=t!("shop-orders-capacity-set") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the choice of the shop that a walk-in takes goods from.
pub(crate) fn shop_choice(shops: &[Location], chosen: i64) -> AnyView {
    let [only] = shops else {
        return location_choice("location", t!("stock-location"), shops, &chosen.to_string());
    };
    view! { <input type="hidden" name="location" value=only.id /> }.into_any()
}
