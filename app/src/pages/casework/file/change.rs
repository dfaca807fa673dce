//! Changes to a household file as a whole: relocation, merge, closing, erasure, and their history.

use domain::{
    casework::{ChangeKind, FileChange},
    households::{FileState, Household},
    permission::Action,
};
use leptos::prelude::*;

use super::change_forms::{close_form, erase_link, merge_form, move_form, reopen_form};
use crate::{
    components::{Banner, Near, area_choice, area_options, is_smallest},
    i18n::lang,
    pages::{
        casework::file::relocate,
        households::pieces::{FilePage, household_links},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/change`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadHouseholds)?;
    let id = cx.id("id")?;
    let (household, _) = cx.store.household(&cx.actor, id).await?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &household.path);
    let waiting = if keeps { cx.store.move_of(&cx.actor, id).await? } else { None };
    let story = cx.store.file_changes(&cx.actor, id).await?;
    let open = keeps && household.state == FileState::Open;
    let areas = if open && waiting.is_none() { cx.store.areas(&cx.actor).await? } else { Vec::new() };
    let options = area_options(&areas, |area| area.id != household.area && is_smallest(&areas, area));
    let options = area_choice(cx.lang, options);
    let title = cx.lang.t("change-title");
    Ok(Page::new(title, Here::Households, move || {
        let closed = keeps && household.state == FileState::Closed;
        let moving = waiting.is_some();
        view! {
            {household_links(id, FilePage::Change)}
            {standing(&household)}
            {waiting.map(relocate::card)}
            {(open && !moving).then(|| move_form(id, options))}
            {open.then(|| merge_form(id))}
            {open.then(|| close_form(id))}
            {closed.then(|| reopen_form(id))}
            {(open || closed).then(|| erase_link(id))}
            {told(story)}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Renders the state of a file that is closed, merged or erased.
fn standing(household: &Household) -> Option<AnyView> {
    let into = household.merged_into;
    match household.state {
        FileState::Open => None,
        FileState::Closed => Some(view! { <Banner tone="amber">{t!("change-closed")}</Banner> }.into_any()),
        FileState::Erased => Some(view! { <Banner>{t!("change-erased")}</Banner> }.into_any()),
        FileState::Merged => Some(
            view! {
                <Banner>
                    {t!("change-merged", id = into.to_string())}" "
                    <a class="link" href=format!("/desk/households/{into}")>{t!("change-merged-go", id = into.to_string())}</a>
                </Banner>
            }
            .into_any(),
        ),
    }
}

fn told(story: Vec<FileChange>) -> Option<impl IntoView> {
    (!story.is_empty()).then(|| {
        let lines = story.into_iter().map(line).collect_view();
        view! {
            <section class="stack" aria-labelledby="story">
                <h2 id="story">{t!("change-story")}</h2>
                <ol class="timeline">{lines}</ol>
            </section>
        }
    })
}

fn line(change: FileChange) -> impl IntoView {
    let FileChange { kind, other, reason, words, by, at } = change;
    let what = match kind {
        ChangeKind::Joined => t!("file-change-joined", id = other.to_string()),
        ChangeKind::Merged => t!("file-change-merged", id = other.to_string()),
        other => lang().named("file-change", other.as_str()),
    };
    let list = if kind == ChangeKind::Erased { "erase-reason" } else { "close-reason" };
    let mut parts: Vec<String> = Vec::new();
    if !reason.is_empty() {
        parts.push(lang().named(list, &reason));
    }
    parts.extend([words, by].into_iter().filter(|part| !part.is_empty()));
    view! { <li data-state="done"><Near at /><p><b>{what}</b>" "{parts.join(" · ")}</p></li> }
}
