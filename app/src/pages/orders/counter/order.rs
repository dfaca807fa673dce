//! One order at the counter: lots to pick, and the hand-over against the family's code.

use domain::{Code, Error, disputes::subject::HandedOver, orders::OrderState, permission::Action};
use leptos::prelude::*;
use store::orders::views::{Pick, ShopOrder};

use crate::{
    components::{
        ActionForm, Banner, Fact, Facts, Field, Icon, More, Near, Submit, TextArea, Tile, order_pill, slot_name, tint,
    },
    i18n::{alias, end_reason, item_title, lang},
    islands::ScanField,
    pages::{
        audit::{History, history},
        claims::counter::search::carried_code,
        disputes::forms::{record_form, reversal_form},
        stock::{
            pieces::{Find, best_before},
            words::condition,
        },
        wishes::family::actions::waiting,
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /shop/orders/{id}?code`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let code = carried_code(&cx);
    show(cx, id, code).await
}

/// Renders one order; the search shows it too when it is the only hit.
pub(crate) async fn show(cx: Cx, id: i64, code: String) -> Shown {
    let shown = cx.store.shop_order(&cx.actor, id).await?;
    let given = shown.order.state == OrderState::Collected;
    let dispute = given && cx.actor.may_somewhere(Action::PostForFamily);
    let reverse = given && cx.actor.may_somewhere(Action::AskReversal);
    let (kept, history) = (waiting(&cx).await?, history(&cx, "shop_order", id).await?);
    // As a claim's page: for the hand-over without a network, and never with a code.
    let is_kept = shown.order.state == OrderState::Held && shown.may_hand_over && code.is_empty();
    let page = Page::new(cx.lang.tf("order-title", &[("n", id.to_string().into())]), Here::Orders, move || {
        view! {
            {head(&shown)}
            {goods(&shown)}
            {next(&shown, code)}
            {dispute.then(|| record_form(HandedOver::Order(id), kept))}
            {reverse.then(|| reversal_form(HandedOver::Order(id)))}
            {journals(&shown)}
            {history.map(History::drawn)}
        }
    })
    .back("/shop/orders")
    .narrow()
    .no_index();
    Ok(if is_kept { page.kept() } else { page })
}

fn head(shown: &ShopOrder) -> impl IntoView + use<> {
    let order = shown.order.clone();
    let held = order.state == OrderState::Held;
    let (reason, journals) = (end_reason(&order.reason), format!("/shop/journals?order={}", order.id));
    view! {
        <section class="card">
            <p class="cluster">{order_pill(order.state)}{order.walk_in.then(|| t!("shop-orders-walk-in"))}</p>
            <Facts>
                <Fact name=t!("shop-order-for")>{alias(&order.alias)}</Fact>
                {held.then(|| view! {
                    <Fact name=t!("order-when")><b>{slot_name(order.pickup)}</b></Fact>
                    <Fact name=t!("order-until")><Near at=order.until /></Fact>
                })}
                {(!held).then(|| view! { <Fact name=t!("shop-order-ended")><Near at=order.changed /></Fact> })}
                <Fact name=t!("shop-location")>{order.location_name}</Fact>
                <Fact name=t!("basket-total")><a class="total" href=journals>{t!("free-points", n = order.points)}</a></Fact>
                {(!reason.is_empty()).then(|| view! { <Fact name=t!("field-reason")>{reason}</Fact> })}
            </Facts>
        </section>
    }
}

/// Lists a held order lot by lot, for picking; an ended one by line.
fn goods(shown: &ShopOrder) -> impl IntoView + use<> {
    let rows = if shown.picks.is_empty() {
        let lines = shown.order.lines.iter().map(|line| {
            let title = item_title(&line.key, &line.name, line.item, &line.size);
            let text = format!("{title} × {}", line.quantity);
            let points = t!("free-points", n = line.points * line.quantity);
            view! {
                <li>
                    <div class=format!("row {}", tint(line.category))>
                        <Tile key=line.key.clone() item_photo=line.photo size="small" />
                        <span class="row-main"><b>{text}</b></span>
                        <span class="row-end num">{points}</span>
                    </div>
                </li>
            }
        });
        lines.collect_view().into_any()
    } else {
        shown.picks.iter().map(pick_row).collect_view().into_any()
    };
    view! {
        <section class="stack" aria-labelledby="goods">
            <h2 id="goods">{t!("order-lines", n = shown.order.units())}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn pick_row(pick: &Pick) -> impl IntoView + use<> {
    let title = item_title(&pick.key, &pick.name, pick.item, &pick.size);
    let line = format!("{} {} · {}", t!("shop-order-lot"), pick.lot, condition(pick.condition));
    let expires = best_before(pick.expires);
    view! {
        <li>
            <div class="row">
                <Tile key=pick.key.clone() item_photo=pick.photo size="small" />
                <span class="row-main"><b>{title}</b><small>{line}</small></span>
                <span class="row-end"><b class="num">"× "{pick.quantity}</b>{expires}</span>
            </div>
        </li>
    }
}

/// Renders the action that is due.
fn next(shown: &ShopOrder, code: String) -> AnyView {
    let (order, id) = (&shown.order, shown.order.id);
    if order.state != OrderState::Held {
        return view! {
            <section class="card">
                <h2>{t!("shop-next-person")}</h2>
                <div><Find ready=true /></div>
            </section>
        }
        .into_any();
    }
    if !shown.may_hand_over {
        return ().into_any();
    }
    let now = scene().now;
    let expired = shown.picks.iter().any(|pick| pick.expires != 0 && pick.expires <= now);
    let main = if expired { replace_form(id) } else { hand_over_form(id, code) };
    view! { {main} {cancel_form(id)} }.into_any()
}

fn replace_form(id: i64) -> AnyView {
    view! {
        <Banner tone="amber">{t!("shop-order-expired")}</Banner>
        <ActionForm to=format!("/shop/orders/{id}/replace")>
            <div class="thumb-bar"><Submit label=t!("shop-order-replace") icon="refresh" wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

fn hand_over_form(id: i64, code: String) -> AnyView {
    let wrong = scene().form.error == Some(Error::Conflict(Code::WrongCode));
    let known = !code.is_empty();
    let later = t!("unsent-order", n = id.to_string());
    let hint = match (wrong, known) {
        (true, _) => t!("shop-order-wrong-code"),
        (_, true) => t!("shop-code-known"),
        _ => t!("shop-code-hint"),
    };
    view! {
        <ScanField>
            <ActionForm to=format!("/shop/orders/{id}/hand-over") later>
                <Field
                    name="code" label=t!("shop-code") hint=hint value=code class="code-input" inputmode="numeric"
                    autocomplete="off" required=true max_length=8 ready=!known
                />
                <button type="button" class="btn btn-quiet" hidden data-wake="BarcodeDetector" data-scan>
                    <Icon name="scan" />
                    {t!("scan")}
                </button>
                <div class="thumb-bar"><Submit label=t!("shop-hand-over") icon="check" wide=true /></div>
            </ActionForm>
            <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
        </ScanField>
    }
    .into_any()
}

fn cancel_form(id: i64) -> AnyView {
    let to = format!("/shop/orders/{id}/cancel");
    view! {
        <More summary=t!("shop-order-cancel-fold") to=to.clone()>
            <ActionForm to=to>
                <TextArea name="reason" label=t!("field-reason") hint=t!("shop-order-cancel-hint") required=true rows=2 />
                <Submit label=t!("order-cancel") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

/// Lists the journals of the order's goods and points.
fn journals(shown: &ShopOrder) -> impl IntoView + use<> {
    let rows = shown
        .journals
        .iter()
        .map(|(id, kind, at)| {
            let name = lang().named("stock-kind", kind.as_str());
            view! {
                <li><a class="row" href=format!("/shop/journals/{id}")>
                    <span class="row-main"><b>{name}</b></span>
                    <span class="row-end"><Near at=*at /></span>
                </a></li>
            }
        })
        .collect_view();
    view! {
        <More summary=t!("shop-order-journals")>
            <ul class="rows">{rows}</ul>
        </More>
    }
}
