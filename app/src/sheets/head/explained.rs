//! Headings that people explained: put under the usual name of what they mean before a sheet is read.

use std::collections::HashMap;

use domain::{
    imports::headings::{Heading, Meaning, SheetKind},
    imports::{Column, SheetNote},
    text,
};

use super::{LONGEST_HEADING, NAMES, SEARCHED};
use crate::sheets::{Cell, Table, households, rows};

/// Columns that a kind of sheet can have.
#[must_use]
pub fn columns_of(kind: SheetKind) -> &'static [Column] {
    match kind {
        SheetKind::Goods => &rows::GOODS,
        SheetKind::Points => rows::POINTS,
        SheetKind::Vacancies => rows::VACANCIES,
        SheetKind::Households => households::COLUMNS,
    }
}

/// The usual heading of a column. Of a quantity the one that says most clearly that it is there now.
fn usual(column: Column) -> &'static str {
    if column == Column::Quantity {
        return "实存数量";
    }
    let named = NAMES.iter().find(|(known, _)| *known == column);
    named.and_then(|(_, names)| names.first()).copied().unwrap_or_default()
}

/// A heading as it is compared: without blanks, in half width and small letters.
fn key(heading: &str) -> String {
    text::half_width(heading).to_lowercase().split_whitespace().collect()
}

/// The tables with explained headings under their usual names: 手头还有 becomes 实存数量（手头还有）, what is to be
/// skipped （备查）, which means nothing. In each table only the row that has most of them is taken for headings, and
/// rows that repeat it: the same word below may be a thing's name.
#[must_use]
pub fn explained(tables: &[Table], learnt: &[Heading]) -> Vec<Table> {
    let known = learnt.iter().filter_map(|said| Some((key(&said.heading), said.meaning?)));
    let known: HashMap<String, Meaning> = known.collect();
    let meaning = |cell: &Cell| match cell {
        Cell::Text(words) => known.get(&key(words)).copied(),
        _ => None,
    };
    let rename = |cell: &Cell| match meaning(cell) {
        Some(Meaning::Column(column)) => Cell::Text(format!("{}（{}）", usual(column), cell.text())),
        Some(Meaning::Skipped) => Cell::Text(format!("（{}）", cell.text())),
        None => cell.clone(),
    };
    let table = |table: &Table| {
        let mut table = table.clone();
        let count = |row: &[Cell]| row.iter().filter(|cell| meaning(cell).is_some()).count();
        let best = table.iter().take(SEARCHED).map(|row| count(row)).max().unwrap_or(0);
        let heads = table.iter().take(SEARCHED).find(|row| best > 0 && count(row) == best).cloned();
        if let Some(heads) = heads {
            let named: Vec<Cell> = heads.iter().map(rename).collect();
            for row in &mut table {
                if *row == heads {
                    row.clone_from(&named);
                }
            }
        }
        table
    };
    tables.iter().map(table).collect()
}

/// The cells of the row that looks most like headings, for the person to say what they mean: that with the most words.
#[must_use]
pub fn likely_headings(tables: &[Table]) -> Vec<String> {
    let words = |row: &Vec<Cell>| {
        let texts = row.iter().filter(|cell| matches!(cell, Cell::Text(_))).map(Cell::text);
        let worded = texts.filter(|text| text.chars().any(char::is_alphabetic));
        let mut found: Vec<String> = Vec::new();
        for text in worded.map(|text| text.chars().take(LONGEST_HEADING).collect::<String>()) {
            if !found.contains(&text) {
                found.push(text);
            }
        }
        found
    };
    let rows = tables.iter().flat_map(|table| table.iter().take(SEARCHED)).map(words);
    let most = rows.reduce(|best, next| if next.len() > best.len() { next } else { best }).unwrap_or_default();
    if most.len() > 1 { most } else { Vec::new() }
}

/// The headings of a sheet that was read, as they stand in it, with what each was taken for.
#[must_use]
pub fn headings_of(notes: &[SheetNote]) -> Vec<Heading> {
    let heading = |note: &SheetNote| match note {
        SheetNote::Taken(heading, column) => {
            let inner =
                heading.strip_prefix(usual(*column)).and_then(|rest| rest.strip_prefix('（')?.strip_suffix('）'));
            let heading = inner.unwrap_or(heading).to_owned();
            Some(Heading { heading, meaning: Some(Meaning::Column(*column)) })
        }
        SheetNote::Unknown(heading) => Some(Heading { heading: heading.clone(), meaning: None }),
        _ => None,
    };
    notes.iter().filter_map(heading).collect()
}

#[cfg(test)]
mod tests {
    use domain::{Code, Error};

    use super::*;
    use crate::{i18n::Lang, sheets::goods};

    fn row(cells: &[&str]) -> Vec<Cell> {
        cells.iter().map(|c| if c.is_empty() { Cell::Empty } else { Cell::Text((*c).into()) }).collect()
    }

    fn said(heading: &str, meaning: &str) -> Heading {
        Heading { heading: heading.into(), meaning: meaning.parse().ok() }
    }

    #[test]
    fn an_explained_heading_is_read_and_a_skipped_one_is_not() {
        let table = vec![
            row(&["柳林爱心超市台账", "", "", ""]),
            row(&["啥东西", "手头还有", "库存", "备查"]),
            row(&["书包", "12", "40", "备查"]),
            row(&["啥东西", "手头还有", "库存", "备查"]),
            row(&["手头还有", "3", "9", ""]),
        ];
        let tables = [table];
        assert_eq!(goods(&tables).map(|_| ()), Err(Error::Conflict(Code::NoHeadings)), "not understood alone");
        assert_eq!(likely_headings(&tables), ["啥东西", "手头还有", "库存", "备查"]);
        let learnt =
            [said("啥 东西", "name"), said("手头还有", "quantity"), said("库存", "skipped"), said("备查", "skipped")];
        let taken = goods(&explained(&tables, &learnt)).expect("read");
        let read: Vec<(&str, i64)> =
            taken.lines.iter().filter(|line| !line.skipped).map(|line| (&*line.row.name, line.row.quantity)).collect();
        assert_eq!(read, [("书包", 12), ("手头还有", 3)], "and a thing of that name stays");
        let back: Vec<String> = headings_of(&taken.notes).into_iter().map(|heading| heading.heading).collect();
        assert_eq!(back, ["啥东西", "手头还有"], "as they stand in the sheet");
    }

    #[test]
    fn the_headings_of_our_own_templates_are_understood() {
        let kinds = SheetKind::ALL.iter().flat_map(|kind| columns_of(*kind));
        let phrases = |column: Column| Lang::ALL.map(|lang| (column, lang.named("sheet", column.as_str())));
        let understood = |(column, heading): &(Column, String)| match super::super::meaning(heading) {
            // A remark where families are listed.
            Some(Column::Reason) => matches!(column, Column::Reason | Column::Remarks),
            found => found == Some(*column),
        };
        let wrong: Vec<_> = kinds.flat_map(|column| phrases(*column)).filter(|one| !understood(one)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn each_column_has_a_usual_heading_that_means_it() {
        let kinds = SheetKind::ALL.iter().flat_map(|kind| columns_of(*kind));
        let wrong: Vec<_> = kinds.filter(|column| super::super::meaning(usual(**column)) != Some(**column)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
