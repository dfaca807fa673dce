//! Yearly sheets of helpers: each account's own, and the public check of one.

use axum::extract::Path;
use domain::community::helper_sheets::{HelperSheet, SheetAnswer};
use store::community::helper_sheets::lifecycle::{MakeHelperSheet, WithdrawHelperSheet};

use crate::{api::prelude::*, http::address::Address};

/// Year of a sheet to be made.
#[derive(Deserialize, ToSchema)]
pub struct SheetYearBody {
    /// The year.
    year: i64,
}

/// What stands on a sheet.
#[derive(Deserialize, ToSchema)]
pub struct SheetCheckBody {
    /// Its number.
    number: String,
    /// Its check code.
    code: String,
}

/// Lists the sheets of the caller's own account, newest first.
#[utoipa::path(get, path = "/me/helper-sheets", tag = "helpers",
    responses((status = 200, body = Vec<HelperSheet>)))]
pub async fn list(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<HelperSheet>>> {
    Ok(Json(store.helper_sheets(&signed.actor).await?))
}

/// Makes the sheet of a year; it replaces the one before.
#[utoipa::path(post, path = "/me/helper-sheets", tag = "helpers", request_body = SheetYearBody,
    responses((status = 201, body = HelperSheet)))]
pub async fn make(
    State(store): State<Store>,
    write: Write,
    Body(SheetYearBody { year }): Body<SheetYearBody>,
) -> Made<HelperSheet> {
    let number = store.run(&write.0, MakeHelperSheet { year }).await?;
    made(store.helper_sheet(write.actor(), &number).await?)
}

/// Returns a sheet of the caller's own account.
#[utoipa::path(get, path = "/me/helper-sheets/{number}", tag = "helpers", params(("number" = String, Path)),
    responses((status = 200, body = HelperSheet)))]
pub async fn get(State(store): State<Store>, signed: Signed, Path(number): Path<String>) -> Answer<Json<HelperSheet>> {
    Ok(Json(store.helper_sheet(&signed.actor, &number).await?))
}

/// Withdraws a sheet: its check says no from now on.
#[utoipa::path(post, path = "/helper-sheets/{id}/withdraw", tag = "helpers", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn withdraw(State(store): State<Store>, write: Write, Id(sheet): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithdrawHelperSheet { sheet }).await?;
    Ok(DONE)
}

/// Tells any caller whether number and code of a sheet belong together; year and figures, nothing about the person.
#[utoipa::path(post, path = "/helper-sheets/check", tag = "helpers", security(()), request_body = SheetCheckBody,
    responses((status = 200, body = SheetAnswer)))]
pub async fn check(
    State(store): State<Store>,
    Address(address): Address,
    Body(SheetCheckBody { number, code }): Body<SheetCheckBody>,
) -> Answer<Json<SheetAnswer>> {
    Ok(Json(store.helper_sheet_check(&address, &number, &code).await?))
}
