//! Parses lists of households, with one row per household or one per member.
//! From a birthday or an identity card number only the year of birth and the sex are taken; neither may be stored or
//! shown, even if malformed.
//!
//! A cell that a file can do without refuses no family: it is left out, said at the row, and kept with its heading in
//! the note that the file gets.

mod notes;

use std::{borrow::Cow, collections::BTreeSet};

use domain::{
    Code, Error, Result,
    households::{Income, Member, Relation, Sex, UNKNOWN_YEAR},
    imports::{Column, HouseholdRow, Line, MOST_ROWS, Why, Wrong},
};

use self::notes::Family;
use super::{
    Cell, Heads, Table, numbers,
    rows::{Reader, Taken, is_sum, marked, without_dittos},
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
    Column::People,
    Column::Remarks,
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
    /// Other people of a cell with several names.
    others: Vec<String>,
    relation: Option<Relation>,
    birth_year: Option<i64>,
    sex: Sex,
    hardship: bool,
    income: Option<Income>,
    people: Option<i64>,
    remarks: String,
    wrong: Vec<Wrong>,
}

impl Row {
    /// Name of the person of this row.
    fn whose(&self) -> &str {
        if self.person.is_empty() { &self.contact } else { &self.person }
    }
}

/// Parses the households of a file. Of cells merged over a family's rows only the first has content.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many households.
pub fn households(tables: &[Table], this_year: i64) -> Result<Taken<HouseholdRow>> {
    let needed: &[&[Column]] = &[
        &[Column::Contact, Column::Person],
        &[
            Column::Phone,
            Column::Address,
            Column::Birth,
            Column::Age,
            Column::Relation,
            Column::People,
            Column::Hardship,
        ],
    ];
    let (table, heads) = Heads::find(tables, COLUMNS, needed)?;
    let numbered = if is_running(&heads, table) { Numbers::Running } else { Numbers::OfHouseholds };
    let head_cells = table.get(heads.row).map(Vec::as_slice).unwrap_or_default();
    let mut above: Cow<'_, [Cell]> = Cow::Borrowed(&[]);
    let mut families: Vec<Family> = Vec::new();
    let mut open: Option<(Row, usize)> = None;
    let rows = table.iter().enumerate().skip(heads.row + 1).filter(|(_, row)| heads.says(row));
    for (at, cells) in rows {
        let n = i64::try_from(at + 1).unwrap_or(i64::MAX);
        if is_sum(cells) || heads.again(cells) {
            let line = Line { n, row: HouseholdRow::default(), wrong: Vec::new(), skipped: true };
            families.push(Family { line, people: None, notes: Vec::new() });
            continue;
        }
        let cells = without_dittos(cells, &above);
        let row = read(&heads, head_cells, &cells, this_year);
        above = cells;
        let of = open.as_ref().filter(|(first, _)| continues(&heads, numbered, first, &row)).map(|(_, at)| *at);
        let heading = |column| heads.heading(table, column);
        match of.and_then(|at| families.get_mut(at)) {
            Some(family) => join(family, row, &heads, &heading),
            None => {
                open = Some((
                    Row {
                        number: row.number.clone(),
                        contact: row.contact.clone(),
                        phone: row.phone.clone(),
                        address: row.address.clone(),
                        ..Row::default()
                    },
                    families.len(),
                ));
                families.push(begin(n, row, &heading));
            }
        }
    }
    let people = heads.heading(table, Column::People);
    families.iter_mut().filter(|family| !family.line.skipped).for_each(|family| family.finish(&people));
    let lines: Vec<Line<HouseholdRow>> = families.into_iter().map(|family| family.line).collect();
    let mut notes = heads.notes(tables, table);
    notes.extend(marked(table, &heads));
    match lines.len() {
        0 => Err(Error::Conflict(Code::NoHeadings)),
        n if n > MOST_ROWS => Err(Error::Conflict(Code::SheetTooLong)),
        _ => Ok(Taken { lines, notes }),
    }
}

fn read(heads: &Heads, head_cells: &[Cell], cells: &[Cell], this_year: i64) -> Row {
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
        address: reader.address(head_cells, 120),
        person: reader.words(Column::Person, 120),
        others: Vec::new(),
        relation: reader.value(Column::Relation, values::relation),
        birth_year: birth.map(|(year, _)| year).or(age),
        sex: sex.or(birth.and_then(|(_, sex)| sex)).unwrap_or_default(),
        hardship: reader.value(Column::Hardship, values::hardship),
        income: reader.value(Column::Income, values::income),
        people: reader.value(Column::People, numbers::whole),
        remarks: reader.words(Column::Remarks, 500),
        wrong: Vec::new(),
    };
    row.wrong = reader.wrong;
    part_names(&mut row);
    // A malformed birthday or card number is still personal data: report the person's name instead of the cell.
    let whose = row.whose().to_owned();
    if notes::holds_card(&row.remarks) {
        row.remarks.clear();
        row.wrong.push(Wrong { column: Column::Remarks, why: Why::HoldsCard, text: whose.clone() });
    }
    for wrong in &mut row.wrong {
        if wrong.column != Column::Birth && notes::holds_card(&wrong.text) {
            wrong.why = Why::HoldsCard;
        }
        if wrong.column == Column::Birth || wrong.why == Why::HoldsCard {
            wrong.text.clone_from(&whose);
        }
    }
    row
}

/// Parts a cell with several names: 甲、乙. Whose year of birth or relation the row says would not be certain.
fn part_names(row: &mut Row) {
    let parts = row.person.split(['、', '，', ',', '；', ';', '/']).map(str::trim).filter(|name| !name.is_empty());
    let mut names: Vec<String> = parts.map(str::to_owned).collect();
    if names.len() < 2 {
        return;
    }
    if row.birth_year.is_some() || row.relation.is_some() {
        let text = row.person.chars().take(40).collect();
        row.wrong.push(Wrong { column: Column::Person, why: Why::Unknown, text });
        return;
    }
    if !row.contact.is_empty() && !names.contains(&row.contact) {
        names.insert(0, row.contact.clone());
    }
    row.person = names.remove(0);
    row.others = names;
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
    let name = row.whose();
    let relation = match row.relation {
        Some(relation) => relation,
        None if row.person.is_empty() || row.person == row.contact => Relation::Contact,
        None => Relation::Other,
    };
    let birth_year = row.birth_year.unwrap_or(UNKNOWN_YEAR);
    (!name.is_empty()).then(|| Member {
        id: 0,
        name: name.to_owned(),
        birth_year,
        sex: row.sex,
        relation,
        ..Member::default()
    })
}

/// The people of a row.
fn people(row: &Row) -> impl Iterator<Item = Member> {
    let relation = Relation::Other;
    let other =
        move |name: &String| Member { name: name.clone(), birth_year: UNKNOWN_YEAR, relation, ..Member::default() };
    member(row).into_iter().chain(row.others.iter().map(other))
}

fn begin(n: i64, row: Row, heading: &dyn Fn(Column) -> String) -> Family {
    let members = people(&row).collect();
    let mut family = Family {
        line: Line { n, row: HouseholdRow { members, ..HouseholdRow::default() }, wrong: Vec::new(), skipped: false },
        people: None,
        notes: Vec::new(),
    };
    family.line.row.name.clone_from(&row.contact);
    family.take(row, heading);
    family
}

/// Merges a row into its household: values given in any row apply to the whole household.
fn join(family: &mut Family, row: Row, heads: &Heads, heading: &dyn Fn(Column) -> String) {
    if !row.person.is_empty() || !heads.has(Column::Person) {
        for person in people(&row) {
            let household = &mut family.line.row;
            if household.members.contains(&person) {
                household.left_out.push(Wrong { column: Column::Person, why: Why::Twice, text: person.name });
            } else {
                household.members.push(person);
            }
        }
    } else if row.birth_year.is_some() || row.relation.is_some_and(|relation| relation != Relation::Contact) {
        family.line.wrong.push(Wrong { column: Column::Person, why: Why::Required, text: String::new() });
    }
    family.take(row, heading);
}

#[cfg(test)]
mod tests;
