//! Ledger entries behind one number of the stock page, each with its running balance.

use domain::{catalogue::Category, ledger::Place, permission::Action};
use leptos::prelude::*;
use store::ledger::entries::{BookLine, EntryPage, EntryQuery};

use crate::{
    components::{Empty, Near, Pager},
    i18n::{end_reason, item_title},
    pages::stock::words::{grouped, kind, link, place, signed},
    web::{Cx, Here, Page, Shown},
};

/// Places whose entries can be listed.
const PLACES: [Place; 5] = [Place::Shelf, Place::Reserved, Place::Quarantine, Place::Transit, Place::Loss];

/// Serves `GET /shop/entries?item&size&lot&location&place&cursor`, or without `item` by `?q&category`.
///
/// Without an item the entries are those behind a sum of the stock page.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let location = cx.query_i64("location");
    let at = cx.query("place").parse().ok().filter(|at| PLACES.contains(at)).unwrap_or(Place::Shelf);
    let query = EntryQuery {
        item: cx.query_i64("item"),
        size: cx.query("size").to_owned(),
        lot: cx.query_i64("lot"),
        q: cx.query("q").chars().take(40).collect(),
        category: cx.query("category").parse().ok(),
        location,
        place: at,
        cursor: cx.query_i64("cursor"),
    };
    let found = cx.store.entry_page(&cx.actor, &query).await?;
    let locations = cx.store.locations(&cx.actor).await?;
    let location_name = locations.into_iter().find(|l| l.id == location).map(|l| l.name);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let places = PLACES.map(|p| (p, cx.query_with(&[("place", p.as_str()), ("cursor", "")]), p == at));
    let here = if location == 0 { String::new() } else { location.to_string() };
    let (title, narrowed) = match &found.item {
        Some(item) => (
            cx.lang.item_title(&item.key, &item.name, item.id, &query.size),
            vec![("item", item.id.to_string()), ("size", query.size.clone()), ("location", here.clone())],
        ),
        None => (cx.lang.t("entries-all"), vec![("location", here.clone())]),
    };
    let pairs: Vec<_> = narrowed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let journals = link("/shop/journals", &pairs);
    let category = query.category.map_or("", Category::as_str);
    let back = link("/shop/stock", &[("location", &here), ("q", &query.q), ("category", category)]);
    // One item in one shop leads back to its lots; a sum to the stock page.
    let above = match &found.item {
        Some(item) => link("/shop/lots", &[("item", &item.id.to_string()), ("location", &here)]),
        None => back.clone(),
    };
    let narrow =
        [query.category.map(|c| cx.lang.named("category", c.as_str())), Some(query.q).filter(|q| !q.is_empty())];
    let narrow: Vec<String> = narrow.into_iter().flatten().collect();
    let lot = (query.lot != 0).then(|| cx.lang.tf("stock-lot", &[("n", query.lot.to_string().into())]));
    let whose = match (location_name, narrow.is_empty()) {
        (Some(name), true) => name,
        (Some(name), false) => format!("{name} · {}", narrow.join(" · ")),
        (None, true) => cx.lang.t("stock-all-locations"),
        (None, false) => narrow.join(" · "),
    };
    Ok(Page::new(title, Here::Stock, move || {
        let chips = places
            .into_iter()
            .map(|(p, to, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{place(p)}</a> })
            .collect_view();
        let total = grouped(found.total);
        view! {
            <nav class="crumbs" aria-label=t!("stock-where")>
                <a href="/shop/stock">{t!("stock-title")}</a>
                <a href=above>{whose}</a>
                {lot.map(|lot| view! { <span>{lot}</span> })}
                <span aria-current="page">{place(at)}</span>
            </nav>
            <nav class="chips" aria-label=t!("stock-places")>{chips}</nav>
            <div class="stats">
                <p class="stat"><b>{total}</b><span>{place(at)}</span><small>{t!("stock-entries-sum")}</small></p>
            </div>
            {if found.entries.is_empty() {
                view! { <Empty title=t!("stock-entries-none") action=("/shop/stock", t!("stock-back"))>{t!("stock-entries-none-text")}</Empty> }.into_any()
            } else {
                table(&found)
            }}
            <Pager next />
        }
    })
    .back(back)
    .wide()
    .tools(move || view! { <a class="btn btn-quiet" href=journals>{t!("entries-journals")}</a> })
    .no_index())
}

fn table(found: &EntryPage) -> AnyView {
    let (mut running, total) = (found.until, found.total);
    let named = found.item.is_none();
    let rows = found
        .entries
        .iter()
        .map(|line| {
            let now = running;
            running -= line.entry.quantity;
            row(line, now, named)
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=t!("stock-entries")>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("stock-what")}</th>
                        {named.then(|| view! { <th scope="col">{t!("field-item")}</th> })}
                        <th scope="col">{t!("stock-when")}</th>
                        <th scope="col">{t!("stock-who")}</th>
                        <th scope="col">{t!("stock-why")}</th>
                        <th scope="col">{t!("stock-lot-head")}</th>
                        <th scope="col" class="num">{t!("stock-change")}</th>
                        <th scope="col" class="num">{t!("stock-after-it")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t!("stock-total")}</th>
                        {named.then(|| view! { <td></td> })}
                        <td></td><td></td><td></td><td></td><td></td>
                        <td class="num" data-label=t!("stock-after-it")>{grouped(total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// Renders one entry; `named` adds item and shop on a page about several.
fn row(line: &BookLine, running: i64, named: bool) -> impl IntoView + use<> {
    let entry = &line.entry;
    let thing = named.then(|| {
        let title = item_title(&line.key, &line.name, line.item, &line.size);
        let place = line.location_name.clone();
        view! { <td data-label=t!("field-item")><span>{title}" "<small class="soft">{place}</small></span></td> }
    });
    let by = if entry.by.is_empty() { t!("stock-by-clock") } else { entry.by.clone() };
    let (reason, claim, at) = (end_reason(&entry.reason), entry.claim, entry.at);
    let undone = if entry.reversed_by != 0 {
        Some(t!("stock-reversed-by", n = format!("#{}", entry.reversed_by)))
    } else if entry.reverses != 0 {
        Some(t!("stock-reverses", n = format!("#{}", entry.reverses)))
    } else {
        None
    };
    let why = (claim != 0 || !reason.is_empty() || undone.is_some()).then(|| {
        view! {
            <span>
                {(claim != 0).then(|| view! { <a href=format!("/shop/claims/{claim}")>{t!("stock-claim", n = format!("#{claim}"))}</a>" " })}
                {reason}
                {undone.map(|words| view! { " "<small class="soft">{words}</small> })}
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row"><a href=format!("/shop/journals/{}", entry.journal)>{kind(entry.kind)}" #"{entry.journal}</a></th>
            {thing}
            <td data-label=t!("stock-when")><Near at /></td>
            <td data-label=t!("stock-who")>{by}</td>
            <td data-label=t!("stock-why")>{why}</td>
            <td data-label=t!("stock-lot-head")>"#"{entry.lot}</td>
            <td class="num" data-label=t!("stock-change")>{signed(entry.quantity)}</td>
            <td class="num" data-label=t!("stock-after-it")><b>{grouped(running)}</b></td>
        </tr>
    }
}
