//! One area: its policy and where that is set, its name, and the areas below.

use domain::{
    Result,
    areas::{Area, AreaId, AreaKind, Policy, reorganisation::AreaChange},
    permission::Action,
};
use leptos::prelude::*;

use super::{
    policy::{Source, policy_section},
    reorganisation::history,
};
use crate::{
    components::{ActionForm, Fact, Facts, Field, Icon, More, Submit},
    web::Cx,
};

/// Data of one area's page.
pub(crate) struct Record {
    area: Area,
    /// Areas above it that the actor may see, root first.
    above: Vec<(AreaId, String)>,
    below: usize,
    policy: Policy,
    source: Source,
    administers: bool,
    /// What became of it, so that figures of earlier months can be explained.
    changes: Vec<AreaChange>,
}

impl Record {
    pub(crate) async fn read(cx: &Cx, areas: &[Area], area: Area) -> Result<Self> {
        let (policy, from) = cx.store.policy(area.id).await?;
        let named = |id: AreaId| areas.iter().find(|a| a.id == id).map(|a| a.name.clone());
        let source = match from {
            0 => Source::Default,
            id if id == area.id => Source::Own,
            id => Source::Above(named(id).unwrap_or_default()),
        };
        let above = areas.iter().filter(|a| a.id != area.id && a.path.covers(&area.path));
        let above = above.map(|a| (a.id, a.name.clone())).collect();
        let below = areas.iter().filter(|a| a.parent == area.id).count();
        let administers = cx.actor.may(Action::Administer, &area.path);
        let changes = cx.store.area_changes(&cx.actor, area.id).await?;
        Ok(Record { area, above, below, policy, source, administers, changes })
    }

    pub(crate) fn drawn(self) -> AnyView {
        let Record { area, above, below, policy, source, administers, changes } = self;
        let lang = crate::i18n::lang();
        let (id, name) = (area.id, area.name.clone());
        let crumbs = above
            .into_iter()
            .map(|(id, name)| view! { <a href=format!("/admin/areas/{id}")>{name}</a> })
            .collect_view();
        let grows = administers && area.kind != AreaKind::Grid;
        let has_webhooks = administers && area.parent == 0;
        view! {
            <article class="split-record">
                <nav class="crumbs" aria-label=t!("admin-area-where")>{crumbs}<span aria-current="page">{name.clone()}</span></nav>
                <Facts>
                    <Fact name=t!("field-kind")>{lang.named("area-kind", area.kind.as_str())}</Fact>
                    <Fact name=t!("admin-areas-below")>{t!("admin-area-count", n = i64::try_from(below).unwrap_or(0))}</Fact>
                </Facts>
                {policy_section(id, policy, source)}
                <p><a class="btn btn-quiet" href=format!("/admin/areas/{id}/taking-part")><Icon name="star" />{t!("part-title")}</a></p>
                <p><a class="btn btn-quiet" href=format!("/admin/areas/{id}/points")><Icon name="star" />{t!("points-policy-link")}</a></p>
                <p><a class="btn btn-quiet" href=format!("/admin/areas/{id}/messages")><Icon name="bell" />{t!("bots-title")}</a></p>
                {has_webhooks.then(|| view! {
                    <p><a class="btn btn-quiet" href=format!("/admin/areas/{id}/webhooks")><Icon name="bell" />{t!("webhooks-title")}</a></p>
                })}
                {administers.then(|| rename_form(id, name))}
                {administers.then(|| view! {
                    <p><a class="btn btn-quiet" href=format!("/admin/areas/{id}/change")><Icon name="pin" />{t!("area-change-title")}</a></p>
                    <p><a class="btn btn-quiet" href="/admin/closed-areas"><Icon name="close" />{t!("areas-closed-title")}</a></p>
                })}
                {grows.then(|| view! {
                    <p><a class="btn btn-quiet" href=format!("/admin/areas?below={id}")><Icon name="plus" />{t!("admin-area-add")}</a></p>
                })}
                {history(changes)}
            </article>
        }
        .into_any()
    }
}

fn rename_form(id: AreaId, name: String) -> impl IntoView {
    let to = format!("/admin/areas/{id}/rename");
    view! {
        <More summary=t!("admin-area-rename") to=to.clone()>
            <ActionForm to=to>
                <Field name="name" label=t!("admin-area-name") value=name required=true max_length=40 autocomplete="off" />
                <Submit label=t!("admin-area-rename-do") tone="soft" />
            </ActionForm>
        </More>
    }
}
