//! Points: held and spent by lapse date, never below zero; manual grants, take-backs and reversals.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    Code,
    accounts::Actor,
    households::HouseholdId,
    ledger::{JournalKind, Place},
    points::{Points, PointsPolicy},
};
use store::{
    Result, Tx,
    imports::points::{PointsRow, RowFate},
    ledger::post::{NewJournal, post},
    points::{
        self,
        adjustments::{ByHand, GivePoints, ReversePoints, TakePointsBack},
        ledger::NewGrant,
        policy::SetPointsPolicy,
    },
    stock::movements::ReverseStock,
};

/// The last second of October 2026 in China, and of November; tests stay a minute away from them.
const OCTOBER: i64 = 1_793_462_399;
const NOVEMBER: i64 = 1_796_054_399;

fn hand(household: HouseholdId, points: i64, reason: &str) -> ByHand {
    ByHand { household, points, reason: reason.into() }
}

/// Grants points that lapse at `expires`; 0 means never.
async fn give(stage: &Stage, town: &Town, points: i64, expires: i64) {
    let (household, root) = (town.household, town.root);
    let given = stage.store.script(move |tx, ()| {
        Box::pin(async move {
            points::ledger::grant(tx, &NewGrant { household, root, points, expires, reason: "试验" }).await.map(|_| ())
        })
    });
    given.await.expect("given");
}

/// Inserts the orders that points are held for, as far as `check` reads them.
async fn book(stage: &Stage, town: &Town, state: &str) {
    stage
        .plant(&format!(
            "insert into shop_order (id, root, household, location, state, code, pickup, until, reminder, points, walk_in,
                 placed_by, reason, created, changed, version)
             select a.owner, {}, {}, {}, 'held', '', 0, 0, 0, 0, false, 0, '', 0, 0, 0
             from ledger_account a where a.place = 'held'",
            town.root, town.household, town.shop
        ))
        .await;
    stage
        .plant(&format!(
            "update shop_order set state = '{state}', points = coalesce((select sum(b.quantity) from ledger_account a
                 join balance b on b.account = a.id where a.place = 'held' and a.owner = shop_order.id), 0)"
        ))
        .await;
}

/// Asserts that `check` finds nothing wrong with points.
async fn whole(stage: &Stage) {
    let lines = stage.store.check().await.expect("checked");
    // These orders have no lines and their state is set by SQL, so `check` also reports lines and help counts.
    let others = ["its lines cost", "was helped"];
    let ours: Vec<_> = lines.into_iter().filter(|line| !others.iter().any(|other| line.contains(other))).collect();
    assert_eq!(ours, Vec::<String>::new());
}

/// Holds points for an order in a journal of its own, as the free shop does.
async fn hold(tx: &mut Tx<'_>, town: (HouseholdId, i64), order: i64, amount: i64) -> Result<()> {
    let entries = points::ledger::hold(tx, town.0, town.1, order, amount).await?;
    let journal = NewJournal { shop_order: order, ..NewJournal::of_points(JournalKind::Reserve, town.1) };
    post(tx, &journal, &entries).await.map(|_| ())
}

async fn order(stage: &Stage, town: &Town, order: i64, amount: i64) -> Result<()> {
    let whose = (town.household, town.root);
    stage.store.script(move |tx, ()| Box::pin(hold(tx, whose, order, amount))).await
}

async fn give_back(stage: &Stage, town: &Town, order: i64) {
    let (household, root) = (town.household, town.root);
    let done = stage.store.script(move |tx, ()| {
        Box::pin(async move {
            let entries = points::ledger::give_back(tx, household, order).await?;
            let journal = NewJournal { shop_order: order, ..NewJournal::of_points(JournalKind::Release, root) };
            post(tx, &journal, &entries).await.map(|_| ())
        })
    });
    done.await.expect("given back");
}

async fn purse(stage: &Stage, town: &Town) -> Points {
    stage.store.my_points(&town.family).await.expect("the family's own").points
}

/// Returns the balance of a ledger account in points that lapse at `expires`.
async fn there(stage: &Stage, place: Place, owner: i64, expires: i64) -> i64 {
    let sql = format!(
        "select cast(coalesce(sum(b.quantity), 0) as bigint) from ledger_account a join balance b on b.account = a.id
         join lot l on l.id = b.lot where a.place = '{}' and a.owner = {owner} and l.expires = {expires}",
        place.as_str()
    );
    stage.number(&sql).await
}

on_both!(points_that_lapse_first_are_held_first_and_keep_their_date, |stage| {
    let town = stage.town("甲").await;
    let start = stage.store.now();
    let (soon, late) = (start + 1_000, start + 9_000);
    give(stage, &town, 30, 0).await;
    give(stage, &town, 10, late).await;
    give(stage, &town, 10, soon).await;
    order(stage, &town, 77, 15).await.expect("held");
    assert_eq!(there(stage, Place::Held, 77, soon).await, 10);
    assert_eq!(there(stage, Place::Held, 77, late).await, 5);
    let has = purse(stage, &town).await;
    assert_eq!((has.balance, has.held, has.soon, has.soon_at), (35, 15, 5, late));

    // Ten lapse while held. They are released, but cannot be spent, and the next run of the jobs expires them.
    stage.clock.advance(1_001);
    give_back(stage, &town, 77).await;
    assert_eq!(there(stage, Place::Household, town.household, soon).await, 10);
    assert_eq!(code(order(stage, &town, 78, 41).await), "not_enough_points");
    order(stage, &town, 78, 40).await.expect("the others can be spent");
    assert_eq!(stage.store.run_clocks().await.expect("the clocks run").points_lapsed, 1);
    let has = purse(stage, &town).await;
    assert_eq!((has.balance, has.held), (0, 40));
    assert_eq!(there(stage, Place::Programme, town.root, soon).await, 0);

    // Held points move to the shop's spent account.
    let spent = stage.store.script(move |tx, ()| {
        Box::pin(async move {
            let entries = points::ledger::spend(tx, 78, town.shop).await?;
            let journal = NewJournal { shop_order: 78, ..NewJournal::new(JournalKind::Issue, town.shop) };
            post(tx, &journal, &entries).await.map(|_| ())
        })
    });
    spent.await.expect("spent");
    let total = format!(
        "select cast(sum(b.quantity) as bigint) from ledger_account a join balance b on b.account = a.id
         where a.place = 'spent' and a.owner = {}",
        town.shop
    );
    assert_eq!(stage.number(&total).await, 40);
    book(stage, &town, "collected").await;
    whole(stage).await;
});

on_both!(parallel_orders_cannot_spend_the_same_points, |stage| {
    let town = stage.town("甲").await;
    give(stage, &town, 60, 0).await;
    give(stage, &town, 40, stage.store.now() + 5_000).await;
    let tries: Vec<_> = (1..=60).map(|n| order(stage, &town, n, 10)).collect();
    let done = futures::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|r| r.is_ok()).count(), 10);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "not_enough_points");
    }
    let has = purse(stage, &town).await;
    assert_eq!((has.balance, has.held), (0, 100));
    book(stage, &town, "held").await;
    whole(stage).await;
});

on_both!(manual_grants_need_a_reason_and_never_go_below_zero, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let id = town.household;
    assert_eq!(
        fields(store.run(&by(&town.caseworker), GivePoints(hand(id, 0, ""))).await),
        [("points", "out_of_range"), ("reason", "required"),]
    );
    let first = store.run(&by(&town.caseworker), GivePoints(hand(id, 50, "春节慰问"))).await.expect("given");
    assert_eq!(
        code(store.run(&by(&town.coordinator), TakePointsBack(hand(id, 51, "多发了"))).await),
        "not_enough_points"
    );
    let second = store.run(&by(&town.coordinator), TakePointsBack(hand(id, 20, "多发了"))).await.expect("taken");
    // With 30 left the grant of 50 cannot be reversed, until the take-back of 20 is.
    let undo = |journal, reason: &str| ReversePoints { household: id, journal, reason: reason.into() };
    assert_eq!(code(store.run(&by(&town.caseworker), undo(first, "发错人")).await), "not_enough_points");
    assert_eq!(fields(store.run(&by(&town.caseworker), undo(second, "")).await), [("reason", "required")]);
    let third = store.run(&by(&town.caseworker), undo(second, "没有多发")).await.expect("put right");
    assert_eq!(code(store.run(&by(&town.caseworker), undo(second, "再来")).await), "not_reversible");
    assert_eq!(code(store.run(&by(&town.caseworker), undo(third, "再来")).await), "not_reversible");
    store.run(&by(&town.caseworker), undo(first, "发错人")).await.expect("put right");
    assert_eq!(purse(stage, &town).await.balance, 0);

    let lines = store.points_statement(&town.caseworker, id, 0).await.expect("a statement").items;
    let told: Vec<_> = lines.iter().map(|l| (l.kind, l.points, l.after)).collect();
    assert_eq!(
        told,
        [
            (JournalKind::Reverse, -50, 0),
            (JournalKind::Reverse, 20, 50),
            (JournalKind::TakeBack, -20, 30),
            (JournalKind::Grant, 50, 50),
        ]
    );
    assert_eq!((lines[1].reverses, lines[2].reversed_by, lines[3].reason.as_str()), (second, third, "春节慰问"));
    assert_eq!(lines[3].by, "甲 caseworker");
    assert!(lines.iter().all(|line| !line.is_reversible()));
    let own = store.points_statement(&town.family, id, 0).await.expect("its own").items;
    assert!(own.iter().all(|line| line.by.is_empty()), "the family does not see which staff member it was");
    whole(stage).await;
});

on_both!(a_long_statement_keeps_its_running_balance_from_page_to_page, |stage| {
    let town = stage.town("甲").await;
    for n in 1..=60 {
        stage.store.run(&by(&town.caseworker), GivePoints(hand(town.household, n, "一次"))).await.expect("given");
    }
    let first = stage.store.points_statement(&town.family, town.household, 0).await.expect("a page");
    assert_eq!((first.items.len(), first.items[0].after, first.items[49].points), (50, 1830, 11));
    let second = first.next.expect("there is more");
    let second = stage.store.points_statement(&town.family, town.household, second).await.expect("a page");
    assert_eq!((second.items.len(), second.items[0].after, second.items[9].after, second.next), (10, 55, 1, None));
    let (line, parts) =
        stage.store.points_journal(&town.family, town.household, second.items[0].journal).await.expect("a line");
    assert_eq!((line.after, parts.len(), parts[0].points), (55, 1, 10));
});

on_both!(points_are_readable_only_by_the_family_and_staff_of_its_area, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let store = &stage.store;
    store.run(&by(&town.caseworker), GivePoints(hand(town.household, 10, "慰问"))).await.expect("given");
    let (_, neighbour) = stage.family(&town.caseworker, town.home, "李家").await;
    for reader in [&town.family, &town.caseworker, &town.coordinator, &town.auditor] {
        assert_eq!(store.points(reader, town.household).await.expect("readable").points.balance, 10);
    }
    assert_eq!(store.points(&town.coordinator, town.household).await.expect("readable").name, "");
    assert_eq!(store.points(&town.caseworker, town.household).await.expect("readable").name, "王家");
    let auditor = store.points(&town.auditor, town.household).await.expect("readable");
    assert!(!auditor.grants && auditor.name != "王家", "{auditor:?}");
    for (who, refusal) in [
        (&neighbour, "not_allowed"),
        (&town.donor, "not_allowed"),
        (&town.shopkeeper, "not_allowed"),
        (&town.admin, "not_allowed"),
        (&other.caseworker, "not_found"),
        (&other.coordinator, "not_found"),
        (&other.auditor, "not_found"),
        (&Actor::visitor(), "sign_in_needed"),
    ] {
        assert_eq!(code(store.points(who, town.household).await), refusal);
        assert_eq!(code(store.points_statement(who, town.household, 0).await), refusal);
    }
    for (who, refusal) in [
        (&town.family, "not_allowed"),
        (&town.shopkeeper, "not_allowed"),
        (&town.auditor, "not_allowed"),
        (&other.caseworker, "not_found"),
    ] {
        assert_eq!(code(store.run(&by(who), GivePoints(hand(town.household, 10, "给我"))).await), refusal);
        assert_eq!(code(store.run(&by(who), TakePointsBack(hand(town.household, 10, "还我"))).await), refusal);
    }
    // A caseworker cannot give points to their own household.
    let (root, district, home) = (town.root, town.district, town.home);
    stage
        .plant(&format!(
            "insert into role_grant (account, role, area, path)
             values ({}, 'caseworker', {home}, '/{root}/{district}/{home}/')",
            town.family.account
        ))
        .await;
    let herself = stage.actor(town.family.account).await;
    assert_eq!(code(store.run(&by(&herself), GivePoints(hand(town.household, 10, "给我"))).await), "not_allowed");
});

on_both!(a_journal_of_another_household_cannot_be_reversed, |stage| {
    let town = stage.town("甲").await;
    let (there, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let journal = stage.store.run(&by(&town.caseworker), GivePoints(hand(there, 10, "慰问"))).await.expect("given");
    let wrong = ReversePoints { household: town.household, journal, reason: "不对".into() };
    assert_eq!(code(stage.store.run(&by(&town.caseworker), wrong).await), "not_found");
    assert_eq!(code(stage.store.points_journal(&town.caseworker, town.household, journal).await), "not_found");
    // Journals of an order are reversed only through the order.
    stage.store.run(&by(&town.caseworker), GivePoints(hand(town.household, 10, "慰问"))).await.expect("given");
    order(stage, &town, 5, 10).await.expect("held");
    let line = stage.store.points_statement(&town.family, town.household, 0).await.expect("a page").items[0].clone();
    assert_eq!((line.points, line.shop_order, line.is_reversible()), (-10, 5, false));
    let order = ReversePoints { household: town.household, journal: line.journal, reason: "不要了".into() };
    assert_eq!(code(stage.store.run(&by(&town.caseworker), order).await), "not_reversible");
    // The shop cannot reverse manual grants either.
    assert_eq!(
        code(stage.store.run(&by(&town.shopkeeper), ReverseStock { journal, reason: "不对".into() }).await),
        "not_found"
    );
});

on_both!(manual_grants_lapse_by_the_policy, |stage| {
    let town = stage.town("甲").await;
    stage.clock.advance(OCTOBER - 60 - stage.store.now());
    let policy = PointsPolicy { valid_months: 1, ..PointsPolicy::default() };
    stage.store.run(&by(&town.coordinator), SetPointsPolicy { area: town.district, policy }).await.expect("set");
    stage.store.run(&by(&town.caseworker), GivePoints(hand(town.household, 10, "慰问"))).await.expect("given");
    assert_eq!(purse(stage, &town).await.soon_at, NOVEMBER);
});

on_both!(a_sheet_gives_each_row_once, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let store = &stage.store;
    let row = |household, points, reason: &str| PointsRow { household, points, reason: reason.into() };
    let sheet = vec![
        row(town.household, 30, "十一月补发"),
        row(town.household, 30, " 十一月补发 "),
        row(town.household, 30, "十二月补发"),
        row(other.household, 30, "十一月补发"),
        row(999_999, 30, "十一月补发"),
        row(town.household, -1, "十一月补发"),
        row(town.household, 5, ""),
    ];
    let fates = [
        RowFate::Given,
        RowFate::Twice,
        RowFate::Given,
        RowFate::NoHousehold,
        RowFate::NoHousehold,
        RowFate::WrongNumber,
        RowFate::NoReason,
    ];
    let import = |dry| {
        let (by, sheet) = (by(&town.caseworker), sheet.clone());
        async move { store.points_import(&by, sheet, dry).await.expect("a fate for each row") }
    };
    assert_eq!(import(true).await, fates);
    assert_eq!(purse(stage, &town).await.balance, 0, "a dry run gives nothing");
    assert_eq!(import(false).await, fates);
    assert_eq!(purse(stage, &town).await.balance, 60);
    for dry in [true, false] {
        let again = import(dry).await;
        assert_eq!(again[..3], [RowFate::Before, RowFate::Before, RowFate::Before]);
    }
    assert_eq!(purse(stage, &town).await.balance, 60, "the same sheet again gives nothing");
    assert_eq!(code(store.points_import(&by(&town.auditor), sheet.clone(), false).await), "not_allowed");
    let long = vec![sheet[0].clone(); 5_001];
    assert_eq!(code(store.points_import(&by(&town.caseworker), long, true).await), Code::TooLarge.as_str());
    whole(stage).await;
});

on_both!(a_sheet_imported_concurrently_gives_points_once, |stage| {
    let town = stage.town("甲").await;
    let row = PointsRow { household: town.household, points: 7, reason: "补发".into() };
    let tries = (0..8).map(|_| {
        let (by, rows) = (by(&town.caseworker), vec![row.clone()]);
        async move { stage.store.points_import(&by, rows, false).await }
    });
    let mut given = 0;
    for done in futures::future::join_all(tries).await {
        // Those that come second wait for the file, and then hear that the row was there before.
        let fates = done.expect("each is answered");
        assert!(matches!(fates[..], [RowFate::Given | RowFate::Before]), "{fates:?}");
        given += usize::from(fates[..] == [RowFate::Given]);
    }
    assert_eq!(given, 1);
    assert_eq!(purse(stage, &town).await.balance, 7);
    whole(stage).await;
});

on_both!(check_finds_points_that_are_held_for_no_order, |stage| {
    let town = stage.town("甲").await;
    give(stage, &town, 10, 0).await;
    order(stage, &town, 5, 10).await.expect("held");
    let found = || async { stage.store.check().await.expect("checked").join("\n") };
    assert!(found().await.contains("10 are held for order 5, which is missing"));
    book(stage, &town, "held").await;
    whole(stage).await;
    stage.plant("update shop_order set state = 'cancelled'").await;
    assert!(found().await.contains("10 are held for order 5, which is cancelled"));
    stage.plant("update shop_order set state = 'held', points = 11").await;
    assert!(found().await.contains("order 5 costs 11, but 10 are held for it"));
});

on_both!(check_finds_points_where_none_belong, |stage| {
    let town = stage.town("甲").await;
    give(stage, &town, 10, 0).await;
    whole(stage).await;
    stage.plant("update lot set origin = 'donation' where origin = 'points'").await;
    let lines = stage.store.check().await.expect("checked");
    assert!(lines.iter().any(|line| line.contains("no points")), "{lines:?}");
});
