//! One search over everything that staff keep: what it found, by kind.

use serde::{Deserialize, Serialize};

/// Records of a kind that are shown; a list of that kind holds the rest.
pub const SHOWN: usize = 8;

/// A kind of record, in the order in which kinds are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    /// Household file.
    Household,
    /// Wish.
    Wish,
    /// Claim.
    Claim,
    /// Free-shop order.
    Order,
    /// Item of the catalogue or of the root area.
    Item,
    /// Receipt of goods.
    Receipt,
    /// Transfer between locations.
    Transfer,
    /// Account.
    Account,
    /// Organisation.
    Organisation,
}

crate::text_enum!(FoundKind {
    Household = "household", Wish = "wish", Claim = "claim", Order = "order", Item = "item", Receipt = "receipt",
    Transfer = "transfer", Account = "account", Organisation = "organisation",
});

/// A record that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hit {
    /// Its kind.
    pub kind: FoundKind,
    /// Its id.
    pub id: i64,
    /// What names it: a family's name as the caller may see it, a thing, a receipt's number, the ends of a transfer.
    pub title: String,
    /// Where it belongs: an area, a location or an organisation, or empty.
    pub place: String,
    /// State, as the record itself has it, or empty.
    pub state: String,
    /// Units that are wished for or claimed; of an item those on the shelves of the root area, 0 if it is sold out.
    pub units: i64,
    /// Key of its pictogram, or empty.
    pub key: String,
    /// Size of the thing, or empty.
    pub size: String,
    /// Whether its number, code or phone is what was typed.
    pub exact: bool,
}

impl Hit {
    /// A hit with a title and nothing else yet.
    #[must_use]
    pub fn new(kind: FoundKind, id: i64, title: String) -> Hit {
        let empty = String::new;
        Hit { kind, id, title, place: empty(), state: empty(), units: 0, key: empty(), size: empty(), exact: false }
    }
}

/// The records of one kind that a search found, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FoundGroup {
    /// Their kind.
    pub kind: FoundKind,
    /// At most eight of them.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
}

/// What a search found; kinds without a hit, and those that the caller may not read, are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Found {
    /// Groups, in the order of [`FoundKind`].
    pub groups: Vec<FoundGroup>,
}

impl Found {
    /// Adds a group, cut to [`SHOWN`]; nothing without hits.
    pub fn add(&mut self, kind: FoundKind, mut hits: Vec<Hit>) {
        if hits.is_empty() {
            return;
        }
        let more = hits.len() > SHOWN;
        hits.truncate(SHOWN);
        self.groups.push(FoundGroup { kind, hits, more });
    }

    /// Returns the one record whose number or code was typed; `None` when there are several or none.
    #[must_use]
    pub fn only(&self) -> Option<&Hit> {
        let mut exact = self.groups.iter().flat_map(|group| &group.hits).filter(|hit| hit.exact);
        match (exact.next(), exact.next()) {
            (Some(hit), None) => Some(hit),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(kind: FoundKind, id: i64, exact: bool) -> Hit {
        Hit { exact, ..Hit::new(kind, id, "书包".into()) }
    }

    #[test]
    fn a_number_that_two_records_have_leads_to_neither() {
        let mut found = Found::default();
        found.add(FoundKind::Wish, vec![hit(FoundKind::Wish, 12, true)]);
        found.add(FoundKind::Item, vec![hit(FoundKind::Item, 1001, false)]);
        assert_eq!(found.only().map(|hit| (hit.kind, hit.id)), Some((FoundKind::Wish, 12)));
        found.add(FoundKind::Claim, vec![hit(FoundKind::Claim, 12, true)]);
        assert_eq!(found.only(), None);
    }

    #[test]
    fn a_group_is_cut_and_says_so() {
        let mut found = Found::default();
        found.add(FoundKind::Wish, (0..9).map(|id| hit(FoundKind::Wish, id, false)).collect());
        found.add(FoundKind::Claim, Vec::new());
        assert_eq!((found.groups.len(), found.groups[0].hits.len(), found.groups[0].more), (1, SHOWN, true));
    }
}
