//! Sign-in, registration, the account's own page, cards and account administration.

pub mod actions;
pub mod admin;
pub mod cards;
pub mod factor;
pub mod forgotten;
mod me;
pub mod own;
mod pin;
pub mod proof;
mod register;
mod sessions;
mod setup;
pub(crate) mod setup_code;
mod sign_in;
pub mod sign_in_actions;
mod sign_in_card;
mod sign_in_code;
mod tokens;

use domain::wishes::WishId;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(admin::routes())
        .merge(cards::routes())
        .merge(factor::routes())
        .merge(own::routes())
        .show_and_act("/sign-in", sign_in::page, actions::sign_in)
        .act("/sign-in/card", sign_in_actions::card, sign_in::page)
        .act("/sign-in/code", sign_in_actions::code, sign_in::page)
        .show_and_act("/sign-in/forgotten", forgotten::page, forgotten::set)
        .show("/card/{secret}", sign_in_card::page)
        .show_and_act("/register", register::page, actions::register)
        .act("/sign-out", actions::sign_out, me::page)
        .act("/language", actions::language, me::page)
        .act("/view", actions::view, me::page)
        .show("/me", me::page)
        .show_and_act("/me/proof", proof::page, proof::prove)
        .act("/me/password", actions::password, me::page)
        .act("/me/pin", cards::actions::pin, me::page)
        .show("/me/sessions", sessions::page)
        .act("/me/sessions/end", sessions::end, sessions::page)
        .act_and_show("/me/tokens", tokens::make, sessions::page)
        .act("/me/tokens/end", tokens::end, sessions::page)
        .act("/me/sessions/end-others", sessions::end_others, sessions::page)
        .show_and_act("/me/setup", setup::page, setup::set)
}

/// Returns the wish whose page, or claim, a visitor wants to go on to after signing in or registering.
fn wish_of(next: &str) -> Option<WishId> {
    next.strip_prefix("/wishes/")?.split(['/', '?']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_read_from_its_own_addresses_only() {
        assert_eq!(wish_of("/wishes/419/claim"), Some(419));
        assert_eq!(wish_of("/wishes/419?x=1"), Some(419));
        for other in ["", "/", "/claims/419", "/wishes/", "/wishes/new/claim"] {
            assert_eq!(wish_of(other), None, "{other}");
        }
    }
}
