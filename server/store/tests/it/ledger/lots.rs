//! Concurrent takers of one item: a taker is refused only when no lot has stock left.

use crate::support::{Stage, Town, West, by, on_both};
use domain::{
    accounts::Actor,
    catalogue::items::Terms,
    ledger::Place,
    orders::{Wanted, slots},
    stock::transfers::{NewTransfer, SendLine},
    wishes::{NewWish, Publication, WishId},
};
use futures::future::{BoxFuture, FutureExt, join_all};
use store::{
    By, Store, Tx,
    catalogue::items::WriteItem,
    claims::fill::{Fill, FillWish},
    orders::{place::PlaceOrder, walk_in::IssueWalkIn},
    points::{self, ledger::NewGrant},
    stock::{
        movements::{Removal, WriteOffStock},
        transfers::lifecycle::SendTransfer,
    },
    wishes::lifecycle::{PostWish, PublishWish},
};

/// Number of families, each wanting one wok.
const FAMILIES: usize = 6;

/// Order lines of one wok.
fn one() -> Vec<Wanted> {
    let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    vec![Wanted { item: wok, size: String::new(), quantity: 1 }]
}

/// Makes families with points, each with a published wish for a wok.
async fn families(stage: &Stage, town: &Town) -> Vec<(i64, Actor, WishId)> {
    let mut all = Vec::new();
    for n in 0..FAMILIES {
        let (household, family) = stage.family(&town.caseworker, town.home, &format!("李{n}")).await;
        let root = town.root;
        let granted = stage.store.script(move |tx: &mut Tx<'_>, ()| {
            Box::pin(async move {
                let new = NewGrant { household, root, points: 100, expires: 0, reason: "测试" };
                points::ledger::grant(tx, &new).await.map(drop)
            })
        });
        granted.await.expect("points");
        let new =
            NewWish { item: one()[0].item, quantity: 1, words: "做饭用".into(), again: true, ..NewWish::default() };
        let wish = stage.store.run(&by(&family), PostWish(new)).await.expect("a wish");
        let publication = Publication { words: "做饭用".into() };
        stage
            .store
            .run(&by(&town.caseworker), PublishWish { id: wish, words: publication.words })
            .await
            .expect("published");
        all.push((household, family, wish));
    }
    all
}

/// Builds an order, a walk-in, a fill and a transfer of one unit for each family.
fn buyers(
    stage: &Stage,
    town: &Town,
    west: &West,
    all: &[(i64, Actor, WishId)],
) -> Vec<BoxFuture<'static, store::Result<()>>> {
    let mut buyers: Vec<BoxFuture<'static, store::Result<()>>> = Vec::new();
    let (pickup, location, to) = (slots(stage.store.now())[0].from, town.shop, west.shop);
    for (household, family, wish) in all {
        let (household, wish) = (*household, *wish);
        let keeper = || -> (Store, By) { (stage.store.clone(), by(&town.shopkeeper)) };
        let (store, who) = (stage.store.clone(), by(family));
        let new = PlaceOrder { location, pickup, lines: one(), basket: false };
        buyers.push(async move { store.run(&who, new).await.map(drop) }.boxed());
        let (store, who) = keeper();
        let new = IssueWalkIn { household, location, lines: one() };
        buyers.push(async move { store.walk_in_issue(&who, new).await.map(drop) }.boxed());
        let (store, who) = keeper();
        buyers.push(async move { store.run(&who, FillWish { wish, fill: Fill::default() }).await.map(drop) }.boxed());
        let (store, who) = keeper();
        let Wanted { item, size, quantity } = one().remove(0);
        let lines = vec![SendLine { lot: 0, item, size, quantity }];
        let new = NewTransfer { from: location, to, lines, note: String::new() };
        buyers.push(async move { store.run(&who, SendTransfer(new)).await.map(drop) }.boxed());
    }
    buyers
}

on_both!(concurrent_takers_are_not_refused_while_another_lot_has_stock, |stage| {
    let town = stage.town("甲").await;
    let west = stage.west(&town).await;
    let terms = Terms { points: 5, ..Terms::default() };
    stage.store.run(&by(&town.shopkeeper), WriteItem::terms(one()[0].item, terms)).await.expect("terms");
    let all = families(stage, &town).await;
    // One lot is written off while the others take from it; the rest lies in lots of two.
    let broken = stage.shelved(&town, "wok", 1, stage.store.now() + 86_400).await;
    for _ in 0..all.len() * 2 {
        stage.shelved(&town, "wok", 2, 0).await;
    }
    let mut running: Vec<_> = buyers(stage, &town, &west, &all).into_iter().map(tokio::spawn).collect();
    let (store, who, location) = (stage.store.clone(), by(&town.shopkeeper), town.shop);
    let removal = Removal { lot: broken, location, place: Place::Shelf, quantity: 1, reason: "碎了".into() };
    // When its unit is taken first, the write-off fails and one more unit is left in the end.
    let written_off = tokio::spawn(async move { store.run(&who, WriteOffStock(removal)).await.is_ok() });
    let answers = join_all(running.drain(..)).await;
    let refused: Vec<_> =
        answers.into_iter().map(|answer| answer.expect("an answer")).filter_map(Result::err).collect();
    assert!(refused.is_empty(), "{} of {} were refused: {:?}", refused.len(), all.len() * 4, refused[0]);
    let left = if written_off.await.expect("an answer") { 0 } else { 1 };
    let on_shelf =
        format!("select cast(coalesce(sum(quantity), 0) as bigint) from shelf where location = {}", town.shop);
    assert_eq!(stage.number(&on_shelf).await, left);
    stage.is_clean().await;
});
