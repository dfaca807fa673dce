//! The board of a programme: its indicators (任务书), its milestones by day (时间表), and its chain of names (责任链).

use domain::{
    community::programmes::{Indicator, IndicatorKind, IndicatorStanding, ProgrammeBoard, ProgrammeState},
    time::Day,
};
use leptos::prelude::*;

use super::pieces::{milestones, programme_pill, progress, standing_pill, who};
use crate::{
    components::{ActionForm, Banner, Icon, More, Near, RowForm, Submit, Table, TextArea},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/programmes/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let programme = cx.store.programme(&cx.actor, id).await?;
    Ok(Page::new(programme.name.clone(), Here::Programmes, move || {
        let now = scene().now;
        let ProgrammeBoard { area_name, source, first, until, state, reason, may_lead, .. } = programme.clone();
        let behind = programme.indicators.iter().filter(|one| one.standing != IndicatorStanding::OnCourse).count();
        let name_of = |indicator: i64| {
            let found = programme.indicators.iter().find(|one| one.id == indicator);
            found.map(|one| one.name.clone()).unwrap_or_default()
        };
        let share = share(first, until, now);
        view! {
            <p class="cluster">{programme_pill(state, i64::try_from(behind).unwrap_or_default())}</p>
            <p>{area_name}" · "<Near at=first />" – "<Near at=until />
                {(state == ProgrammeState::Running).then(|| format!(" · {}", t!("programme-time", n = share)))}</p>
            {(!source.is_empty()).then(|| view! { <p class="soft">{t!("programme-source-of", source = source)}</p> })}
            {(!reason.is_empty()).then(|| view! { <Banner tone="amber">{t!("programme-ended-early", reason = reason)}</Banner> })}
            {indicators(&programme)}
            <section class="stack" aria-labelledby="milestones">
                <h2 id="milestones">{t!("programme-milestones")}</h2>
                {milestones(&programme.milestones, now, |one| name_of(one.indicator))}
            </section>
            <nav class="doors" aria-label=t!("programmes-more")>
                <a class="door" href=format!("/desk/programmes/{id}/file?format=xlsx")><Icon name="download" /><span>{t!("programme-export")}</span></a>
                <a class="door" href=format!("/desk/programmes/{id}/file?format=csv")><Icon name="download" /><span>{t!("programme-export-csv")}</span></a>
            </nav>
            {may_lead.then(|| lead(&programme))}
        }
    })
    .back("/desk/programmes")
    .wide()
    .no_index())
}

/// Percent of the time that has passed.
fn share(first: i64, until: i64, now: i64) -> i64 {
    let days = |at: i64| Day::of(at).number();
    let whole = (days(until) - days(first) + 1).max(1);
    ((days(now) - days(first)) * 100 / whole).clamp(0, 100)
}

fn indicators(programme: &ProgrammeBoard) -> AnyView {
    if programme.indicators.is_empty() {
        return view! { <p class="soft">{t!("programme-indicators-none")}</p> }.into_any();
    }
    let rows = programme.indicators.iter().map(row).collect_view();
    view! {
        <Table label=t!("programme-indicators") heads=view! {
            <th scope="col">{t!("indicator-what")}</th>
            <th scope="col">{t!("indicator-progress-head")}</th>
            <th scope="col" class="num">{t!("indicator-expected")}</th>
            <th scope="col">{t!("indicator-standing")}</th>
            <th scope="col">{t!("indicator-owner")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(indicator: &Indicator) -> impl IntoView + use<> {
    let to = format!("/desk/indicators/{}", indicator.id);
    let (name, area_name, expected) = (indicator.name.clone(), indicator.area_name.clone(), indicator.expected);
    let (standing, is_typed) = (indicator.standing, indicator.kind == IndicatorKind::Typed);
    let far = progress(indicator.value, indicator.target, &indicator.unit);
    let owner = match indicator.deputy {
        Some(_) => t!("indicator-deputy", owner = indicator.owner_name.clone(), deputy = indicator.deputy_name.clone()),
        None => indicator.owner_name.clone(),
    };
    // The owner stands there already.
    let mends = indicator.raised_to.map(|_| who(indicator));
    view! {
        <tr>
            <th scope="row"><a href=to>{name}</a>" "<small>{area_name}</small></th>
            <td data-label=t!("indicator-progress-head")>{far}{is_typed.then(|| view! { " "<small>{t!("indicator-typed-mark")}</small> })}</td>
            <td class="num" data-label=t!("indicator-expected")>{expected}</td>
            <td data-label=t!("indicator-standing")>{standing_pill(standing)}</td>
            <td data-label=t!("indicator-owner")>{owner}{mends.map(|words| view! { " "<small>{words}</small> })}</td>
        </tr>
    }
}

/// Renders the steps of those who lead the programme.
fn lead(programme: &ProgrammeBoard) -> AnyView {
    let id = programme.id;
    let to = move |what: &str| format!("/desk/programmes/{id}/{what}");
    match programme.state {
        ProgrammeState::Draft => {
            let is_ready = !programme.indicators.is_empty();
            view! {
                <p class="note">{t!("programme-draft-note")}</p>
                <div class="cluster">
                    <a class="btn btn-soft" href=to("indicators")><Icon name="plus" />{t!("indicator-add")}</a>
                    {is_ready.then(|| view! {
                        <RowForm to=to("start")><button class="btn btn-main">{t!("programme-start")}</button></RowForm>
                    })}
                    <RowForm to=to("drop")><button class="btn btn-quiet">{t!("programme-drop")}</button></RowForm>
                </div>
            }
            .into_any()
        }
        ProgrammeState::Running => view! {
            <More summary=t!("programme-end") to=to("end")>
                <ActionForm to=to("end")>
                    <p class="note">{t!("programme-end-note")}</p>
                    <TextArea name="reason" label=t!("field-reason") max_length=200 rows=2 required=true />
                    <Submit label=t!("programme-end") tone="bad" />
                </ActionForm>
            </More>
        }
        .into_any(),
        ProgrammeState::Ended | ProgrammeState::Dropped => ().into_any(),
    }
}
