//! Questions of the areas: open ones, those that the reader answers, and the answered ones behind the figures.

use leptos::prelude::*;
use store::community::questions::views::QuestionQuery;

use super::rows;
use crate::{
    components::{Empty, Pager},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/questions?show&service&only&from&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let show = cx.query("show").to_owned();
    let only = cx.query("only").to_owned();
    let query = QuestionQuery {
        mine: show == "mine",
        answered: show == "answered",
        late: only == "late",
        helped: only == "helped",
        service: cx.query("service").parse().ok(),
        from: cx.query_i64("from"),
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.questions(&cx.actor, &query).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("questions-desk"), Here::ServiceDesk, move || {
        let chips = [("", "questions-open"), ("mine", "questions-mine"), ("answered", "questions-answered")]
            .into_iter()
            .map(|(one, key)| {
                let to =
                    if one.is_empty() { "/desk/questions".to_owned() } else { format!("/desk/questions?show={one}") };
                view! { <a class="chip" href=to aria-current=(one == show).then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("questions-desk")>{chips}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("questions-empty") /> }.into_any()
            } else {
                rows(&found.items)
            }}
            <Pager next />
        }
    })
    .back("/desk/slots")
    .narrow()
    .no_index())
}
