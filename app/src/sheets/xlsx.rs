//! Reads the sheets of an XLSX file.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use domain::{Code, Error, Result};
use jiff::civil::Date;

use super::{
    Cell, package,
    read::{MOST_COLUMNS, MOST_LINES, TOO_LONG, Table, unreadable},
    room::Room,
};

/// Sheets that are read of a file; each costs a pass over its part.
const MOST_SHEETS: usize = 40;

/// Reads the sheets in order.
///
/// # Errors
/// As [`super::read()`].
pub(super) fn read(bytes: &[u8], room: &mut Room) -> Result<Vec<Table>> {
    package::must_fit(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut tables = Vec::new();
    for name in book.sheet_names().into_iter().take(MOST_SHEETS) {
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
            let rows = table.get_mut(top..=bottom).filter(|_| area.start.1 == area.end.1 && top <= bottom);
            let Some(rows) = rows else { continue };
            left = left.checked_sub(rows.len()).ok_or(TOO_LONG)?;
            fill_down(rows, area.start.1 as usize, room)?;
        }
        tables.push(table);
    }
    if tables.is_empty() { Err(Error::Conflict(Code::NotASheet)) } else { Ok(tables) }
}

/// Copies the text of a merged cell to all its non-blank rows.
///
/// Numbers are not copied: a 30 beside three rows may be their total.
fn fill_down(rows: &mut [Vec<Cell>], column: usize, room: &mut Room) -> Result<()> {
    let Some(Cell::Text(text)) = rows.first().and_then(|row| row.get(column)).cloned() else { return Ok(()) };
    for row in rows.iter_mut().skip(1).filter(|row| row.iter().any(|cell| !cell.is_blank())) {
        room.cells(row, column + 1)?;
        if row[column].is_blank() {
            row[column] = room.text(&text)?;
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
