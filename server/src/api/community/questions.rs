//! Questions to the service desk.

use domain::{
    Timestamp,
    community::appointments::questions::{AnswerVerdict, NewQuestion, Question},
    services::ServiceId,
};
use store::community::questions::{
    answers::AnswerQuestion,
    asking::{AskQuestion, JudgeAnswer, WithdrawQuestion},
    views::QuestionQuery,
};

use crate::api::prelude::*;

/// Which questions a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct QuestionsQuery {
    /// Only those that the caller answers.
    mine: bool,
    /// Those that were answered, instead of open ones.
    answered: bool,
    /// Of those, only late ones.
    late: bool,
    /// Of those, only ones whose answer helped.
    helped: bool,
    /// Service, or 0 for those about none; all when left out.
    service: Option<ServiceId>,
    /// Only those asked from then on.
    from: Timestamp,
    /// `next` of the previous page.
    cursor: i64,
}

/// An answer.
#[derive(Deserialize, ToSchema)]
pub struct QuestionAnswerBody {
    /// The answer, 2 to 1000 characters.
    words: String,
}

/// What the asker says about an answer.
#[derive(Deserialize, ToSchema)]
pub struct QuestionVerdictBody {
    /// Whether it helped.
    verdict: AnswerVerdict,
}

/// Lists the caller's own questions, newest first.
#[utoipa::path(get, path = "/me/questions", tag = "questions", responses((status = 200, body = Vec<Question>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Question>>> {
    Ok(Json(store.my_questions(&signed.actor).await?))
}

/// Asks the desk; the answer is due by the class.
#[utoipa::path(post, path = "/me/questions", tag = "questions", request_body = NewQuestion,
    responses((status = 201, body = Question)))]
pub async fn ask(State(store): State<Store>, write: Write, Body(new): Body<NewQuestion>) -> Made<Question> {
    let id = store.run(&write.0, AskQuestion(new)).await?;
    made(store.question(write.actor(), id).await?)
}

/// Lists the questions of the caller's areas and of its organisation's services, by number.
#[utoipa::path(get, path = "/questions", tag = "questions", params(QuestionsQuery),
    responses((status = 200, body = Page<Question>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(QuestionsQuery { mine, answered, late, helped, service, from, cursor }): Query<QuestionsQuery>,
) -> Answer<Json<Page<Question>>> {
    let query = QuestionQuery { mine, answered, late, helped, service, from, cursor };
    Ok(Json(store.questions(&signed.actor, &query).await?))
}

/// Returns a question, for its asker and for those who answer or audit it.
#[utoipa::path(get, path = "/questions/{id}", tag = "questions", params(("id" = i64, Path)),
    responses((status = 200, body = Question)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Question>> {
    Ok(Json(store.question(&signed.actor, id).await?))
}

/// Answers a question.
#[utoipa::path(post, path = "/questions/{id}/answer", tag = "questions", params(("id" = i64, Path)),
    request_body = QuestionAnswerBody, responses((status = 200, body = Question)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(question): Id,
    Body(QuestionAnswerBody { words }): Body<QuestionAnswerBody>,
) -> Answer<Json<Question>> {
    store.run(&write.0, AnswerQuestion { question, words }).await?;
    Ok(Json(store.question(write.actor(), question).await?))
}

/// Says whether an answer helped. The first "no" opens the question again, for another person.
#[utoipa::path(post, path = "/questions/{id}/verdict", tag = "questions", params(("id" = i64, Path)),
    request_body = QuestionVerdictBody, responses((status = 200, body = Question)))]
pub async fn judge(
    State(store): State<Store>,
    write: Write,
    Id(question): Id,
    Body(QuestionVerdictBody { verdict }): Body<QuestionVerdictBody>,
) -> Answer<Json<Question>> {
    store.run(&write.0, JudgeAnswer { question, verdict }).await?;
    Ok(Json(store.question(write.actor(), question).await?))
}

/// Takes a question back that waits for an answer.
#[utoipa::path(post, path = "/questions/{id}/withdraw", tag = "questions", params(("id" = i64, Path)),
    responses((status = 200, body = Question)))]
pub async fn withdraw(State(store): State<Store>, write: Write, Id(question): Id) -> Answer<Json<Question>> {
    store.run(&write.0, WithdrawQuestion { question }).await?;
    Ok(Json(store.question(write.actor(), question).await?))
}
