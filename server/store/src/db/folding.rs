//! Folding of text for search: simplified and traditional script, full-width letters and case match.

/// Converts text to simplified script, half width and lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    fast2s::convert(&domain::text::half_width(text)).to_lowercase()
}
