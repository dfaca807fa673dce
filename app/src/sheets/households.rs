//! Parses lists of households, with one row per household or one per member.
//! From a birthday or an identity card number only the year of birth and the sex are taken; neither may be stored or
//! shown, even if malformed.

use std::{borrow::Cow, collections::BTreeSet};

use domain::{
    Code, Error, Result,
    households::{Income, Member, Relation, Sex},
    imports::{Column, HouseholdRow, Line, MOST_ROWS, Why, Wrong},
};

use super::{
    Cell, Heads, Table,
    rows::{Reader, Taken, is_sum, without_dittos},
    values,
};

pub(super) const COLUMNS: &[Column] = &[
    Column::Household,
    Column::Area,
    Column::Contact,
    Column::Phone,
    Column::Address,
    Column::Person,
    Column::Relation,
    Column::Birth,
    Column::Age,
    Column::Sex,
    Column::Hardship,
    Column::Income,
];

/// Parsed cells of one row.
#[derive(Default)]
struct Row {
    number: String,
    area: String,
    contact: String,
    phone: String,
    other_phones: String,
    address: String,
    person: String,
    relation: Option<Relation>,
    birth_year: Option<i64>,
    sex: Sex,
    hardship: bool,
    income: Option<Income>,
    wrong: Vec<Wrong>,
}

/// Parses the households of a file. Of cells merged over a family's rows only the first has content.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many households.
pub fn households(tables: &[Table], this_year: i64) -> Result<Taken<HouseholdRow>> {
    let needed: &[&[Column]] = &[
        &[Column::Contact, Column::Person],
        &[Column::Phone, Column::Address, Column::Birth, Column::Age, Column::Relation],
    ];
    let (table, heads) = Heads::find(tables, COLUMNS, needed)?;
    let numbered = if is_running(&heads, table) { Numbers::Running } else { Numbers::OfHouseholds };
    let mut above: Cow<'_, [Cell]> = Cow::Borrowed(&[]);
    let mut lines: Vec<Line<HouseholdRow>> = Vec::new();
    let mut open: Option<(Row, usize)> = None;
    let rows = table.iter().enumerate().skip(heads.row + 1).filter(|(_, row)| heads.says(row));
    for (at, cells) in rows {
        let n = i64::try_from(at + 1).unwrap_or(i64::MAX);
        if is_sum(cells) || heads.again(cells) {
            lines.push(Line { n, row: HouseholdRow::default(), wrong: Vec::new(), skipped: true });
            continue;
        }
        let cells = without_dittos(cells, &above);
        let row = read(&heads, &cells, this_year);
        above = cells;
        let of = open.as_ref().filter(|(first, _)| continues(&heads, numbered, first, &row)).map(|(_, at)| *at);
        match of.and_then(|at| lines.get_mut(at)) {
            Some(line) => join(line, row),
            None => {
                open = Some((
                    Row {
                        number: row.number.clone(),
                        contact: row.contact.clone(),
                        phone: row.phone.clone(),
                        address: row.address.clone(),
                        ..Row::default()
                    },
                    lines.len(),
                ));
                lines.push(begin(n, row));
            }
        }
    }
    lines.iter_mut().filter(|line| !line.skipped).for_each(finish);
    match lines.len() {
        0 => Err(Error::Conflict(Code::NoHeadings)),
        n if n > MOST_ROWS => Err(Error::Conflict(Code::SheetTooLong)),
        _ => Ok(Taken { lines, notes: heads.notes(tables, table) }),
    }
}

fn read(heads: &Heads, cells: &[Cell], this_year: i64) -> Row {
    let mut reader = Reader::new(heads, cells);
    let age = reader.value(Column::Age, |cell| values::age(cell, this_year));
    let birth = reader.value(Column::Birth, |cell| values::birth(cell, this_year));
    let sex = reader.value(Column::Sex, values::sex);
    let (phone, other_phones) = reader.value(Column::Phone, values::phones);
    let mut row = Row {
        number: reader.words(Column::Household, 40),
        area: reader.words(Column::Area, 60),
        contact: reader.words(Column::Contact, 30),
        phone,
        other_phones,
        address: reader.words(Column::Address, 120),
        person: reader.words(Column::Person, 30),
        relation: reader.value(Column::Relation, values::relation),
        birth_year: birth.map(|(year, _)| year).or(age),
        sex: sex.or(birth.and_then(|(_, sex)| sex)).unwrap_or_default(),
        hardship: reader.value(Column::Hardship, values::hardship),
        income: reader.value(Column::Income, values::income),
        wrong: Vec::new(),
    };
    row.wrong = reader.wrong;
    // A malformed birthday or card number is still personal data: report the person's name instead of the cell.
    let whose = if row.person.is_empty() { &row.contact } else { &row.person };
    for wrong in row.wrong.iter_mut().filter(|wrong| wrong.column == Column::Birth) {
        wrong.text.clone_from(whose);
    }
    row
}

/// What the column of numbers counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// Households.
    OfHouseholds,
    /// Rows of the list: 1, 2, 3, whatever household they are of.
    Running,
}

/// Whether the numbers of households are running ones: each row has another, though the head of the household repeats.
fn is_running(heads: &Heads, table: &Table) -> bool {
    if !heads.has(Column::Household) || !heads.has(Column::Contact) || !heads.has(Column::Person) {
        return false;
    }
    let rows = table.iter().skip(heads.row + 1).filter(|row| heads.says(row) && !is_sum(row) && !heads.again(row));
    let text = |row: &Vec<Cell>, column| heads.cell(row, column).text();
    let rows: Vec<(String, String)> =
        rows.map(|row| (text(row, Column::Household), text(row, Column::Contact))).collect();
    let numbers: BTreeSet<&str> = rows.iter().map(|(number, _)| number.as_str()).collect();
    let repeats = rows.windows(2).any(|pair| pair[1].1 == pair[0].1 || pair[1].1.is_empty());
    numbers.len() == rows.len() && repeats && !numbers.contains("")
}

/// Whether a row is another member of the household above.
fn continues(heads: &Heads, numbers: Numbers, first: &Row, row: &Row) -> bool {
    let same = |ours: &str, theirs: &str| theirs.is_empty() || ours == theirs;
    if !heads.has(Column::Person) {
        false
    } else if heads.has(Column::Household) && numbers == Numbers::OfHouseholds {
        same(&first.number, &row.number)
    } else if heads.has(Column::Contact) {
        same(&first.contact, &row.contact)
            && (row.contact.is_empty() || (same(&first.phone, &row.phone) && same(&first.address, &row.address)))
    } else {
        heads.has(Column::Relation) && row.relation != Some(Relation::Contact)
    }
}

fn member(row: &Row) -> Option<Member> {
    let name = if row.person.is_empty() { &row.contact } else { &row.person };
    let relation = match row.relation {
        Some(relation) => relation,
        None if row.person.is_empty() || row.person == row.contact => Relation::Contact,
        None => Relation::Other,
    };
    let birth_year = row.birth_year.unwrap_or(0);
    (!name.is_empty()).then(|| Member {
        id: 0,
        name: name.clone(),
        birth_year,
        sex: row.sex,
        relation,
        ..Member::default()
    })
}

fn begin(n: i64, row: Row) -> Line<HouseholdRow> {
    let members = member(&row).into_iter().collect();
    let Row { area, contact, phone, other_phones, address, hardship, income, wrong, .. } = row;
    let income = income.unwrap_or_default();
    Line {
        n,
        row: HouseholdRow { area, name: contact, phone, other_phones, address, hardship, income, members },
        wrong,
        skipped: false,
    }
}

/// Merges a row into its household: values given in any row apply to the whole household.
fn join(line: &mut Line<HouseholdRow>, row: Row) {
    let household = &mut line.row;
    household.members.extend(member(&row));
    household.hardship |= row.hardship;
    for (known, said) in [
        (&mut household.other_phones, row.other_phones),
        (&mut household.phone, row.phone),
        (&mut household.address, row.address),
        (&mut household.area, row.area),
    ] {
        if known.is_empty() {
            *known = said;
        }
    }
    if household.income == Income::Unsaid {
        household.income = row.income.unwrap_or_default();
    }
    line.wrong.extend(row.wrong);
}

/// Chooses the contact person (the head, else the first member) and requires every year of birth.
fn finish(line: &mut Line<HouseholdRow>) {
    let household = &mut line.row;
    if household.name.is_empty() {
        let head = household.members.iter().find(|member| member.relation == Relation::Contact);
        household.name = head.or(household.members.first()).map(|member| member.name.clone()).unwrap_or_default();
    }
    let said = line.wrong.iter().any(|wrong| matches!(wrong.column, Column::Birth | Column::Age));
    if let Some(unborn) = household.members.iter().find(|member| member.birth_year == 0)
        && !said
    {
        line.wrong.push(Wrong { column: Column::Birth, why: Why::Required, text: unborn.name.clone() });
    }
}

#[cfg(test)]
mod tests {
    use domain::imports::SheetNote;

    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cell = |c: &&str| if c.is_empty() { Cell::Empty } else { Cell::Text((*c).into()) };
        rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    fn read(rows: &[&[&str]]) -> Vec<Line<HouseholdRow>> {
        households(&[table(rows)], 2026).expect("a list").lines
    }

    #[test]
    fn rows_of_members_become_one_household() {
        let lines = read(&[
            &["柳林社区困难家庭花名册"],
            &["户主", "联系电话", "家庭住址", "姓名", "与户主关系", "身份证号", "特困"],
            &["马秀英", "１３８００００００１", "柳林巷3号", "马秀英", "户主", "650102198501011222", "是"],
            &["", "", "", "马小燕", "女儿", "650102201605011248", ""],
            &["王建国", "", "石榴路12号", "王建国", "户主", "1952-03", "否"],
        ]);
        assert_eq!(lines.len(), 2);
        let family = &lines[0].row;
        assert_eq!((family.name.as_str(), family.hardship), ("马秀英", true));
        let members: Vec<_> = family.members.iter().map(|m| (m.birth_year, m.sex, m.relation)).collect();
        assert_eq!(members, [(1985, Sex::Female, Relation::Contact), (2016, Sex::Female, Relation::Child)]);
        assert_eq!((lines[1].n, lines[1].row.members.len(), lines[1].row.members[0].birth_year), (5, 1, 1952));
        let kept = serde_json::to_string(&lines).expect("json");
        assert!(!kept.contains("650102"), "an identity card number is in {kept}");
    }

    #[test]
    fn malformed_birth_cells_are_not_passed_on() {
        let lines = read(&[
            &["户主", "联系电话", "身份证号"],
            &["马秀英", "13800000001", "650102850101122"],
            &["王建国", "13800000002", "23.05.2017"],
            &["李春花", "13800000003", "65010219850101122"],
            &["赵铁柱", "13800000004", "2117-05-23"],
        ]);
        let kept = serde_json::to_string(&lines).expect("json");
        for part in ["650102", "23.05", "05-23"] {
            assert!(!kept.contains(part), "{part} in {kept}");
        }
        let whose: Vec<_> =
            lines.iter().flat_map(|line| line.wrong.iter().map(|w| (w.column, w.text.as_str()))).collect();
        assert_eq!(whose, ["马秀英", "王建国", "李春花", "赵铁柱"].map(|name| (Column::Birth, name)));
    }

    #[test]
    fn a_row_per_household_makes_the_contact_a_member() {
        let lines = read(&[&["户主姓名", "手机号", "年龄", "低保"], &["赵六", "13900000001", "41岁", "低保"]]);
        let family = &lines[0].row;
        assert_eq!((family.members.len(), family.members[0].birth_year, family.income), (1, 1985, Income::Minimum));
    }

    #[test]
    fn rows_with_the_same_household_number_are_joined() {
        let rows: &[&[&str]] =
            &[&["户号", "姓名", "出生年份"], &["1", "甲", "1980"], &["1", "乙", "2010"], &["2", "丙", "1990"]];
        assert_eq!(read(rows).iter().map(|line| line.row.members.len()).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn two_phones_and_land_lines_are_kept_and_do_not_refuse_a_family() {
        let lines = read(&[
            &["户主", "联系电话", "出生年份"],
            &["甲", "13911112003/13911112004", "1980"],
            &["乙", "0991-3812345", "1980"],
            &["丙", "\u{202d}139\u{a0}1111\u{2011}2005\u{202c}", "1980"],
            &["丁", "1.3911112E+10", "1980"],
            &["戊", "0991-3812345 13911112006", "1980"],
            &["己", "139 1111 2007", "1980"],
        ]);
        let phones: Vec<_> =
            lines.iter().map(|line| (line.row.phone.as_str(), line.row.other_phones.as_str())).collect();
        assert_eq!(phones[..3], [("13911112003", "13911112004"), ("", "0991-3812345"), ("13911112005", "")]);
        assert_eq!(
            phones[4..],
            [("13911112006", "0991-3812345"), ("13911112007", "")],
            "blanks part numbers, or stand in one"
        );
        assert!(lines[..3].iter().all(|line| line.wrong.is_empty()));
        assert_eq!(lines[3].wrong[0].column, Column::Phone, "a number that lost its digits");
    }

    #[test]
    fn hardship_is_read_in_words_and_unknown_headings_are_said() {
        let rows: &[&[&str]] = &[
            &["户主", "联系电话", "出生年份", "困难类型", "责任人"],
            &["甲", "13911112003", "1980", "大病、残疾", "李婷"],
            &["乙", "13911112004", "1980", "一般", "李婷"],
            &["丙", "13911112005", "1980", "非低保", "李婷"],
        ];
        let taken = households(&[table(rows)], 2026).expect("a list");
        assert_eq!(taken.lines.iter().map(|line| line.row.hardship).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(taken.notes.last(), Some(&SheetNote::Unknown("责任人".into())));
        assert!(taken.lines.iter().all(|line| line.wrong.is_empty()));
    }

    #[test]
    fn a_number_that_runs_with_the_rows_is_no_household() {
        let rows: &[&[&str]] = &[
            &["编号", "户主", "联系电话", "姓名", "与户主关系", "出生年份"],
            &["1", "丁一", "13911115001", "丁一", "户主", "1980"],
            &["2", "丁一", "13911115001", "丁小一", "儿子", "2012"],
            &["3", "丁二", "13911115002", "丁二", "户主", "1970"],
            &["4", "同上", "同上", "丁小二", "女儿", "2001"],
        ];
        assert_eq!(read(rows).iter().map(|line| line.row.members.len()).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_missing_or_malformed_year_of_birth_is_reported() {
        let lines = read(&[&["户主", "出生年份", "电话"], &["甲", "", "13800000001"], &["乙", "从前", "12"]]);
        let why: Vec<_> =
            lines.iter().map(|line| line.wrong.iter().map(|w| (w.column, w.why)).collect::<Vec<_>>()).collect();
        assert_eq!(why[0], [(Column::Birth, Why::Required)]);
        assert_eq!(why[1], [(Column::Birth, Why::NotADate), (Column::Phone, Why::Unknown)]);
    }
}
