//! SQL condition that limits a list to given areas.

use domain::{Code, accounts::Actor, areas::AreaPath};

use crate::Refusal;

/// Builds a condition on a column of area paths: true inside any of the areas, false for none.
/// Paths consist of digits and slashes; anything else is dropped, so nothing needs quoting.
pub(crate) fn covered(column: &str, areas: &[AreaPath]) -> String {
    let parts: Vec<String> = areas
        .iter()
        .filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
        .map(|area| format!("{column} like '{}%'", area.0))
        .collect();
    if parts.is_empty() { "1 = 0".into() } else { format!("({})", parts.join(" or ")) }
}

/// Builds a condition that a column with ids of areas lies inside any of the areas. SQLite finds the rows by an index
/// that begins with the column; with a join and [`covered`] it reads the whole table.
pub(crate) fn in_areas(column: &str, areas: &[AreaPath]) -> String {
    format!("{column} in (select inside.id from area inside where {})", covered("inside.path", areas))
}

/// Returns whether the actor belongs to this household; false for household 0.
pub(crate) fn is_own(actor: &Actor, household: i64) -> bool {
    household != 0 && actor.household == household
}

/// Refuses staff what concerns their own family: other accounts decide about it and record it.
///
/// # Errors
/// [`Code::NotAllowed`] for the actor's own household.
pub(crate) fn must_be_of_others(actor: &Actor, household: i64) -> Result<(), Refusal> {
    if is_own(actor, household) { Err(Refusal::NotAllowed(Code::NotAllowed)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_area_paths_are_inserted_into_the_condition() {
        let areas = [AreaPath("/1/".into()), AreaPath("/2/%' or '1".into())];
        assert_eq!(covered("a.path", &areas), "(a.path like '/1/%')");
        assert_eq!(covered("a.path", &[]), "1 = 0");
    }
}
