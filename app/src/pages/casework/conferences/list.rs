//! Conferences of the areas: open ones, those with a task of the reader, and those that are over.

use leptos::prelude::*;
use store::casework::conferences::views::ConferenceList;

use super::pieces::conference_rows;
use crate::{
    components::{Empty, Pager, Within},
    web::{Cx, Here, Page, Shown},
};

/// Lists, by their value in the query, with their phrases.
const LISTS: [(&str, &str); 3] = [("", "conferences-open"), ("mine", "conferences-mine"), ("over", "conferences-over")];

/// Renders `GET /desk/conferences?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (show, which) = match cx.query("show") {
        "mine" => ("mine", ConferenceList::Mine),
        "over" => ("over", ConferenceList::Over),
        _ => ("", ConferenceList::Open),
    };
    let found = cx.store.conferences(&cx.within(), which, cx.query_i64("cursor").max(0)).await?;
    let within = Within::of(&cx);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("conferences-title"), Here::Cases, move || {
        let chips = LISTS
            .into_iter()
            .map(|(one, key)| {
                let end = if one.is_empty() { String::new() } else { format!("?show={one}") };
                let to = format!("/desk/conferences{end}");
                view! { <a class="chip" href=to aria-current=(one == show).then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("conferences-title")>{chips}</nav>
            {within.map(Within::note)}
            {if found.items.is_empty() {
                view! { <Empty title=t!("conferences-none")>{t!("conferences-none-text")}</Empty> }.into_any()
            } else {
                conference_rows(&found.items, "/desk/conferences")
            }}
            <Pager next />
        }
    })
    .back("/desk/cases")
    .narrow()
    .no_index())
}
