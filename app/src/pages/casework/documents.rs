//! Papers on file: what was seen, and pictures of papers that are needed again.
//! A picture is served to the family and to staff who revealed the file, with `no-store`.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    households::{HouseholdId, Paper, PaperKind},
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::{named, opening};
use crate::{
    components::{ActionForm, Empty, FileField, Icon, More, Near, PICTURES, Pager, Select, Submit},
    i18n::lang,
    pages::households::pieces::{FilePage, household_links},
    web::{Cx, Here, Page, Shown, handler, state::AppState},
};

/// Renders `GET /desk/households/{id}/papers?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let found = cx.store.papers(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let keeps = cx.actor.may(Action::KeepHouseholds, &file.path);
    let until = file.open_until;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("households-page-papers"), Here::Households, move || {
        let to = format!("/desk/households/{id}/papers");
        let to_open = if found.items.iter().any(|paper| paper.picture) { opening(&file, until, keeps) } else { None };
        let opened = file.opened;
        view! {
            {household_links(id, FilePage::Papers)}
            {to_open}
            {if found.items.is_empty() {
                view! { <Empty title=t!("paper-none")>{t!("paper-none-text")}</Empty> }.into_any()
            } else {
                list(&found.items, &to, opened, keeps)
            }}
            <Pager next />
            {keeps.then(|| add_form(to.clone()))}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Lists papers, newest first; `to` is the URL prefix of their pictures.
pub(crate) fn list(papers: &[Paper], to: &str, opened: bool, keeps: bool) -> AnyView {
    let rows = papers
        .iter()
        .map(|paper| {
            let picture = format!("{to}/{}", paper.id);
            let gone = format!("{picture}/remove");
            let (at, by) = (paper.at, paper.by.clone());
            view! {
                <li class="card stack">
                    <p><b>{lang().named("paper", paper.kind.as_str())}</b>" "<span class="soft">{by}" · "<Near at=at /></span></p>
                    {(paper.picture && opened).then(|| view! {
                        <p><a class="btn btn-quiet" href=picture.clone()><Icon name="eye" />{t!("paper-see")}</a></p>
                    })}
                    {(paper.picture && !opened).then(|| view! { <p class="soft">{t!("paper-masked")}</p> })}
                    {keeps.then(|| view! {
                        <More summary=t!("paper-remove") to=gone.clone()>
                            <ActionForm to=gone.clone()>
                                <p class="note">{t!("paper-remove-note")}</p>
                                <Submit label=t!("paper-remove-do") tone="bad" />
                            </ActionForm>
                        </More>
                    })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="stack">{rows}</ul> }.into_any()
}

fn add_form(to: String) -> impl IntoView {
    let kinds = named("paper", PaperKind::ALL, PaperKind::as_str);
    view! {
        <More summary=t!("paper-add") to=to.clone() open=true>
            <ActionForm to=to files=true>
                <Select name="paper_kind" label=t!("field-paper-kind") options=kinds value=PaperKind::LowIncome.as_str() required=true />
                <FileField name="photo" label=t!("paper-photo") hint=t!("paper-photo-hint") accept=PICTURES capture="environment" />
                <Submit label=t!("paper-add-do") />
            </ActionForm>
        </More>
    }
}

async fn answer(state: AppState, cx: Cx, household: domain::Result<HouseholdId>) -> Response {
    let asked = household.and_then(|household| Ok((household, cx.id("paper")?)));
    let found = match asked {
        Ok((household, paper)) => cx.store.paper_picture(&cx.actor, household, paper).await.map_err(Into::into),
        Err(error) => Err(error),
    };
    match found {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
            ];
            (StatusCode::OK, headers, bytes).into_response()
        }
        Err(error) => handler::refused(&state, &cx, error).await,
    }
}

/// Renders `GET /desk/households/{id}/papers/{paper}`.
pub async fn picture(State(state): State<AppState>, cx: Cx) -> Response {
    let household = cx.id("id");
    answer(state, cx, household).await
}

/// Renders `GET /home/household/papers/{paper}`.
pub async fn own_picture(State(state): State<AppState>, cx: Cx) -> Response {
    let household = match cx.actor.household {
        _ if !cx.actor.is_signed_in() => cx.signed_in().map(|()| 0),
        0 => Err(domain::Error::NotFound),
        own => Ok(own),
    };
    answer(state, cx, household).await
}
