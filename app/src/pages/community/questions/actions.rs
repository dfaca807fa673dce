//! Actions on questions.

use domain::community::appointments::questions::{NewQuestion, QuestionClass};
use store::community::questions::{
    answers::AnswerQuestion,
    asking::{AskQuestion, JudgeAnswer, WithdrawQuestion},
};

use crate::web::{Cx, Done, To};

fn to(id: i64) -> To {
    To::page(format!("/questions/{id}"))
}

/// Handles `POST /questions`.
pub async fn ask(cx: Cx) -> Done {
    let service = if cx.field("service").is_empty() { None } else { Some(cx.choice("service")?) };
    let class = if cx.field("class").is_empty() { QuestionClass::default() } else { cx.choice("class")? };
    let new = NewQuestion { service, class, words: cx.field("words").to_owned() };
    let id = cx.store.run(&cx.by(), AskQuestion(new)).await?;
    Ok(to(id).saying("done-question-asked"))
}

/// Handles `POST /questions/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), AnswerQuestion { question: id, words: cx.field("words").to_owned() }).await?;
    Ok(to(id).saying("done-question-answered"))
}

/// Handles `POST /questions/{id}/verdict`.
pub async fn judge(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), JudgeAnswer { question: id, verdict: cx.choice("verdict")? }).await?;
    Ok(to(id).saying("done-question-judged"))
}

/// Handles `POST /questions/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawQuestion { question: id }).await?;
    Ok(to(id).saying("done-question-withdrawn"))
}
