//! Collections of the areas: those that run, those that are late, those that are over; and the same as a file.

use domain::{Result, permission::Action};
use leptos::prelude::*;
use store::casework::aid::collection_views::CollectionList;

use super::pieces::collection_rows;
use crate::{
    components::{Empty, Pager, file_link},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Lists, by their value in the query, with their phrases.
const LISTS: [(&str, &str); 3] = [("", "collections-open"), ("mine", "collections-mine"), ("over", "collections-over")];

/// Reads which list the address asks for, with its name there.
fn chosen(cx: &Cx) -> (&'static str, CollectionList) {
    match cx.query("show") {
        "mine" => ("mine", CollectionList::Mine),
        "over" => ("over", CollectionList::Over),
        _ => ("", CollectionList::Open),
    }
}

/// Renders `GET /desk/aid/collections?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (show, which) = chosen(&cx);
    let found = cx.store.collections(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let files = ["xlsx", "csv"].map(|format| {
        (format, format!("/desk/aid/collections/file{}", cx.query_with(&[("format", format), ("cursor", "")])))
    });
    Ok(Page::new(cx.lang.t("collections-title"), Here::Aid, move || {
        let chips = LISTS
            .into_iter()
            .map(|(one, key)| {
                let end = if one.is_empty() { String::new() } else { format!("?show={one}") };
                let to = format!("/desk/aid/collections{end}");
                view! { <a class="chip" href=to aria-current=(one == show).then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("collections-title")>{chips}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("collections-none")>{t!("collections-none-text")}</Empty> }.into_any()
            } else {
                collection_rows(&found.items)
            }}
            <Pager next />
        }
    })
    .tools(move || files.map(|(format, to)| file_link(format, to)).collect_view())
    .back("/desk/aid")
    .narrow()
    .no_index())
}

/// Serves `GET /desk/aid/collections/file?show&format`.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadAid)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::collections(&cx.store, &cx.by(), cx.lang, format, chosen(&cx).1).await
}
