//! Accounts, roles and languages, for administrators and coordinators.

pub(crate) mod account;
pub mod actions;
pub(crate) mod forms;
pub mod language_actions;
pub(crate) mod languages;
pub(crate) mod list;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/admin/accounts", list::page, actions::add)
        .show("/admin/accounts/{id}", account::page)
        .act("/admin/accounts/{id}/grant", actions::grant, account::page)
        .act("/admin/accounts/{id}/revoke", actions::revoke, account::page)
        .act("/admin/accounts/{id}/open", actions::open, account::page)
        .act("/admin/accounts/{id}/close", actions::close, account::page)
        .act("/admin/accounts/{id}/password", actions::password, account::page)
        .show("/admin/languages", languages::page)
        .act("/admin/languages/{tag}/on", language_actions::on, languages::page)
        .act("/admin/languages/{tag}/off", language_actions::off, languages::page)
}
