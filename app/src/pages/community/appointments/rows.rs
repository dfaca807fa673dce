//! What a household has booked and can book, for the family and for its caseworker.

use domain::community::appointments::{Appointment, AppointmentState, ServiceSlot};
use leptos::prelude::*;

use super::{appointment_pill, line, place, when};
use crate::components::{ActionForm, Empty, RowForm, Select, Submit};

/// To whom the forms of a page post: the family's own paths name the appointment, those of staff a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Family,
    Staff(i64),
}

impl Reader {
    fn book(self) -> String {
        match self {
            Reader::Family => "/home/appointments".to_owned(),
            Reader::Staff(household) => format!("/desk/households/{household}/appointments"),
        }
    }

    fn step(self, appointment: i64, step: &str) -> String {
        match self {
            Reader::Family => format!("/home/appointments/{appointment}/{step}"),
            Reader::Staff(household) => format!("/desk/households/{household}/appointments/{step}"),
        }
    }
}

/// Renders the appointments of a household; what is booked can be cancelled, or moved to another time of the service.
pub(super) fn booked(appointments: &[Appointment], slots: &[ServiceSlot], reader: Reader, now: i64) -> AnyView {
    if appointments.is_empty() {
        return view! { <Empty title=t!("appointments-none")>{t!("appointments-none-text")}</Empty> }.into_any();
    }
    let rows = appointments.iter().map(|appointment| row(appointment, slots, reader, now)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn row(appointment: &Appointment, slots: &[ServiceSlot], reader: Reader, now: i64) -> impl IntoView + use<> {
    let id = appointment.id;
    let ahead = appointment.state == AppointmentState::Booked && now < appointment.starts;
    let others: Vec<_> = slots
        .iter()
        .filter(|slot| ahead && slot.service == appointment.service && slot.id != appointment.slot)
        .map(|slot| {
            let text = format!("{} · {}", when(slot.starts, slot.ends), place(slot.kind, &slot.place));
            view! { <option value=slot.id.to_string()>{text}</option> }
        })
        .collect();
    let (name, about, state) = (appointment.service_name.clone(), line(appointment), appointment.state);
    let movable = !others.is_empty();
    let label = t!("appointment-move-to", name = name.clone());
    view! {
        <li class="row">
            <div class="row-main">
                <b>{name}</b>
                <small>{about}</small>
                {ahead.then(|| view! {
                    <div class="cluster">
                        <RowForm to=reader.step(id, "cancel")>
                            <input type="hidden" name="appointment" value=id />
                            <button class="btn btn-quiet btn-small">{t!("appointment-cancel")}</button>
                        </RowForm>
                        {movable.then(|| view! {
                            <RowForm to=reader.step(id, "move")>
                                <input type="hidden" name="appointment" value=id />
                                <select name="slot" aria-label=label>{others}</select>
                                <button class="btn btn-quiet btn-small">{t!("appointment-move")}</button>
                            </RowForm>
                        })}
                    </div>
                })}
            </div>
            <span class="row-end">{appointment_pill(state)}</span>
        </li>
    }
}

/// Lists free times as options: which service, when, where, and how many places are left.
pub(crate) fn slot_options(slots: &[ServiceSlot]) -> Vec<(String, String)> {
    slots
        .iter()
        .map(|slot| {
            let left = t!("slot-left", n = slot.places - slot.taken);
            let place = place(slot.kind, &slot.place);
            (
                slot.id.to_string(),
                format!("{} · {} · {place} · {left}", slot.service_name, when(slot.starts, slot.ends)),
            )
        })
        .collect()
}

/// Renders the form that books one of the free times, for the family or one of `people`.
pub(super) fn book(slots: &[ServiceSlot], people: Vec<(String, String)>, reader: Reader) -> AnyView {
    if slots.is_empty() {
        return view! { <p class="soft">{t!("slots-none")}</p> }.into_any();
    }
    let options = slot_options(slots);
    let whom = !people.is_empty();
    view! {
        <ActionForm to=reader.book()>
            <Select name="slot" label=t!("slot-which") options required=true />
            {whom.then(|| view! { <Select name="person" label=t!("slot-whom") hint=t!("slot-whom-hint") options=people /> })}
            <Submit label=t!("slot-book") />
        </ActionForm>
    }
    .into_any()
}
