//! The entries behind one number of the stock page: each with what was there after it.

use domain::{
    ledger::{EntryLine, Place},
    permission::Action,
};
use leptos::prelude::*;

use super::words::{grouped, kind, link, place, signed};
use crate::{
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Near, Pager},
};

/// Places that entries can be asked for.
const PLACES: [Place; 5] = [Place::Shelf, Place::Reserved, Place::Quarantine, Place::Transit, Place::Loss];

/// `/shop/entries?item&size&location&place&cursor`
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let (size, location) = (cx.query("size").to_owned(), cx.query_i64("location"));
    let at = cx.query("place").parse().ok().filter(|at| PLACES.contains(at)).unwrap_or(Place::Shelf);
    let found =
        cx.store.entry_page(&cx.actor, cx.query_i64("item"), &size, location, at, cx.query_i64("cursor")).await?;
    let location_name = cx.store.locations(&cx.actor).await?.into_iter().find(|l| l.id == location).map(|l| l.name);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let places = PLACES.map(|p| (p, cx.query_with(&[("place", p.as_str()), ("cursor", "")]), p == at));
    let lots = link("/shop/lots", &[("item", &found.item.id.to_string()), ("location", &location.to_string())]);
    let back = link("/shop/stock", &[("location", &location.to_string())]);
    let journals = link(
        "/shop/journals",
        &[("item", &found.item.id.to_string()), ("size", &size), ("location", &location.to_string())],
    );
    let title = cx.lang.item_title(&found.item.key, &found.item.name, found.item.id, &size);
    Ok(Page::new(title, Here::Stock, move || {
        let chips = places
            .into_iter()
            .map(|(p, to, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{place(p)}</a> })
            .collect_view();
        let total = grouped(found.total);
        view! {
            <nav class="crumbs" aria-label=t!("stock-where")>
                <a href="/shop/stock">{t!("stock-title")}</a>
                <a href=lots>{location_name.unwrap_or_default()}</a>
                <span aria-current="page">{place(at)}</span>
            </nav>
            <nav class="chips" aria-label=t!("stock-places")>{chips}</nav>
            <div class="stats">
                <p class="stat"><b>{total}</b><span>{place(at)}</span><small>{t!("stock-entries-sum")}</small></p>
            </div>
            {if found.entries.is_empty() {
                view! { <Empty title=t!("stock-entries-none") action=("/shop/stock", t!("stock-back"))>{t!("stock-entries-none-text")}</Empty> }.into_any()
            } else {
                table(&found.entries, found.until, found.total)
            }}
            <Pager next />
        }
    })
    .back(back)
    .wide()
    .tools(move || view! { <a class="btn btn-quiet" href=journals>{t!("entries-journals")}</a> })
    .no_index())
}

fn table(entries: &[EntryLine], until: i64, total: i64) -> AnyView {
    let mut running = until;
    let rows = entries
        .iter()
        .map(|entry| {
            let now = running;
            running -= entry.quantity;
            row(entry, now)
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=t!("stock-entries")>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("stock-what")}</th>
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
                        <td></td><td></td><td></td><td></td><td></td>
                        <td class="num" data-label=t!("stock-after-it")>{grouped(total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(entry: &EntryLine, running: i64) -> impl IntoView + use<> {
    let by = if entry.by.is_empty() { t!("stock-by-clock") } else { entry.by.clone() };
    let (reason, claim, at) = (entry.reason.clone(), entry.claim, entry.at);
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
            <td data-label=t!("stock-when")><Near at /></td>
            <td data-label=t!("stock-who")>{by}</td>
            <td data-label=t!("stock-why")>{why}</td>
            <td data-label=t!("stock-lot-head")>"#"{entry.lot}</td>
            <td class="num" data-label=t!("stock-change")>{signed(entry.quantity)}</td>
            <td class="num" data-label=t!("stock-after-it")><b>{grouped(running)}</b></td>
        </tr>
    }
}
