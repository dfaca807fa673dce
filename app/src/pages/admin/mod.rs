//! Areas with their rules, organisations, accounts with their roles, and shop locations.

mod account;
mod account_forms;
mod accounts;
mod area;
mod areas;
mod languages;
mod locations;
mod organisations;
mod policy;

use axum::Router;

use crate::{
    actions::{accounts as people, areas as places, languages as spoken, locations as shops, organisations as orgs},
    handle::{act, show, show_and_act},
    state::AppState,
};

/// Pages of administrators; coordinators have some of them for their areas.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/areas", show_and_act(areas::page, places::add))
        .route("/admin/areas/{id}", show(areas::record))
        .route("/admin/areas/{id}/rename", act(places::rename, areas::record))
        .route("/admin/areas/{id}/policy", act(places::policy, areas::record))
        .route("/admin/areas/{id}/policy-clear", act(places::policy_clear, areas::record))
        .route("/admin/organisations", show_and_act(organisations::page, orgs::add))
        .route("/admin/organisations/{id}/open", act(orgs::open, organisations::page))
        .route("/admin/organisations/{id}/close", act(orgs::close, organisations::page))
        .route("/admin/organisations/{id}/renew", act(orgs::renew, organisations::page))
        .route("/admin/accounts", show_and_act(accounts::page, people::add))
        .route("/admin/accounts/{id}", show(account::page))
        .route("/admin/accounts/{id}/grant", act(people::grant, account::page))
        .route("/admin/accounts/{id}/revoke", act(people::revoke, account::page))
        .route("/admin/accounts/{id}/open", act(people::open, account::page))
        .route("/admin/accounts/{id}/close", act(people::close, account::page))
        .route("/admin/accounts/{id}/password", act(people::password, account::page))
        .route("/admin/languages", show(languages::page))
        .route("/admin/languages/{tag}/on", act(spoken::on, languages::page))
        .route("/admin/languages/{tag}/off", act(spoken::off, languages::page))
        .route("/admin/locations", show_and_act(locations::page, shops::add))
        .route("/admin/locations/{id}", show_and_act(locations::record, shops::change))
}
