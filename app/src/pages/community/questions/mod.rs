//! Questions to the service desk: asked by any account, answered by the time of their class.

pub mod actions;
mod desk;
mod list;
mod question;

use domain::community::appointments::questions::{Question, QuestionState};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
    web::routes::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/questions", list::page, actions::ask)
        .show("/questions/{id}", question::page)
        .act("/questions/{id}/answer", actions::answer, question::page)
        .act("/questions/{id}/verdict", actions::judge, question::page)
        .act("/questions/{id}/withdraw", actions::withdraw, question::page)
        .show("/desk/questions", desk::page)
}

/// Renders the state of a question.
fn pill(question: &Question) -> impl IntoView + use<> {
    let (tone, icon) = match question.state {
        QuestionState::Open if question.is_late => ("plum", "alert"),
        QuestionState::Open => ("amber", "clock"),
        QuestionState::Answered | QuestionState::Helped => ("tea", "check"),
        QuestionState::Unhelped => ("plum", "close"),
        QuestionState::Closed | QuestionState::Withdrawn => ("soft", "undo"),
    };
    let text = match question.state {
        QuestionState::Open if question.is_late => t!("question-late"),
        state => lang().named("question-state", state.as_str()),
    };
    view! { <StatePill tone icon text /> }
}

/// Renders questions as rows, each with its page.
fn rows(questions: &[Question]) -> AnyView {
    let rows = questions
        .iter()
        .map(|question| {
            let Question { id, words, service_name, due, charge_name, .. } = question.clone();
            let about: Vec<String> =
                [service_name, charge_name].into_iter().filter(|words| !words.is_empty()).collect();
            view! {
                <li>
                    <a class="row" href=format!("/questions/{id}")>
                        <span class="row-main"><b>{words}</b><small>{about.join(" · ")}</small></span>
                        <span class="row-end">{pill(question)}{due.map(|at| view! { <small><Near at=at /></small> })}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
