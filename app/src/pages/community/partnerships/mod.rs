//! Partnerships of organisations and areas. The page of one is the same for both partners.

pub mod actions;
mod list;
mod partnership;
pub(crate) mod pieces;

use crate::{
    pages::community::organisations::{organisation, own},
    web::routes::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/partnerships", list::page)
        .act("/desk/organisations/{id}/partnerships", actions::propose, organisation::page)
        .act("/organisation/partnerships", actions::propose_own, own::page)
        .show("/partnerships/{id}", partnership::page)
        .act("/partnerships/{id}/answer", actions::answer, partnership::page)
        .act("/partnerships/{id}/renew", actions::renew, partnership::page)
        .act("/partnerships/{id}/end", actions::end, partnership::page)
}
