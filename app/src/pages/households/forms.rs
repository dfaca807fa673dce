//! Choices that forms of households share.

use domain::households::Sex;

/// Female, male, or not said.
pub(crate) fn sexes() -> Vec<(String, String)> {
    let lang = crate::i18n::lang();
    Sex::ALL.iter().map(|sex| (sex.as_str().to_owned(), lang.named("sex", sex.as_str()))).collect()
}
