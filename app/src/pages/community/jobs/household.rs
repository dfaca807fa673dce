//! Jobs of one household: who was asked, what fits, what they are proposed for, and the later questions.

use domain::{
    community::jobs::seekers::{JobSeeker, SeekerState, VacancySuggestion},
    households::FileState,
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::{abilities, ask_form, check_rows, pay, proposal_rows, seeker_pill};
use crate::{
    components::{ActionForm, Choice, Empty, More, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/jobs?seeker`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let seekers = cx.store.household_seekers(&cx.actor, id).await?;
    let (file, members) = cx.store.household(&cx.actor, id).await?;
    let proposals = cx.store.household_job_proposals(&cx.actor, id).await?;
    let checks = cx.store.household_job_checks(&cx.actor, id).await?;
    let in_use = file.state == FileState::Open;
    let keeps = in_use && cx.actor.may(Action::KeepHouseholds, &file.path);
    let asked = if cx.form.is_posted() { cx.field_i64("seeker") } else { cx.query_i64("seeker") };
    let chosen = seekers.iter().find(|seeker| seeker.id == asked && seeker.state == SeekerState::Looking);
    let chosen = chosen.map(|seeker| seeker.id).filter(|_| keeps);
    let fits = match chosen {
        Some(seeker) => cx.store.vacancy_suggestions(&cx.actor, seeker).await?,
        None => Vec::new(),
    };
    Ok(Page::new(cx.lang.t("household-jobs"), Here::Households, move || {
        let none = seekers.is_empty();
        view! {
            {if none {
                view! { <Empty title=t!("seekers-none")>{t!("seekers-none-text")}</Empty> }.into_any()
            } else {
                rows(id, &seekers, keeps)
            }}
            {chosen.map(|seeker| suggested(id, seeker, &fits))}
            {keeps.then(|| view! {
                <More summary=t!("seeker-ask") to=format!("/desk/households/{id}/jobs") open=none>
                    {ask_form(format!("/desk/households/{id}/jobs"), &members)}
                </More>
            })}
            {(!proposals.is_empty()).then(|| view! { <h2>{t!("job-proposals-title")}</h2>{proposal_rows(&proposals)} })}
            {(!checks.is_empty()).then(|| view! { <h2>{t!("job-checks-title")}</h2>{check_rows(&checks)} })}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Renders who was asked; those who look for work lead to what fits.
fn rows(id: i64, seekers: &[JobSeeker], keeps: bool) -> AnyView {
    let rows = seekers
        .iter()
        .map(|seeker| {
            let name = if seeker.name.is_empty() { t!("seeker-left") } else { seeker.name.clone() };
            let line = abilities(seeker);
            let inside = view! {
                <span class="row-main"><b>{name}</b><small>{line}</small></span>
                <span class="row-end">{seeker_pill(seeker)}</span>
            };
            if keeps && seeker.state == SeekerState::Looking {
                let to = format!("/desk/households/{id}/jobs?seeker={}", seeker.id);
                view! { <li><a class="row" href=to>{inside}</a></li> }.into_any()
            } else {
                view! { <li class="row">{inside}</li> }.into_any()
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders what could fit, with why, and the form that proposes it.
fn suggested(id: i64, seeker: i64, fits: &[VacancySuggestion]) -> AnyView {
    if fits.is_empty() {
        return view! { <Empty title=t!("job-suggestions-none") /> }.into_any();
    }
    let options = fits
        .iter()
        .map(|VacancySuggestion { vacancy, fit }| {
            let mut why = vec![vacancy.place.clone(), pay(vacancy)];
            if fit.skills > 0 {
                why.push(t!("job-fits-skills", n = fit.skills));
            }
            if !fit.language {
                why.push(t!("job-other-language"));
            }
            if !fit.lodging {
                why.push(t!("job-no-lodging"));
            }
            let name = format!("{} · {}", vacancy.title, vacancy.organisation_name);
            (vacancy.id.to_string(), name, why.join(" · "))
        })
        .collect::<Vec<_>>();
    view! {
        <ActionForm to=format!("/desk/households/{id}/jobs/propose")>
            <input type="hidden" name="seeker" value=seeker />
            <Choice name="vacancy" label=t!("job-suggestions") options />
            <p class="note">{t!("job-propose-note")}</p>
            <Submit label=t!("job-propose") wide=true />
        </ActionForm>
    }
    .into_any()
}
