//! Household files: the list, a new one, one file, and the family's own view.

pub mod actions;
#[cfg(not(test))]
pub(crate) mod contact;
#[cfg(not(test))]
pub(crate) mod copy;
#[cfg(not(test))]
pub(crate) mod file;
pub(crate) mod forms;
pub(crate) mod list;
pub(crate) mod new;
#[cfg(not(test))]
pub(crate) mod own;
pub(crate) mod pieces;
pub(crate) mod received;
pub(crate) mod reveal_form;
pub mod reveals;
#[cfg(not(test))]
pub(crate) mod situation;

#[cfg(not(test))]
use crate::web::routes::Routes;

#[cfg(not(test))]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(reveals::routes())
        .show("/desk/households", list::page)
        .file("/desk/households/file", list::file)
        .act_and_show("/desk/households/picked", list::picked, list::refused_step)
        .show_and_act("/desk/households/new", new::page, actions::add)
        .show("/desk/households/{id}", file::page)
        .show("/home/received", received::page)
        .show("/home/household", own::page)
        .show("/home/household/copy", copy::page)
        .show_and_act("/desk/households/{id}/contact", contact::page, crate::pages::casework::actions::contact)
        .show_and_act("/desk/households/{id}/situation", situation::page, crate::pages::casework::actions::situation)
}
