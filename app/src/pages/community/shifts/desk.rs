//! Shifts of the areas, and one shift for the staff that organises it.

use domain::community::shifts::{PLACES_MOST, Shift, ShiftState};
use leptos::prelude::*;
use store::community::shifts::views::ShiftList;

use super::{people::people, rows, shift::facts, shift_pill, task_pill};
use crate::{
    components::{ActionForm, Banner, Code, Empty, Field, Icon, More, Pager, Submit, TextArea, thumb_link, top_link},
    i18n::{alias, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/shifts?show&cursor`.
pub async fn list(cx: Cx) -> Shown {
    let show = cx.query("show").to_owned();
    let which = match show.as_str() {
        "over" => ShiftList::Over,
        "cancelled" => ShiftList::Cancelled,
        _ => ShiftList::Ahead,
    };
    let found = cx.store.shifts(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let keeps = cx.actor.may_somewhere(domain::permission::Action::KeepShifts);
    let files = cx.actor.may_somewhere(domain::permission::Action::KeepHouseholds);
    let page = Page::new(cx.lang.t("shifts-title"), Here::Shifts, move || {
        let chips = [("", "shifts-ahead"), ("over", "shifts-over"), ("cancelled", "shifts-cancelled")]
            .into_iter()
            .map(|(one, key)| {
                let to = if one.is_empty() { "/desk/shifts".to_owned() } else { format!("/desk/shifts?show={one}") };
                let chosen = one == show || (one.is_empty() && which == ShiftList::Ahead);
                view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("shifts-title")>{chips}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("shifts-none")>{t!("shifts-desk-none-text")}</Empty> }.into_any()
            } else {
                rows(&found.items, "/desk/shifts")
            }}
            <Pager next />
            <nav class="doors" aria-label=t!("shifts-more")>
                {keeps.then(|| view! {
                    <a class="door" href="/shifts"><Icon name="hand" /><span>{t!("shifts-serve")}</span></a>
                })}
                {files.then(|| view! {
                    <a class="door" href="/desk/shift-tasks"><Icon name="undo" /><span>{t!("shift-tasks-back")}</span></a>
                })}
                {keeps.then(|| view! {
                    <a class="door" href="/desk/shifts/file?format=xlsx"><Icon name="download" /><span>{t!("shifts-export")}</span></a>
                    <a class="door" href="/desk/shifts/file?format=csv"><Icon name="download" /><span>{t!("shifts-export-csv")}</span></a>
                })}
            </nav>
            {keeps.then(|| thumb_link("/desk/shifts/new".to_owned(), t!("shifts-new"), "plus"))}
        }
    })
    .narrow()
    .no_index();
    Ok(if keeps { page.tools(move || top_link("/desk/shifts/new".to_owned(), t!("shifts-new"), "plus")) } else { page })
}

/// Renders `GET /desk/shifts/{id}`: the people, the code of the place, the list, and what can be changed.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let persons = cx.store.shift_people(&cx.actor, id).await?;
    let found = cx.store.shift(&cx.actor, id).await?;
    let tasks = cx.store.shift_tasks(&cx.actor, id).await?;
    let (keeps, now, own) = (found.shift.may_keep, cx.now, cx.actor.account);
    let lists = cx.actor.may_somewhere(domain::permission::Action::KeepHouseholds) && keeps;
    let none_came = persons.iter().all(|person| person.place.came.is_none());
    Ok(Page::new(found.shift.name.clone(), Here::Shifts, move || {
        let shift = &found.shift;
        let is_open = shift.state == ShiftState::Open;
        let code = found.code.clone().filter(|_| is_open);
        let homes = tasks
            .iter()
            .map(|task| {
                let title = format!("{}. {}", task.n, lang().named("shift-task-kind", task.kind.as_str()));
                let whose = match task.household {
                    Some(file) => t!("desk-household-number", n = file.to_string()),
                    None => alias(&task.alias),
                };
                let line = format!("{whose} · {}", task.area_name);
                view! {
                    <li class="row">
                        <span class="row-main"><b>{title}</b><small>{line}</small></span>
                        <span class="row-end">{task_pill(task.state)}</span>
                    </li>
                }
            })
            .collect_view();
        let reason = shift.reason.clone();
        view! {
            <p class="cluster">{shift_pill(shift)}</p>
            {(!reason.is_empty()).then(|| view! { <Banner tone="plum">{reason}</Banner> })}
            {facts(shift, found.standby)}
            {code.map(|code| view! {
                <section class="card stack">
                    <h2>{t!("shift-code")}</h2>
                    <p class="note">{t!("shift-code-note")}</p>
                    <Code code />
                </section>
            })}
            <h2>{t!("shift-people")}</h2>
            {people(shift, &persons, keeps.then_some(own), now)}
            <h2>{t!("shift-list")}</h2>
            {if tasks.is_empty() {
                view! { <p class="soft">{t!("shift-list-none")}</p> }.into_any()
            } else {
                view! { <ul class="rows">{homes}</ul> }.into_any()
            }}
            {(lists && is_open).then(|| view! {
                <p><a class="btn btn-soft" href=format!("/desk/shifts/{id}/tasks")><Icon name="plus" />{t!("shift-tasks-add")}</a></p>
            })}
            {(keeps && is_open).then(|| manage(shift, now, none_came))}
            <p><a class="btn btn-quiet" href=format!("/shifts/{id}")>{t!("shift-own-page")}</a></p>
        }
    })
    .back("/desk/shifts")
    .narrow()
    .no_index())
}

/// Renders what can be changed: the places until the shift begins, and its cancelling until a person checked in.
fn manage(shift: &Shift, now: i64, none_came: bool) -> impl IntoView + use<> {
    let Shift { id, places, starts, .. } = *shift;
    let to = move |what: &str| format!("/desk/shifts/{id}/{what}");
    view! {
        {(now < starts).then(|| view! {
            <More summary=t!("shift-places-change") to=to("places")>
                <ActionForm to=to("places")>
                    <Field
                        name="places" label=t!("shift-places") kind="number" value=places.to_string() min="1"
                        max=PLACES_MOST.to_string() required=true
                    />
                    <Submit label=t!("file-save") tone="soft" />
                </ActionForm>
            </More>
        })}
        {none_came.then(|| view! {
            <More summary=t!("shift-cancel") to=to("cancel")>
                <ActionForm to=to("cancel")>
                    <p class="note">{t!("shift-cancel-note")}</p>
                    <TextArea name="reason" label=t!("field-reason") max_length=200 rows=2 required=true />
                    <Submit label=t!("shift-cancel-do") tone="bad" />
                </ActionForm>
            </More>
        })}
    }
}
