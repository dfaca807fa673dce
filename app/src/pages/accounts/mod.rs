//! Sign-in, registration, the account's own page, cards and account administration.

pub mod actions;
pub mod admin;
pub mod cards;
mod me;
mod pin;
mod register;
mod sessions;
mod setup;
pub(crate) mod setup_code;
mod sign_in;
pub mod sign_in_actions;
mod sign_in_card;
mod sign_in_code;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(admin::routes())
        .merge(cards::routes())
        .show_and_act("/sign-in", sign_in::page, actions::sign_in)
        .act("/sign-in/card", sign_in_actions::card, sign_in::page)
        .act("/sign-in/code", sign_in_actions::code, sign_in::page)
        .show("/card/{secret}", sign_in_card::page)
        .show_and_act("/register", register::page, actions::register)
        .act("/sign-out", actions::sign_out, me::page)
        .act("/language", actions::language, me::page)
        .act("/view", actions::view, me::page)
        .show("/me", me::page)
        .act("/me/password", actions::password, me::page)
        .act("/me/pin", cards::actions::pin, me::page)
        .show("/me/sessions", sessions::page)
        .act("/me/sessions/end", sessions::end, sessions::page)
        .act("/me/sessions/end-others", sessions::end_others, sessions::page)
        .show_and_act("/me/setup", setup::page, setup::set)
}
