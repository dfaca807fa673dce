//! The employer's own page: its vacancies, and whom it was told of.

use leptos::prelude::*;

use super::pieces::{proposal_rows, vacancy_rows};
use crate::{
    components::{Empty, thumb_link, top_link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /employer`.
pub async fn page(cx: Cx) -> Shown {
    let vacancies = cx.store.own_vacancies(&cx.actor).await?;
    let proposals = cx.store.employer_proposals(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("employer-title"), Here::Claims, move || {
        view! {
            <p class="note">{t!("employer-note")}</p>
            {if vacancies.is_empty() {
                view! { <Empty title=t!("employer-none") action=("/jobs/new", t!("vacancy-new"))>{t!("employer-none-text")}</Empty> }.into_any()
            } else {
                vacancy_rows(&vacancies)
            }}
            {(!proposals.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="proposed">
                    <h2 id="proposed">{t!("job-proposals-title")}</h2>
                    {proposal_rows(&proposals)}
                </section>
            })}
            {thumb_link("/jobs/new".to_owned(), t!("vacancy-new"), "plus")}
        }
    })
    .back("/claims")
    .tools(|| top_link("/jobs/new".to_owned(), t!("vacancy-new"), "plus"))
    .narrow()
    .no_index())
}
