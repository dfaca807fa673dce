//! One proposal: what employer, family and staff each read of it, and the reader's next step.

use domain::{
    Code, DAY, Error,
    community::jobs::proposals::{
        AROUND_DAYS, JobAnswer, JobMeeting, JobProposal, JobRefusal, ProposalState, ReasonFor, SeekerContact,
    },
};
use leptos::prelude::*;

use super::pieces::{listed, proposal_pill};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, RowForm, Submit, value_choices},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /job-proposals/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let proposal = cx.store.job_proposal(&cx.actor, id).await?;
    let is_known = proposal.agreed
        && (proposal.state.is_with_employer() || proposal.state == ProposalState::Hired)
        && proposal.is_employer;
    let contact = match is_known {
        true => match cx.store.seeker_contact(&cx.actor, id).await.map_err(Error::from) {
            Ok(contact) => Some(contact),
            Err(Error::NotAllowed(Code::FileNotOpened)) => None,
            Err(error) => return Err(error),
        },
        false => None,
    };
    let own = proposal.household.is_some() && proposal.household == Some(cx.actor.household);
    let (here, back) = match () {
        () if own => (Here::Home, "/home/jobs"),
        () if proposal.is_employer => (Here::Claims, "/employer"),
        () => (Here::Jobs, "/desk/jobs/proposals"),
    };
    Ok(Page::new(proposal.title.clone(), here, move || {
        view! {
            <p class="cluster"><b>{proposal.organisation_name.clone()}</b>{proposal_pill(&proposal)}</p>
            {proposal.may_answer.then(|| answer(id, own))}
            {proposal.may_inform.then(|| inform(id))}
            {(proposal.state.is_live() && !proposal.agreed && !proposal.may_answer).then(|| view! { <Banner>{t!("job-not-agreed")}</Banner> })}
            {facts(&proposal, own)}
            {is_known.then(|| shown(id, contact))}
            {proposal.may_decide.then(|| decide(&proposal))}
            {proposal.may_withdraw.then(|| withdraw(id))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(proposal: &JobProposal, own: bool) -> impl IntoView + use<> {
    let JobProposal { vacancy, seeker, household, day, answer_by, reason, decided, agreed, state, .. } =
        proposal.clone();
    let skills = listed("skill", proposal.skills.iter().map(|skill| skill.as_str()));
    let languages = listed("spoken", proposal.languages.iter().map(|language| language.as_str()));
    let file = household.filter(|_| !own);
    let live = state.is_live();
    let agreed = if agreed { t!("job-agreed-yes") } else { t!("job-agreed-not-yet") };
    view! {
        <Facts>
            <Fact name=t!("vacancy-one")><a class="link" href=format!("/jobs/{vacancy}")>{t!("vacancy-open")}</a></Fact>
            <Fact name=t!("job-seeker-one")>{t!("job-seeker-number", n = seeker.to_string())}</Fact>
            {file.map(|file| view! {
                <Fact name=t!("desk-household")><a class="link" href=format!("/desk/households/{file}/jobs")>{t!("households-number-short", n = file.to_string())}</a></Fact>
            })}
            {(!skills.is_empty()).then(|| view! { <Fact name=t!("profile-skills")>{skills}</Fact> })}
            {(!languages.is_empty()).then(|| view! { <Fact name=t!("profile-languages")>{languages}</Fact> })}
            <Fact name=t!("job-agreed")>{agreed}</Fact>
            {day.map(|at| view! { <Fact name=t!("job-day")><Near at /></Fact> })}
            {live.then(|| view! { <Fact name=t!("job-answer-by")><Near at=answer_by /></Fact> })}
            {reason.map(|reason| view! { <Fact name=t!("job-reason")>{lang().named("job-refusal", reason.as_str())}</Fact> })}
            {decided.map(|at| view! { <Fact name=t!("job-decided")><Near at /></Fact> })}
        </Facts>
    }
}

/// Renders the question to the person, or to its caseworker who asks.
fn answer(id: i64, own: bool) -> impl IntoView {
    let button = |answer: JobAnswer, class: &'static str| {
        let label = lang().named("job-says", answer.as_str());
        view! {
            <RowForm to=format!("/job-proposals/{id}/answer")>
                <input type="hidden" name="answer" value=answer.as_str() />
                <button class=class>{label}</button>
            </RowForm>
        }
    };
    view! {
        <section class="card stack">
            <h2>{if own { t!("job-asked-own") } else { t!("job-asked-staff") }}</h2>
            <p>{t!("job-asked-note")}</p>
            <div class="cluster">
                {button(JobAnswer::Agree, "btn btn-main")}
                {button(JobAnswer::Decline, "btn btn-quiet")}
            </div>
        </section>
    }
}

fn inform(id: i64) -> impl IntoView {
    view! {
        <section class="card stack">
            <p>{t!("job-inform-note")}</p>
            <RowForm to=format!("/job-proposals/{id}/inform")><button class="btn btn-main">{t!("job-inform")}</button></RowForm>
        </section>
    }
}

/// Renders name and phone while they are revealed, else the way to reveal them.
fn shown(id: i64, contact: Option<SeekerContact>) -> AnyView {
    let Some(SeekerContact { name, phone }) = contact else {
        return view! {
            <ActionForm to=format!("/job-proposals/{id}/reveal")>
                <p class="note">{t!("job-reveal-note")}</p>
                <Submit label=t!("job-reveal") icon="eye" tone="soft" />
            </ActionForm>
        }
        .into_any();
    };
    view! {
        <Facts>
            <Fact name=t!("job-seeker-one")>{name}</Fact>
            {(!phone.is_empty()).then(|| view! { <Fact name=t!("field-phone")><a class="link" href=format!("tel:{phone}")>{phone.clone()}</a></Fact> })}
        </Facts>
    }
    .into_any()
}

/// Renders what the employer decides; before the person agreed, only "no".
fn decide(proposal: &JobProposal) -> AnyView {
    let (id, agreed) = (proposal.id, proposal.agreed);
    let reasons = value_choices("job-refusal", JobRefusal::ALL.iter().map(|reason| reason.as_str()));
    let readers = value_choices("job-reason-for", ReasonFor::ALL.iter().map(|reader| reader.as_str()));
    let refuse = format!("/job-proposals/{id}/refuse");
    view! {
        {agreed.then(|| meet(id))}
        {agreed.then(|| hire(id))}
        <More summary=t!("job-refuse") to=refuse.clone()>
            <ActionForm to=refuse>
                <Choice name="reason" label=t!("job-reason") options=reasons />
                <Choice name="reason_for" label=t!("job-reason-for") options=readers value=ReasonFor::Person.as_str() side=true />
                <Submit label=t!("job-refuse") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn meet(id: i64) -> impl IntoView {
    let now = scene().now;
    let kinds = value_choices("job-meeting", JobMeeting::ALL.iter().map(|meeting| meeting.as_str()));
    let (today, latest) = (day_value(now), day_value(now + AROUND_DAYS * DAY));
    let to = format!("/job-proposals/{id}/invite");
    view! {
        <More summary=t!("job-invite") to=to.clone() open=true>
            <ActionForm to>
                <Choice name="meeting" label=t!("job-meeting") options=kinds value=JobMeeting::Interview.as_str() side=true />
                <Field name="day" label=t!("job-day") kind="date" required=true min=today max=latest />
                <Submit label=t!("job-invite") tone="soft" />
            </ActionForm>
        </More>
    }
}

fn hire(id: i64) -> impl IntoView {
    let today = day_value(scene().now);
    let to = format!("/job-proposals/{id}/hire");
    view! {
        <More summary=t!("job-hire") to=to.clone()>
            <ActionForm to>
                <Field name="day" label=t!("job-first-day") kind="date" value=today required=true />
                <p class="note">{t!("job-hire-note")}</p>
                <Submit label=t!("job-hire") />
            </ActionForm>
        </More>
    }
}

fn withdraw(id: i64) -> impl IntoView {
    view! {
        <RowForm to=format!("/job-proposals/{id}/withdraw")><button class="btn btn-quiet">{t!("job-withdraw")}</button></RowForm>
    }
}
