//! The lots of one item in one shop, with the actions on each.

use domain::{ledger::Place, permission::Action};
use leptos::prelude::*;
use store::ledger::views::LotLine;

use super::{
    pieces::{best_before, keeps},
    words::{grouped, link, place},
};
use crate::{
    components::{Empty, Icon, Table},
    i18n::lang,
    pages::{catalogue, stock::lot_forms},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/lots?item&location`.
///
/// With `lot`, `place` and `do`, renders the form for that action, and again after it is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    // A refused form carries these as fields, since its URL has no query.
    let given =
        |name: &str| if cx.field(name).is_empty() { cx.query(name).to_owned() } else { cx.field(name).to_owned() };
    let number = |name: &str| given(name).parse::<i64>().unwrap_or(0);
    let item = cx.store.item_file(&cx.actor, number("item")).await?.item;
    let location = number("location");
    let lots = cx.store.lots(&cx.actor, item.id, location).await?;
    let name =
        cx.store.locations(&cx.actor).await?.into_iter().find(|l| l.id == location).map(|l| l.name).unwrap_or_default();
    let may_keep = keeps(&cx, location).await?;
    let may_recall = cx.actor.may_somewhere(Action::ApproveCounts);
    let chosen = cx.id("id").unwrap_or_else(|_| number("lot"));
    let at: Option<Place> = given("place").parse().ok();
    if let Some(line) = lots.iter().find(|line| may_keep && line.lot == chosen && Some(line.place) == at) {
        let what = if cx.param("id").is_empty() {
            cx.query("do").to_owned()
        } else {
            cx.path.rsplit('/').next().unwrap_or_default().to_owned()
        };
        return lot_forms::page(&cx, &item, line.clone(), name, &what).await;
    }
    let (called, number) = (cx.lang.item_called(&item.key, &item.name, item.id), item.id.to_string());
    Ok(Page::new(called.clone(), Here::Stock, move || {
        let list = if lots.is_empty() {
            view! { <Empty title=t!("stock-lots-none") action=("/shop/stock", t!("stock-back"))>{t!("stock-lots-none-text")}</Empty> }.into_any()
        } else {
            // A kit has the date of its first part to expire.
            let dated = item.perishable || lots.iter().any(|line| line.expires != 0);
            table(&lots, Columns { sizes: !item.sizes.is_empty(), dates: dated }, may_keep)
        };
        view! {
            <nav class="crumbs" aria-label=t!("stock-where")>
                <a href="/shop/stock">{t!("stock-title")}</a>
                <a href=link("/shop/stock", &[("location", &location.to_string())])>{name}</a>
                <span aria-current="page">{called}</span>
            </nav>
            {list}
        }
    })
    .back(link("/shop/stock", &[("location", &location.to_string())]))
    .wide()
    .tools(move || {
        let to = link("/shop/receive", &[("item", &number), ("location", &location.to_string())]);
        let recall = link("/shop/recalls/new", &[("item", &number)]);
        let minimum = link("/shop/reorder", &[("item", &number), ("location", &location.to_string()), ("show", "all")]);
        view! {
            {may_keep.then(|| view! { <a class="btn btn-quiet" href=minimum>{t!("minimum-here")}</a> })}
            {may_recall.then(|| view! { <a class="btn btn-quiet" href=recall><Icon name="alert" />{t!("recall-this")}</a> })}
            {may_keep.then(|| view! { <a class="btn btn-soft" href=to><Icon name="plus" />{t!("stock-receive-more")}</a> })}
        }
    })
    .no_index())
}

/// Columns shown only if the item has sizes or dates.
#[derive(Clone, Copy)]
struct Columns {
    sizes: bool,
    dates: bool,
}

fn table(lots: &[LotLine], columns: Columns, may_keep: bool) -> AnyView {
    let rows = lots.iter().map(|line| row(line, columns, may_keep)).collect_view();
    view! {
        <Table label=t!("stock-lots") heads=view! {
            <th scope="col">{t!("stock-lot-head")}</th>
            <th scope="col">{t!("stock-place")}</th>
            {columns.sizes.then(|| view! { <th scope="col">{t!("field-size")}</th> })}
            <th scope="col">{t!("field-condition")}</th>
            {columns.dates.then(|| view! { <th scope="col">{t!("field-expires")}</th> })}
            <th scope="col">{t!("field-origin")}</th>
            <th scope="col" class="num">{t!("field-quantity")}</th>
            <th scope="col"><span class="visually-hidden">{t!("stock-acts")}</span></th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(line: &LotLine, columns: Columns, may_keep: bool) -> impl IntoView + use<> {
    let [item, location, lot] = [line.item, line.location, line.lot].map(|n| n.to_string());
    let entries = link(
        "/shop/entries",
        &[
            ("item", &item),
            ("size", &line.size),
            ("lot", &lot),
            ("location", &location),
            ("place", line.place.as_str()),
        ],
    );
    let condition = lang().named("stock-condition", &line.condition);
    let from = came_with(line);
    let checked = line.checked.then(|| format!(" · {}", t!("stock-checked")));
    let (size, expires, lot) =
        (lang().size(&line.size), best_before(line.expires), t!("stock-lot", n = line.lot.to_string()));
    view! {
        <tr>
            <th scope="row" data-label=t!("stock-lot-head")>{lot}</th>
            <td data-label=t!("stock-place")>{place(line.place)}</td>
            {columns.sizes.then(|| view! { <td data-label=t!("field-size")>{size}</td> })}
            <td data-label=t!("field-condition")>{condition}{checked}</td>
            {columns.dates.then(|| view! { <td data-label=t!("field-expires")>{expires}</td> })}
            <td data-label=t!("field-origin")><span>{lang().named("stock-origin", &line.origin)}{from}</span></td>
            <td class="num" data-label=t!("field-quantity")><a class="total" href=entries>{grouped(line.quantity)}</a></td>
            <td class="acts">{acts(line, may_keep)}</td>
        </tr>
    }
}

/// Renders the lot's receipt and cost.
fn came_with(line: &LotLine) -> AnyView {
    let receipt = line.receipt;
    let cost = (line.cost > 0).then(|| format!(" · ¥{}.{:02}", grouped(line.cost / 100), line.cost % 100));
    let receipt = (receipt != 0).then(|| {
        let to = format!("/shop/receipts/{receipt}");
        view! { " · "<a href=to>{t!("lot-receipt", n = format!("#{receipt}"))}</a> }
    });
    view! { {receipt}{cost} }.into_any()
}

/// Renders the actions on a lot; goods of a claim or an order only link to it.
fn acts(line: &LotLine, may_keep: bool) -> AnyView {
    if line.order != 0 {
        let to = format!("/shop/orders/{}", line.order);
        return view! { <a class="btn btn-quiet btn-small" href=to>{t!("stock-order", n = format!("#{}", line.order))}</a> }.into_any();
    }
    if line.claim != 0 {
        let to = format!("/shop/claims/{}", line.claim);
        return view! { <a class="btn btn-quiet btn-small" href=to>{t!("stock-claim", n = format!("#{}", line.claim))}</a> }.into_any();
    }
    let labels = t!("goods-labels");
    let named = t!("stock-do-named", what = labels.clone(), lot = format!("#{}", line.lot));
    let labels = view! { <a class="btn btn-quiet btn-small" href=catalogue::of_lot(line.lot, line.quantity) aria-label=named>{labels}</a> };
    let steps = if may_keep { lot_forms::steps(line.place) } else { &[] };
    let steps = steps
        .iter()
        .map(|what| {
            let to = lot_link(line, what);
            let label = t!(&format!("stock-do-{what}"));
            let named = t!("stock-do-named", what = label.clone(), lot = format!("#{}", line.lot));
            view! { <a class="btn btn-quiet btn-small" href=to aria-label=named>{label}</a>" " }
        })
        .collect_view();
    view! { {steps}{labels} }.into_any()
}

fn lot_link(line: &LotLine, what: &str) -> String {
    let [item, location, lot] = [line.item, line.location, line.lot].map(|n| n.to_string());
    link(
        "/shop/lots",
        &[("item", &item), ("location", &location), ("lot", &lot), ("place", line.place.as_str()), ("do", what)],
    )
}
