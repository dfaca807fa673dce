//! Phrases in the viewer's language. Fluent files, read once, rendered on the server only: an island
//! gets finished words. Inside a view the language is known; elsewhere it is in `cx.lang`.
//!
//! `t!("feed-title")`, `t!("feed-left", n = wish.remaining)`; outside a view `cx.lang.t("feed-title")`,
//! `cx.lang.tf("feed-left", &[("n", 3.into())])`.

mod dates;
#[cfg(test)]
mod tests;
mod words;

use std::{collections::HashMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

pub use dates::{date_full, date_near, day_end, day_value, minute_value, waited, year};
pub use words::{alias, item_name, item_title, money, size, wish_title};

/// A value that goes into a phrase: a number or some text.
pub type Arg<'a> = FluentValue<'a>;

/// The phrase of this key in the viewer's language; with `name = value` pairs for its gaps.
#[macro_export]
macro_rules! t {
    ($key:expr) => { $crate::i18n::lang().t($key) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::lang().tf($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),+])
    };
}

/// The files, one per capability and language.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        const FILES: [&[&str]; 2] = [
            &[$(include_str!(concat!("../../locales/zh-CN/", $name, ".ftl"))),+],
            &[$(include_str!(concat!("../../locales/en/", $name, ".ftl"))),+],
        ];
    };
}

files![
    "common",
    "errors",
    "catalogue",
    "parts",
    "notices",
    "wishes",
    "people",
    "claims",
    "home",
    "shop",
    "orders",
    "stock",
    "receipts",
    "takes",
    "month",
    "goods",
    "sheets",
    "board",
    "desk",
    "households",
    "admin",
    "moving",
    "points",
];

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese: the original.
    #[default]
    Zh,
    /// English.
    En,
}

/// One language's phrases: those without gaps as they are, the others as patterns.
struct Phrases {
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

static PHRASES: LazyLock<[Phrases; 2]> = LazyLock::new(|| [Phrases::read(Lang::Zh), Phrases::read(Lang::En)]);

impl Phrases {
    fn read(lang: Lang) -> Self {
        let tag: unic_langid::LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks around what fills a gap are for mixed writing directions; here they would only be copied along.
        bundle.set_use_isolating(false);
        for text in FILES[lang as usize] {
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(?errors, "a phrase file has mistakes");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(?errors, "a phrase is there twice");
            }
        }
        let plain = keys(lang).filter_map(|key| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors);
            errors.is_empty().then(|| (key.to_owned(), text.into_owned()))
        });
        let plain = plain.collect();
        Phrases { plain, bundle }
    }
}

/// Every key of a language, as its files list them.
fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    FILES[lang as usize].iter().flat_map(|text| text.lines()).filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let starts = key.starts_with(|c: char| c.is_ascii_lowercase());
        (starts && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then_some(key)
    })
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// As in `<html lang>` and in the cookie.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language of a cookie's value.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The first language of an `Accept-Language` header that we speak. Browsers list them in order.
    #[must_use]
    pub fn from_accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| {
            let tag = part.split(';').next()?.trim().to_ascii_lowercase();
            match tag.split('-').next()? {
                "zh" => Some(Lang::Zh),
                "en" => Some(Lang::En),
                _ => None,
            }
        })
    }

    /// Whether there is such a phrase.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        PHRASES[self as usize].bundle.has_message(key)
    }

    /// A phrase without gaps.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        PHRASES[self as usize].plain.get(key).cloned().unwrap_or_else(|| self.tf(key, &[]))
    }

    /// A phrase with its gaps filled. A key that is missing shows itself; a test keeps that from happening.
    #[must_use]
    pub fn tf(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let bundle = &PHRASES[self as usize].bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            tracing::error!(key, "no such phrase");
            return key.to_owned();
        };
        let filled: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a phrase has a gap that nothing fills");
        }
        text
    }

    /// The sentence for a refusal.
    #[must_use]
    pub fn refusal(self, code: domain::Code) -> String {
        self.t(&phrase_key("refusal", code.as_str()))
    }

    /// The sentence for a wrong field: its own where there is one (`refusal-wrong-sign-in-old`), else the code's.
    #[must_use]
    pub fn wrong(self, field: &str, code: domain::Code) -> String {
        let own = format!("{}-{}", phrase_key("refusal", code.as_str()), field.replace('_', "-"));
        if self.has(&own) { self.t(&own) } else { self.refusal(code) }
    }

    /// The phrase for one of the domain's values: `named("wish-state", state.as_str())`.
    #[must_use]
    pub fn named(self, prefix: &str, value: &str) -> String {
        self.t(&phrase_key(prefix, value))
    }
}

/// The key for a stored value: `refusal` and `already_taken` make `refusal-already-taken`.
#[must_use]
pub fn phrase_key(prefix: &str, value: &str) -> String {
    format!("{prefix}-{}", value.replace('_', "-"))
}

/// The viewer's language; to be called while a view is made.
#[must_use]
pub fn lang() -> Lang {
    crate::page::scene().lang
}
