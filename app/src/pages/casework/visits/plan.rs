//! The plan of a day: the visits in the order in which one walks, and the choice of those to go to.
//!
//! The service worker keeps it for reading at the door. So it shows no address and no number until the reader reveals a
//! file for the visit, and is not kept while one is revealed.

use domain::{
    Timestamp,
    casework::visits::{PlannedVisit, VisitId, VisitPlan, must_wait, planned_day},
    households::reveals::RevealReason,
    permission::Action,
    time::Day,
};
use leptos::prelude::*;

use super::pieces::{tabs, timing_pill, whose};
use crate::{
    components::{ActionForm, Empty, Icon, More, Submit},
    i18n::{day_end, day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Days that have a link of their own: today and the next two.
const NEAR: i64 = 3;

fn address(day: Timestamp) -> String {
    format!("/desk/visits/plan?day={}", day_value(day))
}

/// Renders `GET /desk/visits/plan?day`: today's without a day, and for a day that has passed.
pub async fn page(cx: Cx) -> Shown {
    let named = if cx.field("day").is_empty() { cx.query("day") } else { cx.field("day") };
    let day = day_end(named).filter(|at| planned_day(*at, cx.now).is_ok());
    let plan = cx.store.visit_plan(&cx.actor, day).await?;
    // Of a refused form the ticks stay as they were.
    let posted = cx.form.error.is_some();
    let ticked: Vec<VisitId> = cx.fields("visits").into_iter().filter_map(|id| id.parse().ok()).collect();
    let plans = cx.actor.may_somewhere(Action::RecordVisits);
    let revealed = plan.planned.iter().chain(&plan.others).any(|one| one.opened);
    let now = cx.now;
    let page = Page::new(cx.lang.t("visit-plan-title"), Here::Visits, move || {
        let days = (0..NEAR).map(|ahead| {
            let start = Day::of(now).plus(ahead).start();
            let here = start == plan.day;
            let label = lang().day(start, now).0;
            view! { <a class="chip" href=address(start) aria-current=here.then_some("true")>{label}</a> }
        });
        let days = days.collect_view();
        let rows = plan.planned.iter().map(|one| row(one, plan.day)).collect_view();
        view! {
            {tabs("/desk/visits/plan")}
            <nav class="chips" aria-label=t!("visit-plan-days")>{days}</nav>
            {if plan.planned.is_empty() {
                view! { <Empty title=t!("visit-plan-empty")>{t!("visit-plan-empty-text")}</Empty> }.into_any()
            } else {
                view! { <p class="soft">{t!("visit-plan-note")}</p><ol class="rows">{rows}</ol> }.into_any()
            }}
            {plans.then(|| choose(&plan, posted.then_some(ticked)))}
        }
    })
    .narrow()
    .no_index();
    Ok(if revealed { page } else { page.kept() })
}

/// Renders one visit of the plan with its next step: see where it is, go, and record it.
fn row(one: &PlannedVisit, day: Timestamp) -> impl IntoView + use<> {
    let PlannedVisit { visit, address: lies, phone, opened, .. } = one.clone();
    let (household, waits) = (visit.household, must_wait(visit.timing).is_ok());
    let line = if lies.is_empty() { visit.area_name.clone() } else { format!("{} · {lies}", visit.area_name) };
    let call = (opened && !phone.is_empty()).then(|| {
        let to = format!("tel:{phone}");
        view! { <a class="link" href=to>{phone}</a> }
    });
    let record = format!("/desk/households/{household}/visits");
    view! {
        <li class="row">
            <span class="row-main">
                <b>{whose(&visit.name, household)}</b>
                <small>{line}</small>
                {call}
                {(waits && visit.may_record).then(|| view! {
                    <span class="cluster">
                        <a class="btn btn-soft btn-small" href=record><Icon name="pen" />{t!("visit-record")}</a>
                        {(!opened).then(|| reveal(household, day))}
                    </span>
                })}
            </span>
            <span class="row-end">{timing_pill(visit.timing)}</span>
        </li>
    }
}

/// Renders the button that reveals one file for the visit, and comes back here.
fn reveal(household: i64, day: Timestamp) -> impl IntoView {
    view! {
        <ActionForm to=format!("/desk/households/{household}/reveal") class="cluster">
            <input type="hidden" name="next" value=address(day) />
            <input type="hidden" name="reason" value=RevealReason::Visit.as_str() />
            <Submit label=t!("visit-plan-reveal") tone="quiet" small=true icon="eye" />
        </ActionForm>
    }
}

/// Renders the choice of the day's visits, with the ticks of a refused form; those of other plans are named, and cannot
/// be chosen.
fn choose(plan: &VisitPlan, ticked: Option<Vec<VisitId>>) -> AnyView {
    let waiting = || plan.planned.iter().filter(|one| must_wait(one.visit.timing).is_ok());
    let chosen = ticked.unwrap_or_else(|| waiting().map(|one| one.visit.id).collect());
    let boxes = waiting().chain(&plan.others).map(|one| choice(one, &chosen)).collect::<Vec<_>>();
    if boxes.is_empty() {
        return view! { <p class="soft">{t!("visit-plan-none")}</p> }.into_any();
    }
    let (to, day, open) = ("/desk/visits/plan", day_value(plan.day), plan.planned.is_empty());
    let name = lang().day(plan.day, scene().now).0;
    view! {
        <More summary=t!("visit-plan-choose", day = name) to open>
            <ActionForm to>
                <input type="hidden" name="day" value=day />
                <fieldset class="field" id="visits"><legend>{t!("visit-plan-which")}</legend>{boxes}</fieldset>
                <p class="note">{t!("visit-plan-returns")}</p>
                <Submit label=t!("visit-plan-do") wide=true />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn choice(one: &PlannedVisit, chosen: &[VisitId]) -> AnyView {
    let PlannedVisit { visit, planned_by, .. } = one.clone();
    let (whose, timing) = (whose(&visit.name, visit.household), lang().named("visit-timing", visit.timing.as_str()));
    let line = format!("{} · {timing}", visit.area_name);
    if !planned_by.is_empty() {
        let by = t!("visit-plan-by", name = planned_by);
        return view! { <p class="soft">{whose}" · "{by}</p> }.into_any();
    }
    let checked = chosen.contains(&visit.id);
    view! {
        <label class="check">
            <input type="checkbox" name="visits" value=visit.id.to_string() checked=checked />
            <span>{whose}" "<small>{line}</small></span>
        </label>
    }
    .into_any()
}
