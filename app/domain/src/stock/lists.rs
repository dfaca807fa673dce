//! Lists of scanned goods that are not finished: receiving, a walk-in, a transfer, an arrival, a count.

use serde::{Deserialize, Serialize};

use crate::{Code, Timestamp, households::HouseholdId, ledger::LocationId};

/// What the goods of a list are scanned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Goods that came in.
    Receiving,
    /// Goods that a family takes at the counter.
    WalkIn,
    /// Goods that go to another shop.
    Transfer,
    /// Goods that came from another shop.
    Arrival,
    /// Goods that are counted.
    Count,
}

crate::text_enum!(ListKind {
    Receiving = "receiving", WalkIn = "walk_in", Transfer = "transfer", Arrival = "arrival", Count = "count",
});

/// Rows that a list may have.
pub const MOST_ROWS: usize = 500;
/// Open lists that one account may have.
pub const MOST_LISTS: i64 = 40;
/// Bytes that a list may take, with all that was typed beside its rows.
pub const LARGEST: usize = 256 * 1024;

/// Name of a list, random and made with its page; the account that scans is the other half of its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListKey(String);

impl ListKey {
    /// The text in forms and addresses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for ListKey {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let fits = (16..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits { Ok(ListKey(text.to_owned())) } else { Err(Code::Unknown) }
    }
}

/// What a list is about, besides the account that scans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSubject {
    /// What its goods are scanned for.
    pub kind: ListKind,
    /// Transfer or stock-take; 0 for other kinds.
    pub subject: i64,
    /// Family at the counter; 0 for other kinds.
    pub household: HouseholdId,
}

impl ListSubject {
    /// Names a kind of list without a record.
    #[must_use]
    pub fn of(kind: ListKind) -> Self {
        ListSubject { kind, subject: 0, household: 0 }
    }
}

/// Scanned code with its count and what was typed beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// The code as it was read.
    pub code: String,
    /// Units as they were counted or typed.
    pub count: i64,
    /// Further fields of the row by name.
    pub fields: Vec<(String, String)>,
}

/// Rows of a list, newest first, and the fields around them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListBody {
    /// Fields that are asked once, such as the giver.
    pub head: Vec<(String, String)>,
    /// The rows.
    pub rows: Vec<ListRow>,
}

/// Fields of a form that belong to no list: buttons, searches and what proves the request.
const PASSING: [&str; 15] = [
    "_request",
    "_for",
    "proof",
    "list",
    "list_version",
    "add",
    "again",
    "learn",
    "learn_size",
    "look",
    "item",
    "q",
    "do",
    "part",
    "scan",
];

/// Whether a field of this name repeats in each row.
#[must_use]
pub fn is_of_row(name: &str) -> bool {
    name == "code" || name == "count" || name.starts_with("row_")
}

/// Values of the fields of one name, in the order of the form.
fn of<'a>(values: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
}

impl ListBody {
    /// Reads a posted form: the n-th value of a row's field belongs to the n-th code. The code that stands in the scan
    /// field was scanned last.
    #[must_use]
    pub fn read(values: &[(String, String)]) -> Self {
        let mut body = ListBody::default();
        let plain = |code: &str| crate::text::half_width(code).trim().to_owned();
        let mut names: Vec<&str> = Vec::new();
        for (name, value) in values {
            if name.starts_with("row_") {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            } else if !is_of_row(name) && !PASSING.contains(&name.as_str()) {
                body.head.push((name.clone(), value.clone()));
            }
        }
        let mut counts = of(values, "count");
        let cells: Vec<(&str, Vec<&str>)> = names.into_iter().map(|name| (name, of(values, name).collect())).collect();
        for (at, code) in of(values, "code").map(plain).enumerate() {
            let count = counts.next().and_then(|n| crate::text::half_width(n).parse().ok()).unwrap_or(1);
            let typed = cells.iter().filter_map(|(name, all)| Some(((*name).to_owned(), (*all.get(at)?).to_owned())));
            let fields = typed.filter(|(_, value)| !value.is_empty()).collect();
            body.add(ListRow { code, count: i64::clamp(count, 0, 100_000), fields }, Place::Last);
        }
        for code in of(values, "scan").map(plain) {
            body.add(ListRow { code, count: 1, fields: Vec::new() }, Place::First);
        }
        body.rows.retain(|row| row.count > 0);
        body
    }

    fn add(&mut self, row: ListRow, place: Place) {
        if row.code.is_empty() {
            return;
        }
        let mut row = row;
        let there = self.rows.iter().position(|other| other.code == row.code);
        if let Some(at) = there {
            let known = &mut self.rows[at];
            known.count += row.count;
            known.fields.extend(row.fields);
            if matches!(place, Place::Last) {
                return;
            }
            row = self.rows.remove(at);
        }
        match place {
            Place::First => self.rows.insert(0, row),
            Place::Last => self.rows.push(row),
        }
    }

    /// Puts what two windows hold of one list together, so that neither loses a row: of a code that both have,
    /// the larger count, and what was typed last.
    #[must_use]
    pub fn merged(self, newer: ListBody) -> ListBody {
        let ListBody { head, mut rows } = newer;
        for old in self.rows {
            match rows.iter_mut().find(|row| row.code == old.code) {
                Some(row) => {
                    row.count = row.count.max(old.count);
                    let missing: Vec<_> =
                        old.fields.into_iter().filter(|(name, _)| row.fields.iter().all(|(n, _)| n != name)).collect();
                    row.fields.extend(missing);
                }
                None => rows.push(old),
            }
        }
        ListBody { head, rows }
    }

    /// The fields as a form posts them.
    #[must_use]
    pub fn values(&self) -> Vec<(String, String)> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(|row| &row.fields) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let mut all = self.head.clone();
        for row in &self.rows {
            all.push(("code".to_owned(), row.code.clone()));
            all.push(("count".to_owned(), row.count.to_string()));
            for name in &names {
                let value = row.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
                all.push(((*name).to_owned(), value.unwrap_or_default()));
            }
        }
        all
    }

    /// Number of its rows, and of lots with a number beside them: chosen to be sent (`n_…`), or arrived (`a_…`).
    #[must_use]
    pub fn lines(&self) -> i64 {
        let is_lot = |name: &str| name.starts_with("n_") || name.starts_with("a_");
        let chosen = self.head.iter().filter(|(name, value)| is_lot(name) && !matches!(value.trim(), "" | "0"));
        i64::try_from(self.rows.len() + chosen.count()).unwrap_or(i64::MAX)
    }

    /// Checks that it may be kept.
    ///
    /// # Errors
    /// [`Code::ListFull`] beyond [`MOST_ROWS`]; [`Code::TooLarge`] beyond [`LARGEST`].
    pub fn must_fit(&self) -> Result<(), Code> {
        if self.rows.len() > MOST_ROWS {
            return Err(Code::ListFull);
        }
        let pairs = self.head.iter().chain(self.rows.iter().flat_map(|row| &row.fields));
        let typed: usize = pairs.map(|(name, value)| name.len() + value.len()).sum();
        let bytes = typed + self.rows.iter().map(|row| row.code.len() + 16).sum::<usize>();
        if bytes > LARGEST { Err(Code::TooLarge) } else { Ok(()) }
    }
}

/// Where a row goes.
enum Place {
    First,
    Last,
}

/// State of a list after it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// Number of the version that is kept now.
    pub version: i64,
    /// Whether rows of another window were put together with those of this one, so that the counts want a look.
    pub met: bool,
    /// Whether its goods are booked: nothing can be added any more.
    pub done: bool,
}

/// List of an account that is not finished, without its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenList {
    /// Its key.
    pub key: ListKey,
    /// What it is about.
    pub of: ListSubject,
    /// Shop, or 0 while none is chosen.
    pub location: LocationId,
    /// Number of its rows.
    pub lines: i64,
    /// When it was kept last.
    pub updated: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_form_is_read_row_by_row_and_written_back_alike() {
        let form = pairs(&[
            ("_request", "r"),
            ("scan", "C"),
            ("row_size", "L"),
            ("code", "A"),
            ("count", "2"),
            ("row_size", ""),
            ("code", "B"),
            ("count", "x"),
            ("giver", "李"),
            ("add", "1"),
            ("list", "k"),
            ("row_size", "M"),
            ("code", "A"),
            ("count", "1"),
            ("row_size", ""),
            ("code", "D"),
            ("count", "0"),
        ]);
        let body = ListBody::read(&form);
        let seen: Vec<_> = body.rows.iter().map(|row| (row.code.as_str(), row.count)).collect();
        assert_eq!(seen, [("C", 1), ("A", 3), ("B", 1)]);
        assert_eq!(body.head, pairs(&[("giver", "李")]));
        assert_eq!(body.rows[1].fields[0], ("row_size".to_owned(), "L".to_owned()));
        let again = ListBody::read(&body.values());
        assert_eq!(ListBody::read(&again.values()), again);
        assert_eq!(again.rows.iter().map(|row| row.count).sum::<i64>(), 5);
    }

    #[test]
    fn a_list_with_too_many_rows_is_read_whole_and_refused() {
        let form: Vec<_> = (0..=MOST_ROWS).map(|n| ("code".to_owned(), format!("C{n}"))).collect();
        let body = ListBody::read(&form);
        assert_eq!((body.rows.len(), body.must_fit()), (MOST_ROWS + 1, Err(Code::ListFull)));
        assert_eq!(ListBody::read(&form[1..]).must_fit(), Ok(()));
    }

    #[test]
    fn two_windows_lose_no_row_of_each_other() {
        let list = |all: &[(&str, i64)]| ListBody {
            head: Vec::new(),
            rows: all.iter().map(|(c, n)| ListRow { code: (*c).to_owned(), count: *n, fields: Vec::new() }).collect(),
        };
        let merged = list(&[("A", 3), ("B", 1)]).merged(list(&[("C", 1), ("A", 2)]));
        assert_eq!(merged, list(&[("C", 1), ("A", 3), ("B", 1)]));
    }
}
