//! What lists share: how long a page is, and how words are looked for.

use domain::{Code, Error, accounts::Actor, wishes::Page};

/// Rows of one page of a staff list. Statements ask for one more, which tells that there is a next page.
pub(crate) const PAGE: usize = 50;

/// The page of what was found, with the number that the next one begins after.
pub(crate) fn page<T>(mut items: Vec<T>, id: impl Fn(&T) -> i64) -> Page<T> {
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| more).map(id);
    Page { items, next }
}

/// A pattern for `like $1 escape '!'` that finds these words anywhere, whatever characters they hold.
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

/// For what anybody with an account may do for itself.
pub(crate) fn signed_in(actor: &Actor) -> Result<(), Error> {
    if actor.is_signed_in() { Ok(()) } else { Err(Error::NotAllowed(Code::SignInNeeded)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_answer_names_where_to_go_on() {
        let full: Vec<i64> = (1..=51).collect();
        assert_eq!(page(full, |n| *n).next, Some(50));
        assert_eq!(page(vec![1, 2], |n| *n), Page { items: vec![1, 2], next: None });
    }

    #[test]
    fn what_people_type_is_no_pattern() {
        assert_eq!(anywhere(" 100%_Ａ! "), "%100!%!_a!!%");
    }
}
