//! One door: what was found there, and the form for what is found now.

use domain::{
    DAY,
    casework::rounds::{AGAIN_DAYS, Door, DoorFile, DoorState, KnockLine, KnockOutcome, PeopleCount},
};
use leptos::prelude::*;

use super::{door_pill, doors::name};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, Near, Stepper, Submit, TextArea},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/doors/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let file = cx.store.door(&cx.actor, cx.id("id")?).await?;
    let account = cx.actor.account;
    let back = if file.door.may_knock { "/desk/doors".to_owned() } else { format!("/desk/rounds/{}", file.door.round) };
    let heading = cx.lang.tf("door-n", &[("n", file.door.n.to_string().into())]);
    Ok(Page::new(heading, Here::Rounds, move || {
        let DoorFile { door, round_name, running, knocks, met_twice, on_file } = file;
        let theirs = door.owner.is_some_and(|owner| owner != account);
        let takes = door.may_knock && door.state.is_open() && (theirs || door.owner.is_none());
        let id = door.id;
        view! {
            <p class="cluster">{door_pill(door.state)}<b>{name(&door)}</b></p>
            {(!running).then(|| view! { <Banner>{t!("round-over")}</Banner> })}
            {met_twice.then(|| view! { <Banner tone="amber">{t!("door-met-twice")}</Banner> })}
            {facts(&door, round_name)}
            {door.may_knock.then(|| next(&door))}
            {takes.then(|| view! {
                <ActionForm to=format!("/desk/doors/{id}/take")>
                    <Submit label=t!("door-take") tone="soft" />
                </ActionForm>
            })}
            {door.may_knock.then(|| form(&door, on_file))}
            {history(knocks)}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(door: &Door, round_name: String) -> impl IntoView + use<> {
    let Door { round, area_name, household, owner_name, again, people, here, state, source, .. } = door.clone();
    let owner = if owner_name.is_empty() { t!("door-no-owner") } else { owner_name };
    view! {
        <Facts>
            <Fact name=t!("rounds-title")><a class="link" href=format!("/desk/rounds/{round}")>{round_name}</a></Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            <Fact name=t!("door-owner")>{owner}</Fact>
            <Fact name=t!("door-source")>{lang().named("door-source", source.as_str())}</Fact>
            {household.map(|file| view! {
                <Fact name=t!("desk-household")>
                    <a class="link" href=format!("/desk/households/{file}")>{t!("households-number-short", n = file.to_string())}</a>
                </Fact>
            })}
            {again.map(|at| view! { <Fact name=t!("door-again")><Near at=at /></Fact> })}
            {(state == DoorState::Met).then(|| view! { <Fact name=t!("round-head-people")>{t!("door-people", n = people, here = here)}</Fact> })}
        </Facts>
    }
}

/// Renders what to do next: create a file for a family without one, or ask its members.
fn next(door: &Door) -> AnyView {
    let id = door.id;
    match door.household {
        None if door.state != DoorState::Moved => view! {
            <p><a class="btn btn-soft btn-wide" href=format!("/desk/doors/{id}/family")>{t!("door-new-family")}</a></p>
        }
        .into_any(),
        // The file stays until its caseworker passes it on or closes it.
        Some(file) if door.state == DoorState::Moved => view! {
            <p class="note">
                {t!("door-moved-note")}" "
                <a class="link" href=format!("/desk/households/{file}/change")>{t!("households-page-change")}</a>
            </p>
        }
        .into_any(),
        Some(file) => view! {
            <p class="note">
                {t!("door-file-note")}" "
                <a class="link" href=format!("/desk/households/{file}/members")>{t!("door-ask-members")}</a>
            </p>
        }
        .into_any(),
        None => ().into_any(),
    }
}

/// Renders the form of a knock, filled in with what is known.
fn form(door: &Door, on_file: Option<PeopleCount>) -> impl IntoView + use<> {
    let id = door.id;
    let met = (door.people > 0).then_some(PeopleCount { people: door.people, here: door.here });
    let PeopleCount { people, here } = met.or(on_file).unwrap_or(PeopleCount { people: 1, here: 1 });
    let outcomes = KnockOutcome::ALL
        .iter()
        .map(|outcome| {
            let text = outcome.as_str();
            (text.to_owned(), lang().named("knock", text), lang().named("knock-note", text))
        })
        .collect::<Vec<_>>();
    let (first, last) = (day_value(scene().now + DAY), day_value(scene().now + (AGAIN_DAYS - 1) * DAY));
    view! {
        <section class="card">
            <h2>{t!("knock-title")}</h2>
            <ActionForm to=format!("/desk/doors/{id}/knock")>
                <Choice name="outcome" label=t!("knock-outcome") options=outcomes side=true />
                <div class="field-row">
                    <Stepper name="people" label=t!("knock-people") hint=t!("knock-people-hint") min=1 max=50 value=people />
                    <Stepper name="here" label=t!("knock-here") min=0 max=50 value=here />
                </div>
                <Field name="again" label=t!("knock-again") hint=t!("knock-again-hint") kind="date" min=first max=last />
                <TextArea name="words" label=t!("knock-words") hint=t!("knock-words-hint") max_length=200 rows=2 />
                <div class="thumb-bar"><Submit label=t!("knock-do") wide=true /></div>
            </ActionForm>
        </section>
    }
}

fn history(knocks: Vec<KnockLine>) -> Option<AnyView> {
    if knocks.is_empty() {
        return None;
    }
    let rows = knocks
        .into_iter()
        .map(|KnockLine { at, by, outcome, people, here, words }| {
            let said = lang().named("knock", outcome.as_str());
            let met = (outcome == KnockOutcome::Met).then(|| t!("door-people", n = people, here = here));
            view! {
                <li class="row">
                    <span class="row-main">
                        <b>{said}</b>
                        {met.map(|met| view! { <small>{met}</small> })}
                        {(!words.is_empty()).then(|| view! { <small>{words}</small> })}
                    </span>
                    <span class="row-end"><small>{by}" · "<Near at=at /></small></span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="knocks">
                <h2 id="knocks">{t!("door-knocks")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}
