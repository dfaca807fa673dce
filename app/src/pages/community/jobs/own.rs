//! The family's own page: who looks for work, what they are proposed for, and the later questions.

use leptos::prelude::*;

use super::pieces::{ask_form, check_rows, proposal_rows, seeker_pill};
use crate::{
    components::{Empty, More},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/jobs`.
pub async fn page(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let seekers = cx.store.household_seekers(&cx.actor, household).await?;
    let (_, members) = cx.store.my_household(&cx.actor).await?;
    let proposals = cx.store.own_job_proposals(&cx.actor).await?;
    let checks = cx.store.household_job_checks(&cx.actor, household).await?;
    Ok(Page::new(cx.lang.t("home-jobs"), Here::Home, move || {
        let none = seekers.is_empty();
        let asked = seekers
            .iter()
            .filter(|seeker| !seeker.name.is_empty())
            .map(|seeker| {
                let name = seeker.name.clone();
                view! { <li class="row"><span class="row-main"><b>{name}</b></span><span class="row-end">{seeker_pill(seeker)}</span></li> }
            })
            .collect_view();
        view! {
            <p class="note">{t!("home-jobs-note")}</p>
            {(!none).then(|| view! { <ul class="rows">{asked}</ul> })}
            <p><a class="btn btn-soft" href="/jobs">{t!("jobs-title")}</a></p>
            {if proposals.is_empty() {
                view! { <Empty title=t!("home-jobs-none") /> }.into_any()
            } else {
                proposal_rows(&proposals)
            }}
            {(!checks.is_empty()).then(|| view! { <h2>{t!("job-checks-title")}</h2>{check_rows(&checks)} })}
            <More summary=t!("seeker-ask-own") to="/home/jobs/ask" open=none>
                {ask_form("/home/jobs/ask".to_owned(), &members)}
            </More>
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}
