//! Household files: the list, a new one, one file, and the family's own view.

pub mod actions;
pub(crate) mod contact;
pub(crate) mod file;
pub(crate) mod forms;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod own;
pub(crate) mod pieces;
pub(crate) mod received;
pub(crate) mod reveal_form;
pub mod reveals;
pub(crate) mod situation;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(reveals::routes())
        .show("/desk/households", list::page)
        .show_and_act("/desk/households/new", new::page, actions::add)
        .show("/desk/households/{id}", file::page)
        .show("/home/received", received::page)
        .show("/home/household", own::page)
        .show_and_act("/desk/households/{id}/contact", contact::page, crate::pages::casework::actions::contact)
        .show_and_act("/desk/households/{id}/situation", situation::page, crate::pages::casework::actions::situation)
}
