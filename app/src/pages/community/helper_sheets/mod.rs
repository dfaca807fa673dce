//! Yearly sheets of helpers: each account's own, to print, and the public page that says whether one is real.

pub mod actions;
mod check;
mod list;
mod sheet;

use domain::community::helper_sheets::HelperCounts;
use leptos::prelude::*;

use crate::{
    components::{Fact, Facts},
    i18n::minutes_as_hours,
    web::routes::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/me/helper-sheets", list::page, actions::make)
        .show("/me/helper-sheets/{number}", sheet::page)
        .act("/helper-sheets/{id}/withdraw", actions::withdraw, list::page)
        .show("/helper-sheets", check::page)
        .act_and_show("/helper-sheets", check::checked, check::page)
}

/// Renders what was done; what was not is left out.
fn facts(counts: &HelperCounts) -> impl IntoView + use<> {
    let HelperCounts { claims, units, checked_minutes, typed_minutes, pairings, courses } = *counts;
    view! {
        <Facts>
            {(claims > 0).then(|| view! {
                <Fact name=t!("helper-claims")>{t!("helper-claims-of", n = claims, units = units)}</Fact>
            })}
            {(checked_minutes > 0).then(|| view! { <Fact name=t!("helper-hours")>{minutes_as_hours(checked_minutes)}</Fact> })}
            {(typed_minutes > 0).then(|| view! { <Fact name=t!("helper-typed")>{minutes_as_hours(typed_minutes)}</Fact> })}
            {(pairings > 0).then(|| view! { <Fact name=t!("helper-pairings")>{pairings}</Fact> })}
            {(courses > 0).then(|| view! { <Fact name=t!("helper-courses")>{courses}</Fact> })}
        </Facts>
    }
}
