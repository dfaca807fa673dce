//! Bookable times of services: pages of families, and of the staff that keeps the times.

pub mod actions;
mod desk;
mod figures;
mod household;
mod new;
mod own;
mod rows;

pub(crate) use rows::slot_options;

use domain::{
    DAY, Result,
    community::appointments::{Appointment, AppointmentState, SlotKind},
    permission::Action,
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
        .show_and_act("/home/appointments", own::page, actions::book_own)
        .act("/home/appointments/{id}/cancel", actions::cancel_own, own::page)
        .act("/home/appointments/{id}/move", actions::move_own, own::page)
        .show_and_act("/desk/households/{id}/appointments", household::page, actions::book)
        .act("/desk/households/{id}/appointments/cancel", actions::cancel, household::page)
        .act("/desk/households/{id}/appointments/move", actions::change_time, household::page)
        .show("/desk/slots", desk::list)
        .show_and_act("/desk/slots/new", new::page, actions::open)
        .file("/desk/slots/file", file)
        .show("/desk/slots/{id}", desk::page)
        .act("/desk/slots/{id}/cancel", actions::cancel_slot, desk::page)
        .act("/desk/slots/{id}/mark", actions::mark, desk::page)
        .show("/desk/appointments", figures::rows)
        .show("/desk/service-figures", figures::page)
}

/// Serves `GET /desk/slots/file?format`: the appointments of the last year.
async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::KeepSlots)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::appointments(&cx.store, &cx.by(), cx.lang, format, cx.now - 366 * DAY).await
}

/// Formats when a time is: `11 月 28 日 14:00–17:00`.
fn when(starts: i64, ends: i64) -> String {
    let until = minute_value(ends);
    let until = until.split(' ').next_back().unwrap_or_default();
    format!("{}–{until}", lang().clock(starts))
}

/// Says where a time is.
fn place(kind: SlotKind, place: &str) -> String {
    if kind == SlotKind::Home { t!("slot-at-home") } else { place.to_owned() }
}

/// Renders the state of an appointment.
fn appointment_pill(state: AppointmentState) -> impl IntoView {
    let (tone, icon) = match state {
        AppointmentState::Booked => ("amber", "clock"),
        AppointmentState::Came => ("tea", "check"),
        AppointmentState::Absent | AppointmentState::Cancelled => ("plum", "close"),
        AppointmentState::Moved | AppointmentState::Unsaid => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("appointment-state", state.as_str()) /> }
}

/// Formats one line about an appointment: when and where.
fn line(appointment: &Appointment) -> String {
    format!("{} · {}", when(appointment.starts, appointment.ends), place(appointment.kind, &appointment.place))
}
