//! The base list of a round, read from a sheet with a line for each door, and a round written as one.

use domain::{
    Code, Error, Result,
    casework::rounds::{DoorLine, KnockOutcome, MOST_LINES, RoundId},
    imports::{Column, SheetNote, Why},
};
use store::{By, Store, casework::rounds::export::DoorRow, reports::exports::Export};

use super::{
    Cell, File, Format, Heads, Out, Table,
    files::{made, number},
    numbers,
    rows::{Reader, is_sum, marked},
};
use crate::i18n::{Lang, day_value};

/// Without the number of a household: lists have numbers of their own in such a column, which are not those of files.
const COLUMNS: &[Column] =
    &[Column::Area, Column::Address, Column::Contact, Column::People, Column::Here, Column::Outcome];

/// Parses the doors of a base list, with what was understood of its headings. A cell that cannot be read makes a line
/// that the round does not take.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for too many doors.
pub fn doors(tables: &[Table]) -> Result<(Vec<DoorLine>, Vec<SheetNote>)> {
    let needed: &[&[Column]] = &[&[Column::Address, Column::Contact]];
    let (table, heads) = Heads::find(tables, COLUMNS, needed)?;
    let rows = table.iter().enumerate().skip(heads.row + 1).filter(|(_, row)| heads.says(row));
    let lines: Vec<DoorLine> = rows
        .filter(|(_, cells)| !is_sum(cells) && !heads.again(cells))
        .map(|(at, cells)| line(table, &heads, i64::try_from(at + 1).unwrap_or(i64::MAX), cells))
        .collect();
    match lines.len() {
        0 => Err(Error::Conflict(Code::NoHeadings)),
        n if n > MOST_LINES => Err(Error::Conflict(Code::SheetTooLong)),
        _ => {
            let mut notes = heads.notes(tables, table);
            notes.extend(marked(table, &heads));
            Ok((lines, notes))
        }
    }
}

fn line(table: &Table, heads: &Heads, n: i64, cells: &[Cell]) -> DoorLine {
    let mut reader = Reader::new(heads, cells);
    let whole = |cell: &Cell| numbers::whole(cell);
    let mut line = DoorLine {
        n,
        area: reader.words(Column::Area, 60),
        place: reader.address(table.get(heads.row).map(Vec::as_slice).unwrap_or_default(), 120),
        contact: reader.words(Column::Contact, 30),
        household: None,
        outcome: reader.value(Column::Outcome, outcome),
        people: reader.value(Column::People, whole).unwrap_or(0),
        here: reader.value(Column::Here, whole).unwrap_or(0),
    };
    for wrong in &reader.wrong {
        match wrong.column {
            Column::Address | Column::Contact => (line.place, line.contact) = (String::new(), String::new()),
            // No household has so many people.
            _ => (line.outcome, line.people) = (Some(KnockOutcome::Met), -1),
        }
    }
    line
}

fn outcome(cell: &Cell) -> Result<Option<KnockOutcome>, Why> {
    let text = cell.text();
    Ok(Some(match text.trim().to_lowercase().as_str() {
        "" | "-" | "未上门" | "待上门" | "还没上门" | "没上门" | "to meet" => return Ok(None),
        "已见面" | "见面" | "见到" | "见到了" | "已登记" | "已上门" | "在家" | "met" => {
            KnockOutcome::Met
        }
        "不在家" | "不在" | "没在家" | "没人" | "无人" | "not there" => KnockOutcome::NotThere,
        "已搬走" | "搬走" | "搬走了" | "搬离" | "moved" => KnockOutcome::Moved,
        "不愿意" | "拒绝" | "不愿登记" | "declined" => KnockOutcome::Declined,
        _ => return Err(Why::Unknown),
    }))
}

/// Writes the doors of a round as a file, without names and addresses.
///
/// # Errors
/// [`Error::NotAllowed`] without a role that opens rounds, and with [`Code::ProofNeeded`]; [`Error::NotFound`] outside
/// the actor's areas; [`Error::Failed`] if the file cannot be written.
pub async fn round(store: &Store, by: &By, lang: Lang, format: Format, id: RoundId) -> Result<File> {
    let rows = store.export_round(by, id).await?;
    let heads = [
        "door",
        "area",
        "household",
        "door-state",
        "door-source",
        "people",
        "here",
        "knocks",
        "answered",
        "door-owner",
    ];
    let made = made(lang, &heads, Export { rows, cut: false }, |door: DoorRow| {
        vec![
            number(door.n),
            Out::Text(door.area_name),
            if door.household == 0 { Out::Text(String::new()) } else { number(door.household) },
            Out::Text(lang.named("door-state", &door.state)),
            Out::Text(lang.named("door-source", &door.source)),
            number(door.people),
            number(door.here),
            number(door.knocks),
            Out::Day(door.answered),
            Out::Text(door.owner_name),
        ]
    });
    let title = lang.t("rounds-title");
    File::written(format!("{title}-round-{id}-{}", day_value(store.now())), title, format, made).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&[&str]]) -> Vec<DoorLine> {
        let cell = |c: &&str| if c.is_empty() { Cell::Empty } else { Cell::Text((*c).into()) };
        let table: Table = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        doors(&[table]).expect("a list").0
    }

    #[test]
    fn a_line_becomes_a_door_and_brings_its_outcome_along() {
        let lines = read(&[
            &["社区", "家庭住址", "户主", "人数", "常住人数", "结果"],
            &["一网格", "幸福里 1 号", "某家", "4", "2", "已见面"],
            &["", "", "桥下老王", "", "", ""],
            &["", "幸福里 3 号", "", "", "", "已搬走"],
            &["一网格", "幸福里 4 号", "", "5", "5", "还没上门"],
            &["一网格", "幸福里 5 号", "", "6", "", ""],
            &["合计", "", "", "15", "7", ""],
        ]);
        assert_eq!(lines.len(), 5);
        assert_eq!((lines[0].people, lines[0].here, lines[0].outcome), (4, 2, Some(KnockOutcome::Met)));
        assert_eq!((lines[1].n, lines[1].label(), lines[1].outcome), (3, Ok("\n桥下老王".into()), None));
        assert_eq!(lines[2].outcome, Some(KnockOutcome::Moved));
        // The register counts its people; no one has stood at the door.
        assert_eq!((lines[3].outcome, lines[4].outcome), (None, None));
    }

    #[test]
    fn a_cell_that_cannot_be_read_is_a_line_that_is_not_taken() {
        let lines = read(&[&["家庭住址", "户主", "人数"], &["幸福里 1 号", "某家", "很多"]]);
        assert_eq!(lines[0].knock(0), Err(Code::OutOfRange));
    }
}
