//! Narrowing a list to the areas in which a person has a role.

use domain::areas::AreaPath;

/// A condition on a column with area paths: true inside any of these areas, false when there are none.
/// Paths are made of digits and slashes by this crate; anything else is left out, never quoted.
pub(crate) fn covered(column: &str, areas: &[AreaPath]) -> String {
    let parts: Vec<String> = areas
        .iter()
        .filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
        .map(|area| format!("{column} like '{}%'", area.0))
        .collect();
    if parts.is_empty() { "1 = 0".into() } else { format!("({})", parts.join(" or ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_paths_gets_into_the_condition() {
        let areas = [AreaPath("/1/".into()), AreaPath("/2/%' or '1".into())];
        assert_eq!(covered("a.path", &areas), "(a.path like '/1/%')");
        assert_eq!(covered("a.path", &[]), "1 = 0");
    }
}
