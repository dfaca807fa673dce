//! One round: how far it is, per area; and for its coordinator what to do about it.

use domain::{
    DAY,
    accounts::AccountId,
    casework::rounds::{AreaCoverage, LONGEST_DAYS, Round, RoundState},
    permission::Action,
};
use leptos::prelude::*;

use super::{doors_line, people_line, round_pill};
use crate::{
    components::{ActionForm, Banner, Checkbox, Empty, Fact, Facts, Field, Icon, More, Near, Select, Submit, Table},
    i18n::day_value,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/rounds/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (round, areas) = cx.store.round(&cx.actor, id).await?;
    let running = round.state == RoundState::Running;
    let manages = round.may_manage && running;
    let caseworkers = if manages { cx.store.round_caseworkers(&cx.actor, id).await? } else { Vec::new() };
    let knocks = running && cx.actor.may_somewhere(Action::KeepHouseholds);
    Ok(Page::new(round.name.clone(), Here::Rounds, move || {
        view! {
            <p class="cluster">{round_pill(round.state)}<b>{doors_line(round.coverage)}</b></p>
            <p>{people_line(round.coverage)}</p>
            {(round.unowned > 0 && running).then(|| view! { <Banner tone="amber">{t!("round-unowned", n = round.unowned)}</Banner> })}
            {(!running && round.coverage.open() > 0).then(|| view! { <Banner tone="amber">{t!("round-left", n = round.coverage.open())}</Banner> })}
            {facts(&round)}
            {links(&round, knocks)}
            <div class="stack">
                <h2>{t!("round-areas")}</h2>
                {table(id, &areas)}
            </div>
            {manages.then(|| manage(&round, &areas, caseworkers))}
        }
    })
    .back("/desk/rounds")
    .no_index())
}

fn facts(round: &Round) -> impl IntoView + use<> {
    let Round { area_name, opened, opened_by, due, ended, joined_into, coverage, .. } = round.clone();
    view! {
        <Facts>
            <Fact name=t!("field-area")>{area_name}</Fact>
            <Fact name=t!("round-opened")>{opened_by}" · "<Near at=opened /></Fact>
            {ended.is_none().then(|| view! { <Fact name=t!("round-due")><Near at=due /></Fact> })}
            {ended.map(|at| view! { <Fact name=t!("round-ended")><Near at=at /></Fact> })}
            {joined_into.map(|into| view! {
                <Fact name=t!("round-joined-into")><a class="link" href=format!("/desk/rounds/{into}")>"#"{into}</a></Fact>
            })}
            <Fact name=t!("door-state-met")>{coverage.met}</Fact>
            <Fact name=t!("door-state-to-meet")>{coverage.to_meet}</Fact>
            <Fact name=t!("door-state-not-there")>{coverage.not_there}</Fact>
            <Fact name=t!("door-state-moved")>{coverage.moved}</Fact>
            <Fact name=t!("door-state-declined")>{coverage.declined}</Fact>
        </Facts>
    }
}

fn links(round: &Round, knocks: bool) -> impl IntoView + use<> {
    let (id, manages, compared) = (round.id, round.may_manage, round.earlier.is_some());
    let file = |format: &str| format!("/desk/rounds/{id}/file?format={format}");
    view! {
        <nav class="doors" aria-label=t!("round-more")>
            {knocks.then(|| view! {
                <a class="door" href="/desk/doors"><Icon name="home" /><span>{t!("doors-mine")}</span></a>
                <a class="door" href=format!("/desk/rounds/{id}/found")><Icon name="plus" /><span>{t!("door-found")}</span></a>
            })}
            <a class="door" href=format!("/desk/rounds/{id}/doors")><Icon name="list" /><span>{t!("doors-all")}</span></a>
            <a class="door" href=format!("/desk/rounds/{id}/doors?show=open")><Icon name="clock" /><span>{t!("doors-open")}</span></a>
            {compared.then(|| view! {
                <a class="door" href=format!("/desk/rounds/{id}/comparison")><Icon name="sliders" /><span>{t!("round-comparison")}</span></a>
            })}
            {manages.then(|| view! {
                <a class="door" href=file("xlsx")><Icon name="download" /><span>{t!("round-export")}</span></a>
                <a class="door" href=file("csv")><Icon name="download" /><span>{t!("round-export-csv")}</span></a>
            })}
        </nav>
    }
}

fn table(id: i64, areas: &[AreaCoverage]) -> AnyView {
    if areas.is_empty() {
        return view! { <Empty title=t!("round-no-doors")>{t!("round-no-doors-text")}</Empty> }.into_any();
    }
    let rows = areas
        .iter()
        .map(|of| {
            let AreaCoverage { area, area_name, coverage, unowned } = of.clone();
            let percent = coverage.percent().unwrap_or_default();
            view! {
                <tr>
                    <th scope="row"><a href=format!("/desk/rounds/{id}/doors?area={area}")>{area_name}</a></th>
                    <td class="num" data-label=t!("round-head-doors")>{coverage.doors}</td>
                    <td class="num" data-label=t!("round-head-percent")>{t!("round-percent", n = percent)}</td>
                    <td class="num" data-label=t!("doors-open")>{coverage.open()}</td>
                    <td class="num" data-label=t!("round-head-people")>{coverage.people}</td>
                    <td class="num" data-label=t!("round-head-here")>{coverage.here}</td>
                    <td class="num" data-label=t!("round-head-unowned")>{unowned}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!("round-areas") heads=view! {
            <th scope="col">{t!("field-area")}</th>
            <th scope="col" class="num">{t!("round-head-doors")}</th>
            <th scope="col" class="num">{t!("round-head-percent")}</th>
            <th scope="col" class="num">{t!("doors-open")}</th>
            <th scope="col" class="num">{t!("round-head-people")}</th>
            <th scope="col" class="num">{t!("round-head-here")}</th>
            <th scope="col" class="num">{t!("round-head-unowned")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

/// Options of the caseworkers to whom doors can be given.
pub(super) fn caseworker_options(caseworkers: Vec<(AccountId, String)>) -> Vec<(String, String)> {
    caseworkers.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
}

/// Renders what a coordinator does about a running round.
fn manage(round: &Round, areas: &[AreaCoverage], caseworkers: Vec<(AccountId, String)>) -> impl IntoView + use<> {
    let (id, whole) = (round.id, (round.area.to_string(), round.area_name.clone()));
    let open = areas.iter().filter(|of| of.coverage.open() > 0 && of.area != round.area);
    let places: Vec<(String, String)> =
        std::iter::once(whole).chain(open.map(|of| (of.area.to_string(), of.area_name.clone()))).collect();
    let to = move |what: &str| format!("/desk/rounds/{id}/{what}");
    let (left, unowned) = (round.coverage.open(), round.unowned);
    let (latest, due) = (day_value(scene().now + (LONGEST_DAYS - 1) * DAY), day_value(round.due));
    let begun = round.coverage.answered() + round.coverage.not_there > 0;
    view! {
        <section class="stack" aria-labelledby="manage">
            <h2 id="manage">{t!("round-manage")}</h2>
            <More summary=t!("round-share") to=to("share") open={unowned > 0}>
                <ActionForm to=to("share")>
                    <Select name="area" label=t!("field-area") options=places required=true />
                    <Select name="to" label=t!("round-share-to") options=caseworker_options(caseworkers) required=true />
                    <Checkbox name="unowned" label=t!("round-share-unowned") checked=true />
                    <Submit label=t!("round-share-do") tone="soft" />
                </ActionForm>
            </More>
            <p class="cluster">
                <a class="btn btn-quiet" href=to("list")><Icon name="download" />{t!("round-list")}</a>
            </p>
            <More summary=t!("round-files") to=to("files")>
                <ActionForm to=to("files")>
                    <p class="note">{t!("round-files-note")}</p>
                    <Submit label=t!("round-files-do") tone="soft" />
                </ActionForm>
            </More>
            <More summary=t!("round-extend") to=to("extend")>
                <ActionForm to=to("extend")>
                    <Field name="due" label=t!("round-due") kind="date" value=due required=true max=latest />
                    <Submit label=t!("file-save") tone="soft" />
                </ActionForm>
            </More>
            <More summary=t!("round-end") to=to("end")>
                <ActionForm to=to("end")>
                    <p class="note">{t!("round-end-note", n = left)}</p>
                    <Submit label=t!("round-end-do") tone="bad" />
                </ActionForm>
            </More>
            {(!begun).then(|| view! {
                <More summary=t!("round-call-off") to=to("call-off")>
                    <ActionForm to=to("call-off")>
                        <p class="note">{t!("round-call-off-note")}</p>
                        <Submit label=t!("round-call-off-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        </section>
    }
}
