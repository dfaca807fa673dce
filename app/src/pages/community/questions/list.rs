//! The reader's own questions, with the form to ask.

use domain::community::appointments::questions::QuestionClass;
use leptos::prelude::*;

use super::rows;
use crate::{
    components::{ActionForm, Empty, Select, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /questions`.
pub async fn page(cx: Cx) -> Shown {
    let questions = cx.store.my_questions(&cx.actor).await?;
    let services: Vec<(String, String)> =
        cx.store.services_offered(&cx.actor).await?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let family = cx.actor.household != 0;
    let (here, back) = if family { (Here::Home, "/home") } else { (Here::Me, "/me") };
    Ok(Page::new(cx.lang.t("questions-title"), here, move || {
        let classes: Vec<(String, String)> = QuestionClass::ALL
            .iter()
            .map(|class| (class.as_str().to_owned(), lang().named("time-class", class.as_str())))
            .collect();
        view! {
            <ActionForm to="/questions">
                <TextArea name="words" label=t!("question-ask") hint=t!("question-ask-hint") required=true max_length=500 rows=4 />
                <Select name="service" label=t!("question-service") hint=t!("question-service-hint") options=services />
                <Select name="class" label=t!("question-class") options=classes value="days7" />
                <Submit label=t!("question-ask-do") wide=true />
            </ActionForm>
            {if questions.is_empty() {
                view! { <Empty title=t!("questions-none")>{t!("questions-none-text")}</Empty> }.into_any()
            } else {
                rows(&questions)
            }}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}
