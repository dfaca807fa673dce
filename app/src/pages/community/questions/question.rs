//! One question: what was asked and answered, and the reader's next step.

use domain::community::appointments::questions::{AnswerVerdict, Question, QuestionState};
use leptos::prelude::*;

use super::pill;
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Near, RowForm, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /questions/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let question = cx.store.question(&cx.actor, id).await?;
    let own = question.is_own;
    let (here, back) = match (own, cx.actor.household != 0) {
        (true, true) => (Here::Home, "/questions"),
        (true, false) => (Here::Me, "/questions"),
        (false, _) => (Here::ServiceDesk, "/desk/questions"),
    };
    Ok(Page::new(cx.lang.t("question-title"), here, move || {
        let judges = own && question.state == QuestionState::Answered;
        let withdraws = own && question.state == QuestionState::Open;
        let unanswered = question.state == QuestionState::Closed && question.answered.is_none();
        let words = question.words.clone();
        let answer = question.answer.clone();
        view! {
            <p class="cluster">{pill(&question)}</p>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {question.is_again.then(|| view! { <Banner tone="amber">{t!("question-again")}</Banner> })}
            {unanswered.then(|| view! { <Banner tone="amber">{t!("question-unanswered")}</Banner> })}
            {facts(&question)}
            {(!answer.is_empty()).then(|| view! {
                <section class="card stack"><h2>{t!("question-answer")}</h2><p>{answer}</p></section>
            })}
            {judges.then(|| judge(id))}
            {question.may_answer.then(|| view! {
                <ActionForm to=format!("/questions/{id}/answer")>
                    <TextArea name="words" label=t!("question-answer") required=true max_length=1000 rows=5 />
                    <Submit label=t!("question-answer-do") wide=true />
                </ActionForm>
            })}
            {withdraws.then(|| view! {
                <RowForm to=format!("/questions/{id}/withdraw")><button class="btn btn-quiet">{t!("question-withdraw")}</button></RowForm>
            })}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(question: &Question) -> impl IntoView + use<> {
    let Question { household, area_name, service_name, class, asked, due, charge_name, answered_name, .. } =
        question.clone();
    // Once answered, it is the asker who still has to say something.
    let is_open = question.state == QuestionState::Open;
    let due_name = if is_open { t!("question-due") } else { t!("question-say-due") };
    // An answer within two hours is due at a time; what the asker says within weeks, on a day.
    let due = due.map(|at| if is_open { lang().clock(at).into_any() } else { view! { <Near at=at /> }.into_any() });
    view! {
        <Facts>
            {household.map(|file| view! {
                <Fact name=t!("desk-household")><a class="link" href=format!("/desk/households/{file}")>{t!("households-number-short", n = file.to_string())}</a></Fact>
            })}
            <Fact name=t!("field-area")>{area_name}</Fact>
            {(!service_name.is_empty()).then(|| view! { <Fact name=t!("slot-service")>{service_name}</Fact> })}
            <Fact name=t!("time-class")>{lang().named("time-class", class.as_str())}</Fact>
            <Fact name=t!("question-asked")><Near at=asked /></Fact>
            {due.map(|due| view! { <Fact name=due_name>{due}</Fact> })}
            {(!charge_name.is_empty()).then(|| view! { <Fact name=t!("question-charge")>{charge_name}</Fact> })}
            {(!answered_name.is_empty()).then(|| view! { <Fact name=t!("question-answered-by")>{answered_name}</Fact> })}
        </Facts>
    }
}

fn judge(id: i64) -> impl IntoView {
    let button = |verdict: AnswerVerdict, class: &'static str| {
        view! {
            <RowForm to=format!("/questions/{id}/verdict")>
                <input type="hidden" name="verdict" value=verdict.as_str() />
                <button class=class>{lang().named("question-verdict", verdict.as_str())}</button>
            </RowForm>
        }
    };
    view! {
        <section class="card stack">
            <h2>{t!("question-helped")}</h2>
            <div class="cluster">
                {button(AnswerVerdict::Helped, "btn btn-main")}
                {button(AnswerVerdict::NotHelped, "btn btn-quiet")}
            </div>
        </section>
    }
}
