//! Shifts: pages of the people who serve, and of the staff that organises shifts.

pub mod actions;
mod back;
mod desk;
mod feed;
mod list;
mod new;
mod own;
mod people;
mod shift;
mod tasks;

use domain::{
    DAY, Result,
    community::shifts::{Shift, ShiftPlaceState, ShiftState, tasks::TaskState},
    permission::Action,
    time::Day,
};
use leptos::prelude::*;

use crate::{
    components::StatePill,
    i18n::{lang, minute_value},
    sheets::{self, File, Format},
    web::{Cx, routes::Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/shifts", list::page)
        .show("/shifts/mine", own::page)
        .act_and_show("/shifts/feed", feed::make, own::page)
        .act("/shifts/feed/end", actions::feed_end, own::page)
        .get("/shifts/feed/{token}", feed::file)
        .show("/shifts/{id}", shift::page)
        .act("/shifts/{id}/sign-up", actions::sign_up, shift::page)
        .act("/shifts/{id}/leave", actions::leave, shift::page)
        .act("/shifts/{id}/check", actions::check, shift::page)
        .act("/shifts/{id}/tick", actions::tick, shift::page)
        .act("/shifts/{id}/reveal", actions::reveal, shift::page)
        .show("/desk/shifts", desk::list)
        .show_and_act("/desk/shifts/new", new::page, actions::open)
        .file("/desk/shifts/file", file)
        .show("/desk/shifts/{id}", desk::page)
        .act("/desk/shifts/{id}/places", actions::places, desk::page)
        .act("/desk/shifts/{id}/cancel", actions::cancel, desk::page)
        .act("/desk/shifts/{id}/mark", actions::mark, desk::page)
        .act("/desk/shifts/{id}/minutes", actions::minutes, desk::page)
        .show_and_act("/desk/shifts/{id}/tasks", tasks::page, actions::add_tasks)
        .show("/desk/shift-tasks", back::page)
        .act("/desk/shift-tasks/{id}/settle", actions::settle, back::page)
        .act("/desk/shift-tasks/{id}/move", actions::move_task, back::page)
}

/// Serves `GET /desk/shifts/file?format`: the places of the last year's shifts.
async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::KeepShifts)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::shifts(&cx.store, &cx.by(), cx.lang, format, cx.now - 366 * DAY).await
}

/// Formats when a shift is: `11 月 28 日 14:00–17:00`.
fn when(starts: i64, ends: i64) -> String {
    let until = minute_value(ends);
    let until = until.split(' ').next_back().unwrap_or_default();
    let until = match Day::of(ends) > Day::of(starts) {
        true => t!("shift-until-next-day", time = until.to_owned()),
        false => until.to_owned(),
    };
    format!("{}–{until}", lang().clock(starts))
}

/// Renders how full a shift is, or that it is cancelled or over.
fn shift_pill(shift: &Shift) -> impl IntoView + use<> {
    let (tone, icon) = match shift.state {
        ShiftState::Cancelled => ("plum", "close"),
        ShiftState::Over => ("soft", "check"),
        ShiftState::Open if shift.is_full() => ("tea", "check"),
        ShiftState::Open => ("amber", "users"),
    };
    let text = match shift.state {
        ShiftState::Open => t!("shift-taken", taken = shift.taken, places = shift.places),
        state => lang().named("shift-state", state.as_str()),
    };
    view! { <StatePill tone icon text /> }
}

/// Renders the state of a person's place.
fn place_pill(state: ShiftPlaceState) -> impl IntoView {
    let (tone, icon) = match state {
        ShiftPlaceState::On => ("tea", "check"),
        ShiftPlaceState::Standby => ("amber", "clock"),
        ShiftPlaceState::Left | ShiftPlaceState::Unplaced => ("soft", "undo"),
        ShiftPlaceState::Cancelled | ShiftPlaceState::Absent => ("plum", "close"),
    };
    view! { <StatePill tone icon text=lang().named("shift-place", state.as_str()) /> }
}

/// Renders the state of a task.
fn task_pill(state: TaskState) -> impl IntoView {
    let (tone, icon) = match state {
        TaskState::Open => ("amber", "home"),
        TaskState::NotThere | TaskState::Back => ("amber", "clock"),
        TaskState::Done | TaskState::Settled => ("tea", "check"),
        TaskState::Need => ("plum", "alert"),
        TaskState::Declined | TaskState::Lapsed => ("soft", "close"),
        TaskState::Moved => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("shift-task", state.as_str()) /> }
}

/// Formats served time: `2 小时 5 分`.
fn served(minutes: i64) -> String {
    t!("shift-hours", hours = minutes / 60, minutes = minutes % 60)
}

/// Renders shifts as rows, each with its page below `base`.
fn rows(shifts: &[Shift], base: &'static str) -> AnyView {
    let rows = shifts
        .iter()
        .map(|shift| {
            let to = format!("{base}/{}", shift.id);
            let line = format!("{} · {} · {}", when(shift.starts, shift.ends), shift.place, shift.area_name);
            let homes = (shift.homes > 0).then(|| view! { <small>{t!("shift-homes", n = shift.homes)}</small> });
            let own = shift.own.as_ref().map(|own| place_pill(own.state));
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{shift.name.clone()}</b><small>{line}</small>{homes}</span>
                        <span class="row-end">{shift_pill(shift)}{own}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
