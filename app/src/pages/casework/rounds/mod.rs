//! Rounds: door by door over an area, how far it is, and what differs from the round before.

pub mod actions;
mod comparison;
mod door;
mod doors;
mod family;
mod list;
mod new;
mod profile;
mod round;
mod upload;

use domain::{
    Result,
    casework::rounds::{Coverage, DoorState, RoundState},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::StatePill,
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, bodies::Large, routes::Routes},
};

pub(crate) use profile::profile_rows;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/rounds", list::page)
        .show_and_act("/desk/rounds/new", new::page, actions::open)
        .show("/desk/rounds/{id}", round::page)
        .act("/desk/rounds/{id}/files", actions::add_files, round::page)
        .act("/desk/rounds/{id}/share", actions::share, round::page)
        .act("/desk/rounds/{id}/extend", actions::extend, round::page)
        .act("/desk/rounds/{id}/end", actions::end, round::page)
        .act("/desk/rounds/{id}/call-off", actions::call_off, round::page)
        .show("/desk/rounds/{id}/list", upload::page)
        .act_and_show("/desk/rounds/{id}/list", upload::add, upload::page)
        .takes("/desk/rounds/{id}/list", Large::sheet(&[Action::OpenRounds]))
        .show("/desk/rounds/{id}/doors", doors::page)
        .act("/desk/rounds/{id}/give", actions::give, doors::page)
        .show("/desk/rounds/{id}/comparison", comparison::page)
        .file("/desk/rounds/{id}/file", file)
        .show_and_act("/desk/rounds/{id}/found", family::found, actions::meet_found)
        .act("/desk/rounds/{id}/found/{household}", actions::add_file_door, family::found)
        .show("/desk/doors", doors::mine)
        .show("/desk/doors/{id}", door::page)
        .act("/desk/doors/{id}/knock", actions::knock, door::page)
        .act("/desk/doors/{id}/take", actions::take, door::page)
        .show_and_act("/desk/doors/{id}/family", family::page, actions::meet)
        .show_and_act("/desk/households/{id}/members/{member}/profile", profile::page, actions::profile)
}

/// Serves `GET /desk/rounds/{id}/file?format`.
async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::OpenRounds)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::round(&cx.store, &cx.by(), cx.lang, format, cx.id("id")?).await
}

/// Renders the state of a round.
fn round_pill(state: RoundState) -> impl IntoView {
    let (tone, icon) = match state {
        RoundState::Running => ("amber", "clock"),
        RoundState::Ended => ("tea", "check"),
        RoundState::Joined | RoundState::CalledOff => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("round-state", state.as_str()) /> }
}

/// Renders the state of a door.
fn door_pill(state: DoorState) -> impl IntoView {
    let (tone, icon) = match state {
        DoorState::ToMeet => ("amber", "home"),
        DoorState::Met => ("tea", "check"),
        DoorState::NotThere => ("amber", "clock"),
        DoorState::Moved | DoorState::Gone => ("soft", "undo"),
        DoorState::Declined => ("plum", "close"),
    };
    view! { <StatePill tone icon text=lang().named("door-state", state.as_str()) /> }
}

/// Formats how far a round is: `3874 扇门 · 100%`; without doors only their number.
fn doors_line(coverage: Coverage) -> String {
    match coverage.percent() {
        Some(percent) => t!("round-doors-percent", n = coverage.doors, percent = percent),
        None => t!("round-doors-none"),
    }
}

/// Formats the people that were met: `11758 人，其中 6710 人住在这里`.
fn people_line(coverage: Coverage) -> String {
    t!("round-people", n = coverage.people, here = coverage.here)
}
