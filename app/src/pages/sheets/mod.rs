//! Sheets that come in and go out: goods and points from a file, the books as a file.

mod export;
mod households;
mod import;
mod plan;
mod points;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{Result, permission::Action};
use store::exports::ExportQuery;

use crate::{
    actions::sheets as actions,
    handle::{act, refused, show, show_and_act},
    page::Cx,
    sheets::{File, Format, What, days, export as table, goods_template, households_template, points_template},
    state::AppState,
};

/// Pages of sheets.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/shop/import", show_and_act(import::page, actions::import))
        .route("/shop/import/template.xlsx", get(template))
        .route("/shop/import/{id}", show(plan::page))
        .route("/shop/import/{id}/apply", act(actions::import_apply, plan::page))
        .route("/shop/export", show(export::page))
        .route("/shop/export/file", get(file))
        .route("/desk/points/import", show_and_act(points::page, actions::points))
        .route("/desk/points/import/template.xlsx", get(points_sheet))
        .route("/desk/points/import/{id}", show(points::plan))
        .route("/desk/points/import/{id}/apply", act(actions::points_apply, points::plan))
        .route("/desk/households/import", show_and_act(households::page, actions::households))
        .route("/desk/households/import/template.xlsx", get(households_sheet))
        .route("/desk/households/import/{id}", show(households::plan))
        .route("/desk/households/import/{id}/apply", act(actions::households_apply, households::plan))
        .route("/desk/households/import/{id}/rows/{n}", act(actions::households_say, households::plan))
}

async fn answer(state: State<AppState>, cx: Cx, made: Result<File>) -> Response {
    match made {
        Ok(file) => file.into_response(),
        Err(error) => refused(&state.0, &cx, error).await,
    }
}

/// GET `/shop/import/template.xlsx`
async fn template(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::KeepStock) {
        Ok(()) => goods_template(cx.lang, cx.now).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// GET `/desk/points/import/template.xlsx`
async fn points_sheet(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::GrantPoints) {
        Ok(()) => points_template(cx.lang).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// GET `/desk/households/import/template.xlsx`
async fn households_sheet(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::KeepHouseholds) {
        Ok(()) => households_template(cx.lang).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// GET `/shop/export/file?what&format&location&from&to`
async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> Result<File> {
    // Whoever may not read stock must not learn whether the rest of the address is right.
    cx.actor.must_somewhere(Action::ReadStock)?;
    let what = What::of(cx.query("what")).ok_or(domain::Error::NotFound)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let (from, to) = days(cx.query("from"), cx.query("to"))?;
    let query = ExportQuery { location: cx.query_i64("location"), from, to };
    table(&cx.store, &cx.actor, cx.lang, what, format, query).await
}
