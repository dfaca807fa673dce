//! Visits and findings as their family reads them: when the next visit is, what was found, and what came of it.

use domain::casework::{
    findings::{Finding, FindingState},
    visits::{Timing, Visit},
};
use leptos::prelude::*;

use super::record::report;
use crate::{
    components::{ActionForm, Empty, More, Near, Submit, TextArea},
    i18n::{lang, phrase_key},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/visits`.
pub async fn page(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let visits = cx.store.my_visits(&cx.actor).await?;
    let findings = cx.store.my_findings(&cx.actor).await?;
    let reports = cx.store.visit_reports(&cx.actor, household, 0).await?.items;
    Ok(Page::new(cx.lang.t("home-visits"), Here::Home, move || {
        let none = visits.is_empty() && findings.is_empty() && reports.is_empty();
        let waiting = visits.iter().filter(|visit| matches!(visit.timing, Timing::Due | Timing::Overdue));
        let waiting = waiting.map(next).collect_view();
        let (has_reports, has_findings) = (!reports.is_empty(), !findings.is_empty());
        let found = findings.iter().map(card).collect_view();
        let reports = reports.iter().map(|one| report(one, true, Some("/home/visits/media"))).collect_view();
        view! {
            {none.then(|| view! { <Empty title=t!("home-visits-empty")>{t!("home-visits-empty-text")}</Empty> })}
            {waiting}
            {has_findings.then(|| view! {
                <section class="stack" aria-labelledby="findings">
                    <h2 id="findings">{t!("home-findings")}</h2>
                    {found}
                </section>
            })}
            {has_reports.then(|| view! {
                <section class="stack" aria-labelledby="reports">
                    <h2 id="reports">{t!("home-reports")}</h2>
                    <ul class="rows">{reports}</ul>
                </section>
            })}
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

fn next(visit: &Visit) -> impl IntoView + use<> {
    let until = visit.window.due.max(visit.window.ends) - 1;
    view! { <p class="card">{t!("home-visit-next")}" "<Near at=until /></p> }
}

/// Renders one finding; a closed one with the button that says "not solved".
fn card(finding: &Finding) -> impl IntoView + use<> {
    let Finding { id, need, state, created, outcome, words, .. } = finding.clone();
    let key = match (state, outcome) {
        (FindingState::Closed, Some(outcome)) => phrase_key("home-finding", outcome.as_str()),
        (FindingState::Open, _) => "home-finding-open".to_owned(),
        _ => "home-finding-ended".to_owned(),
    };
    let to = format!("/home/findings/{id}/again");
    view! {
        <article class="card stack">
            <p class="cluster"><b>{lang().t(&phrase_key("need", need.as_str()))}</b><Near at=created /></p>
            {(!words.is_empty()).then(|| view! { <p>{words}</p> })}
            <p>{lang().t(&key)}</p>
            {(state == FindingState::Closed).then(|| view! {
                <More summary=t!("home-finding-again") to=to.clone()>
                    <ActionForm to=to>
                        <TextArea name="words" label=t!("home-finding-words") max_length=500 />
                        <Submit label=t!("home-finding-again") tone="soft" />
                    </ActionForm>
                </More>
            })}
        </article>
    }
}
