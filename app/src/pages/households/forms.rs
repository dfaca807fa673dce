//! Choices shared by the forms of households.

use domain::households::Sex;

/// Lists the options for sex: female, male, or not given.
pub(crate) fn sexes() -> Vec<(String, String)> {
    let lang = crate::i18n::lang();
    Sex::ALL.iter().map(|sex| (sex.as_str().to_owned(), lang.named("sex", sex.as_str()))).collect()
}
