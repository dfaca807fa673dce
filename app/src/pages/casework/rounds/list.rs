//! Rounds of the reader's areas, newest first.

use domain::{casework::rounds::Round, permission::Action};
use leptos::prelude::*;

use super::{doors_line, people_line, round_pill};
use crate::{
    components::{Empty, Near, Pager, Within, thumb_link, top_link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/rounds?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.rounds(&cx.within(), cx.query_i64("cursor").max(0)).await?;
    let within = Within::of(&cx);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let opens = cx.actor.may_somewhere(Action::OpenRounds);
    let page = Page::new(cx.lang.t("rounds-title"), Here::Rounds, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <p class="soft">{t!("rounds-intro")}</p>
            {within.map(Within::note)}
            {if none {
                view! { <Empty title=t!("rounds-empty")>{t!("rounds-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            {opens.then(|| thumb_link("/desk/rounds/new".to_owned(), t!("rounds-new"), "plus"))}
        }
    })
    .narrow()
    .no_index();
    Ok(if opens { page.tools(move || top_link("/desk/rounds/new".to_owned(), t!("rounds-new"), "plus")) } else { page })
}

fn row(round: &Round) -> impl IntoView + use<> {
    let Round { id, name, area_name, state, coverage, due, unowned, .. } = round.clone();
    let line = format!("{area_name} · {} · {}", doors_line(coverage), people_line(coverage));
    view! {
        <li>
            <a class="row" href=format!("/desk/rounds/{id}")>
                <span class="row-main">
                    <b>{name}</b>
                    <small>{line}</small>
                    {(unowned > 0).then(|| view! { <small>{t!("round-unowned", n = unowned)}</small> })}
                </span>
                <span class="row-end">{round_pill(state)}<small><Near at=due /></small></span>
            </a>
        </li>
    }
}
