//! Rows that several pages of taking part show.

use domain::points::taking_part::{HelpAnswer, NeighbourHelp, PartBooking, PartKind, PartRule, PartState};
use leptos::prelude::*;

use crate::{
    components::{Near, RowForm},
    i18n::lang,
    pages::stock::words::signed,
};

/// Says what a rule gives: `参加活动：每次 5 分，每月最多 20 分`.
pub(super) fn rule_line(rule: &PartRule) -> String {
    let kind = lang().named("part-kind", rule.kind.as_str());
    if rule.cap_month > 0 {
        t!("part-rule-capped", kind = kind, n = rule.points, cap = rule.cap_month)
    } else {
        t!("part-rule-line", kind = kind, n = rule.points)
    }
}

/// Lists the rules that apply to a household.
pub(super) fn rules(rules: &[PartRule]) -> AnyView {
    if rules.is_empty() {
        return view! { <p class="note">{t!("part-rules-none")}</p> }.into_any();
    }
    let rows = rules.iter().map(|rule| view! { <li>{rule_line(rule)}</li> }).collect_view();
    view! { <ul class="note">{rows}</ul> }.into_any()
}

/// Lists bookings, each with its fact and its rule.
pub(super) fn bookings(all: &[PartBooking]) -> AnyView {
    if all.is_empty() {
        return view! { <p class="soft">{t!("part-bookings-none")}</p> }.into_any();
    }
    let rows = all.iter().map(|one| view! { <li class="row">{booking(one)}</li> }).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders the fact of a booking, its rule and its points.
pub(super) fn booking(one: &PartBooking) -> AnyView {
    let kind = lang().named("part-kind", one.kind.as_str());
    let (title, at, subject) = (one.title.clone(), one.at, one.subject);
    let to = match one.kind {
        PartKind::Event | PartKind::Course => Some(format!("/courses/{subject}")),
        PartKind::Shift => Some(format!("/shifts/{subject}")),
        PartKind::Neighbour => None,
    };
    let fact = to.filter(|_| !title.is_empty()).map(|to| view! { " "<a class="link" href=to>{title}</a> });
    let rule = t!("part-by-rule", n = one.rule_points, version = one.version);
    let state = match one.state {
        PartState::Booked if one.points == 0 => Some(t!("part-state-capped")),
        PartState::Booked => None,
        state => Some(lang().named("part-state", state.as_str())),
    };
    view! {
        <span class="row-main">
            <b>{kind}{fact}</b>
            <small><Near at />" · "{rule}{state.map(|state| format!(" · {state}"))}</small>
        </span>
        <span class="row-end num"><b>{signed(one.points)}</b></span>
    }
    .into_any()
}

/// Renders a neighbour's help, with buttons to answer it where `to` is its address.
pub(super) fn help(one: &NeighbourHelp, to: Option<String>) -> impl IntoView + use<> {
    let NeighbourHelp { state, day, words, due, .. } = one.clone();
    let buttons = to.map(|to| {
        HelpAnswer::ALL
            .iter()
            .map(|answer| {
                let class = if *answer == HelpAnswer::Confirm { "btn btn-main" } else { "btn btn-quiet" };
                view! {
                    <RowForm to=to.clone()>
                        <input type="hidden" name="answer" value=answer.as_str() />
                        <button class=class>{lang().named("help-answer", answer.as_str())}</button>
                    </RowForm>
                }
            })
            .collect_view()
    });
    view! {
        <section class="card stack">
            <p><b>{words}</b></p>
            <p class="soft"><Near at=day />" · "{lang().named("help-state", state.as_str())}</p>
            {buttons.map(|buttons| view! {
                <p>{t!("help-due")}" "<Near at=due /></p>
                <div class="cluster">{buttons}</div>
            })}
        </section>
    }
}
