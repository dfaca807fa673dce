//! Lists of doors: those of a round with filters, and the caseworker's own that are to be knocked at now.

use domain::casework::rounds::{Door, DoorState, RoundState};
use leptos::prelude::*;
use store::casework::rounds::doors::DoorQuery;

use super::{door_pill, round::caseworker_options};
use crate::{
    components::{ActionForm, Empty, Near, Pager, Select, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/doors?cursor`: where the caseworker goes next.
pub async fn mine(cx: Cx) -> Shown {
    let found = cx.store.my_doors(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("doors-mine"), Here::Rounds, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            {if none {
                view! { <Empty title=t!("doors-none") action=("/desk/rounds", t!("rounds-title"))>{t!("doors-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .back("/desk/rounds")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/rounds/{id}/doors?show&state&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (round, _) = cx.store.round(&cx.actor, id).await?;
    let show = cx.query("show").to_owned();
    let area = Some(cx.query_i64("area")).filter(|area| *area > 0);
    let query = DoorQuery {
        state: cx.query("state").parse::<DoorState>().ok(),
        open: show == "open",
        unowned: show == "unowned",
        mine: show == "mine",
        area,
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.round_doors(&cx.actor, id, &query).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let gives = round.may_manage && round.state == RoundState::Running;
    let caseworkers = if gives { cx.store.round_caseworkers(&cx.actor, id).await? } else { Vec::new() };
    let chips = ["", "open", "unowned", "mine"]
        .map(|kind| (kind, cx.query_with(&[("show", kind), ("state", ""), ("cursor", "")])));
    let state = query.state;
    let states = DoorState::ALL
        .iter()
        .map(|one| (*one, cx.query_with(&[("show", ""), ("state", one.as_str()), ("cursor", "")])))
        .collect::<Vec<_>>();
    Ok(Page::new(cx.lang.t("doors-title"), Here::Rounds, move || {
        let none = found.items.is_empty();
        let chips = chips
            .into_iter()
            .map(|(kind, to)| {
                let key = match kind {
                    "open" => "doors-open",
                    "unowned" => "doors-unowned",
                    "mine" => "doors-own",
                    _ => "doors-all",
                };
                let chosen = state.is_none() && kind == show;
                let to = if to == "?" { format!("/desk/rounds/{id}/doors") } else { to };
                view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> }
            })
            .collect_view();
        let states = states
            .into_iter()
            .map(|(one, to)| {
                let chosen = state == Some(one);
                let name = lang().named("door-state", one.as_str());
                view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{name}</a> }
            })
            .collect_view();
        let list = if none {
            view! { <Empty title=t!("doors-empty") /> }.into_any()
        } else if gives {
            let rows = found.items.iter().map(choosable).collect_view();
            view! {
                <ActionForm to=format!("/desk/rounds/{id}/give")>
                    <ul class="rows">{rows}</ul>
                    <Select name="to" label=t!("round-share-to") options=caseworker_options(caseworkers) required=true />
                    <Submit label=t!("doors-give") tone="soft" />
                </ActionForm>
            }
            .into_any()
        } else {
            let rows = found.items.iter().map(row).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! {
            <nav class="chips" aria-label=t!("doors-title")>{chips}{states}</nav>
            {list}
            <Pager next />
        }
    })
    .back(format!("/desk/rounds/{id}"))
    .narrow()
    .no_index())
}

/// Names a door: its contact and address, as far as the reader may see them, else only its number.
pub(super) fn name(door: &Door) -> String {
    let number = t!("door-n", n = door.n.to_string());
    let said: Vec<&str> =
        [door.contact.as_str(), door.place.as_str()].into_iter().filter(|said| !said.is_empty()).collect();
    if said.is_empty() { number } else { format!("{number} {}", said.join(" · ")) }
}

fn line(door: &Door) -> String {
    let mut words = vec![door.area_name.clone()];
    words.push(if door.owner_name.is_empty() { t!("door-no-owner") } else { door.owner_name.clone() });
    if door.state == DoorState::Met {
        words.push(t!("door-people", n = door.people, here = door.here));
    }
    words.join(" · ")
}

fn row(door: &Door) -> impl IntoView + use<> {
    let (id, state, again) = (door.id, door.state, door.again);
    view! {
        <li>
            <a class="row" href=format!("/desk/doors/{id}")>
                <span class="row-main"><b>{name(door)}</b><small>{line(door)}</small></span>
                <span class="row-end">{door_pill(state)}{again.map(|at| view! { <small><Near at=at /></small> })}</span>
            </a>
        </li>
    }
}

/// Renders a door with a box to tick, for one that has no answer yet.
fn choosable(door: &Door) -> impl IntoView + use<> {
    let (id, state) = (door.id, door.state);
    let label = name(door);
    let mark = state.is_open().then(|| {
        view! { <input type="checkbox" name="door" value=id.to_string() aria-label=t!("doors-choose", name = label.clone()) /> }
    });
    view! {
        <li class="row">
            {mark}
            <span class="row-main"><a href=format!("/desk/doors/{id}")>{label}</a><small>{line(door)}</small></span>
            <span class="row-end">{door_pill(state)}</span>
        </li>
    }
}
