//! Bookable times of the areas, and one of them with those who booked it.

use domain::{
    community::appointments::{Appointment, AppointmentMark, AppointmentState, ServiceSlot, SlotState},
    permission::Action,
};
use leptos::prelude::*;

use super::{appointment_pill, place, when};
use crate::{
    components::{
        ActionForm, Banner, Empty, Fact, Facts, Icon, More, Pager, RowForm, StatePill, Submit, TextArea, thumb_link,
        top_link,
    },
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/slots?cursor`.
pub async fn list(cx: Cx) -> Shown {
    let found = cx.store.slots(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let keeps = cx.actor.may_somewhere(Action::KeepSlots);
    let page = Page::new(cx.lang.t("slots-title"), Here::ServiceDesk, move || {
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="doors" aria-label=t!("slots-more")>
                <a class="door" href="/desk/questions"><Icon name="info" /><span>{t!("questions-desk")}</span></a>
                <a class="door" href="/desk/service-figures"><Icon name="sliders" /><span>{t!("service-figures")}</span></a>
                {keeps.then(|| view! {
                    <a class="door" href="/desk/slots/file?format=xlsx"><Icon name="download" /><span>{t!("slots-export")}</span></a>
                })}
            </nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("slots-empty")>{t!("slots-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            {keeps.then(|| thumb_link("/desk/slots/new".to_owned(), t!("slots-new"), "plus"))}
        }
    })
    .narrow()
    .no_index();
    Ok(if keeps { page.tools(move || top_link("/desk/slots/new".to_owned(), t!("slots-new"), "plus")) } else { page })
}

fn row(slot: &ServiceSlot) -> impl IntoView + use<> {
    let ServiceSlot { id, service_name, area_name, .. } = slot.clone();
    let about = format!("{} · {} · {area_name}", when(slot.starts, slot.ends), place(slot.kind, &slot.place));
    view! {
        <li>
            <a class="row" href=format!("/desk/slots/{id}")>
                <span class="row-main"><b>{service_name}</b><small>{about}</small></span>
                <span class="row-end">{slot_pill(slot)}</span>
            </a>
        </li>
    }
}

fn slot_pill(slot: &ServiceSlot) -> impl IntoView + use<> {
    let (tone, icon) = match slot.state {
        SlotState::Open if slot.taken >= slot.places => ("tea", "check"),
        SlotState::Open => ("amber", "clock"),
        SlotState::Cancelled => ("plum", "close"),
        SlotState::Over => ("soft", "check"),
    };
    let text = match slot.state {
        SlotState::Open => t!("slot-taken", taken = slot.taken, places = slot.places),
        state => lang().named("slot-state", state.as_str()),
    };
    view! { <StatePill tone icon text /> }
}

/// Renders `GET /desk/slots/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (slot, appointments) = cx.store.slot(&cx.actor, id).await?;
    let now = cx.now;
    Ok(Page::new(slot.service_name.clone(), Here::ServiceDesk, move || {
        let keeps = slot.may_keep && slot.state == SlotState::Open;
        let begun = now >= slot.starts;
        let none = appointments.is_empty();
        let rows = appointments.iter().map(|one| booked(id, one, keeps && begun)).collect_view();
        let cancel = format!("/desk/slots/{id}/cancel");
        view! {
            <p class="cluster">{slot_pill(&slot)}</p>
            {(keeps && begun).then(|| view! { <Banner tone="amber">{t!("slot-say")}</Banner> })}
            <Facts>
                <Fact name=t!("slot-when")>{when(slot.starts, slot.ends)}</Fact>
                <Fact name=t!("slot-where")>{place(slot.kind, &slot.place)}</Fact>
                <Fact name=t!("slot-organisation")>{slot.organisation_name.clone()}</Fact>
                <Fact name=t!("field-area")>{slot.area_name.clone()}</Fact>
            </Facts>
            {if none {
                view! { <p class="soft">{t!("slot-not-booked")}</p> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {(keeps && !begun).then(|| view! {
                <More summary=t!("slot-cancel") to=cancel.clone()>
                    <ActionForm to=cancel.clone()>
                        <p class="note">{t!("slot-cancel-note")}</p>
                        <TextArea name="reason" label=t!("field-reason") max_length=200 rows=2 required=true />
                        <Submit label=t!("slot-cancel-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back("/desk/slots")
    .narrow()
    .no_index())
}

fn booked(slot: i64, appointment: &Appointment, marks: bool) -> impl IntoView + use<> {
    let Appointment { id, household, people, state, .. } = appointment.clone();
    let markable = matches!(state, AppointmentState::Booked | AppointmentState::Came | AppointmentState::Absent);
    let button = |mark: AppointmentMark| {
        view! {
            <RowForm to=format!("/desk/slots/{slot}/mark")>
                <input type="hidden" name="appointment" value=id />
                <input type="hidden" name="mark" value=mark.as_str() />
                <button class="btn btn-soft btn-small">{lang().named("appointment-mark", mark.as_str())}</button>
            </RowForm>
        }
    };
    view! {
        <li class="row">
            <div class="row-main">
                <b><a href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a></b>
                <small>{t!("appointment-people", n = people)}</small>
                {(marks && markable).then(|| view! {
                    <div class="cluster">{button(AppointmentMark::Came)}{button(AppointmentMark::Absent)}</div>
                })}
            </div>
            <span class="row-end">{appointment_pill(state)}</span>
        </li>
    }
}
