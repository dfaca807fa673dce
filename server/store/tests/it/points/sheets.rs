//! Points sheets that were written before a file was merged, closed or erased.

use std::time::Duration;

use crate::support::{Stage, Town, by, code, on_both};
use domain::{
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging},
    households::HouseholdId,
    imports::{Column, Fate, Line, Why},
};
use store::{
    casework::file::{close::CloseFile, merge::MergeFiles},
    imports::{
        goods::NewImport,
        points::{PointsRow, RowFate},
        points_plan::AddPointsSheet,
    },
    points::{
        adjustments::{ByHand, TakePointsBack},
        policy::SetPointsPolicy,
    },
};

const LONG: Duration = Duration::from_secs(60);

fn row(household: HouseholdId, points: i64) -> PointsRow {
    PointsRow { household, points, reason: "十一月补发".into() }
}

async fn merge(stage: &Stage, town: &Town, keep: HouseholdId, gone: HouseholdId) {
    let people = stage.texts(&format!("select cast(id as text) from person where household = {gone}")).await;
    let same = people.iter().map(|id| (id.parse().expect("a number"), 0)).collect();
    let input = Merging { keep, gone, same, typed: keep.to_string() };
    stage.store.run(&by(&town.caseworker), MergeFiles(input)).await.expect("merged");
}

async fn balance(stage: &Stage, reader: &Actor, household: HouseholdId) -> i64 {
    stage.store.points(reader, household).await.expect("read").points.balance
}

on_both!(a_row_for_a_merged_file_is_given_to_the_file_that_is_left, |stage| {
    let town = stage.town("甲").await;
    let (second, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let (third, _) = stage.family(&town.caseworker, town.home, "王家（三）").await;
    merge(stage, &town, second, third).await;
    merge(stage, &town, town.household, second).await;
    let sheet = vec![row(town.household, 5), row(second, 7), row(third, 11), row(third, 11)];
    let fates = [RowFate::Given, RowFate::Given, RowFate::Given, RowFate::Twice];
    for dry in [true, false] {
        let got = stage.store.points_import(&by(&town.caseworker), sheet.clone(), dry).await.expect("fates");
        assert_eq!(got, fates, "dry: {dry}");
    }
    assert_eq!(balance(stage, &town.caseworker, town.household).await, 23);
    assert_eq!(balance(stage, &town.caseworker, second).await + balance(stage, &town.caseworker, third).await, 0);
    let again = stage.store.points_import(&by(&town.caseworker), sheet, false).await.expect("fates");
    assert_eq!(again, [RowFate::Before; 4]);
    stage.is_clean().await;
});

on_both!(a_row_for_a_closed_or_erased_file_is_refused_with_its_reason, |stage| {
    let town = stage.town("甲").await;
    let (store, keeper) = (&stage.store, || by(&town.caseworker));
    let (closed, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let (erased, _) = stage.family(&town.caseworker, town.home, "赵家").await;
    // Given before it was closed: the same row again is not an error.
    store.points_import(&keeper(), vec![row(closed, 9)], false).await.expect("given");
    let closing = Closing { household: closed, reason: CloseReason::Better, words: String::new() };
    store.run(&keeper(), CloseFile(closing)).await.expect("closed");
    let erasure = Erasure { household: erased, reason: EraseReason::Asked, typed: erased.to_string() };
    store.file_erase(&keeper(), erasure).await.expect("erased");
    let sheet = vec![row(closed, 5), row(erased, 5), row(closed, 9), row(town.household, 5)];
    let fates = [RowFate::FileClosed, RowFate::FileClosed, RowFate::Before, RowFate::Given];
    let dry = store.points_import(&keeper(), sheet.clone(), true).await.expect("fates");
    assert_eq!(dry, fates);

    let numbered = sheet.into_iter().zip(1..);
    let lines = numbered.map(|(row, n)| Line { n, row, wrong: Vec::new(), skipped: false }).collect();
    let new = NewImport { location: 0, name: "积分.csv".into(), lines, notes: Vec::new() };
    let id = store.run(&keeper(), AddPointsSheet(new)).await.expect("kept");
    let plan = store.points_sheet_plan(&keeper(), id).await.expect("a plan");
    let told: Vec<_> = plan.rows.iter().map(|row| row.fate).collect();
    assert_eq!(told, [Fate::Refused, Fate::Refused, Fate::Before, Fate::Points]);
    let wrong = &plan.rows[0].line.wrong[0];
    assert_eq!((wrong.column, wrong.why), (Column::Household, Why::FileClosed));
    let done = store.points_sheet_apply(&keeper(), id, LONG).await.expect("applied");
    assert_eq!((done.rows, done.left), (1, 0));
    assert_eq!(balance(stage, &town.caseworker, closed).await, 9);
    assert_eq!(balance(stage, &town.caseworker, town.household).await, 5);
    stage.is_clean().await;
});

on_both!(the_monthly_grant_and_a_closing_at_the_same_moment_agree, |stage| {
    let town = stage.town("甲").await;
    let policy = domain::points::PointsPolicy { base: 10, ..Default::default() };
    stage.store.run(&by(&town.coordinator), SetPointsPolicy { area: town.district, policy }).await.expect("set");
    let other = stage.another().await;
    for _ in 0..6 {
        stage.clock.advance(31 * domain::DAY);
        let (id, _) = stage.family(&town.caseworker, town.home, "李家").await;
        let clocks = other.clone();
        let run = tokio::spawn(async move { clocks.run_clocks().await.map(drop) });
        let erasure = Erasure { household: id, reason: EraseReason::Asked, typed: id.to_string() };
        stage.store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
        run.await.expect("the task ends").expect("the clocks run");
        stage.is_clean().await;
    }
    other.close().await;
});

on_both!(rows_of_points_are_taken_back_where_they_are_not_spent, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let granter = || by(&town.caseworker);
    let (second, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let rows = (2..).zip([row(town.household, 5), row(second, 7)]);
    let rows = rows.map(|(n, row)| Line { n, row, wrong: Vec::new(), skipped: false }).collect();
    let new = NewImport { location: 0, name: "积分.xlsx".into(), lines: rows, notes: Vec::new() };
    let sheet = store.run(&granter(), AddPointsSheet(new)).await.expect("kept");
    store.points_sheet_apply(&granter(), sheet, LONG).await.expect("granted");
    let spent = ByHand { household: second, points: 1, reason: "换了东西".into() };
    store.run(&granter(), TakePointsBack(spent)).await.expect("spent");
    assert_eq!(code(store.points_sheet_withdraw(&by(&town.coordinator), sheet, LONG).await), "not_found");
    assert_eq!(store.points_sheets(&town.caseworker).await.expect("a list")[0].rows_in, 2);
    let done = store.points_sheet_withdraw(&granter(), sheet, LONG).await.expect("taken back");
    let kept: Vec<_> = done.kept.iter().map(|row| (row.row, row.why.as_str())).collect();
    assert_eq!((done.gone, done.left, kept), (1, 0, vec![(3, "not_enough_points")]));
    let left = async |household| balance(stage, &town.caseworker, household).await;
    assert_eq!((left(town.household).await, left(second).await), (0, 6));
    assert_eq!(store.points_sheet_plan(&granter(), sheet).await.expect("a plan").to_do(), 1);
    stage.is_clean().await;
});
