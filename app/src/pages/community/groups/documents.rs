//! The documents that a coordinator keeps: their list, and the form of one.

use domain::{
    DAY,
    community::groups::documents::{AreaDocument, DocumentKind},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{
        ActionForm, Choice, Empty, Field, More, Near, Pager, RowForm, Select, StatePill, Submit, TextArea, area_choice,
        area_options, thumb_link, top_link, value_choices,
    },
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Days for which a document usually holds.
const USUALLY: i64 = 365;

/// Renders `GET /desk/documents?show&cursor`.
pub async fn list(cx: Cx) -> Shown {
    let outdated = cx.query("show") == "outdated";
    let before = if outdated { cx.now } else { 0 };
    let found = cx.store.kept_documents(&cx.actor, before, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("documents-title"), Here::Groups, move || {
        let chips = [("/desk/documents", false, "documents-all"), ("/desk/documents?show=outdated", true, "documents-outdated")]
            .map(|(to, one, key)| view! { <a class="chip" href=to aria-current=(one == outdated).then_some("true")>{t!(key)}</a> })
            .collect_view();
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="chips" aria-label=t!("documents-title")>{chips}</nav>
            {if none {
                view! { <Empty title=t!("documents-none")>{t!("documents-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            {thumb_link("/desk/documents/new".to_owned(), t!("document-new"), "plus")}
        }
    })
    .tools(|| top_link("/desk/documents/new".to_owned(), t!("document-new"), "plus"))
    .back("/desk/groups")
    .narrow()
    .no_index())
}

fn row(document: &AreaDocument) -> impl IntoView + use<> {
    let AreaDocument { id, area_name, kind, title, until, .. } = document.clone();
    let small = format!("{} · {area_name}", lang().named("document-kind", kind.as_str()));
    let outdated = until < scene().now;
    view! {
        <li>
            <a class="row" href=format!("/desk/documents/{id}")>
                <span class="row-main"><b>{title}</b><small>{small}</small></span>
                <span class="row-end">
                    {outdated.then(|| view! { <StatePill tone="amber" icon="clock" text=t!("documents-outdated") /> })}
                    <small><Near at=until /></small>
                </span>
            </a>
        </li>
    }
}

/// Renders the fields that a new document and a new edition share.
fn fields(kind: &'static str, title: String, words: String, until: i64, place: i64) -> impl IntoView {
    let kinds = value_choices("document-kind", DocumentKind::ALL.iter().map(|kind| kind.as_str()));
    let (today, until) = (day_value(scene().now), day_value(until));
    view! {
        <Choice name="kind" label=t!("document-kind") options=kinds value=kind side=true />
        <Field name="title" label=t!("document-title") value=title required=true max_length=40 autocomplete="off" />
        <TextArea name="words" label=t!("document-words") hint=t!("document-words-hint") value=words required=true max_length=4000 rows=12 />
        <Field name="until" label=t!("document-until") kind="date" value=until required=true min=today />
        <Field name="place" label=t!("document-place") hint=t!("document-place-hint") value=place.to_string() required=true inputmode="numeric" max_length=2 autocomplete="off" />
    }
}

/// Renders `GET /desk/documents/new?area`.
pub async fn new(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepDocuments)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::KeepDocuments, &area.path)));
    let area = cx.query("area").to_owned();
    Ok(Page::new(cx.lang.t("document-new"), Here::Groups, move || {
        view! {
            <ActionForm to="/desk/documents/new">
                <Select name="area" label=t!("document-area") options=areas value=area required=true />
                {fields(DocumentKind::Rules.as_str(), String::new(), String::new(), scene().now + USUALLY * DAY, 10)}
                <div class="thumb-bar"><Submit label=t!("document-post") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/documents")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/documents/{id}`.
pub async fn change(cx: Cx) -> Shown {
    let AreaDocument { id, area, area_name, kind, title, words, until, place, version, .. } =
        cx.store.document(&cx.actor, cx.id("id")?).await?;
    Ok(Page::new(title.clone(), Here::Groups, move || {
        view! {
            <p><a class="link" href=format!("/areas/{area}/documents")>{area_name}</a></p>
            <ActionForm to=format!("/desk/documents/{id}")>
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="area" value=area />
                {fields(kind.as_str(), title, words, until, place)}
                <div class="thumb-bar"><Submit label=t!("document-change") wide=true /></div>
            </ActionForm>
            <More summary=t!("document-remove")>
                <RowForm to=format!("/desk/documents/{id}/remove")><button class="btn btn-bad">{t!("document-remove")}</button></RowForm>
            </More>
        }
    })
    .back("/desk/documents")
    .narrow()
    .no_index())
}
