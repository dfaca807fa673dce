//! Orders at the counter, by pick-up time.

use axum::{extract::State, response::Response};
use domain::{
    ledger::Location,
    orders::{Order, OrderState},
    permission::Action,
    tables::{Lines, OrderColumn, Sort, filters::ListKind},
};
use leptos::prelude::*;
use store::orders::views::Which;

use crate::{
    components::{
        ActionForm, Empty, Field, Icon, More, Near, Submit, Tile, order_pill, slot_name,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints, window,
        },
        tint,
    },
    i18n::{alias, item_title},
    pages::{
        imports::answer,
        stock::pieces::{Find, location_choice, location_filter},
    },
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown, state::AppState},
};

/// The lists, in the order of their chips.
const LISTS: [(&str, Which); 3] = [("today", Which::Today), ("later", Which::Later), ("ended", Which::Ended)];

/// Builds the table; held orders have a time of pick-up, ended ones that of their end.
fn grid(cx: &Cx, which: Which, several: bool, sort: Sort<OrderColumn>) -> DataTable {
    let mut columns = vec![
        Column::text("what", cx.lang.t("field-item")),
        Column::number("number", cx.lang.t("table-number")).sorted(),
        Column::text("family", cx.lang.t("table-family")),
        match which {
            Which::Ended => Column::text("changed", cx.lang.t("shop-order-ended")).sorted(),
            Which::Today | Which::Later => Column::text("pickup", cx.lang.t("shop-order-for")).sorted(),
        },
        Column::number("points", cx.lang.t("field-points")).sorted(),
    ];
    if several {
        columns.push(Column::text("place", cx.lang.t("stock-location")).sorted());
    }
    columns.push(Column::mark("state", cx.lang.t("table-state")));
    DataTable::of(cx, ListKind::Orders, cx.lang.t("shop-orders-title"), columns, Some(sort))
}

/// Renders an order as a row; `several` adds the shop.
fn line(order: &Order, several: bool) -> Line {
    let id = order.id;
    let mut cells = vec![
        format!("#{id}").into_any(),
        alias(&order.alias).into_any(),
        when(order),
        order.points.to_string().into_any(),
    ];
    cells.extend(several.then(|| order.location_name.clone().into_any()));
    cells.push(order_pill(order.state));
    Line { id, to: format!("/shop/orders/{id}"), title: contents(order), note: None, pick: None, cells }
}

/// Renders when a held order is wanted, and when another one ended.
fn when(order: &Order) -> AnyView {
    match (order.state, order.walk_in) {
        (OrderState::Held, _) => slot_name(order.pickup).into_any(),
        (_, true) => view! { {t!("shop-orders-walk-in")}" "<Near at=order.created /> }.into_any(),
        _ => view! { <Near at=order.changed /> }.into_any(),
    }
}

/// Reads which list is asked for, with its name.
fn which(cx: &Cx) -> (&'static str, Which) {
    LISTS.iter().copied().find(|(name, _)| *name == cx.query("list")).unwrap_or(LISTS[0])
}

/// Serves `GET /shop/orders/file?format`, with the filters and the order of the list.
pub(super) async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> domain::Result<File> {
    cx.actor.must_somewhere(Action::HandOver).or(cx.actor.must_somewhere(Action::ReadStock))?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let (_, which) = which(cx);
    let sort = which.order(cx.query("sort").parse().ok());
    sheets::lists::shop::orders(&cx.store, &cx.by(), cx.lang, format, (which, cx.shop()), sort).await
}

/// Renders `GET /shop/orders?list&location&sort&cursor`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    let (name, which) = which(&cx);
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.shop() };
    let sort = which.order(cx.query("sort").parse().ok());
    let Lines { items, next } = cx.store.order_table(&cx.actor, which, location, window(&cx, sort)).await?;
    let (head, left) = (prints(&cx).then_some(items.len()), MoreRows::of(next.as_ref()));
    let bar = ListBar::load(&cx, ListKind::Orders, "/shop/orders/file").await?;
    let links = PageLinks::of(&cx, next);
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
    let several = shops.len() > 1;
    let (table, sorted) = (grid(&cx, which, several, sort), cx.query("sort").to_owned());
    let address = cx.clone();
    Ok(Page::new(cx.lang.t("shop-orders-title"), Here::Orders, move || {
        let chips = LISTS.iter().map(|(one, _)| {
            let to = address.query_with(&[("list", one), ("cursor", ""), ("sort", "")]);
            let current = (*one == name).then_some("true");
            view! { <a class="chip" href=to aria-current=current>{t!(&format!("shop-orders-{one}"))}</a> }
        });
        let filter = location_filter(&shops, location).map(|select| {
            view! {
                <form class="filter-row">
                    <input type="hidden" name="list" value=name />
                    <input type="hidden" name="sort" value=sorted />
                    {select}
                    <button class="btn btn-quiet btn-small">{t!("stock-filter")}</button>
                </form>
            }
        });
        let list = if items.is_empty() {
            view! { <Empty title=t!(&format!("shop-orders-none-{name}"))>{t!("shop-orders-none-text")}</Empty> }
                .into_any()
        } else {
            let lines = items.iter().map(|order| line(order, several)).collect();
            table.drawn(lines, &Verdicts::default(), None)
        };
        view! {
            {bar.chips()}
            <Find />
            <nav class="chips" aria-label=t!("shop-orders-title")>{chips.collect_view()}</nav>
            {filter}
            {head.map(|rows| print_head(rows, left))}
            {list}
            {links.drawn()}
            {bar.fold(&table)}
            {capacity.map(|orders| capacity_form(&shops, chosen, orders))}
        }
    })
    .tools(move || {
        may_keep.then(
            || view! { <a class="btn btn-soft" href="/shop/walk-in"><Icon name="users" />{t!("walk-in-title")}</a> },
        )
    })
    .wide()
    .no_index())
}

pub(crate) fn rows(orders: Vec<Order>) -> impl IntoView {
    let rows = orders.into_iter().map(|order| view! { <li>{row(order)}</li> }).collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn row(order: Order) -> impl IntoView {
    let first = order.lines.first().cloned();
    let tinted = first.as_ref().map(|line| tint(line.category)).unwrap_or_default();
    let when = when(&order);
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
pub(crate) fn contents(order: &Order) -> String {
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
