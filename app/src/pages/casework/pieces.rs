//! Words and small pieces that the blocks of a file share.

use domain::households::{Hardship, Household, Member, Relation, School};
use leptos::prelude::*;

pub(crate) use super::members::member_rows;
use crate::{
    components::StatePill,
    i18n::{Lang, lang},
    pages::households::reveal_form::{open_note, reveal_form},
};

/// What is shown of an unopened file to open it with, and of an opened one to mask it again.
pub(crate) fn opening(file: &Household, until: i64, keeps: bool) -> Option<AnyView> {
    match (file.opened, keeps) {
        (true, _) => open_note(file.id, until),
        (false, true) => Some(reveal_form(file.id)),
        (false, false) => None,
    }
}

/// Values of an enum and what they are called, for a choice.
pub(crate) fn named<T: Copy>(prefix: &str, all: &[T], text: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    let lang = lang();
    all.iter().map(|one| (text(*one).to_owned(), lang.named(prefix, text(*one)))).collect()
}

/// 女 · 2015 年生 · 11 岁 · 子女 · 小学
pub(crate) fn about_member(lang: Lang, member: &Member, year: i64) -> String {
    let mut words = vec![
        lang.named("sex", member.sex.as_str()),
        lang.tf("households-born", &[("year", member.birth_year.to_string().into())]),
    ];
    if member.relation != Relation::Other {
        words.push(lang.named("relation", member.relation.as_str()));
    }
    if member.school != School::None && year - member.birth_year < 30 {
        words.push(lang.named("school", member.school.as_str()));
    }
    words.join(" · ")
}

/// 2024 年 3 月起; 2020 年 – 2024 年 3 月
pub(crate) fn how_long(lang: Lang, hardship: &Hardship) -> String {
    let since = lang.since(&hardship.since);
    if hardship.is_open() {
        return lang.tf("hardship-since", &[("since", since.into())]);
    }
    lang.tf("hardship-between", &[("since", since.into()), ("until", lang.since(&hardship.until).into())])
}

impl Lang {
    /// A month, or a year alone: 2024 年 3 月, 2024 年.
    fn since(self, stored: &str) -> String {
        match stored.split_once('-') {
            Some((year, month)) => {
                let month = self.t(&format!("month-{}", month.trim_start_matches('0')));
                self.tf("hardship-month", &[("year", year.into()), ("month", month.into())])
            }
            None => self.tf("hardship-year", &[("year", stored.into())]),
        }
    }
}

/// The hardships of a file as rows; `to` makes the address of each, where it can be changed.
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
