//! A family's orders: the list, and one with its code and state.

use domain::{
    DAY,
    disputes::SAY_DAYS,
    opening::Opening,
    orders::{Order, OrderState},
};
use leptos::prelude::*;
use store::orders::views::OwnOrder;

use crate::{
    components::{
        ActionForm, Banner, Code, Empty, Fact, Facts, More, Near, Pager, Qr, ShopPlace, Submit, TextArea, Tile,
        order_pill, slot_name, tint,
    },
    i18n::{end_reason, item_title},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /home/orders?cursor`.
pub async fn list(cx: Cx) -> Shown {
    let found = cx.store.own_orders(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("orders-title"), Here::Home, move || {
        if found.items.is_empty() {
            return view! {
                <Empty title=t!("orders-empty") action=("/home/shop", t!("basket-fill"))>{t!("orders-empty-text")}</Empty>
            }
            .into_any();
        }
        let rows = found.items.iter().map(row).collect_view();
        view! { <ul class="rows">{rows}</ul> <Pager next /> }.into_any()
    })
    .back("/home")
    .narrow()
    .no_index())
}

/// Lists the contents of an order in one line: `炒锅 × 2、台灯`.
pub(crate) fn contents(order: &Order) -> String {
    let of = |line: &domain::orders::OrderLine| {
        let title = item_title(&line.key, &line.name, line.item, &line.size);
        if line.quantity == 1 { title } else { format!("{title} × {}", line.quantity) }
    };
    let shown = order.lines.iter().take(3).map(of).collect::<Vec<_>>().join(&t!("orders-and"));
    if order.lines.len() > 3 { t!("orders-and-more", what = shown, n = order.units()) } else { shown }
}

fn row(order: &Order) -> impl IntoView + use<> {
    let first = order.lines.first().cloned();
    let (id, created, what, points, state) = (order.id, order.created, contents(order), order.points, order.state);
    let tinted = first.as_ref().map(|line| tint(line.category)).unwrap_or_default();
    view! {
        <li>
            <a class=format!("row {tinted}") href=format!("/home/orders/{id}")>
                {first.map(|line| view! { <Tile key=line.key item_photo=line.photo size="small" /> })}
                <span class="row-main">
                    <b>{what}</b>
                    <small>{t!("free-points", n = points)}" · "<Near at=created /></small>
                </span>
                <span class="row-end">{order_pill(state)}<small class="num">"#"{id}</small></span>
            </a>
        </li>
    }
}

/// Renders a held order for the family's home.
pub(crate) fn waiting(order: &Order) -> impl IntoView + use<> {
    let first = order.lines.first().cloned();
    let (id, what) = (order.id, contents(order));
    let tinted = first.as_ref().map(|line| tint(line.category)).unwrap_or_default();
    view! {
        <li>
            <a class=format!("row {tinted}") href=format!("/home/orders/{id}")>
                {first.map(|line| view! { <Tile key=line.key item_photo=line.photo size="small" /> })}
                <span class="row-main">
                    <b>{t!("home-order-ready", n = id.to_string(), slot = slot_name(order.pickup))}</b>
                    <small>{what}</small>
                </span>
                <span class="row-end">{order_pill(order.state)}</span>
            </a>
        </li>
    }
}

/// Renders `GET /home/orders/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let own = cx.store.own_order(&cx.actor, cx.id("id")?).await?;
    let opening = cx.store.opening(own.place.id).await?;
    Ok(Page::new(cx.lang.tf("order-title", &[("n", own.order.id.to_string().into())]), Here::Home, move || {
        view! {
            {now(&own, opening)}
            {lines(&own.order)}
            {cancel(&own.order)}
        }
    })
    .back("/home/orders")
    .narrow()
    .no_index()
    .kept())
}

/// Renders what to do now, or what happened.
fn now(own: &OwnOrder, opening: Opening) -> AnyView {
    let OwnOrder { order, code, place } = own.clone();
    let changed = order.changed;
    match order.state {
        OrderState::Held => view! {
            <section class="card">
                <p class="soft">{t!("order-code")}</p>
                <Code code=code.clone() big=true />
                <Qr text=code caption=t!("home-code-scan") />
                <Facts>
                    <Fact name=t!("order-when")><b>{slot_name(order.pickup)}</b></Fact>
                    <Fact name=t!("order-until")><Near at=order.until /></Fact>
                </Facts>
                <ShopPlace title=place.name.clone() location=place opening />
            </section>
        }
        .into_any(),
        OrderState::Collected => {
            let recent = changed + SAY_DAYS * DAY >= scene().now;
            let to = format!("/home/orders/{}/dispute", order.id);
            view! {
                <Banner tone="tea">{t!("order-said-collected", place = place.name)}" "<Near at=changed /></Banner>
                {recent.then(|| view! { <p><a class="btn btn-quiet" href=to>{t!("dispute-ask")}</a></p> })}
            }
            .into_any()
        }
        OrderState::Cancelled => view! {
            <Banner tone="plum">
                {t!("order-said-cancelled")}" "<Near at=changed />
                {(!order.reason.is_empty()).then(|| view! { <br />{t!("home-reason", text = end_reason(&order.reason))} })}
            </Banner>
        }
        .into_any(),
        OrderState::Expired => {
            view! { <Banner tone="plum">{t!("order-said-expired")}" "<Near at=changed /></Banner> }.into_any()
        }
    }
}

/// Renders the ordered lines with their points.
fn lines(order: &Order) -> impl IntoView + use<> {
    let rows = order
        .lines
        .iter()
        .map(|line| {
            let title = item_title(&line.key, &line.name, line.item, &line.size);
            view! {
                <li>
                    <div class=format!("row {}", tint(line.category))>
                        <Tile key=line.key.clone() item_photo=line.photo size="small" />
                        <span class="row-main"><b>{format!("{title} × {}", line.quantity)}</b></span>
                        <span class="row-end num">{t!("free-points", n = line.points * line.quantity)}</span>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="what">
            <h2 id="what">{t!("order-lines", n = order.units())}</h2>
            <ul class="rows">{rows}</ul>
            <p class="cluster"><b>{t!("basket-total")}</b><a class="total" href="/home/points">{t!("free-points", n = order.points)}</a></p>
        </section>
    }
}

fn cancel(order: &Order) -> Option<AnyView> {
    let to = format!("/home/orders/{}/cancel", order.id);
    (order.state == OrderState::Held).then(|| {
        view! {
            <More summary=t!("order-cancel-fold")>
                <ActionForm to=to>
                    <TextArea name="reason" label=t!("order-cancel-reason") rows=2 max_length=200 />
                    <Submit label=t!("order-cancel") tone="bad" />
                </ActionForm>
            </More>
        }
        .into_any()
    })
}
