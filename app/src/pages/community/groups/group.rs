//! One group for staff: its figures, what a household says, its notices, and its poster.

use domain::{
    DAY,
    community::groups::{
        Group, GroupAnswer, GroupState,
        notices::{GroupNotice, LONGEST_DAYS},
    },
};
use leptos::prelude::*;

use super::{people, rate};
use crate::{
    components::{
        ActionForm, Banner, Checkbox, Choice, Fact, Facts, Field, Icon, More, Pager, RowForm, Submit, TextArea,
        file_link, value_choices,
    },
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Days for which a notice usually holds.
const USUALLY: i64 = 14;

/// Renders `GET /desk/groups/{id}?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let group = cx.store.group(&cx.actor, id).await?;
    let found = cx.store.group_notices(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(group.line.name.clone(), Here::Groups, move || {
        let is_open = group.state == GroupState::Open;
        let keeps = is_open && group.may_keep;
        let roster = format!("/desk/groups/roster?group={id}");
        view! {
            {(!is_open).then(|| view! { <Banner>{t!("group-ended")}</Banner> })}
            {(is_open && group.line.uncared).then(|| view! { <Banner tone="amber">{t!("group-uncared-text")}</Banner> })}
            {facts(&group)}
            <p><a class="btn btn-soft" href=roster>{t!("group-roster")}</a></p>
            {keeps.then(|| view! {
                <p><a class="btn btn-quiet" href=format!("/desk/groups/{id}/poster")><Icon name="print" />{t!("group-poster")}</a></p>
            })}
            {group.may_keep.then(|| files(id))}
            {keeps.then(|| ask(id))}
            {notices(&found.items)}
            <Pager next />
            {keeps.then(|| post(id))}
            {(is_open && group.may_lead).then(|| lead(id))}
        }
    })
    .back("/desk/groups")
    .narrow()
    .no_index())
}

fn facts(group: &Group) -> impl IntoView + use<> {
    let channel = lang().named("group-channel", group.line.channel.as_str());
    let channel = if group.channel_name.is_empty() { channel } else { format!("{channel} · {}", group.channel_name) };
    let (area, caretaker) = (group.line.area_name.clone(), group.line.caretaker_name.clone());
    let of = group.line.rate();
    let (rate, people, code) = (rate(of), people(of), group.code.clone());
    view! {
        <Facts>
            <Fact name=t!("group-area")>{area}</Fact>
            <Fact name=t!("group-channel")>{channel}</Fact>
            <Fact name=t!("group-caretaker")>{caretaker}</Fact>
            <Fact name=t!("group-joined")>{rate}{people.map(|people| view! { <br />{people} })}</Fact>
            <Fact name=t!("group-code")>{code}</Fact>
        </Facts>
    }
}

/// Renders the links to the roster as a file.
fn files(id: i64) -> impl IntoView {
    let links = ["xlsx", "csv"]
        .map(|format| {
            let to = format!("/desk/groups/{id}/file?format={format}");
            file_link(format, to)
        })
        .collect_view();
    view! { <p>{links}</p> }
}

/// Renders the question whether a household joins.
fn ask(id: i64) -> impl IntoView {
    let to = format!("/desk/groups/{id}/roster");
    let answers = value_choices("group-answer", GroupAnswer::ALL.iter().map(|answer| answer.as_str()));
    view! {
        <More summary=t!("group-ask") to=to.clone()>
            <ActionForm to>
                <Field name="household" label=t!("group-household") required=true inputmode="numeric" max_length=12 autocomplete="off" />
                <Choice name="answer" label=t!("group-answer") options=answers value="joined" />
                <Checkbox name="agreed" label=t!("group-agreed") />
                <Submit label=t!("file-save") tone="soft" />
            </ActionForm>
        </More>
    }
}

fn notices(found: &[GroupNotice]) -> impl IntoView + use<> {
    let now = scene().now;
    let rows = found
        .iter()
        .map(|notice| {
            let (to, title) = (format!("/desk/groups/notices/{}", notice.id), notice.title.clone());
            let read = t!("group-notice-read", read = notice.read, members = notice.members);
            let call = notice.is_to_call(now).then(|| t!("group-notice-to-call", n = notice.unread()));
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{title}</b><small>{read}</small></span>
                        <span class="row-end">{call}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let none = found.is_empty();
    view! {
        <section class="stack" aria-labelledby="notices">
            <h2 id="notices">{t!("group-notices")}</h2>
            {if none {
                view! { <p class="soft">{t!("group-notices-none")}</p> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
        </section>
    }
}

fn post(id: i64) -> impl IntoView {
    let now = scene().now;
    let (to, today) = (format!("/desk/groups/{id}/notices"), day_value(now));
    let (usual, latest) = (day_value(now + USUALLY * DAY), day_value(now + (LONGEST_DAYS - 1) * DAY));
    view! {
        <More summary=t!("group-notice-new") to=to.clone()>
            <ActionForm to>
                <Field name="title" label=t!("group-notice-title") required=true max_length=40 autocomplete="off" />
                <TextArea name="words" label=t!("group-notice-words") hint=t!("group-notice-hint") required=true max_length=500 />
                <Field name="until" label=t!("group-notice-until") kind="date" value=usual required=true min=today max=latest />
                <Submit label=t!("group-notice-post") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the coordinator's steps.
fn lead(id: i64) -> impl IntoView {
    view! {
        <p><a class="btn btn-quiet" href=format!("/desk/groups/{id}/change")><Icon name="pen" />{t!("group-change")}</a></p>
        <More summary=t!("group-end")>
            <p class="note">{t!("group-end-note")}</p>
            <RowForm to=format!("/desk/groups/{id}/end")><button class="btn btn-bad">{t!("group-end")}</button></RowForm>
        </More>
    }
}
