//! Page size, cursors and search patterns of lists, and the sign-in check.

use domain::{
    Code, Error,
    accounts::Actor,
    tables::{Direction, Lines, ListPlace},
    wishes::Page,
};

/// Rows per page of a staff list. Statements fetch one more to detect a next page.
pub(crate) const PAGE: usize = 50;

/// Cuts the rows to one page; `next` is the id of its last row when there are more.
pub(crate) fn page<T>(mut items: Vec<T>, id: impl Fn(&T) -> i64) -> Page<T> {
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| more).map(id);
    Page { items, next }
}

/// Order of one page of a sorted list, and the condition by which it begins at its place.
///
/// The statement binds `key` as `$1` and `id` as `$2`. Rows with the same value are ordered by number, so that none is
/// lost or doubled where a page ends between them.
pub(crate) struct Ordered {
    /// Value of the sorted column behind which the page begins.
    pub key: i64,
    /// Number of the row behind which it begins.
    pub id: i64,
    /// SQL condition.
    pub condition: String,
    /// SQL after `order by`.
    pub order: String,
    /// Whether the rows come last first, because the page ends with the last row.
    reversed: bool,
}

impl Ordered {
    /// Orders by `column`, then by `number`: columns of one index, the second one the primary key.
    pub(crate) fn by(column: &str, number: &str, direction: Direction, place: ListPlace) -> Self {
        let reversed = place == ListPlace::End;
        let walked = if reversed { direction.reversed() } else { direction };
        let (compared, order, edge) = match walked {
            Direction::Up => (">", "", i64::MIN),
            Direction::Down => ("<", " desc", i64::MAX),
        };
        let (key, id) = match place {
            ListPlace::After { key, id } => (key, id),
            ListPlace::Start | ListPlace::End => (edge, edge),
        };
        if column == number {
            // Both are bound to the number, because a range of the primary key needs only one.
            let condition = format!("{number} {compared} $2 and $1 = $2");
            return Ordered { key: id, id, condition, order: format!("{number}{order}"), reversed };
        }
        let condition = format!("({column}, {number}) {compared} ($1, $2)");
        Ordered { key, id, condition, order: format!("{column}{order}, {number}{order}"), reversed }
    }

    /// Cuts rows to `most`, of which the statement fetched one more; `at` is value and number of a row.
    pub(crate) fn lines<T>(&self, mut items: Vec<T>, most: usize, at: impl Fn(&T) -> (i64, i64)) -> Lines<T> {
        let more = items.len() > most;
        items.truncate(most);
        if self.reversed {
            items.reverse();
            return Lines { items, next: None };
        }
        let next = items.last().filter(|_| more).map(|row| {
            let (key, id) = at(row);
            ListPlace::After { key, id }
        });
        Lines { items, next }
    }
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
    fn a_sorted_page_begins_behind_a_row_and_the_last_one_is_read_from_the_end() {
        let place = ListPlace::After { key: 7, id: 3 };
        let page = Ordered::by("h.size", "h.id", Direction::Down, place);
        assert_eq!((page.condition.as_str(), page.key, page.id), ("(h.size, h.id) < ($1, $2)", 7, 3));
        assert_eq!(page.order, "h.size desc, h.id desc");
        assert_eq!(page.lines(vec![9, 8, 7], 2, |n| (*n, *n)).next, Some(ListPlace::After { key: 8, id: 8 }));
        let last = Ordered::by("h.id", "h.id", Direction::Up, ListPlace::End);
        assert_eq!((last.order.as_str(), last.id), ("h.id desc", i64::MAX));
        assert_eq!(last.lines(vec![9, 8, 7], 2, |n| (*n, *n)), Lines { items: vec![8, 9], next: None });
    }

    #[test]
    fn wildcards_in_search_words_are_escaped() {
        assert_eq!(anywhere(" 100%_Ａ! "), "%100!%!_a!!%");
    }
}
