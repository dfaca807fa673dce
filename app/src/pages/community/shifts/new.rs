//! The form that opens a shift.

use domain::{
    DAY,
    community::shifts::{AHEAD_DAYS, PLACES_MOST, ShiftKind},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, Select, Submit, area_choice, area_options},
    i18n::day_value,
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/shifts/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepShifts)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::KeepShifts, &area.path)));
    let (today, latest) = (day_value(cx.now), day_value(cx.now + (AHEAD_DAYS - 1) * DAY));
    let tomorrow = day_value(cx.now + DAY);
    Ok(Page::new(cx.lang.t("shifts-new"), Here::Shifts, move || {
        let kinds = named("shift-kind", ShiftKind::ALL, ShiftKind::as_str);
        view! {
            <ActionForm to="/desk/shifts/new">
                <Field name="name" label=t!("shift-name") hint=t!("shift-name-hint") required=true max_length=40 autocomplete="off" />
                <Select name="kind" label=t!("shift-kind") options=kinds required=true />
                <Select name="area" label=t!("field-area") options required=true />
                <Field name="place" label=t!("shift-where") required=true max_length=80 autocomplete="off" />
                <Field name="starts" label=t!("shift-day") kind="date" value=tomorrow required=true min=today max=latest />
                <Field name="from" label=t!("shift-from") kind="time" value="14:00" required=true />
                <Field name="ends" label=t!("shift-until") kind="time" value="17:00" required=true />
                {number("places", t!("shift-places"), String::new(), "10", PLACES_MOST)}
                {number("opens_before", t!("shift-opens-before"), t!("shift-before-hint"), "168", AHEAD_DAYS * 24)}
                {number("closes_before", t!("shift-closes-before"), String::new(), "2", AHEAD_DAYS * 24)}
                {number("leave_before", t!("shift-leave-before"), String::new(), "24", 24 * 14)}
                {number("reveal_before", t!("shift-reveal-before"), t!("shift-reveal-hint"), "2", 48)}
                <p class="note">{t!("shifts-fair")}</p>
                <div class="thumb-bar"><Submit label=t!("shifts-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/shifts")
    .narrow()
    .no_index())
}

fn number(name: &'static str, label: String, hint: String, value: &'static str, most: i64) -> impl IntoView {
    view! { <Field name label hint kind="number" value min="0" max=most.to_string() required=true /> }
}
