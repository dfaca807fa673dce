//! Households on rosters, by number: the rows of every figure; and the groups of one household.

use domain::{
    community::groups::{GroupAnswer, OwnGroup, RosterLine, RosterState},
    permission::Action,
};
use leptos::prelude::*;
use store::community::groups::roster_views::{HouseholdGroups, RosterQuery};

use super::pill;
use crate::{
    components::{ActionForm, Checkbox, Choice, Empty, Near, Pager, Submit, Within, value_choices},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

const STATES: [(&str, &str); 5] = [
    ("", "roster-all"),
    ("joined", "roster-joined"),
    ("not_yet", "roster-not-yet"),
    ("declined", "roster-declined"),
    ("left", "roster-left"),
];

/// Renders `GET /desk/groups/roster?group&area&state&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let [group, area] = ["group", "area"].map(|name| Some(cx.query_i64(name)).filter(|id| *id > 0));
    let state = cx.query("state").parse::<RosterState>().ok();
    let query = RosterQuery { group, area, state };
    let asked = group.is_some() || area.is_some();
    let (reader, within) = if asked { (cx.actor.clone(), None) } else { (cx.within(), Within::of(&cx)) };
    let found = cx.store.roster(&reader, query, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let links = STATES.map(|(value, key)| (cx.query_with(&[("state", value), ("cursor", "")]), value, key));
    let shown = state.map_or("", RosterState::as_str);
    Ok(Page::new(cx.lang.t("roster-title"), Here::Groups, move || {
        let chips = links
            .into_iter()
            .map(|(to, value, key)| view! { <a class="chip" href=to aria-current=(value == shown).then_some("true")>{t!(key)}</a> })
            .collect_view();
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="chips" aria-label=t!("roster-title")>{chips}</nav>
            {within.map(Within::note)}
            <p class="note">{t!("roster-note")}</p>
            {if none {
                view! { <Empty title=t!("roster-none") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .back(group.map_or("/desk/groups".to_owned(), |group| format!("/desk/groups/{group}")))
    .narrow()
    .no_index())
}

fn row(line: &RosterLine) -> impl IntoView + use<> {
    let (household, said, state) = (line.household, line.said, line.state);
    let people = t!("appointment-people", n = line.people);
    let small = format!("{} · {people} · {}", line.group_name, lang().named("roster-source", line.source.as_str()));
    view! {
        <li>
            <a class="row" href=format!("/desk/households/{household}/groups")>
                <span class="row-main"><b>{t!("desk-household-number", n = household.to_string())}</b><small>{small}</small></span>
                <span class="row-end">{pill(state)}<small><Near at=said /></small></span>
            </a>
        </li>
    }
}

/// Renders `GET /desk/households/{id}/groups`.
pub async fn household(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let HouseholdGroups { groups, may_keep } = cx.store.household_groups(&cx.actor, id).await?;
    let file = cx.actor.may_somewhere(Action::ReadHouseholds).then(|| format!("/desk/households/{id}"));
    Ok(Page::new(cx.lang.t("household-groups"), Here::Groups, move || {
        if groups.is_empty() {
            return view! { <Empty title=t!("home-groups-none")>{t!("home-groups-none-text")}</Empty> }.into_any();
        }
        let options = groups.iter().map(|group| (group.id.to_string(), group.name.clone(), String::new())).collect();
        let first = groups.first().map(|group| group.id.to_string()).unwrap_or_default();
        let answers = value_choices("group-answer", GroupAnswer::ALL.iter().map(|answer| answer.as_str()));
        view! {
            <h2>{t!("desk-household-number", n = id.to_string())}</h2>
            <ul class="rows">{groups.iter().map(stands).collect_view()}</ul>
            {may_keep.then(|| view! { <ActionForm to=format!("/desk/households/{id}/groups")>
                <Choice name="group" label=t!("group-one") options value=first />
                <Choice name="answer" label=t!("group-answer") options=answers value="joined" />
                <Checkbox name="agreed" label=t!("group-agreed") />
                <Submit label=t!("file-save") wide=true />
            </ActionForm> })}
        }
        .into_any()
    })
    .back(file.unwrap_or_else(|| "/desk/groups".to_owned()))
    .narrow()
    .no_index())
}

/// Renders where a household stands in one group.
fn stands(group: &OwnGroup) -> impl IntoView + use<> {
    let (name, state) = (group.name.clone(), group.state);
    let channel = lang().named("group-channel", group.channel.as_str());
    view! {
        <li class="row">
            <span class="row-main"><b>{name}</b><small>{channel}</small></span>
            <span class="row-end">{state.map(pill)}</span>
        </li>
    }
}
