//! Accounts, roles, languages and security events, for administrators, coordinators and auditors.

pub(crate) mod account;
pub mod actions;
pub(crate) mod forms;
pub mod language_actions;
pub(crate) mod languages;
pub(crate) mod list;
pub(crate) mod security;
pub(crate) mod staff_sheet;

use domain::permission::Action;

use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/admin/accounts", list::page)
        .get("/admin/accounts/file", list::file)
        .act_and_show("/admin/accounts", actions::add, list::page)
        .show("/admin/staff-sheet", staff_sheet::page)
        .act_and_show("/admin/staff-sheet", staff_sheet::look, staff_sheet::page)
        .takes("/admin/staff-sheet", Large::sheet(&[Action::AssignRoles]))
        .act_and_show("/admin/staff-sheet/apply", staff_sheet::apply, staff_sheet::page)
        .takes("/admin/staff-sheet/apply", Large::rows(&[Action::AssignRoles]))
        .get("/admin/staff-sheet/template.xlsx", staff_sheet::template)
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
