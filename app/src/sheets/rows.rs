//! Parses rows of goods, of points and of vacancies from a table with headings.

mod points;

use std::borrow::Cow;

use domain::{
    Code, Error, Result,
    accounts::OrganisationId,
    catalogue::items,
    community::jobs::MOST_POSTS,
    imports::{Column, GoodsRow, Line, MOST_ROWS, SheetNote, VacancyRow, Why, Wrong},
    text,
};

pub(super) use points::POINTS;
pub use points::points;

use super::{Cell, Heads, Table, numbers, values};

/// Columns of the sheets of goods.
pub(super) const GOODS: [Column; 13] = [
    Column::Name,
    Column::Category,
    Column::Unit,
    Column::Size,
    Column::Barcode,
    Column::Quantity,
    Column::Condition,
    Column::Expires,
    Column::Price,
    Column::Electrical,
    Column::Points,
    Column::Minimum,
    Column::Batch,
];
pub(super) const VACANCIES: &[Column] = &[
    Column::Work,
    Column::Workplace,
    Column::Duties,
    Column::Hours,
    Column::PayFrom,
    Column::PayTo,
    Column::Lodging,
    Column::Posts,
    Column::Until,
    // Many lists head their last day as goods head their best-before date: 截止日期.
    Column::Expires,
];

/// Rows of a file, and what was understood of its headings.
#[derive(Debug)]
pub struct Taken<R> {
    /// Its rows.
    pub lines: Vec<Line<R>>,
    /// What was understood.
    pub notes: Vec<SheetNote>,
}

/// Parses the rows of goods in a file.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many rows.
pub fn goods(tables: &[Table]) -> Result<Taken<GoodsRow>> {
    let needed: &[&[Column]] = &[
        &[Column::Name, Column::Barcode],
        &[Column::Quantity, Column::Category, Column::Unit, Column::Size, Column::Barcode],
    ];
    let (table, heads) = Heads::find(tables, &GOODS, needed)?;
    if heads.is_doubtful(Column::Quantity) {
        return Err(Error::Conflict(Code::TwoQuantities));
    }
    if !heads.has(Column::Quantity) && heads.has_other_numbers(table) {
        return Err(Error::Conflict(Code::NoQuantity));
    }
    if heads.has(Column::Quantity) && heads.has_boxes(table) {
        return Err(Error::Conflict(Code::TwoQuantities));
    }
    let mut notes = heads.notes(tables, table);
    notes.extend(marked(table, &heads));
    let lines = lines(table, &heads, |reader| {
        reader.must_say_more(Column::Name, Column::Quantity);
        let category = reader.value(Column::Category, values::shelf);
        let expires = reader.value(Column::Expires, values::day);
        GoodsRow {
            name: reader.words(Column::Name, 30),
            category,
            unit: reader.words(Column::Unit, 6),
            size: reader.words(Column::Size, 16),
            code: reader.code(),
            quantity: reader.number(Column::Quantity, 10_000),
            used: reader.value(Column::Condition, values::used),
            expires,
            price: reader.value(Column::Price, |cell| Ok(values::fen(cell)?.unwrap_or(0))),
            electrical: reader.value(Column::Electrical, values::yes),
            points: reader.number(Column::Points, 100_000),
            minimum: reader.number(Column::Minimum, 100_000),
            batch: reader.words(Column::Batch, 30),
        }
    })?;
    Ok(Taken { lines, notes })
}

/// The rows that are hidden, and those that a merged quantity covers.
pub(super) fn marked(table: &Table, heads: &Heads) -> impl Iterator<Item = SheetNote> + use<> {
    let (mut hidden, mut merged) = (Vec::new(), Vec::new());
    for (at, row) in table.iter().enumerate().skip(heads.row + 1).filter(|(_, row)| heads.says(row)) {
        if row.last() == Some(&Cell::RowHidden) {
            hidden.push(at + 1);
        }
        if *heads.cell(row, Column::Quantity) == Cell::Covered {
            merged.push(at + 1);
        }
    }
    let hidden = (!hidden.is_empty()).then_some(SheetNote::Hidden(hidden));
    hidden.into_iter().chain((!merged.is_empty()).then_some(SheetNote::Merged(merged)))
}

/// Parses the rows of vacancies in a file, all of one organisation.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many rows.
pub fn vacancy_rows(tables: &[Table], organisation: OrganisationId) -> Result<Taken<VacancyRow>> {
    let needed: &[&[Column]] = &[&[Column::Work], &[Column::Posts, Column::Hours, Column::PayFrom]];
    let (table, heads) = Heads::find(tables, VACANCIES, needed)?;
    let last_day = if heads.has(Column::Until) { Column::Until } else { Column::Expires };
    // A list with one pay says the lowest and the highest by it.
    let highest = if heads.has(Column::PayTo) { Column::PayTo } else { Column::PayFrom };
    let mut notes = heads.notes(tables, table);
    notes.extend(marked(table, &heads));
    let mut lines = lines(table, &heads, |reader| VacancyRow {
        organisation,
        title: reader.words(Column::Work, 40),
        place: reader.words(Column::Workplace, 60),
        words: reader.words(Column::Duties, 500),
        hours: reader.number(Column::Hours, 84),
        pay_from: reader.number(Column::PayFrom, 1_000_000),
        pay_to: reader.number(highest, 1_000_000),
        lodging: reader.value(Column::Lodging, values::lodging),
        posts: reader.number(Column::Posts, MOST_POSTS),
        until: reader.value(last_day, values::day),
    })?;
    for line in &mut lines {
        line.wrong.dedup();
        for wrong in line.wrong.iter_mut().filter(|wrong| wrong.column == Column::Expires) {
            wrong.column = Column::Until;
        }
    }
    Ok(Taken { lines, notes })
}

pub(super) fn lines<R: Default>(
    table: &Table,
    heads: &Heads,
    read: impl Fn(&mut Reader<'_>) -> R,
) -> Result<Vec<Line<R>>> {
    let rows = table.iter().enumerate().skip(heads.row + 1).filter(|(_, row)| heads.says(row));
    let mut lines = Vec::new();
    let mut above: Cow<'_, [Cell]> = Cow::Borrowed(&[]);
    for (at, cells) in rows {
        let n = i64::try_from(at + 1).unwrap_or(i64::MAX);
        if is_sum(cells) || heads.again(cells) {
            lines.push(Line { n, row: R::default(), wrong: Vec::new(), skipped: true });
            continue;
        }
        let row = without_dittos(cells, &above);
        let mut reader = Reader::new(heads, &row);
        let read = read(&mut reader);
        lines.push(Line { n, row: read, wrong: reader.wrong, skipped: false });
        above = row;
    }
    match lines.len() {
        0 => Err(Error::Conflict(Code::NoHeadings)),
        n if n > MOST_ROWS => Err(Error::Conflict(Code::SheetTooLong)),
        _ => Ok(lines),
    }
}

/// Whether a cell says that it is as the one above.
fn is_ditto(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if ["同上", "同前", "〃", "″", "々", "\"", "''", "”", "“"].contains(&text.trim()))
}

/// Replaces 同上 and its marks by the cell above; other rows stay as they are.
pub(super) fn without_dittos<'r>(row: &'r [Cell], above: &[Cell]) -> Cow<'r, [Cell]> {
    if !row.iter().any(is_ditto) {
        return Cow::Borrowed(row);
    }
    let filled = row.iter().enumerate().map(|(at, cell)| match is_ditto(cell) {
        true => above.get(at).cloned().unwrap_or_default(),
        false => cell.clone(),
    });
    Cow::Owned(filled.collect())
}

/// Words before a colon below a list, in rows that are none of it: 制表：李婷, 审核：, 注：….
const FOOTERS: &str = "制表 制表人 填表 填表人 审核 审核人 复核 复核人 经办 经办人 负责人 保管 保管员 盘点人 监盘人 \
                       签字 盖章 日期 制表日期 填表日期 打印日期 打印时间 说明 备注 注";

/// Whether a row is a total, perhaps after a running number, or stands below the list, as 制表： and the like.
pub(super) fn is_sum(row: &[Cell]) -> bool {
    const TOTALS: [&str; 5] = ["合计", "总计", "小计", "共计", "累计"];
    let texts = row.iter().filter(|cell| !cell.is_blank()).map(|cell| text::half_width(&cell.text()).to_lowercase());
    let mut texts = texts.map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    let first = texts.next().unwrap_or_default();
    if first.bytes().all(|b| b.is_ascii_digit()) {
        // Only the bare word: a reason may begin with it.
        return texts.next().is_some_and(|second| TOTALS.contains(&second.as_str()));
    }
    let is_footer = first.split_once(':').is_some_and(|(word, _)| FOOTERS.split(' ').any(|known| known == word));
    let bare = first.trim_start_matches("本页").trim_start_matches("本月").replace(':', "");
    let is_blank = first.starts_with("以下空白") || first.starts_with("以下无正文");
    let is_total = TOTALS.iter().any(|word| bare.starts_with(word));
    is_footer || is_blank || is_total || matches!(bare.as_str(), "total" | "subtotal" | "sum")
}

/// Parses the cells of one row and collects the invalid ones.
pub(super) struct Reader<'r> {
    heads: &'r Heads,
    row: &'r [Cell],
    pub(super) wrong: Vec<Wrong>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(heads: &'r Heads, row: &'r [Cell]) -> Self {
        Reader { heads, row, wrong: Vec::new() }
    }
}

impl Reader<'_> {
    pub(super) fn value<T: Default>(&mut self, column: Column, read: impl Fn(&Cell) -> Result<T, Why>) -> T {
        let cell = self.heads.cell(self.row, column);
        let value = if is_error(cell) { Err(Why::CellError) } else { read(cell) };
        value.unwrap_or_else(|why| {
            let text = cell.text().chars().take(40).collect();
            self.wrong.push(Wrong { column, why, text });
            T::default()
        })
    }

    pub(super) fn words(&mut self, column: Column, most: usize) -> String {
        self.value(column, |cell| text::line(unescaped(&cell.text()), 0, most).map_err(|_| Why::TooLong))
    }

    /// Refuses a row that says nothing but `only`, though the list has the column `other`: a title between the rows, or
    /// words below them.
    fn must_say_more(&mut self, only: Column, other: Column) {
        let covered = *self.heads.cell(self.row, other) == Cell::Covered;
        if self.heads.has(other) && !covered && self.heads.says_only(self.row, only) {
            self.wrong.push(Wrong { column: other, why: Why::Required, text: String::new() });
        }
    }

    /// An address, put together where `heads`, the row of headings, names its parts.
    pub(super) fn address(&mut self, heads: &[Cell], most: usize) -> String {
        let whole = self.heads.address(heads, self.row);
        self.value(Column::Address, |cell| {
            let text = whole.clone().unwrap_or_else(|| unescaped(&cell.text()).to_owned());
            text::line(&text, 0, most).map_err(|_| Why::TooLong)
        })
    }

    /// A whole number from 0 to `most`; an empty cell is 0.
    fn number(&mut self, column: Column, most: i64) -> i64 {
        self.value(column, |cell| match numbers::whole(cell)?.unwrap_or(0) {
            n if (0..=most).contains(&n) => Ok(n),
            _ => Err(Why::OutOfRange),
        })
    }

    fn needed(&mut self, column: Column, most: i64) -> i64 {
        self.value(column, |cell| match numbers::whole(cell)?.ok_or(Why::Required)? {
            n if (1..=most).contains(&n) => Ok(n),
            _ => Err(Why::OutOfRange),
        })
    }

    fn code(&mut self) -> String {
        self.value(Column::Barcode, |cell| {
            // Drop the apostrophe that marks a number as text.
            let code = cell.text().trim_start_matches('\'').to_owned();
            if code.is_empty() || code == "-" || code == "无" {
                return Ok(String::new());
            }
            barcode(&code)
        })
    }
}

/// Whether a cell holds the error of a formula, such as #N/A.
fn is_error(cell: &Cell) -> bool {
    const ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#DATA!"];
    matches!(cell, Cell::Text(text) if ERRORS.contains(&text.trim()))
}

/// Drops the apostrophe that our own exports put before what a program would take for a formula.
fn unescaped(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

/// Parses a barcode. One that lost its leading zeros as a number is the code whose check digit is right with them;
/// one in scientific notation has lost digits.
fn barcode(code: &str) -> Result<String, Why> {
    if code.contains(['e', 'E']) && code.parse::<f64>().is_ok() {
        return Err(Why::BarcodeWrong);
    }
    if code.bytes().all(|b| b.is_ascii_digit()) && matches!(code.len(), 7 | 9..=11) {
        let width = if code.len() == 7 { 8 } else { 12 };
        if let Ok(whole) = items::barcode(&format!("{code:0>width$}")) {
            return Ok(whole);
        }
    }
    items::barcode(code).map_err(|_| Why::BarcodeWrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::read;

    fn taken(sheet: &str) -> Vec<Line<GoodsRow>> {
        goods(&read(sheet.as_bytes()).expect("read")).expect("rows").lines
    }

    fn refused(sheet: &str) -> Code {
        read(sheet.as_bytes()).and_then(|tables| goods(&tables)).expect_err("refused").code()
    }

    #[test]
    fn footers_are_skipped_and_dittos_filled_down() {
        let footers = "制表：李婷,,\n审核人：,王,\n注：雨衣有破的,,\n合计12件,,12\n13,合计,12\n";
        let lines = taken(&format!("品名,规格,数量\n雨衣,L,3\n同上,XL,〃\n〃,XXL,4\n{footers}"));
        let rows: Vec<_> = lines.iter().filter(|line| !line.skipped).map(|line| &line.row).collect();
        let said: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.size.as_str(), row.quantity)).collect();
        assert_eq!(said, [("雨衣", "L", 3), ("雨衣", "XL", 3), ("雨衣", "XXL", 4)]);
        assert_eq!(lines.len(), 8);
    }

    #[test]
    fn the_balance_is_taken_and_two_that_mean_the_same_are_asked_about() {
        let first = |sheet: &str| taken(sheet)[0].row.quantity;
        assert_eq!(first("品名,期初数量,入库数量,出库数量,结存数量\n碗,10,5,8,7\n"), 7);
        assert_eq!(first("物品名称,剩余数量\n碗,5\n"), 5);
        assert_eq!(first("品名,当前库存,单位\n碗,6,个\n"), 6);
        assert_eq!(first("名称,已留数量,在架数量\n碗,2,9\n"), 9, "our own export");
        assert_eq!(refused("品名,账面数,实盘数\n碗,10,9\n"), Code::TwoQuantities);
        assert_eq!(refused("物品名称,类别,还有几个\n碗,厨房,5\n盘,厨房,6\n"), Code::NoQuantity);
        assert_eq!(first("物品名称,条码\n碗,\n"), 0, "a list of things without numbers");
        assert_eq!(refused("品名,数量（箱）,每箱数量\n面,10,24\n"), Code::TwoQuantities, "boxes, or what is in them");
        assert_eq!(refused("品名,数量（箱）,总件数\n面,10,240\n"), Code::TwoQuantities);
    }

    #[test]
    fn titles_between_the_rows_make_no_goods() {
        let lines =
            taken("序号,品名,数量,备注\n,一、食品类,,\n1,挂面,5,\n2,碗,,\n3,锅,,旧的\n,制表人 李婷,,\n,以下空白,,\n");
        let said = |line: &Line<GoodsRow>| (line.skipped, line.wrong.first().map(|wrong| (wrong.column, wrong.why)));
        let asked = (false, Some((Column::Quantity, Why::Required)));
        assert_eq!(
            lines.iter().map(said).collect::<Vec<_>>(),
            [asked, (false, None), asked, (false, None), asked, (true, None)]
        );
    }

    #[test]
    fn each_heading_is_said_with_what_it_was_taken_for() {
        let tables = read("序号,品名,件数,领用人\n1,碗,3,王芳\n".as_bytes()).expect("read");
        let taken = |heading: &str, column| SheetNote::Taken(heading.into(), column);
        let unknown = SheetNote::Unknown("领用人".into());
        let notes = goods(&tables).expect("rows").notes;
        assert_eq!(notes, [taken("品名", Column::Name), taken("件数", Column::Quantity), unknown]);
        let two = [vec![vec![Cell::Text("说明".into())]], tables[0].clone()];
        assert_eq!(goods(&two).expect("rows").notes[0], SheetNote::Read(2, 2));
        let cell = |text: &str| Cell::Text(text.into());
        let covered = vec![cell("碗"), Cell::Covered, Cell::RowHidden];
        let marked = vec![vec![cell("品名"), cell("数量")], vec![cell("碗"), Cell::Number(3.0)], covered];
        let notes = goods(&[marked]).expect("rows").notes;
        assert_eq!(notes[2..], [SheetNote::Hidden(vec![3]), SheetNote::Merged(vec![3])]);
    }

    #[test]
    fn broken_barcodes_are_refused_and_lost_zeros_found() {
        assert_eq!(barcode("6.90123E+12"), Err(Why::BarcodeWrong));
        assert_eq!(barcode("36000291452"), barcode("036000291452"), "UPC without its zero");
        assert!(barcode("036000291452").is_ok());
        assert_eq!(barcode("A-12"), Ok("A-12".into()));
        let lines = taken("品名,条码,数量\n#N/A,#REF!,3\n'=碗,,2\n");
        let why: Vec<_> = lines[0].wrong.iter().map(|wrong| (wrong.column, wrong.why)).collect();
        assert_eq!(why, [(Column::Name, Why::CellError), (Column::Barcode, Why::CellError)]);
        assert_eq!(lines[1].row.name, "=碗");
    }

    #[test]
    fn a_quote_that_never_ends_is_told_and_one_in_a_name_is_a_name() {
        assert_eq!(refused("品名,数量\n\"10寸锅,5\n碗,6\n"), Code::OpenQuote);
        let lines = taken("品名\t数量\n\"被子,双人,红\"\t5\n10\"锅\t6\n");
        assert_eq!((lines[0].row.name.as_str(), lines[1].row.name.as_str()), ("被子,双人,红", "10\"锅"));
        assert_eq!(taken("品名,数量\n锅;26cm;不粘,5\n碗;4寸;白,6\n")[0].row.name, "锅;26cm;不粘");
    }
}
