//! Parts that the pages of jobs share.

use domain::{
    Result,
    community::jobs::{
        Vacancy, VacancyState,
        proposals::{JobCheck, JobProposal, JobYesNo, ProposalState},
        seekers::{JobSeeker, NewSeeker, SeekerState},
    },
    households::Member,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Checkbox, Choice, Near, Select, StatePill, Submit},
    i18n::lang,
    web::Cx,
};

/// Names values of a closed set in one line.
pub(super) fn listed(prefix: &str, values: impl Iterator<Item = &'static str>) -> String {
    values.map(|value| lang().named(prefix, value)).collect::<Vec<_>>().join(" · ")
}

/// Formats the pay of a vacancy.
pub(super) fn pay(vacancy: &Vacancy) -> String {
    t!("job-pay-between", from = vacancy.pay_from, to = vacancy.pay_to)
}

/// Renders whether a vacancy is shown, and how many posts are open.
pub(super) fn vacancy_pill(vacancy: &Vacancy) -> AnyView {
    let (tone, icon, text) = match vacancy.state {
        VacancyState::Ended => ("soft", "close", t!("vacancy-state-ended")),
        VacancyState::Hidden if vacancy.may_keep => ("plum", "eye-off", t!("vacancy-state-hidden")),
        VacancyState::Hidden => ("soft", "eye-off", t!("vacancy-paused")),
        VacancyState::Open if vacancy.open_posts == 0 => ("soft", "check", t!("vacancy-full")),
        VacancyState::Open => ("tea", "users", posts(vacancy)),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Says how many posts are open, to readers who know of hires; to all others how many were announced.
pub(super) fn posts(vacancy: &Vacancy) -> String {
    let Vacancy { posts, open_posts, .. } = *vacancy;
    if posts == open_posts {
        t!("vacancy-posts-announced", n = posts)
    } else {
        t!("vacancy-posts-open", open = open_posts, n = posts)
    }
}

/// Renders vacancies as rows, each with its page.
pub(in crate::pages::community) fn vacancy_rows(vacancies: &[Vacancy]) -> AnyView {
    let rows = vacancies
        .iter()
        .map(|vacancy| {
            let to = format!("/jobs/{}", vacancy.id);
            let line = format!("{} · {} · {}", vacancy.organisation_name, vacancy.place, pay(vacancy));
            let title = vacancy.title.clone();
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{title}</b><small>{line}</small></span>
                        <span class="row-end">{vacancy_pill(vacancy)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders where a proposal stands; to readers who can answer for the person, that they are asked.
pub(super) fn proposal_pill(proposal: &JobProposal) -> AnyView {
    if proposal.may_answer {
        return view! { <StatePill tone="amber" icon="bell" text=t!("job-state-asked") /> }.into_any();
    }
    let (tone, icon) = match proposal.state {
        ProposalState::Proposed | ProposalState::Informed => ("amber", "clock"),
        ProposalState::Interview | ProposalState::Trial => ("amber", "calendar"),
        ProposalState::Hired => ("tea", "check"),
        ProposalState::NoAnswer => ("plum", "alert"),
        ProposalState::Refused
        | ProposalState::Withdrawn
        | ProposalState::Elsewhere
        | ProposalState::Filled
        | ProposalState::FileClosed => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("job-state", proposal.state.as_str()) /> }.into_any()
}

/// Renders proposals as rows, each with its page.
pub(super) fn proposal_rows(proposals: &[JobProposal]) -> AnyView {
    let rows = proposals
        .iter()
        .map(|proposal| {
            let to = format!("/job-proposals/{}", proposal.id);
            let line = format!(
                "{} · {}",
                t!("job-seeker-number", n = proposal.seeker.to_string()),
                proposal.organisation_name
            );
            let (title, at) = (proposal.title.clone(), proposal.decided.unwrap_or(proposal.proposed));
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{title}</b><small>{line}</small></span>
                        <span class="row-end">{proposal_pill(proposal)}<small><Near at /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders whether a member looks for work.
pub(super) fn seeker_pill(seeker: &JobSeeker) -> AnyView {
    let (tone, icon) = match seeker.state {
        SeekerState::Looking => ("amber", "search"),
        SeekerState::Hired => ("tea", "check"),
        SeekerState::Stopped | SeekerState::Declined => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("seeker-state", seeker.state.as_str()) /> }.into_any()
}

/// Names what a job seeker can do and speaks.
pub(super) fn abilities(seeker: &JobSeeker) -> String {
    let skills = listed("skill", seeker.skills.iter().map(|skill| skill.as_str()));
    let languages = listed("spoken", seeker.languages.iter().map(|language| language.as_str()));
    [skills, languages].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Renders what became of a later question.
pub(super) fn check_pill(check: &JobCheck) -> AnyView {
    let (tone, icon, text) = match (check.still_there, check.paid) {
        (_, Some(JobYesNo::No)) => ("plum", "alert", t!("job-check-unpaid")),
        (Some(JobYesNo::No), _) => ("soft", "undo", t!("job-check-left")),
        (Some(JobYesNo::Yes), _) => ("tea", "check", t!("job-check-well")),
        _ if check.missed => ("soft", "close", t!("job-check-missed")),
        _ if check.may_answer => ("amber", "bell", t!("job-check-now")),
        _ => ("soft", "clock", t!("job-check-later")),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Renders later questions as rows, each with its page.
pub(super) fn check_rows(checks: &[JobCheck]) -> AnyView {
    let rows = checks
        .iter()
        .map(|check| {
            let to = format!("/job-checks/{}", check.id);
            let line = format!("{} · {}", check.organisation_name, t!("job-check-days", n = check.days));
            let (title, due) = (check.title.clone(), check.due);
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{title}</b><small>{line}</small></span>
                        <span class="row-end">{check_pill(check)}<small><Near at=due /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders the question whether a member looks for work.
pub(super) fn ask_form(to: String, members: &[Member]) -> impl IntoView + use<> {
    let members: Vec<_> = members.iter().map(|member| (member.id.to_string(), member.name.clone())).collect();
    let answers = [("looks", t!("seeker-looks")), ("no", t!("seeker-no"))]
        .map(|(value, text)| (value.to_owned(), text, String::new()))
        .to_vec();
    view! {
        <ActionForm to>
            <Select name="member" label=t!("case-member") options=members required=true />
            <Choice name="answer" label=t!("seeker-question") options=answers value="looks" side=true />
            <Checkbox name="lodging" label=t!("seeker-lodging") />
            <Submit label=t!("file-save") tone="soft" />
        </ActionForm>
    }
}

/// Reads the answer of [`ask_form`].
pub(super) fn asked(cx: &Cx) -> Result<NewSeeker> {
    Ok(NewSeeker { member: cx.choice("member")?, answer: cx.choice("answer")?, lodging: cx.checked("lodging") })
}
