//! What a form offers of a closed set of values.

use crate::i18n::lang;

/// Returns the choices of a closed set: value, phrase, and no note.
pub(crate) fn value_choices<'a>(prefix: &str, values: impl Iterator<Item = &'a str>) -> Vec<(String, String, String)> {
    values.map(|value| (value.to_owned(), lang().named(prefix, value), String::new())).collect()
}

/// Returns the options of a closed set: value and phrase.
pub(crate) fn value_options<'a>(prefix: &str, values: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    values.map(|value| (value.to_owned(), lang().named(prefix, value))).collect()
}
