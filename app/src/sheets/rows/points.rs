//! Parses rows of points, each for the month that it says, or else for that of the list.

use domain::{
    Code, Error, Result,
    imports::{Column, Why, Wrong},
    time::Month,
};
use store::imports::points::PointsRow;

use super::{Taken, is_sum, lines, marked};
use crate::sheets::{
    Cell, Heads, Table,
    head::NUMBER,
    numbers::whole,
    values::{arabic, bare},
};

pub(in crate::sheets) const POINTS: &[Column] = &[Column::Household, Column::Points, Column::Reason, Column::Month];

/// Parses the rows of points in a file; `reason` applies to rows without one. The month of a row, or of the title above
/// all rows, or else `month`, is added to its reason, so that the same list of the next month is another one. A month
/// after `now` is refused.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, and for a column 编号 that counts the rows, which are no households;
/// [`Code::TwoQuantities`] where another column may say the points; [`Code::SheetTooLong`] for too many rows.
pub fn points(tables: &[Table], reason: &str, month: Option<Month>, now: Month) -> Result<Taken<PointsRow>> {
    let (table, heads) = Heads::find(tables, POINTS, &[&[Column::Household], &[Column::Points]])?;
    if heads.is_doubtful(Column::Points) || heads.has_other_points(table) {
        return Err(Error::Conflict(Code::TwoQuantities));
    }
    if heads.is_headed(table, Column::Household, NUMBER) && is_running(&heads, table) {
        return Err(Error::Conflict(Code::NoHeadings));
    }
    let titled = month_of_title(table, &heads, now);
    let mut notes = heads.notes(tables, table);
    notes.extend(marked(table, &heads));
    let lines = lines(table, &heads, |reader| {
        let said = reader.words(Column::Reason, 200);
        let of = reader.value(Column::Month, |cell| month_of(cell, now)).or(titled).or(month);
        if titled.is_some_and(|titled| titled > now) {
            let text = titled.map(|titled| titled.to_string()).unwrap_or_default();
            reader.wrong.push(Wrong { column: Column::Month, why: Why::FutureMonth, text });
        }
        PointsRow {
            household: reader.needed(Column::Household, i64::MAX),
            points: reader.needed(Column::Points, domain::points::MOST),
            reason: dated(if said.is_empty() { reason } else { &said }, of),
        }
    })?;
    Ok(Taken { lines, notes })
}

/// Whether the numbers of households are 1, 2, 3 …: those of the rows.
fn is_running(heads: &Heads, table: &Table) -> bool {
    let rows = table.iter().skip(heads.row + 1).filter(|row| heads.says(row) && !is_sum(row) && !heads.again(row));
    let numbers: Vec<Option<i64>> = rows.map(|row| whole(heads.cell(row, Column::Household)).ok().flatten()).collect();
    numbers.len() > 2 && (1..).zip(&numbers).all(|(n, number)| *number == Some(n))
}

/// The month that a title says with its year: 2026年10月志愿服务积分.
fn month_of_title(table: &Table, heads: &Heads, now: Month) -> Option<Month> {
    let titles = table.iter().take(heads.row).flatten().map(|cell| arabic(&bare(cell)));
    let months = titles.filter_map(|title| {
        let (before, after) = title.split_once('年')?;
        let year = before.get(before.len().checked_sub(4)?..)?;
        let (month, rest) = after.split_once('月')?;
        // A span of months is none, and neither is the day on which a list was written.
        let is_day = rest.starts_with(|c: char| c.is_ascii_digit()) || title.contains("日期");
        let one = !is_day && !title.contains(['至', '~', '—']) && title.matches('月').count() == 1;
        one.then(|| format!("{year}-{month:0>2}").parse::<Month>().ok())?
    });
    let found: Vec<Month> = months.collect();
    let first = *found.first()?;
    (found.iter().all(|month| *month == first) && first <= now.plus(12)).then_some(first)
}

/// Adds the month to a reason: 打扫楼道 2026-12.
fn dated(reason: &str, month: Option<Month>) -> String {
    match month {
        // A row that was refused comes back with its month.
        Some(month) if !reason.is_empty() && !reason.ends_with(&month.to_string()) => format!("{reason} {month}"),
        _ => reason.to_owned(),
    }
}

/// Parses a month: 2026-11, 2026/11, 2026.11, 2026年11月, 202611, a day of it, or 11月 and 11 of this year. `None` for an
/// empty cell.
fn month_of(cell: &Cell, now: Month) -> Result<Option<Month>, Why> {
    if cell.is_blank() {
        return Ok(None);
    }
    let (year, month) = match cell {
        Cell::Day(day) => (i64::from(day.year()), i64::from(day.month())),
        _ => written(&arabic(&bare(cell)), now)?,
    };
    let found: Month = format!("{year:04}-{month:02}").parse().map_err(|_| Why::NotADate)?;
    if found > now { Err(Why::FutureMonth) } else { Ok(Some(found)) }
}

fn written(words: &str, now: Month) -> Result<(i64, i64), Why> {
    let words = words.trim_start_matches('\'');
    // As for days: Excel stores 2026.10 as 2026.1.
    if words.split_once('.').is_some_and(|(year, month)| year.len() == 4 && month == "1") {
        return Err(Why::MonthUnclear);
    }
    let number = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) {
        true => text.parse::<i64>().map_err(|_| Why::NotADate),
        false => Err(Why::NotADate),
    };
    let parts: Vec<&str> =
        words.split(['-', '/', '.', '年', '月', '日', '份']).filter(|part| !part.is_empty()).collect();
    match *parts.as_slice() {
        [all] if all.len() == 6 && words.len() == 6 && number(all).is_ok() => {
            Ok((number(&all[..4])?, number(&all[4..])?))
        }
        [month] if month.len() <= 2 => Ok((now.year(), number(month)?)),
        [year, month] | [year, month, _] if year.len() == 4 && month.len() <= 2 => Ok((number(year)?, number(month)?)),
        _ => Err(Why::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use domain::imports::Line;

    use super::*;
    use crate::sheets::read;

    fn taken(sheet: &str, month: Option<&str>) -> Vec<Line<PointsRow>> {
        let tables = read(sheet.as_bytes()).expect("read");
        let now = "2026-11".parse().expect("a month");
        points(&tables, "节日", month.map(|month| month.parse().expect("a month")), now).expect("rows").lines
    }

    #[test]
    fn the_same_list_of_the_next_month_is_another_one() {
        let reasons = |month| -> Vec<String> {
            let lines = taken("家庭编号,积分,原因\n1,5,打扫楼道\n2,5,\n", month);
            lines.into_iter().map(|line| line.row.reason).collect()
        };
        assert_eq!(reasons(None), ["打扫楼道", "节日"]);
        assert_eq!(reasons(Some("2026-10")), ["打扫楼道 2026-10", "节日 2026-10"]);
    }

    #[test]
    fn the_title_says_the_month_of_rows_that_say_none() {
        let reason = |title: &str| taken(&format!("{title}\n家庭编号,积分\n12,5\n"), Some("2026-11")).remove(0);
        assert_eq!(reason("2026年10月志愿服务积分,").row.reason, "节日 2026-10");
        assert_eq!(reason("二〇二六年九月,").row.reason, "节日 2026-09");
        for none in ["2026年1月至10月,", "填表：2026年9月3日,", "制表日期 2026年9月,"] {
            assert_eq!(reason(none).row.reason, "节日 2026-11", "{none}");
        }
        assert_eq!(reason("2026年12月积分,").wrong[0].why, Why::FutureMonth);
    }

    #[test]
    fn columns_that_may_be_the_points_and_running_numbers_are_asked_about() {
        let code = |sheet: &str| {
            let tables = read(sheet.as_bytes()).expect("read");
            points(&tables, "节日", None, Month::of(0)).map(|taken| taken.lines.len()).map_err(|error| error.code())
        };
        assert_eq!(code("户号,积分,次数,合计分\n11,5,3,15\n"), Err(Code::TwoQuantities));
        assert_eq!(code("户号,积分,总积分\n11,5,15\n"), Err(Code::TwoQuantities));
        assert_eq!(code("户号,积分,积分事由\n11,5,浇花\n"), Ok(1));
        assert_eq!(code("编号,户主,积分\n1,甲,5\n2,乙,5\n3,丙,5\n"), Err(Code::NoHeadings));
        assert_eq!(code("编号,积分\n31,5\n7,5\n12,5\n"), Ok(3));
        let tables = read("编号,户号,积分\n1,101,5\n".as_bytes()).expect("read");
        let taken = points(&tables, "节日", None, Month::of(0)).expect("rows");
        assert_eq!(taken.lines[0].row.household, 101, "the household's own number");
    }

    #[test]
    fn a_row_is_for_the_month_that_it_says() {
        let months = "2026-09\n2026年9月\n2026/9/30\n202609\n９月\n9月份\n9\n2026.09\n\n";
        let sheet: String = months.split_terminator('\n').map(|month| format!("1,5,浇花,{month}\n")).collect();
        let lines = taken(&format!("家庭编号,积分,原因,月份\n{sheet}"), Some("2026-11"));
        let reasons: Vec<&str> = lines.iter().map(|line| line.row.reason.as_str()).collect();
        assert_eq!((reasons[..8].to_vec(), reasons[8]), (vec!["浇花 2026-09"; 8], "浇花 2026-11"));
        let wrong = "家庭编号,积分,月份\n1,5,2026-12\n1,5,12月\n1,5,2026.1\n1,5,上月\n1,5,2026-13\n1,5,去年\n";
        let why: Vec<Why> = taken(wrong, None).iter().map(|line| line.wrong[0].why).collect();
        let (future, unclear, none) = (Why::FutureMonth, Why::MonthUnclear, Why::NotADate);
        assert_eq!(why, [future, future, unclear, none, none, none]);
    }
}
