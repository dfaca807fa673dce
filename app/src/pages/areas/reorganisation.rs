//! Moving, merging and closing an area: what lies in it, what would change, and the step itself.

use domain::{
    areas::{
        Area, AreaId, Waits,
        reorganisation::{AreaChange, AreaContent, AreaImpact, AreaRecord, AreaThing},
    },
    permission::Action,
};
use leptos::prelude::*;
use store::areas::reorganisation::{CloseArea, MergeAreas, MoveArea, ReopenArea, impact::Reshaping};

use crate::{
    components::{
        ActionForm, Banner, Choice, Empty, Fact, Facts, More, Near, RowForm, Select, Submit, Table, area_choice,
        area_options,
    },
    i18n::lang,
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /admin/areas/{id}/change?to&as`: with a target the preview, without one what can be done.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let areas = cx.store.areas(&cx.actor).await?;
    let contents = cx.store.area_contents(&cx.actor, id).await?;
    let changes = cx.store.area_changes(&cx.actor, id).await?;
    let area = areas.iter().find(|area| area.id == id).cloned().ok_or(domain::Error::NotFound)?;
    // A refused step is posted with its target; the preview is then made anew.
    let to = if cx.form.is_posted() { cx.field_i64("to") } else { cx.query_i64("to") };
    let merges = cx.query("as") == "merge" || cx.path.ends_with("/merge");
    let reshaping = if merges { Reshaping::Merge } else { Reshaping::Move };
    let impact = match to {
        0 => None,
        to => Some(cx.store.area_impact(&cx.actor, id, to, reshaping).await?),
    };
    let may = |other: &Area| cx.actor.may(Action::Administer, &other.path) && !area.path.covers(&other.path);
    let beside = area_choice(cx.lang, area_options(&areas, may));
    let is_root = area.parent == 0;
    Ok(Page::new(cx.lang.t("area-change-title"), Here::Areas, move || {
        let empty = contents.is_empty();
        view! {
            <p><b>{area.name.clone()}</b></p>
            {impact.map(|impact| preview(id, reshaping, impact))}
            {content_list(&contents)}
            {(!is_root).then(|| view! {
                {choose(id, beside)}
                {close_form(id, empty)}
            })}
            {history(changes)}
        }
    })
    .back(format!("/admin/areas/{id}"))
    .narrow()
    .no_index())
}

/// Renders the form that asks for a preview.
fn choose(id: AreaId, options: Vec<(String, String)>) -> impl IntoView {
    let verbs = ["move", "merge"]
        .map(|verb| (verb.to_owned(), lang().named("area-change", verb), lang().named("area-change-note", verb)));
    view! {
        <section class="card stack">
            <form method="get" action=format!("/admin/areas/{id}/change") class="stack">
                <Choice name="as" label=t!("area-change-what") options=verbs.to_vec() />
                <Select name="to" label=t!("area-change-to") options=options required=true />
                <button class="btn btn-soft">{t!("area-change-preview")}</button>
            </form>
        </section>
    }
}

/// Renders what would change, and the button that does it.
fn preview(id: AreaId, reshaping: Reshaping, impact: AreaImpact) -> impl IntoView {
    let AreaImpact { to, to_name, households, unkept, losing, gaining, policy, clashes, .. } = impact;
    let (verb, title) = match reshaping {
        Reshaping::Move => ("move", t!("area-preview-move", name = to_name)),
        Reshaping::Merge => ("merge", t!("area-preview-merge", name = to_name)),
    };
    let rules = policy
        .into_iter()
        .map(|line| {
            let field = lang().named("policy-field", &line.field);
            view! {
                <tr>
                    <th scope="row">{field}</th>
                    <td data-label=t!("area-preview-before")>{rule_value(&line.field, &line.before)}</td>
                    <td data-label=t!("area-preview-after")>{rule_value(&line.field, &line.after)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let same_rules = rules.is_empty();
    let clash = clashes.join(&t!("chain-join"));
    let free = clashes.is_empty();
    view! {
        <section class="card stack" aria-labelledby="preview">
            <h2 id="preview">{title}</h2>
            <Facts>
                <Fact name=t!("area-preview-households")>{households}</Fact>
                <Fact name=t!("area-preview-unkept")>{unkept}</Fact>
                <Fact name=t!("area-preview-losing")>{losing}</Fact>
                <Fact name=t!("area-preview-gaining")>{gaining}</Fact>
            </Facts>
            {if same_rules {
                view! { <p class="soft">{t!("area-preview-same-rules")}</p> }.into_any()
            } else {
                view! {
                    <Table label=t!("area-preview-rules") heads=view! {
                        <th scope="col">{t!("area-preview-rules")}</th>
                        <th scope="col">{t!("area-preview-before")}</th>
                        <th scope="col">{t!("area-preview-after")}</th>
                    }>{rules.collect_view()}</Table>
                }
                .into_any()
            }}
            {(!free).then(|| view! { <Banner tone="plum">{t!("area-preview-clashes", names = clash)}</Banner> })}
            {free.then(|| view! {
                <ActionForm to=format!("/admin/areas/{id}/{verb}")>
                    <input type="hidden" name="to" value=to />
                    <input type="hidden" name="households" value=households />
                    <p class="note">{t!("area-preview-note")}</p>
                    <Submit label=lang().named("area-change-do", verb) tone="bad" />
                </ActionForm>
            })}
        </section>
    }
}

/// Says a value of the policy, which the API writes as a code, or leaves out where it is the usual one.
fn rule_value(field: &str, value: &str) -> String {
    match (field, value) {
        (_, "") => t!("policy-value-usual"),
        ("who_may_claim", who) => lang().named("who-may-claim", who),
        ("staff_factor", _) | (_, "true") => t!("policy-value-on"),
        ("waits", days) => serde_json::from_str::<Waits>(days).map_or_else(
            |_| days.to_owned(),
            |Waits { arrive_days, grace_days, collect_days }| format!("{arrive_days} · {grace_days} · {collect_days}"),
        ),
        (_, text) => text.to_owned(),
    }
}

/// Renders what is open in the area and who has it.
fn content_list(contents: &[AreaContent]) -> AnyView {
    if contents.is_empty() {
        return view! { <p class="soft">{t!("area-content-none")}</p> }.into_any();
    }
    let rows = contents
        .iter()
        .map(|content| {
            let kind = lang().named("area-thing", content.kind.as_str());
            let named = content.first.iter().map(|record| said(content.kind, record)).collect::<Vec<_>>().join(&t!("chain-join"));
            let n = content.n;
            view! { <li class="row"><span class="row-main"><b>{kind}</b><small>{named}</small></span><span class="row-end num">{n}</span></li> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="contents">
            <h2 id="contents">{t!("area-content-title")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Names a record with its owner.
fn said(kind: AreaThing, record: &AreaRecord) -> String {
    let title = match kind {
        AreaThing::Staff => lang().named("role", &record.title),
        _ if record.title.is_empty() => record.id.to_string(),
        _ => record.title.clone(),
    };
    if record.owner.is_empty() { title } else { format!("{title} · {}", record.owner) }
}

fn close_form(id: AreaId, empty: bool) -> impl IntoView {
    let to = format!("/admin/areas/{id}/close");
    view! {
        <More summary=t!("area-close") to=to.clone()>
            {if empty {
                view! {
                    <ActionForm to=to>
                        <p class="note">{t!("area-close-note")}</p>
                        <Submit label=t!("area-close") tone="bad" />
                    </ActionForm>
                }
                .into_any()
            } else {
                view! { <p class="note">{t!("area-close-first")}</p> }.into_any()
            }}
        </More>
    }
}

/// Renders what became of the area, so that figures of earlier months can be explained.
pub(super) fn history(changes: Vec<AreaChange>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let rows = changes
        .into_iter()
        .map(|change| {
            let AreaChange { area_name, kind, before, after, households, at, .. } = change;
            let kind = lang().named("area-became", kind.as_str());
            let ends = [before, after].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" → ");
            view! {
                <li class="row">
                    <span class="row-main">
                        <b>{area_name}" · "{kind}</b>
                        <small>{ends}" "{t!("area-became-households", n = households)}</small>
                    </span>
                    <span class="row-end"><small><Near at=at /></small></span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="became">
                <h2 id="became">{t!("area-became-title")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Handles `POST /admin/areas/{id}/move`.
pub async fn relocate(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let step = MoveArea { area: id, to: cx.choice("to")?, households: cx.field_i64("households") };
    cx.store.run(&cx.by(), step).await?;
    Ok(To::page(format!("/admin/areas/{id}")).saying("done-area-moved"))
}

/// Handles `POST /admin/areas/{id}/merge`.
pub async fn merge(cx: Cx) -> Done {
    let to = cx.choice("to")?;
    let step = MergeAreas { area: cx.id("id")?, to, households: cx.field_i64("households") };
    cx.store.run(&cx.by(), step).await?;
    Ok(To::page(format!("/admin/areas/{to}")).saying("done-area-merged"))
}

/// Handles `POST /admin/areas/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    cx.store.run(&cx.by(), CloseArea { area: cx.id("id")? }).await?;
    Ok(To::page("/admin/closed-areas").saying("done-area-closed"))
}

/// Handles `POST /admin/closed-areas/{id}/open`.
pub async fn reopen(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ReopenArea { area: id }).await?;
    Ok(To::page(format!("/admin/areas/{id}")).saying("done-area-reopened"))
}

/// Renders `GET /admin/closed-areas`.
pub async fn closed(cx: Cx) -> Shown {
    let areas = cx.store.closed_areas(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("areas-closed-title"), Here::Areas, move || {
        if areas.is_empty() {
            return view! { <Empty title=t!("areas-closed-none") /> }.into_any();
        }
        let rows = areas
            .into_iter()
            .map(|area| {
                let kind = lang().named("area-kind", area.kind.as_str());
                view! {
                    <li class="row">
                        <span class="row-main"><b>{area.name}</b><small>{kind}</small></span>
                        <span class="row-end">
                            <RowForm to=format!("/admin/closed-areas/{}/open", area.id)>
                                <button class="btn btn-soft btn-small">{t!("area-reopen")}</button>
                            </RowForm>
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    })
    .back("/admin/areas")
    .narrow()
    .no_index())
}
