//! Priority: repeated wishes, household limits, unserved households first, and unreached ones.

mod unreached;

use std::collections::BTreeSet;
use store::{
    areas::policies::SetPolicy,
    claims::{fulfilment::AcceptGoods, lifecycle::ConfirmClaim},
    wishes::lifecycle::{PostWish, PublishWish, RejectWish, SubmitWish, WithdrawWish},
};

use crate::support::{self, Town, by, code, fields, on_both};
use domain::{
    DAY,
    areas::Policy,
    wishes::{
        Filter, Meant, NewWish, Publication,
        priority::{Had, Reached},
    },
};

fn item(key: &str) -> i64 {
    domain::catalogue::by_key(key).expect("in the catalogue").id
}

fn lamp() -> NewWish {
    NewWish { item: item("desk_lamp"), quantity: 1, ..NewWish::default() }
}

impl support::Stage {
    /// Posts a household's wish for a lamp as its caseworker, and publishes it as the coordinator.
    pub(super) async fn lamp_for(&self, town: &Town, household: i64) -> i64 {
        let new = NewWish { household, again: true, beyond: "还要一盏".into(), ..lamp() };
        let wish = self.store.run(&by(&town.caseworker), PostWish(new)).await.expect("posted");
        self.store
            .run(&by(&town.coordinator), PublishWish { id: wish, words: Publication::default().words })
            .await
            .expect("published");
        wish
    }

    /// Claims one unit of the wish, records its arrival and hands it over.
    async fn bring(&self, town: &Town, wish: i64) -> i64 {
        let claim = self.claim(town, wish, 1).await;
        let found = domain::claims::Arrival { condition: domain::ledger::Condition::New, expires: 0 };
        self.store.run(&by(&town.shopkeeper), AcceptGoods { claim: claim.id, found }).await.expect("arrived");
        let code = self.number(&format!("select cast(code as bigint) from wish where id = {wish}")).await;
        self.store.claim_hand_over(&by(&town.shopkeeper), claim.id, format!("{code:04}")).await.expect("handed over");
        claim.id
    }

    async fn helped(&self, household: i64) -> i64 {
        self.number(&format!("select helped from household where id = {household}")).await
    }
}

on_both!(a_repeated_wish_needs_confirmation_for_a_year, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let wish = store.run(&by(&town.family), PostWish(lamp())).await.expect("the first");
    assert_eq!(code(store.run(&by(&town.family), PostWish(lamp())).await), "already_open");
    let other = NewWish { item: item("wok"), quantity: 1, ..NewWish::default() };
    store.run(&by(&town.family), PostWish(other)).await.expect("another thing");
    let same = store.same_wish(&town.family, town.household, item("desk_lamp")).await.expect("its own");
    assert_eq!((same.len(), same[0].had, same[0].wish), (1, Had::Open, wish));

    store
        .run(&by(&town.caseworker), PublishWish { id: wish, words: Publication::default().words })
        .await
        .expect("published");
    let claim = stage.bring(&town, wish).await;
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    let same = store.same_wish(&town.caseworker, town.household, item("desk_lamp")).await.expect("of the area");
    assert_eq!((same[0].had, same[0].quantity), (Had::Wish, 1));
    assert_eq!(code(store.run(&by(&town.family), PostWish(lamp())).await), "already_open");
    stage.clock.advance(364 * DAY);
    assert_eq!(code(store.run(&by(&town.family), PostWish(lamp())).await), "already_open");
    stage.clock.advance(2 * DAY);
    assert!(store.same_wish(&town.family, town.household, item("desk_lamp")).await.expect("its own").is_empty());
    let again = store.run(&by(&town.family), PostWish(lamp())).await.expect("a year later");

    // A confirmed repeat is posted; staff must give a reason, which the reviewer sees.
    let sure = NewWish { again: true, ..lamp() };
    store.run(&by(&town.family), PostWish(sure.clone())).await.expect("meant");
    let for_them = NewWish { household: town.household, ..sure };
    assert_eq!(fields(store.run(&by(&town.caseworker), PostWish(for_them.clone())).await), [("beyond", "required")]);
    let with_reason = NewWish { beyond: "老人分开住".into(), ..for_them };
    let third = store.run(&by(&town.caseworker), PostWish(with_reason)).await.expect("with a reason");
    let standing = store.standing(&town.caseworker, third).await.expect("of the area");
    assert_eq!((standing.beyond.as_str(), standing.helped, standing.same.len()), ("老人分开住", 1, 2));
    assert!(standing.same.iter().any(|earlier| earlier.wish == again));
    let kept = stage.number("select count(*) from wish where beyond like '%分开%'").await;
    assert_eq!(kept, 0, "the reason is sealed");
});

on_both!(submitting_a_draft_needs_the_same_confirmation, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let draft = NewWish { draft: true, ..lamp() };
    let kept = store.run(&by(&town.family), PostWish(draft.clone())).await.expect("nothing like it yet");
    let other = store.run(&by(&town.family), PostWish(draft)).await.expect("a draft does not count as open");
    // A draft does not count as a repeat of itself.
    store.run(&by(&town.family), SubmitWish { id: kept, meant: Meant::default() }).await.expect("the first");
    assert_eq!(
        code(store.run(&by(&town.family), SubmitWish { id: other, meant: Meant::default() }).await),
        "already_open"
    );
    let state = format!("select count(*) from wish where id = {other} and state = 'draft' and submitted = 0");
    assert_eq!(stage.number(&state).await, 1, "a refusal changes nothing");

    // Staff must give a reason, families need not.
    let meant = Meant { again: true, beyond: String::new() };
    assert_eq!(
        fields(store.run(&by(&town.caseworker), SubmitWish { id: other, meant: meant.clone() }).await),
        [("beyond", "required")]
    );
    let why = Meant { beyond: "老人分开住".into(), ..meant.clone() };
    store.run(&by(&town.caseworker), SubmitWish { id: other, meant: why }).await.expect("with a reason");
    assert_eq!(store.standing(&town.caseworker, other).await.expect("of the area").beyond, "老人分开住");
    let draft = NewWish { draft: true, again: true, ..lamp() };
    let third = store.run(&by(&town.family), PostWish(draft)).await.expect("a draft");
    let long = Meant { beyond: "长".repeat(201), ..meant.clone() };
    assert_eq!(
        fields(store.run(&by(&town.family), SubmitWish { id: third, meant: long }).await),
        [("beyond", "too_long")]
    );
    store.run(&by(&town.family), SubmitWish { id: third, meant }).await.expect("meant");

    // Items received within a year count as well.
    let wok = NewWish { item: item("wok"), quantity: 1, ..NewWish::default() };
    let wish = store.run(&by(&town.family), PostWish(wok.clone())).await.expect("posted");
    store
        .run(&by(&town.caseworker), PublishWish { id: wish, words: Publication::default().words })
        .await
        .expect("published");
    let claim = stage.bring(&town, wish).await;
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    let new = NewWish { draft: true, again: true, ..wok };
    let again = store.run(&by(&town.family), PostWish(new)).await.expect("a draft");
    assert_eq!(
        code(store.run(&by(&town.family), SubmitWish { id: again, meant: Meant::default() }).await),
        "already_open"
    );
    stage.clock.advance(366 * DAY);
    store.run(&by(&town.family), SubmitWish { id: again, meant: Meant::default() }).await.expect("a year later");
});

on_both!(unserved_households_come_first_in_the_feed, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let helped = stage.wish(&town, 1).await;
    let waits = stage.lamp_for(&town, town.household).await;
    let sent = store.run(&by(&town.family), PostWish(NewWish { again: true, ..lamp() })).await.expect("posted");
    let (left_out, _) = stage.family(&town.caseworker, town.home, "安家").await;
    let never = [stage.lamp_for(&town, left_out).await, stage.lamp_for(&town, left_out).await];
    let feed = async |cursor: i64, limit: i64, q: &str| {
        let filter = Filter { cursor, limit, q: q.into(), ..Filter::default() };
        let page = store.feed(&town.donor, &filter).await.expect("a page");
        (page.items.iter().map(|wish| wish.id).collect::<Vec<_>>(), page.next)
    };
    assert_eq!(feed(0, 9, "").await.0, [helped, waits, never[0], never[1]], "in the order of waiting");
    // These cursors point behind the first family's wishes, which move meanwhile.
    let (seen, next) = feed(0, 2, "台灯").await;
    assert_eq!(seen, [helped, waits]);
    let (first, on) = feed(0, 2, "").await;
    assert_eq!(first, [helped, waits]);

    stage.bring(&town, helped).await;
    for q in ["", "台灯"] {
        assert_eq!(feed(0, 9, q).await.0, [never[0], never[1], waits], "{q:?}");
    }
    let queue = store.review_queue(&town.caseworker, 0).await.expect("a queue");
    assert_eq!(queue.items.last().map(|file| file.wish.id), Some(sent));
    // The reader misses no wish; the one that moved may appear again.
    assert_eq!(feed(on.expect("more"), 9, "").await.0, [never[0], never[1], waits]);
    assert_eq!(feed(next.expect("more"), 9, "台灯").await.0, [never[0], never[1], waits]);
    let (all, next) = feed(0, 2, "").await;
    assert_eq!((all, feed(next.expect("more"), 2, "").await.0), (never.to_vec(), vec![waits]));
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());

    // `check` names a wish whose turn was not moved.
    stage.plant(&format!("update wish set turn = 0 where id = {sent}")).await;
    let found = store.check().await.expect("checked");
    assert!(found.len() == 1 && found[0].contains(&format!("wish {sent} waits with those")), "{found:?}");
});

on_both!(a_refused_hand_over_does_not_change_the_order, |stage| {
    let town = stage.town("余姚").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await;
    let found = domain::claims::Arrival { condition: domain::ledger::Condition::New, expires: 0 };
    stage.store.run(&by(&town.shopkeeper), AcceptGoods { claim: claim.id, found }).await.expect("arrived");
    let code_of = stage.number(&format!("select cast(code as bigint) from wish where id = {wish}")).await;
    let wrong = format!("{:04}", (code_of + 1) % 10_000);
    assert_eq!(code(stage.store.claim_hand_over(&by(&town.shopkeeper), claim.id, wrong).await), "wrong_code");
    assert_eq!(stage.number("select count(*) from wish where turn = 1").await, 0);
});

on_both!(what_a_family_received_is_hidden_from_other_areas_and_roles, |stage| {
    let town = stage.town("余姚").await;
    let there = stage.town("慈溪").await;
    let wish = stage.wish(&town, 1).await;
    let (store, household, lamp) = (&stage.store, town.household, item("desk_lamp"));
    for stranger in [&there.family, &there.caseworker, &there.coordinator, &there.auditor] {
        let asked = store.same_wish(stranger, household, lamp).await;
        assert!(matches!(code(asked), "not_found" | "not_allowed"));
        assert!(matches!(code(store.wish_room(stranger, household).await), "not_found" | "not_allowed"));
        assert_eq!(code(store.standing(stranger, wish).await), "not_found");
    }
    for colleague in [&town.donor, &town.shopkeeper] {
        assert!(matches!(code(store.same_wish(colleague, household, lamp).await), "not_found" | "not_allowed"));
    }
    assert_eq!(code(store.standing(&town.family, wish).await), "not_found", "staff reasons are hidden from families");
    assert_eq!(code(store.reached(&there.caseworker, town.home, Reached::All, 0).await), "not_found");
    assert_eq!(code(store.shares(&there.coordinator, town.home).await), "not_found");
    assert_eq!(code(store.reached(&town.shopkeeper, 0, Reached::All, 0).await), "not_allowed");
});

on_both!(five_concurrent_posts_keep_a_limit_of_one, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let one = Policy { open_wishes: 1, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy: one }).await.expect("set");
    let posts =
        domain::catalogue::ITEMS.iter().filter(|i| i.sizes.is_empty() && i.key != "desk_lamp").take(5).map(|i| {
            let (store, by) = (stage.store.clone(), by(&town.family));
            tokio::spawn(async move {
                let new = NewWish { item: i.id, quantity: 1, ..NewWish::default() };
                store.run(&by, PostWish(new)).await
            })
        });
    let mut posted = 0;
    for post in posts.collect::<Vec<_>>() {
        match post.await.expect("ran") {
            Ok(_) => posted += 1,
            refused => assert_eq!(code(refused), "open_limit"),
        }
    }
    assert_eq!(posted, 1);
    assert_eq!(stage.number("select count(*) from wish").await, 1);

    // At the limit a draft can be saved, but not submitted.
    let draft = NewWish { item: item("desk_lamp"), quantity: 1, draft: true, again: true, ..NewWish::default() };
    let draft = store.run(&by(&town.family), PostWish(draft)).await.expect("a draft");
    assert_eq!(
        code(store.run(&by(&town.family), SubmitWish { id: draft, meant: Meant::default() }).await),
        "open_limit"
    );
    let open = stage.number("select id from wish where state = 'submitted'").await;
    store.run(&by(&town.family), WithdrawWish { id: open, reason: String::new() }).await.expect("withdrawn");
    store.run(&by(&town.family), SubmitWish { id: draft, meant: Meant::default() }).await.expect("there is room again");
});

on_both!(a_years_limit_says_when_there_is_room_again, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let two = Policy { year_wishes: 2, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy: two }).await.expect("set");
    let begun = store.now();
    for key in ["desk_lamp", "wok"] {
        let new = NewWish { item: item(key), quantity: 1, ..NewWish::default() };
        store.run(&by(&town.family), PostWish(new)).await.expect("within the limit");
        stage.clock.advance(DAY);
    }
    let new = NewWish { item: item("kettle"), quantity: 1, ..NewWish::default() };
    assert_eq!(code(store.run(&by(&town.family), PostWish(new.clone())).await), "year_limit");
    let room = store.wish_room(&town.family, town.household).await.expect("its own");
    assert_eq!((room.year, room.year_limit, room.open_limit), (2, 2, 0));
    assert!((room.again - begun - 365 * DAY).abs() < 60, "the first of them counts for a year");

    // A caseworker exceeds the limit only with a reason.
    let for_them = NewWish { household: town.household, ..new.clone() };
    assert_eq!(code(store.run(&by(&town.caseworker), PostWish(for_them.clone())).await), "year_limit");
    let with_reason = NewWish { beyond: "家里着火了".into(), ..for_them };
    let third = store.run(&by(&town.caseworker), PostWish(with_reason)).await.expect("with a reason");
    assert_eq!(store.standing(&town.caseworker, third).await.expect("of the area").beyond, "家里着火了");
    store.run(&by(&town.caseworker), RejectWish { id: third, reason: "先核实".into() }).await.expect("rejected");
    stage.clock.advance(364 * DAY);
    store
        .run(&by(&town.family), PostWish(new))
        .await
        .expect("the first is a year old; what was rejected does not count");
});

on_both!(feed_pages_neither_repeat_nor_lose_a_wish, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    // The town's family was helped once, and posts again before the other families.
    let wish = stage.wish(&town, 1).await;
    assert_eq!(stage.helped(town.household).await, 0);
    stage.bring(&town, wish).await;
    assert_eq!(stage.helped(town.household).await, 1);
    let mut later = Vec::new();
    for _ in 0..5 {
        later.push(stage.lamp_for(&town, town.household).await);
    }
    let mut first = Vec::new();
    let mut families = Vec::new();
    for n in 0..5 {
        let (household, _) = stage.family(&town.caseworker, town.home, &format!("{n} 家")).await;
        first.push(stage.lamp_for(&town, household).await);
        families.push(household);
    }
    let expected: Vec<i64> = first.iter().chain(&later).copied().collect();
    for q in ["", "台灯"] {
        let mut seen = Vec::new();
        let mut cursor = 0;
        loop {
            let filter = Filter { cursor, limit: 2, q: q.into(), ..Filter::default() };
            let page = store.feed(&town.donor, &filter).await.expect("a page");
            seen.extend(page.items.iter().map(|wish| wish.id));
            // `helped` changes while the feed is read, which must not reorder it.
            if let Some(household) = families.pop() {
                let plant = format!("update household set helped = helped + 1 where id = {household}");
                stage.plant(&plant).await;
            }
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!(seen, expected, "{q:?}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
    }
    // An unknown cursor continues somewhere; it never fails.
    let gone = Filter { cursor: 99_999, limit: 2, ..Filter::default() };
    assert_eq!(store.feed(&town.donor, &gone).await.expect("a page").items[0].id, later[0]);
    for cursor in [i64::MIN, i64::MAX, -99_999] {
        let odd = Filter { cursor, ..Filter::default() };
        assert!(store.feed(&town.donor, &odd).await.is_ok(), "{cursor}");
    }
    let narrow =
        Filter { category: Some(domain::catalogue::Category::Study), area: town.district, ..Filter::default() };
    let found = store.feed(&town.donor, &narrow).await.expect("a page");
    assert_eq!(found.items.iter().map(|wish| wish.id).collect::<Vec<_>>(), expected);
});

on_both!(unserved_households_come_first_in_the_review_queue, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let wish = stage.wish(&town, 1).await;
    stage.bring(&town, wish).await;
    let helped = store.run(&by(&town.family), PostWish(NewWish { again: true, ..lamp() })).await.expect("posted");
    let (_, other) = stage.family(&town.caseworker, town.home, "马家").await;
    let never = store.run(&by(&other), PostWish(lamp())).await.expect("posted");
    let queue = store.review_queue(&town.caseworker, 0).await.expect("a queue");
    assert_eq!(queue.items.iter().map(|file| file.wish.id).collect::<Vec<_>>(), [never, helped]);
    let after = store.review_queue(&town.caseworker, never).await.expect("the rest");
    assert_eq!(after.items.iter().map(|file| file.wish.id).collect::<Vec<_>>(), [helped]);
});

on_both!(check_compares_helped_counts_with_hand_overs, |stage| {
    let town = stage.town("余姚").await;
    let wish = stage.wish(&town, 2).await;
    stage.bring(&town, wish).await;
    stage.bring(&town, wish).await;
    assert_eq!(stage.helped(town.household).await, 2);
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
    stage.plant(&format!("update household set helped = 5 where id = {}", town.household)).await;
    let found = stage.store.check().await.expect("checked");
    assert_eq!(
        found,
        [format!("household {} was helped 5 times as kept, but claims and orders say 2", town.household)]
    );
    stage.plant(&format!("update household set helped = 2 where id = {}", town.household)).await;
    stage.plant(&format!("update wish_term set turn = 0 where wish = {wish}")).await;
    let found = stage.store.check().await.expect("checked");
    assert!(found.len() == 1 && found[0].contains("has turn 1"), "{found:?}");
});
