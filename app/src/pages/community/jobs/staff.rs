//! Jobs for staff: the figures, each with its rows, and the same rows as files.

use domain::{Result, permission::Action};
use leptos::prelude::*;
use store::community::jobs::{checks::CheckList, proposal_views::ProposalList, seekers::SeekerList};

use super::pieces::{abilities, check_rows, proposal_rows, seeker_pill, vacancy_rows};
use crate::{
    components::{Empty, Pager, file_link, thumb_link, top_link},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// A page of the lists of jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JobTab {
    Figures,
    Vacancies,
    Seekers,
    Proposals,
    Checks,
    Homes,
}

const TABS: [(JobTab, &str, &str); 6] = [
    (JobTab::Figures, "/desk/jobs", "jobs-tab-figures"),
    (JobTab::Vacancies, "/desk/jobs/vacancies", "jobs-tab-vacancies"),
    (JobTab::Seekers, "/desk/jobs/seekers", "jobs-tab-seekers"),
    (JobTab::Proposals, "/desk/jobs/proposals", "jobs-tab-proposals"),
    (JobTab::Checks, "/desk/jobs/checks", "jobs-tab-checks"),
    (JobTab::Homes, "/desk/jobs/homes", "jobless-title"),
];

/// Renders the links between the lists.
pub(super) fn tabs(here: JobTab) -> impl IntoView {
    let links = TABS
        .into_iter()
        .map(|(tab, to, key)| view! { <a class="chip" href=to aria-current=(tab == here).then_some("page")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("nav-jobs")>{links}</nav> }
}

/// Renders links that narrow a list: value of `show` and phrase.
fn chips(base: &'static str, all: &[(&'static str, &'static str)], show: &str) -> impl IntoView + use<> {
    let links = all
        .iter()
        .map(|(value, key)| {
            let to = if value.is_empty() { base.to_owned() } else { format!("{base}?show={value}") };
            view! { <a class="chip" href=to aria-current=(*value == show).then_some("true")>{t!(*key)}</a> }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("jobs-filter")>{links}</nav> }
}

/// Renders the links to a list as a file.
fn files(what: &'static str, show: String) -> impl IntoView {
    ["xlsx", "csv"]
        .map(|format| {
            let to = format!("/desk/jobs/file?what={what}&show={show}&format={format}");
            file_link(format, to)
        })
        .collect_view()
}

/// Renders `GET /desk/jobs`.
pub async fn figures(cx: Cx) -> Shown {
    let found = cx.store.job_figures(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("nav-jobs"), Here::Jobs, move || {
        let tiles = [
            ("/desk/jobs/vacancies", found.posts, "job-figure-posts"),
            ("/jobs", found.open_posts, "job-figure-open"),
            ("/desk/jobs/seekers?show=asked", found.asked, "job-figure-asked"),
            ("/desk/jobs/seekers", found.looking, "job-figure-looking"),
            ("/desk/jobs/proposals?show=all", found.proposed, "job-figure-proposed"),
            ("/desk/jobs/proposals?show=met", found.met, "job-figure-met"),
            ("/desk/jobs/proposals?show=hired", found.hired, "job-figure-hired"),
            ("/desk/jobs/checks?show=stayed", found.stayed, "job-figure-stayed"),
            ("/desk/jobs/checks?show=unpaid", found.unpaid, "job-figure-unpaid"),
        ]
        .map(|(to, n, key)| view! { <a class="stat" href=to><b>{n}</b><span>{t!(key)}</span></a> })
        .collect_view();
        view! {
            {tabs(JobTab::Figures)}
            <div class="stats">{tiles}</div>
            <p class="note">{t!("job-figures-note")}</p>
        }
    })
    .no_index())
}

/// Renders `GET /desk/jobs/vacancies?cursor`.
pub async fn vacancies(cx: Cx) -> Shown {
    let found = cx.store.vacancies(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let posts = cx.actor.may_somewhere(Action::KeepVacancies);
    Ok(Page::new(cx.lang.t("jobs-tab-vacancies"), Here::Jobs, move || {
        view! {
            {tabs(JobTab::Vacancies)}
            {if found.items.is_empty() {
                view! { <Empty title=t!("jobs-none")>{t!("vacancies-none-text")}</Empty> }.into_any()
            } else {
                vacancy_rows(&found.items)
            }}
            <Pager next />
            {posts.then(|| view! { <p><a class="btn btn-quiet" href="/desk/jobs/import">{t!("vacancies-import-title")}</a></p> })}
            {posts.then(|| thumb_link("/jobs/new".to_owned(), t!("vacancy-new"), "plus"))}
        }
    })
    .tools(move || {
        view! { {files("vacancies", String::new())}{posts.then(|| top_link("/jobs/new".to_owned(), t!("vacancy-new"), "plus"))} }
    })
    .no_index())
}

fn seeker_list(show: &str) -> SeekerList {
    if show == "asked" { SeekerList::Asked } else { SeekerList::Looking }
}

/// Renders `GET /desk/jobs/seekers?show&cursor`.
pub async fn seekers(cx: Cx) -> Shown {
    let show = cx.query("show").to_owned();
    let found = cx.store.job_seekers(&cx.actor, seeker_list(&show), cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let which = show.clone();
    Ok(Page::new(cx.lang.t("jobs-tab-seekers"), Here::Jobs, move || {
        let none = found.items.is_empty();
        let rows = found
            .items
            .iter()
            .map(|seeker| {
                let line = format!("{} · {}", seeker.area_name, abilities(seeker));
                let to = format!("/desk/households/{}/jobs?seeker={}", seeker.household, seeker.id);
                let live = (seeker.live > 0).then(|| t!("jobless-live", n = seeker.live));
                view! {
                    <li>
                        <a class="row" href=to>
                            <span class="row-main"><b>{t!("job-seeker-number", n = seeker.id.to_string())}</b><small>{line}</small></span>
                            <span class="row-end">{seeker_pill(seeker)}<small>{live}</small></span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            {tabs(JobTab::Seekers)}
            {chips("/desk/jobs/seekers", &[("", "seeker-state-looking"), ("asked", "job-seekers-asked")], &show)}
            {if none {
                view! { <Empty title=t!("seekers-none")>{t!("seekers-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .tools(move || files("seekers", which))
    .no_index())
}

fn proposal_list(show: &str) -> ProposalList {
    match show {
        "inform" => ProposalList::ToInform,
        "met" => ProposalList::Met,
        "hired" => ProposalList::Hired,
        "over" => ProposalList::Over,
        "all" => ProposalList::All,
        _ => ProposalList::Live,
    }
}

/// Renders `GET /desk/jobs/proposals?show&cursor`.
pub async fn proposals(cx: Cx) -> Shown {
    let show = cx.query("show").to_owned();
    let found = cx.store.job_proposals(&cx.actor, proposal_list(&show), cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let which = show.clone();
    Ok(Page::new(cx.lang.t("job-proposals-title"), Here::Jobs, move || {
        let all = [
            ("", "job-proposals-live"),
            ("inform", "job-proposals-inform"),
            ("met", "job-proposals-met"),
            ("hired", "job-state-hired"),
            ("over", "job-proposals-over"),
        ];
        view! {
            {tabs(JobTab::Proposals)}
            {chips("/desk/jobs/proposals", &all, &show)}
            {if found.items.is_empty() {
                view! { <Empty title=t!("job-proposals-none")>{t!("job-proposals-none-text")}</Empty> }.into_any()
            } else {
                proposal_rows(&found.items)
            }}
            <Pager next />
        }
    })
    .tools(move || files("proposals", which))
    .no_index())
}

/// Renders `GET /desk/jobs/checks?show&cursor`.
pub async fn checks(cx: Cx) -> Shown {
    let show = cx.query("show").to_owned();
    let list = match show.as_str() {
        "stayed" => CheckList::Stayed,
        "unpaid" => CheckList::Unpaid,
        _ => CheckList::Due,
    };
    let found = cx.store.job_checks(&cx.actor, list, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("job-checks-title"), Here::Jobs, move || {
        let all = [("", "job-checks-due"), ("stayed", "job-checks-stayed"), ("unpaid", "job-checks-unpaid")];
        view! {
            {tabs(JobTab::Checks)}
            {chips("/desk/jobs/checks", &all, &show)}
            {if found.items.is_empty() {
                view! { <Empty title=t!("job-checks-none")>{t!("job-checks-none-text")}</Empty> }.into_any()
            } else {
                check_rows(&found.items)
            }}
            <Pager next />
        }
    })
    .no_index())
}

/// Serves `GET /desk/jobs/file?what&show&format`, with the rows of a list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadJobs)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let show = cx.query("show");
    match cx.query("what") {
        "seekers" => sheets::seekers(&cx.store, &cx.by(), cx.lang, format, seeker_list(show)).await,
        "proposals" => sheets::job_proposals(&cx.store, &cx.by(), cx.lang, format, proposal_list(show)).await,
        _ => sheets::vacancies(&cx.store, &cx.by(), cx.lang, format).await,
    }
}
