//! Reads files into tables of cells.
//! Files are untrusted: what they unpack to and what their tables take is counted before it is allocated.

use domain::{
    Code, Error, Result,
    imports::{MOST_ROWS, SheetNote},
};

use super::{Cell, head, room::Room, xlsx};

/// Largest file in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
pub(super) const MOST_COLUMNS: usize = 60;
/// Rows of a table, with allowance for titles and blank rows.
pub(super) const MOST_LINES: usize = MOST_ROWS + 100;

/// Rows of cells as in the file, including blank rows so that row numbers match.
pub type Table = Vec<Vec<Cell>>;

/// What a file holds.
#[derive(Debug, Default)]
pub struct Book {
    /// Its tables with content: the visible sheets of an XLSX file in order, or a CSV file.
    pub tables: Vec<Table>,
    /// Name of each; empty for a CSV file.
    pub names: Vec<String>,
    /// Number of its hidden sheets, which are not read.
    pub hidden: usize,
    /// Letters of the hidden columns of each table, which are read.
    pub columns: Vec<Vec<String>>,
}

impl Book {
    /// Names of the sheets, if there are several to choose from.
    #[must_use]
    pub fn choice(self) -> Vec<String> {
        if self.tables.len() > 1 { self.names } else { Vec::new() }
    }

    /// The place of the sheet of this name or, if none has it, of this number from 1; `None` for an empty choice.
    ///
    /// # Errors
    /// The field `sheet` without such a sheet.
    pub(super) fn place(&self, chosen: &str) -> Result<Option<usize>> {
        let chosen = chosen.trim();
        if chosen.is_empty() {
            return Ok(None);
        }
        let named = self.names.iter().position(|name| name.trim() == chosen);
        let number = chosen.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < self.tables.len());
        named.or(number).map(Some).ok_or(Error::field("sheet", Code::Unknown))
    }

    /// Adds to what is said of the sheet at `place`, or of the first with headings, which others there are.
    pub(super) fn say(self, place: Option<usize>, notes: &mut Vec<SheetNote>) {
        let of = self.tables.len();
        let first =
            notes.iter().find_map(|note| if let SheetNote::Read(n, _) = note { n.checked_sub(1) } else { None });
        let columns = self.columns.get(place.or(first).unwrap_or(0)).filter(|columns| !columns.is_empty());
        notes.extend(columns.map(|columns| SheetNote::HiddenColumns(columns.clone())));
        if let Some(at) = place.filter(|_| of > 1) {
            notes.insert(0, SheetNote::Read(at + 1, of));
        }
        if of > 1 {
            notes.insert(usize::from(!notes.is_empty()), SheetNote::Sheets(self.names));
        }
        if self.hidden > 0 {
            notes.push(SheetNote::HiddenSheets(self.hidden));
        }
    }
}

/// Reads every non-empty table of a file, as [`book`] does.
///
/// # Errors
/// As [`book`].
pub fn read(bytes: &[u8]) -> Result<Vec<Table>> {
    Ok(book(bytes)?.tables)
}

/// Reads the non-empty tables of a file, with their names.
///
/// Blocks for long; [`super::parse`] runs it in turn.
///
/// # Errors
/// [`Code::TooLarge`] by its size, packed, unpacked or as tables, [`Code::SheetTooLong`] for too many rows or columns,
/// [`Code::NotASheet`] if it cannot be parsed.
pub fn book(bytes: &[u8]) -> Result<Book> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::Conflict(Code::TooLarge));
    }
    let mut room = Room::new();
    let Book { tables, names, hidden, columns } = if bytes.starts_with(b"PK\x03\x04") {
        xlsx::book(bytes, &mut room)?
    } else {
        let tables = vec![csv(&text(bytes)?, &mut room)?];
        Book { tables, names: vec![String::new()], hidden: 0, columns: vec![Vec::new()] }
    };
    let mut book = Book { hidden, ..Book::default() };
    for ((table, name), columns) in
        tables.into_iter().zip(names).zip(columns).filter(|((table, _), _)| !table.is_empty())
    {
        book.tables.push(table);
        book.names.push(name);
        book.columns.push(columns);
    }
    Ok(book)
}

pub(super) fn unreadable<E>(_: E) -> Error {
    Error::Conflict(Code::NotASheet)
}

pub(super) const TOO_LONG: Error = Error::Conflict(Code::SheetTooLong);

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

fn csv(text: &str, room: &mut Room) -> Result<Table> {
    // Some systems export HTML under the extension .xls.
    if text.trim_start().starts_with('<') || text.starts_with("%PDF") {
        return Err(Error::Conflict(Code::NotASheet));
    }
    // Uniform line breaks, also at the end: the position counts lines by them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n") + "\n";
    let delimiter = delimiter(&text);
    if ends_in_quotes(&text, delimiter) {
        return Err(Error::Conflict(Code::OpenQuote));
    }
    let mut lines =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
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
        room.rows(&mut table, at + 1)?;
        room.cells(&mut table[at], filled)?;
        for (cell, text) in table[at].iter_mut().zip(&line) {
            *cell = room.text(text)?;
        }
    }
    Ok(table)
}

/// Lines in which the delimiter is searched.
const FIRST_LINES: usize = 40;

/// The delimiter that splits a line into the most known headings; without any the most frequent one outside of quotes.
fn delimiter(text: &str) -> u8 {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES);
    let headings = |mark: u8| {
        let known = |line: &str| {
            let cells = line.split(char::from(mark)).map(|cell| cell.trim().trim_matches('"'));
            cells.filter(|cell| head::meaning(cell).is_some()).count()
        };
        lines().map(known).max().unwrap_or(0)
    };
    let outside = |mark: u8| {
        let count = |line: &str| {
            // Even parts are outside of quotes.
            line.split('"').step_by(2).map(|part| part.bytes().filter(|b| *b == mark).count()).sum::<usize>()
        };
        lines().take(10).map(count).sum::<usize>()
    };
    // `max_by_key` returns the last of equals, the comma.
    [b';', b'\t', b','].into_iter().max_by_key(|mark| (headings(*mark), outside(*mark))).unwrap_or(b',')
}

/// Whether the text ends inside a quoted cell. A quote inside of an unquoted one is a mark like others: 10"锅.
fn ends_in_quotes(text: &str, delimiter: u8) -> bool {
    let (mut quoted, mut begins) = (false, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if quoted {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                quoted = false;
            }
        } else {
            quoted = begins && byte == b'"';
        }
        begins = !quoted && (byte == delimiter || byte == b'\n');
    }
    quoted
}

#[cfg(test)]
mod tests {
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
    fn a_sheet_is_chosen_by_its_name_or_its_number() {
        let mut file = rust_xlsxwriter::Workbook::new();
        for name in ["说明", "", "2", "11月"] {
            let sheet = file.add_worksheet();
            if name.is_empty() {
                continue;
            }
            sheet.set_name(name).expect("named").write_string(0, 0, name).expect("written");
        }
        file.add_worksheet().set_hidden(true).write_string(0, 0, "旧").expect("written");
        let book = book(&file.save_to_buffer().expect("saved")).expect("read");
        let place = |chosen: &str| book.place(chosen).map_err(|error| error.code());
        assert_eq!((place(""), place("说明"), place(" 11月 ")), (Ok(None), Ok(Some(0)), Ok(Some(2))));
        assert_eq!((place("2"), place("3"), place("1")), (Ok(Some(1)), Ok(Some(2)), Ok(Some(0))), "a name goes first");
        assert!(place("12月").is_err() && place("4").is_err() && place("0").is_err());
        let mut notes = Vec::new();
        book.say(Some(2), &mut notes);
        let names = ["说明", "2", "11月"].map(str::to_owned).to_vec();
        assert_eq!(notes, [SheetNote::Read(3, 3), SheetNote::Sheets(names), SheetNote::HiddenSheets(1)]);
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
