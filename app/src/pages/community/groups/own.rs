//! The family's own page: the groups of its area, what it says about them, and their notices.

use domain::community::groups::{GroupAnswer, OwnGroup, RosterState, notices::OwnGroupNotice};
use leptos::prelude::*;

use super::{pill, walls::has_wall};
use crate::{
    components::{Banner, Empty, Fact, Facts, Near, RowForm, StatePill},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/groups`.
pub async fn page(cx: Cx) -> Shown {
    let groups = cx.store.own_groups(&cx.actor).await?;
    let notices = cx.store.own_group_notices(&cx.actor).await?;
    let wall = cx.store.own_wall(&cx.actor).await?;
    let reads = has_wall(&cx, wall).await?;
    Ok(Page::new(cx.lang.t("home-groups"), Here::Home, move || {
        let none = groups.is_empty();
        let cards = groups.iter().map(card).collect_view();
        let rows = notices.iter().map(row).collect_view();
        view! {
            <p class="note">{t!("home-groups-note")}</p>
            {if none {
                view! { <Empty title=t!("home-groups-none")>{t!("home-groups-none-text")}</Empty> }.into_any()
            } else {
                cards.into_any()
            }}
            {(!notices.is_empty()).then(|| view! {
                <h2>{t!("group-notices")}</h2>
                <ul class="rows">{rows}</ul>
            })}
            {reads.then(|| view! { <p><a class="btn btn-quiet" href=format!("/areas/{wall}/documents")>{t!("documents-title")}</a></p> })}
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

/// Renders a group with the answers that the family may give now.
fn card(group: &OwnGroup) -> impl IntoView + use<> {
    let (id, name, state) = (group.id, group.name.clone(), group.state);
    let channel = lang().named("group-channel", group.channel.as_str());
    let channel = if group.channel_name.is_empty() { channel } else { format!("{channel} · {}", group.channel_name) };
    let buttons = GroupAnswer::ALL
        .iter()
        .filter(|answer| state != Some(answer.state()))
        .map(|answer| {
            let text = lang().named("group-answer-own", answer.as_str());
            view! { <button class="btn btn-soft" name="answer" value=answer.as_str()>{text}</button> }
        })
        .collect_view();
    view! {
        <section class="card stack">
            <h2>{name}</h2>
            <p>{channel}</p>
            {state.filter(|state| *state != RosterState::Left).map(pill)}
            <RowForm to=format!("/home/groups/{id}/answer") class="cluster">{buttons}</RowForm>
        </section>
    }
}

fn row(notice: &OwnGroupNotice) -> impl IntoView + use<> {
    let (to, title, group) =
        (format!("/home/groups/notices/{}", notice.id), notice.title.clone(), notice.group_name.clone());
    let (posted, unread) = (notice.posted, notice.read.is_none());
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{title}</b><small>{group}</small></span>
                <span class="row-end">
                    {unread.then(|| view! { <StatePill tone="amber" icon="mail" text=t!("home-group-unread") /> })}
                    <small><Near at=posted /></small>
                </span>
            </a>
        </li>
    }
}

/// Renders `GET /home/groups/notices/{id}`: the words once the family opened it, else the button that opens it.
pub async fn notice(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let OwnGroupNotice { group_name, title, words, posted, until, read, .. } =
        cx.store.own_group_notice(&cx.actor, id).await?;
    Ok(Page::new(title, Here::Home, move || {
        view! {
            <Facts>
                <Fact name=t!("group-one")>{group_name}</Fact>
                <Fact name=t!("group-notice-posted")><Near at=posted /></Fact>
                <Fact name=t!("group-notice-until")><Near at=until /></Fact>
            </Facts>
            {if read.is_some() {
                view! { <p class="typed">{words}</p><Banner tone="tea">{t!("home-group-read")}</Banner> }.into_any()
            } else {
                view! {
                    <RowForm to=format!("/home/groups/notices/{id}/open")><button class="btn btn-main">{t!("home-group-open")}</button></RowForm>
                }
                .into_any()
            }}
        }
    })
    .back("/home/groups")
    .narrow()
    .no_index())
}
