//! One household file: contact, situation, members and wishes.
//! Personal data is masked until it is revealed with a reason.

use domain::{
    households::{Correction, FileState, Hardship, Household},
    permission::Action,
    time::year,
    wishes::WishFile,
};
use leptos::prelude::*;

use super::pieces::{FilePage, household_links};
use crate::{
    components::{
        ActionForm, Banner, Empty, Fact, Facts, Icon, Near, StatePill, Submit, TextArea, thumb_link, top_link, wish_row,
    },
    i18n::lang,
    pages::{
        audit::{History, history},
        casework::pieces::{hardship_rows, member_rows, opening},
    },
    web::{Cx, Here, Page, Shown},
};

/// Wishes shown on the file; the timeline has all of them.
const WISHES: usize = 5;

/// Renders `GET /desk/households/{id}`. Reading a revealed file writes to the audit trail.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, members) = cx.store.household(&cx.actor, id).await?;
    let wishes = cx.store.household_wishes(&cx.actor, id).await?;
    let hardships = cx.store.hardships(&cx.actor, id).await?;
    let corrections = cx.store.corrections(&cx.actor, id, 0).await?.items;
    let until = file.open_until;
    let in_use = file.state == FileState::Open;
    let keeps = in_use && cx.actor.may(Action::KeepHouseholds, &file.path);
    let posts = in_use && cx.actor.may(Action::PostForFamily, &file.path);
    let history = history(&cx, "household", id).await?;
    let year = year(cx.now);
    let page = Page::new(file.name.clone(), Here::Households, move || {
        let merged = file.merged_into;
        view! {
            {household_links(id, FilePage::File)}
            {state(&file)}
            {(merged == 0).then(|| opening(&file, until, keeps))}
            {ask(id, &corrections, keeps && file.opened)}
            {contact(&file, keeps)}
            {situation(&file, &hardships, keeps)}
            <section class="stack" aria-labelledby="members">
                {head("members", t!("households-members"), keeps.then(|| format!("/desk/households/{id}/members")))}
                {member_rows(id, &members, year, keeps)}
            </section>
            <section class="stack" aria-labelledby="wishes">
                <h2 id="wishes">{t!("households-wishes")}</h2>
                {wish_list(id, &wishes)}
            </section>
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/points")><Icon name="star" />{t!("points-link")}</a></p>
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/pairings")><Icon name="hand" />{t!("pairings-household")}</a></p>
            {keeps.then(|| view! {
                <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/appointments")><Icon name="calendar" />{t!("appointments-household")}</a></p>
            })}
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/aid")><Icon name="gift" />{t!("aid-title")}</a></p>
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/loans")><Icon name="calendar" />{t!("loans-household")}</a></p>
            {keeps.then(|| view! {
                <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/courses")><Icon name="calendar" />{t!("household-courses")}</a></p>
            })}
            {keeps.then(|| view! {
                <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/groups")><Icon name="users" />{t!("household-groups")}</a></p>
            })}
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/jobs")><Icon name="building" />{t!("household-jobs")}</a></p>
            <p><a class="btn btn-quiet" href=format!("/desk/households/{id}/entitlements")><Icon name="gift" />{t!("entitled-household")}</a></p>
            {history.map(History::drawn)}
            {posts.then(|| thumb_link(post_for(id), t!("households-post"), "plus"))}
        }
    })
    .back("/desk/households")
    .narrow()
    .no_index();
    Ok(if posts { page.tools(move || top_link(post_for(id), t!("households-post"), "plus")) } else { page })
}

fn post_for(id: i64) -> String {
    format!("/desk/households/{id}/wishes/new")
}

/// Renders a block's heading with its edit link.
fn head(id: &'static str, title: String, edit: Option<String>) -> AnyView {
    let label = t!("file-edit-of", block = title.clone());
    view! {
        <div class="cluster">
            <h2 id=id>{title}</h2>
            {edit.map(|to| view! { <a class="link no-print" href=to aria-label=label><Icon name="pen" />{t!("file-edit")}</a> })}
        </div>
    }
    .into_any()
}

/// Renders the state of a file that is closed, merged or erased.
fn state(file: &Household) -> Option<AnyView> {
    let other = file.merged_into;
    match file.state {
        FileState::Open => None,
        FileState::Merged => Some(
            view! {
                <Banner tone="amber">
                    {t!("file-merged")}" "
                    <a class="link" href=format!("/desk/households/{other}")>{t!("households-number-short", n = other.to_string())}</a>
                </Banner>
            }
            .into_any(),
        ),
        FileState::Closed => Some(view! { <Banner tone="amber">{t!("file-closed")}</Banner> }.into_any()),
        FileState::Erased => Some(view! { <Banner tone="plum">{t!("file-erased")}</Banner> }.into_any()),
    }
}

/// Lists correction requests of the family that have no answer yet.
fn ask(id: i64, corrections: &[Correction], answers: bool) -> Option<AnyView> {
    let waiting: Vec<_> = corrections.iter().filter(|one| one.answered == 0).collect();
    if waiting.is_empty() {
        return None;
    }
    let items = waiting
        .into_iter()
        .map(|one| {
            let (at, words) = (one.at, one.words.clone());
            let masked = words.is_empty();
            let words = if masked { t!("correction-masked") } else { words };
            view! {
                <li class="stack">
                    <p class="soft"><Near at=at /></p>
                    <p class=if masked { "soft" } else { "prose typed" }>{words}</p>
                    {answers.then(|| view! {
                        <ActionForm to=format!("/desk/households/{id}/corrections/{}", one.id)>
                            <TextArea name="answer" label=t!("correction-answer") hint=t!("correction-answer-hint") max_length=2000 rows=2 />
                            <Submit label=t!("correction-answer-do") tone="soft" />
                        </ActionForm>
                    })}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="card stack" aria-labelledby="corrections">
                <h2 id="corrections">{t!("correction-title")}</h2>
                <ul class="stack">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn contact(file: &Household, keeps: bool) -> impl IntoView + use<> {
    let Household { id, area_name, phone, address, opened, .. } = file.clone();
    let edit = keeps.then(|| format!("/desk/households/{id}/contact"));
    view! {
        <section class="card" aria-labelledby="contact">
            {head("contact", t!("households-contact"), edit)}
            <Facts>
                <Fact name=t!("households-number")>{id}</Fact>
                <Fact name=t!("field-area")>{area_name}</Fact>
                {(!phone.is_empty()).then(|| {
                    let number = if opened {
                        view! { <a class="link" href=format!("tel:{phone}")>{phone.clone()}</a> }.into_any()
                    } else {
                        phone.clone().into_any()
                    };
                    view! { <Fact name=t!("field-phone")>{number}</Fact> }
                })}
                {(!address.is_empty()).then(|| {
                    let place = if opened { address.clone() } else { t!("file-address-masked") };
                    view! { <Fact name=t!("field-address")>{place}</Fact> }
                })}
            </Facts>
        </section>
    }
}

fn situation(file: &Household, hardships: &[Hardship], keeps: bool) -> impl IntoView + use<> {
    let (id, lang) = (file.id, lang());
    let (hardship, income, language) = (file.hardship, file.income, file.language);
    let keeper = if file.caseworker == 0 { t!("file-no-caseworker") } else { file.caseworker_name.clone() };
    let edit = keeps.then(|| format!("/desk/households/{id}/situation"));
    let more = keeps.then(|| format!("/desk/households/{id}/hardship"));
    let list = if hardships.is_empty() {
        view! { <p class="soft">{t!("file-no-hardships")}</p> }.into_any()
    } else {
        hardship_rows(hardships, None)
    };
    view! {
        <section class="card" aria-labelledby="situation">
            {head("situation", t!("file-situation"), edit)}
            {hardship.then(|| view! { <StatePill tone="amber" icon="heart" text=t!("households-hardship") /> })}
            <Facts>
                <Fact name=t!("file-income")>{lang.named("income", income.as_str())}</Fact>
                <Fact name=t!("file-language")>{lang.named("language", language.as_str())}</Fact>
                <Fact name=t!("file-caseworker")>{keeper}</Fact>
            </Facts>
        </section>
        <section class="stack" aria-labelledby="hardships">
            {head("hardships", t!("file-hardships"), more)}
            {list}
        </section>
    }
}

fn wish_list(id: i64, wishes: &[WishFile]) -> AnyView {
    if wishes.is_empty() {
        return view! { <Empty title=t!("households-no-wishes")>{t!("households-no-wishes-text")}</Empty> }.into_any();
    }
    let rows = wishes
        .iter()
        .take(WISHES)
        .map(|file| wish_row(file, format!("/desk/wishes/{}", file.wish.id), false))
        .collect_view();
    let more = wishes.len() > WISHES;
    view! {
        <ul class="rows">{rows}</ul>
        {more.then(|| view! { <p><a class="link" href=format!("/desk/households/{id}/timeline")>{t!("file-all-wishes")}</a></p> })}
    }
    .into_any()
}
