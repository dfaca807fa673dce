//! The public walls of areas' documents.

use domain::{
    Error, Result,
    areas::AreaId,
    community::groups::documents::{AreaDocument, DocumentId, DocumentWall},
};
use leptos::prelude::*;

use crate::{
    components::{Banner, Empty, Near, top_link},
    i18n::lang,
    web::{Cx, Here, Page, Shown, scene},
};

/// Whether the reader finds the wall of an area: an empty one is for its keepers only.
pub(super) async fn has_wall(cx: &Cx, area: AreaId) -> Result<bool> {
    match cx.store.document_wall(&cx.actor, area).await.map_err(Error::from) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Renders `GET /documents`: the wall of the reader's own area; visitors choose a root area.
pub async fn own(cx: Cx) -> Shown {
    let area = cx.store.own_wall(&cx.actor).await?;
    let mut areas = Vec::new();
    if area == 0 {
        areas.extend(cx.store.roots().await?.into_iter().map(|root| (root.id, root.name)));
    } else {
        let all = cx.store.areas(&cx.actor).await?;
        areas.extend(all.into_iter().filter(|one| one.id == area).map(|one| (one.id, one.name)));
    }
    let mut walls = Vec::new();
    for (id, name) in areas {
        if has_wall(&cx, id).await? {
            walls.push((id, name));
        }
    }
    Ok(Page::new(cx.lang.t("documents-title"), Here::Nowhere, move || {
        if walls.is_empty() {
            return view! { <Empty title=t!("documents-none")>{t!("documents-none-text")}</Empty> }.into_any();
        }
        let rows = walls
            .into_iter()
            .map(|(id, name)| {
                view! { <li><a class="row" href=format!("/areas/{id}/documents")><span class="row-main"><b>{name}</b></span></a></li> }
            })
            .collect_view();
        view! { <p class="note">{t!("documents-note")}</p><ul class="rows">{rows}</ul> }.into_any()
    })
    .narrow())
}

/// Renders `GET /areas/{id}/documents`.
pub async fn page(cx: Cx) -> Shown {
    let DocumentWall { area, area_name, documents, may_keep } = cx.store.document_wall(&cx.actor, cx.id("id")?).await?;
    let new = format!("/desk/documents/new?area={area}");
    Ok(Page::new(cx.lang.tf("documents-of", &[("area", area_name.into())]), Here::Nowhere, move || {
        if documents.is_empty() {
            return view! { <Empty title=t!("documents-none")>{t!("documents-none-text")}</Empty> }.into_any();
        }
        let edits = |document: &AreaDocument| (may_keep && document.area == area).then_some(document.id);
        documents.iter().map(|document| card(document, edits(document))).collect_view().into_any()
    })
    .tools(move || may_keep.then(|| top_link(new, t!("document-new"), "plus")))
    .narrow())
}

/// Renders a document, with the link by which the reader edits it; one that may hold no longer says so.
fn card(document: &AreaDocument, edits: Option<DocumentId>) -> impl IntoView + use<> {
    let AreaDocument { area_name, kind, title, words, until, edition, changed, .. } = document.clone();
    let kind = lang().named("document-kind", kind.as_str());
    let outdated = until < scene().now;
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            <p class="soft">{kind}" · "{area_name}" · "{t!("document-edition", n = edition)}" · "<Near at=changed /></p>
            {outdated.then(|| view! { <Banner tone="amber">{t!("document-outdated")}</Banner> })}
            <p class="typed">{words}</p>
            {(!outdated).then(|| view! { <p class="soft">{t!("document-until")}" "<Near at=until /></p> })}
            {edits.map(|id| view! { <p><a class="link" href=format!("/desk/documents/{id}")>{t!("document-change")}</a></p> })}
        </section>
    }
}
