//! Rules and their reasons in plain words.

use domain::{
    areas::Area,
    casework::{
        entitlements::{
            Entitlement, NeededPaper,
            conditions::{Condition, ConditionKind, Group, Span},
        },
        rounds::profile::{Schooling, WorkStatus},
    },
    households::{HardshipKind, Income, School},
};

use crate::{components::area_name, i18n::lang};

fn joined<T: Copy>(prefix: &str, all: &[T], text: impl Fn(T) -> &'static str) -> String {
    let words: Vec<String> = all.iter().map(|one| lang().named(prefix, text(*one))).collect();
    words.join(t!("rule-or").as_str())
}

fn span(key: &'static str, span: Span) -> String {
    let (from, to) = (span.from.to_string(), span.to.to_string());
    lang().tf(key, &[("from", from.into()), ("to", to.into())])
}

/// Says a condition: `截止日满 6 到 15 岁`.
fn condition(condition: &Condition, areas: &[Area]) -> String {
    match condition {
        Condition::Age(ages) => span("rule-says-age", *ages),
        Condition::Size(people) => span("rule-says-size", *people),
        Condition::Children(children) => span("rule-says-children", *children),
        Condition::Sex(sex) => t!("rule-says-sex", what = lang().named("sex", sex.as_str())),
        Condition::School(all) => t!("rule-says-school", what = joined("school", all, School::as_str)),
        Condition::Work(all) => t!("rule-says-work", what = joined("work", all, WorkStatus::as_str)),
        Condition::Schooling(all) => t!("rule-says-schooling", what = joined("schooling", all, Schooling::as_str)),
        Condition::Lives(lives) => lang().named("lives", lives.as_str()),
        Condition::Hardship(all) => t!("rule-says-hardship", what = joined("hardship", all, HardshipKind::as_str)),
        Condition::Income(all) => t!("rule-says-income", what = joined("income", all, Income::as_str)),
        Condition::Area(area) => t!("rule-says-area", what = area_name(areas, *area)),
    }
}

/// Says a group of conditions of which one must hold.
pub(super) fn group(group: &Group, areas: &[Area]) -> String {
    let words: Vec<String> = group.any.iter().map(|one| condition(one, areas)).collect();
    words.join(t!("rule-or-else").as_str())
}

/// Joins papers: `户口簿、低保证`.
pub(super) fn papers(papers: &[NeededPaper]) -> String {
    let words: Vec<String> = papers.iter().map(|paper| lang().named("needed-paper", paper.as_str())).collect();
    words.join(t!("rule-and").as_str())
}

/// Joins the conditions that hold.
pub(super) fn because(kinds: &[ConditionKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| lang().named("because", kind.as_str())).collect();
    words.join(t!("rule-and").as_str())
}

/// Says in a line why it may be entitled and which papers are missing.
pub(super) fn line(one: &Entitlement) -> String {
    let why = t!("entitled-because", why = because(&one.because));
    if one.missing.is_empty() {
        why
    } else {
        format!("{why} {}", t!("entitled-missing", papers = papers(&one.missing)))
    }
}
