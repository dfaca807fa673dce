//! Phrases in the viewer's language: Fluent files of `app/locales`, rendered on the server only.
//!
//! In a view: `t!("feed-title")`, `t!("feed-left", n = wish.remaining)`. Elsewhere: `cx.lang.t("feed-title")`,
//! `cx.lang.tf("feed-left", &[("n", 3.into())])`. Islands receive rendered text.

mod audit;
#[cfg(test)]
mod case_phrases;
mod dates;
#[cfg(test)]
mod directions;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod folders;
mod languages;
mod offer;
mod pseudo;
#[cfg(test)]
mod tests;
mod words;

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use languages::COUNT;

pub use dates::{
    date_full, date_near, day_end, day_value, minute_value, minutes_as_hours, month_name, utc_stamp, waited,
};
pub use languages::Lang;
pub use offer::{Offer, Offered};
pub use words::{alias, end_reason, item_name, item_title, money, size, wish_title};

/// Value of a placeholder: a number or a text.
pub type Arg<'a> = FluentValue<'a>;

/// The phrase of this key in the viewer's language, with `name = value` pairs for its placeholders.
#[macro_export]
macro_rules! t {
    ($key:expr) => { $crate::i18n::lang().t($key) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::lang().tf($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),+])
    };
}

/// Phrases of one language: those without placeholders rendered, the others as patterns.
struct Phrases {
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// Parsed on first use.
static PHRASES: [OnceLock<Phrases>; COUNT] = [const { OnceLock::new() }; COUNT];

fn phrases(lang: Lang) -> &'static Phrases {
    PHRASES[usize::from(lang.0)].get_or_init(|| Phrases::read(lang))
}

impl Phrases {
    fn read(lang: Lang) -> Self {
        let plurals: unic_langid::LanguageIdentifier = lang.plurals().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![plurals]);
        // Isolation marks keep numbers and names in order in right-to-left text. Elsewhere they would only end up in
        // copied text.
        bundle.set_use_isolating(lang.is_rtl());
        let ordered: fn(&str) -> Cow<'_, str> = pseudo::spans_in_order;
        bundle.set_transform(lang.pseudo().map(pseudo::transform).or(lang.is_rtl().then_some(ordered)));
        for (file, text) in lang.files() {
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(lang = lang.tag(), file, ?errors, "invalid phrase file");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(lang = lang.tag(), file, ?errors, "duplicate phrase key");
            }
        }
        let plain = lang.files().iter().flat_map(|(_, text)| keys(text)).filter_map(|key| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors);
            errors.is_empty().then(|| (key.to_owned(), text.into_owned()))
        });
        let plain = plain.collect();
        Phrases { plain, bundle }
    }
}

/// Every key of a file, in order.
fn keys(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let starts = key.starts_with(|c: char| c.is_ascii_lowercase());
        (starts && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then_some(key)
    })
}

impl Lang {
    /// Every key that begins with `prefix`, in the order of its file.
    pub(crate) fn keys_of(self, prefix: &str) -> impl Iterator<Item = &'static str> {
        self.files().iter().flat_map(|(_, text)| keys(text)).filter(move |key| key.starts_with(prefix))
    }

    /// The language that supplies the phrase: itself, or the original if a draft lacks it.
    fn holder(self, key: &str) -> Lang {
        if self.is_draft() && !phrases(self).bundle.has_message(key) { Lang::default() } else { self }
    }

    /// Number of phrases in this language and in the original.
    #[must_use]
    pub fn said(self) -> (usize, usize) {
        let count = |lang: Lang| lang.files().iter().flat_map(|(_, text)| keys(text)).count();
        (count(self), count(Lang::default()))
    }

    /// Whether the phrase exists.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        phrases(self.holder(key)).bundle.has_message(key)
    }

    /// The phrase of a key, without placeholders.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        phrases(self.holder(key)).plain.get(key).cloned().unwrap_or_else(|| self.tf(key, &[]))
    }

    /// The phrase of a key with its placeholders filled in.
    ///
    /// A missing key is returned as it is; a test checks that none is missing.
    #[must_use]
    pub fn tf(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let bundle = &phrases(self.holder(key)).bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            tracing::error!(key, "missing phrase");
            return key.to_owned();
        };
        let filled: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let mut text = bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
        // Right-to-left mark: a phrase that begins with a placeholder has no letter that sets its direction.
        if self.is_rtl() && text.starts_with('\u{2068}') {
            text.insert(0, '\u{200f}');
        }
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "phrase with an unfilled placeholder");
        }
        text
    }

    /// The message of an error code.
    #[must_use]
    pub fn refusal(self, code: domain::Code) -> String {
        self.t(&phrase_key("refusal", code.as_str()))
    }

    /// The message of an invalid field.
    ///
    /// It is the field's own (`refusal-wrong-sign-in-old`) if there is one, else the code's.
    #[must_use]
    pub fn wrong(self, field: &str, code: domain::Code) -> String {
        let own = format!("{}-{}", phrase_key("refusal", code.as_str()), field.replace('_', "-"));
        if self.has(&own) { self.t(&own) } else { self.refusal(code) }
    }

    /// The phrase of a stored value: `named("wish-state", state.as_str())`.
    #[must_use]
    pub fn named(self, prefix: &str, value: &str) -> String {
        self.t(&phrase_key(prefix, value))
    }
}

/// Key of a stored value's phrase: `refusal` and `already_taken` give `refusal-already-taken`.
#[must_use]
pub fn phrase_key(prefix: &str, value: &str) -> String {
    format!("{prefix}-{}", value.replace('_', "-"))
}

/// The viewer's language; only valid while a view is rendered.
#[must_use]
pub fn lang() -> Lang {
    crate::web::scene().lang
}
