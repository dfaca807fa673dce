//! Reads files into tables of cells.
//! Files are untrusted: they are unpacked within limits before parsing.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use domain::{Code, Error, Result, imports::MOST_ROWS};
use jiff::civil::Date;

use super::Cell;

/// Largest file in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Largest unpacked size in bytes; more than 20,000 rows of goods need.
const MOST_UNPACKED: u64 = 24 * 1024 * 1024;
/// Parts of the package; genuine workbooks have fewer.
const MOST_PARTS: usize = 500;
const MOST_COLUMNS: usize = 60;
/// Rows of a table, with allowance for titles and blank rows.
const MOST_LINES: usize = MOST_ROWS + 100;

/// Rows of cells as in the file, including blank rows so that row numbers match.
pub type Table = Vec<Vec<Cell>>;

/// Reads every non-empty table of a file: the sheets of an XLSX file in order, or a CSV file.
///
/// Blocks for long; run it by [`super::in_turn`].
///
/// # Errors
/// [`Code::TooLarge`] by its size, packed or unpacked, [`Code::SheetTooLong`] for too many rows or columns,
/// [`Code::NotASheet`] if it cannot be parsed.
pub fn read(bytes: &[u8]) -> Result<Vec<Table>> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::Conflict(Code::TooLarge));
    }
    let tables = if bytes.starts_with(b"PK\x03\x04") { xlsx(bytes)? } else { vec![csv(&text(bytes)?)?] };
    Ok(tables.into_iter().filter(|table| !table.is_empty()).collect())
}

fn unreadable<E>(_: E) -> Error {
    Error::Conflict(Code::NotASheet)
}

const TOO_LONG: Error = Error::Conflict(Code::SheetTooLong);

/// Unpacks every part to nowhere, because declared sizes cannot be trusted.
fn must_unpack(bytes: &[u8]) -> Result<()> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if package.len() > MOST_PARTS {
        return Err(Error::Conflict(Code::NotASheet));
    }
    let mut left = MOST_UNPACKED;
    for part in 0..package.len() {
        let part = package.by_index(part).map_err(unreadable)?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(unreadable)?;
        left = left.checked_sub(unpacked).ok_or(Error::Conflict(Code::TooLarge))?;
    }
    Ok(())
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Table>> {
    must_unpack(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut tables = Vec::new();
    for name in book.sheet_names() {
        let mut table = match sheet(&mut book, &name) {
            Ok(table) => table,
            Err(TOO_LONG) => return Err(TOO_LONG),
            // Charts are sheets without cells.
            Err(_) => continue,
        };
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        for area in merged {
            let (top, bottom) = (area.start.0 as usize, area.end.0 as usize);
            if area.start.1 == area.end.1 && bottom < table.len() {
                fill_down(&mut table[top..=bottom], area.start.1 as usize);
            }
        }
        tables.push(table);
    }
    if tables.is_empty() { Err(Error::Conflict(Code::NotASheet)) } else { Ok(tables) }
}

/// Copies the text of a merged cell to all its non-blank rows.
///
/// Numbers are not copied: a 30 beside three rows may be their total.
fn fill_down(rows: &mut [Vec<Cell>], column: usize) {
    let Some(Cell::Text(text)) = rows.first().and_then(|row| row.get(column)).cloned() else { return };
    for row in rows.iter_mut().skip(1).filter(|row| row.iter().any(|cell| !cell.is_blank())) {
        if row.len() <= column {
            row.resize(column + 1, Cell::Empty);
        }
        if row[column].is_blank() {
            row[column] = Cell::Text(text.clone());
        }
    }
}

/// Reads a sheet cell by cell: a range would allocate the rectangle up to the farthest cell.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table> {
    let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut table = Table::new();
    while let Some(found) = cells.next_cell().map_err(unreadable)? {
        let cell = cell(found.get_value());
        if cell.is_blank() {
            continue;
        }
        let (row, column) = found.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_LINES || column >= MOST_COLUMNS {
            return Err(TOO_LONG);
        }
        if table.len() <= row {
            table.resize(row + 1, Vec::new());
        }
        if table[row].len() <= column {
            table[row].resize(column + 1, Cell::Empty);
        }
        table[row][column] = cell;
    }
    Ok(table)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(yes) => Cell::Text(if *yes { "是" } else { "否" }.to_owned()),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let date = i16::try_from(year).ok().and_then(|year| Date::new(year, month as i8, day as i8).ok());
            date.filter(|_| at.is_datetime()).map_or(Cell::Number(at.as_f64()), Cell::Day)
        }
        DataRef::DateTimeIso(text) => {
            text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Text(text.clone()), Cell::Day)
        }
        DataRef::DurationIso(text) => Cell::Text(text.clone()),
        // Errors such as #REF! stay text, and are rejected by the columns that need a value.
        DataRef::Error(error) => Cell::Text(error.to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

/// Decodes UTF-8 or UTF-16 with a byte order mark, UTF-8 without one, else GB18030 (Chinese Windows).
fn text(bytes: &[u8]) -> Result<String> {
    let (text, broken) = match (encoding_rs::Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, mark)), _) => encoding.decode_without_bom_handling(&bytes[mark..]),
        (None, Ok(text)) => (text.into(), false),
        (None, Err(_)) => encoding_rs::GB18030.decode_without_bom_handling(bytes),
    };
    // Old .xls files, pictures and PDF files contain NUL bytes.
    if broken || text.contains('\0') { Err(Error::Conflict(Code::NotASheet)) } else { Ok(text.into_owned()) }
}

fn csv(text: &str) -> Result<Table> {
    // Some systems export HTML under the extension .xls.
    if text.trim_start().starts_with('<') || text.starts_with("%PDF") {
        return Err(Error::Conflict(Code::NotASheet));
    }
    // Uniform line breaks, also at the end: the position counts lines by them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let mut lines = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut table = Table::new();
    let mut line = csv::StringRecord::new();
    let mut next = 1;
    while lines.read_record(&mut line).map_err(unreadable)? {
        // The reader skips blank lines; add them, so that rows keep their line numbers.
        let after = lines.position().line();
        let inside = line.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let blank = after.saturating_sub(next + inside + 1);
        next = after;
        let at = table.len() + blank as usize;
        let filled = (1..).zip(&line).filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(n, _)| n);
        if at >= MOST_LINES || filled > MOST_COLUMNS {
            return Err(TOO_LONG);
        }
        table.resize(at, Vec::new());
        let words = |cell: &str| if cell.trim().is_empty() { Cell::Empty } else { Cell::Text(cell.to_owned()) };
        table.push(line.iter().take(filled).map(words).collect());
    }
    Ok(table)
}

/// The delimiter that is most frequent in the first lines.
fn delimiter(text: &str) -> u8 {
    let first: String = text.lines().filter(|line| !line.trim().is_empty()).take(10).collect();
    let count = |mark: &u8| first.bytes().filter(|b| b == mark).count();
    // `max_by_key` returns the last of equals, the comma.
    [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn code(read: Result<Vec<Table>>) -> Code {
        read.expect_err("rejected").code()
    }

    #[test]
    fn csv_is_decoded_from_utf8_utf16_and_gbk() {
        let text = "品名,数量\r\n\r\n书包,１２\r\n";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), marked.as_bytes(), &gbk, &utf16] {
            let table = &read(bytes).expect("read")[0];
            assert_eq!(table[0][0].text(), "品名");
            assert_eq!((table[1].len(), table[2][1].text().as_str()), (0, "１２"), "the third line stays the third");
        }
        let broken = read("\n品名,备注\n\n\"书\n包\",x\r\n\r\n毛毯,y".as_bytes()).expect("read").remove(0);
        let rows: Vec<(usize, String)> =
            broken.iter().enumerate().filter(|(_, row)| !row.is_empty()).map(|(at, row)| (at, row[0].text())).collect();
        assert_eq!(rows, [(1, "品名".into()), (3, "书 包".into()), (5, "毛毯".into())]);
        assert_eq!(read("品名;数量\n书包;1,5\n".as_bytes()).expect("read")[0][1].len(), 2);
    }

    #[test]
    fn files_that_are_not_sheets_or_too_large_are_rejected() {
        for bytes in
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..], b"<html><table>", b"%PDF-1.7", b"PK\x03\x04nonsense"]
        {
            assert_eq!(code(read(bytes)), Code::NotASheet);
        }
        assert_eq!(code(read(&vec![b'a'; MOST_BYTES + 1])), Code::TooLarge);
        assert_eq!(code(read("a\n".repeat(MOST_LINES + 1).as_bytes())), Code::SheetTooLong);
        assert_eq!(code(read(&b",".repeat(61).iter().copied().chain(*b"x").collect::<Vec<_>>())), Code::SheetTooLong);
        assert!(read(b"").expect("nothing in it").is_empty());
    }

    #[test]
    fn a_file_that_unpacks_to_30_mb_is_rejected_before_parsing() {
        let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
        package.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).expect("a part");
        for _ in 0..30 {
            package.write_all(&vec![b' '; 1024 * 1024]).expect("written");
        }
        let bytes = package.finish().expect("packed").into_inner();
        assert!(bytes.len() < 100_000, "packed size {}", bytes.len());
        assert_eq!(code(read(&bytes)), Code::TooLarge);
    }

    #[test]
    fn two_cells_far_apart_do_not_allocate_a_table() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "品名").expect("written");
        sheet.write_string(1_048_575, 3, "x").expect("written");
        assert_eq!(code(read(&book.save_to_buffer().expect("saved"))), Code::SheetTooLong);
    }
}
