//! Helpers shared by the blocks of a household file.

use domain::households::{Hardship, Household, Member, Relation, School};
use leptos::prelude::*;

pub(crate) use super::members::member_rows;
use crate::{
    components::StatePill,
    i18n::{Lang, lang},
    pages::households::reveal_form::{open_note, reveal_form},
};

/// Renders the reveal form for a masked file, or the note with the way to mask a revealed one.
pub(crate) fn opening(file: &Household, until: i64, keeps: bool) -> Option<AnyView> {
    match (file.opened, keeps) {
        (true, _) => open_note(file.id, until),
        (false, true) => Some(reveal_form(file.id)),
        (false, false) => None,
    }
}

/// Lists an enum's values with their phrases, as options of a choice.
pub(crate) fn named<T: Copy>(prefix: &str, all: &[T], text: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    let lang = lang();
    all.iter().map(|one| (text(*one).to_owned(), lang.named(prefix, text(*one)))).collect()
}

/// Formats a member: `女 · 2015 年生 · 11 岁 · 子女 · 小学`.
pub(crate) fn about_member(lang: Lang, member: &Member, year: i64) -> String {
    let born = match member.has_year() {
        true => lang.tf("households-born", &[("year", member.birth_year.to_string().into())]),
        false => lang.t("households-born-missing"),
    };
    let mut words = vec![lang.named("sex", member.sex.as_str()), born];
    if member.relation != Relation::Other {
        words.push(lang.named("relation", member.relation.as_str()));
    }
    if member.school != School::None && year - member.birth_year < 30 {
        words.push(lang.named("school", member.school.as_str()));
    }
    words.join(" · ")
}

/// Formats a hardship's period: `2024 年 3 月起`, `2020 年 – 2024 年 3 月`.
pub(crate) fn how_long(lang: Lang, hardship: &Hardship) -> String {
    let since = lang.since(&hardship.since);
    if hardship.is_open() {
        return lang.tf("hardship-since", &[("since", since.into())]);
    }
    lang.tf("hardship-between", &[("since", since.into()), ("until", lang.since(&hardship.until).into())])
}

impl Lang {
    /// Formats a stored month or year: `2024 年 3 月`, `2024 年`.
    fn since(self, stored: &str) -> String {
        match stored.contains('-') {
            true => self.month(stored),
            false => self.tf("hardship-year", &[("year", stored.into())]),
        }
    }
}

/// Lists hardships; with `to`, each links to its form below that URL.
pub(crate) fn hardship_rows(hardships: &[Hardship], to: Option<&str>) -> AnyView {
    let lang = lang();
    let rows = hardships
        .iter()
        .map(|hardship| {
            let (name, line) = (lang.named("hardship", hardship.kind.as_str()), how_long(lang, hardship));
            let over = !hardship.is_open();
            let inside = view! {
                <span class="row-main"><b>{name}</b><small>{line}</small></span>
                <span class="row-end">
                    {over.then(|| view! { <StatePill tone="soft" icon="check" text=t!("hardship-over") /> })}
                </span>
            };
            match to {
                Some(to) => {
                    view! { <li><a class="row" href=format!("{to}/{}", hardship.id)>{inside}</a></li> }.into_any()
                }
                None => view! { <li class="row">{inside}</li> }.into_any(),
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
