//! Claims: the claimer's pages, the counter's, the caseworkers', and thanks.

pub mod actions;
mod applications;
pub(crate) mod calendar;
mod claim;
pub mod counter;
pub mod desk;
mod list;
mod needs;
pub(crate) mod pickup;
mod sending;
pub(crate) mod standby;
pub(crate) mod take;
pub mod thanks;

use domain::claims::{Claim, ClaimFile, ClaimState, sending::EndReason};

use crate::{
    i18n::{Lang, lang},
    web::routes::Routes,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(applications::routes())
        .merge(counter::routes())
        .merge(desk::routes())
        .merge(needs::routes())
        .merge(standby::routes())
        .merge(thanks::routes())
        .show_and_act("/wishes/{id}/claim", take::page, actions::take)
        .show("/claims", list::page)
        .show("/claims/{id}", claim::page)
        .get("/claims/{id}/calendar.ics", calendar::file)
        .act("/claims/{id}/on-the-way", actions::send, claim::page)
        .act("/claims/{id}/shift", actions::shift, claim::page)
        .act("/claims/{id}/undo", actions::undo, claim::page)
        .act("/claims/{id}/extend", actions::extend, claim::page)
        .act("/claims/{id}/cancel", actions::cancel, claim::page)
}

/// Formats what was claimed: `书包 · 1–3 年级 × 2`.
fn title(lang: Lang, claim: &Claim) -> String {
    let title = lang.thing(&claim.key, &claim.size, &claim.title);
    if claim.quantity == 1 { title } else { format!("{title} × {}", claim.quantity) }
}

/// Says why a claim ended: in the words of its other side, or in the phrase of the clock's reason.
pub(crate) fn reason(claim: &Claim) -> String {
    match claim.reason.parse::<EndReason>() {
        Ok(reason) => lang().named("claim-end", reason.as_str()),
        Err(_) => claim.reason.clone(),
    }
}

/// Formats the parcel for staff and claimer: `顺丰 SF123`; `None` without one.
pub(crate) fn parcel(file: &ClaimFile) -> Option<String> {
    let text = format!("{} {}", file.courier, file.tracking);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// True while the claim is not over: owed, arrived or handed over.
fn is_live(state: ClaimState) -> bool {
    state.is_owed() || matches!(state, ClaimState::Arrived | ClaimState::HandedOver)
}
