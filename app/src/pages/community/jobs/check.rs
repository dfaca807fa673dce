//! One later question to a person who was hired: still there, paid?

use domain::community::jobs::proposals::{JobCheck, JobYesNo};
use leptos::prelude::*;

use super::pieces::check_pill;
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Near, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /job-checks/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let check = cx.store.job_check(&cx.actor, id).await?;
    let own = cx.actor.household == check.household;
    let (here, back) = if own { (Here::Home, "/home/jobs") } else { (Here::Jobs, "/desk/jobs/checks") };
    Ok(Page::new(check.title.clone(), here, move || {
        let case = check.case.filter(|_| !own);
        view! {
            <p class="cluster"><b>{check.organisation_name.clone()}</b>{check_pill(&check)}</p>
            {facts(&check, own)}
            {case.map(|case| view! { <p><a class="link" href=format!("/desk/cases/{case}")>{t!("job-check-case")}</a></p> })}
            {(check.case.is_some() && own).then(|| view! { <Banner>{t!("job-check-case-own")}</Banner> })}
            {check.may_answer.then(|| form(id))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(check: &JobCheck, own: bool) -> impl IntoView + use<> {
    let JobCheck { household, days, due, still_there, paid, answered, .. } = check.clone();
    let said = |answer: Option<JobYesNo>| answer.map(|answer| lang().named("job-answer", answer.as_str()));
    let (there, paid) = (said(still_there), said(paid));
    view! {
        <Facts>
            {(!own).then(|| view! {
                <Fact name=t!("desk-household")><a class="link" href=format!("/desk/households/{household}")>{t!("households-number-short", n = household.to_string())}</a></Fact>
            })}
            <Fact name=t!("job-check-when")>{t!("job-check-days", n = days)}" · "<Near at=due /></Fact>
            {there.map(|text| view! { <Fact name=t!("job-check-there")>{text}</Fact> })}
            {paid.map(|text| view! { <Fact name=t!("job-check-paid")>{text}</Fact> })}
            {answered.map(|at| view! { <Fact name=t!("job-check-answered")><Near at /></Fact> })}
        </Facts>
    }
}

fn form(id: i64) -> impl IntoView {
    let options = || -> Vec<_> {
        JobYesNo::ALL
            .iter()
            .map(|one| (one.as_str().to_owned(), lang().named("job-answer", one.as_str()), String::new()))
            .collect()
    };
    view! {
        <ActionForm to=format!("/job-checks/{id}")>
            <Choice name="still_there" label=t!("job-check-there") options=options() side=true />
            <Choice name="paid" label=t!("job-check-paid") options=options() side=true />
            <p class="note">{t!("job-check-note")}</p>
            <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
        </ActionForm>
    }
}
