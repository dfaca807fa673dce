//! One shift for a person who serves: signing up, checking in at the place, and the list of homes.

use domain::{
    casework::findings::NeedKind,
    community::shifts::{
        CheckStep, Shift, ShiftAttendance, ShiftHours, ShiftPlaceState, ShiftState,
        tasks::{ShiftTask, TickOutcome},
    },
};
use leptos::prelude::*;

use super::{place_pill, served, shift_pill, task_pill, when};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, Near, RowForm, Select, Submit, TextArea},
    i18n::{alias, lang},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shifts/{id}?need`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.shift(&cx.actor, id).await?;
    let is_on = found.shift.own.as_ref().is_some_and(|own| own.state == ShiftPlaceState::On);
    let lists = found.shift.homes > 0 && (is_on || found.shift.may_keep);
    let tasks = if lists { cx.store.shift_tasks(&cx.actor, id).await? } else { Vec::new() };
    let need =
        if cx.field("outcome") == TickOutcome::Need.as_str() { cx.field_i64("task") } else { cx.query_i64("need") };
    let need = tasks.iter().find(|task| task.id == need && task.state.is_open()).cloned();
    let (staff, now) = (cx.actor.is_staff(), cx.now);
    Ok(Page::new(found.shift.name.clone(), if staff { Here::Shifts } else { Here::Claims }, move || {
        let shift = &found.shift;
        let at_door = is_on && shift.state == ShiftState::Open && shift.reveal_from <= now;
        let reason = shift.reason.clone();
        view! {
            <p class="cluster">{shift_pill(shift)}{shift.own.as_ref().map(|own| place_pill(own.state))}</p>
            {(!reason.is_empty()).then(|| view! { <Banner tone="plum">{t!("shift-cancelled-why")}" "{reason}</Banner> })}
            {facts(shift, found.standby)}
            {(shift.state == ShiftState::Open).then(|| place(&found, now))}
            {(is_on && shift.state == ShiftState::Open).then(|| at_place(shift, now))}
            {need.filter(|_| at_door).map(|task| need_form(id, &task))}
            {lists.then(|| homes(id, &tasks, at_door, shift.reveal_from))}
            {shift.may_keep.then(|| view! { <p><a class="btn btn-quiet" href=format!("/desk/shifts/{id}")>{t!("shift-organise")}</a></p> })}
        }
    })
    .back("/shifts")
    .narrow()
    .no_index())
}

pub(super) fn facts(shift: &Shift, standby: i64) -> impl IntoView + use<> {
    let Shift { area_name, kind, place, starts, ends, closes, leave_by, first_until, homes, .. } = shift.clone();
    view! {
        <Facts>
            <Fact name=t!("shift-when")>{when(starts, ends)}</Fact>
            <Fact name=t!("shift-where")>{place}</Fact>
            <Fact name=t!("shift-kind")>{lang().named("shift-kind", kind.as_str())}</Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            {(homes > 0).then(|| view! { <Fact name=t!("shift-list")>{t!("shift-homes", n = homes)}</Fact> })}
            {(standby > 0).then(|| view! { <Fact name=t!("shift-standby")>{standby}</Fact> })}
            <Fact name=t!("shift-closes")>{lang().clock(closes)}</Fact>
            <Fact name=t!("shift-leave-by")>{lang().clock(leave_by)}</Fact>
            {first_until.map(|at| view! { <Fact name=t!("shift-first-until")>{lang().clock(at)}</Fact> })}
        </Facts>
    }
}

/// Renders the next step about one's place: signing up with what is in its way, or leaving.
fn place(found: &ShiftHours, now: i64) -> AnyView {
    let ShiftHours { shift, refused, clash, .. } = found.clone();
    let id = shift.id;
    if let Some(own) = shift.own.filter(|own| matches!(own.state, ShiftPlaceState::On | ShiftPlaceState::Standby)) {
        let limit = if own.state == ShiftPlaceState::Standby { shift.starts } else { shift.leave_by };
        let leaves = now < limit && own.came.is_none();
        let late = !leaves && now < shift.starts && own.came.is_none();
        return view! {
            {(own.state == ShiftPlaceState::Standby).then(|| view! { <Banner tone="amber">{t!("shift-standby-note")}</Banner> })}
            {leaves.then(|| view! {
                <RowForm to=format!("/shifts/{id}/leave")><button class="btn btn-quiet">{t!("shift-leave")}</button></RowForm>
            })}
            {late.then(|| view! {
                <p class="note">{t!("shift-leave-late")}" "<a class="link" href="/contact">{lang().named("site", "contact")}</a></p>
            })}
        }
        .into_any();
    }
    if let Some(code) = refused {
        return view! {
            <Banner tone="amber">
                {lang().refusal(code)}
                {clash.map(|other| view! {
                    " "<a class="link" href=format!("/shifts/{}", other.id)>{other.name.clone()}" "{when(other.starts, other.ends)}</a>
                })}
            </Banner>
        }
        .into_any();
    }
    let full = shift.taken >= shift.places;
    view! {
        <ActionForm to=format!("/shifts/{id}/sign-up")>
            {full.then(|| view! { <p class="note">{t!("shift-full-note")}</p> })}
            <Submit label=if full { t!("shift-wait") } else { t!("shift-sign-up") } wide=true />
        </ActionForm>
    }
    .into_any()
}

/// Renders the way to check in or out by the code at the place, and what was noted.
fn at_place(shift: &Shift, now: i64) -> impl IntoView + use<> {
    let (id, starts) = (shift.id, shift.starts);
    let ShiftAttendance { came, went, minutes, .. } = shift.own.clone().unwrap_or(ShiftAttendance {
        place: 0,
        state: ShiftPlaceState::On,
        came: None,
        went: None,
        minutes: 0,
        typed: 0,
    });
    let step = if came.is_none() { CheckStep::In } else { CheckStep::Out };
    let opens = now >= starts - domain::community::shifts::EARLY_MINUTES * 60;
    view! {
        {came.map(|at| view! { <p>{t!("shift-came")}" "<Near at=at /></p> })}
        {went.map(|at| view! { <p>{t!("shift-went")}" "<Near at=at />" · "{served(minutes)}</p> })}
        {(went.is_none() && opens).then(|| view! {
            <ActionForm to=format!("/shifts/{id}/check")>
                <input type="hidden" name="step" value=step.as_str() />
                <Field name="code" label=t!("shift-code") hint=t!("shift-code-hint") required=true inputmode="numeric" max_length=12 autocomplete="off" />
                <Submit label=lang().named("shift-check", step.as_str()) tone="soft" />
            </ActionForm>
        })}
    }
}

/// Renders the list of homes, each with what can be said at its door.
fn homes(id: i64, tasks: &[ShiftTask], at_door: bool, reveal_from: i64) -> impl IntoView + use<> {
    let rows = tasks.iter().map(|task| home(id, task, at_door)).collect_view();
    let done = tasks.iter().filter(|task| !task.state.is_open()).count();
    let left = i64::try_from(tasks.len() - done).unwrap_or_default();
    view! {
        <section class="stack" aria-labelledby="homes">
            <h2 id="homes">{t!("shift-list")}</h2>
            <p class="soft">{t!("shift-left", n = left)}</p>
            {(!at_door).then(|| view! { <p class="note">{t!("shift-addresses-from")}" "{lang().clock(reveal_from)}</p> })}
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn home(id: i64, task: &ShiftTask, at_door: bool) -> impl IntoView + use<> {
    let ShiftTask { id: task_id, n, kind, words, state, address, area_name, .. } = task.clone();
    let title = format!("{n}. {} · {}", alias(&task.alias), lang().named("shift-task-kind", kind.as_str()));
    let acts = at_door && state.is_open();
    let button = |outcome: TickOutcome| {
        view! {
            <RowForm to=format!("/shifts/{id}/tick")>
                <input type="hidden" name="task" value=task_id />
                <input type="hidden" name="outcome" value=outcome.as_str() />
                <button class="btn btn-soft btn-small">{lang().named("shift-tick", outcome.as_str())}</button>
            </RowForm>
        }
    };
    let hidden = acts && address.is_none();
    view! {
        <li class="row" id=format!("home-{task_id}")>
            <div class="row-main">
                <b>{title}</b>
                <small>{area_name}</small>
                {(!words.is_empty()).then(|| view! { <span>{words}</span> })}
                {address.map(|address| view! { <span class="typed">{address}</span> })}
                {acts.then(|| view! {
                    <div class="cluster">
                        {hidden.then(|| view! {
                            <RowForm to=format!("/shifts/{id}/reveal")>
                                <input type="hidden" name="task" value=task_id />
                                <button class="btn btn-quiet btn-small">{t!("shift-reveal")}</button>
                            </RowForm>
                        })}
                        {button(TickOutcome::Done)}
                        {button(TickOutcome::NotThere)}
                        {button(TickOutcome::Declined)}
                        <a class="btn btn-quiet btn-small" href=format!("/shifts/{id}?need={task_id}")>{lang().named("shift-tick", TickOutcome::Need.as_str())}</a>
                    </div>
                })}
            </div>
            <span class="row-end">{task_pill(state)}</span>
        </li>
    }
}

fn need_form(id: i64, task: &ShiftTask) -> impl IntoView + use<> {
    let (task_id, n) = (task.id, task.n);
    let needs = named("need", NeedKind::ALL, NeedKind::as_str);
    view! {
        <section class="card stack">
            <h2>{t!("shift-need", n = n.to_string())}</h2>
            <ActionForm to=format!("/shifts/{id}/tick")>
                <input type="hidden" name="task" value=task_id />
                <input type="hidden" name="outcome" value=TickOutcome::Need.as_str() />
                <Select name="need" label=t!("shift-need-what") options=needs required=true />
                <TextArea name="words" label=t!("shift-need-words") max_length=200 rows=2 />
                <Submit label=t!("shift-need-do") />
            </ActionForm>
        </section>
    }
}
