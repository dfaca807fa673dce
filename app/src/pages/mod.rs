//! One folder per capability, one file per page.
//! A page loads everything from the store before it returns its view; rendering a view does no I/O.

pub mod accounts;
pub mod areas;
pub(crate) mod audit;
pub mod casework;
pub(crate) mod catalogue;
pub mod claims;
pub mod community;
pub mod consents;
pub mod disputes;
pub mod households;
pub mod imports;
pub mod ledger;
pub mod lending;
pub mod messages;
pub mod notifications;
pub mod orders;
pub mod points;
pub mod refusal;
pub mod reports;
pub mod services;
pub mod site;
pub mod stock;
pub mod today;
pub mod wishes;

use crate::web::routes::Routes;

/// Registers every page and every form action.
pub fn routes() -> Routes {
    Routes::new()
        .merge(accounts::routes())
        .merge(areas::routes())
        .merge(audit::routes())
        .merge(casework::routes())
        .merge(catalogue::routes())
        .merge(claims::routes())
        .merge(community::routes())
        .merge(consents::routes())
        .merge(disputes::routes())
        .merge(households::routes())
        .merge(imports::routes())
        .merge(ledger::routes())
        .merge(lending::routes())
        .merge(messages::routes())
        .merge(notifications::routes())
        .merge(orders::routes())
        .merge(points::routes())
        .merge(reports::routes())
        .merge(services::routes())
        .merge(site::routes())
        .merge(stock::routes())
        .merge(today::routes())
        .merge(wishes::routes())
}
