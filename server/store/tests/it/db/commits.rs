//! The number by which readers hear of commits: at once on the server that made one, and soon on others.

use std::time::{Duration, Instant};

use domain::areas::{AreaKind, NewArea};
use store::{Store, areas::tree::AddArea};

use crate::support::{by, fields, on_both};

/// Waits until the number of this store is another one.
async fn moves(store: &Store, number: u64) {
    let begun = Instant::now();
    while store.commits() == number {
        assert!(begun.elapsed() < Duration::from_secs(5), "no commit was seen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

on_both!(a_commit_moves_the_number_before_its_caller_hears_of_it_and_soon_elsewhere, |stage| {
    let (town, other) = (stage.town("甲").await, stage.another().await);
    let add = async |name: &str| {
        let new = NewArea { parent: Some(town.root), kind: AreaKind::District, name: name.into() };
        stage.store.run(&by(&town.admin), AddArea(new)).await
    };
    let number = stage.store.commits();
    add("东区").await.expect("an area");
    assert!(stage.store.commits() > number);
    let number = stage.store.commits();
    assert_eq!(fields(add("").await), [("name", "required")]);
    assert_eq!(stage.store.commits(), number, "what is refused is not committed");

    let watched = other.clone();
    let number = other.commits();
    let watcher = tokio::spawn(async move { watched.watch_database().await });
    // What was committed before the first look is not known.
    moves(&other, number).await;
    let number = other.commits();
    add("西区").await.expect("an area");
    moves(&other, number).await;
    // No write can be forgotten, because none has to tell.
    let number = other.commits();
    stage.plant("update area set name = name").await;
    moves(&other, number).await;
    let closed = tokio::time::timeout(Duration::from_secs(5), other.close()).await;
    assert!(closed.is_ok(), "the connection that looks keeps the store open");
    watcher.abort();
});
