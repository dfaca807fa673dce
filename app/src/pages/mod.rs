//! One folder per capability, one file per page.
//! A page loads everything from the store before it returns its view; rendering a view does no I/O.
//!
//! Folders without unit tests, which no other folder uses, are left out of the unit tests' own build of this crate: it
//! took minutes for nothing, since pages are tested through the router.

pub mod accounts;
#[cfg(not(test))]
pub mod areas;
pub(crate) mod audit;
#[cfg(not(test))]
pub mod casework;
pub(crate) mod catalogue;
pub mod claims;
#[cfg(not(test))]
pub mod community;
pub mod consents;
#[cfg(not(test))]
mod device;
pub mod disputes;
pub mod households;
pub mod imports;
pub mod ledger;
pub mod lending;
pub mod messages;
pub mod notifications;
pub mod orders;
#[cfg(not(test))]
pub mod points;
pub mod refusal;
pub mod reports;
mod search;
#[cfg(not(test))]
pub mod services;
pub mod site;
pub mod stock;
pub mod today;
#[cfg(not(test))]
mod undo;
pub mod wishes;

#[cfg(not(test))]
use crate::web::routes::Routes;

/// Registers every page and every form action.
#[cfg(not(test))]
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
        .merge(device::routes())
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
        .merge(search::routes())
        .merge(services::routes())
        .merge(site::routes())
        .merge(stock::routes())
        .merge(today::routes())
        .merge(undo::routes())
        .merge(wishes::routes())
}
