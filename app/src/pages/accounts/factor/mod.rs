//! The second factor of staff: setting it up, turning it off, and the second step of signing in.

pub mod actions;
mod own;
mod recovery;
mod second_step;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/me/factor", own::page)
        .act("/me/factor/begin", actions::begin, own::page)
        .act_and_show("/me/factor/confirm", actions::confirm, own::page)
        .act("/me/factor/off", actions::off, own::page)
        .show_and_act("/sign-in/factor", second_step::page, actions::sign_in)
}

/// Name of the second factor, in the viewer's language.
pub(crate) fn title() -> String {
    t!("factor-title")
}
