//! Imports of goods, points, households and vacancies from sheets; export of the ledger as a file.

pub mod actions;
mod columns;
pub(crate) mod goods;
mod households;
pub(crate) mod plan;
mod points;
mod vacancies;
mod withdrawal;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    Result,
    imports::{Fate, Planned},
    permission::Action,
};
use store::{imports::goods::Plan, reports::exports::ExportQuery};

use crate::{
    sheets::{
        self, File, Format, What, days, goods_template, households_template, points_template, refused_goods,
        refused_households, refused_points, refused_vacancies, vacancies_template,
    },
    web::{Cx, bodies::Large, handler::refused, routes::Routes, state::AppState},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/shop/import", goods::page, actions::import)
        .takes("/shop/import", Large::sheet(&[Action::KeepStock]))
        .get("/shop/import/template.xlsx", template)
        .show("/shop/import/{id}", plan::page)
        .get("/shop/import/{id}/refused.xlsx", refused_rows)
        .act("/shop/import/{id}/apply", actions::import_apply, plan::page)
        .act_and_show("/shop/import/{id}/withdraw", plan::withdraw, plan::page)
        .get("/shop/export/file", file)
        .show_and_act("/desk/points/import", points::page, actions::points)
        .takes("/desk/points/import", Large::sheet(&[Action::GrantPoints]))
        .get("/desk/points/import/template.xlsx", points_sheet)
        .show("/desk/points/import/{id}", points::plan)
        .get("/desk/points/import/{id}/refused.xlsx", refused_point_rows)
        .act("/desk/points/import/{id}/apply", actions::points_apply, points::plan)
        .act_and_show("/desk/points/import/{id}/withdraw", points::withdraw, points::plan)
        .show_and_act("/desk/jobs/import", vacancies::page, actions::vacancies)
        .takes("/desk/jobs/import", Large::sheet(&[Action::KeepVacancies]))
        .get("/desk/jobs/import/template.xlsx", vacancies_sheet)
        .show("/desk/jobs/import/{id}", vacancies::plan)
        .get("/desk/jobs/import/{id}/refused.xlsx", refused_vacancy_rows)
        .act("/desk/jobs/import/{id}/apply", actions::vacancies_apply, vacancies::plan)
        .show_and_act("/desk/households/import", households::page, actions::households)
        .takes("/desk/households/import", Large::sheet(&[Action::KeepHouseholds]))
        .get("/desk/households/import/template.xlsx", households_sheet)
        .show("/desk/households/import/{id}", households::plan)
        .get("/desk/households/import/{id}/refused.xlsx", refused_families)
        .act("/desk/households/import/{id}/apply", actions::households_apply, households::plan)
        .act("/desk/households/import/{id}/withdraw", actions::households_withdraw, households::plan)
        .act("/desk/households/import/{id}/rows/{n}", actions::households_say, households::plan)
}

pub(crate) async fn answer(state: State<AppState>, cx: Cx, made: Result<File>) -> Response {
    match made {
        Ok(file) => file.into_response(),
        Err(error) => refused(&state.0, &cx, error).await,
    }
}

/// Serves `GET /shop/import/template.xlsx`.
async fn template(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::KeepStock) {
        Ok(()) => goods_template(cx.lang, cx.now).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// Serves `GET /shop/import/{id}/refused.xlsx`: the rows that are refused, with the reasons.
async fn refused_rows(state: State<AppState>, cx: Cx) -> Response {
    let made = refused_file(&cx).await;
    answer(state, cx, made).await
}

async fn refused_file(cx: &Cx) -> Result<File> {
    refused_goods(cx.lang, &of_refused(cx.store.import_plan(&cx.actor, cx.id("id")?).await?)).await
}

/// The rows of a plan that are refused.
fn of_refused<R>(plan: Plan<R>) -> Vec<Planned<R>> {
    plan.rows.into_iter().filter(|row| row.fate == Fate::Refused).collect()
}

/// Serves `GET /desk/points/import/{id}/refused.xlsx`.
async fn refused_point_rows(state: State<AppState>, cx: Cx) -> Response {
    let made = refused_points_file(&cx).await;
    answer(state, cx, made).await
}

async fn refused_points_file(cx: &Cx) -> Result<File> {
    refused_points(cx.lang, &of_refused(cx.store.points_sheet_plan(&cx.by(), cx.id("id")?).await?)).await
}

/// Serves `GET /desk/jobs/import/{id}/refused.xlsx`.
async fn refused_vacancy_rows(state: State<AppState>, cx: Cx) -> Response {
    let made = refused_vacancies_file(&cx).await;
    answer(state, cx, made).await
}

async fn refused_vacancies_file(cx: &Cx) -> Result<File> {
    refused_vacancies(cx.lang, &of_refused(cx.store.vacancy_sheet_plan(&cx.actor, cx.id("id")?).await?)).await
}

/// Serves `GET /desk/households/import/{id}/refused.xlsx`.
async fn refused_families(state: State<AppState>, cx: Cx) -> Response {
    let made = refused_families_file(&cx).await;
    answer(state, cx, made).await
}

async fn refused_families_file(cx: &Cx) -> Result<File> {
    refused_households(cx.lang, &of_refused(cx.store.household_import_plan(&cx.actor, cx.id("id")?).await?)).await
}

/// Serves `GET /desk/points/import/template.xlsx`.
async fn points_sheet(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::GrantPoints) {
        Ok(()) => points_template(cx.lang).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// Serves `GET /desk/jobs/import/template.xlsx`.
async fn vacancies_sheet(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::KeepVacancies) {
        Ok(()) => vacancies_template(cx.lang, cx.now).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// Serves `GET /desk/households/import/template.xlsx`.
async fn households_sheet(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.actor.must_somewhere(Action::KeepHouseholds) {
        Ok(()) => households_template(cx.lang).await,
        Err(error) => Err(error),
    };
    answer(state, cx, made).await
}

/// Serves `GET /shop/export/file?what&format&location&from&to`.
async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> Result<File> {
    // Permission is checked first: a forbidden actor must not learn whether the query is valid.
    cx.actor.must_somewhere(Action::ReadStock)?;
    let what = What::of(cx.query("what")).ok_or(domain::Error::NotFound)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let (from, to) = days(cx.query("from"), cx.query("to"))?;
    let query = ExportQuery { location: cx.query_i64("location"), from, to };
    sheets::export(&cx.store, &cx.by(), cx.lang, what, format, query).await
}
