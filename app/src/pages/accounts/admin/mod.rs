//! Accounts, roles, languages and security events, for administrators, coordinators and auditors.

pub(crate) mod account;
pub mod actions;
pub(crate) mod forms;
pub mod language_actions;
pub(crate) mod languages;
pub(crate) mod list;
pub(crate) mod security;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/admin/accounts", list::page)
        .act_and_show("/admin/accounts", actions::add, list::page)
        .show("/admin/accounts/{id}", account::page)
        .act("/admin/accounts/{id}/grant", actions::grant, account::page)
        .act("/admin/accounts/{id}/revoke", actions::revoke, account::page)
        .act("/admin/accounts/{id}/contact", actions::contact, account::page)
        .act("/admin/accounts/{id}/open", actions::open, account::page)
        .act("/admin/accounts/{id}/close", actions::close, account::page)
        .act_and_show("/admin/accounts/{id}/password", actions::password, account::page)
        .act("/admin/accounts/{id}/factor", actions::factor, account::page)
        .show("/admin/languages", languages::page)
        .act("/admin/languages/{tag}/on", language_actions::on, languages::page)
        .act("/admin/languages/{tag}/off", language_actions::off, languages::page)
        .show("/admin/security", security::page)
}
