//! Entitlements: rules that find who may be entitled to something, the lists of those they found, and what became of
//! each. The family is asked first.

pub mod actions;
mod entries;
mod entry;
mod form;
mod own;
mod rule;
mod rules;
mod words;

use domain::casework::entitlements::{Entitlement, EntitlementState, rules::RuleState};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
    web::routes::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/entitlements", rules::page)
        .show_and_act("/desk/entitlements/new", form::new, actions::write)
        .show("/desk/entitlements/{id}", rule::page)
        .show_and_act("/desk/entitlements/{id}/change", form::change, actions::change)
        .act("/desk/entitlements/{id}/try", actions::try_out, rule::page)
        .act("/desk/entitlements/{id}/use", actions::put_in_use, rule::page)
        .act("/desk/entitlements/{id}/withdraw", actions::withdraw, rule::page)
        .show("/desk/entitled", entries::page)
        .file("/desk/entitled/file", entries::file)
        .show("/desk/entitled/{id}", entry::page)
        .act("/desk/entitled/{id}/step", actions::step, entry::page)
        .act("/desk/entitled/{id}/papers", actions::papers, entry::page)
        .show("/desk/households/{id}/entitlements", entries::household)
        .show("/home/entitlements", own::page)
        .act("/home/entitlements/{id}/answer", actions::answer, own::page)
}

/// Renders the state of a rule.
fn rule_pill(state: RuleState) -> impl IntoView {
    let (tone, icon) = match state {
        RuleState::Draft => ("soft", "pen"),
        RuleState::Tried => ("amber", "eye"),
        RuleState::InUse => ("tea", "check"),
        RuleState::Withdrawn => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("rule-state", state.as_str()) /> }
}

/// Renders the state of an entitlement.
fn pill(one: &Entitlement) -> impl IntoView + use<> {
    let (tone, icon) = match one.state {
        _ if one.late => ("plum", "alert"),
        EntitlementState::Found | EntitlementState::Asked => ("amber", "clock"),
        EntitlementState::Wants | EntitlementState::Applied => ("tea", "clock"),
        EntitlementState::Taken => ("tea", "check"),
        EntitlementState::Refused => ("plum", "close"),
        EntitlementState::Declined
        | EntitlementState::Lapsed
        | EntitlementState::Withdrawn
        | EntitlementState::Dropped => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("entitled-state", one.state.as_str()) /> }
}

/// Names whom it is about, for staff: `王家 · #12 · 小*`.
fn whose(one: &Entitlement) -> String {
    let family = t!("visits-whose", name = one.contact.clone(), id = one.household.to_string());
    match (one.member, one.member_name.is_empty()) {
        (None, _) => family,
        (Some(_), true) => format!("{family} · {}", t!("entitled-member-left")),
        (Some(_), false) => format!("{family} · {}", one.member_name),
    }
}

/// Renders entitlements as rows for staff, each with its page.
fn rows(entries: &[Entitlement]) -> AnyView {
    let rows = entries
        .iter()
        .map(|one| {
            let (to, due) = (format!("/desk/entitled/{}", one.id), one.due);
            let line = words::line(one);
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{one.rule_name.clone()}</b><small>{whose(one)}</small><small>{line}</small></span>
                        <span class="row-end">{pill(one)}{due.map(|at| view! { <small><Near at=at /></small> })}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
