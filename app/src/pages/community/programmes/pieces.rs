//! Parts of the pages of programmes: standings, quarters, progress, and how milestones are written.

use domain::community::programmes::{Indicator, IndicatorStanding, Milestone, ProgrammeState, Quarter};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
};

/// Renders how an indicator stands.
pub(super) fn standing_pill(standing: IndicatorStanding) -> impl IntoView {
    let (tone, icon) = match standing {
        IndicatorStanding::OnCourse => ("tea", "check"),
        IndicatorStanding::Slipping => ("amber", "clock"),
        IndicatorStanding::Missed => ("plum", "alert"),
    };
    view! { <StatePill tone icon text=lang().named("indicator-standing", standing.as_str()) /> }
}

/// Renders the state of a programme, and how many of its indicators are behind.
pub(super) fn programme_pill(state: ProgrammeState, behind: i64) -> impl IntoView {
    let (tone, icon) = match state {
        ProgrammeState::Running if behind > 0 => ("amber", "clock"),
        ProgrammeState::Running => ("tea", "check"),
        ProgrammeState::Draft | ProgrammeState::Ended | ProgrammeState::Dropped => ("soft", "clock"),
    };
    let text = match state {
        ProgrammeState::Running if behind > 0 => t!("programme-behind", n = behind),
        state => lang().named("programme-state", state.as_str()),
    };
    view! { <StatePill tone icon text /> }
}

/// Writes a quarter: `2026 年第 4 季度`.
pub(super) fn quarter(key: i64) -> String {
    let quarter = Quarter::keyed(key);
    t!("indicator-quarter", year = quarter.year().to_string(), n = quarter.number())
}

/// Writes how far an indicator is: `420 / 3874 户`.
pub(super) fn progress(value: i64, target: i64, unit: &str) -> String {
    t!("indicator-progress", value = value, target = target, unit = unit.to_owned())
}

/// Writes who can mend an indicator: the account that it climbed to, its deputy, or its owner.
pub(super) fn who(indicator: &Indicator) -> String {
    if indicator.raised_to.is_some() {
        return t!("indicator-with", name = indicator.raised_name.clone());
    }
    let name = if indicator.deputy.is_some() { &indicator.deputy_name } else { &indicator.owner_name };
    t!("indicator-with", name = name.clone())
}

/// Renders milestones by day, each with its first day where it was moved; `of` names the indicator of one.
pub(super) fn milestones(all: &[Milestone], now: i64, of: impl Fn(&Milestone) -> String) -> AnyView {
    if all.is_empty() {
        return view! { <p class="soft">{t!("milestones-none")}</p> }.into_any();
    }
    let rows = all
        .iter()
        .map(|one| {
            let (name, day, first_day, done) = (one.name.clone(), one.day, one.first_day, one.done);
            let (tone, icon, text) = match done {
                Some(_) => ("tea", "check", t!("milestone-done")),
                None if day < now => ("plum", "alert", t!("milestone-late")),
                None => ("soft", "clock", t!("milestone-ahead")),
            };
            let whose = of(one);
            let by = one.done_by_name.clone();
            view! {
                <li class="row">
                    <span class="row-main">
                        <b>{name}</b>
                        {(!whose.is_empty()).then(|| view! { <small>{whose}</small> })}
                        <small>
                            <Near at=day />
                            {(first_day != day).then(|| view! { " · "{t!("milestone-first")}" "<Near at=first_day /> })}
                            {done.map(|at| view! { " · "{t!("milestone-done-by", name = by)}" "<Near at=at /> })}
                        </small>
                    </span>
                    <span class="row-end"><StatePill tone icon text /></span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
