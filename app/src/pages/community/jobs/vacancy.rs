//! One vacancy: for visitors what is offered, for families the way to be proposed, for the employer what it does next.

use domain::community::{
    courses::CourseState,
    jobs::{
        Vacancy, VacancyState,
        fairs::Fair,
        proposals::JobProposal,
        seekers::{JobSeeker, SeekerState},
    },
};
use leptos::prelude::*;

use super::pieces::{listed, pay, posts, proposal_rows, vacancy_pill};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Near, RowForm, Select, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /jobs/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let vacancy = cx.store.vacancy(&cx.actor, id).await?;
    let own = match cx.actor.household {
        0 => Vec::new(),
        household => cx.store.household_seekers(&cx.actor, household).await?,
    };
    let looks: Vec<_> = own.into_iter().filter(|seeker| seeker.state == SeekerState::Looking).collect();
    let is_family = cx.actor.household != 0;
    let proposals = match cx.actor.is_signed_in() && !is_family {
        true => cx.store.vacancy_proposals(&cx.actor, id).await?,
        false => Vec::new(),
    };
    let brought = cx.store.vacancy_fairs(&cx.actor, id).await?;
    let now = cx.now;
    let (here, back) = match () {
        () if is_family => (Here::Home, "/jobs"),
        () if cx.actor.is_staff() => (Here::Jobs, "/desk/jobs/vacancies"),
        () if vacancy.may_keep => (Here::Claims, "/employer"),
        () => (Here::Feed, "/jobs"),
    };
    Ok(Page::new(vacancy.title.clone(), here, move || {
        view! {
            <p class="cluster"><b>{vacancy.organisation_name.clone()}</b>{vacancy_pill(&vacancy)}</p>
            {vacancy.may_keep.then(|| next_step(&vacancy))}
            {facts(&vacancy)}
            {fairs(&vacancy, &brought, now)}
            {vacancy.may_apply.then(|| apply(id, &looks))}
            {(is_family && vacancy.state == VacancyState::Open && !vacancy.may_apply).then(|| view! {
                <Banner>{t!("vacancy-elsewhere")}" "<a class="link" href="/jobs">{t!("jobs-title")}</a></Banner>
            })}
            {applicants(&proposals)}
            {vacancy.may_keep.then(|| ends(&vacancy))}
        }
    })
    .back(back)
    .narrow())
}

fn facts(vacancy: &Vacancy) -> impl IntoView + use<> {
    let skills = listed("skill", vacancy.skills.iter().map(|skill| skill.as_str()));
    let languages = listed("spoken", vacancy.languages.iter().map(|language| language.as_str()));
    let Vacancy { place, words, hours, lodging, until, confirmed, .. } = vacancy.clone();
    let (pay, posts) = (pay(vacancy), posts(vacancy));
    view! {
        <Facts>
            <Fact name=t!("vacancy-place")>{place}</Fact>
            <Fact name=t!("vacancy-pay")>{pay}</Fact>
            <Fact name=t!("vacancy-hours")>{t!("vacancy-hours-week", n = hours)}</Fact>
            <Fact name=t!("vacancy-lodging")>{lang().named("job-lodging", lodging.as_str())}</Fact>
            <Fact name=t!("vacancy-posts")>{posts}</Fact>
            {(!skills.is_empty()).then(|| view! { <Fact name=t!("profile-skills")>{skills}</Fact> })}
            {(!languages.is_empty()).then(|| view! { <Fact name=t!("profile-languages")>{languages}</Fact> })}
            <Fact name=t!("vacancy-until")><Near at=until /></Fact>
            <Fact name=t!("vacancy-confirmed")><Near at=confirmed /></Fact>
        </Facts>
        {(!words.is_empty()).then(|| view! { <p>{words}</p> })}
    }
}

/// Renders the job fairs to which the vacancy is brought, and for its employer those to which it can be.
fn fairs(vacancy: &Vacancy, found: &[Fair], now: i64) -> Option<AnyView> {
    let id = vacancy.id;
    let keeps = vacancy.may_keep && vacancy.state != VacancyState::Ended;
    let rows: Vec<_> =
        found.iter().filter(|fair| fair.brought || keeps).map(|fair| fair_row(id, fair, keeps, now)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="fairs">
                <h2 id="fairs">{t!("fairs-title")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn fair_row(id: i64, fair: &Fair, keeps: bool, now: i64) -> AnyView {
    let Fair { course, title, place, starts, state, brought, .. } = fair.clone();
    let line = format!("{} · {place}", lang().clock(starts));
    let (to, label) = match brought {
        true => (format!("/jobs/{id}/fair/end"), t!("fair-take-back")),
        false => (format!("/jobs/{id}/fair"), t!("fair-bring")),
    };
    let named = format!("{label}: {title}");
    let changes = keeps && state == CourseState::Announced && (!brought || now < starts);
    let said = if state == CourseState::Cancelled { t!("fair-cancelled") } else { t!("fair-brought") };
    view! {
        <li class="row">
            <span class="row-main"><b>{title}</b><small>{line}</small>{brought.then(|| view! { <small>{said}</small> })}</span>
            {changes.then(|| view! {
                <RowForm to>
                    <input type="hidden" name="course" value=course />
                    <button class="btn btn-soft btn-small" aria-label=named>{label}</button>
                </RowForm>
            })}
        </li>
    }
    .into_any()
}

/// Renders what the employer does next: confirm, or change.
fn next_step(vacancy: &Vacancy) -> impl IntoView + use<> {
    let (id, state, by) = (vacancy.id, vacancy.state, vacancy.confirm_by);
    (state != VacancyState::Ended).then(|| {
        view! {
            <section class="card stack">
                <p>{if state == VacancyState::Hidden {
                    t!("vacancy-hidden-note").into_any()
                } else {
                    view! { {t!("vacancy-confirm-note")}" "<Near at=by /> }.into_any()
                }}</p>
                <div class="cluster">
                    <RowForm to=format!("/jobs/{id}/confirm")><button class="btn btn-main">{t!("vacancy-confirm")}</button></RowForm>
                    <a class="btn btn-soft" href=format!("/jobs/{id}/change")>{t!("vacancy-change")}</a>
                </div>
            </section>
        }
    })
}

fn ends(vacancy: &Vacancy) -> impl IntoView + use<> {
    let id = vacancy.id;
    (vacancy.state != VacancyState::Ended).then(|| {
        view! { <RowForm to=format!("/jobs/{id}/end")><button class="btn btn-bad">{t!("vacancy-end")}</button></RowForm> }
    })
}

/// Renders the way for a family to be proposed.
fn apply(id: i64, looks: &[JobSeeker]) -> AnyView {
    if looks.is_empty() {
        return view! { <Banner>{t!("job-apply-first")}" "<a class="link" href="/home/jobs">{t!("home-jobs")}</a></Banner> }
            .into_any();
    }
    let options: Vec<_> = looks.iter().map(|seeker| (seeker.id.to_string(), seeker.name.clone())).collect();
    view! {
        <ActionForm to=format!("/jobs/{id}/propose")>
            <Select name="seeker" label=t!("job-apply-who") options required=true />
            <p class="note">{t!("job-apply-note")}</p>
            <div class="thumb-bar"><Submit label=t!("job-apply") wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

fn applicants(proposals: &[JobProposal]) -> Option<AnyView> {
    (!proposals.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="proposed">
                <h2 id="proposed">{t!("job-proposals-title")}</h2>
                {proposal_rows(proposals)}
            </section>
        }
        .into_any()
    })
}
