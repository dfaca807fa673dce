//! Imported sheets: applying does what the dry run says, once, also when repeated or concurrent.

use std::time::Duration;

use crate::support::{Stage, Town, by, code, on_both, phone};
use domain::{
    accounts::Role,
    areas::{AreaKind, NewArea},
    households::Member,
    imports::headings::{Heading, SheetKind},
    imports::{Column, Fate, GoodsRow, HouseholdRow, Line, StaffRow, Why, withdrawal::WhyKept},
    ledger::Place,
    wishes::NewWish,
};
use store::{
    areas::{reorganisation::CloseArea, tree::AddArea},
    casework::notes::AddNote,
    claims::fulfilment::AcceptGoods,
    imports::{
        goods::{AddGoodsImport, NewImport, Plan},
        headings::LearnHeadings,
        households::AddHouseholdImport,
        points::PointsRow,
        points_plan::AddPointsSheet,
    },
    points::adjustments::{ByHand, GivePoints},
    reports::exports::ExportQuery,
    stock::movements::{Removal, WriteOffStock},
    wishes::lifecycle::PostWish,
};

const LONG: Duration = Duration::from_secs(600);

fn lines<R>(rows: Vec<R>) -> Vec<Line<R>> {
    (2..).zip(rows).map(|(n, row)| Line { n, row, wrong: Vec::new(), skipped: false }).collect()
}

fn goods(name: &str, quantity: i64) -> GoodsRow {
    GoodsRow { name: name.into(), quantity, ..GoodsRow::default() }
}

async fn bring(stage: &Stage, town: &Town, rows: Vec<GoodsRow>) -> i64 {
    let new = NewImport { location: town.shop, name: "登记表.xlsx".into(), lines: lines(rows), notes: Vec::new() };
    stage.store.run(&by(&town.shopkeeper), AddGoodsImport(new)).await.expect("kept")
}

async fn plan(stage: &Stage, town: &Town, id: i64) -> Plan<GoodsRow> {
    stage.store.import_plan(&town.shopkeeper, id).await.expect("a plan")
}

async fn fates(stage: &Stage, town: &Town, id: i64) -> Vec<Fate> {
    plan(stage, town, id).await.rows.iter().map(|row| row.fate).collect()
}

async fn on_hand(stage: &Stage, town: &Town) -> Vec<(String, i64)> {
    let found = stage.store.export_stock(&by(&town.shopkeeper), 0).await.expect("stock").rows;
    found.into_iter().map(|row| (row.name, row.on_hand)).collect()
}

fn sheet() -> Vec<GoodsRow> {
    vec![
        GoodsRow { size: "学前".into(), code: "6901234567892".into(), ..goods("書包", 12) },
        goods("炒锅", 3),
        GoodsRow { points: 20, minimum: 5, unit: "袋".into(), ..goods("暖手宝", 30) },
        goods("暖手宝", 30),
        GoodsRow { code: "96385074".into(), ..goods("炒锅", 0) },
        goods("雨伞", 0),
        GoodsRow { used: true, ..goods("电饭煲", 2) },
        goods("炒锅", 4),
    ]
}

on_both!(what_a_heading_means_is_remembered_for_its_root_area_and_kind, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let said = |heading: &str, meaning: &str| Heading { heading: heading.into(), meaning: meaning.parse().ok() };
    let learn = |headings| LearnHeadings { kind: SheetKind::Goods, headings };
    let headings = vec![said("手头还有", "quantity"), said("  备查 ", "skipped")];
    stage.store.run(&by(&town.shopkeeper), learn(headings)).await.expect("remembered");
    stage.clock.advance(60);
    stage.store.run(&by(&town.shopkeeper), learn(vec![said("手头还有", "minimum")])).await.expect("said anew");
    let known = stage.store.sheet_headings(&town.shopkeeper, SheetKind::Goods).await.expect("read");
    assert_eq!(known, [said("手头还有", "minimum"), said("备查", "skipped")]);
    stage.store.run(&by(&town.shopkeeper), learn(vec![said("手头还有", "")])).await.expect("taken back");
    let known = stage.store.sheet_headings(&town.shopkeeper, SheetKind::Goods).await.expect("read");
    assert_eq!(known, [said("备查", "skipped")]);

    let there = stage.store.sheet_headings(&other.shopkeeper, SheetKind::Goods).await.expect("read");
    assert!(there.is_empty(), "another root area says its own");
    assert_eq!(code(stage.store.sheet_headings(&town.shopkeeper, SheetKind::Households).await), "not_allowed");
    assert_eq!(code(stage.store.run(&by(&town.donor), learn(vec![said("备查", "name")])).await), "not_allowed");
});

on_both!(an_import_does_what_its_dry_run_says_once, |stage| {
    use Fate::{Before, Duplicate, Known, Learned, NewItem, NewStock, Refused};
    let town = stage.town("甲").await;
    let (store, keeper) = (&stage.store, &town.shopkeeper);
    let id = bring(stage, &town, sheet()).await;
    let expected = [NewStock, NewStock, NewItem, Duplicate, Learned, NewItem, NewStock, Refused];
    assert_eq!(fates(stage, &town, id).await, expected);
    assert_eq!(on_hand(stage, &town).await, [], "a dry run writes nothing");

    let applied = store.import_apply(&by(keeper), id, LONG).await.expect("applied");
    assert_eq!((applied.rows, applied.left), (6, 0));
    let stock = vec![("书包".to_owned(), 12), ("炒锅".into(), 3), ("电饭煲".into(), 0), ("暖手宝".into(), 30)];
    let mut found = on_hand(stage, &town).await;
    found.sort();
    let mut wanted = stock.clone();
    wanted.sort();
    assert_eq!(found, wanted, "the used appliance waits for its check");
    let rice = stage.number("select id from item where name = '暖手宝'").await;
    let terms = store.item_file(keeper, rice).await.expect("an item").item.terms;
    assert_eq!((terms.points, terms.minimum), (20, 5));
    assert!(store.item_by_code(keeper, "96385074").await.expect("looked up").is_some());

    // Applying the same sheet again, or its rows from another file, does nothing.
    let again = bring(stage, &town, sheet()).await;
    for id in [id, again] {
        let now = [Before, Before, Before, Duplicate, Duplicate, Known, Before, Refused];
        assert_eq!(fates(stage, &town, id).await, now);
        let applied = store.import_apply(&by(keeper), id, LONG).await.expect("applied");
        assert_eq!((applied.rows, applied.left), (0, 0));
    }
    // Of old and new rows only the new ones are applied.
    let more = sheet().into_iter().chain([goods("毛毯", 7), GoodsRow { batch: "B".into(), ..goods("炒锅", 3) }]);
    let more = bring(stage, &town, more.collect()).await;
    assert_eq!(store.import_apply(&by(keeper), more, LONG).await.expect("applied").rows, 2);
    assert_eq!(stage.number("select cast(sum(quantity) as bigint) from shelf").await, 12 + 3 + 30 + 7 + 3);
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());

    // Another quantity for an applied row is reported, not applied.
    let other = bring(stage, &town, vec![goods("暖手宝", 31)]).await;
    let wrong = plan(stage, &town, other).await.rows[0].line.wrong[0].clone();
    assert_eq!((wrong.column, wrong.why, wrong.text.as_str()), (Column::Quantity, Why::Before, "30"));
});

on_both!(an_import_whose_rows_are_all_known_no_longer_waits_once_applied, |stage| {
    let town = stage.town("甲").await;
    let (store, keeper) = (&stage.store, &town.shopkeeper);
    let first = bring(stage, &town, sheet()).await;
    store.import_apply(&by(keeper), first, LONG).await.expect("applied");
    let again = bring(stage, &town, sheet()).await;
    assert_eq!(plan(stage, &town, again).await.import.applied, 0);
    let before = store.now();
    let applied = store.import_apply(&by(keeper), again, LONG).await.expect("applied");
    assert_eq!((applied.rows, applied.left), (0, 0));
    let at = plan(stage, &town, again).await.import.applied;
    assert!((before..=store.now()).contains(&at), "it is listed as done");
    stage.clock.advance(60);
    store.import_apply(&by(keeper), again, LONG).await.expect("applied");
    assert_eq!(plan(stage, &town, again).await.import.applied, at, "it was done then");
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(applying_the_same_rows_concurrently_imports_them_once, |stage| {
    let town = stage.town("甲").await;
    let rows: Vec<GoodsRow> = (0..450).map(|n| GoodsRow { batch: n.to_string(), ..goods("毛毯", 2) }).collect();
    let (one, two) = (bring(stage, &town, rows.clone()).await, bring(stage, &town, rows).await);
    let other = stage.another().await;
    let keeper = by(&town.shopkeeper);
    let also = by(&town.shopkeeper);
    let (a, b) = tokio::join!(stage.store.import_apply(&keeper, one, LONG), other.import_apply(&also, two, LONG));
    a.expect("applied");
    b.expect("applied");
    assert_eq!(stage.number("select cast(sum(quantity) as bigint) from shelf").await, 900);
    assert_eq!(stage.number("select count(*) from lot").await, 450);
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
    other.close().await;
});

on_both!(an_import_that_runs_out_of_time_loses_no_row, |stage| {
    let town = stage.town("甲").await;
    let rows = (0..410).map(|n| GoodsRow { batch: n.to_string(), ..goods("毛毯", 1) }).collect();
    let id = bring(stage, &town, rows).await;
    let mut rounds = 0;
    loop {
        rounds += 1;
        let applied =
            stage.store.import_apply(&by(&town.shopkeeper), id, Duration::from_micros(1)).await.expect("applied");
        if applied.left == 0 {
            break;
        }
        assert!(rounds < 1000, "it never ends");
        assert!(applied.rows > 0, "planning took the time, and no row got in");
    }
    assert_eq!(stage.number("select cast(sum(quantity) as bigint) from shelf").await, 410);
    assert_ne!(stage.number(&format!("select applied from import where id = {id}")).await, 0);
});

on_both!(a_sheet_of_another_shop_is_not_found, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let id = bring(stage, &town, sheet()).await;
    let store = &stage.store;
    for stranger in [&there.shopkeeper, &there.coordinator] {
        let refused = code(store.import_plan(stranger, id).await);
        assert!(["not_found", "not_allowed"].contains(&refused), "{refused}");
    }
    assert_eq!(code(store.import_apply(&by(&there.shopkeeper), id, LONG).await), "not_found");
    assert_eq!(code(store.import_plan(&town.auditor, id).await), "not_allowed");
    let new = NewImport { location: town.shop, name: String::new(), lines: lines(sheet()), notes: Vec::new() };
    assert_eq!(code(store.run(&by(&there.shopkeeper), AddGoodsImport(new.clone())).await), "not_found");
    assert_eq!(code(store.run(&by(&town.donor), AddGoodsImport(new)).await), "not_allowed");
    // The same rows in another root area are new there.
    let same = bring(stage, &there, sheet()).await;
    store.import_apply(&by(&town.shopkeeper), id, LONG).await.expect("applied");
    assert_eq!(plan(stage, &there, same).await.to_do(), 6);
});

on_both!(a_points_sheet_is_applied_once, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let row = |household, points, reason: &str| PointsRow { household, points, reason: reason.into() };
    let rows = vec![
        row(town.household, 100, "志愿服务"),
        row(town.household, 100, "志愿服务"),
        row(999_999, 5, "志愿服务"),
        row(town.household, 50, ""),
    ];
    let keep = |rows: Vec<PointsRow>| NewImport {
        location: 0,
        name: "积分.csv".into(),
        lines: lines(rows),
        notes: Vec::new(),
    };
    let caseworker = by(&town.caseworker);
    let id = store.run(&caseworker, AddPointsSheet(keep(rows.clone()))).await.expect("kept");
    let plan = store.points_sheet_plan(&by(&town.caseworker), id).await.expect("a plan");
    let found: Vec<_> = plan.rows.iter().map(|row| (row.fate, row.of)).collect();
    assert_eq!(found, [(Fate::Points, 0), (Fate::Duplicate, 2), (Fate::Refused, 0), (Fate::Refused, 0)]);
    assert_eq!(plan.rows[2].line.wrong[0].why, Why::NoHousehold);
    for _ in 0..2 {
        store.points_sheet_apply(&by(&town.caseworker), id, LONG).await.expect("given");
        let given = stage.number(
            "select cast(coalesce(sum(b.quantity), 0) as bigint) from balance b
             join ledger_account a on a.id = b.account where a.place = 'household'",
        );
        assert_eq!(given.await, 100);
    }
    assert_eq!(code(store.points_sheet_plan(&by(&town.coordinator), id).await), "not_found", "only its maker sees it");
    assert_eq!(code(store.points_sheet_plan(&by(&town.shopkeeper), id).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.shopkeeper), AddPointsSheet(keep(rows))).await), "not_allowed");
});

on_both!(exports_balance_and_contain_no_names, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let id = bring(stage, &town, sheet()).await;
    store.import_apply(&by(&town.shopkeeper), id, LONG).await.expect("applied");
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let arrival = domain::claims::Arrival { condition: domain::ledger::Condition::New, expires: 0 };
    store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");
    let pick_up = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, pick_up).await.expect("handed over");

    let all = ExportQuery::default();
    let movements = store.export_movements(&by(&town.auditor), all).await.expect("rows").rows;
    assert_eq!(movements.iter().map(|row| row.quantity).sum::<i64>(), 0, "every journal is balanced");
    let receipts = store.export_receipts(&by(&town.auditor), all).await.expect("rows").rows;
    assert_eq!(receipts.iter().map(|row| row.quantity).sum::<i64>(), 12 + 3 + 30 + 2 + 1);
    assert!(receipts.iter().all(|row| row.giver.is_empty()), "no giver agreed to be named: {receipts:?}");
    let issues = store.export_issues(&by(&town.auditor), all).await.expect("rows").rows;
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0].quantity, issues[0].area_name.as_str(), issues[0].ordered), (1, "甲社区", false));
    let said = format!("{movements:?}{receipts:?}{issues:?}");
    assert!(!said.contains("王家") && !said.contains("幸福里"), "{said}");

    // The period limits the rows, and other root areas' rows are not exported.
    let none = ExportQuery { from: store.now() + 1, ..all };
    assert_eq!(store.export_movements(&by(&town.auditor), none).await.expect("rows").rows, []);
    let there = stage.town("乙").await;
    assert_eq!(store.export_receipts(&by(&there.auditor), all).await.expect("rows").rows, []);
    let here = ExportQuery { location: town.shop, ..all };
    assert_eq!(store.export_issues(&by(&there.auditor), here).await.expect("rows").rows, []);
    assert_eq!(code(store.export_stock(&by(&town.donor), 0).await), "not_allowed");
    assert_eq!(code(store.export_movements(&by(&town.family), all).await), "not_allowed");
});

on_both!(old_sheets_are_deleted_and_their_goods_stay, |stage| {
    let town = stage.town("甲").await;
    let (applied, dropped) = (bring(stage, &town, sheet()).await, bring(stage, &town, sheet()).await);
    stage.store.import_apply(&by(&town.shopkeeper), applied, LONG).await.expect("applied");
    stage.clock.advance(31 * domain::DAY);
    stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number("select count(*) from import_line").await, 0);
    assert_eq!(code(stage.store.import_plan(&town.shopkeeper, dropped).await), "not_found");
    let kept = plan(stage, &town, applied).await.import;
    assert_eq!((kept.rows_in, kept.units_in), (4, 47));
    let again = bring(stage, &town, sheet()).await;
    assert_eq!(plan(stage, &town, again).await.to_do(), 0, "applied rows stay known");
});

on_both!(a_list_of_households_is_taken_back_where_nothing_depends_on_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let row = |name: &str| HouseholdRow {
        name: name.into(),
        address: format!("{name}路 1 号"),
        members: vec![Member { name: name.into(), birth_year: 1980, ..Member::default() }],
        ..HouseholdRow::default()
    };
    let lines = lines(["赵一", "钱二", "孙三", "李四", "周五"].map(row).to_vec());
    let new = AddHouseholdImport { area: town.home, name: "名单.xlsx".into(), lines, notes: Vec::new() };
    let keeper = || by(&town.caseworker);
    let id = store.household_import_add(&keeper(), new).await.expect("kept");
    store.household_import_apply(&keeper(), id, LONG).await.expect("applied");
    let first = stage.number("select min(household) from household_import_line where household > 0").await;
    stage.clock.advance(60);
    store.run(&keeper(), AddNote::new(first, "来过".into())).await.expect("a note");
    stage.plant(&format!("update household set version = 1 where id = {}", first + 1)).await;
    // Points of the month come by themselves; those that staff gave do not.
    let gift = ByHand { household: first + 4, points: 5, reason: "参加活动".into() };
    store.run(&keeper(), GivePoints(gift)).await.expect("points");
    let seen = store.household_import_withdrawal(&town.caseworker, id).await.expect("a preview");
    let kept: Vec<_> = seen.kept.iter().map(|file| (file.household, file.why)).collect();
    let used = |n: i64| (first + n, WhyKept::InUse);
    assert_eq!((seen.left, kept), (2, vec![used(0), (first + 1, WhyKept::Changed), used(4)]));
    // What a rule found goes with its file; what the family wants of it keeps the file.
    let rule = format!("id = 1, area = {}, root = {}, state = 'in_use'", town.home, town.root);
    stage.plant(&stage.row_of("entitlement_rule", &rule).await).await;
    for (n, state) in [(2, "found"), (3, "wants")] {
        let row = format!("id = {n}, rule = 1, household = {}, state = '{state}'", first + n);
        stage.plant(&stage.row_of("entitlement", &row).await).await;
    }
    let seen = store.household_import_withdrawal(&town.caseworker, id).await.expect("a preview");
    let wants = seen.kept.iter().find(|file| file.household == first + 3).map(|file| file.why);
    assert_eq!((seen.left, wants), (1, Some(WhyKept::InUse)));
    stage.plant("delete from entitlement").await;
    stage.plant("delete from entitlement_rule").await;
    let other = stage.caseworker_of(&town, town.district).await;
    assert_eq!(code(store.household_import_withdraw(&by(&other), id, LONG).await), "not_found");
    // A wish that is posted at that moment keeps its family, or comes too late.
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let wish = NewWish { household: first + 2, item, quantity: 1, ..NewWish::default() };
    let (one, two) = (keeper(), keeper());
    let (done, posted) = tokio::join!(store.household_import_withdraw(&one, id, LONG), store.run(&two, PostWish(wish)));
    let done = done.expect("taken back");
    assert_eq!((done.gone, done.left), (if posted.is_ok() { 1 } else { 2 }, 0), "{posted:?}");
    assert_eq!(done.kept.len(), if posted.is_ok() { 4 } else { 3 });
    let again = store.household_import_withdraw(&keeper(), id, LONG).await.expect("nothing to do");
    assert_eq!((again.gone, again.left, again.kept), (0, 0, done.kept));
    assert_eq!(stage.number(&format!("select count(*) from person where household = {}", first + 3)).await, 0);
    stage.is_clean().await;
});

on_both!(rows_of_goods_are_taken_back_where_nothing_moved_on, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = || by(&town.shopkeeper);
    let id = bring(stage, &town, sheet()).await;
    store.import_apply(&keeper(), id, LONG).await.expect("applied");
    // One of the woks in row 3 is gone.
    let lot = stage.number(&format!("select lot from import_row where import = {id} and n = 3")).await;
    let removal = Removal { lot, location: town.shop, place: Place::Shelf, quantity: 1, reason: "摔坏了".into() };
    store.run(&keeper(), WriteOffStock(removal)).await.expect("written off");
    assert_eq!(code(store.import_withdraw(&by(&town.caseworker), id, LONG).await), "not_allowed");
    for gone in [3, 0] {
        let done = store.import_withdraw(&keeper(), id, LONG).await.expect("taken back");
        let kept: Vec<_> = done.kept.iter().map(|row| (row.row, row.why.as_str())).collect();
        assert_eq!((done.gone, done.left, kept), (gone, 0, vec![(3, "not_enough_stock")]));
    }
    let units = on_hand(stage, &town).await.into_iter().filter(|(_, units)| *units > 0).collect::<Vec<_>>();
    assert_eq!(units, [("炒锅".to_owned(), 2)]);
    // What was taken back can be brought in again.
    assert_eq!(plan(stage, &town, id).await.to_do(), 3);
    assert_eq!(store.import_apply(&keeper(), id, LONG).await.expect("applied").rows, 3);
    stage.is_clean().await;
});

on_both!(a_sheet_of_staff_shows_the_codes_that_it_made_before_a_row_is_refused, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let new = NewArea { parent: Some(town.district), kind: AreaKind::Community, name: "旧社区".into() };
    let closed = store.run(&by(&town.admin), AddArea(new)).await.expect("an area");
    store.run(&by(&town.admin), CloseArea { area: closed }).await.expect("closed");
    let row = |name: &str| StaffRow {
        area: vec!["甲区".into(), name.into()],
        role: Some(Role::Caseworker),
        name: format!("{name}网格员"),
        phone: phone(),
        ..StaffRow::default()
    };
    // The name of a closed area is taken, which the second row hears of when it is done.
    let rows = ["新社区", "旧社区", "远社区"].map(row).to_vec();
    let done = store.staff_sheet_apply(&by(&town.admin), lines(rows.clone()), LONG).await.expect("the first row");
    assert_eq!((done.codes.len(), done.rows, done.left), (1, 1, 2), "a code is shown once only");
    let again = store.staff_sheet_apply(&by(&town.admin), lines(rows), LONG).await;
    assert!(again.is_err(), "the row that is next says why it is refused");
});
