//! Memory that the tables of one file may take, counted before it is taken.

use domain::{Code, Error, Result};

use super::{Cell, read::Table};

/// Most bytes of all tables of a file; 20,000 rows of twenty columns take about 20 MB.
const MOST: usize = 48 * 1024 * 1024;
/// Characters that are read of a cell. Every column refuses texts a tenth as long.
const MOST_CHARACTERS: usize = 2_000;

/// What is left of [`MOST`].
pub(super) struct Room {
    left: usize,
}

impl Room {
    pub(super) fn new() -> Self {
        Room { left: MOST }
    }

    fn take(&mut self, bytes: usize) -> Result<()> {
        self.left = self.left.checked_sub(bytes).ok_or(Error::Conflict(Code::TooLarge))?;
        Ok(())
    }

    /// Copies a text into a cell, up to [`MOST_CHARACTERS`]; an empty cell for blanks.
    pub(super) fn text(&mut self, text: &str) -> Result<Cell> {
        let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        if text.trim().is_empty() {
            return Ok(Cell::Empty);
        }
        self.take(text.len())?;
        Ok(Cell::Text(text.to_owned()))
    }

    /// Extends a table to at least `length` rows.
    pub(super) fn rows(&mut self, table: &mut Table, length: usize) -> Result<()> {
        let Some(more) = length.checked_sub(table.len()) else { return Ok(()) };
        self.take(more * size_of::<Vec<Cell>>())?;
        table.resize(length, Vec::new());
        Ok(())
    }

    /// Extends a row to at least `length` cells.
    pub(super) fn cells(&mut self, row: &mut Vec<Cell>, length: usize) -> Result<()> {
        let Some(more) = length.checked_sub(row.len()) else { return Ok(()) };
        self.take(more * size_of::<Cell>())?;
        row.reserve_exact(more);
        row.resize(length, Cell::Empty);
        Ok(())
    }
}

/// Bytes that tables hold, by what they have allocated.
#[cfg(test)]
pub(super) fn held(tables: &[Table]) -> usize {
    let text = |cell: &Cell| if let Cell::Text(text) = cell { text.capacity() } else { 0 };
    let row = |row: &Vec<Cell>| row.capacity() * size_of::<Cell>() + row.iter().map(text).sum::<usize>();
    tables.iter().map(|table| table.capacity() * size_of::<Vec<Cell>>() + table.iter().map(row).sum::<usize>()).sum()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::sheets::{package::package_of, read};

    /// A table doubles its list of rows as it grows.
    const ALLOCATED: usize = 2 * MOST;

    #[test]
    fn a_text_that_many_cells_share_is_cut_before_it_is_copied() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let long = "字".repeat(30_000);
        for row in 0..1_500 {
            sheet.write_string(row, 0, &long).expect("written");
        }
        let bytes = book.save_to_buffer().expect("saved");
        assert!(bytes.len() < 100_000, "packed size {}", bytes.len());
        let tables = read(&bytes).expect("read");
        assert_eq!(tables[0].len(), 1_500);
        assert_eq!(tables[0][1_499][0], Cell::Text("字".repeat(MOST_CHARACTERS)));
        let held = held(&tables);
        assert!(held < 1_500 * (MOST_CHARACTERS * 3 + 200), "{held} bytes are held, of 135 MB in the file");
    }

    #[test]
    fn texts_of_a_table_above_the_limit_are_refused() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let long = "字".repeat(MOST_CHARACTERS);
        for row in 0..20_000 {
            sheet.write_string(row, 0, &long).expect("written");
        }
        let refused = read(&book.save_to_buffer().expect("saved")).expect_err("120 MB of texts");
        assert_eq!(refused.code(), Code::TooLarge);
    }

    /// A file of `sheets` sheets whose every row has one cell, in the last column that is read.
    fn sparse(sheets: usize, rows: usize) -> Vec<u8> {
        let rows: String = (1..=rows).map(|n| format!("<row r=\"{n}\"><c r=\"BH{n}\"><v>1</v></c></row>")).collect();
        package_of(&vec![format!("<sheetData>{rows}</sheetData>"); sheets])
    }

    #[test]
    fn cells_far_to_the_right_count_with_the_empty_ones_before_them() {
        let few = read(&sparse(1, 100)).expect("read");
        assert_eq!((few[0].len(), few[0][99].len()), (100, 60));
        // Ten sheets of 20,000 such rows: 9 MB unpacked, which would take 290 MB.
        assert_eq!(read(&sparse(10, 20_000)).expect_err("refused").code(), Code::TooLarge);
    }

    #[test]
    fn a_table_within_the_limit_allocates_no_more_than_twice_of_it() {
        let tables = read(&sparse(1, 20_000)).expect("read");
        let held = held(&tables);
        assert!(held > 20_000 * 60 * size_of::<Cell>() && held < ALLOCATED, "{held} bytes");
    }
}
