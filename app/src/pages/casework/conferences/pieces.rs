//! Parts that the pages of conferences share.

use domain::casework::conferences::{AgendaItem, Conference, ConferenceState, Measure, MeasureKind, MeasureState};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
};

/// Names what a conference was about.
pub(super) fn agenda(items: &[AgendaItem]) -> String {
    items.iter().map(|item| lang().named("agenda", item.as_str())).collect::<Vec<_>>().join("、")
}

/// Renders where a conference stands.
pub(super) fn conference_pill(state: ConferenceState) -> AnyView {
    let (tone, icon) = match state {
        ConferenceState::Open => ("amber", "clock"),
        ConferenceState::Ended => ("tea", "check"),
        ConferenceState::Continued => ("soft", "chevron-right"),
    };
    view! { <StatePill tone icon text=lang().named("conference-state", state.as_str()) /> }.into_any()
}

/// Renders conferences as rows, each with its page below `to`.
pub(super) fn conference_rows(conferences: &[Conference], to: &'static str) -> AnyView {
    let rows = conferences
        .iter()
        .map(|conference| {
            let line = format!(
                "{} · {}",
                t!("desk-household-number", n = conference.household.to_string()),
                conference.area_name
            );
            let at = conference.held;
            view! {
                <li>
                    <a class="row" href=format!("{to}/{}", conference.id)>
                        <span class="row-main"><b>{agenda(&conference.agenda)}</b><small>{line}</small></span>
                        <span class="row-end">{conference_pill(conference.state)}<small><Near at /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Says where a measure stands; of a record in the words of its own page.
fn standing(measure: &Measure) -> String {
    let prefix = match measure.kind {
        MeasureKind::Task if measure.late => return t!("measure-late"),
        MeasureKind::Task => return lang().named("measure-state", measure.state.as_str()),
        MeasureKind::Referral => "referral-state",
        MeasureKind::Visit => "visit-timing",
        MeasureKind::Wish => "wish-state",
    };
    match measure.record_state.as_str() {
        "" => lang().named("measure-state", MeasureState::Ended.as_str()),
        state => lang().named(prefix, state),
    }
}

fn measure_pill(measure: &Measure) -> AnyView {
    let (tone, icon) = match (measure.is_open, measure.late) {
        (true, true) => ("plum", "alert"),
        (true, false) => ("amber", "clock"),
        (false, _) => ("tea", "check"),
    };
    view! { <StatePill tone icon text=standing(measure) /> }.into_any()
}

/// Returns the page of a record, for staff.
fn record_page(measure: &Measure) -> Option<String> {
    let id = measure.record?;
    match measure.kind {
        MeasureKind::Task => None,
        MeasureKind::Referral => Some(format!("/desk/referrals/{id}")),
        MeasureKind::Visit => Some(format!("/desk/visits/{id}")),
        MeasureKind::Wish => Some(format!("/desk/wishes/{id}")),
    }
}

/// Who reads measures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Staff, for whom records and tasks have pages.
    Staff,
    /// The family.
    Family,
}

/// Renders the measures of a conference: what, who, until when, and where it stands.
pub(super) fn measure_rows(measures: &[Measure], reader: Reader) -> AnyView {
    let rows = measures
        .iter()
        .map(|measure| {
            let kind = lang().named("measure-kind", measure.kind.as_str());
            let what = if measure.words.is_empty() { kind } else { format!("{kind} · {}", measure.words) };
            let who = match (measure.office.as_str(), measure.owner_name.as_str()) {
                ("", "") => t!("measure-no-owner"),
                ("", name) => name.to_owned(),
                (office, _) => format!("{office} · {}", measure.service),
            };
            let outcome =
                (!measure.outcome.is_empty()).then(|| t!("measure-outcome-line", words = measure.outcome.clone()));
            let in_charge = (!measure.in_charge.is_empty() && measure.is_open)
                .then(|| t!("measure-in-charge", name = measure.in_charge.clone()));
            let due = measure.due.filter(|_| measure.is_open).map(|at| view! { <small><Near at /></small> });
            let page = record_page(measure).filter(|_| reader == Reader::Staff);
            let finish = (measure.may_finish && reader == Reader::Staff).then(|| {
                let to = format!("/desk/measures/{}/finish", measure.id);
                view! { <a class="btn btn-soft btn-small" href=to>{t!("measure-finish")}</a> }
            });
            let name = match page {
                Some(to) => view! { <a class="link" href=to>{what}</a> }.into_any(),
                None => view! { <b>{what}</b> }.into_any(),
            };
            view! {
                <li class="row">
                    <span class="row-main">
                        {name}
                        <small>{who}</small>
                        {outcome.map(|line| view! { <small>{line}</small> })}
                        {in_charge.map(|line| view! { <small>{line}</small> })}
                    </span>
                    <span class="row-end">{measure_pill(measure)}{due}{finish}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
