//! Minimum stock of a shop: what is on its way is not ordered again.

use domain::stock::{
    minimums::NewMinimum,
    transfers::{NewTransfer, SendLine},
};
use store::stock::{minimums::SetMinimum, transfers::lifecycle::SendTransfer};

use crate::support::{by, code, fields, on_both};

on_both!(a_minimum_counts_the_shelf_and_what_is_on_its_way, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let lot = stage.shelved(&town, "wok", 9, 0).await;
    let item = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    let of = |location, minimum| SetMinimum(NewMinimum { location, item, size: String::new(), minimum });
    assert_eq!(code(store.run(&by(&town.caseworker), of(west.shop, 6)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.shopkeeper), of(west.shop, 6)).await), "not_found");
    assert_eq!(fields(store.run(&by(&west.keeper), of(west.shop, 10_001)).await), [("minimum", "out_of_range")]);
    store.run(&by(&west.keeper), of(west.shop, 6)).await.expect("set");
    store.run(&by(&west.keeper), of(west.shop, 8)).await.expect("changed");
    let missing = async || {
        let lines = store.minimums(&west.keeper, 0).await.expect("lines");
        lines.iter().map(|line| (line.location, line.on_hand, line.incoming, line.missing())).collect::<Vec<_>>()
    };
    assert_eq!(missing().await, [(west.shop, 0, 0, 8)]);
    let lines = vec![SendLine { lot, quantity: 5, ..SendLine::default() }];
    let new = NewTransfer { from: town.shop, to: west.shop, lines, note: String::new() };
    store.run(&by(&town.shopkeeper), SendTransfer(new)).await.expect("sent");
    assert_eq!(missing().await, [(west.shop, 0, 5, 3)]);
    assert!(store.minimums(&town.shopkeeper, west.shop).await.expect("lines").is_empty(), "another shop's");
    store.run(&by(&west.keeper), of(west.shop, 0)).await.expect("removed");
    assert!(missing().await.is_empty());
});
