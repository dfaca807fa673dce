//! The people of a shift, each with what staff can note about it.

use domain::{
    accounts::AccountId,
    community::shifts::{EARLY_MINUTES, PlaceMark, Shift, ShiftPerson, ShiftPlaceState, ShiftState},
};
use leptos::prelude::*;

use super::{place_pill, served};
use crate::{
    components::RowForm,
    i18n::{lang, minute_value},
};

/// Renders the people of a shift; `keeper` is the account that organises it, and notes nothing about itself.
pub(super) fn people(shift: &Shift, persons: &[ShiftPerson], keeper: Option<AccountId>, now: i64) -> AnyView {
    if persons.is_empty() {
        return view! { <p class="soft">{t!("shift-people-none")}</p> }.into_any();
    }
    let rows = persons
        .iter()
        .map(|person| {
            let acts = keeper.is_some_and(|keeper| keeper != person.account);
            let marks = if acts { marks(shift, person, now) } else { Vec::new() };
            row(shift.id, person, marks, acts && now >= shift.ends)
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Lists what can be noted about a person now.
fn marks(shift: &Shift, person: &ShiftPerson, now: i64) -> Vec<PlaceMark> {
    let place = &person.place;
    let is_on = place.state == ShiftPlaceState::On;
    let (is_open, is_time) = (shift.state == ShiftState::Open, now >= shift.starts - EARLY_MINUTES * 60);
    let mut all = Vec::new();
    if is_open && is_time && is_on && place.came.is_none() {
        all.push(PlaceMark::Came);
    }
    if is_open && is_on && place.came.is_some() && place.went.is_none() {
        all.push(PlaceMark::Went);
    }
    if is_on && place.came.is_none() && now >= shift.ends {
        all.push(PlaceMark::Absent);
    }
    if place.state == ShiftPlaceState::Absent {
        all.push(PlaceMark::Present);
    }
    if is_open && now < shift.starts && place.came.is_none() {
        all.push(PlaceMark::Off);
    }
    all
}

fn row(id: i64, person: &ShiftPerson, marks: Vec<PlaceMark>, types: bool) -> impl IntoView + use<> {
    let ShiftPerson { name, organisation_name, place, .. } = person.clone();
    let clock = |at: i64| minute_value(at).split(' ').next_back().unwrap_or_default().to_owned();
    let mut line = vec![organisation_name];
    line.extend(place.came.map(|came| format!("{}–{}", clock(came), place.went.map(clock).unwrap_or_default())));
    line.extend((place.minutes > 0).then(|| served(place.minutes)));
    line.extend((place.typed > 0).then(|| t!("shift-typed", hours = served(place.typed))));
    line.retain(|words| !words.is_empty());
    let (of, state) = (place.place, place.state);
    let buttons = marks
        .into_iter()
        .map(|mark| {
            view! {
                <RowForm to=format!("/desk/shifts/{id}/mark")>
                    <input type="hidden" name="place" value=of />
                    <input type="hidden" name="mark" value=mark.as_str() />
                    <button class="btn btn-soft btn-small">{lang().named("shift-mark", mark.as_str())}</button>
                </RowForm>
            }
        })
        .collect_view();
    let label = t!("shift-minutes-of", name = name.clone());
    let types = types && state == ShiftPlaceState::On;
    view! {
        <li class="row">
            <div class="row-main">
                <b>{name}</b>
                <small>{line.join(" · ")}</small>
                <div class="cluster">{buttons}</div>
                {types.then(|| view! {
                    <RowForm to=format!("/desk/shifts/{id}/minutes")>
                        <input type="hidden" name="place" value=of />
                        <input type="number" name="minutes" min="0" max="1440" value=place.typed aria-label=label />
                        <button class="btn btn-quiet btn-small">{t!("shift-minutes-do")}</button>
                    </RowForm>
                })}
            </div>
            <span class="row-end">{place_pill(state)}</span>
        </li>
    }
}
