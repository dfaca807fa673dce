//! Writes tables as XLSX or CSV.
//! Cells that begin like a formula are escaped in both (OWASP, CSV injection).

use domain::{
    DAY, Error, Result, Timestamp,
    time::{Day, second_of_day},
};
use rust_xlsxwriter::{Format as Look, FormatAlign, Workbook, XlsxError};

use crate::i18n;

/// File format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For Excel and WPS.
    Xlsx,
    /// For other programs.
    Csv,
}

impl Format {
    /// Parses a file extension.
    #[must_use]
    pub fn of(ending: &str) -> Option<Self> {
        match ending {
            "xlsx" => Some(Format::Xlsx),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }

    /// The file extension.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
        }
    }

    /// The media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Text.
    Text(String),
    /// Number.
    Number(i64),
    /// Amount in fen, shown in yuan.
    Money(i64),
    /// Day in China; empty for 0.
    Day(Timestamp),
    /// Date and time in China; empty for 0.
    Time(Timestamp),
}

/// Escapes text that begins like a formula with an apostrophe.
///
/// Leading blanks and byte order marks are looked through, because programs may ignore them.
fn harmless(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{3000}', '\u{feff}']).chars().next();
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if first.is_some_and(risky) { format!("'{text}") } else { text.to_owned() }
}

/// Writes a file with a frozen bold heading row; `title` names the sheet. Blocks for long.
///
/// # Errors
/// [`Error::Failed`] if it cannot be written.
pub fn write(format: Format, title: &str, heads: &[String], rows: &[Vec<Out>]) -> Result<Vec<u8>> {
    let made = match format {
        Format::Xlsx => xlsx(title, heads, rows).map_err(|e| e.to_string()),
        Format::Csv => csv(heads, rows).map_err(|e| e.to_string()),
    };
    made.map_err(|cause| Error::failed(format_args!("writing a sheet failed: {cause}")))
}

fn xlsx(title: &str, heads: &[String], rows: &[Vec<Out>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Look::new().set_bold().set_align(FormatAlign::VerticalCenter).set_background_color("#f5ede2");
    let (day, time) = (Look::new().set_num_format("yyyy-mm-dd"), Look::new().set_num_format("yyyy-mm-dd hh:mm"));
    let money = Look::new().set_num_format("0.00");
    let sheet = book.add_worksheet();
    let name: String = title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    sheet.set_name(if name.is_empty() { "1" } else { &name })?;
    sheet.set_freeze_panes(1, 0)?;
    let mut widths: Vec<usize> = heads.iter().map(|head| width(head) + 2).collect();
    for (column, text) in (0u16..).zip(heads) {
        sheet.write_string_with_format(0, column, text, &head)?;
    }
    for (line, row) in (1u32..).zip(rows) {
        for (column, out) in (0u16..).zip(row) {
            let wide = match out {
                Out::Text(text) => {
                    sheet.write_string(line, column, harmless(text))?;
                    width(text)
                }
                Out::Number(n) => {
                    sheet.write_number(line, column, *n as f64)?;
                    n.to_string().len()
                }
                Out::Money(fen) => {
                    sheet.write_number_with_format(line, column, *fen as f64 / 100.0, &money)?;
                    8
                }
                Out::Day(0) | Out::Time(0) => 0,
                Out::Day(at) => {
                    sheet.write_number_with_format(line, column, serial(*at).floor(), &day)?;
                    10
                }
                Out::Time(at) => {
                    sheet.write_number_with_format(line, column, serial(*at), &time)?;
                    16
                }
            };
            if let Some(widest) = widths.get_mut(usize::from(column)) {
                *widest = (*widest).max(wide);
            }
        }
    }
    for (column, wide) in (0u16..).zip(widths) {
        sheet.set_column_width(column, wide.clamp(6, 50) as f64 + 1.0)?;
    }
    book.save_to_buffer()
}

/// Width in letters: a Chinese character counts as two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// A time in China as an Excel serial number: days since 1899-12-30.
fn serial(at: Timestamp) -> f64 {
    (Day::of(at).number() * DAY + second_of_day(at)) as f64 / DAY as f64 + 25_569.0
}

fn csv(heads: &[String], rows: &[Vec<Out>]) -> Result<Vec<u8>, csv::Error> {
    // Without a byte order mark, Excel does not recognise UTF-8.
    let mut file = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    file.write_record(heads.iter().map(|head| harmless(head)))?;
    for row in rows {
        file.write_record(row.iter().map(|out| match out {
            Out::Text(text) => harmless(text),
            Out::Number(n) => n.to_string(),
            Out::Money(fen) => format!("{}{}.{:02}", if *fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100),
            Out::Day(0) | Out::Time(0) => String::new(),
            Out::Day(at) => i18n::day_value(*at),
            Out::Time(at) => i18n::minute_value(*at),
        }))?;
    }
    file.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::{Cell, read};

    /// Friday 2025-11-21, 20:00 in China.
    const NOW: Timestamp = 1_763_726_400;
    const RISKY: [&str; 10] =
        ["=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1", "－1", "\u{3000}＠x"];

    fn table(format: Format) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Out>> = RISKY.iter().map(|text| vec![Out::Text((*text).into())]).collect();
        rows.push(vec![
            Out::Text("书包 =1".into()),
            Out::Number(-5),
            Out::Money(-1234),
            Out::Day(NOW),
            Out::Time(NOW),
            Out::Day(0),
        ]);
        let heads = ["品名", "数量", "金额", "到期", "时间", "空"].map(str::to_owned);
        let bytes = write(format, "库存", &heads, &rows).expect("written");
        if format == Format::Csv {
            assert!(bytes.starts_with("\u{feff}".as_bytes()));
        }
        read(&bytes).expect("written files can be read").remove(0)
    }

    #[test]
    fn cells_that_begin_like_a_formula_are_escaped_and_numbers_stay_numbers() {
        for format in [Format::Xlsx, Format::Csv] {
            let table = table(format);
            let risky: Vec<String> = table
                .iter()
                .skip(1)
                .flatten()
                .filter_map(|cell| match cell {
                    Cell::Text(text) if text.contains(['=', '+', '@', '＝', '－', '＠']) => Some(text.clone()),
                    _ => None,
                })
                .collect();
            assert_eq!(risky.len(), RISKY.len() + 1, "{format:?}: {risky:?}");
            for text in &risky {
                assert!(text.starts_with('\'') || text == "书包 =1", "{format:?}: {text:?}");
            }
            let last = table.last().expect("rows").iter().map(Cell::text).collect::<Vec<_>>();
            assert_eq!(last[..2], ["书包 =1", "-5"], "{format:?}");
            assert!(last[2].starts_with("-12.34"), "{last:?}");
            assert!(last[3] == "2025-11-21" && last[4].starts_with("2025-11-21"), "{last:?}");
        }
    }

    #[test]
    fn a_workbook_contains_no_formula() {
        let bytes = write(Format::Xlsx, "a/b[c]", &["=1".into()], &[vec![Out::Text("=1+1".into())]]).expect("written");
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut package.by_name("xl/worksheets/sheet1.xml").expect("a sheet"), &mut xml)
            .expect("text");
        assert!(!xml.contains("<f>"), "{xml}");
    }
}
