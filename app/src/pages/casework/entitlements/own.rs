//! What a family may be entitled to, for the family itself, once it was asked.

use domain::casework::entitlements::{Entitlement, EntitlementStep};
use leptos::prelude::*;

use super::{pill, words};
use crate::{
    components::{Empty, Near, RowForm},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/entitlements`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.own_entitlements(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-entitlements"), Here::Home, move || {
        let none = found.is_empty();
        let cards = found.iter().map(card).collect_view();
        view! {
            <p class="note">{t!("home-entitlements-note")}</p>
            {none.then(|| view! { <Empty title=t!("home-entitlements-none") /> })}
            {cards}
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

fn card(one: &Entitlement) -> AnyView {
    let Entitlement { id, rule_name, gives, source, member_name, apply_by, reason, .. } = one.clone();
    let (because, missing) = (words::because(&one.because), words::papers(&one.missing));
    let asks = !one.steps.is_empty();
    let live = one.state.is_live();
    let buttons = one.steps.iter().map(|step| button(id, *step)).collect_view();
    view! {
        <article class="card stack">
            <p class="cluster"><b>{rule_name}</b>{pill(one)}</p>
            {(!member_name.is_empty()).then(|| view! { <p>{t!("home-entitled-for", name = member_name)}</p> })}
            <p>{gives}</p>
            <p>{t!("entitled-because", why = because)}</p>
            {(live && !missing.is_empty()).then(|| view! { <p>{t!("entitled-missing", papers = missing)}</p> })}
            {apply_by.filter(|_| live).map(|at| view! { <p>{t!("home-entitled-until")}" "<Near at=at /></p> })}
            {reason.map(|reason| view! { <p>{lang().named("office-refusal", reason.as_str())}</p> })}
            <p class="soft">{source}</p>
            {asks.then(|| view! { <div class="cluster">{buttons}</div> })}
        </article>
    }
    .into_any()
}

fn button(id: i64, step: EntitlementStep) -> AnyView {
    let (label, class) = match step {
        EntitlementStep::Want => (t!("home-entitled-want"), "btn btn-main"),
        _ => (t!("home-entitled-decline"), "btn btn-quiet"),
    };
    view! {
        <RowForm to=format!("/home/entitlements/{id}/answer")>
            <input type="hidden" name="answer" value=step.as_str() />
            <button class=class>{label}</button>
        </RowForm>
    }
    .into_any()
}
