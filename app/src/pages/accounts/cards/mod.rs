//! Cards and PINs of families, managed by caseworkers.

pub mod actions;
pub(crate) mod household;
pub(crate) mod print;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/cards", print::page)
        .act_and_show("/desk/cards", actions::make_many, print::page)
        .show("/desk/households/{id}/sign-in", household::page)
        .act_and_show("/desk/households/{id}/card", actions::make, household::page)
        .act("/desk/households/{id}/card/revoke", actions::revoke, household::page)
        .act("/desk/households/{id}/pin/clear", actions::pin_clear, household::page)
        .act("/desk/households/{id}/password", crate::pages::households::actions::password, household::page)
}
