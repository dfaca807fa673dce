//! Pairings: a helper who stands by one household. Its page is the same for helper, family and staff, each of whom
//! reads what it may know.

pub mod actions;
mod helper;
mod own;
mod pairing;
mod staff;

use domain::casework::pairings::{Pairing, PairingState};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
    web::routes::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/pairings", staff::list)
        .file("/desk/pairings/file", staff::file)
        .show_and_act("/desk/households/{id}/pairings", staff::household, actions::propose)
        .show("/pairings", helper::page)
        .act("/pairings/offer", actions::offer, helper::page)
        .show("/pairings/{id}", pairing::page)
        .act("/pairings/{id}/answer", actions::answer, pairing::page)
        .act("/pairings/{id}/contact", actions::contact, pairing::page)
        .act("/pairings/{id}/renew", actions::renew, pairing::page)
        .act("/pairings/{id}/end", actions::end, pairing::page)
        .act("/pairings/{id}/reveal", actions::reveal, pairing::page)
        .show("/home/pairings", own::page)
}

/// Renders the state of a pairing, with its silence.
fn pill(pairing: &Pairing) -> impl IntoView + use<> {
    let (tone, icon) = match pairing.state {
        PairingState::Proposed => ("amber", "clock"),
        PairingState::UnderWay if pairing.silent => ("plum", "alert"),
        PairingState::UnderWay => ("tea", "check"),
        PairingState::Declined | PairingState::Lapsed | PairingState::Ended => ("soft", "undo"),
    };
    let text = match pairing.state {
        PairingState::UnderWay if pairing.silent => t!("pairing-silent"),
        state => lang().named("pairing-state", state.as_str()),
    };
    view! { <StatePill tone icon text /> }
}

/// Names a pairing for its reader: the household's number, the helper, or "a family of four".
fn name(pairing: &Pairing) -> String {
    match (pairing.household, pairing.helper) {
        (Some(household), Some(_)) => {
            format!("{} · {}", t!("desk-household-number", n = household.to_string()), pairing.helper_name)
        }
        (None, _) => t!("pairing-family", n = pairing.family_size, place = pairing.district_name.clone()),
        (Some(_), None) if pairing.helper_name.is_empty() => t!("pairing-helper-unknown"),
        (Some(_), None) => pairing.helper_name.clone(),
    }
}

/// Renders pairings as rows, each with its page.
fn rows(pairings: &[Pairing]) -> AnyView {
    let rows = pairings
        .iter()
        .map(|pairing| {
            let (to, last) = (format!("/pairings/{}", pairing.id), pairing.last_contact);
            let need = lang().named("pairing-need", pairing.need.as_str());
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{name(pairing)}</b><small>{need}</small></span>
                        <span class="row-end">{pill(pairing)}{last.map(|at| view! { <small><Near at=at /></small> })}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
