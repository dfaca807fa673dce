//! Expiry: lots are picked by date, and expired goods are never handed over.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex},
};

use crate::support::{Stage, Town, by, code, on_both};
use domain::{accounts::Actor, notifications::NoticeKind};
use futures::future::join_all;
use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use store::{
    claims::{
        fill::{Fill, FillWish},
        lifecycle::RevokeClaim,
    },
    ledger::lots,
    ops::jobs::JobCounts,
    stock::{expiry::Within, movements::ReverseStock},
};

const DAY: i64 = 86_400;

async fn pick(stage: &Stage, town: &Town, item: i64, quantity: i64) -> store::Result<Vec<(i64, i64)>> {
    let picked = Arc::new(Mutex::new(Vec::new()));
    let (root, shop) = (town.root, town.shop);
    let note = picked.clone();
    let script = stage.store.script(move |tx, ()| {
        let note = note.clone();
        Box::pin(async move {
            *note.lock().expect("the mutex is not poisoned") = lots::pick(tx, root, shop, item, "", quantity).await?;
            Ok(())
        })
    });
    script.await?;
    Ok(picked.lock().expect("the mutex is not poisoned").clone())
}

async fn clocks(stage: &Stage) -> i64 {
    stage.store.run_clocks().await.expect("the clocks run").goods_expired
}

on_both!(lots_are_picked_by_expiry_and_expired_ones_are_not, |stage| {
    let (town, now) = (stage.town("甲").await, stage.clock.now());
    let never = stage.shelved(&town, "rice", 5, 0).await;
    let late = stage.shelved(&town, "rice", 5, now + 60 * DAY).await;
    let soon = stage.shelved(&town, "rice", 5, now + 10 * DAY).await;
    assert_eq!(pick(stage, &town, 17, 3).await.expect("three"), [(soon, 3)]);
    assert_eq!(pick(stage, &town, 17, 12).await.expect("twelve"), [(soon, 5), (late, 5), (never, 2)]);
    assert_eq!(code(pick(stage, &town, 17, 16).await), "not_enough_stock");
    assert_eq!(code(pick(stage, &town, 13, 1).await), "not_enough_stock");
    stage.clock.advance(11 * DAY);
    assert_eq!(pick(stage, &town, 17, 3).await.expect("three"), [(late, 3)]);
    assert_eq!(code(pick(stage, &town, 17, 11).await), "not_enough_stock");
});

on_both!(expired_goods_leave_the_shelf_with_one_notice_a_day, |stage| {
    let (store, town, now) = (&stage.store, stage.town("甲").await, stage.clock.now());
    let first = stage.shelved(&town, "rice", 5, now + 10 * DAY).await;
    let second = stage.shelved(&town, "cooking_oil", 2, now + 10 * DAY + 3_600).await;
    let good = stage.shelved(&town, "rice", 5, now + 60 * DAY).await;
    let keeper = &town.shopkeeper;
    let soon = store.dated(keeper, 0, Within::Days(30), 0).await.expect("a list");
    assert_eq!(soon.items.iter().map(|line| line.lot).collect::<Vec<_>>(), [first, second]);
    assert_eq!(store.dated(keeper, 0, Within::Days(7), 0).await.expect("a list").items.len(), 0);
    assert_eq!(clocks(stage).await, 0);

    stage.clock.advance(10 * DAY + 60);
    let other = stage.another().await;
    let (mine, theirs) = tokio::join!(store.run_clocks(), other.run_clocks());
    other.close().await;
    let both = mine.expect("the clocks run").goods_expired + theirs.expect("the clocks run").goods_expired;
    assert_eq!(both, 1, "once, on whichever server");
    stage.clock.advance(3_600);
    assert_eq!(clocks(stage).await, 1, "the oil, an hour later");
    assert_eq!(store.run_clocks().await.expect("the clocks run"), JobCounts::default());
    for (lot, shelf, quarantine) in [(first, 0, 5), (second, 0, 2), (good, 5, 0)] {
        let there = [stage.units(lot, "shelf", town.shop).await, stage.units(lot, "quarantine", town.shop).await];
        assert_eq!(there, [shelf, quarantine]);
    }
    assert_eq!(store.today(keeper).await.expect("today").n(domain::today::Work::Inspections), 2, "two lots");
    let told = async |who: &Actor| {
        let page = store.notices(who, 0).await.expect("notices");
        page.items.iter().filter(|n| n.kind == NoticeKind::GoodsExpired && n.subject == town.shop).count()
    };
    assert_eq!(told(keeper).await, 1, "one notice, not one for each lot");
    assert_eq!(told(&town.caseworker).await, 0);
    let past = store.dated(keeper, town.shop, Within::Expired, 0).await.expect("a list");
    assert_eq!(past.items.iter().map(|line| line.lot).collect::<Vec<_>>(), [first, second]);
    let journal = stage.number("select min(id) from journal where kind = 'expire'").await;
    assert_eq!(code(store.run(&by(keeper), ReverseStock { journal, reason: "还能吃".into() }).await), "not_reversible");
    let back = store::stock::movements::InspectStock { lot: first, location: town.shop, quantity: 1, check: None };
    assert_eq!(code(store.run(&by(keeper), back).await), "expired_goods");
    stage.is_clean().await;
});

on_both!(goods_that_expired_while_reserved_are_not_handed_over, |stage| {
    let (store, town, now) = (&stage.store, stage.town("甲").await, stage.clock.now());
    let lot = stage.shelved(&town, "rice", 1, now + 5 * DAY).await;
    let wish = stage.wish_for(&town, "rice").await;
    let claim = store.run(&by(&town.shopkeeper), FillWish { wish, fill: Fill::default() }).await.expect("filled").id;
    let seen = store.dated(&town.shopkeeper, 0, Within::Days(7), 0).await.expect("a list").items;
    assert_eq!(seen.iter().map(|line| (line.lot, line.owner)).collect::<Vec<_>>(), [(lot, claim)]);
    stage.clock.advance(6 * DAY);
    assert_eq!(clocks(stage).await, 0, "reserved goods are on no shelf");
    let pick_up = stage.pick_up_code(&town, wish).await;
    let given = store.claim_hand_over(&by(&town.shopkeeper), claim, pick_up.clone()).await;
    assert_eq!(code(given), "expired_goods");
    // After revoking, the expired goods cannot be used, and the wish is filled from another lot.
    store.run(&by(&town.shopkeeper), RevokeClaim { id: claim, reason: "过期了".into() }).await.expect("taken back");
    assert_eq!(
        code(store.run(&by(&town.shopkeeper), FillWish { wish, fill: Fill::default() }).await),
        "not_enough_stock"
    );
    assert_eq!(clocks(stage).await, 1);
    assert_eq!(stage.units(lot, "quarantine", town.shop).await, 1);
    stage.shelved(&town, "rice", 1, stage.clock.now() + 50 * DAY).await;
    let again = store.run(&by(&town.shopkeeper), FillWish { wish, fill: Fill::default() }).await.expect("filled").id;
    store.claim_hand_over(&by(&town.shopkeeper), again, pick_up).await.expect("handed over");
    stage.is_clean().await;
});

on_both!(the_expiry_list_is_limited_to_shops_the_caller_reads, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (other, west) = (stage.town("乙").await, stage.west(&town).await);
    let lot = stage.shelved(&town, "rice", 5, stage.clock.now() + 5 * DAY).await;
    stage.wish_for(&town, "rice").await;
    for who in [&other.shopkeeper, &west.keeper] {
        assert!(store.dated(who, 0, Within::Days(30), 0).await.expect("a list").items.is_empty());
        assert_eq!(code(store.forward(who, lot, town.shop).await), "not_found");
    }
    for who in [&town.donor, &town.family, &town.admin] {
        assert_eq!(code(store.dated(who, 0, Within::Days(30), 0).await), "not_allowed");
    }
    let line = store.dated(&town.auditor, 0, Within::Days(30), 0).await.expect("a list").items.remove(0);
    assert_eq!((line.lot, line.quantity, line.wanted), (lot, 5, 1));
    let forward = store.forward(&town.shopkeeper, lot, town.shop).await.expect("who could use it");
    assert_eq!((forward.quantity, forward.wishes.len()), (5, 1));
    assert_eq!(forward.short_of, [(west.shop, "城西店".into(), 0)]);
});

on_both!(an_issue_that_races_the_expiry_job_ends_once, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let lot = stage.shelved(&town, "rice", 12, stage.clock.now() + 3_600).await;
    let mut wishes = Vec::new();
    for _ in 0..20 {
        wishes.push((by(&town.shopkeeper), stage.wish_for(&town, "rice").await));
    }
    let (first, second) = wishes.split_at(6);
    let fill = async |who: &store::By, wish: i64| store.run(who, FillWish { wish, fill: Fill::default() }).await;
    let early = join_all(first.iter().map(|(who, wish)| fill(who, *wish)));
    let late = async {
        stage.clock.advance(3_601);
        let (filled, expired) = tokio::join!(
            join_all(second.iter().map(|(who, wish)| fill(who, *wish))),
            join_all((0..4).map(|_| store.run_clocks()))
        );
        assert!(expired.iter().all(Result::is_ok), "{expired:?}");
        filled
    };
    let (early, late) = tokio::join!(early, late);
    assert!(late.iter().all(Result::is_err), "the date had passed: {late:?}");
    store.run_clocks().await.expect("the clocks run");
    let set_aside = i64::try_from(early.iter().filter(|e| e.is_ok()).count()).expect("few");
    let (shelf, quarantine) =
        (stage.units(lot, "shelf", town.shop).await, stage.units(lot, "quarantine", town.shop).await);
    assert_eq!((shelf, quarantine), (0, 12 - set_aside));
    stage.is_clean().await;
});

/// One operation in a shop.
#[derive(Clone, Copy, Debug)]
enum Step {
    Receive { units: i64, days: i64 },
    Fill,
    HandOver(usize),
    TakeBack(usize),
    Clocks,
    Days(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1..4_i64, prop_oneof![Just(0), 1..12_i64]).prop_map(|(units, days)| Step::Receive { units, days }),
        4 => Just(Step::Fill),
        3 => any::<prop::sample::Index>().prop_map(|i| Step::HandOver(i.index(1_000))),
        1 => any::<prop::sample::Index>().prop_map(|i| Step::TakeBack(i.index(1_000))),
        1 => Just(Step::Clocks),
        3 => (1..6_i64).prop_map(Step::Days),
    ]
}

/// Runs the steps; returns how many hand-overs succeeded and how many were refused as expired.
async fn days_in_a_shop(stage: &Stage, town: &Town, steps: &[Step]) -> (i64, i64) {
    let (store, keeper) = (&stage.store, &town.shopkeeper);
    let (mut waiting, mut given, mut refused): (Vec<(i64, i64)>, i64, i64) = (Vec::new(), 0, 0);
    for step in steps {
        match *step {
            Step::Receive { units, days } => {
                let expires = if days == 0 { 0 } else { stage.clock.now() + days * DAY };
                stage.shelved(town, "rice", units, expires).await;
            }
            Step::Fill => {
                let wish = stage.wish_for(town, "rice").await;
                if let Ok(claim) = store.run(&by(keeper), FillWish { wish, fill: Fill::default() }).await {
                    waiting.push((wish, claim.id));
                }
            }
            Step::HandOver(n) if !waiting.is_empty() => {
                let (wish, claim) = waiting[n % waiting.len()];
                let pick_up = stage.pick_up_code(town, wish).await;
                match store.claim_hand_over(&by(keeper), claim, pick_up).await {
                    Ok(()) => {
                        given += 1;
                        waiting.retain(|(_, c)| *c != claim);
                    }
                    late => {
                        assert_eq!(code(late), "expired_goods");
                        refused += 1;
                    }
                }
            }
            Step::TakeBack(n) if !waiting.is_empty() => {
                let (_, claim) = waiting.remove(n % waiting.len());
                store.run(&by(keeper), RevokeClaim { id: claim, reason: "换一件".into() }).await.expect("taken back");
            }
            Step::HandOver(_) | Step::TakeBack(_) => {}
            Step::Clocks => drop(store.run_clocks().await.expect("the clocks run")),
            Step::Days(days) => stage.clock.advance(days * DAY),
        }
        let given_late = "select count(*) from entry e join journal j on j.id = e.journal
            join ledger_account a on a.id = e.account join lot l on l.id = e.lot
            where a.place in ('reserved', 'ordered', 'issued') and e.quantity > 0 and l.expires <> 0 and l.expires <= j.at";
        assert_eq!(stage.number(given_late).await, 0, "after {step:?}");
    }
    (given, refused)
}

on_both!(random_steps_never_hand_over_expired_goods, |stage| {
    let town = stage.town("甲").await;
    let cases = if stage.is_postgres() { 4 } else { 12 };
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let (mut given, mut refused) = (0, 0);
    for _ in 0..cases {
        let steps = vec(step(), 30).new_tree(&mut runner).expect("steps").current();
        let played = AssertUnwindSafe(days_in_a_shop(stage, &town, &steps));
        match futures::FutureExt::catch_unwind(played).await {
            Ok((some, others)) => (given, refused) = (given + some, refused + others),
            Err(why) => {
                eprintln!("the steps were {steps:?}");
                std::panic::resume_unwind(why);
            }
        }
    }
    assert!(given > 0 && refused > 0, "both happened: {given} given, {refused} refused");
    stage.is_clean().await;
});
