//! Cards and PINs of families, managed by caseworkers.

pub mod actions;
pub(crate) mod household;
pub(crate) mod issue;
pub(crate) mod print;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/cards", print::page)
        .act_and_show("/desk/cards", actions::make_many, print::page)
        .show("/desk/households/{id}/sign-in", household::page)
        .show("/desk/households/{id}/card", issue::card)
        .act_and_show("/desk/households/{id}/card", actions::make, issue::card)
        .act("/desk/households/{id}/card/revoke", actions::revoke, household::page)
        .act("/desk/households/{id}/pin/clear", actions::pin_clear, household::page)
        .show("/desk/households/{id}/password", issue::code)
        .act_and_show("/desk/households/{id}/password", actions::setup_code, issue::code)
}
