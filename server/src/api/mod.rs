//! JSON API under `/api/v1`: thin handlers over the store.
//! Router and OpenAPI document come from the same declarations.

pub mod accounts;
mod applications;
mod areas;
mod audit;
pub mod casework;
pub(crate) mod catalogue;
mod claims;
mod community;
mod consents;
mod description;
mod disputes;
mod files;
mod households;
mod imports;
pub(crate) mod ledger;
mod lending;
mod messages;
mod needs;
mod open_data;
mod orders;
mod part;
mod paths;
mod points;
mod prelude;
mod refusals;
pub mod reports;
mod search;
mod services;
mod site;
mod standbys;
mod stock;
mod wishes;

use std::sync::Arc;

use app::web::bodies::{self, Large, LargeBodies};
use axum::{Router, middleware, routing::get};
use domain::permission::Action;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use self::{description::Document, part::Part, paths::paths};
pub use self::{
    description::{document, openapi, schemas},
    refusals::WITHOUT_KEY,
};
use crate::{
    http::{extract::Query, problem::Problem},
    state::State,
};

/// Path prefix of the API.
pub const PREFIX: &str = "/api/v1";

fn operations() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Document::openapi()).nest(PREFIX, paths().router)
}

/// Paths below [`PREFIX`] that take a large body, and of whom it is read.
const LARGE: &[(&str, Large)] = &[
    ("/imports/items", Large::sheet(&[Action::KeepStock])),
    ("/imports/points", Large::sheet(&[Action::GrantPoints])),
    ("/imports/households", Large::sheet(&[Action::KeepHouseholds])),
    ("/imports/vacancies", Large::sheet(&[Action::KeepVacancies])),
    ("/households/{id}/consents", Large::pictures(&[Action::KeepHouseholds])),
    ("/households/{id}/papers", Large::pictures(&[Action::KeepHouseholds])),
    ("/claims/{id}/disputes", Large::pictures(&[Action::OrderGoods, Action::PostForFamily])),
    ("/orders/{id}/disputes", Large::pictures(&[Action::OrderGoods, Action::PostForFamily])),
    ("/households/{id}/visits", Large::pictures(&[Action::RecordVisits])),
    ("/pages/{page}", Large::rows(&[Action::Administer])),
    ("/rounds/{id}/doors", Large::rows(&[Action::OpenRounds])),
    ("/items/{id}/photo", Large::pictures(&[Action::KeepStock])),
    ("/receipts", Large::rows(&[Action::KeepStock])),
    ("/receipts/{id}/lines", Large::rows(&[Action::KeepStock])),
    ("/stock-takes/{id}/count", Large::rows(&[Action::KeepStock])),
    ("/stock-takes/{id}/finish", Large::rows(&[Action::KeepStock])),
];

/// Returns the paths that take a large body.
#[must_use]
pub fn large() -> LargeBodies {
    LargeBodies::new(LARGE.iter().map(|(path, large)| (format!("{PREFIX}{path}"), *large)).collect())
}

/// Builds the API's router; unknown paths below `/api` answer 404. `/api` itself is a page.
pub fn router() -> Router<State> {
    let (router, _) = operations().split_for_parts();
    let document = Arc::new(serde_json::to_value(openapi()).unwrap_or_default());
    let described = move |Query(part): Query<Part>| std::future::ready(part.of(&document));
    router
        .route(&format!("{PREFIX}/openapi.json"), get(described))
        .route("/api/", axum::routing::any(nothing))
        .route("/api/{*rest}", axum::routing::any(nothing))
        .layer(middleware::from_fn_with_state(large(), bodies::admit))
}

async fn nothing() -> Problem {
    domain::Error::NotFound.into()
}
