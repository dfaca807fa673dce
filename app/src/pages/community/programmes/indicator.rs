//! An indicator: its figure with what it counts, who answers for it, its milestones, and its reports.

use domain::community::programmes::{
    Indicator, IndicatorKind, IndicatorPage, IndicatorReport, IndicatorReportState, Milestone, ProgrammeState,
};
use leptos::prelude::*;

use super::{
    new::owners,
    pieces::{milestones, progress, quarter, standing_pill, who},
};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, More, Near, RowForm, Select, Submit, TextArea},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/indicators/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.indicator(&cx.actor, cx.id("id")?).await?;
    let owners = if found.may_lead { owners(&cx).await? } else { Vec::new() };
    let back = format!("/desk/programmes/{}", found.indicator.programme);
    Ok(Page::new(found.indicator.name.clone(), Here::Programmes, move || {
        let now = scene().now;
        let indicator = &found.indicator;
        let is_running = found.state == ProgrammeState::Running;
        view! {
            <p class="cluster">{standing_pill(indicator.standing)}</p>
            {figure(&found)}
            {(indicator.may_act && is_running && indicator.kind == IndicatorKind::Typed).then(|| type_value(&found, now))}
            {comment(&found)}
            <section class="stack" aria-labelledby="milestones">
                <h2 id="milestones">{t!("programme-milestones")}</h2>
                {milestones(&found.milestones, now, |_| String::new())}
                {moves(&found)}
                {(indicator.may_act && is_running).then(|| milestone_steps(&found, now))}
            </section>
            {reports(&found)}
            {found.may_lead.then(|| lead(&found, owners))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders the figure, what it counts in words, and the chain of names.
fn figure(found: &IndicatorPage) -> impl IntoView + use<> {
    let indicator = &found.indicator;
    let Indicator { area_name, baseline, expected, late, owner_name, deputy_name, .. } = indicator.clone();
    let far = progress(indicator.value, indicator.target, &indicator.unit);
    let kind = lang().named("indicator-counts", indicator.kind.as_str());
    let mends = indicator.raised_to.map(|_| who(indicator));
    let (first, until, programme) = (found.first, found.until, found.programme_name.clone());
    let values = found
        .values
        .iter()
        .map(|one| {
            let (amount, day, source, by) = (one.amount, one.day, one.source.clone(), one.by_name.clone());
            view! {
                <li class="row">
                    <span class="row-main">
                        <b>{amount}</b>
                        <small>{t!("indicator-typed-by", name = by, source = source)}</small>
                    </span>
                    <span class="row-end"><small><Near at=day /></small></span>
                </li>
            }
        })
        .collect_view();
    let is_typed = !found.values.is_empty();
    let opens = indicator.may_open && indicator.kind != IndicatorKind::Typed;
    let (rows, rounded) = (format!("/desk/indicators/{}/rows", indicator.id), !indicator.may_open);
    view! {
        <Facts>
            <Fact name=t!("indicator-progress-head")>{far}</Fact>
            <Fact name=t!("indicator-expected")>{expected}</Fact>
            <Fact name=t!("indicator-baseline")>{baseline}</Fact>
            <Fact name=t!("indicator-counts")>{kind}</Fact>
            <Fact name=t!("indicator-area")>{area_name}" · "<Near at=first />" – "<Near at=until /></Fact>
            <Fact name=t!("programme-called")>{programme}</Fact>
            <Fact name=t!("indicator-owner")>{owner_name}</Fact>
            {(!deputy_name.is_empty()).then(|| view! { <Fact name=t!("indicator-deputy-head")>{deputy_name}</Fact> })}
            {mends.map(|words| view! { <Fact name=t!("indicator-raised")>{words}</Fact> })}
        </Facts>
        {opens.then(|| view! { <p><a class="link" href=rows>{t!("indicator-rows")}</a></p> })}
        {rounded.then(|| view! { <p class="note">{t!("indicator-rounded")}</p> })}
        {(late > 0).then(|| view! { <Banner tone="amber">{t!("indicator-late", n = late)}</Banner> })}
        {is_typed.then(|| view! { <h2>{t!("indicator-typed-head")}</h2><ul class="rows">{values}</ul> })}
    }
}

fn type_value(found: &IndicatorPage, now: i64) -> impl IntoView + use<> {
    let to = format!("/desk/indicators/{}/value", found.indicator.id);
    let (today, first, unit) = (day_value(now), day_value(found.first), found.indicator.unit.clone());
    view! {
        <More summary=t!("indicator-type") to=to.clone()>
            <ActionForm to>
                <Field name="value_amount" label=t!("indicator-amount") hint=t!("indicator-amount-hint") kind="number" min="0" required=true unit />
                <Field name="value_day" label=t!("indicator-day") kind="date" value=today.clone() min=first max=today required=true />
                <Field name="value_source" label=t!("indicator-source") hint=t!("indicator-source-hint") max_length=120 required=true autocomplete="off" />
                <Submit label=t!("indicator-type") tone="soft" />
            </ActionForm>
        </More>
    }
}

fn moves(found: &IndicatorPage) -> impl IntoView + use<> {
    let name_of = |id: i64| {
        let one = found.milestones.iter().find(|one| one.id == id);
        one.map(|one| one.name.clone()).unwrap_or_default()
    };
    let rows = found
        .moves
        .iter()
        .map(|one| {
            let words = t!("milestone-move-by", name = one.by_name.clone(), reason = one.reason.clone());
            let (milestone, from_day, to_day) = (name_of(one.milestone), one.from_day, one.to_day);
            view! { <li>{milestone}": "<Near at=from_day />" → "<Near at=to_day />" · "{words}</li> }
        })
        .collect_view();
    (!found.moves.is_empty()).then(|| view! { <More summary=t!("milestone-moves")><ul>{rows}</ul></More> })
}

fn choices(all: &[Milestone]) -> Vec<(String, String)> {
    all.iter().filter(|one| one.done.is_none()).map(|one| (one.id.to_string(), one.name.clone())).collect()
}

fn milestone_steps(found: &IndicatorPage, now: i64) -> Option<AnyView> {
    let (reach, shift) = (choices(&found.milestones), choices(&found.milestones));
    if reach.is_empty() {
        return None;
    }
    let id = found.indicator.id;
    let to = move |what: &str| format!("/desk/indicators/{id}/{what}");
    let (today, first, until) = (day_value(now), day_value(found.first), day_value(found.until));
    let earliest = today.clone();
    let view = view! {
        <More summary=t!("milestone-reach") to=to("reach")>
            <ActionForm to=to("reach")>
                <Select name="reached" label=t!("milestone") options=reach required=true />
                <Field name="reached_day" label=t!("milestone-reached-day") kind="date" value=today.clone() min=first max=today.clone() required=true />
                <Submit label=t!("milestone-reach") tone="soft" />
            </ActionForm>
        </More>
        <More summary=t!("milestone-move") to=to("move")>
            <ActionForm to=to("move")>
                <Select name="moved" label=t!("milestone") options=shift required=true />
                <Field name="moved_day" label=t!("milestone-new-day") kind="date" min=earliest max=until required=true />
                <Field name="moved_reason" label=t!("field-reason") max_length=200 required=true autocomplete="off" />
                <Submit label=t!("milestone-move") tone="soft" />
            </ActionForm>
        </More>
    };
    Some(view.into_any())
}

/// Renders the form for the one comment on the oldest report that waits for it.
fn comment(found: &IndicatorPage) -> Option<impl IntoView + use<>> {
    let waits = found.reports.iter().rev().find(|one| one.state == IndicatorReportState::Asked)?;
    let (report, due) = (waits.id, waits.due);
    let title = t!("indicator-comment-on", quarter = quarter(waits.quarter));
    let far = progress(waits.value, waits.target, &waits.unit);
    let to = format!("/desk/indicators/{}/comment", found.indicator.id);
    found.indicator.may_act.then(|| {
        view! {
            <section class="card stack" aria-labelledby="comment">
                <h2 id="comment">{title}</h2>
                <p>{far}" · "{t!("indicator-report-due")}" "<Near at=due /></p>
                <ActionForm to>
                    <input type="hidden" name="report" value=report />
                    <TextArea name="words" label=t!("indicator-comment") hint=t!("indicator-comment-hint") max_length=1000 required=true />
                    <Submit label=t!("indicator-comment-do") wide=true />
                </ActionForm>
            </section>
        }
    })
}

fn reports(found: &IndicatorPage) -> AnyView {
    if found.reports.is_empty() {
        return view! { <p class="soft">{t!("indicator-reports-later")}</p> }.into_any();
    }
    let rows = found.reports.iter().map(report_row).collect_view();
    view! {
        <section class="stack" aria-labelledby="reports">
            <h2 id="reports">{t!("indicator-reports")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn report_row(report: &IndicatorReport) -> impl IntoView + use<> {
    let title = format!("{} · {}", quarter(report.quarter), progress(report.value, report.target, &report.unit));
    let words = match report.state {
        IndicatorReportState::Commented => {
            t!("indicator-said", name = report.by_name.clone(), words = report.words.clone())
        }
        IndicatorReportState::Asked if !report.raised_name.is_empty() => {
            t!("indicator-report-raised", name = report.raised_name.clone())
        }
        state => lang().named("indicator-report", state.as_str()),
    };
    let again = report.recount.map(|value| t!("indicator-recounted", n = value, reason = report.reason.clone()));
    let standing = report.standing;
    view! {
        <li class="row">
            <span class="row-main"><b>{title}</b><span>{words}</span>{again.map(|words| view! { <small>{words}</small> })}</span>
            <span class="row-end">{standing_pill(standing)}</span>
        </li>
    }
}

/// Renders the steps of those who lead the programme.
fn lead(found: &IndicatorPage, owners: Vec<(String, String)>) -> AnyView {
    let id = found.indicator.id;
    let to = move |what: &str| format!("/desk/indicators/{id}/{what}");
    let is_draft = found.state == ProgrammeState::Draft;
    let gives = is_draft || found.state == ProgrammeState::Running;
    let (first, until) = (day_value(found.first), day_value(found.until));
    let (drops, none) = (choices(&found.milestones), found.milestones.is_empty());
    let again: Vec<_> = found.reports.iter().map(|one| (one.id.to_string(), quarter(one.quarter))).collect();
    let owner = found.indicator.owner.to_string();
    view! {
        {gives.then(|| view! {
            <More summary=t!("indicator-give") to=to("give")>
                <ActionForm to=to("give")>
                    <Select name="owner" label=t!("indicator-owner") options=owners value=owner required=true />
                    <Submit label=t!("indicator-give") tone="soft" />
                </ActionForm>
            </More>
        })}
        {is_draft.then(|| view! {
            <More summary=t!("milestone-add") to=to("milestones")>
                <ActionForm to=to("milestones")>
                    <Field name="milestone_name" label=t!("milestone") max_length=60 required=true autocomplete="off" />
                    <Field name="milestone_day" label=t!("indicator-day") kind="date" min=first max=until required=true />
                    <Submit label=t!("milestone-add") tone="soft" />
                </ActionForm>
            </More>
        })}
        {(is_draft && !none).then(|| view! {
            <More summary=t!("milestone-drop") to=to("milestones/drop")>
                <ActionForm to=to("milestones/drop")>
                    <Select name="milestone" label=t!("milestone") options=drops required=true />
                    <Submit label=t!("milestone-drop") tone="quiet" />
                </ActionForm>
            </More>
        })}
        {is_draft.then(|| view! {
            <RowForm to=to("drop")><button class="btn btn-quiet">{t!("indicator-drop")}</button></RowForm>
        })}
        {(!again.is_empty()).then(|| view! {
            <More summary=t!("indicator-recount") to=to("recount")>
                <ActionForm to=to("recount")>
                    <p class="note">{t!("indicator-recount-note")}</p>
                    <Select name="recounted" label=t!("indicator-reports") options=again required=true />
                    <Field name="recount_reason" label=t!("field-reason") max_length=200 required=true autocomplete="off" />
                    <Submit label=t!("indicator-recount") tone="soft" />
                </ActionForm>
            </More>
        })}
    }
    .into_any()
}
