//! What a family reads and reports about its own file: notes, and correction requests.

use domain::households::Correction;
use leptos::prelude::*;

use super::notes::list;
use crate::{
    components::{ActionForm, Empty, Near, Pager, StatePill, Submit, TextArea},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/household/notes?cursor`.
pub async fn notes(cx: Cx) -> Shown {
    let found = cx.store.notes(&cx.actor, cx.actor.must_be_family()?, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("home-notes"), Here::Home, move || {
        view! {
            <p class="note">{t!("home-notes-about")}</p>
            {if found.items.is_empty() {
                view! { <Empty title=t!("home-notes-none") /> }.into_any()
            } else {
                list(&found.items, |_| None)
            }}
            <Pager next />
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

/// Renders `GET /home/household/correct?cursor`.
pub async fn correct(cx: Cx) -> Shown {
    let found = cx.store.corrections(&cx.actor, cx.actor.must_be_family()?, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("home-correct"), Here::Home, move || {
        view! {
            <p>{t!("home-correct-about")}</p>
            <ActionForm to="/home/household/correct">
                <TextArea name="words" label=t!("home-correct-words") required=true max_length=2000 rows=4 />
                <Submit label=t!("home-correct-do") wide=true />
            </ActionForm>
            {corrections(&found.items)}
            <Pager next />
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

/// Lists correction requests with their answers.
pub(crate) fn corrections(items: &[Correction]) -> AnyView {
    let items = items
        .iter()
        .map(|one| {
            let (at, answered, words) = (one.at, one.answered, one.words.clone());
            let answer = if one.answer.is_empty() { t!("correction-done") } else { one.answer.clone() };
            view! {
                <li class="card stack">
                    <p class="soft"><Near at=at /></p>
                    <p class="prose typed">{words}</p>
                    {if answered == 0 {
                        view! { <StatePill tone="amber" icon="clock" text=t!("correction-waits") /> }.into_any()
                    } else {
                        view! { <p><StatePill tone="tea" icon="check" text=t!("correction-answered") />" "{answer}" "<Near at=answered /></p> }.into_any()
                    }}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="stack">{items}</ul> }.into_any()
}
