//! Page size, cursors and search patterns of lists, and the sign-in check.

use domain::{Code, Error, accounts::Actor, wishes::Page};

/// Rows per page of a staff list. Statements fetch one more to detect a next page.
pub(crate) const PAGE: usize = 50;

/// Cuts the rows to one page; `next` is the id of its last row when there are more.
pub(crate) fn page<T>(mut items: Vec<T>, id: impl Fn(&T) -> i64) -> Page<T> {
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| more).map(id);
    Page { items, next }
}

/// Returns a pattern for `like $1 escape '!'` that matches the words anywhere, in lower case.
pub(crate) fn anywhere(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in domain::text::half_width(words).trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Checks that the actor is signed in, with any role or none.
pub(crate) fn signed_in(actor: &Actor) -> Result<(), Error> {
    if actor.is_signed_in() { Ok(()) } else { Err(Error::NotAllowed(Code::SignInNeeded)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_cursor_when_there_are_more_rows() {
        let full: Vec<i64> = (1..=51).collect();
        assert_eq!(page(full, |n| *n).next, Some(50));
        assert_eq!(page(vec![1, 2], |n| *n), Page { items: vec![1, 2], next: None });
    }

    #[test]
    fn wildcards_in_search_words_are_escaped() {
        assert_eq!(anywhere(" 100%_Ａ! "), "%100!%!_a!!%");
    }
}
