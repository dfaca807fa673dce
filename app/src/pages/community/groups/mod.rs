//! Community groups: their list with join rates, rosters and notices for staff, the family's own page, the page behind
//! the code of a poster, and the walls of areas' public documents.

pub mod actions;
mod documents;
mod form;
mod group;
mod join;
mod list;
mod notice;
mod own;
mod roster;
mod walls;

use domain::{
    Result,
    community::groups::{JoinRate, RosterState},
};
use leptos::prelude::*;

use crate::{
    components::StatePill,
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, routes::Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/groups", list::page)
        .show_and_act("/desk/groups/new", form::new, actions::open)
        .show("/desk/groups/roster", roster::page)
        .show("/desk/groups/{id}", group::page)
        .show_and_act("/desk/groups/{id}/change", form::change, actions::change)
        .act("/desk/groups/{id}/end", actions::end, group::page)
        .act("/desk/groups/{id}/roster", actions::answer, group::page)
        .act("/desk/groups/{id}/notices", actions::post_notice, group::page)
        .file("/desk/groups/{id}/file", file)
        .show("/desk/groups/notices/{id}", notice::page)
        .act("/desk/groups/notices/{id}/call", actions::call, notice::page)
        .act("/desk/groups/notices/{id}/end", actions::end_notice, notice::page)
        .show_and_act("/desk/households/{id}/groups", roster::household, actions::answer_household)
        .show("/home/groups", own::page)
        .act("/home/groups/{id}/answer", actions::answer_own, own::page)
        .show("/home/groups/notices/{id}", own::notice)
        .act("/home/groups/notices/{id}/open", actions::read, own::notice)
        .show_and_act("/groups/join/{poster}", join::page, actions::join)
        .show("/documents", walls::own)
        .show("/areas/{id}/documents", walls::page)
        .show("/desk/documents", documents::list)
        .show_and_act("/desk/documents/new", documents::new, actions::post_document)
        .show_and_act("/desk/documents/{id}", documents::change, actions::change_document)
        .act("/desk/documents/{id}/remove", actions::remove_document, documents::change)
}

/// Serves `GET /desk/groups/{id}/file?format`.
async fn file(cx: Cx) -> Result<File> {
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::group(&cx.store, &cx.by(), cx.lang, format, cx.id("id")?).await
}

fn percent(per_mille: i64) -> String {
    format!("{}.{}", per_mille / 10, per_mille % 10)
}

/// Says how many households joined: `1190 of 2211 households, 53.8 %`.
fn rate(rate: JoinRate) -> String {
    match rate.per_mille() {
        None => t!("group-rate-none"),
        Some(n) => t!("group-rate", joined = rate.joined, asked = rate.asked, percent = percent(n)),
    }
}

/// Says how many people they are: `3610 of 6710 people, 53.8 %`; `None` while none was asked.
fn people(rate: JoinRate) -> Option<String> {
    let n = rate.people_per_mille()?;
    Some(t!("group-people", joined = rate.joined_people, asked = rate.asked_people, percent = percent(n)))
}

/// Renders where a household stands.
fn pill(state: RosterState) -> AnyView {
    let (tone, icon) = match state {
        RosterState::Joined => ("tea", "check"),
        RosterState::NotYet => ("amber", "clock"),
        RosterState::Declined | RosterState::Left => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("roster", state.as_str()) /> }.into_any()
}
