//! Urgent wishes: their list and pages for staff, the duty roster, and the page of those who are asked.

pub mod actions;
mod ask;
mod duty;
mod list;
mod wish;

use domain::casework::urgent::{UrgentAsk, UrgentAskState, UrgentState, UrgentWish};
use leptos::prelude::*;

use crate::{components::StatePill, i18n::lang, web::routes::Routes};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/urgent", list::page)
        .file("/desk/urgent/file", list::file)
        .show("/desk/wishes/{id}/urgent", wish::page)
        .act("/desk/wishes/{id}/urgent/mark", actions::mark, wish::page)
        .act("/desk/wishes/{id}/urgent/unmark", actions::unmark, wish::page)
        .act("/desk/wishes/{id}/urgent/ask", actions::ask, wish::page)
        .act("/desk/wishes/{id}/urgent/keep", actions::keep, wish::page)
        .act("/desk/wishes/{id}/urgent/follow-on", actions::follow_on, wish::page)
        .show_and_act("/desk/duty", duty::page, actions::duty_add)
        .act("/desk/duty/{id}/end", actions::duty_end, duty::page)
        .show("/urgent", ask::list)
        .show("/urgent/{id}", ask::page)
        .act("/urgent/{id}/accept", actions::accept, ask::page)
        .act("/urgent/{id}/decline", actions::decline, ask::page)
}

/// Renders the state of an urgent wish.
fn pill(urgent: &UrgentWish) -> impl IntoView + use<> {
    let (tone, icon) = match urgent.state {
        _ if urgent.decide_by.is_some() => ("plum", "pen"),
        UrgentState::Asking => ("amber", "clock"),
        UrgentState::District => ("plum", "alert"),
        UrgentState::Taken => ("tea", "check"),
        UrgentState::Over => ("soft", "close"),
    };
    let text = match urgent.decide_by {
        Some(_) => t!("urgent-undecided"),
        None => lang().named("urgent-state", urgent.state.as_str()),
    };
    view! { <StatePill tone icon text=text /> }
}

/// Renders the state of an ask.
fn ask_pill(ask: &UrgentAsk) -> impl IntoView + use<> {
    let (tone, icon) = match ask.state {
        UrgentAskState::Asked => ("amber", "clock"),
        UrgentAskState::Accepted => ("tea", "check"),
        UrgentAskState::Declined | UrgentAskState::Silent | UrgentAskState::Settled => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("urgent-ask", ask.state.as_str()) /> }
}
