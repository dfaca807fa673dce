//! One rule: what it says, what came of trying it, and what became of those it found.

use domain::{
    areas::Area,
    casework::entitlements::{
        EntitlementCount,
        rules::{NewRule, Rule, RuleEnd, RuleState, Trial},
    },
    permission::Action,
};
use leptos::prelude::*;

use super::{rule_pill, rules::count, words};
use crate::{
    components::{ActionForm, Banner, Choice, Empty, Fact, Facts, Icon, More, Near, Submit, Table},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/entitlements/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let rule = cx.store.entitlement_rule(&cx.actor, id).await?;
    let used = match rule.used {
        Some(version) if version != rule.latest => cx.store.entitlement_rule_used(&cx.actor, id).await?,
        _ => None,
    };
    let trials = cx.store.rule_trials(&cx.actor, id).await?;
    let counts = if rule.used.is_some() { cx.store.entitlement_counts(&cx.actor, id).await? } else { Vec::new() };
    let areas = cx.store.areas(&cx.actor).await?;
    let opens = cx.actor.may_somewhere(Action::ReadHouseholds);
    Ok(Page::new(rule.content.name.clone(), Here::Entitlements, move || {
        let (state, latest) = (rule.state, rule.latest);
        let leads = rule.may_lead && state != RuleState::Withdrawn;
        view! {
            <p class="cluster">{rule_pill(state)}<b>{rule.content.gives.clone()}</b></p>
            {rule.reason.map(|reason| view! { <Banner>{lang().named("rule-end", reason.as_str())}</Banner> })}
            {used.is_some().then(|| view! { <Banner tone="amber">{t!("rule-pending", n = latest.to_string())}</Banner> })}
            {facts(&rule)}
            {says(&rule.content, &areas, t!("rule-conditions"))}
            {used.map(|used| says(&used, &areas, t!("rule-used-conditions")))}
            {leads.then(|| lead(&rule))}
            {tries(&trials)}
            {(!counts.is_empty()).then(|| figures(&counts))}
            {(opens && rule.used.is_some()).then(|| view! {
                <p><a class="btn btn-soft" href=format!("/desk/entitled?rule={id}")><Icon name="list" />{t!("entitled-title")}</a></p>
            })}
            {leads.then(|| withdraw(id))}
        }
    })
    .back("/desk/entitlements")
    .narrow()
    .no_index())
}

fn facts(rule: &Rule) -> impl IntoView + use<> {
    let Rule { area_name, latest, since, made, by, .. } = rule.clone();
    let NewRule { source, unit, cut_off, apply_by, ask_days, .. } = rule.content.clone();
    let version = format!("{} · {by}", t!("rule-version", n = latest.to_string()));
    view! {
        <Facts>
            <Fact name=t!("field-area")>{area_name}</Fact>
            <Fact name=t!("rule-for")>{lang().named("rule-unit", unit.as_str())}</Fact>
            <Fact name=t!("field-cut-off")><Near at=cut_off /></Fact>
            {apply_by.map(|at| view! { <Fact name=t!("field-apply-by")><Near at=at /></Fact> })}
            <Fact name=t!("field-ask-days")>{t!("rule-days", n = ask_days)}</Fact>
            <Fact name=t!("field-source")>{source}</Fact>
            <Fact name=t!("rule-written")>{version}" · "<Near at=made /></Fact>
            {since.map(|at| view! { <Fact name=t!("rule-since")><Near at=at /></Fact> })}
        </Facts>
    }
}

/// Renders the conditions and papers of a version.
fn says(rule: &NewRule, areas: &[Area], title: String) -> AnyView {
    let lines = rule.groups.iter().map(|group| view! { <li>{words::group(group, areas)}</li> }).collect_view();
    let papers = words::papers(&rule.papers);
    view! {
        <section class="stack">
            <h2>{title}</h2>
            <ul>{lines}</ul>
            {(!papers.is_empty()).then(|| view! { <p>{t!("rule-papers-line", papers = papers)}</p> })}
        </section>
    }
    .into_any()
}

/// Renders the next step of the coordinator: try it, then use it.
fn lead(rule: &Rule) -> AnyView {
    let (id, latest) = (rule.id, rule.latest);
    let is_tried = rule.tried == Some(latest);
    let is_used = rule.used == Some(latest);
    let to = move |what: &str| format!("/desk/entitlements/{id}/{what}");
    view! {
        <div class="cluster">
            {(is_tried && !is_used).then(|| view! {
                <ActionForm to=to("use") class="cluster">
                    <input type="hidden" name="version" value=latest.to_string() />
                    <Submit label=t!("rule-use") />
                </ActionForm>
            })}
            {(!is_used).then(|| view! {
                <ActionForm to=to("try") class="cluster">
                    <Submit label=t!("rule-try") tone={if is_tried { "soft" } else { "main" }} />
                </ActionForm>
            })}
            <a class="btn btn-quiet" href=to("change")><Icon name="pen" />{t!("rule-change")}</a>
        </div>
        {(is_tried && !is_used).then(|| view! { <p class="note">{t!("rule-use-note")}</p> })}
    }
    .into_any()
}

fn tries(trials: &[Trial]) -> AnyView {
    if trials.is_empty() {
        return view! { <Empty title=t!("rule-untried")>{t!("rule-untried-text")}</Empty> }.into_any();
    }
    let rows = trials
        .iter()
        .map(|trial| {
            let Trial { version, at, units, fresh, unsure, .. } = trial.clone();
            view! {
                <tr>
                    <th scope="row">{t!("rule-version", n = version.to_string())}</th>
                    <td data-label=t!("rule-tried")><Near at=at /></td>
                    <td class="num" data-label=t!("rule-units")>{count(units)}</td>
                    <td class="num" data-label=t!("rule-fresh")>{count(fresh)}</td>
                    <td class="num" data-label=t!("rule-unsure")>{count(unsure)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t!("rule-tries")}</h2>
            <p class="note">{t!("rule-few-note")}</p>
            <Table label=t!("rule-tries") heads=view! {
                <th scope="col">{t!("rule-version-head")}</th>
                <th scope="col">{t!("rule-tried")}</th>
                <th scope="col" class="num">{t!("rule-units")}</th>
                <th scope="col" class="num">{t!("rule-fresh")}</th>
                <th scope="col" class="num">{t!("rule-unsure")}</th>
            }>{rows}</Table>
        </section>
    }
    .into_any()
}

fn figures(counts: &[EntitlementCount]) -> AnyView {
    let rows = counts
        .iter()
        .map(|of| {
            let name = lang().named("entitled-state", of.state.as_str());
            view! { <tr><th scope="row">{name}</th><td class="num" data-label=t!("rule-count")>{count(of.count)}</td></tr> }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t!("rule-figures")}</h2>
            <p class="note">{t!("rule-figures-note")}</p>
            <Table label=t!("rule-figures") brief=true heads=view! {
                <th scope="col">{t!("rule-where")}</th>
                <th scope="col" class="num">{t!("rule-count")}</th>
            }>{rows}</Table>
        </section>
    }
    .into_any()
}

fn withdraw(id: i64) -> AnyView {
    let to = format!("/desk/entitlements/{id}/withdraw");
    let reasons = RuleEnd::ALL
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("rule-end", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <More summary=t!("rule-withdraw") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("rule-withdraw-note")}</p>
                <Choice name="reason" label=t!("field-reason") options=reasons />
                <Submit label=t!("rule-withdraw") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}
