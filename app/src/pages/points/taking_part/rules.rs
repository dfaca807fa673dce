//! The rules of an area: what it gives for taking part, and the versions before.

use domain::{
    Error,
    points::{
        MOST,
        taking_part::{PartKind, PartRule},
    },
};
use leptos::prelude::*;

use super::pieces::rule_line;
use crate::{
    components::{ActionForm, Empty, Field, Near, RowForm, Select, Submit},
    i18n::day_value,
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /admin/areas/{id}/taking-part`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let rules = cx.store.part_rules(&cx.actor, id).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let area = areas.iter().find(|area| area.id == id).ok_or(Error::NotFound)?;
    let title = cx.lang.tf("part-rules-of", &[("name", area.name.clone().into())]);
    Ok(Page::new(title, Here::Areas, move || {
        let none = rules.is_empty();
        let rows = rules.iter().map(|rule| row(id, rule)).collect_view();
        view! {
            <p class="note">{t!("part-rules-note")}</p>
            {if none {
                view! { <Empty title=t!("part-rules-empty") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {form(id)}
        }
    })
    .back(format!("/admin/areas/{id}"))
    .narrow()
    .no_index())
}

fn row(area: i64, rule: &PartRule) -> impl IntoView + use<> {
    let (line, version, from, ended) = (rule_line(rule), t!("part-version", n = rule.version), rule.from, rule.ended);
    let until = (rule.until > 0).then_some(rule.until - 1);
    let end = (ended == 0 || ended > scene().now).then(|| {
        view! {
            <RowForm to=format!("/admin/areas/{area}/taking-part/{}/withdraw", rule.id)>
                <button class="btn btn-quiet btn-small">{t!("part-rule-withdraw")}</button>
            </RowForm>
        }
    });
    view! {
        <li class="row">
            <span class="row-main">
                <b>{line}</b>
                <small>
                    {version}" · "{t!("part-since")}" "<Near at=from />
                    {until.map(|at| view! { " · "{t!("part-until")}" "<Near at /> })}
                    {(ended > 0).then(|| view! { " · "{t!("part-ended")}" "<Near at=ended /> })}
                </small>
            </span>
            <span class="row-end">{end}</span>
        </li>
    }
}

fn form(id: i64) -> impl IntoView {
    let today = day_value(scene().now);
    let kinds = named("part-kind", PartKind::ALL, PartKind::as_str);
    view! {
        <ActionForm to=format!("/admin/areas/{id}/taking-part")>
            <h2>{t!("part-rule-new")}</h2>
            <Select name="kind" label=t!("part-kind") options=kinds required=true />
            <div class="field-row">
                <Field
                    name="points" label=t!("part-points") unit=t!("points-unit") kind="number" inputmode="numeric"
                    min="1".to_owned() max=MOST.to_string() required=true autocomplete="off"
                />
                <Field
                    name="cap_month" label=t!("part-cap") hint=t!("points-no-cap") value="0".to_owned()
                    unit=t!("points-unit") kind="number" inputmode="numeric" min="0".to_owned()
                    max=(10 * MOST).to_string() required=true autocomplete="off"
                />
            </div>
            <div class="field-row">
                <Field
                    name="from" label=t!("part-from") kind="date" value=today.clone() required=true min=today.clone()
                />
                <Field name="until" label=t!("part-until") hint=t!("part-until-hint") kind="date" min=today />
            </div>
            <div class="thumb-bar"><Submit label=t!("part-rule-set") wide=true /></div>
        </ActionForm>
    }
}
