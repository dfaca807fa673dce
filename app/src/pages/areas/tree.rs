//! The tree of areas on the left; on the right one area, or the form for a new one.

use std::collections::HashMap;

use domain::{
    Error,
    areas::{Area, AreaId, AreaKind},
    permission::Action,
};
use leptos::prelude::*;

use super::area::Record;
use crate::{
    components::{ActionForm, Empty, Field, Icon, Select, Split, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/areas?below`: administrators get the form for an area below that one.
pub async fn page(cx: Cx) -> Shown {
    let below = if cx.form.is_posted() { cx.field_i64("below") } else { cx.query_i64("below") };
    shown(cx, None, below).await
}

/// Renders `GET /admin/areas/{id}`.
pub async fn record(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    shown(cx, Some(id), 0).await
}

async fn shown(cx: Cx, id: Option<AreaId>, below: AreaId) -> Shown {
    cx.actor.must_somewhere(Action::SetPolicy)?;
    let mut areas = cx.store.areas(&cx.actor).await?;
    areas.retain(|area| cx.actor.may(Action::SetPolicy, &area.path));
    let find = |id: AreaId| areas.iter().find(|area| area.id == id).cloned().ok_or(Error::NotFound);
    let parent = if below == 0 { None } else { Some(find(below)?) };
    let adds = cx.actor.may_somewhere(Action::Administer);
    // Without the permission to add areas there is no form, so the first area is shown beside the list.
    let open = match id {
        Some(id) => Some(find(id)?),
        None if adds => parent.clone(),
        None => areas.first().cloned(),
    };
    let record = match &open {
        Some(area) if id.is_some() || !adds => Some(Record::read(&cx, &areas, area.clone()).await?),
        _ => None,
    };
    let record_open = id.is_some() || below != 0 || cx.form.is_posted() || !cx.query("new").is_empty();
    let title =
        open.as_ref().filter(|_| id.is_some()).map_or_else(|| cx.lang.t("admin-areas-title"), |area| area.name.clone());
    let page = Page::new(title, Here::Areas, move || {
        let list = tree(&areas, open.as_ref(), open.as_ref().map(|area| area.id));
        let record = match record {
            Some(record) => record.drawn(),
            None if adds => add_form(parent, &areas),
            None => view! {
                <article class="split-record"><Empty title=t!("admin-areas-pick")>{t!("admin-areas-pick-text")}</Empty></article>
            }
            .into_any(),
        };
        view! { <Split record_open list record /> }
    })
    .no_index();
    let page = if record_open { page.back("/admin/areas") } else { page };
    Ok(if adds && !record_open { page.tools(add_button) } else { page })
}

/// Renders the link to the form, which on a phone is a page of its own.
fn add_button() -> impl IntoView {
    view! { <a class="btn btn-soft only-phone" href="/admin/areas?new=root"><Icon name="plus" />{t!("admin-area-add-root")}</a> }
}

/// Renders the tree, unfolded only along the path to the open area, so that thousands stay short.
fn tree(areas: &[Area], open: Option<&Area>, current: Option<AreaId>) -> AnyView {
    if areas.is_empty() {
        return view! { <p class="soft">{t!("admin-areas-empty")}</p> }.into_any();
    }
    let known: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
    let mut below: HashMap<AreaId, Vec<&Area>> = HashMap::new();
    for area in areas {
        let above = if known.contains_key(&area.parent) { area.parent } else { 0 };
        below.entry(above).or_default().push(area);
    }
    below.values_mut().for_each(|sisters| sisters.sort_by_key(|area| area.id));
    let tree = Tree { below, open, current };
    view! { <ul class="tree card">{tree.branch(0)}</ul> }.into_any()
}

struct Tree<'a> {
    below: HashMap<AreaId, Vec<&'a Area>>,
    open: Option<&'a Area>,
    current: Option<AreaId>,
}

impl Tree<'_> {
    fn branch(&self, above: AreaId) -> Vec<AnyView> {
        self.below.get(&above).into_iter().flatten().map(|area| self.leaf(area, above == 0)).collect()
    }

    fn leaf(&self, area: &Area, top: bool) -> AnyView {
        let n = self.below.get(&area.id).map_or(0, Vec::len);
        let unfolded = n > 0 && (top || self.open.is_some_and(|open| area.path.covers(&open.path)));
        let branch = unfolded.then(|| view! { <ul>{self.branch(area.id)}</ul> });
        let count = (n > 0).then(|| {
            view! { <b class="count">{n}</b><span class="visually-hidden">{t!("admin-areas-below")}</span> }
        });
        view! {
            <li>
                <a href=format!("/admin/areas/{}", area.id) aria-current=(self.current == Some(area.id)).then_some("true")>
                    {area.name.clone()}
                    {count}
                </a>
                {branch}
            </li>
        }
        .into_any()
    }
}

/// Lists kinds that may lie below `parent`; all kinds for `None`.
pub(crate) fn kinds_below(parent: Option<AreaKind>) -> Vec<AreaKind> {
    let below = |kind: &&AreaKind| parent.is_none_or(|above| (**kind as usize) > (above as usize));
    AreaKind::ALL.iter().filter(below).copied().collect()
}

fn add_form(parent: Option<Area>, areas: &[Area]) -> AnyView {
    let lang = crate::i18n::lang();
    let kinds = kinds_below(parent.as_ref().map(|area| area.kind));
    // Siblings usually share a kind, so the last sibling's is preselected.
    let sister = parent.as_ref().and_then(|above| areas.iter().rfind(|area| area.parent == above.id));
    let usual = sister.map(|area| area.kind).or(kinds.first().copied());
    let usual = usual.map(|kind| kind.as_str().to_owned()).unwrap_or_default();
    let options = kinds.iter().map(|kind| (kind.as_str().to_owned(), lang.named("area-kind", kind.as_str()))).collect();
    let heading = parent
        .as_ref()
        .map_or_else(|| t!("admin-area-add-root"), |area| t!("admin-area-add-below", name = area.name.clone()));
    let below = parent.as_ref().map_or(0, |area| area.id);
    view! {
        <article class="split-record">
            <h2>{heading}</h2>
            {parent.is_none().then(|| view! { <p class="note">{t!("admin-area-add-root-note")}</p> })}
            <ActionForm to="/admin/areas">
                <input type="hidden" name="below" value=below />
                <Field name="name" label=t!("admin-area-name") required=true max_length=40 autocomplete="off" />
                <Select name="kind" label=t!("field-kind") options value=usual required=true />
                <Submit label=t!("admin-area-add-do") wide=true />
            </ActionForm>
        </article>
    }
    .into_any()
}
