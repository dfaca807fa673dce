//! The refused rows of an import in the form of its template, each with what stood in its cells and all reasons: ready
//! to be mended and sent again.

use domain::{
    Result,
    households::{Income, Member, Sex, UNKNOWN_YEAR},
    imports::{Column, GoodsRow, HouseholdRow, Planned, VacancyRow, Why, Wrong},
};
use store::imports::points::PointsRow;

use crate::{
    i18n::{Lang, phrase_key},
    sheets::{
        Format, Out,
        files::{File, number},
        rows::{GOODS, POINTS, VACANCIES},
    },
};

/// The columns of a family's rows; the first holds the number of its row, which joins them.
const HOUSEHOLDS: [Column; 12] = [
    Column::Household,
    Column::Area,
    Column::Contact,
    Column::Phone,
    Column::Address,
    Column::Person,
    Column::Relation,
    Column::Birth,
    Column::Sex,
    Column::Hardship,
    Column::Income,
    Column::Remarks,
];

/// The refused rows of a sheet of goods.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn refused_goods(lang: Lang, rows: &[Planned<GoodsRow>]) -> Result<File> {
    written(lang, &GOODS, rows.iter().map(|row| refused_row(lang, &GOODS, row, goods_cell)).collect()).await
}

/// The refused rows of a sheet of points.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn refused_points(lang: Lang, rows: &[Planned<PointsRow>]) -> Result<File> {
    let cell = |_: Lang, row: &PointsRow, column| match column {
        Column::Household => filled(row.household),
        Column::Points => filled(row.points),
        Column::Reason => Out::Text(row.reason.clone()),
        _ => nothing(),
    };
    written(lang, POINTS, rows.iter().map(|row| refused_row(lang, POINTS, row, cell)).collect()).await
}

/// The refused rows of a sheet of vacancies.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn refused_vacancies(lang: Lang, rows: &[Planned<VacancyRow>]) -> Result<File> {
    let columns: Vec<Column> = VACANCIES.iter().copied().filter(|column| *column != Column::Expires).collect();
    let cell = |lang: Lang, row: &VacancyRow, column| match column {
        Column::Work => Out::Text(row.title.clone()),
        Column::Workplace => Out::Text(row.place.clone()),
        Column::Duties => Out::Text(row.words.clone()),
        Column::Hours => filled(row.hours),
        Column::PayFrom => filled(row.pay_from),
        Column::PayTo => filled(row.pay_to),
        Column::Lodging => Out::Text(lang.named("job-lodging", row.lodging.as_str())),
        Column::Posts => filled(row.posts),
        Column::Until => Out::Day(row.until),
        _ => nothing(),
    };
    let rows = rows.iter().map(|row| refused_row(lang, &columns, row, cell)).collect();
    written(lang, &columns, rows).await
}

/// The refused families of a list, with a row for each person. Of a birthday or a card number nothing was kept, so the
/// cell of a malformed one is empty.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn refused_households(lang: Lang, rows: &[Planned<HouseholdRow>]) -> Result<File> {
    written(lang, &HOUSEHOLDS, rows.iter().flat_map(|row| family(lang, row)).collect()).await
}

async fn written(lang: Lang, columns: &[Column], rows: Vec<Vec<Out>>) -> Result<File> {
    let named = |column: &Column| match column {
        // Of points themselves; the other phrase is that of a price.
        Column::Points if columns == POINTS => lang.t("sheet-points-count"),
        column => lang.named("sheet", column.as_str()),
    };
    let mut heads: Vec<String> = columns.iter().map(named).collect();
    heads.push(lang.t("import-why"));
    let title = lang.t("import-refused-name");
    File::written(title.clone(), title, Format::Xlsx, (heads, rows, false)).await
}

fn refused_row<R>(
    lang: Lang,
    columns: &[Column],
    planned: &Planned<R>,
    read: impl Fn(Lang, &R, Column) -> Out,
) -> Vec<Out> {
    let cell = |column: Column| match quoted(&planned.line.wrong, column) {
        Some(text) => Out::Text(text.to_owned()),
        None => read(lang, &planned.line.row, column),
    };
    let reasons = reasons(lang, &planned.line.wrong, planned.of);
    columns.iter().map(|column| cell(*column)).chain([Out::Text(reasons)]).collect()
}

/// The rows of a family: what concerns all of it stands in the first.
fn family(lang: Lang, planned: &Planned<HouseholdRow>) -> Vec<Vec<Out>> {
    let line = &planned.line;
    let unnamed = [Member::default()];
    let members = if line.row.members.is_empty() { unnamed.as_slice() } else { line.row.members.as_slice() };
    let people = i64::try_from(line.row.members.len()).unwrap_or(0);
    let row = |(at, member): (usize, &Member)| -> Vec<Out> {
        let cell = |column: Column| match quoted(&line.wrong, column).filter(|_| at == 0 && is_of_family(column)) {
            Some(text) => Out::Text(text.to_owned()),
            None => household_cell(lang, planned, (at == 0).then_some(&line.row), member, column),
        };
        let why = match at {
            0 => [reasons(lang, &line.wrong, planned.of), reasons(lang, &line.row.left_out, people)].join(" "),
            _ => String::new(),
        };
        HOUSEHOLDS.iter().map(|column| cell(*column)).chain([Out::Text(why.trim().to_owned())]).collect()
    };
    members.iter().enumerate().map(row).collect()
}

fn is_of_family(column: Column) -> bool {
    matches!(column, Column::Area | Column::Contact | Column::Address | Column::Remarks)
}

/// A cell of a family's row; `first` is the family in the first of its rows.
fn household_cell(
    lang: Lang,
    planned: &Planned<HouseholdRow>,
    first: Option<&HouseholdRow>,
    member: &Member,
    column: Column,
) -> Out {
    let of_family = |text: &dyn Fn(&HouseholdRow) -> String| Out::Text(first.map(text).unwrap_or_default());
    match column {
        Column::Household => number(planned.line.n),
        Column::Contact => Out::Text(planned.line.row.name.clone()),
        Column::Area => of_family(&|row| row.area.clone()),
        Column::Phone => of_family(&|row| {
            let both = [row.phone.as_str(), row.other_phones.as_str()];
            both.into_iter().filter(|phone| !phone.is_empty()).collect::<Vec<_>>().join(" / ")
        }),
        Column::Address => of_family(&|row| row.address.clone()),
        Column::Remarks => of_family(&|row| row.remarks.clone()),
        Column::Hardship => of_family(&|row| if row.hardship { lang.t("sheet-example-yes") } else { String::new() }),
        Column::Income => of_family(&|row| match row.income {
            Income::Unsaid => String::new(),
            income => lang.named("income", income.as_str()),
        }),
        Column::Person => Out::Text(member.name.clone()),
        Column::Relation if member.name.is_empty() => nothing(),
        Column::Relation => Out::Text(lang.named("relation", member.relation.as_str())),
        Column::Birth if member.birth_year == UNKNOWN_YEAR => nothing(),
        Column::Birth => filled(member.birth_year),
        Column::Sex if member.sex == Sex::Unsaid => nothing(),
        Column::Sex => Out::Text(lang.named("sex", member.sex.as_str())),
        _ => nothing(),
    }
}

fn reasons(lang: Lang, wrong: &[Wrong], of: i64) -> String {
    let reason = |wrong: &Wrong| {
        let key = phrase_key("import-wrong", wrong.why.as_str());
        let why = lang.tf(&key, &[("n", of.into()), ("text", wrong.text.clone().into())]);
        format!("{} {why}", lang.named("sheet", wrong.column.as_str()))
    };
    wrong.iter().map(reason).collect::<Vec<_>>().join(" · ")
}

/// What stood in a cell that could not be read.
fn quoted(wrong: &[Wrong], column: Column) -> Option<&str> {
    wrong.iter().find(|wrong| wrong.column == column && is_of_cell(wrong)).map(|wrong| wrong.text.as_str())
}

/// Whether the text of an error is that of the cell, and not what it conflicts with.
fn is_of_cell(wrong: &Wrong) -> bool {
    matches!(
        wrong.why,
        Why::TooLong
            | Why::NotANumber
            | Why::OutOfRange
            | Why::NotADate
            | Why::MonthUnclear
            | Why::FutureMonth
            | Why::CellError
            | Why::Unknown
            | Why::BarcodeWrong
    )
}

fn nothing() -> Out {
    Out::Text(String::new())
}

/// A number; an empty cell for 0.
fn filled(n: i64) -> Out {
    if n == 0 { nothing() } else { number(n) }
}

/// Writes a value as an import reads it again.
fn goods_cell(lang: Lang, row: &GoodsRow, column: Column) -> Out {
    match column {
        Column::Name => Out::Text(row.name.clone()),
        Column::Category => {
            Out::Text(row.category.map(|category| lang.named("category", category.as_str())).unwrap_or_default())
        }
        Column::Unit => Out::Text(row.unit.clone()),
        Column::Size => Out::Text(row.size.clone()),
        Column::Barcode => Out::Text(row.code.clone()),
        Column::Quantity => filled(row.quantity),
        Column::Condition => Out::Text(lang.named("stock-condition", row.condition().as_str())),
        Column::Expires => Out::Day(row.expires),
        Column::Price if row.price == 0 => Out::Text(String::new()),
        Column::Price => Out::Money(row.price),
        Column::Electrical => Out::Text(if row.electrical { lang.t("sheet-example-yes") } else { String::new() }),
        Column::Points => filled(row.points),
        Column::Minimum => filled(row.minimum),
        Column::Batch => Out::Text(row.batch.clone()),
        _ => Out::Text(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use domain::imports::{Fate, Line};

    use super::*;
    use crate::sheets::{goods, households, read, write};

    #[test]
    fn a_refused_row_comes_back_as_it_was_with_its_reasons() {
        let sheet = "品名,类别,数量,保质期至,箱号\n大米,厨房,12左右,2099-02-30,A-1\n";
        let line = goods(&read(sheet.as_bytes()).expect("read")).expect("rows").lines.remove(0);
        let refused = Planned { line, fate: Fate::Refused, of: 0, item: 0, digest: String::new(), sizes: Vec::new() };
        let lang = Lang::default();
        let row = refused_row(lang, &GOODS, &refused, goods_cell);
        assert_eq!((&row[5], &row[7]), (&Out::Text("12左右".into()), &Out::Text("2099-02-30".into())));
        let Some(Out::Text(reasons)) = row.last() else { panic!("the reasons are a text") };
        assert!(reasons.contains("12左右") && reasons.contains("2099-02-30"), "{reasons}");
        let heads: Vec<String> = GOODS.iter().map(|column| lang.named("sheet", column.as_str())).collect();
        let again = write(Format::Xlsx, "x", &heads, &[row[..13].to_vec()]).expect("written");
        let again = goods(&read(&again).expect("read")).expect("rows").lines.remove(0);
        assert_eq!((again.row, again.wrong.len()), (refused.line.row, 2));
    }

    #[test]
    fn a_refused_family_comes_back_with_all_its_people() {
        let sheet = "户主,电话,社区,姓名,关系,出生年份,性别,备注\n甲,0991-3812345,哪里,甲,户主,1980,男,住一楼\n\
                     甲,,,小甲,女儿,,女,\n乙,13800000002,哪里,乙,户主,1950,,\n";
        let read_again = |bytes: &[u8]| households(&read(bytes).expect("read"), 2026).expect("rows").lines;
        let lines = read_again(sheet.as_bytes());
        let planned = lines.iter().map(|line| {
            let mut line = line.clone();
            line.wrong.push(Wrong { column: Column::Area, why: Why::Unknown, text: line.row.area.clone() });
            Planned { line, fate: Fate::Refused, of: 0, item: 0, digest: String::new(), sizes: Vec::new() }
        });
        let lang = Lang::default();
        let rows: Vec<Vec<Out>> = planned.flat_map(|row| family(lang, &row)).collect();
        let mut heads: Vec<String> = HOUSEHOLDS.iter().map(|column| lang.named("sheet", column.as_str())).collect();
        heads.push(lang.t("import-why"));
        let again = read_again(&write(Format::Xlsx, "x", &heads, &rows).expect("written"));
        let families = |lines: &[Line<HouseholdRow>]| lines.iter().map(|line| line.row.clone()).collect::<Vec<_>>();
        assert_eq!(families(&again), families(&lines));
        let Some(Out::Text(reasons)) = rows[0].last() else { panic!("the reasons are a text") };
        assert!(reasons.contains("哪里") && reasons.contains("小甲"), "{reasons}");
    }
}
