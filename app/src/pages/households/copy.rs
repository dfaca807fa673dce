//! A family's copy of its file, to print or to save.
//!
//! The page prints what people read: words, names, days and numbers. The saved file has everything, codes too.

use domain::households::UNKNOWN_YEAR;
use leptos::prelude::*;
use serde_json::Value;
use store::ops::household_copy::{HouseholdCopy, SECTIONS};

use crate::{
    components::{Fact, Facts, Icon},
    i18n::{date_full, lang, money},
    web::{Cx, Here, Page, Shown},
};

/// How a field is said.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    /// A title or name, which may be of a thing of the catalogue.
    Title,
    /// A text of a person, or a code, which means nothing to readers.
    TextOrCode,
    Day,
    /// A year of birth, if it is known.
    Year,
    Number,
    Money,
}

/// Fields that are printed: name in the copy, phrase of the label, and shape.
const FIELDS: &[(&str, &str, Shape)] = &[
    ("title", "copy-what", Shape::Title),
    ("name", "copy-name", Shape::Title),
    ("purpose", "copy-what", Shape::Text),
    ("rule_name", "copy-what", Shape::Text),
    ("programme_name", "copy-what", Shape::Text),
    ("own_title", "copy-what", Shape::Title),
    ("phone", "copy-phone", Shape::Text),
    ("address", "copy-address", Shape::Text),
    ("birth_year", "copy-birth-year", Shape::Year),
    ("quantity", "copy-quantity", Shape::Number),
    ("points", "copy-points", Shape::Number),
    ("balance", "copy-points", Shape::Number),
    ("amount", "copy-amount", Shape::Money),
    ("words", "copy-words", Shape::Text),
    ("own_words", "copy-words", Shape::Text),
    ("need", "copy-words", Shape::TextOrCode),
    ("because", "copy-words", Shape::TextOrCode),
    ("reason", "copy-reason", Shape::TextOrCode),
    ("answer", "copy-answer", Shape::TextOrCode),
    ("area_name", "copy-where", Shape::Text),
    ("location_name", "copy-where", Shape::Text),
    ("organisation_name", "copy-where", Shape::Text),
    ("service_name", "copy-where", Shape::Text),
    ("owner_name", "copy-who", Shape::Text),
    ("helper_name", "copy-who", Shape::Text),
    ("caseworker_name", "copy-who", Shape::Text),
    ("by", "copy-who", Shape::TextOrCode),
    ("month", "copy-when", Shape::Text),
    ("at", "copy-when", Shape::Day),
    ("created", "copy-when", Shape::Day),
    ("opened", "copy-when", Shape::Day),
    ("asked", "copy-when", Shape::Day),
    ("held", "copy-when", Shape::Day),
    ("made", "copy-when", Shape::Day),
    ("lent", "copy-when", Shape::Day),
    ("starts", "copy-when", Shape::Day),
    ("until", "copy-until", Shape::Day),
    ("due", "copy-until", Shape::Day),
    ("closed", "copy-ended", Shape::Day),
    ("ended", "copy-ended", Shape::Day),
];

/// Phrase of a section's heading: that of the page which shows the same, where there is one.
fn heading(section: &str) -> &'static str {
    match section {
        "household" => "home-household",
        "members" => "copy-members",
        "profiles" => "copy-profiles",
        "hardships" => "file-hardships",
        "papers" => "households-page-papers",
        "consents" => "home-file-consents",
        "notes" => "home-notes",
        "corrections" => "home-correct",
        "openings" => "home-file-openings",
        "objections" => "copy-objections",
        "wishes" => "copy-wishes",
        "received" => "copy-received",
        "orders" => "home-orders",
        "points" => "points-title",
        "points_lines" => "copy-points-lines",
        "taking_part" => "copy-taking-part",
        "helps" => "copy-helps",
        "loans" => "home-loans",
        "disputes" => "home-disputes",
        "reversals" => "copy-reversals",
        "cases" => "copy-cases",
        "referrals" => "copy-referrals",
        "conferences" => "home-conferences",
        "visits" => "home-visits",
        "findings" => "home-findings",
        "school_places" => "home-school-places",
        "entitlements" => "home-entitlements",
        "aid" => "home-aid",
        "pairings" => "home-pairings",
        "job_seekers" => "home-jobs",
        "job_proposals" => "copy-job-proposals",
        "job_checks" => "copy-job-checks",
        "courses" => "home-courses",
        "appointments" => "home-appointments",
        "questions" => "questions-title",
        "groups" => "home-groups",
        "group_notices" => "copy-group-notices",
        "market" => "home-market",
        _ => "notices-title",
    }
}

/// Renders `GET /home/household/copy`.
pub async fn page(cx: Cx) -> Shown {
    let HouseholdCopy { taken, mut sections } = cx.store.household_copy(&cx.actor).await?;
    let found: Vec<(&'static str, Vec<Value>)> = SECTIONS
        .iter()
        .filter_map(|(name, _)| Some((*name, records(sections.remove(name)?))))
        .filter(|(_, records)| !records.is_empty())
        .collect();
    Ok(Page::new(cx.lang.t("copy-title"), Here::Home, move || {
        let sections = found.into_iter().map(|(name, records)| section(name, &records)).collect_view();
        view! {
            <p class="soft">{t!("copy-note", time = date_full(taken))}</p>
            <div class="cluster">
                <a class="btn" href="/api/v1/me/household-copy" download="wishbridge.json">{t!("copy-save")}</a>
                <button type="button" class="btn" hidden data-wake="print" data-print><Icon name="print" />{t!("copy-print")}</button>
            </div>
            {sections}
        }
    })
    .back("/home/household")
    .narrow())
}

/// Divides a section into records. One that is a record itself gives up its lists, whose entries follow it.
fn records(content: Value) -> Vec<Value> {
    match content {
        Value::Array(records) => records,
        Value::Object(members) => {
            let (lists, own): (Vec<_>, Vec<_>) = members.into_iter().partition(|(_, member)| member.is_array());
            let entries = lists.into_iter().filter_map(|(_, list)| match list {
                Value::Array(entries) => Some(entries),
                _ => None,
            });
            [Value::Object(own.into_iter().collect())].into_iter().chain(entries.flatten()).collect()
        }
        _ => Vec::new(),
    }
}

fn section(name: &str, records: &[Value]) -> impl IntoView + use<> {
    let entries = records
        .iter()
        .map(facts)
        .filter(|facts| !facts.is_empty())
        .map(|facts| {
            let lines = facts
                .into_iter()
                .map(|(label, value)| view! { <Fact name=lang().t(label)>{value}</Fact> })
                .collect_view();
            view! { <li><Facts>{lines}</Facts></li> }
        })
        .collect_view();
    view! {
        <section class="card">
            <h2>{lang().t(heading(name))}" "<small>{records.len()}</small></h2>
            <ul class="stack">{entries}</ul>
        </section>
    }
}

/// Returns labels and values of what is printed of a record and its parts.
fn facts(record: &Value) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for (key, label, shape) in FIELDS {
        let mut values = Vec::new();
        gather(record, key, &mut values);
        for text in values.into_iter().filter_map(|value| said(value, *shape)) {
            if !found.iter().any(|(known, before)| known == label && *before == text) {
                found.push((*label, text));
            }
        }
    }
    found
}

/// Collects the values of a field in a record and its parts.
fn gather<'v>(value: &'v Value, key: &str, values: &mut Vec<&'v Value>) {
    match value {
        Value::Object(members) => {
            values.extend(members.get(key));
            members.values().filter(|member| !member.is_string()).for_each(|member| gather(member, key, values));
        }
        Value::Array(parts) => parts.iter().for_each(|part| gather(part, key, values)),
        _ => {}
    }
}

/// Says a value; `None` for what is empty, and for codes.
fn said(value: &Value, shape: Shape) -> Option<String> {
    match shape {
        Shape::Text => value.as_str().filter(|text| !text.is_empty()).map(str::to_owned),
        Shape::Title => value.as_str().filter(|text| !text.is_empty()).map(|stored| lang().stored_title(stored)),
        Shape::TextOrCode => value.as_str().filter(|text| !is_code(text)).map(str::to_owned),
        Shape::Day => value.as_i64().filter(|at| *at > 0).map(date_full),
        Shape::Year => value.as_i64().filter(|year| *year != UNKNOWN_YEAR).map(|year| year.to_string()),
        Shape::Number => value.as_i64().filter(|n| *n != 0).map(|n| n.to_string()),
        Shape::Money => value.as_i64().filter(|yuan| *yuan != 0).map(money),
    }
}

/// Whether a text is empty or looks like a stored code.
fn is_code(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}
