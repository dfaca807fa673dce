//! Matches rows of a household import with existing files and earlier rows, by phone, name and address.

use std::collections::HashMap;

use domain::{
    accounts,
    areas::AreaId,
    households::{
        HouseholdId, NewHousehold,
        similar::{address_alike, name_alike, plain},
    },
    imports::{Column, Fate, HouseholdRow, Line, Planned, Why, Wrong},
};

use crate::db::folding::fold;

/// Household that has a file or an earlier row in the import.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownHousehold {
    /// Household file, or 0 for a row of this import.
    pub household: HouseholdId,
    /// Row number in the file, or 0 for an existing household.
    pub n: i64,
    pub phone: String,
    /// Name, normalised by [`plain`].
    pub name: String,
    /// Address, normalised by [`plain`].
    pub address: String,
}

/// Confidence that a row and a household are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Confidence {
    Perhaps,
    Yes,
}

impl KnownHousehold {
    fn of(row: &HouseholdRow, n: i64) -> KnownHousehold {
        let phone = accounts::phone(&row.phone).unwrap_or_default();
        KnownHousehold { household: 0, n, phone, name: plain(&fold(&row.name)), address: plain(&fold(&row.address)) }
    }

    fn is(&self, other: &KnownHousehold) -> Option<Confidence> {
        let same_name = self.name == other.name;
        let near_name = same_name || name_alike(&self.name, &other.name);
        if !self.phone.is_empty() && self.phone == other.phone {
            // Two families may share a phone number, so the phone alone is not certain.
            return Some(if near_name { Confidence::Yes } else { Confidence::Perhaps });
        }
        if self.address == other.address && !self.address.is_empty() {
            return if same_name { Some(Confidence::Yes) } else { near_name.then_some(Confidence::Perhaps) };
        }
        let says_nothing = |known: &KnownHousehold| known.address.is_empty() && known.phone.is_empty();
        let perhaps = address_alike(&self.address, &other.address) || says_nothing(self) || says_nothing(other);
        (same_name && perhaps).then_some(Confidence::Perhaps)
    }
}

/// Households indexed by phone, name and address.
/// The index avoids comparing every row with every file.
#[derive(Default)]
pub(crate) struct Files {
    all: Vec<KnownHousehold>,
    by: HashMap<String, Vec<usize>>,
}

impl Files {
    pub(crate) fn add(&mut self, known: KnownHousehold) {
        let at = self.all.len();
        for key in [&known.phone, &known.name, &known.address] {
            if !key.is_empty() {
                self.by.entry(key.clone()).or_default().push(at);
            }
        }
        self.all.push(known);
    }

    /// Returns the most certain match; of equal ones the first.
    fn find(&self, row: &KnownHousehold) -> Option<(&KnownHousehold, Confidence)> {
        let keys = [&row.phone, &row.name, &row.address].into_iter().filter(|key| !key.is_empty());
        let candidates = keys.filter_map(|key| self.by.get(key)).flatten();
        let mut best: Option<(usize, Confidence)> = None;
        for at in candidates {
            if let Some(sure) = row.is(&self.all[*at])
                && best.is_none_or(|(first, known)| sure > known || (sure == known && *at < first))
            {
                best = Some((*at, sure));
            }
        }
        best.map(|(at, sure)| (&self.all[at], sure))
    }
}

/// Stored row with the decisions made on it so far.
#[derive(Clone, Debug)]
pub(crate) struct StoredRow {
    pub line: Line<HouseholdRow>,
    /// Whether a caseworker confirmed that the row is a different family than its match.
    pub anyway: bool,
    /// Household created from the row, or 0.
    pub household: HouseholdId,
}

/// Areas that the import's rows may name.
pub(crate) struct Places {
    /// Area of rows that name none.
    pub default: AreaId,
    /// The actor's areas by normalised name; 0 for an ambiguous name.
    pub named: HashMap<String, AreaId>,
}

/// Builds the household of a row, or returns the errors of its columns.
pub(crate) fn household(row: &HouseholdRow, places: &Places, year: i64) -> Result<NewHousehold, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let area = match row.area.as_str() {
        "" => places.default,
        name => places.named.get(&plain(name)).copied().unwrap_or(0),
    };
    if area == 0 {
        wrong.push(Wrong { column: Column::Area, why: Why::Unknown, text: row.area.clone() });
    }
    let new = NewHousehold {
        area,
        name: row.name.clone(),
        phone: row.phone.clone(),
        address: row.address.clone(),
        hardship: row.hardship,
        members: row.members.clone(),
    };
    match new.checked_of_list(year) {
        Ok(new) if wrong.is_empty() => Ok(new),
        Ok(_) => Err(wrong),
        Err(domain::Error::Invalid(fields)) => {
            for field in fields {
                if field.name == "members" && !row.members.is_empty() {
                    let text = row.members.len().to_string();
                    wrong.push(Wrong { column: Column::Person, why: Why::OutOfRange, text });
                    continue;
                }
                let (column, text) = match field.name {
                    "name" => (Column::Contact, row.name.clone()),
                    "phone" => (Column::Phone, row.phone.clone()),
                    "address" => (Column::Address, String::new()),
                    "birth_year" => (Column::Birth, String::new()),
                    "area" => continue,
                    _ => (Column::Person, String::new()),
                };
                let why = if text.is_empty() { Why::Required } else { Why::Unknown };
                wrong.push(Wrong { column, why, text });
            }
            Err(wrong)
        }
        Err(_) => Err(wrong),
    }
}

/// Everything that is wrong with a row: in its cells, and against the areas and the rules of a file. `None` if it is
/// right.
fn all_wrong(line: &Line<HouseholdRow>, places: &Places, year: i64) -> Option<Vec<Wrong>> {
    let mut wrong = line.wrong.clone();
    let more = household(&line.row, places, year).err().unwrap_or_default();
    wrong.extend(more.into_iter().filter(|one| line.wrong.iter().all(|known| known.column != one.column)));
    (!wrong.is_empty()).then_some(wrong)
}

/// Computes the fate of each row, in file order.
pub(crate) fn fates(rows: Vec<StoredRow>, mut files: Files, places: &Places, year: i64) -> Vec<Planned<HouseholdRow>> {
    let mut planned = Vec::with_capacity(rows.len());
    for StoredRow { mut line, anyway, household: made } in rows {
        let known = KnownHousehold::of(&line.row, line.n);
        let (fate, of, item) = if made != 0 {
            (Fate::Before, 0, made)
        } else if line.skipped {
            (Fate::Skipped, 0, 0)
        } else if let Some(wrong) = all_wrong(&line, places, year) {
            line.wrong = wrong;
            (Fate::Refused, 0, 0)
        } else {
            match files.find(&known) {
                Some((found, Confidence::Yes)) if found.household == 0 => (Fate::Duplicate, found.n, 0),
                Some((found, Confidence::Yes)) => (Fate::Known, 0, found.household),
                Some((found, Confidence::Perhaps)) if !anyway => (Fate::Maybe, found.n, found.household),
                _ => (Fate::NewHousehold, 0, 0),
            }
        };
        if fate == Fate::NewHousehold {
            files.add(known);
        }
        planned.push(Planned { line, fate, of, item, digest: String::new(), sizes: Vec::new() });
    }
    planned
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::households::Member;

    fn row(n: i64, [name, phone, address]: [&str; 3]) -> StoredRow {
        let members = vec![Member { name: name.into(), birth_year: 1980, ..Member::default() }];
        let row = HouseholdRow {
            name: name.into(),
            phone: phone.into(),
            address: address.into(),
            members,
            ..HouseholdRow::default()
        };
        StoredRow { line: Line { n, row, wrong: Vec::new(), skipped: false }, anyway: false, household: 0 }
    }

    fn told(rows: Vec<StoredRow>) -> Vec<(&'static str, i64, i64)> {
        let mut files = Files::default();
        for (household, name, phone, address) in
            [(7, "马秀英", "13800000001", "柳林巷3号"), (8, "王建国", "", "石榴路 12 号 2 单元")]
        {
            let known = KnownHousehold::of(&row(0, [name, phone, address]).line.row, 0);
            files.add(KnownHousehold { household, ..known });
        }
        let places = Places { default: 1, named: HashMap::new() };
        fates(rows, files, &places, 2026).iter().map(|row| (row.fate.as_str(), row.of, row.item)).collect()
    }

    #[test]
    fn same_phone_or_same_name_and_address_is_known() {
        assert_eq!(
            told(vec![
                row(2, ["马秀英", "138 0000 0001", "搬到别处去了"]),
                row(3, ["马 秀英", "", "柳林巷 ３ 号"]),
                row(4, ["王建国", "13800000002", "石榴路12号2单元"]),
                row(5, ["马秀英", "13800000003", "柳林巷5号"]),
                row(6, ["馬秀英", "", "柳林巷3號"]),
            ]),
            [("known", 0, 7), ("known", 0, 7), ("known", 0, 8), ("new_household", 0, 0), ("known", 0, 7)]
        );
    }

    #[test]
    fn similar_rows_are_maybe_until_confirmed_as_new() {
        let rows = vec![
            row(2, ["马秀莺", "", "柳林巷3号"]),
            row(3, ["李四", "13800000001", "别处1号"]),
            row(4, ["王建国", "", "石榴路西12号2单元"]),
            row(5, ["王建国", "", ""]),
        ];
        let asked = told(rows.clone());
        assert_eq!(asked, [("maybe", 0, 7), ("maybe", 0, 7), ("maybe", 0, 8), ("maybe", 0, 8)]);
        let anyway = rows.into_iter().map(|row| StoredRow { anyway: true, ..row }).collect();
        assert_eq!(told(anyway).iter().map(|(fate, ..)| *fate).collect::<Vec<_>>()[0], "new_household");
    }

    #[test]
    fn repeated_row_is_a_duplicate_of_the_first() {
        let rows = vec![row(2, ["赵六", "13900000001", "A路1号"]), row(3, ["赵六", "13900000001", "A路1号"])];
        assert_eq!(told(rows), [("new_household", 0, 0), ("duplicate", 2, 0)]);
    }

    #[test]
    fn applied_and_invalid_rows_create_no_file() {
        let made = StoredRow { household: 9, ..row(2, ["赵六", "13900000001", ""]) };
        let mut nameless = row(3, ["", "13900000002", ""]);
        nameless.line.row.area = "没有的社区".into();
        assert_eq!(told(vec![made, nameless.clone()]), [("before", 0, 9), ("refused", 0, 0)]);
        let places = Places { default: 1, named: HashMap::new() };
        let wrong = household(&nameless.line.row, &places, 2026).unwrap_err();
        let columns: Vec<_> = wrong.iter().map(|wrong| wrong.column).collect();
        assert!(columns.contains(&Column::Area) && columns.contains(&Column::Contact), "{wrong:?}");
    }
}
