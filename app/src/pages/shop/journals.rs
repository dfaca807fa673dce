//! The book itself: everything that happened to goods, newest first.

use domain::permission::Action;
use leptos::prelude::*;
use store::{book_pages::Moved, books::JournalFile};

use super::{
    pieces::location_filter,
    words::{grouped, kind},
};
use crate::{
    i18n::{item_name, size},
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Near, Pager},
};

/// `/shop/journals?location&cursor`
pub async fn page(cx: Cx) -> Shown {
    let location = cx.query_i64("location");
    let found = cx.store.journals(&cx.actor, location, cx.query_i64("cursor")).await?;
    let numbers: Vec<_> = found.items.iter().map(|journal| journal.id).collect();
    let moved = cx.store.moved_by(&cx.actor, &numbers).await?;
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let several = locations.len() > 1;
    Ok(Page::new(cx.lang.t("journals-title"), Here::Journals, move || {
        let filter = location_filter(&locations, location).map(|select| {
            view! {
                <form class="filter-row">
                    {select}
                    <button class="btn btn-quiet">{t!("stock-filter")}</button>
                </form>
            }
        });
        let list = match (found.items.is_empty(), location) {
            (true, 0) => view! { <Empty title=t!("journals-empty") pictogram="cat-home">{t!("journals-empty-text")}</Empty> }.into_any(),
            (true, _) => view! { <Empty title=t!("journals-empty") action=("/shop/journals", t!("stock-show-all"))>{t!("journals-empty-here")}</Empty> }.into_any(),
            _ => table(&found.items, &moved, several),
        };
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("journals-title")>
                {filter}
                {list}
            </div>
            <Pager next />
        }
    })
    .wide()
    .no_index())
}

/// Journals with what each moved.
pub(super) fn table(journals: &[JournalFile], moved: &[Moved], several: bool) -> AnyView {
    let rows = journals.iter().map(|journal| row(journal, moved, several)).collect_view();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{t!("stock-what")}</th>
                    <th scope="col">{t!("field-item")}</th>
                    <th scope="col">{t!("stock-when")}</th>
                    <th scope="col">{t!("stock-who")}</th>
                    {several.then(|| view! { <th scope="col">{t!("stock-location")}</th> })}
                    <th scope="col">{t!("stock-why")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(journal: &JournalFile, moved: &[Moved], several: bool) -> impl IntoView + use<> {
    let by = if journal.by.is_empty() { t!("stock-by-clock") } else { journal.by.clone() };
    let (at, place, claim, reason) = (journal.at, journal.location_name.clone(), journal.claim, journal.reason.clone());
    let mark = mark(journal);
    let why = (claim != 0 || !reason.is_empty() || mark.is_some()).then(|| {
        view! {
            <span>
                {(claim != 0).then(|| view! { <a href=format!("/shop/claims/{claim}")>{t!("stock-claim", n = format!("#{claim}"))}</a>" " })}
                {reason}
                {mark.map(|words| view! { " "<small class="soft">{words}</small> })}
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row"><a href=format!("/shop/journals/{}", journal.id)>{kind(journal.kind)}" #"{journal.id}</a></th>
            <td data-label=t!("field-item")>{things(journal.id, moved)}</td>
            <td data-label=t!("stock-when")><Near at /></td>
            <td data-label=t!("stock-who")>{by}</td>
            {several.then(|| view! { <td data-label=t!("stock-location")>{place}</td> })}
            <td data-label=t!("stock-why")>{why}</td>
        </tr>
    }
}

/// 书包 · 1–3 年级 × 3
fn things(journal: i64, moved: &[Moved]) -> String {
    let of = moved.iter().filter(|m| m.journal == journal).map(|m| {
        let what =
            if m.size.is_empty() { item_name(m.item) } else { format!("{} · {}", item_name(m.item), size(&m.size)) };
        format!("{what} × {}", grouped(m.quantity))
    });
    of.collect::<Vec<_>>().join("、")
}

/// Whether it was put right, or puts another right.
fn mark(journal: &JournalFile) -> Option<String> {
    match (journal.reversed_by, journal.reverses) {
        (0, 0) => None,
        (0, wrong) => Some(t!("stock-reverses", n = format!("#{wrong}"))),
        (by, _) => Some(t!("stock-reversed-by", n = format!("#{by}"))),
    }
}
