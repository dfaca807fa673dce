//! Vacancies from a sheet: each row has its fate before anything is written, and no row is posted twice.

use std::time::Duration;

use domain::{
    DAY,
    community::jobs::Lodging,
    imports::{Column, Fate, Line, VacancyRow, Why},
};
use store::imports::{goods::NewImport, vacancies::AddVacancySheet};

use crate::support::{by, code, on_both};

fn sheet(rows: &[VacancyRow]) -> AddVacancySheet {
    let line = |(n, row): (i64, &VacancyRow)| Line { n, row: row.clone(), wrong: Vec::new(), skipped: false };
    let lines = (2..).zip(rows).map(line).collect();
    AddVacancySheet(NewImport { location: 0, name: "岗位.xlsx".into(), lines, notes: Vec::new() })
}

on_both!(a_sheet_of_vacancies_is_planned_row_by_row_and_posted_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let head = stage.coordinator_of(&town, town.root).await;
    let until = store.now() + 30 * DAY;
    let row = |title: &str, posts| VacancyRow {
        organisation: town.union,
        title: title.into(),
        place: "和平路 1 号".into(),
        words: String::new(),
        hours: 40,
        pay_from: 3000,
        pay_to: 4000,
        lodging: Lodging::Free,
        posts,
        until,
    };
    let rows = [row("缝纫工", 2), row("缝纫工", 2), row("保洁员", 0), row("司机", 1)];
    assert_eq!(code(store.run(&by(&town.donor), sheet(&rows)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.coordinator), sheet(&rows)).await), "not_found", "it is of the whole city");
    let id = store.run(&by(&head), sheet(&rows)).await.expect("stored");
    assert_eq!(code(store.vacancy_sheet_plan(&town.coordinator, id).await), "not_found", "another account's");
    let plan = store.vacancy_sheet_plan(&head, id).await.expect("a plan");
    let fates: Vec<_> = plan.rows.iter().map(|row| (row.fate, row.of)).collect();
    assert_eq!(fates, [(Fate::NewVacancy, 0), (Fate::Duplicate, 2), (Fate::Refused, 0), (Fate::NewVacancy, 0)]);
    let wrong = &plan.rows[2].line.wrong[0];
    assert_eq!((wrong.column, wrong.why), (Column::Posts, Why::OutOfRange));
    let budget = Duration::from_secs(60);
    let done = store.vacancy_sheet_apply(&by(&head), id, budget).await.expect("posted");
    assert_eq!((done.rows, done.left), (2, 0));

    // The same list in another file posts nothing, and a full list takes no more.
    let again = store.run(&by(&head), sheet(&rows)).await.expect("stored");
    let plan = store.vacancy_sheet_plan(&head, again).await.expect("a plan");
    let fates: Vec<_> = plan.rows.iter().map(|row| row.fate).collect();
    assert_eq!(fates, [Fate::Known, Fate::Known, Fate::Refused, Fate::Known]);
    assert_eq!(store.vacancy_sheet_apply(&by(&head), again, budget).await.expect("nothing").rows, 0);
    let many: Vec<_> = (0..99).map(|n| row(&format!("工种{n}"), 1)).collect();
    let full = store.run(&by(&head), sheet(&many)).await.expect("stored");
    let plan = store.vacancy_sheet_plan(&head, full).await.expect("a plan");
    assert_eq!((plan.to_do(), plan.rows[98].line.wrong[0].why), (98, Why::NoRoom));
    assert_eq!(stage.number("select count(*) from vacancy").await, 2);
    stage.is_clean().await;
});
