//! Parses rows of goods, of points and of vacancies from a table with headings.

use domain::{
    Code, Error, Result,
    accounts::OrganisationId,
    catalogue::items,
    community::jobs::MOST_POSTS,
    imports::{Column, GoodsRow, Line, MOST_ROWS, VacancyRow, Why, Wrong},
    text,
};
use store::imports::points::PointsRow;

use super::{Cell, Heads, Table, values};

const GOODS: &[Column] = &[
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
const POINTS: &[Column] = &[Column::Household, Column::Points, Column::Reason];
const VACANCIES: &[Column] = &[
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

/// Parses the rows of goods in a file.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many rows.
pub fn goods(tables: &[Table]) -> Result<Vec<Line<GoodsRow>>> {
    let needed: &[&[Column]] = &[
        &[Column::Name, Column::Barcode],
        &[Column::Quantity, Column::Category, Column::Unit, Column::Size, Column::Barcode],
    ];
    let (table, heads) = Heads::find(tables, GOODS, needed)?;
    lines(table, &heads, |reader| {
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
    })
}

/// Parses the rows of points in a file; `reason` applies to rows without one.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many rows.
pub fn points(tables: &[Table], reason: &str) -> Result<Vec<Line<PointsRow>>> {
    let (table, heads) = Heads::find(tables, POINTS, &[&[Column::Household], &[Column::Points]])?;
    lines(table, &heads, |reader| {
        let said = reader.words(Column::Reason, 200);
        PointsRow {
            household: reader.needed(Column::Household, i64::MAX),
            points: reader.needed(Column::Points, domain::points::MOST),
            reason: if said.is_empty() { reason.to_owned() } else { said },
        }
    })
}

/// Parses the rows of vacancies in a file, all of one organisation.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many rows.
pub fn vacancy_rows(tables: &[Table], organisation: OrganisationId) -> Result<Vec<Line<VacancyRow>>> {
    let needed: &[&[Column]] = &[&[Column::Work], &[Column::Posts, Column::Hours, Column::PayFrom]];
    let (table, heads) = Heads::find(tables, VACANCIES, needed)?;
    let last_day = if heads.has(Column::Until) { Column::Until } else { Column::Expires };
    // A list with one pay says the lowest and the highest by it.
    let highest = if heads.has(Column::PayTo) { Column::PayTo } else { Column::PayFrom };
    let mut all = lines(table, &heads, |reader| VacancyRow {
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
    for line in &mut all {
        line.wrong.dedup();
        for wrong in line.wrong.iter_mut().filter(|wrong| wrong.column == Column::Expires) {
            wrong.column = Column::Until;
        }
    }
    Ok(all)
}

fn lines<R: Default>(table: &Table, heads: &Heads, read: impl Fn(&mut Reader<'_>) -> R) -> Result<Vec<Line<R>>> {
    let rows = table.iter().enumerate().skip(heads.row + 1).filter(|(_, row)| heads.says(row));
    let mut lines = Vec::new();
    for (at, row) in rows {
        let n = i64::try_from(at + 1).unwrap_or(i64::MAX);
        if is_sum(row) || heads.again(row) {
            lines.push(Line { n, row: R::default(), wrong: Vec::new(), skipped: true });
            continue;
        }
        let mut reader = Reader::new(heads, row);
        let read = read(&mut reader);
        lines.push(Line { n, row: read, wrong: reader.wrong, skipped: false });
    }
    match lines.len() {
        0 => Err(Error::Conflict(Code::NoHeadings)),
        n if n > MOST_ROWS => Err(Error::Conflict(Code::SheetTooLong)),
        _ => Ok(lines),
    }
}

/// Whether a row is a total: it begins with 合计, 小计 and the like.
pub(super) fn is_sum(row: &[Cell]) -> bool {
    let first = row.iter().find(|cell| !cell.is_blank()).map(Cell::text).unwrap_or_default();
    let bare: String = text::half_width(&first).chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    matches!(
        bare.to_lowercase().as_str(),
        "合计" | "总计" | "小计" | "共计" | "本页合计" | "本页小计" | "total" | "subtotal" | "sum"
    )
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
        read(cell).unwrap_or_else(|why| {
            let text = cell.text().chars().take(40).collect();
            self.wrong.push(Wrong { column, why, text });
            T::default()
        })
    }

    pub(super) fn words(&mut self, column: Column, most: usize) -> String {
        self.value(column, |cell| text::line(&cell.text(), 0, most).map_err(|_| Why::TooLong))
    }

    /// A whole number from 0 to `most`; an empty cell is 0.
    fn number(&mut self, column: Column, most: i64) -> i64 {
        self.value(column, |cell| match values::whole(cell)?.unwrap_or(0) {
            n if (0..=most).contains(&n) => Ok(n),
            _ => Err(Why::OutOfRange),
        })
    }

    fn needed(&mut self, column: Column, most: i64) -> i64 {
        self.value(column, |cell| match values::whole(cell)?.ok_or(Why::Required)? {
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
            items::barcode(&code).map_err(|_| Why::BarcodeWrong)
        })
    }
}
