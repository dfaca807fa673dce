//! Reads the sheets of an XLSX file.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx};
use domain::{Code, Error, Result};
use jiff::civil::Date;

use super::{
    Cell, package,
    read::{Book, MOST_COLUMNS, MOST_LINES, TOO_LONG, Table, unreadable},
    room::Room,
};

/// Sheets that are read of a file; each costs a pass over its part.
const MOST_SHEETS: usize = 40;

/// Reads the visible sheets in order. A hidden one is what its owner does not see, so it is not read for another.
///
/// # Errors
/// As [`super::read()`].
pub(super) fn book(bytes: &[u8], room: &mut Room) -> Result<Book> {
    let hidden = package::must_fit(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let (mut tables, mut called, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    let unseen = book.sheets_metadata().iter().filter(|sheet| sheet.visible != SheetVisible::Visible).count();
    let all = book.sheets_metadata().iter().enumerate();
    let visible = all.filter(|(_, sheet)| sheet.visible == SheetVisible::Visible);
    let names: Vec<(usize, String)> = visible.map(|(at, sheet)| (at, sheet.name.clone())).take(MOST_SHEETS).collect();
    for (at, name) in names {
        let mut table = match sheet(&mut book, &name, room) {
            Ok(table) => table,
            // Charts are sheets without cells.
            Err(Error::Conflict(Code::NotASheet)) => continue,
            Err(limit) => return Err(limit),
        };
        // Merged cells do not overlap: together they cover each cell once at most.
        let mut left = table.len() * MOST_COLUMNS;
        for area in book.merge_cells_by_sheet_name(&name).unwrap_or_default() {
            // The last rows of an area may be blank, and the table ends before them.
            let (top, bottom) = (area.start.0 as usize, (area.end.0 as usize).min(table.len().saturating_sub(1)));
            let Some(rows) = table.get_mut(top..=bottom).filter(|rows| rows.len() > 1) else { continue };
            left = left.checked_sub(rows.len()).ok_or(TOO_LONG)?;
            fill_down(rows, area.start.1 as usize, room)?;
        }
        let hidden = hidden.get(at).cloned().unwrap_or_default();
        columns.push(hidden_last(&mut table, &hidden.columns, room)?);
        for row in hidden.rows.iter().filter_map(|n| n.checked_sub(1)) {
            let Some(row) = table.get_mut(row).filter(|row| !row.is_empty()) else { continue };
            let length = row.len() + 1;
            room.cells(row, length)?;
            if let Some(last) = row.last_mut() {
                *last = Cell::RowHidden;
            }
        }
        tables.push(table);
        called.push(name);
    }
    if tables.is_empty() {
        return Err(Error::Conflict(Code::NotASheet));
    }
    Ok(Book { tables, names: called, hidden: unseen, columns })
}

/// Moves hidden columns behind the others, so that of two with the same meaning the visible one is read. Returns the
/// letters of those with content.
fn hidden_last(table: &mut Table, hidden: &[usize], room: &mut Room) -> Result<Vec<String>> {
    if hidden.is_empty() {
        return Ok(Vec::new());
    }
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let (unseen, seen): (Vec<usize>, Vec<usize>) = (0..width).partition(|at| hidden.contains(&(at + 1)));
    let says = |at: usize| table.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_blank()));
    let letters: Vec<String> = unseen.iter().filter(|at| says(**at)).map(|at| letters(*at)).collect();
    let order: Vec<usize> = seen.into_iter().chain(unseen).collect();
    for row in table.iter_mut() {
        let last = order.iter().rposition(|from| row.get(*from).is_some_and(|cell| *cell != Cell::Empty));
        let mut moved = Vec::new();
        room.cells(&mut moved, last.map_or(0, |at| at + 1))?;
        for (to, from) in moved.iter_mut().zip(&order) {
            if let Some(cell) = row.get_mut(*from) {
                *to = std::mem::take(cell);
            }
        }
        *row = moved;
    }
    Ok(letters)
}

/// The letters of a column, counted from 0; no more than two are read.
fn letters(at: usize) -> String {
    let letter = |n: usize| ('A'..='Z').nth(n % 26).unwrap_or_default();
    match at / 26 {
        0 => letter(at).to_string(),
        first => format!("{}{}", letter(first - 1), letter(at)),
    }
}

/// Copies the text or the day of a merged cell to all its non-blank rows, in the cell's first column.
///
/// Numbers are not copied: a 30 beside three rows may be their total. The rows below it are marked.
fn fill_down(rows: &mut [Vec<Cell>], column: usize, room: &mut Room) -> Result<()> {
    let first = match rows.first().and_then(|row| row.get(column)).cloned() {
        Some(Cell::Number(_)) => Cell::Covered,
        Some(cell @ (Cell::Text(_) | Cell::Day(_))) => cell,
        _ => return Ok(()),
    };
    for row in rows.iter_mut().skip(1).filter(|row| row.iter().any(|cell| !cell.is_blank())) {
        room.cells(row, column + 1)?;
        if row[column].is_blank() {
            row[column] = match &first {
                Cell::Text(text) => room.text(text)?,
                other => other.clone(),
            };
        }
    }
    Ok(())
}

/// Reads a sheet cell by cell: a range would allocate the rectangle up to the farthest cell.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut Room) -> Result<Table> {
    let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut table = Table::new();
    while let Some(found) = cells.next_cell().map_err(unreadable)? {
        let cell = cell(found.get_value(), room)?;
        if cell.is_blank() {
            continue;
        }
        let (row, column) = found.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_LINES || column >= MOST_COLUMNS {
            return Err(TOO_LONG);
        }
        room.rows(&mut table, row + 1)?;
        room.cells(&mut table[row], column + 1)?;
        table[row][column] = cell;
    }
    Ok(table)
}

fn cell(value: &DataRef<'_>, room: &mut Room) -> Result<Cell> {
    Ok(match value {
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => room.text(text)?,
        DataRef::SharedString(text) => room.text(text)?,
        DataRef::Bool(yes) => Cell::Text(if *yes { "是" } else { "否" }.to_owned()),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, day as i8).ok());
            date.filter(|_| at.is_datetime()).map_or(Cell::Number(at.as_f64()), Cell::Day)
        }
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) => Cell::Day(day),
            None => room.text(text)?,
        },
        DataRef::DurationIso(text) => room.text(text)?,
        // Errors such as #REF! stay text, and are rejected by the columns that need a value.
        DataRef::Error(error) => Cell::Text(error.to_string()),
        DataRef::Empty => Cell::Empty,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], room: &mut Room) -> Result<Vec<Table>> {
        Ok(book(bytes, room)?.tables)
    }

    /// Texts of column A, by row.
    fn column(table: &Table) -> Vec<String> {
        table.iter().map(|row| row.first().map(Cell::text).unwrap_or_default()).collect()
    }

    #[test]
    fn a_merged_cell_is_filled_down_also_when_its_last_rows_are_blank() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let plain = rust_xlsxwriter::Format::new();
        sheet.merge_range(0, 0, 5, 0, "王家", &plain).expect("merged");
        for row in 0..4 {
            sheet.write_string(row, 1, "人").expect("written");
        }
        let tables = read(&book.save_to_buffer().expect("saved"), &mut Room::new()).expect("read");
        assert_eq!(column(&tables[0]), ["王家"; 4]);
    }

    #[test]
    fn a_merged_day_holds_for_all_its_rows_and_a_merged_number_for_the_first() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let (plain, day) =
            (rust_xlsxwriter::Format::new(), rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd"));
        for (column, number, format) in [(1, 46_082.0, &day), (2, 30.0, &plain)] {
            sheet.merge_range(0, column, 2, column, "", format).expect("merged");
            sheet.write_number_with_format(0, column, number, format).expect("written");
        }
        for row in 0..3 {
            sheet.write_string(row, 0, "奶粉").expect("written");
        }
        // Over two columns as well.
        sheet.merge_range(3, 0, 4, 1, "球鞋", &plain).expect("merged");
        sheet.write_string(3, 2, "36").expect("written");
        sheet.write_string(4, 2, "37").expect("written");
        let tables = read(&book.save_to_buffer().expect("saved"), &mut Room::new()).expect("read");
        let days: Vec<_> = tables[0][..3].iter().map(|row| row[1].clone()).collect();
        assert_eq!(days, vec![Cell::Day(Date::constant(2026, 3, 1)); 3]);
        assert_eq!((&tables[0][0][2], &tables[0][1][2]), (&Cell::Number(30.0), &Cell::Covered));
        assert_eq!(column(&tables[0])[3..], ["球鞋"; 2]);
    }

    #[test]
    fn hidden_rows_are_read_and_marked() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..3 {
            sheet.write_string(row, 0, "碗").expect("written");
        }
        sheet.set_row_hidden(1).expect("hidden");
        let tables = read(&book.save_to_buffer().expect("saved"), &mut Room::new()).expect("read");
        let marked: Vec<bool> = tables[0].iter().map(|row| row.last() == Some(&Cell::RowHidden)).collect();
        assert_eq!((marked, column(&tables[0])), (vec![false, true, false], vec!["碗".to_owned(); 3]));
    }

    #[test]
    fn a_hidden_column_stands_behind_the_visible_ones_and_is_named() {
        let mut file = rust_xlsxwriter::Workbook::new();
        let sheet = file.add_worksheet();
        for (column, text) in (0..).zip(["旧品名", "品名", "数量"]) {
            sheet.write_string(0, column, text).expect("written");
            sheet.write_string(1, column, "碗").expect("written");
        }
        sheet.set_column_hidden(0).expect("hidden");
        sheet.set_column_hidden(7).expect("hidden");
        let book = book(&file.save_to_buffer().expect("saved"), &mut Room::new()).expect("read");
        let heads: Vec<String> = book.tables[0][0].iter().map(Cell::text).collect();
        assert_eq!((heads.join(" "), &book.columns[0]), ("品名 数量 旧品名".to_owned(), &vec!["A".to_owned()]));
        assert_eq!([0, 25, 26, 59].map(letters), ["A", "Z", "AA", "BH"]);
    }

    #[test]
    fn hidden_rows_of_each_of_several_sheets_are_marked() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().set_hidden(true).set_row_hidden(0).expect("hidden");
        for hidden in [2, 1] {
            let sheet = book.add_worksheet();
            for row in 0..3 {
                sheet.write_string(row, 0, "碗").expect("written");
            }
            sheet.set_row_hidden(hidden).expect("hidden");
        }
        book.worksheet_from_index(1).expect("a sheet").set_active(true);
        let tables = read(&book.save_to_buffer().expect("saved"), &mut Room::new()).expect("read");
        let marked =
            |table: &Table| -> Vec<bool> { table.iter().map(|row| row.last() == Some(&Cell::RowHidden)).collect() };
        assert_eq!(tables.iter().map(marked).collect::<Vec<_>>(), [[false, false, true], [false, true, false]]);
    }

    #[test]
    fn hidden_sheets_are_not_read_for_the_visible_ones() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "看得见").expect("written");
        book.add_worksheet().set_hidden(true).write_string(0, 0, "看不见").expect("written");
        let tables = read(&book.save_to_buffer().expect("saved"), &mut Room::new()).expect("read");
        assert_eq!(tables.iter().map(column).collect::<Vec<_>>(), [["看得见"]]);
    }

    #[test]
    fn merged_cells_that_overlap_thousands_of_times_are_refused() {
        let rows: String = (1..=1_000).map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c></row>")).collect();
        let of = |areas: usize| {
            let areas = "<mergeCell ref=\"A1:A1000\"/>".repeat(areas);
            package::package_of(&[format!("<sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells>")])
        };
        read(&of(1), &mut Room::new()).expect("read");
        let bytes = of(5_000);
        assert_eq!(read(&bytes, &mut Room::new()).expect_err("refused"), TOO_LONG);
    }
}
