//! Rules that hold in the reader's areas, and for coordinators which caseworkers are late.

use domain::{
    casework::entitlements::rules::{LateEntries, Rule},
    permission::Action,
};
use leptos::prelude::*;

use super::rule_pill;
use crate::{
    components::{Empty, Icon, thumb_link, top_link},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/entitlements`.
pub async fn page(cx: Cx) -> Shown {
    let rules = cx.store.entitlement_rules(&cx.actor).await?;
    let leads = cx.actor.may_somewhere(Action::LeadEntitlements);
    let late = if leads { cx.store.entitlements_late(&cx.actor).await? } else { Vec::new() };
    let opens = cx.actor.may_somewhere(Action::ReadHouseholds);
    let page = Page::new(cx.lang.t("rules-title"), Here::Entitlements, move || {
        let none = rules.is_empty();
        let rows = rules.iter().map(row).collect_view();
        view! {
            <p class="soft">{t!("rules-intro")}</p>
            {opens.then(|| view! {
                <p><a class="btn btn-soft" href="/desk/entitled"><Icon name="list" />{t!("entitled-title")}</a></p>
            })}
            {(!late.is_empty()).then(|| late_rows(&late))}
            {if none {
                view! { <Empty title=t!("rules-empty")>{t!("rules-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {leads.then(|| thumb_link("/desk/entitlements/new".to_owned(), t!("rule-new"), "plus"))}
        }
    })
    .narrow()
    .no_index();
    Ok(if leads {
        page.tools(move || top_link("/desk/entitlements/new".to_owned(), t!("rule-new"), "plus"))
    } else {
        page
    })
}

fn row(rule: &Rule) -> impl IntoView + use<> {
    let Rule { id, area_name, state, latest, .. } = rule.clone();
    let unit = lang().named("rule-unit", rule.content.unit.as_str());
    let line = format!("{area_name} · {unit} · {}", t!("rule-version", n = latest.to_string()));
    view! {
        <li>
            <a class="row" href=format!("/desk/entitlements/{id}")>
                <span class="row-main"><b>{rule.content.name.clone()}</b><small>{line}</small></span>
                <span class="row-end">{rule_pill(state)}</span>
            </a>
        </li>
    }
}

/// Formats a count that may be left out.
pub(super) fn count(n: Option<i64>) -> String {
    n.map_or_else(|| t!("rule-few"), |n| n.to_string())
}

fn late_rows(late: &[LateEntries]) -> AnyView {
    let rows = late
        .iter()
        .map(|of| {
            let LateEntries { rule, rule_name, caseworker_name, count: late, .. } = of.clone();
            let keeper = if caseworker_name.is_empty() { t!("visits-no-owner") } else { caseworker_name };
            view! {
                <li>
                    <a class="row" href=format!("/desk/entitlements/{rule}")>
                        <span class="row-main"><b>{keeper}</b><small>{rule_name}</small></span>
                        <span class="row-end">{count(late)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="late">
            <h2 id="late">{t!("rules-late")}</h2>
            <p class="note">{t!("rules-late-note")}</p>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
