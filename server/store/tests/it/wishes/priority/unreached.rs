//! Households that no wish has reached, and the list of what a household received.

use std::collections::BTreeSet;

use domain::wishes::priority::Reached;
use store::wishes::lifecycle::PostWish;

use super::lamp;
use crate::support::{by, code, on_both};

on_both!(unreached_households_are_listed_and_counted, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    let wish = stage.wish(&town, 1).await;
    stage.bring(&town, wish).await;
    let mut quiet = Vec::new();
    for n in 0..25 {
        stage.clock.advance(1);
        quiet.push(stage.family(&town.caseworker, town.home, &format!("安{n}")).await.0);
    }
    let (asking, family) = stage.family(&town.caseworker, town.home, "问家").await;
    store.run(&by(&family), PostWish(lamp())).await.expect("posted");
    stage.plant(&format!("update household set hardship = true where id = {}", quiet[20])).await;

    let mut seen = Vec::new();
    let mut cursor = 0;
    loop {
        let page = store.reached(&town.caseworker, 0, Reached::LeftOut, cursor).await.expect("a page");
        seen.extend(page.items.iter().map(|line| line.household));
        match page.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    let mut expected = quiet.clone();
    expected.remove(20);
    expected.insert(0, quiet[20]);
    assert_eq!(seen, expected, "in hardship first, then longest on file");
    assert_eq!(store.left_out_count(&town.caseworker).await.expect("a number"), 25);

    let all = store.shares(&town.coordinator, 0).await.expect("numbers");
    assert_eq!(all.len(), 1);
    let share = &all[0];
    assert_eq!(
        (share.area, share.households, share.helped, share.never(), share.left_out),
        (town.district, 27, 1, 26, 25)
    );
    let below = store.shares(&town.coordinator, town.district).await.expect("numbers");
    assert_eq!((below.len(), below[0].area, below[0].households), (1, town.home, 27));
    let itself = store.shares(&town.coordinator, town.home).await.expect("numbers");
    assert_eq!((itself.len(), itself[0].area, itself[0].below), (1, town.home, false));

    let never = store.reached(&town.caseworker, town.home, Reached::Never, 0).await.expect("a page");
    assert!(never.next.is_some());
    let mine = store.reached(&town.caseworker, town.home, Reached::Helped, 0).await.expect("a page");
    assert_eq!((mine.items.len(), mine.items[0].name.as_str(), mine.items[0].may_post), (1, "王家", true));
    let theirs = store.reached(&town.coordinator, town.home, Reached::Helped, 0).await.expect("a page");
    assert_eq!((theirs.items[0].name.as_str(), theirs.items[0].may_post), ("王**", false));
    assert!(!quiet.contains(&asking));
});

on_both!(the_received_list_is_paged_without_gaps, |stage| {
    let town = stage.town("余姚").await;
    let store = &stage.store;
    for n in 0..23 {
        let wish = stage.lamp_for(&town, town.household).await;
        stage.bring(&town, wish).await;
        // Some hand-overs share a second.
        stage.clock.advance(n % 3);
    }
    let first = store.received(&town.family, "").await.expect("its own");
    let rest = store.received(&town.family, first.next.as_deref().expect("more")).await.expect("its own");
    let wishes: BTreeSet<i64> = first.items.iter().chain(&rest.items).map(|received| received.wish).collect();
    assert_eq!((first.items.len(), rest.items.len(), wishes.len(), rest.next), (20, 3, 23, None));
    assert!(first.items.is_sorted_by(|a, b| a.at >= b.at));
    assert_eq!(code(store.received(&town.caseworker, "").await), "not_found");
});
