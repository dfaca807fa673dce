//! The public page of a closed month, planted with counts above and below five.

use domain::{
    DAY,
    accounts::Actor,
    areas::{AreaKind, NewArea},
    reports::impact::ImpactFigure,
    time::Month,
};
use store::areas::tree::AddArea;

use crate::support::{Stage, by, code, on_both};

/// Adds a family of an area with one fulfilled wish like the given one.
async fn helped(stage: &Stage, caseworker: &Actor, area: i64, like: i64, ended: i64) {
    let (household, _) = stage.family(caseworker, area, "新来的").await;
    let id = 900_000 + household;
    let overriding = if stage.is_postgres() { "overriding system value" } else { "" };
    let columns = "root, district, item, size, category, cost, quantity, claimed, member, family_size, age, sex,
        own_words, words, code, photo, posted_by, reason, version, created, submitted, published, expires";
    stage
        .plant(&format!(
            "insert into wish (id, household, home, state, ended, {columns}) {overriding}
             select {id}, {household}, {area}, 'fulfilled', {ended}, {columns} from wish where id = {like}"
        ))
        .await;
}

on_both!(only_closed_months_are_public_and_no_count_below_five, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let west = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "西区".into() };
    let west = store.run(&by(&town.admin), AddArea(west)).await.expect("a district");
    let month = Month::of(store.now());
    let like = stage.wish(&town, 1).await;
    for _ in 0..7 {
        helped(stage, &town.caseworker, town.home, like, month.start() + 60).await;
    }
    assert_eq!(code(store.impact(town.root, Some(month)).await), "not_found", "it is not over");
    stage.clock.advance(month.end() + DAY - store.now());

    let read = store.impact(town.root, None).await.expect("the closed month");
    assert_eq!(read.month, month.to_string());
    let areas: Vec<i64> = read.areas.iter().map(|area| area.area).collect();
    assert_eq!(areas, [town.district, west, town.root]);
    let line = |figure: ImpactFigure| read.lines.iter().find(|line| line.figure == figure).expect("a line");
    // Seven in a small district are five; no family lives in the other one, so nothing else is hidden.
    assert_eq!(line(ImpactFigure::Wishes).areas, [Some(5), None, None]);
    assert_eq!(line(ImpactFigure::Families).sum, Some(5));
    assert_eq!(line(ImpactFigure::Jobs).sum, None);

    for area in [town.district, town.home, 999_999] {
        assert_eq!(code(store.impact(area, Some(month)).await), "not_found");
    }
    assert_eq!(code(store.impact(town.root, Some(month.plus(-24))).await), "not_found");
});

on_both!(a_small_count_hides_the_next_smallest_district, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let west = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "西区".into() };
    let west = store.run(&by(&town.admin), AddArea(west)).await.expect("a district");
    let month = Month::of(store.now());
    let like = stage.wish(&town, 1).await;
    for _ in 0..6 {
        helped(stage, &town.caseworker, town.home, like, month.start() + 60).await;
    }
    let caseworker = stage.caseworker_of(&town, west).await;
    for _ in 0..3 {
        helped(stage, &caseworker, west, like, month.start() + 60).await;
    }
    stage.clock.advance(month.end() + DAY - store.now());
    let read = store.impact(town.root, Some(month)).await.expect("the closed month");
    for line in &read.lines {
        assert!(line.areas.iter().all(Option::is_none) && line.sum.is_none(), "{line:?}");
    }
});
