//! Visits and notes: what was seen and agreed, by whom and when. The family can read them too.

use domain::{Error, Timestamp, accounts::AccountId, households::Note, permission::Action};
use leptos::prelude::*;

use super::{must_keep, pieces::opening};
use crate::{
    components::{ActionForm, Empty, More, Near, Pager, Submit, TextArea},
    pages::households::pieces::{FilePage, household_links},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/notes?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let found = cx.store.notes(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &file.path);
    let until = file.open_until;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let (account, now) = (cx.actor.account, cx.now);
    Ok(Page::new(cx.lang.t("households-page-notes"), Here::Households, move || {
        let empty = found.items.is_empty();
        let to_open = if empty { None } else { opening(&file, until, keeps) };
        view! {
            {household_links(id, FilePage::Notes)}
            {keeps.then(|| form(format!("/desk/households/{id}/notes"), String::new(), t!("note-add")))}
            {keeps.then(|| message_form(format!("/desk/households/{id}/message")))}
            {to_open}
            {if empty {
                view! { <Empty title=t!("note-none")>{t!("note-none-text")}</Empty> }.into_any()
            } else {
                let of = move |note: &Note| note.is_correctable(account, now) && file.opened;
                list(&found.items, |note| of(note).then(|| format!("/desk/households/{id}/notes/{}", note.id)))
            }}
            <Pager next />
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

fn form(to: String, words: String, label: String) -> impl IntoView {
    view! {
        <ActionForm to=to>
            <TextArea
                name="note_words" label=t!("field-note-words") hint=t!("note-hint") value=words required=true max_length=2000 rows=5
            />
            <Submit label />
        </ActionForm>
    }
}

/// Renders the form that writes to the family: the words become a note of which its accounts are told.
fn message_form(to: String) -> impl IntoView {
    view! {
        <More summary=t!("family-message") to=to.clone()>
            <ActionForm to=to>
                <TextArea name="message" label=t!("households-message-words") hint=t!("family-message-hint") required=true max_length=500 />
                <Submit label=t!("family-message-send") tone="soft" icon="mail" />
            </ActionForm>
        </More>
    }
}

/// Lists notes, newest first; `correct` returns the link to correct a note, if allowed.
pub(crate) fn list(notes: &[Note], correct: impl Fn(&Note) -> Option<String>) -> AnyView {
    let items = notes
        .iter()
        .map(|note| {
            let (at, corrected, by) = (note.at, note.corrected, note.by.clone());
            let words = if note.words.is_empty() { t!("note-masked") } else { words_of(note) };
            let masked = note.words.is_empty();
            let to = correct(note);
            view! {
                <li class="card stack">
                    <p class="soft"><b>{by}</b>" · "<Near at=at />{(corrected > 0).then(|| was_corrected(corrected))}</p>
                    <p class=if masked { "soft" } else { "prose typed" }>{words}</p>
                    {to.map(|to| view! { <p><a class="link" href=to>{t!("note-correct")}</a></p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="stack">{items}</ul> }.into_any()
}

/// Says what a note holds: a person's words, or what a merge kept of another file.
fn words_of(note: &Note) -> String {
    match note.merged_from {
        0 => note.words.clone(),
        id => t!("note-merged", id = id.to_string(), text = note.words.clone()),
    }
}

fn was_corrected(at: Timestamp) -> impl IntoView {
    view! { " · "{t!("note-corrected")}" "<Near at=at /> }
}

/// Loads one of the account's own notes. The store refuses corrections after a day.
async fn own(cx: &Cx, id: i64, note: i64, account: AccountId) -> domain::Result<Note> {
    let page = cx.store.notes(&cx.actor, id, note.saturating_add(1)).await?;
    let found = page.items.into_iter().next().filter(|found| found.id == note && found.account == account);
    found.ok_or(Error::NotFound)
}

/// Renders `GET /desk/households/{id}/notes/{note}`.
pub async fn one(cx: Cx) -> Shown {
    must_keep(&cx)?;
    let (id, number) = (cx.id("id")?, cx.id("note")?);
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let note = own(&cx, id, number, cx.actor.account).await?;
    let until = file.open_until;
    Ok(Page::new(cx.lang.t("note-correct"), Here::Households, move || {
        if !file.opened {
            return view! { {opening(&file, until, true)} }.into_any();
        }
        form(format!("/desk/households/{id}/notes/{number}"), note.words.clone(), t!("file-save")).into_any()
    })
    .back(format!("/desk/households/{id}/notes"))
    .narrow()
    .no_index())
}
