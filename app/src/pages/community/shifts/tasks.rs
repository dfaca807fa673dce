//! The form that puts homes on the list of a shift.

use domain::{community::shifts::tasks::TaskKind, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Checkbox, Empty, Select, Submit, TextArea},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/shifts/{id}/tasks`: the homes whose files the reader keeps.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let found = cx.store.shift(&cx.actor, id).await?;
    if !found.shift.may_keep {
        return Err(domain::Error::NotFound);
    }
    let listed: Vec<i64> =
        cx.store.shift_tasks(&cx.actor, id).await?.into_iter().filter_map(|task| task.household).collect();
    let homes: Vec<_> = cx
        .store
        .homes_for_shifts(&cx.actor)
        .await?
        .into_iter()
        .filter(|(household, ..)| !listed.contains(household))
        .collect();
    let ticked: Vec<String> = cx.fields("household").into_iter().map(str::to_owned).collect();
    Ok(Page::new(cx.lang.t("shift-tasks-add"), Here::Shifts, move || {
        if homes.is_empty() {
            return view! { <Empty title=t!("shift-tasks-none") /> }.into_any();
        }
        let rows = homes
            .into_iter()
            .map(|(household, size, area_name)| {
                let value = household.to_string();
                let checked = ticked.contains(&value);
                let name = t!("desk-household-number", n = value.clone());
                let line = format!("{} · {area_name}", t!("shift-size", n = size));
                view! {
                    <label class="check">
                        <input type="checkbox" name="household" value=value checked=checked />
                        <span>{name}" "<small>{line}</small></span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <ActionForm to=format!("/desk/shifts/{id}/tasks")>
                <fieldset class="field"><legend>{t!("shift-tasks-homes")}</legend>{rows}</fieldset>
                <Select name="kind" label=t!("shift-task-what") options=named("shift-task-kind", TaskKind::ALL, TaskKind::as_str) required=true />
                <TextArea name="words" label=t!("shift-task-words") hint=t!("shift-task-words-hint") max_length=200 rows=2 />
                <Checkbox name="agreed" label=t!("shift-tasks-agreed") />
                <div class="thumb-bar"><Submit label=t!("shift-tasks-do") wide=true /></div>
            </ActionForm>
        }
        .into_any()
    })
    .back(format!("/desk/shifts/{id}"))
    .narrow()
    .no_index())
}
