//! The form that opens a bookable time.

use domain::{
    DAY,
    community::appointments::{AHEAD_DAYS, PLACES_MOST, SlotKind},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Field, Select, Submit, area_choice, area_options},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/slots/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepSlots)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::KeepSlots, &area.path)));
    let services: Vec<(String, String)> =
        cx.store.services_offered(&cx.actor).await?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let (today, latest) = (day_value(cx.now), day_value(cx.now + (AHEAD_DAYS - 1) * DAY));
    let tomorrow = day_value(cx.now + DAY);
    Ok(Page::new(cx.lang.t("slots-new"), Here::ServiceDesk, move || {
        let kinds: Vec<_> = SlotKind::ALL
            .iter()
            .map(|kind| (kind.as_str().to_owned(), lang().named("slot-kind", kind.as_str()), String::new()))
            .collect();
        view! {
            <ActionForm to="/desk/slots/new">
                <Select name="service" label=t!("slot-service") hint=t!("slot-service-hint") options=services required=true />
                <Select name="area" label=t!("field-area") options required=true />
                <Choice name="kind" label=t!("slot-where") options=kinds value="place" />
                <Field name="place" label=t!("slot-place") hint=t!("slot-place-hint") max_length=80 autocomplete="off" />
                <Field name="starts" label=t!("slot-day") kind="date" value=tomorrow required=true min=today max=latest />
                <Field name="from" label=t!("slot-from") kind="time" value="09:00" required=true />
                <Field name="ends" label=t!("slot-until") kind="time" value="11:00" required=true />
                <Field name="places" label=t!("slot-places") kind="number" value="8" min="1" max=PLACES_MOST.to_string() required=true />
                <div class="thumb-bar"><Submit label=t!("slots-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/slots")
    .narrow()
    .no_index())
}
