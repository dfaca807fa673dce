//! The duty roster of the areas: who is asked for urgent wishes, on which days and hours.

use domain::{casework::urgent::Duty, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Checkbox, Empty, Field, RowForm, Select, Submit, area_choice, area_options},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Name of the checkbox of each day of the week, and the end of its phrase's key.
pub(super) const DAYS: [(&str, &str); 7] =
    [("day_1", "1"), ("day_2", "2"), ("day_3", "3"), ("day_4", "4"), ("day_5", "5"), ("day_6", "6"), ("day_7", "7")];

/// Renders `GET /desk/duty`.
pub async fn page(cx: Cx) -> Shown {
    let duties = cx.store.duties(&cx.actor).await?;
    let leads = cx.actor.may_somewhere(Action::LeadCasework);
    let people = if leads { cx.store.duty_candidates(&cx.actor).await? } else { Vec::new() };
    let areas = if leads { cx.store.areas(&cx.actor).await? } else { Vec::new() };
    let areas = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::LeadCasework, &area.path)));
    Ok(Page::new(cx.lang.t("duty-title"), Here::Urgent, move || {
        view! {
            {if duties.is_empty() {
                view! { <Empty title=t!("duty-none")>{t!("duty-none-text")}</Empty> }.into_any()
            } else {
                rows(&duties, leads)
            }}
            {leads.then(|| form(areas, people))}
        }
    })
    .back("/desk/urgent")
    .narrow()
    .no_index())
}

fn rows(duties: &[Duty], leads: bool) -> AnyView {
    let rows = duties
        .iter()
        .map(|duty| {
            let (id, hours) = (duty.id, duty.hours);
            let days = DAYS
                .iter()
                .enumerate()
                .filter(|(bit, _)| hours.days & (1_i64 << *bit) != 0)
                .map(|(_, (_, day))| lang().named("weekday", day))
                .collect::<Vec<_>>()
                .join(" ");
            let when = t!("duty-hours", days = days, from = hours.from, until = hours.until);
            view! {
                <li class="row">
                    <span class="row-main"><b>{duty.name.clone()}</b><small>{duty.area_name.clone()}</small><small>{when}</small></span>
                    {leads.then(|| view! {
                        <RowForm to=format!("/desk/duty/{id}/end")><button class="btn btn-quiet btn-small">{t!("duty-end")}</button></RowForm>
                    })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn form(areas: Vec<(String, String)>, people: Vec<(i64, String)>) -> impl IntoView {
    let people = people.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
    view! {
        <section class="stack" aria-labelledby="add">
            <h2 id="add">{t!("duty-add")}</h2>
            <ActionForm to="/desk/duty">
                <Select name="area" label=t!("field-area") options=areas required=true />
                <Select name="account" label=t!("duty-account") options=people required=true />
                <fieldset class="field" id="days">
                    <legend>{t!("duty-days")}</legend>
                    {DAYS
                        .map(|(name, day)| view! { <Checkbox name label=lang().named("weekday", day) /> })
                        .into_iter()
                        .collect_view()}
                </fieldset>
                <div class="field-row">
                    <Field name="from" label=t!("duty-from") kind="number" inputmode="numeric" min="0" max="23" value="8" required=true />
                    <Field name="until" label=t!("duty-until") kind="number" inputmode="numeric" min="1" max="24" value="20" required=true />
                </div>
                <Submit label=t!("duty-add-do") icon="plus" />
            </ActionForm>
        </section>
    }
}
