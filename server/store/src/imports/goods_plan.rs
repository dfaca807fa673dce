//! Fate of each row of a goods import, computed without writing.
//! Applying is in [`crate::imports::goods`], where unique keys decide again.

use std::collections::HashMap;

use domain::{
    Timestamp,
    catalogue::items::ItemId,
    imports::{Column, Fate, GoodsRow, Line, Planned, Why, Wrong},
};
use sha2::{Digest, Sha256};

use crate::db::folding::fold;

/// Item of the root area, reduced to what the plan needs.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub id: ItemId,
    pub name: String,
    pub sizes: Vec<String>,
    pub open: bool,
    pub perishable: bool,
}

/// Items, barcodes and imported rows known before this import.
#[derive(Debug, Default)]
pub(crate) struct KnownGoods {
    pub things: HashMap<ItemId, Thing>,
    /// Item by each of its names, normalised by [`plain`].
    pub names: HashMap<String, ItemId>,
    pub codes: HashMap<String, (ItemId, String)>,
    /// Imported quantity by row digest.
    pub before: HashMap<String, i64>,
}

/// Normalises a name for comparison: script, width, case and whitespace do not matter.
pub(crate) fn plain(name: &str) -> String {
    fold(name).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Normalises a size for comparison: as [`plain`], and all dashes are equal.
fn plain_size(size: &str) -> String {
    plain(size).chars().map(|c| if matches!(c, '–' | '—' | '~' | '～' | '−') { '-' } else { c }).collect()
}

/// Hashes the columns that identify a row across files: item, size, condition, date and batch.
/// The quantity is left out: the same row with another quantity is refused as a conflict, not added.
pub(crate) fn digest(row: &GoodsRow) -> String {
    let thing = if row.name.is_empty() { &row.code } else { &row.name };
    let said = [plain(thing), plain_size(&row.size), row.used.to_string(), row.expires.to_string(), plain(&row.batch)]
        .join("\n");
    Sha256::digest(said).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Item that this import adds, with all its sizes in the file.
#[derive(Default)]
struct NewThing {
    sizes: Vec<String>,
    planned: bool,
}

/// Fate of one row, with its item, size and errors.
struct Decided {
    fate: Fate,
    of: i64,
    item: ItemId,
    size: String,
    wrong: Vec<Wrong>,
}

impl Decided {
    fn is(fate: Fate) -> Self {
        Decided { fate, of: 0, item: 0, size: String::new(), wrong: Vec::new() }
    }

    fn refused(column: Column, why: Why, text: impl Into<String>) -> Self {
        Decided { wrong: vec![Wrong { column, why, text: text.into() }], ..Decided::is(Fate::Refused) }
    }
}

/// Earlier row of this file with the same digest.
struct EarlierRow {
    n: i64,
    quantity: i64,
    code: String,
}

struct Planner<'k> {
    known: &'k KnownGoods,
    now: Timestamp,
    seen: HashMap<String, EarlierRow>,
    fresh: HashMap<String, NewThing>,
    codes: HashMap<String, (String, String, i64)>,
}

/// Computes the fate of every row, in file order.
pub(crate) fn plan(lines: Vec<Line<GoodsRow>>, known: &KnownGoods, now: Timestamp) -> Vec<Planned<GoodsRow>> {
    let mut fresh: HashMap<String, NewThing> = HashMap::new();
    for row in lines.iter().filter(|line| !line.skipped && line.wrong.is_empty()).map(|line| &line.row) {
        let name = plain(&row.name);
        if !name.is_empty() && !known.names.contains_key(&name) {
            let sizes = &mut fresh.entry(name).or_default().sizes;
            if !row.size.is_empty() && !sizes.iter().any(|size| plain_size(size) == plain_size(&row.size)) {
                sizes.push(row.size.clone());
            }
        }
    }
    let mut planner = Planner { known, now, seen: HashMap::new(), fresh, codes: HashMap::new() };
    lines.into_iter().map(|line| planner.place(line)).collect()
}

impl Planner<'_> {
    fn place(&mut self, mut line: Line<GoodsRow>) -> Planned<GoodsRow> {
        let digest = digest(&line.row);
        let decided = if line.skipped {
            Decided::is(Fate::Skipped)
        } else if !line.wrong.is_empty() {
            Decided::is(Fate::Refused)
        } else {
            self.decide(&line, &digest)
        };
        line.wrong.extend(decided.wrong);
        if decided.fate.acts() {
            line.row.size = decided.size;
        }
        let sizes = match decided.fate {
            Fate::NewItem | Fate::NewStock | Fate::Learned if decided.item == 0 => {
                self.fresh.get(&plain(&line.row.name)).map(|fresh| fresh.sizes.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        Planned { fate: decided.fate, of: decided.of, item: decided.item, line, digest, sizes }
    }

    fn decide(&mut self, line: &Line<GoodsRow>, digest: &str) -> Decided {
        let row = &line.row;
        if row.name.is_empty() && row.code.is_empty() {
            return Decided::refused(Column::Name, Why::Required, "");
        }
        // An unknown barcode is stored even when the goods of the row were imported before.
        let teaches = !row.code.is_empty() && !self.known.codes.contains_key(&row.code);
        let mut counts = row.quantity > 0;
        if let Some(seen) = self.seen.get(digest) {
            let of = seen.n;
            let clash = |column, text: String| Decided { of, ..Decided::refused(column, Why::OtherRow, text) };
            match (counts, seen.quantity) {
                // The earlier row named only the item; this one has the quantity.
                (true, 0) => {}
                (true, n) if n != row.quantity => return clash(Column::Quantity, n.to_string()),
                // The same goods under two barcodes may be two kinds of goods: a user has to decide.
                (true, _) if teaches && !seen.code.is_empty() && seen.code != row.code => {
                    return clash(Column::Barcode, seen.code.clone());
                }
                _ if !teaches || seen.code == row.code => return Decided { of, ..Decided::is(Fate::Duplicate) },
                _ => counts = false,
            }
        }
        let seen = EarlierRow { n: line.n, quantity: row.quantity, code: row.code.clone() };
        if counts || !self.seen.contains_key(digest) {
            self.seen.insert(digest.to_owned(), seen);
        }
        match self.known.before.get(digest) {
            Some(n) if counts && *n != row.quantity => {
                return Decided::refused(Column::Quantity, Why::Before, n.to_string());
            }
            Some(_) if !teaches => return Decided::is(Fate::Before),
            Some(_) => counts = false,
            None => {}
        }
        if row.expires != 0 && row.expires <= self.now && counts {
            return Decided::refused(Column::Expires, Why::Expired, "");
        }
        let (thing, size) = match self.thing(row) {
            Ok(found) => found,
            Err(refused) => return refused,
        };
        // Food without a day would never leave the shelf.
        if counts && row.expires == 0 && thing.is_some_and(|thing| thing.perishable) {
            return Decided::refused(Column::Expires, Why::Required, "");
        }
        let (item, name) = thing.map_or((0, plain(&row.name)), |thing| (thing.id, plain(&thing.name)));
        let learns = match self.learns(row, &name, &size, item, line.n) {
            Ok(learns) => learns,
            Err(refused) => return refused,
        };
        let new =
            item == 0 && self.fresh.get_mut(&name).is_some_and(|fresh| !std::mem::replace(&mut fresh.planned, true));
        let fate = match (new, counts, learns) {
            (true, _, _) => Fate::NewItem,
            (false, true, _) => Fate::NewStock,
            (false, false, true) => Fate::Learned,
            (false, false, false) => Fate::Known,
        };
        Decided { item, size, ..Decided::is(fate) }
    }

    /// Returns the known item (`None` for a new one) and its size as stored.
    fn thing(&self, row: &GoodsRow) -> Result<(Option<&Thing>, String), Decided> {
        let by_code = self.known.codes.get(&row.code);
        let by_name = self.known.names.get(&plain(&row.name));
        let id = match (by_name, by_code) {
            (Some(id), _) => Some(*id),
            (None, Some((id, _))) if row.name.is_empty() => Some(*id),
            (None, Some((id, _))) => {
                let whose = self.known.things.get(id).map(|thing| thing.name.clone()).unwrap_or_default();
                return Err(Decided::refused(Column::Barcode, Why::BarcodeTaken, whose));
            }
            (None, None) if row.name.is_empty() => return Err(Decided::refused(Column::Name, Why::Required, "")),
            (None, None) => None,
        };
        let thing = id.and_then(|id| self.known.things.get(&id));
        if let Some(closed) = thing.filter(|thing| !thing.open) {
            return Err(Decided::refused(Column::Name, Why::Closed, closed.name.clone()));
        }
        let sizes = match thing {
            Some(thing) => &thing.sizes,
            None => &self.fresh[&plain(&row.name)].sizes,
        };
        let said = match by_code {
            Some((_, size)) if row.size.is_empty() => size,
            _ => &row.size,
        };
        if sizes.is_empty() {
            let fits = said.is_empty();
            return if fits {
                Ok((thing, String::new()))
            } else {
                Err(Decided::refused(Column::Size, Why::NoSizes, said))
            };
        }
        if said.is_empty() {
            let needed = row.quantity > 0;
            return if needed {
                Err(Decided::refused(Column::Size, Why::Required, sizes.join(" / ")))
            } else {
                Ok((thing, String::new()))
            };
        }
        match sizes.iter().find(|size| plain_size(size) == plain_size(said)) {
            Some(size) => Ok((thing, size.clone())),
            None => Err(Decided::refused(Column::Size, Why::SizeUnknown, said)),
        }
    }

    /// Returns whether the row's barcode is new; errs when it belongs to another item or size.
    fn learns(&mut self, row: &GoodsRow, name: &str, size: &str, item: ItemId, n: i64) -> Result<bool, Decided> {
        if row.code.is_empty() {
            return Ok(false);
        }
        if let Some((whose, of_size)) = self.known.codes.get(&row.code) {
            if *whose == item && of_size == size {
                return Ok(false);
            }
            let whose = self.known.things.get(whose).map(|thing| thing.name.clone()).unwrap_or_default();
            return Err(Decided::refused(Column::Barcode, Why::BarcodeTaken, whose));
        }
        let here = (name.to_owned(), size.to_owned());
        match self.codes.get(&row.code) {
            Some((whose, of_size, _)) if (whose, of_size) == (&here.0, &here.1) => Ok(false),
            Some((_, _, first)) => {
                Err(Decided { of: *first, ..Decided::refused(Column::Barcode, Why::BarcodeTaken, row.code.clone()) })
            }
            None => {
                self.codes.insert(row.code.clone(), (here.0, here.1, n));
                Ok(true)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> KnownGoods {
        let bag = Thing {
            id: 1,
            name: "书包".into(),
            sizes: vec!["学前".into(), "1–3 年级".into()],
            open: true,
            perishable: false,
        };
        let wok = Thing { id: 13, name: "炒锅".into(), sizes: vec![], open: true, perishable: false };
        let rice = Thing { id: 17, name: "大米".into(), perishable: true, ..wok.clone() };
        let old = Thing { id: 1001, name: "旧物".into(), open: false, ..wok.clone() };
        let names = [("书包", 1), ("schoolbag", 1), ("炒锅", 13), ("大米", 17), ("旧物", 1001)]
            .map(|(name, id)| (name.to_owned(), id));
        let codes = [("6901234567892".to_owned(), (13, String::new()))];
        let things = [bag, wok, rice, old].into_iter().map(|thing| (thing.id, thing)).collect();
        KnownGoods { things, names: names.into(), codes: codes.into(), before: HashMap::new() }
    }

    fn goods(name: &str, size: &str, quantity: i64) -> GoodsRow {
        GoodsRow { name: name.into(), size: size.into(), quantity, ..GoodsRow::default() }
    }

    type RowFate = (Fate, i64, Option<(Column, Why)>);

    fn fates(rows: Vec<GoodsRow>, known: &KnownGoods) -> Vec<RowFate> {
        let lines = (1..).zip(rows).map(|(n, row)| Line { n, row, wrong: Vec::new(), skipped: false }).collect();
        let planned = plan(lines, known, 1000);
        planned.iter().map(|p| (p.fate, p.of, p.line.wrong.first().map(|w| (w.column, w.why)))).collect()
    }

    #[test]
    fn each_row_gets_its_fate_or_its_error() {
        let rows = vec![
            goods("書 包", "1-3年级", 12),
            goods("书包", "1–3 年级", 12),
            goods("书包", "1~3年级", 5),
            goods("书包", "", 3),
            goods("炒锅", "大", 3),
            goods("暖手宝", "", 9),
            goods("暖手宝", "", 0),
            goods("书包", "高中", 3),
            goods("旧物", "", 3),
            GoodsRow { code: "6901234567892".into(), quantity: 4, ..GoodsRow::default() },
            GoodsRow { code: "6901234567892".into(), ..goods("电饭锅", "", 4) },
            GoodsRow { expires: 999, ..goods("炒锅", "", 7) },
            goods("炒锅", "", 0),
            goods("大米", "", 10),
            GoodsRow { expires: 2000, ..goods("大米", "", 10) },
        ];
        assert_eq!(
            fates(rows, &known()),
            [
                (Fate::NewStock, 0, None),
                (Fate::Duplicate, 1, None),
                (Fate::Refused, 1, Some((Column::Quantity, Why::OtherRow))),
                (Fate::Refused, 0, Some((Column::Size, Why::Required))),
                (Fate::Refused, 0, Some((Column::Size, Why::NoSizes))),
                (Fate::NewItem, 0, None),
                (Fate::Duplicate, 6, None),
                (Fate::Refused, 0, Some((Column::Size, Why::SizeUnknown))),
                (Fate::Refused, 0, Some((Column::Name, Why::Closed))),
                (Fate::NewStock, 0, None),
                (Fate::Refused, 0, Some((Column::Barcode, Why::BarcodeTaken))),
                (Fate::Refused, 0, Some((Column::Expires, Why::Expired))),
                (Fate::Known, 0, None),
                (Fate::Refused, 0, Some((Column::Expires, Why::Required))),
                (Fate::NewStock, 0, None),
            ]
        );
    }

    #[test]
    fn imported_row_is_skipped_and_a_changed_quantity_is_refused() {
        let row = goods("炒锅", "", 12);
        let known = KnownGoods { before: [(digest(&row), 12)].into(), ..known() };
        let batch = GoodsRow { batch: "B 箱".into(), ..row.clone() };
        assert_eq!(fates(vec![row.clone(), batch], &known), [(Fate::Before, 0, None), (Fate::NewStock, 0, None)]);
        assert_eq!(
            fates(vec![GoodsRow { quantity: 13, ..row }], &known),
            [(Fate::Refused, 0, Some((Column::Quantity, Why::Before)))]
        );
    }

    #[test]
    fn new_item_gets_every_size_in_the_file() {
        let rows = vec![goods("雨衣", "L", 2), goods("雨衣", "XL", 2), goods("雨衣", "", 1)];
        let lines = (1..).zip(rows).map(|(n, row)| Line { n, row, wrong: Vec::new(), skipped: false }).collect();
        let planned = plan(lines, &known(), 0);
        assert_eq!(planned[0].sizes, ["L", "XL"]);
        assert_eq!(planned.iter().map(|p| p.fate).collect::<Vec<_>>(), [Fate::NewItem, Fate::NewStock, Fate::Refused]);
    }
}
