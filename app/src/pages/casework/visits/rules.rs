//! Rules: which families of which area are visited how often.

use domain::{
    DAY,
    casework::visits::{Festival, Rhythm, VisitGroup, VisitRule},
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::{options, tabs};
use crate::{
    components::{ActionForm, Choice, Empty, Field, More, Near, Select, Submit, area_choice, area_options},
    i18n::{day_value, lang},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/visits/rules`.
pub async fn page(cx: Cx) -> Shown {
    let rules = cx.store.visit_rules(&cx.actor).await?;
    let leads = cx.actor.may_somewhere(Action::LeadCasework);
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::LeadCasework, &area.path)));
    Ok(Page::new(cx.lang.t("visit-rules-title"), Here::Visits, move || {
        let none = rules.is_empty();
        let rows = rules.iter().map(|rule| row(rule, leads)).collect_view();
        view! {
            {tabs("/desk/visits/rules")}
            <p class="note">{t!("visit-rules-note")}</p>
            {if none {
                view! { <Empty title=t!("visit-rules-empty")>{t!("visit-rules-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {leads.then(|| form(areas))}
        }
    })
    .narrow()
    .no_index())
}

fn row(rule: &VisitRule, leads: bool) -> impl IntoView + use<> {
    let VisitRule { id, area_name, families, rhythm, festival, days, window, yields_to, .. } = rule.clone();
    let rhythm = match festival {
        Some(festival) => lang().named("visit-festival", festival.as_str()),
        None => lang().named("visit-rhythm", rhythm.as_str()),
    };
    let title = t!(
        "visit-rule-title",
        area = area_name,
        families = lang().named("visit-group", families.as_str()),
        rhythm = rhythm
    );
    let until = window.due - 1;
    view! {
        <li class="row">
            <span class="row-main">
                <b>{title}</b>
                <small>{t!("visit-rule-days", n = days)}" · "{t!("visit-due")}" "<Near at=until /></small>
                {yields_to.map(|_| view! { <small>{t!("visit-rule-yields")}</small> })}
            </span>
            {leads.then(|| view! {
                <span class="row-end">
                    <ActionForm to=format!("/desk/visits/rules/{id}/end") class="cluster">
                        <Submit label=t!("visit-rule-end") tone="quiet" small=true />
                    </ActionForm>
                </span>
            })}
        </li>
    }
}

fn form(areas: Vec<(String, String)>) -> impl IntoView {
    let families = named("visit-group", VisitGroup::ALL, VisitGroup::as_str);
    let festivals = named("visit-festival", Festival::ALL, Festival::as_str);
    let rhythms = options("visit-rhythm", Rhythm::ALL, Rhythm::as_str);
    let last = day_value(scene().now + 399 * DAY);
    view! {
        <More summary=t!("visit-rule-new") to="/desk/visits/rules" open=false>
            <ActionForm to="/desk/visits/rules">
                <Select name="area" label=t!("visit-area") options=areas required=true />
                <Select name="families" label=t!("visit-rule-families") options=families value="hardship" required=true />
                <Choice name="rhythm" label=t!("visit-rule-rhythm") options=rhythms value="monthly" side=true />
                <Field name="days" label=t!("visit-rule-window") hint=t!("visit-rule-window-hint") kind="number" inputmode="numeric" value="20" min="1".to_owned() max="90".to_owned() required=true />
                <Select name="festival" label=t!("visit-rule-festival") options=festivals />
                <Field name="day" label=t!("visit-rule-day") hint=t!("visit-rule-day-hint") kind="date" min=day_value(scene().now) max=last />
                <Submit label=t!("visit-rule-do") wide=true />
            </ActionForm>
        </More>
    }
}
