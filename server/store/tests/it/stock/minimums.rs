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

on_both!(what_is_missing_is_found_behind_a_long_list_of_what_is_not, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    stage.shelved(&town, "wok", 9, 0).await;
    let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    let last = stage.own_item(&town, "蓑衣").await;
    let of = |item, minimum| SetMinimum(NewMinimum { location: town.shop, item, size: String::new(), minimum });
    store.run(&by(&town.shopkeeper), of(wok, 5)).await.expect("set");
    // More than a list shows, each with enough on its shelf.
    stage
        .plant(&format!(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)
             insert into shop_minimum (location, item, size, minimum) select {}, {wok}, 's' || i, 1 from n",
            town.shop
        ))
        .await;
    stage
        .plant(&format!(
            "insert into shelf (root, location, item, size, quantity)
             select {}, location, item, size, 1 from shop_minimum where size <> ''",
            town.root
        ))
        .await;
    store.run(&by(&town.shopkeeper), of(last, 3)).await.expect("set");
    assert_eq!(store.minimums(&town.shopkeeper, 0).await.expect("lines").len(), 500);
    let missing = store.to_reorder(&town.shopkeeper, 0, 500).await.expect("lines");
    assert_eq!(missing.iter().map(|line| (line.item, line.missing())).collect::<Vec<_>>(), [(last, 3)]);
    let file = store.export_reorder(&by(&town.shopkeeper), 0).await.expect("a file");
    assert_eq!((file.rows, file.cut), (missing, false));
});
