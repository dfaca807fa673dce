//! The desk of caseworkers, coordinators and auditors: what waits, wishes, claims, thanks, families.

pub(crate) mod cards;
mod claim;
mod claims;
mod household;
mod household_forms;
mod household_new;
mod households;
mod left_out;
mod offline;
pub(crate) mod pieces;
mod post;
pub(crate) mod reveal_form;
mod review;
mod review_record;
mod sign_in;
mod thanks;
mod today;
mod wish;
mod wish_parts;
mod wishes;

use axum::Router;
use domain::{Result, permission::Action};

use crate::{
    actions::{cards as family_cards, consents, desk_claims, households as files, review as decisions},
    handle::{act, act_and_show, show, show_and_act},
    page::Cx,
    state::AppState,
};

pub(crate) use household::page as file;

/// Pages of the desk.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk", show(today::page))
        .route("/desk/review", show(review::page))
        .route("/desk/review/{id}", show(review::record))
        .route("/desk/review/{id}/publish", act(decisions::publish, review::record))
        .route("/desk/review/{id}/reject", act(decisions::reject, review::record))
        .route("/desk/review/{id}/words", act(consents::words, review::record))
        .route("/desk/wishes", show(wishes::page))
        .route("/desk/wishes/{id}", show(wishes::record))
        .route("/desk/wishes/{id}/submit", act(decisions::submit, wishes::record))
        .route("/desk/wishes/{id}/withdraw", act(decisions::withdraw, wishes::record))
        .route("/desk/claims", show(claims::page))
        .route("/desk/claims/{id}", show(claims::record))
        .route("/desk/claims/{id}/hand-over", act(desk_claims::hand_over, claims::record))
        .route("/desk/claims/{id}/revoke", act(desk_claims::revoke, claims::record))
        .route("/desk/thanks", show(thanks::page))
        .route("/desk/thanks/{id}/release", act(decisions::release, thanks::page))
        .route("/desk/thanks/{id}/withhold", act(decisions::withhold, thanks::page))
        .route("/desk/cards", show(cards::page).merge(act_and_show(family_cards::make_many, cards::page)))
        .route("/desk/households/{id}/sign-in", show(sign_in::page))
        .route("/desk/households/{id}/card", act_and_show(family_cards::make, sign_in::page))
        .route("/desk/households/{id}/card/revoke", act(family_cards::revoke, sign_in::page))
        .route("/desk/households/{id}/pin/clear", act(family_cards::pin_clear, sign_in::page))
        .route("/desk/households", show(households::page))
        .route("/desk/households/new", show_and_act(household_new::page, files::add))
        .route("/desk/left-out", show(left_out::page))
        .route("/desk/left-out/areas", show(left_out::areas))
        .route("/offline", show(offline::page))
        .route("/desk/households/{id}", show(household::page))
        .route("/desk/households/{id}/password", act(files::password, sign_in::page))
        .route("/desk/households/{id}/wishes/new", show(post::grid))
        .route("/desk/households/{id}/wishes/new/{key}", show_and_act(post::page, files::post_wish))
}

/// For pages about wishes of the area that are not public.
fn must_see_wishes(cx: &Cx) -> Result<()> {
    cx.actor.must_somewhere(Action::ReviewWishes).or(cx.actor.must_somewhere(Action::ReadHouseholds))
}
