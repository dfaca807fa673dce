//! Cases of families: opened, followed, closed with an outcome that the family was asked about, and asked again.

use domain::{
    accounts::AccountId,
    areas::AreaId,
    casework::cases::{
        Case, CaseFile, CaseId, CaseKind, FamilyAnswer, FamilyAsked, NewCase,
        call_backs::{CallBack, CallBackState},
        figures::{CaseAge, CaseFigures},
    },
    time::Month,
};
use store::casework::cases::{
    call_back_views::CallBackQuery,
    call_backs::{AnswerCallBack, AssignCallBack},
    closing::CloseCase,
    opening::OpenCase,
    steps::{AssignCase, NoteCase, SayOfCase, StepCase},
    views::{CaseQuery, CaseStage},
};

use crate::api::prelude::*;

/// Filters of the list of cases.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CasesQuery {
    /// `open` (the default), `late` or `over`.
    show: String,
    /// Area with those below it; 0 for all of yours.
    area: AreaId,
    /// Kind of case.
    kind: Option<CaseKind>,
    /// How long they have been open.
    age: Option<CaseAge>,
    /// Key of the outcome.
    outcome: String,
    /// Month in which they were closed, as `2026-10`.
    month: String,
    /// Account that owns them; 0 for all.
    owner: AccountId,
    /// `next` of the previous page.
    cursor: CaseId,
}

/// Returns `None` for a number that stands for none in a query.
fn some(n: i64) -> Option<i64> {
    (n > 0).then_some(n)
}

impl From<CasesQuery> for CaseQuery {
    fn from(query: CasesQuery) -> CaseQuery {
        let stage = match query.show.as_str() {
            "late" => CaseStage::Late,
            "over" => CaseStage::Over,
            _ => CaseStage::Open,
        };
        CaseQuery {
            stage,
            area: some(query.area),
            kind: query.kind,
            age: query.age,
            outcome: query.outcome,
            month: query.month.parse().ok(),
            owner: some(query.owner),
            cursor: query.cursor,
        }
    }
}

/// A case that was opened.
#[derive(Serialize, ToSchema)]
pub struct CaseOpened {
    /// Number of the case.
    case: CaseId,
}

/// A step of a case.
#[derive(Deserialize, ToSchema)]
pub struct CaseStepBody {
    /// Key of one of the kind's steps.
    step: String,
    /// What was done, up to 2,000 characters; needed to go back.
    #[serde(default)]
    words: String,
}

/// A note.
#[derive(Deserialize, ToSchema)]
pub struct CaseNoteBody {
    /// Text of 1 to 2,000 characters.
    words: String,
}

/// The end of a case.
#[derive(Deserialize, ToSchema)]
pub struct CaseCloseBody {
    /// Key of one of the kind's outcomes.
    outcome: String,
    /// Whom of the family one asked, and what they said.
    asked: FamilyAsked,
}

/// An account that follows a case or makes a call-back from now on.
#[derive(Deserialize, ToSchema)]
pub struct CaseAssignBody {
    /// The account.
    account: AccountId,
}

/// What a family says of its own case.
#[derive(Deserialize, ToSchema)]
pub struct CaseSayBody {
    /// `solved` or `not_solved`.
    answer: FamilyAnswer,
    /// The family's words, up to 500 characters.
    #[serde(default)]
    words: String,
}

/// Lists the cases of families in the areas whose cases you read.
#[utoipa::path(get, path = "/cases", tag = "cases", params(CasesQuery), responses((status = 200, body = Page<Case>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<CasesQuery>,
) -> Answer<Json<Page<Case>>> {
    Ok(Json(store.cases(&signed.actor, &query.into()).await?))
}

/// Returns a case with its history, for its family and the staff of the area. Words show during a reveal of the file.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(("id" = i64, Path)),
    responses((status = 200, body = CaseFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<CaseFile>> {
    Ok(Json(store.case(&signed.actor, id).await?))
}

/// Lists the cases of a household, open ones first.
#[utoipa::path(get, path = "/households/{id}/cases", tag = "cases", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Case>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Case>>> {
    Ok(Json(store.household_cases(&signed.actor, id).await?))
}

/// Opens a case of a household; you own it.
#[utoipa::path(post, path = "/households/{id}/cases", tag = "cases", params(("id" = i64, Path)),
    request_body = NewCase, responses((status = 201, body = CaseOpened)))]
pub async fn open(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(new): Body<NewCase>,
) -> Made<CaseOpened> {
    made(CaseOpened { case: store.run(&write.0, OpenCase { household, new }).await? })
}

/// Brings a case to another of its steps, whose time begins now.
#[utoipa::path(post, path = "/cases/{id}/step", tag = "cases", params(("id" = i64, Path)),
    request_body = CaseStepBody, responses((status = 200, body = CaseFile)))]
pub async fn step(
    State(store): State<Store>,
    write: Write,
    Id(case): Id,
    Body(CaseStepBody { step, words }): Body<CaseStepBody>,
) -> Answer<Json<CaseFile>> {
    store.run(&write.0, StepCase { case, step, words }).await?;
    Ok(Json(store.case(write.actor(), case).await?))
}

/// Adds a note to a case.
#[utoipa::path(post, path = "/cases/{id}/notes", tag = "cases", params(("id" = i64, Path)),
    request_body = CaseNoteBody, responses((status = 200, body = CaseFile)))]
pub async fn note(
    State(store): State<Store>,
    write: Write,
    Id(case): Id,
    Body(CaseNoteBody { words }): Body<CaseNoteBody>,
) -> Answer<Json<CaseFile>> {
    store.run(&write.0, NoteCase { case, words }).await?;
    Ok(Json(store.case(write.actor(), case).await?))
}

/// Closes a case with an outcome, after asking the family. Some closed cases are drawn for a call-back.
#[utoipa::path(post, path = "/cases/{id}/close", tag = "cases", params(("id" = i64, Path)),
    request_body = CaseCloseBody, responses((status = 200, body = CaseFile)))]
pub async fn close(
    State(store): State<Store>,
    write: Write,
    Id(case): Id,
    Body(CaseCloseBody { outcome, asked }): Body<CaseCloseBody>,
) -> Answer<Json<CaseFile>> {
    store.run(&write.0, CloseCase { case, outcome, asked }).await?;
    Ok(Json(store.case(write.actor(), case).await?))
}

/// Gives a case to another caseworker of the family's area.
#[utoipa::path(post, path = "/cases/{id}/assign", tag = "cases", params(("id" = i64, Path)),
    request_body = CaseAssignBody, responses((status = 200, body = CaseFile)))]
pub async fn assign(
    State(store): State<Store>,
    write: Write,
    Id(case): Id,
    Body(CaseAssignBody { account }): Body<CaseAssignBody>,
) -> Answer<Json<CaseFile>> {
    store.run(&write.0, AssignCase { case, owner: account }).await?;
    Ok(Json(store.case(write.actor(), case).await?))
}

/// Lists the open cases of your own family, and those that ended a short time ago.
#[utoipa::path(get, path = "/me/cases", tag = "cases", responses((status = 200, body = Vec<Case>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Case>>> {
    Ok(Json(store.my_cases(&signed.actor).await?))
}

/// Says of your own family's case whether it is solved; "not solved" opens a closed case again.
#[utoipa::path(post, path = "/me/cases/{id}/say", tag = "cases", params(("id" = i64, Path)),
    request_body = CaseSayBody, responses((status = 200, body = CaseFile)))]
pub async fn say(
    State(store): State<Store>,
    write: Write,
    Id(case): Id,
    Body(CaseSayBody { answer, words }): Body<CaseSayBody>,
) -> Answer<Json<CaseFile>> {
    store.run(&write.0, SayOfCase { case, answer, words }).await?;
    Ok(Json(store.case(write.actor(), case).await?))
}

/// Filters of the list of call-backs.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CallBacksQuery {
    /// Their state; those that wait by default.
    state: Option<CallBackState>,
    /// Area with those below it; 0 for all of yours.
    area: AreaId,
    /// Month in which they were drawn, as `2026-10`.
    month: String,
    /// `next` of the previous page.
    cursor: i64,
}

/// Lists call-backs about closed cases in the areas whose cases you read.
#[utoipa::path(get, path = "/call-backs", tag = "cases", params(CallBacksQuery),
    responses((status = 200, body = Page<CallBack>)))]
pub async fn call_backs(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<CallBacksQuery>,
) -> Answer<Json<Page<CallBack>>> {
    let CallBacksQuery { state, area, month, cursor } = query;
    let query = CallBackQuery { state, area: some(area), month: month.parse().ok(), cursor };
    Ok(Json(store.call_backs(&signed.actor, &query).await?))
}

/// Returns a call-back.
#[utoipa::path(get, path = "/call-backs/{id}", tag = "cases", params(("id" = i64, Path)),
    responses((status = 200, body = CallBack)))]
pub async fn call_back(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<CallBack>> {
    Ok(Json(store.call_back(&signed.actor, id).await?))
}

/// Records what a family answered; not for the account that owned or closed the case. "Not solved" opens it again.
#[utoipa::path(post, path = "/call-backs/{id}/answer", tag = "cases", params(("id" = i64, Path)),
    request_body = FamilyAsked, responses((status = 200, body = CallBack)))]
pub async fn call_back_answer(
    State(store): State<Store>,
    write: Write,
    Id(call_back): Id,
    Body(asked): Body<FamilyAsked>,
) -> Answer<Json<CallBack>> {
    store.run(&write.0, AnswerCallBack { call_back, asked }).await?;
    Ok(Json(store.call_back(write.actor(), call_back).await?))
}

/// Gives a call-back to another account that had no part in the case.
#[utoipa::path(post, path = "/call-backs/{id}/assign", tag = "cases", params(("id" = i64, Path)),
    request_body = CaseAssignBody, responses((status = 200, body = CallBack)))]
pub async fn call_back_assign(
    State(store): State<Store>,
    write: Write,
    Id(call_back): Id,
    Body(CaseAssignBody { account }): Body<CaseAssignBody>,
) -> Answer<Json<CallBack>> {
    store.run(&write.0, AssignCallBack { call_back, assignee: account }).await?;
    Ok(Json(store.call_back(write.actor(), call_back).await?))
}

/// Area and month of the figures.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FiguresQuery {
    /// Area with those below it; 0 for all of yours.
    area: AreaId,
    /// Month, as `2026-10`; the current one by default.
    month: String,
}

/// Counts open cases by kind and age, outcomes, call-backs, and how timely referrals were.
#[utoipa::path(get, path = "/case-figures", tag = "cases", params(FiguresQuery),
    responses((status = 200, body = CaseFigures)))]
pub async fn figures(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<FiguresQuery>,
) -> Answer<Json<CaseFigures>> {
    let month = query.month.parse().unwrap_or(Month::of(store.now()));
    Ok(Json(store.case_figures(&signed.actor, some(query.area), month).await?))
}
