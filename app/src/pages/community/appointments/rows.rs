//! What a household has booked and can book, for the family and for its caseworker.

use domain::{
    community::appointments::{Appointment, AppointmentState, ServiceSlot},
    households::Member,
};
use leptos::prelude::*;

use super::{appointment_pill, line, place, when};
use crate::components::{ActionForm, Empty, More, RowForm, Select, Submit};

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

/// Lists the members of a household as options: number and name, masked where the reader sees it masked.
pub(super) fn people(members: &[Member]) -> Vec<(String, String)> {
    members.iter().map(|member| (member.id.to_string(), member.name.clone())).collect()
}

/// Says whom an appointment is for: the family, or one of `people`; `None` for a member who left.
fn whom(appointment: &Appointment, people: &[(String, String)]) -> Option<String> {
    let Some(person) = appointment.person else { return Some(t!("appointment-family")) };
    let number = person.to_string();
    people.iter().find(|(id, _)| *id == number).map(|(_, name)| name.clone())
}

/// Renders the appointments of a household; what is booked can be cancelled, or moved to another time of the service.
pub(super) fn booked(
    appointments: &[Appointment],
    slots: &[ServiceSlot],
    people: &[(String, String)],
    reader: Reader,
    now: i64,
) -> AnyView {
    if appointments.is_empty() {
        return view! { <Empty title=t!("appointments-none")>{t!("appointments-none-text")}</Empty> }.into_any();
    }
    let rows = appointments
        .iter()
        .map(|appointment| row(appointment, slots, whom(appointment, people), reader, now))
        .collect_view();
    view! { <ul class="stack">{rows}</ul> }.into_any()
}

fn row(
    appointment: &Appointment,
    slots: &[ServiceSlot],
    whom: Option<String>,
    reader: Reader,
    now: i64,
) -> impl IntoView + use<> {
    let id = appointment.id;
    let ahead = appointment.state == AppointmentState::Booked && now < appointment.starts;
    let others: Vec<(String, String)> = slots
        .iter()
        .filter(|slot| ahead && slot.service == appointment.service && slot.id != appointment.slot)
        .map(|slot| {
            (slot.id.to_string(), format!("{} · {}", when(slot.starts, slot.ends), place(slot.kind, &slot.place)))
        })
        .collect();
    let (name, about, state) = (appointment.service_name.clone(), line(appointment), appointment.state);
    let to = reader.step(id, "move");
    let question = t!("appointment-move-to", name = name.clone());
    let change = (!others.is_empty()).then(|| {
        view! {
            <More summary=t!("appointment-other-time") to=to.clone()>
                <ActionForm to=to>
                    <input type="hidden" name="appointment" value=id />
                    <Select name="slot" label=question options=others required=true />
                    <Submit label=t!("appointment-move") tone="quiet" />
                </ActionForm>
            </More>
        }
    });
    view! {
        <li class="card stack">
            <p class="cluster"><b>{name}</b>{appointment_pill(state)}</p>
            <p class="soft">{about}{whom.map(|whom| format!(" · {whom}"))}</p>
            {ahead.then(|| view! {
                <RowForm to=reader.step(id, "cancel")>
                    <input type="hidden" name="appointment" value=id />
                    <button class="btn btn-quiet btn-small">{t!("appointment-cancel")}</button>
                </RowForm>
            })}
            {change}
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
