//! Two household files of one family are merged: no row is lost, and every sum stays the same.

use crate::support::{PASSWORD, Stage, Town, asked_for, by, code, fields, on_both, phone};
use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing, Merging},
    households::{
        HouseholdId, Member, NewHousehold,
        reveals::{Reveal, RevealReason},
    },
    orders::{Wanted, slots},
    points::PointsPolicy,
};
use store::{
    casework::file::{
        close::CloseFile,
        merge::{MergeFiles, TABLES},
    },
    catalogue::items::WriteItem,
    households::reveal::RevealHousehold,
    orders::{lifecycle::CancelOwnOrder, place::PlaceOrder},
    points::{
        adjustments::{ByHand, GivePoints},
        policy::SetPointsPolicy,
    },
    wishes::lifecycle::PostWish,
};

async fn people(stage: &Stage, household: HouseholdId) -> Vec<i64> {
    let first = stage.number(&format!("select min(id) from person where household = {household}")).await;
    vec![first, first + 1]
}

/// Maps the second member to the kept file's second member, and the first to a new one.
async fn merging(stage: &Stage, keep: HouseholdId, gone: HouseholdId) -> Merging {
    let (ours, theirs) = (people(stage, keep).await, people(stage, gone).await);
    Merging { keep, gone, same: vec![(theirs[0], 0), (theirs[1], ours[1])], typed: keep.to_string() }
}

async fn give(stage: &Stage, town: &Town, household: HouseholdId, points: i64) {
    let gift = ByHand { household, points, reason: "慰问".into() };
    stage.store.run(&by(&town.caseworker), GivePoints(gift)).await.expect("given");
}

async fn has(stage: &Stage, caseworker: &Actor, household: HouseholdId) -> (i64, i64) {
    let points = stage.store.points(caseworker, household).await.expect("read").points;
    (points.balance, points.held)
}

/// Puts an item on the shelf that costs five points.
async fn offer(stage: &Stage, town: &Town) -> i64 {
    let item = stage.own_item(town, "换新的毛巾架").await;
    stage.shelved_item(town, item, 9, 0).await;
    let terms = domain::catalogue::items::Terms { points: 5, ..Default::default() };
    stage.store.run(&by(&town.shopkeeper), WriteItem::terms(item, terms)).await.expect("terms");
    item
}

on_both!(merging_moves_wishes_orders_points_and_members, |stage| {
    let town = stage.town("河口").await;
    let store = &stage.store;
    let keep = town.household;
    let (gone, second) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    give(stage, &town, keep, 10).await;
    give(stage, &town, gone, 32).await;
    let item = offer(stage, &town).await;
    let pickup = slots(store.now())[0].from;
    let lines = vec![Wanted { item, size: String::new(), quantity: 2 }];
    let order = PlaceOrder { location: town.shop, pickup, lines, basket: false };
    let order = store.run(&by(&second), order).await.expect("ordered");
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = domain::wishes::NewWish { item: lamp, quantity: 1, words: "写作业".into(), ..Default::default() };
    let wish = store.run(&by(&second), PostWish(new)).await.expect("a wish");
    assert_eq!(has(stage, &town.caseworker, gone).await, (22, 10));

    let input = merging(stage, keep, gone).await;
    let wrong = Merging { typed: gone.to_string(), ..input.clone() };
    assert_eq!(fields(store.run(&by(&town.caseworker), MergeFiles(wrong)).await), [("typed", "other_number")]);
    let silent = Merging { same: Vec::new(), ..input.clone() };
    assert_eq!(fields(store.run(&by(&town.caseworker), MergeFiles(silent)).await), [("same", "required")]);
    let twice = Merging { same: input.same.iter().map(|(id, _)| (*id, input.same[1].1)).collect(), ..input.clone() };
    assert_eq!(fields(store.run(&by(&town.caseworker), MergeFiles(twice)).await), [("same", "unknown")]);
    store.run(&by(&town.caseworker), MergeFiles(input.clone())).await.expect("merged");

    assert_eq!(has(stage, &town.caseworker, keep).await, (32, 10));
    assert_eq!(stage.number(&format!("select household from wish where id = {wish}")).await, keep);
    assert_eq!(stage.number(&format!("select household from shop_order where id = {order}")).await, keep);
    assert_eq!(stage.number(&format!("select size from household where id = {keep}")).await, 3);
    assert_eq!(stage.number(&format!("select count(*) from person where household = {gone}")).await, 0);
    assert_eq!(stage.number(&format!("select merged_into from household where id = {gone}")).await, keep);
    assert!(store.actor_of(second.account).await.expect("answered").is_none(), "its account is closed");
    let points: i64 = stage
        .number(&format!(
            "select cast(coalesce(sum(e.quantity), 0) as bigint) from entry e join ledger_account a on a.id = e.account
             where a.place = 'household' and a.owner in ({keep}, {gone})"
        ))
        .await;
    assert_eq!(points, 32, "the sum of both files stays");
    stage.is_clean().await;

    // Points that the merged file's order held are released to the kept file.
    store.run(&by(&town.family), CancelOwnOrder { id: order, reason: String::new() }).await.expect("called off");
    assert_eq!(has(stage, &town.caseworker, keep).await, (42, 0));
    stage.is_clean().await;
    assert_eq!(code(store.run(&by(&town.caseworker), MergeFiles(input)).await), "file_closed");
    stage.clock.advance(40 * DAY);
    store.run_clocks().await.expect("the clocks run");
    stage.is_clean().await;
});

on_both!(merging_leaves_no_row_of_the_merged_household, |stage| {
    let town = stage.town("河口").await;
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let input = merging(stage, town.household, gone).await;
    // These keep the merged household's id on purpose: monthly grants, file history, the closed account.
    let stay = ["points_grant", "file_change", "account"];
    let by_hand = [
        "person",
        "wish",
        "consent",
        "card",
        "family_pin",
        "round_door",
        "pairing",
        "entitlement",
        "entitlement_due",
        "neighbour_code",
        "school_place",
        "group_household",
        "group_reading",
    ];
    let names = if stage.is_postgres() {
        "select count(*) from information_schema.columns where table_schema = 'public' and column_name = 'household'"
    } else {
        "select count(*) from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'household'"
    };
    let known = TABLES.len() + stay.len() + by_hand.len();
    assert_eq!(
        stage.number(names).await,
        i64::try_from(known).expect("few"),
        "a table with a household that merging does not know of"
    );
    stage.store.run(&by(&town.caseworker), MergeFiles(input)).await.expect("merged");
    for table in TABLES.iter().chain(&by_hand) {
        let left = stage.number(&format!("select count(*) from {table} where household = {gone}")).await;
        assert_eq!(left, 0, "{table}");
    }
    stage.is_clean().await;
});

on_both!(a_file_is_not_merged_with_itself_or_across_root_areas, |stage| {
    let (town, there) = (stage.town("河口").await, stage.town("山后").await);
    let store = &stage.store;
    let one = merging(stage, town.household, town.household).await;
    assert_eq!(code(store.run(&by(&town.caseworker), MergeFiles(one)).await), "cannot_merge");
    let two = merging(stage, town.household, there.household).await;
    assert_eq!(code(store.run(&by(&town.caseworker), MergeFiles(two)).await), "not_found");
    assert_eq!(
        code(store.files_pair(&town.coordinator, town.household, there.household).await.map(drop)),
        "not_allowed"
    );
    let (other, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let pair = store.files_pair(&town.caseworker, town.household, other).await.expect("read");
    assert_eq!(
        (pair.keep.open, pair.keep.phone.contains("****"), pair.gone.members[0].name.as_str()),
        (false, true, "王**")
    );
});

/// Decrypts the phone of a file.
async fn file_phone(stage: &Stage, town: &Town, household: HouseholdId) -> String {
    let request = by(&town.caseworker);
    let opened = stage
        .store
        .run(&request, RevealHousehold(Reveal { household, reason: RevealReason::Visit, words: String::new() }))
        .await;
    opened.expect("opened");
    stage.store.household(&town.caseworker, household).await.expect("the file").0.phone
}

fn alone(area: i64, phone: &str) -> NewHousehold {
    let member = |name: &str| Member { name: name.into(), birth_year: 1985, ..Member::default() };
    NewHousehold {
        area,
        name: "马家".into(),
        phone: phone.into(),
        address: String::new(),
        hardship: false,
        members: vec![member("马大"), member("马二")],
    }
}

on_both!(an_account_that_moves_with_a_merge_signs_in_with_the_phone_of_its_file, |stage| {
    let town = stage.town("河口").await;
    let store = &stage.store;
    let ours = phone();
    let keep = store.household_add(&by(&town.caseworker), alone(town.home, &ours)).await.expect("no account");
    let (gone, family) = stage.family(&town.caseworker, town.home, "马家（二）").await;
    let theirs = store.profile(&family).await.expect("a profile").phone;
    store.run(&by(&town.caseworker), MergeFiles(merging(stage, keep, gone).await)).await.expect("merged");
    let (_, actor) = store.sign_in(&ours, PASSWORD, "").await.expect("signed in with the phone of its file");
    assert_eq!((actor.account, actor.household), (family.account, keep));
    assert_eq!(code(store.sign_in(&theirs, PASSWORD, "").await.map(drop)), "wrong_sign_in");
    stage.is_clean().await;
});

on_both!(an_account_gets_the_phone_of_its_file_when_a_merge_sets_it_free, |stage| {
    let town = stage.town("河口").await;
    let store = &stage.store;
    let (gone, family) = stage.family(&town.caseworker, town.home, "马家").await;
    let shared = store.profile(&family).await.expect("a profile").phone;
    let keep = store.household_add(&by(&town.caseworker), alone(town.home, &shared)).await.expect("its other file");
    // Its card makes an account, which cannot have the phone yet.
    store.card_make(&by(&town.caseworker), asked_for(keep)).await.expect("a card");
    let account = stage.number(&format!("select id from account where household = {keep}")).await;
    assert_eq!(store.profile(&stage.actor(account).await).await.expect("a profile").phone, "");
    store.run(&by(&town.caseworker), MergeFiles(merging(stage, keep, gone).await)).await.expect("merged");
    assert_eq!(store.profile(&stage.actor(account).await).await.expect("a profile").phone, shared);
    stage.is_clean().await;
});

on_both!(a_file_without_a_phone_takes_over_the_merged_files, |stage| {
    let town = stage.town("河口").await;
    let store = &stage.store;
    let keep = store.household_add(&by(&town.caseworker), alone(town.home, "")).await.expect("a file without phone");
    let (gone, family) = stage.family(&town.caseworker, town.home, "马家（二）").await;
    let theirs = store.profile(&family).await.expect("a profile").phone;
    // Its account was closed with the file, and opens with the file that is left.
    let closing = Closing { household: gone, reason: CloseReason::Better, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    store.run(&by(&town.caseworker), MergeFiles(merging(stage, keep, gone).await)).await.expect("merged");
    assert_eq!(file_phone(stage, &town, keep).await, theirs);
    let (_, actor) = store.sign_in(&theirs, PASSWORD, "").await.expect("signed in");
    assert_eq!(actor.household, keep);
    stage.is_clean().await;
});

on_both!(merging_keeps_the_larger_grant_of_a_month, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let policy = PointsPolicy { base: 20, each_member: 8, cap_month: 0, cap_balance: 0, valid_months: 0 };
    store.run(&by(&town.coordinator), SetPointsPolicy { area: town.district, policy }).await.expect("set");
    let mut one = alone(town.home, "");
    one.members.truncate(1);
    let alone = store.household_add(&by(&town.caseworker), one).await.expect("its other file");
    store.run_clocks().await.expect("the clocks run");
    let balance = async |household| has(stage, &town.caseworker, household).await.0;
    assert_eq!((balance(town.household).await, balance(alone).await), (36, 28));

    let pair = store.files_pair(&town.caseworker, town.household, alone).await.expect("read");
    let same = pair.gone.members.iter().map(|person| (person.id, 0)).collect();
    let typed = town.household.to_string();
    let input = Merging { keep: town.household, gone: alone, same, typed };
    store.run(&by(&town.caseworker), MergeFiles(input)).await.expect("merged");
    assert_eq!(balance(town.household).await, 36, "one family gets one month once");
    stage.is_clean().await;

    // Of a third file with a larger grant, that one stays.
    let (third, _) = stage.family(&town.caseworker, town.home, "王家（三）").await;
    stage.plant(&format!("update household set size = 4 where id = {third}")).await;
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(balance(third).await, 52);
    stage.plant(&format!("update household set size = 2 where id = {third}")).await;
    let pair = store.files_pair(&town.caseworker, town.household, third).await.expect("read");
    let same = pair.gone.members.iter().map(|person| (person.id, 0)).collect();
    let input = Merging { keep: town.household, gone: third, same, typed: town.household.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(input)).await.expect("merged");
    assert_eq!(balance(town.household).await, 52);
    stage.is_clean().await;
});

on_both!(a_merge_keeps_the_other_files_contact_as_a_note_that_names_the_file, |stage| {
    let town = stage.town("河口").await;
    let (store, keep) = (&stage.store, town.household);
    let (gone, family) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let phone = store.profile(&family).await.expect("a profile").phone;
    store.run(&by(&town.caseworker), MergeFiles(merging(stage, keep, gone).await)).await.expect("merged");
    let notes = store.notes(&town.family, keep, 0).await.expect("its own").items;
    assert_eq!(notes.iter().map(|note| note.merged_from).collect::<Vec<_>>(), [gone]);
    let lines: Vec<&str> = notes[0].words.lines().collect();
    assert!(lines[0] == "王家（二）" && lines.contains(&phone.as_str()), "data only, no sentence: {lines:?}");
});
