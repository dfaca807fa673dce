//! Wishes for caseworkers: review, lists, posting for families, and families never helped.

pub mod actions;
mod item_form;
pub(crate) mod list;
pub(crate) mod one_person;
pub(crate) mod post;
pub(crate) mod review;
pub(crate) mod review_record;
pub(crate) mod table;
pub(crate) mod unserved;
pub(crate) mod wish;
pub(crate) mod wish_parts;

use domain::{Result, permission::Action};

use crate::web::{Cx, bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/review", review::page)
        .show("/desk/review/{id}", review::record)
        .act("/desk/review/{id}/publish", actions::publish, review::record)
        .act("/desk/review/{id}/reject", actions::reject, review::record)
        .act("/desk/review/{id}/item", actions::give_item, review::record)
        .act("/desk/review/{id}/words", crate::pages::consents::actions::words, review::record)
        .show("/desk/wishes", list::page)
        .show("/desk/wishes/table", table::page)
        .file("/desk/wishes/table/file", table::file)
        .act_and_show("/desk/wishes/table/publish", table::publish, table::unpublished)
        .show("/desk/wishes/{id}", list::record)
        .act("/desk/wishes/{id}/submit", actions::submit, list::record)
        .act("/desk/wishes/{id}/stop-need", actions::stop_need, list::record)
        .act("/desk/wishes/{id}/withdraw", actions::withdraw, list::record)
        .act("/desk/wishes/{id}/reopen", actions::reopen, list::record)
        .show("/desk/one-person", one_person::page)
        .show("/desk/left-out", unserved::page)
        .show("/desk/left-out/areas", unserved::areas)
        .show("/desk/households/{id}/wishes/new", post::grid)
        .show_and_act(
            "/desk/households/{id}/wishes/new/{key}",
            post::page,
            crate::pages::households::actions::post_wish,
        )
        .takes("/desk/households/{id}/wishes/new/{key}", Large::pictures(&[Action::PostForFamily]))
}

/// Refuses actors who neither review wishes nor read household files.
pub(crate) fn must_see_wishes(cx: &Cx) -> Result<()> {
    cx.actor.must_somewhere(Action::ReviewWishes).or(cx.actor.must_somewhere(Action::ReadHouseholds))
}
