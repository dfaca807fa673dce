//! The feed in the orders that a reader chooses.

use domain::{
    areas::{AreaKind, NewArea},
    wishes::{FeedOrder, Filter},
};
use store::areas::tree::AddArea;

use crate::support::{by, on_both};

on_both!(the_feed_is_read_whole_in_each_order, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let far = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "远区".into() };
    let far = store.run(&by(&town.admin), AddArea(far)).await.expect("an area");
    let mut wishes = Vec::new();
    for _ in 0..6 {
        wishes.push(stage.lamp_for(&town, town.household).await);
    }
    // Price, last day, district and turn of each, out of the order in which they were posted.
    for (n, (cost, expires, district, turn)) in [
        (50, 30, far, 1),
        (20, 60, town.district, 0),
        (50, 10, town.district, 1),
        (90, 20, far, 0),
        (10, 50, far, 0),
        (20, 40, far, 1),
    ]
    .into_iter()
    .enumerate()
    {
        let expires = store.now() + expires * domain::DAY;
        stage
            .plant(&format!(
                "update wish set cost = {cost}, expires = {expires}, district = {district}, turn = {turn} where id = {}",
                wishes[n]
            ))
            .await;
        stage.plant(&format!("update wish_term set turn = {turn} where wish = {}", wishes[n])).await;
    }
    let read = async |order: FeedOrder, area: i64, q: &str| {
        let (mut seen, mut cursor) = (Vec::new(), 0);
        loop {
            let filter = Filter { order, area, q: q.into(), cursor, limit: 2, ..Filter::default() };
            let page = store.feed(&town.donor, &filter).await.expect("a page");
            seen.extend(page.items.iter().map(|wish| wish.id));
            let Some(next) = page.next else { break };
            cursor = next;
        }
        seen.into_iter().map(|id| wishes.iter().position(|wish| *wish == id).expect("ours")).collect::<Vec<_>>()
    };
    for q in ["", "台灯"] {
        assert_eq!(read(FeedOrder::Fair, 0, q).await, [1, 3, 4, 0, 2, 5], "{q:?}");
        assert_eq!(read(FeedOrder::Waiting, 0, q).await, [0, 1, 2, 3, 4, 5], "{q:?}");
        assert_eq!(read(FeedOrder::Ending, 0, q).await, [2, 3, 0, 5, 4, 1], "{q:?}");
        assert_eq!(read(FeedOrder::Cost, 0, q).await, [4, 1, 5, 0, 2, 3], "{q:?}");
        assert_eq!(read(FeedOrder::Near, far, q).await, [0, 3, 4, 5, 1, 2], "{q:?}");
        assert_eq!(read(FeedOrder::Cost, far, q).await, [4, 5, 0, 3], "{q:?}");
    }
    // Without a district the nearest are those that wait longest; an unknown cursor never fails.
    assert_eq!(read(FeedOrder::Near, 0, "").await, [0, 1, 2, 3, 4, 5]);
    for cursor in [i64::MIN, -1, 99_999, i64::MAX] {
        let odd = Filter { order: FeedOrder::Ending, cursor, ..Filter::default() };
        assert!(store.feed(&town.donor, &odd).await.is_ok(), "{cursor}");
    }
});
