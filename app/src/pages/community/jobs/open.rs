//! Open vacancies, for all: what is confirmed and has a post.

use domain::permission::Action;
use leptos::prelude::*;

use super::pieces::vacancy_rows;
use crate::{
    components::{Empty, Pager, thumb_link, top_link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /jobs?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.open_vacancies(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let posts = cx.store.acting_for(&cx.actor).await? != 0 || cx.actor.may_somewhere(Action::KeepVacancies);
    let (here, back) = match cx.actor.household {
        0 => (Here::Feed, "/"),
        _ => (Here::Home, "/home/jobs"),
    };
    Ok(Page::new(cx.lang.t("jobs-title"), here, move || {
        view! {
            <p class="note">{t!("jobs-note")}</p>
            {if found.items.is_empty() {
                view! { <Empty title=t!("jobs-none")>{t!("jobs-none-text")}</Empty> }.into_any()
            } else {
                vacancy_rows(&found.items)
            }}
            <Pager next />
            {posts.then(|| thumb_link("/jobs/new".to_owned(), t!("vacancy-new"), "plus"))}
        }
    })
    .back(back)
    .tools(move || posts.then(|| top_link("/jobs/new".to_owned(), t!("vacancy-new"), "plus")))
    .narrow())
}
