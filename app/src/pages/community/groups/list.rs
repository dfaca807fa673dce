//! The groups of the reader's areas: how many joined, per area and per group.

use domain::{
    community::groups::{AreaRate, GroupLine, JoinRate, RosterState},
    permission::Action,
};
use leptos::prelude::*;
use store::community::groups::views::GroupList;

use super::{people, rate};
use crate::{
    components::{Empty, Pager, StatePill, Within, thumb_link, top_link},
    i18n::lang,
    web::{ALL_AREAS, Cx, Here, Page, Shown},
};

const CHIPS: [(&str, &str); 4] =
    [("", "groups-all"), ("mine", "groups-mine"), ("unread", "groups-unread"), ("uncared", "groups-uncared")];

/// Renders `GET /desk/groups?show&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (show, area) = (cx.query("show").to_owned(), cx.query_i64("area").max(0));
    let list = match show.as_str() {
        "mine" => GroupList::Mine,
        "unread" => GroupList::Unread,
        "uncared" => GroupList::Uncared,
        _ => GroupList::All,
    };
    // An area that is asked for is shown wherever it is.
    let (reader, within) = if area > 0 { (cx.actor.clone(), None) } else { (cx.within(), Within::of(&cx)) };
    let found = cx.store.groups(&reader, list, area, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let (all, below) = cx.store.join_rates(&reader, area).await?;
    let of = match (area, cx.query("within") == ALL_AREAS) {
        (0, true) => format!("within={ALL_AREAS}&"),
        (0, false) => String::new(),
        _ => format!("area={area}&"),
    };
    let leads = cx.actor.may_somewhere(Action::LeadGroups);
    Ok(Page::new(cx.lang.t("groups-title"), Here::Groups, move || {
        let chips = CHIPS
            .map(|(value, key)| {
                let to =
                    if value.is_empty() { "/desk/groups".to_owned() } else { format!("/desk/groups?show={value}") };
                view! { <a class="chip" href=to aria-current=(value == show).then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="chips" aria-label=t!("groups-title")>{chips}</nav>
            {within.map(Within::note)}
            {figures(&of, all)}
            {(!below.is_empty()).then(|| areas(&below))}
            {if none {
                view! { <Empty title=t!("groups-none")>{t!("groups-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            <p><a class="btn btn-quiet" href=if leads { "/desk/documents" } else { "/documents" }>{t!("documents-title")}</a></p>
            {leads.then(|| thumb_link("/desk/groups/new".to_owned(), t!("group-new"), "plus"))}
        }
    })
    .tools(move || leads.then(|| top_link("/desk/groups/new".to_owned(), t!("group-new"), "plus")))
    .no_index())
}

/// Renders the figures, each with the rows that it counts; `of` is what they are of, in the query of the rows.
fn figures(of: &str, all: JoinRate) -> impl IntoView + use<> {
    let tile = |state: RosterState, n: i64, key: &'static str| {
        let to = format!("/desk/groups/roster?{of}state={}", state.as_str());
        view! { <a class="stat" href=to><b>{n}</b><span>{t!(key)}</span></a> }
    };
    view! {
        <p><b>{t!("groups-figures", n = all.groups)}</b>" "{rate(all)}{people(all).map(|people| view! { <br />{people} })}</p>
        <div class="stats">
            <a class="stat" href=format!("/desk/groups/roster?{of}")><b>{all.asked}</b><span>{t!("groups-asked")}</span></a>
            {tile(RosterState::Joined, all.joined, "roster-joined")}
            {tile(RosterState::NotYet, all.not_yet(), "roster-not-yet")}
            {tile(RosterState::Declined, all.declined, "roster-declined")}
            <a class="stat" href=format!("/desk/groups/roster?{of}")><b>{all.asked_people}</b><span>{t!("groups-asked-people")}</span></a>
            {tile(RosterState::Joined, all.joined_people, "groups-joined-people")}
        </div>
    }
}

/// Renders the areas directly below, each leading to its own figures.
fn areas(below: &[AreaRate]) -> impl IntoView + use<> {
    let rows = below
        .iter()
        .map(|one| {
            let (to, name) = (format!("/desk/groups?area={}", one.area), one.name.clone());
            let line = format!("{} {}", t!("groups-figures", n = one.rate.groups), rate(one.rate));
            view! { <li><a class="row" href=to><span class="row-main"><b>{name}</b><small>{line}</small></span></a></li> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="areas">
            <h2 id="areas">{t!("groups-areas")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn row(line: &GroupLine) -> impl IntoView + use<> {
    let (to, name) = (format!("/desk/groups/{}", line.id), line.name.clone());
    let channel = lang().named("group-channel", line.channel.as_str());
    let small = format!("{} · {channel} · {}", line.area_name, line.caretaker_name);
    let (uncared, rate) = (line.uncared, rate(line.rate()));
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{small}</small></span>
                <span class="row-end">
                    {uncared.then(|| view! { <StatePill tone="amber" icon="alert" text=t!("group-uncared") /> })}
                    <small>{rate}</small>
                </span>
            </a>
        </li>
    }
}
