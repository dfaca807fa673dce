//! Rules of districts: those that hold, those before, and the form that enters a version.

use domain::{
    casework::school_places::rules::{BackPayment, Counting, SchoolRule, SchoolTerms},
    permission::Action,
    time::Day,
};
use leptos::prelude::*;
use store::casework::school_places::rules::RuleList;

use super::pieces::{at, tabs};
use crate::{
    components::{
        ActionForm, Banner, Choice, Empty, Fact, Facts, Field, More, Near, Pager, Select, Submit, TextArea,
        area_choice, area_options, value_choices,
    },
    i18n::lang,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/school-rules?show&edit&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let over = cx.query("show") == "over";
    let which = if over { RuleList::Ended } else { RuleList::Current };
    let found = cx.store.school_rules(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let (other, other_label) = match over {
        true => ("/desk/school-rules", "school-rules-current"),
        false => ("/desk/school-rules?show=over", "school-rules-over"),
    };
    let leads = cx.actor.may_somewhere(Action::LeadCasework);
    let edit = cx.query_i64("edit").max(cx.field_i64("replaces"));
    let edited = if leads { found.items.iter().find(|rule| rule.id == edit).cloned() } else { None };
    let areas = cx.store.areas(&cx.actor).await?;
    let mine: Vec<i64> =
        areas.iter().filter(|area| cx.actor.may(Action::LeadCasework, &area.path)).map(|area| area.id).collect();
    let areas = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::LeadCasework, &area.path)));
    Ok(Page::new(cx.lang.t("school-rules-title"), Here::Cases, move || {
        let none = found.items.is_empty();
        let rows =
            found.items.iter().map(|rule| card(rule, leads && !over && mine.contains(&rule.area))).collect_view();
        view! {
            {tabs("/desk/school-rules")}
            <p class="note">{t!("school-rules-note")}</p>
            {if none {
                view! { <Empty title=t!("school-rules-empty")>{t!("school-rules-empty-text")}</Empty> }.into_any()
            } else {
                view! { <div class="stack">{rows}</div> }.into_any()
            }}
            <Pager next />
            <p><a class="link" href=other>{t!(other_label)}</a></p>
            {leads.then(|| form(areas, edited))}
        }
    })
    .back("/desk/school-places")
    .narrow()
    .no_index())
}

fn months(needed: Option<i64>) -> String {
    needed.map_or_else(|| t!("school-not-asked-for"), |n| t!("school-n-months", n = n))
}

fn card(rule: &SchoolRule, may_change: bool) -> impl IntoView + use<> {
    let SchoolRule {
        id, area_name, version, terms, papers, source, checked_by, entered, entered_by, ended, cases, ..
    } = rule.clone();
    let insurance = format!(
        "{} · {} · {}",
        t!("school-n-months", n = terms.months),
        lang().named("school-counting", terms.counting.as_str()),
        lang().named("school-back-payment", terms.back_payment.as_str()),
    );
    let withdraw = format!("/desk/school-rules/{id}/withdraw");
    view! {
        <article class="card stack">
            <h2>{t!("school-rule-of", area = area_name, version = version)}</h2>
            {(ended.is_none() && terms.last_day < Day::of(scene().now)).then(|| view! { <Banner>{t!("school-rule-outdated")}</Banner> })}
            <Facts>
                <Fact name=t!("school-criterion-insurance")>{insurance}</Fact>
                <Fact name=t!("school-criterion-residence")>{months(terms.residence_months)}</Fact>
                <Fact name=t!("school-criterion-contract")>{months(terms.contract_months)}</Fact>
                <Fact name=t!("school-cut-off")><Near at=at(terms.cut_off) /></Fact>
                <Fact name=t!("school-window")><Near at=at(terms.first_day) />" – "<Near at=at(terms.last_day) /></Fact>
                <Fact name=t!("school-papers")>{papers.join("、")}</Fact>
                <Fact name=t!("school-source")>{source}</Fact>
                <Fact name=t!("school-checked-by")>{checked_by}</Fact>
                <Fact name=t!("school-entered")>{entered_by}" "<Near at=entered /></Fact>
                {ended.map(|at| view! { <Fact name=t!("school-rule-ended")><Near at /></Fact> })}
                <Fact name=t!("school-rule-cases")>{cases}</Fact>
            </Facts>
            {may_change.then(|| view! {
                <p><a class="btn btn-soft" href=format!("/desk/school-rules?edit={id}#rule-form")>{t!("school-rule-change")}</a></p>
                <More summary=t!("school-rule-withdraw") to=withdraw.clone()>
                    <ActionForm to=withdraw.clone()>
                        <p class="note">{t!("school-rule-withdraw-note")}</p>
                        <Submit label=t!("school-rule-withdraw-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        </article>
    }
}

fn form(areas: Vec<(String, String)>, edited: Option<SchoolRule>) -> AnyView {
    let opens = edited.is_some();
    let terms: Option<SchoolTerms> = edited.as_ref().map(|rule| rule.terms);
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let day =
        move |of: fn(&SchoolTerms) -> domain::time::Day| terms.map(|terms| of(&terms).to_string()).unwrap_or_default();
    let countings = value_choices("school-counting", Counting::ALL.iter().map(|one| one.as_str()));
    let backs = value_choices("school-back-payment", BackPayment::ALL.iter().map(|one| one.as_str()));
    let counting = terms.map(|terms| terms.counting).unwrap_or_default().as_str();
    let back = terms.map(|terms| terms.back_payment).unwrap_or_default().as_str();
    let area = edited.as_ref().map(|rule| rule.area.to_string()).unwrap_or_default();
    let replaces = edited.as_ref().map(|rule| rule.id.to_string()).unwrap_or_default();
    let papers = edited.as_ref().map(|rule| rule.papers.join("\n")).unwrap_or_default();
    let (source, checked_by) = edited.map(|rule| (rule.source, rule.checked_by)).unwrap_or_default();
    let summary = if opens { t!("school-rule-change") } else { t!("school-rule-new") };
    view! {
        <section id="rule-form">
            <More summary=summary to="/desk/school-rules" open=opens>
                <ActionForm to="/desk/school-rules">
                    {opens.then(|| view! { <p class="note">{t!("school-rule-change-note")}</p> })}
                    <input type="hidden" name="replaces" value=replaces />
                    <Select name="area" label=t!("school-rule-area") options=areas value=area required=true />
                    <Field name="months" label=t!("school-rule-months") value=number(terms.map(|terms| terms.months)) kind="number" inputmode="numeric" min="0".to_owned() max="60".to_owned() required=true />
                    <Choice name="counting" label=t!("school-rule-counting") options=countings value=counting side=true />
                    <Choice name="back_payment" label=t!("school-rule-back-payment") options=backs value=back side=true />
                    <div class="field-row">
                        <Field name="residence_months" label=t!("school-rule-residence") hint=t!("school-rule-empty-hint") value=number(terms.and_then(|terms| terms.residence_months)) kind="number" inputmode="numeric" min="0".to_owned() max="60".to_owned() />
                        <Field name="contract_months" label=t!("school-rule-contract") hint=t!("school-rule-empty-hint") value=number(terms.and_then(|terms| terms.contract_months)) kind="number" inputmode="numeric" min="0".to_owned() max="60".to_owned() />
                    </div>
                    <Field name="cut_off" label=t!("school-cut-off") hint=t!("school-cut-off-hint") kind="date" value=day(|terms| terms.cut_off) required=true />
                    <div class="field-row">
                        <Field name="first_day" label=t!("school-rule-first-day") kind="date" value=day(|terms| terms.first_day) required=true />
                        <Field name="last_day" label=t!("school-rule-last-day") kind="date" value=day(|terms| terms.last_day) required=true />
                    </div>
                    <TextArea name="papers" label=t!("school-papers") hint=t!("school-papers-hint") value=papers max_length=800 rows=5 />
                    <TextArea name="source" label=t!("school-source") hint=t!("school-source-hint") value=source required=true max_length=300 rows=2 />
                    <Field name="checked_by" label=t!("school-checked-by") value=checked_by required=true max_length=60 autocomplete="off" />
                    <Submit label=t!("school-rule-do") wide=true />
                </ActionForm>
            </More>
        </section>
    }
    .into_any()
}
