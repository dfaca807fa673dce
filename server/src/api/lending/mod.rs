//! Lending: units of a shop that families have until a day of return.

use domain::{
    Timestamp,
    households::HouseholdId,
    ledger::{LocationId, LotId},
    lending::{EndingAnswer, Lendable, Loan, LoanEnding, LoanId, LoanWord, ReturnCondition},
};
use store::lending::{
    answers::{AskLoanExtension, ExtendLoan, SayLoan},
    endings::{AnswerLoanEnd, AskLoanEnd, ReturnLoan},
    lend::{LendGoods, UndoLoan},
    views::LoanList,
};

use crate::api::prelude::*;

/// Which loans a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LoansQuery {
    /// Only those that wait for the shop or its coordinators.
    waiting: bool,
    /// Only those that are over.
    over: bool,
    /// Only those of this shop.
    location: LocationId,
    /// `next` of the previous page.
    cursor: i64,
}

/// What of a shop can be lent.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LendableQuery {
    /// The shop.
    location: LocationId,
    /// Part of an item's name.
    q: String,
}

/// A unit to be lent.
#[derive(Deserialize, ToSchema)]
pub struct LoanBody {
    /// Household that takes it.
    household: HouseholdId,
    /// The shop.
    location: LocationId,
    /// Lot to take it from.
    lot: LotId,
    /// Any time of the day of return.
    due: Timestamp,
}

/// A loan that was made.
#[derive(Serialize, ToSchema)]
pub struct LoanMade {
    /// Number of the loan.
    loan: LoanId,
}

/// How a unit came back.
#[derive(Deserialize, ToSchema)]
pub struct LoanReturnBody {
    /// Fit for the shelf, or damaged.
    condition: ReturnCondition,
}

/// An end that a second person agrees to.
#[derive(Deserialize, ToSchema)]
pub struct LoanEndBody {
    /// Lost, or given to the family.
    ending: LoanEnding,
}

/// Answer of the second person.
#[derive(Deserialize, ToSchema)]
pub struct LoanEndAnswerBody {
    /// Agree or refuse.
    answer: EndingAnswer,
}

/// A new day of return.
#[derive(Deserialize, ToSchema)]
pub struct LoanExtendBody {
    /// Any time of the new day of return; left out for a no to the family.
    until: Option<Timestamp>,
}

/// A wish to keep a unit longer.
#[derive(Deserialize, ToSchema)]
pub struct LoanExtensionBody {
    /// Any time of the day until which the family asks to keep it.
    until: Timestamp,
}

/// What the family says.
#[derive(Deserialize, ToSchema)]
pub struct LoanWordBody {
    /// Received or not.
    word: LoanWord,
}

/// Lists the loans of the caller's shops: those that are out, overdue ones first.
#[utoipa::path(get, path = "/loans", tag = "lending", params(LoansQuery),
    responses((status = 200, body = Page<Loan>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(LoansQuery { waiting, over, location, cursor }): Query<LoansQuery>,
) -> Answer<Json<Page<Loan>>> {
    let list = match (waiting, over) {
        (true, _) => LoanList::Waiting,
        (_, true) => LoanList::Over,
        _ => LoanList::Out,
    };
    Ok(Json(store.loans(&signed.actor, list, location, cursor).await?))
}

/// Lends a unit to a household until a day.
#[utoipa::path(post, path = "/loans", tag = "lending", request_body = LoanBody,
    responses((status = 201, body = LoanMade)))]
pub async fn lend(
    State(store): State<Store>,
    write: Write,
    Body(LoanBody { household, location, lot, due }): Body<LoanBody>,
) -> Made<LoanMade> {
    made(LoanMade { loan: store.loan_lend(&write.0, LendGoods { household, location, lot, due }).await? })
}

/// Lists lots of a shop from which a unit can be lent.
#[utoipa::path(get, path = "/lendable", tag = "lending", params(LendableQuery),
    responses((status = 200, body = Vec<Lendable>)))]
pub async fn lendable(
    State(store): State<Store>,
    signed: Signed,
    Query(LendableQuery { location, q }): Query<LendableQuery>,
) -> Answer<Json<Vec<Lendable>>> {
    Ok(Json(store.lendable(&signed.actor, location, &q).await?))
}

/// Lists what the caller's family has and had on loan.
#[utoipa::path(get, path = "/me/loans", tag = "lending", responses((status = 200, body = Vec<Loan>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Loan>>> {
    Ok(Json(store.own_loans(&signed.actor).await?))
}

/// Lists what a household has and had on loan.
#[utoipa::path(get, path = "/households/{id}/loans", tag = "lending", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Loan>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Loan>>> {
    Ok(Json(store.household_loans(&signed.actor, id).await?))
}

/// Returns a loan, for its family, the staff of its shop and those who read the family's file.
#[utoipa::path(get, path = "/loans/{id}", tag = "lending", params(("id" = i64, Path)),
    responses((status = 200, body = Loan)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Loan>> {
    Ok(Json(store.loan(&signed.actor, id).await?))
}

/// Takes a wrong loan back, within ten minutes.
#[utoipa::path(post, path = "/loans/{id}/undo", tag = "lending", params(("id" = i64, Path)),
    responses((status = 200, body = Loan)))]
pub async fn undo(State(store): State<Store>, write: Write, Id(loan): Id) -> Answer<Json<Loan>> {
    store.run(&write.0, UndoLoan { loan }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}

/// Takes a unit back, to the shelf or to quarantine.
#[utoipa::path(post, path = "/loans/{id}/return", tag = "lending", params(("id" = i64, Path)),
    request_body = LoanReturnBody, responses((status = 200, body = Loan)))]
pub async fn give_back(
    State(store): State<Store>,
    write: Write,
    Id(loan): Id,
    Body(LoanReturnBody { condition }): Body<LoanReturnBody>,
) -> Answer<Json<Loan>> {
    store.run(&write.0, ReturnLoan { loan, condition }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}

/// Asks that a loan ends as lost or given; a second person answers.
#[utoipa::path(post, path = "/loans/{id}/end", tag = "lending", params(("id" = i64, Path)),
    request_body = LoanEndBody, responses((status = 200, body = Loan)))]
pub async fn end_ask(
    State(store): State<Store>,
    write: Write,
    Id(loan): Id,
    Body(LoanEndBody { ending }): Body<LoanEndBody>,
) -> Answer<Json<Loan>> {
    store.run(&write.0, AskLoanEnd { loan, ending }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}

/// Agrees to an end that another account asked for, or refuses it.
#[utoipa::path(post, path = "/loans/{id}/answer", tag = "lending", params(("id" = i64, Path)),
    request_body = LoanEndAnswerBody, responses((status = 200, body = Loan)))]
pub async fn end_answer(
    State(store): State<Store>,
    write: Write,
    Id(loan): Id,
    Body(LoanEndAnswerBody { answer }): Body<LoanEndAnswerBody>,
) -> Answer<Json<Loan>> {
    store.run(&write.0, AnswerLoanEnd { loan, answer }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}

/// Sets a later day of return, or says no to the family that asked for one.
#[utoipa::path(post, path = "/loans/{id}/extend", tag = "lending", params(("id" = i64, Path)),
    request_body = LoanExtendBody, responses((status = 200, body = Loan)))]
pub async fn extend(
    State(store): State<Store>,
    write: Write,
    Id(loan): Id,
    Body(LoanExtendBody { until }): Body<LoanExtendBody>,
) -> Answer<Json<Loan>> {
    store.run(&write.0, ExtendLoan { loan, until }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}

/// Says for the family that it has a unit, or never got it.
#[utoipa::path(post, path = "/loans/{id}/word", tag = "lending", params(("id" = i64, Path)),
    request_body = LoanWordBody, responses((status = 200, body = Loan)))]
pub async fn say(
    State(store): State<Store>,
    write: Write,
    Id(loan): Id,
    Body(LoanWordBody { word }): Body<LoanWordBody>,
) -> Answer<Json<Loan>> {
    store.run(&write.0, SayLoan { loan, word }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}

/// Asks for the family to keep a unit longer.
#[utoipa::path(post, path = "/loans/{id}/extension", tag = "lending", params(("id" = i64, Path)),
    request_body = LoanExtensionBody, responses((status = 200, body = Loan)))]
pub async fn extension_ask(
    State(store): State<Store>,
    write: Write,
    Id(loan): Id,
    Body(LoanExtensionBody { until }): Body<LoanExtensionBody>,
) -> Answer<Json<Loan>> {
    store.run(&write.0, AskLoanExtension { loan, until }).await?;
    Ok(Json(store.loan(write.actor(), loan).await?))
}
