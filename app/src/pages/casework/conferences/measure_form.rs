//! The form that ends a task with what came of it.

use domain::casework::conferences::{Measure, MeasureEnd};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Choice, Near, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/measures/{id}/finish`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let measure = cx.store.conference_task(&cx.actor, id).await?;
    let back = format!("/desk/conferences/{}", measure.conference);
    Ok(Page::new(cx.lang.t("measure-finish"), Here::Cases, move || {
        view! {
            {about(&measure)}
            {measure.may_finish.then(|| form(id))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn about(measure: &Measure) -> impl IntoView + use<> {
    let (words, due) = (measure.words.clone(), measure.due);
    view! {
        {(!words.is_empty()).then(|| view! { <p class="prose typed">{words}</p> })}
        {due.map(|at| view! { <Banner tone="amber">{t!("measure-due")}" "<Near at /></Banner> })}
    }
}

fn form(id: i64) -> AnyView {
    let ends = MeasureEnd::ALL
        .iter()
        .map(|end| (end.as_str().to_owned(), lang().named("measure-state", end.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <ActionForm to=format!("/desk/measures/{id}/finish")>
            <Choice name="outcome" label=t!("measure-outcome") options=ends />
            <TextArea name="words" label=t!("measure-outcome-words") required=true max_length=300 rows=3 />
            <div class="thumb-bar"><Submit label=t!("measure-finish-do") wide=true /></div>
        </ActionForm>
    }
    .into_any()
}
