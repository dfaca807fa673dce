//! Tasks that came back from shifts: the caseworker sees to them, or puts them on the list of another shift.

use domain::community::shifts::tasks::ShiftTask;
use leptos::prelude::*;
use store::community::shifts::views::ShiftList;

use super::when;
use crate::{
    components::{Empty, Near, Pager, RowForm},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/shift-tasks?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.tasks_back(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let ahead = cx.store.shifts(&cx.actor, ShiftList::Ahead, 0).await?.items;
    let options: Vec<(i64, String, i64, i64)> = ahead
        .into_iter()
        .filter(|shift| shift.may_keep && shift.starts > cx.now)
        .map(|shift| (shift.id, shift.name, shift.starts, shift.ends))
        .collect();
    Ok(Page::new(cx.lang.t("shift-tasks-back"), Here::Shifts, move || {
        let shifts: Vec<(String, String)> = options
            .into_iter()
            .map(|(id, name, starts, ends)| (id.to_string(), format!("{name} · {}", when(starts, ends))))
            .collect();
        let none = found.items.is_empty();
        let rows = found.items.iter().map(|task| row(task, &shifts)).collect_view();
        view! {
            <p class="note">{t!("shift-tasks-back-note")}</p>
            {if none {
                view! { <Empty title=t!("shift-tasks-back-none") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .back("/desk/shifts")
    .narrow()
    .no_index())
}

fn row(task: &ShiftTask, shifts: &[(String, String)]) -> impl IntoView + use<> {
    let ShiftTask { id, household, kind, words, due, area_name, shift, .. } = task.clone();
    let number = household.unwrap_or_default();
    let name = format!(
        "{} · {}",
        lang().named("shift-task-kind", kind.as_str()),
        t!("desk-household-number", n = number.to_string())
    );
    let options =
        shifts.iter().map(|(value, text)| view! { <option value=value.clone()>{text.clone()}</option> }).collect_view();
    let movable = !shifts.is_empty();
    view! {
        <li class="row">
            <div class="row-main">
                <b><a href=format!("/desk/households/{number}")>{name}</a></b>
                <small>{area_name}" · "<a class="link" href=format!("/desk/shifts/{shift}")>{t!("shift-of-task")}</a></small>
                {(!words.is_empty()).then(|| view! { <span>{words}</span> })}
                <div class="cluster">
                    <RowForm to=format!("/desk/shift-tasks/{id}/settle")>
                        <button class="btn btn-soft btn-small">{t!("shift-task-settle")}</button>
                    </RowForm>
                </div>
                {movable.then(|| view! {
                    <RowForm to=format!("/desk/shift-tasks/{id}/move")>
                        <select name="shift" aria-label=t!("shift-task-move-to")>{options}</select>
                        <button class="btn btn-quiet btn-small">{t!("shift-task-move")}</button>
                    </RowForm>
                })}
            </div>
            <span class="row-end">{due.map(|at| view! { <small><Near at=at /></small> })}</span>
        </li>
    }
}
