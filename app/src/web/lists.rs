//! Height of rows and hidden columns of lists, which a cookie keeps for this browser.

use domain::tables::filters::ListKind;

/// Cookie with a [`ListChoice`].
pub const LISTS: &str = "lists";

/// Word for low rows.
const TIGHT: &str = "tight";

/// Most hidden columns that are kept.
const MOST: usize = 40;

/// What an account chose for its lists: `tight.households-phone.claims-shop`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListChoice {
    /// Whether rows are low, for a mouse.
    pub tight: bool,
    hidden: Vec<(ListKind, String)>,
}

impl ListChoice {
    /// Reads a cookie; what is no name of a list is left out.
    #[must_use]
    pub fn of(cookie: Option<&str>) -> Self {
        let mut choice = ListChoice::default();
        for part in cookie.unwrap_or_default().split('.').take(MOST + 1) {
            match part.split_once('-') {
                None => choice.tight |= part == TIGHT,
                Some((list, column)) if is_name(column) => {
                    choice.hidden.extend(list.parse().ok().map(|list| (list, column.to_owned())));
                }
                Some(_) => {}
            }
        }
        choice
    }

    /// Whether a column of a list is hidden.
    #[must_use]
    pub fn hides(&self, list: ListKind, column: &str) -> bool {
        self.hidden.iter().any(|(of, name)| *of == list && name == column)
    }

    /// The choice with other hidden columns of one list.
    #[must_use]
    pub fn hiding<'c>(mut self, list: ListKind, columns: impl Iterator<Item = &'c str>) -> Self {
        self.hidden.retain(|(of, _)| *of != list);
        self.hidden.extend(columns.filter(|column| is_name(column)).map(|column| (list, column.to_owned())));
        self.hidden.truncate(MOST);
        self
    }

    /// Its text in the cookie.
    #[must_use]
    pub fn text(&self) -> String {
        let tight = self.tight.then(|| TIGHT.to_owned());
        let hidden = self.hidden.iter().map(|(list, column)| format!("{}-{column}", list.as_str()));
        tight.into_iter().chain(hidden).collect::<Vec<_>>().join(".")
    }
}

fn is_name(column: &str) -> bool {
    (1..=20).contains(&column.len()) && column.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_back_and_nothing_else_gets_into_the_cookie() {
        let chosen = ListChoice { tight: true, ..ListChoice::default() };
        let chosen = chosen.hiding(ListKind::Claims, ["shop", "a; Path=/", ""].into_iter());
        let chosen = chosen.hiding(ListKind::Households, ["phone"].into_iter());
        assert_eq!(chosen.text(), "tight.claims-shop.households-phone");
        assert_eq!(ListChoice::of(Some(&chosen.text())), chosen);
        assert!(chosen.hides(ListKind::Claims, "shop") && !chosen.hides(ListKind::Stock, "shop"));
        assert_eq!(ListChoice::of(Some("x.nothing-shop.claims-\"")), ListChoice::default());
        assert_eq!(chosen.hiding(ListKind::Claims, [].into_iter()).text(), "tight.households-phone");
    }
}
