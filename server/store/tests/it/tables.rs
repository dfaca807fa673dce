//! Lists as tables: sorted pages, files of them, and filters that an account saved.

use crate::support::{self, Stage, Town, by, code, fields, on_both};
use domain::{
    accounts::{Actor, Grant, Role},
    claims::ClaimState,
    permission::Action,
    stock::receipts::ReceiptQuery,
    tables::{
        CaseColumn, ClaimColumn, Direction, HouseholdColumn, JournalColumn, ListPlace, OrderColumn, ReceiptColumn,
        Sort, SortColumn, TransferColumn, Window, WishColumn,
        filters::{ListKind, MOST_FILTERS, NewFilter},
    },
    wishes::{NewWish, WishState},
};
use store::{
    accounts::filters::{DeleteFilter, RenameFilter, SaveFilter},
    casework::cases,
    claims::{self, lifecycle::TakeClaim, table::ClaimFilter},
    households::{self, list::HouseholdQuery},
    ledger::{self, journals::JournalQuery},
    orders::{self, views::Which},
    stock::{receiving, transfers},
    wishes::{self, lifecycle::PostWish, table::WishFilter},
};

const BOTH: [Direction; 2] = [Direction::Up, Direction::Down];

/// Makes families of one size with a wish each, all at one time.
async fn families(stage: &Stage, town: &Town) -> Vec<i64> {
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let mut made = Vec::new();
    for name in ["王一", "王二", "王三", "王四", "王五"] {
        let (household, actor) = stage.family(&town.caseworker, town.home, name).await;
        let new = NewWish { item, quantity: 1, ..NewWish::default() };
        stage.store.run(&by(&actor), PostWish(new)).await.expect("a wish");
        made.push(household);
    }
    made
}

/// Reads a list of household files by pages of two, and the page that ends with its last row.
async fn pages_of(stage: &Stage, who: &Actor, sort: Sort<HouseholdColumn>) -> (Vec<i64>, Vec<i64>) {
    let query = HouseholdQuery::default();
    let (mut place, mut seen) = (ListPlace::Start, Vec::new());
    loop {
        let found = stage.store.household_table(who, &query, Window { sort, place, most: 2 }).await.expect("a page");
        seen.extend(found.items.iter().map(|file| file.id));
        match found.next {
            Some(next) => place = next,
            None => break,
        }
    }
    let end = Window { sort, place: ListPlace::End, most: 2 };
    let end = stage.store.household_table(who, &query, end).await.expect("the last page");
    assert_eq!(end.next, None);
    (seen, end.items.iter().map(|file| file.id).collect())
}

on_both!(rows_with_one_value_are_neither_lost_nor_doubled_where_a_page_ends, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    families(stage, &there).await;
    let mut all = families(stage, &town).await;
    all.push(town.household);
    all.sort_unstable();
    for column in [HouseholdColumn::Number, HouseholdColumn::People, HouseholdColumn::Changed] {
        for direction in BOTH {
            let (seen, end) = pages_of(stage, &town.caseworker, Sort { column, direction }).await;
            let mut sorted = seen.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, all, "{column:?} {direction:?}: each file once, and none of another root area");
            assert_eq!(end, seen[seen.len() - 2..], "{column:?} {direction:?}");
        }
    }
    // A row that changes moves no other one.
    let sort = Sort::up(HouseholdColumn::People);
    let query = HouseholdQuery::default();
    let window = |place| Window { sort, place, most: 3 };
    let first = store.household_table(&town.caseworker, &query, window(ListPlace::Start)).await.expect("a page");
    let last = first.items.last().expect("a row").id;
    stage.plant(&format!("update household set size = 9 where id = {last}")).await;
    let place = first.next.expect("more");
    let second = store.household_table(&town.caseworker, &query, window(place)).await.expect("a page");
    let mut seen: Vec<i64> = first.items.iter().chain(&second.items).map(|file| file.id).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, all);

    let filter = WishFilter { state: Some(WishState::Submitted), q: String::new() };
    for column in [WishColumn::Number, WishColumn::Submitted, WishColumn::Expires] {
        for direction in BOTH {
            let (sort, mut place, mut seen) = (Sort { column, direction }, ListPlace::Start, Vec::new());
            loop {
                let window = Window { sort, place, most: 2 };
                let found = store.wish_table(&town.caseworker, &filter, window).await.expect("a page");
                seen.extend(found.items.iter().map(|line| line.wish.id));
                match found.next {
                    Some(next) => place = next,
                    None => break,
                }
            }
            let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
            assert_eq!((seen.len(), distinct.len()), (5, 5), "{column:?} {direction:?}: {seen:?}");
        }
    }
    // Without a state the times are no order that an index has.
    let any = WishFilter::default();
    assert_eq!(any.order(Sort::down(WishColumn::Expires)), Sort::down(WishColumn::Number));
});

/// Reads a list by pages of two in each order: every row comes once, and the last page is the end of the list.
async fn each_once<C: SortColumn + std::fmt::Debug>(
    columns: &[C],
    count: usize,
    read: impl AsyncFn(Window<C>) -> (Vec<i64>, Option<ListPlace>),
) {
    for column in columns {
        for direction in BOTH {
            let (sort, mut place, mut seen) = (Sort { column: *column, direction }, ListPlace::Start, Vec::new());
            loop {
                let (numbers, next) = read(Window { sort, place, most: 2 }).await;
                seen.extend(numbers);
                match next {
                    Some(next) => place = next,
                    None => break,
                }
            }
            let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
            assert_eq!((seen.len(), distinct.len()), (count, count), "{sort:?}: {seen:?}");
            let end = read(Window { sort, place: ListPlace::End, most: 2 }).await;
            assert_eq!(end, (seen[count - 2..].to_vec(), None), "{sort:?}");
        }
    }
}

on_both!(lists_of_shops_are_sorted_by_their_heads_and_lose_no_row_where_a_page_ends, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (west, there) = (stage.west(&town).await, stage.town("乙").await);
    // Five rows of each list in two shops, with few different values, and one of another root area.
    for n in 1..=6 {
        let (root, household) = if n == 6 { (there.root, there.household) } else { (town.root, town.household) };
        let shops = if n % 2 == 0 { [town.shop, west.shop] } else { [west.shop, town.shop] };
        let [one, other] = if n == 6 { [there.shop, there.shop + 1_000_000] } else { shops };
        let mut rows = vec![
            (
                "receipt",
                format!("id = 90{n}, root = {root}, location = {one}, year = 2026, number = 90{n}, origin = 'grant'"),
            ),
            ("journal", format!("id = 90{n}, root = {root}, location = {one}, kind = 'receive', at = 5")),
        ];
        for (id, state) in [(800 + n, "held"), (900 + n, "collected")] {
            let of = format!("id = {id}, root = {root}, household = {household}, location = {one}, state = '{state}'");
            rows.push(("shop_order", format!("{of}, pickup = {}, points = {}, changed = {}", n / 2, n % 2, n / 3)));
        }
        // Of a transfer both ends are shops of one root area.
        if n < 6 {
            let of = format!("id = 90{n}, root = {root}, source = {one}, target = {other}");
            rows.push(("transfer", format!("{of}, state = 'sent', sent_at = 5")));
        }
        for (table, values) in rows {
            stage.plant(&stage.row_of(table, &values).await).await;
        }
    }
    // One whose role covers both shops: those of the town are for its district.
    let who =
        &Actor { grants: vec![Grant { role: Role::Auditor, ..town.admin.grants[0].clone() }], ..town.auditor.clone() };
    let query = ReceiptQuery { origin: Some(domain::ledger::Origin::Grant), ..ReceiptQuery::default() };
    each_once(ReceiptColumn::ALL, 5, async |window| {
        let found = store.receipt_table(who, query, window).await.expect("a page");
        (found.items.iter().map(|one| one.id).collect::<Vec<_>>(), found.next)
    })
    .await;
    each_once(JournalColumn::ALL, 5, async |window| {
        let found = store.journal_table(who, &JournalQuery { to: 6, ..JournalQuery::default() }, window).await;
        let found = found.expect("a page");
        (found.items.iter().map(|one| one.id).collect::<Vec<_>>(), found.next)
    })
    .await;
    for which in [Which::Today, Which::Ended] {
        each_once(OrderColumn::ALL, 5, async |window| {
            let found = store.order_table(who, which, 0, window).await.expect("a page");
            (found.items.iter().map(|one| one.id).collect::<Vec<_>>(), found.next)
        })
        .await;
    }
    for which in [transfers::table::Which::Live, transfers::table::Which::All] {
        each_once(TransferColumn::ALL, 5, async |window| {
            let found = store.transfer_table(who, which, 0, window).await.expect("a page");
            (found.items.iter().map(|one| one.id).collect::<Vec<_>>(), found.next)
        })
        .await;
    }
    let first = Window { sort: Sort::up(OrderColumn::Points), place: ListPlace::Start, most: 9 };
    let found = store.order_table(who, Which::Ended, west.shop, first).await.expect("a page").items;
    assert_eq!(found.iter().map(|one| (one.points, one.id)).collect::<Vec<_>>(), [(1, 901), (1, 903), (1, 905)]);
    assert_eq!(code(store.order_table(&town.family, Which::Ended, 0, first).await), "not_allowed");
    let first = Window { sort: Sort::up(ReceiptColumn::Place), place: ListPlace::Start, most: 9 };
    assert_eq!(code(store.receipt_table(&town.donor, query, first).await), "not_allowed");
});

on_both!(claims_of_the_areas_and_shops_of_an_actor_are_sorted_and_carry_no_code, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    let (foreign, wish) = (stage.wish(&there, 1).await, stage.wish(&town, 3).await);
    stage.claim(&there, foreign, 1).await;
    for _ in 0..3 {
        let donor = stage.donor(&town).await;
        let new = domain::claims::NewClaim { quantity: 1, due: 0 };
        store.run(&by(&donor), TakeClaim { wish, new }).await.expect("a claim");
    }
    let filter = ClaimFilter { state: Some(ClaimState::Pledged), location: town.shop };
    let (sort, mut place, mut seen) = (Sort::down(ClaimColumn::Due), ListPlace::Start, Vec::new());
    loop {
        let window = Window { sort, place, most: 1 };
        let found = store.claim_table(&town.shopkeeper, filter, window).await.expect("a page");
        seen.extend(found.items);
        match found.next {
            Some(next) => place = next,
            None => break,
        }
    }
    let ids: Vec<i64> = seen.iter().map(|line| line.claim.id).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    assert!(ids.is_sorted_by(|one, next| one > next), "rows of one value come by number: {ids:?}");
    assert!(seen.iter().all(|line| line.claim.code.is_empty() && line.claim.wish == wish));
    let all = Window { sort, place: ListPlace::Start, most: 9 };
    assert_eq!(code(store.claim_table(&town.donor, filter, all).await), "not_allowed");

    // The file has the rows of the list, in its order.
    let file = store.export_claims(&by(&town.shopkeeper), filter, sort).await.expect("a file");
    assert_eq!(file.rows, seen);
    let open = HouseholdQuery { never_helped: true, ..HouseholdQuery::default() };
    let sort = Sort::down(HouseholdColumn::Number);
    let file = store.export_households(&by(&town.caseworker), &open, sort).await.expect("a file");
    assert_eq!(file.rows.iter().map(|file| file.id).collect::<Vec<_>>(), [town.household]);
    assert_eq!(code(store.export_households(&by(&town.donor), &open, sort).await), "not_allowed");
});

on_both!(saved_filters_are_read_and_changed_by_their_account_alone, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let save = async |who: &Actor, name: &str| {
        let new = NewFilter { list: ListKind::Households, name: name.into(), query: "?q=赵钱孙&cursor=5.5".into() };
        store.run(&by(who), SaveFilter(new)).await
    };
    let first = save(&town.caseworker, "我的家庭").await.expect("saved");
    assert_eq!(fields(save(&town.caseworker, "我的家庭 ").await), [("filter_name", "name_taken")]);
    save(&town.coordinator, "我的家庭").await.expect("a name of another account");
    for who in [&town.family, &town.donor] {
        assert_eq!(code(save(who, "看看").await), "not_allowed");
        assert!(store.saved_filters(who).await.expect("none").is_empty());
    }
    // What was searched for may be a family's name.
    assert!(!stage.dump().await.contains("赵钱孙"));

    let rename = |name: &str| RenameFilter { filter: first, name: name.into() };
    assert_eq!(code(store.run(&by(&town.coordinator), rename("别人的")).await), "not_found");
    store.run(&by(&town.coordinator), DeleteFilter { filter: first }).await.expect("nothing of its own");
    store.run(&by(&town.caseworker), rename("要回访的")).await.expect("renamed");
    let own = store.saved_filters(&town.caseworker).await.expect("one");
    assert_eq!(own.iter().map(|one| (one.id, one.name.as_str())).collect::<Vec<_>>(), [(first, "要回访的")]);
    assert_eq!(own[0].address(), "/desk/households?q=赵钱孙");

    for n in 1..MOST_FILTERS {
        save(&town.caseworker, &format!("筛选 {n}")).await.expect("saved");
    }
    assert_eq!(code(save(&town.caseworker, "再来一个").await), "filters_full");
    store.run(&by(&town.caseworker), DeleteFilter { filter: first }).await.expect("deleted");
    save(&town.caseworker, "再来一个").await.expect("saved");
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

/// Each order of a table is that of an index, so that a page costs the same with any number of rows.
#[tokio::test]
async fn every_order_of_a_table_is_that_of_an_index_on_sqlite() {
    let stage = Stage::sqlite().await;
    support::play(&stage, async {
        let town = stage.town("甲").await;
        let (who, areas) = (&town.caseworker, town.caseworker.areas_for(Action::ReadHouseholds));
        let mut statements = Vec::new();
        for direction in BOTH {
            for place in [ListPlace::Start, ListPlace::After { key: 5, id: 5 }, ListPlace::End] {
                for column in HouseholdColumn::ALL {
                    let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                    statements.push(households::table::statement(who, &HouseholdQuery::default(), window));
                }
                for state in [None, Some(WishState::Published)] {
                    let filter = WishFilter { state, q: String::new() };
                    for column in WishColumn::ALL {
                        let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                        statements.push(wishes::table::statement(&filter, window, &areas));
                    }
                }
                for state in [None, Some(ClaimState::Arrived)] {
                    let filter = ClaimFilter { state, location: 0 };
                    for column in ClaimColumn::ALL {
                        let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                        statements.push(claims::table::statement(filter, window, &areas));
                    }
                }
                for column in CaseColumn::ALL {
                    let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                    statements.push(cases::table::statement(window, &areas));
                }
            }
        }
        let scanned = ["SCAN h", "SCAN w", "SCAN c", "SCAN a"];
        for sql in statements {
            let plan = support::plan_of(&stage, &format!("explain query plan {sql}")).await;
            let scans = |line: &str| scanned.contains(&line);
            assert!(!plan.contains("TEMP B-TREE") && !plan.lines().any(scans), "{sql}\n{plan}");
        }
        let (who, areas) = (&town.auditor, town.auditor.areas_for(Action::ReadStock));
        let mut statements = Vec::new();
        for direction in BOTH {
            for place in [ListPlace::Start, ListPlace::After { key: 5, id: 5 }, ListPlace::End] {
                for column in ReceiptColumn::ALL {
                    let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                    statements.push(receiving::table::statement(window, &areas));
                }
                for column in JournalColumn::ALL {
                    let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                    statements.push(ledger::table::statement(&JournalQuery::default(), window, &areas));
                }
                for column in OrderColumn::ALL {
                    let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                    statements.push(orders::table::statement(who, Which::Ended, window));
                }
                for column in TransferColumn::ALL {
                    let window = Window { sort: Sort { column: *column, direction }, place, most: 50 };
                    statements.push(transfers::table::statement(transfers::table::Which::All, window, &areas));
                }
                // Few orders are held at a time, so only the order in which they are put together has an index.
                let window = Window { sort: Sort { column: OrderColumn::Pickup, direction }, place, most: 50 };
                statements.push(orders::table::statement(who, Which::Today, window));
            }
        }
        let scanned = ["SCAN r", "SCAN j", "SCAN o", "SCAN t", "SCAN a", "SCAN s"];
        for sql in statements {
            let plan = support::plan_of(&stage, &format!("explain query plan {sql}")).await;
            let scans = |line: &str| scanned.contains(&line);
            assert!(!plan.contains("TEMP B-TREE") && !plan.lines().any(scans), "{sql}\n{plan}");
        }
    })
    .await;
}
