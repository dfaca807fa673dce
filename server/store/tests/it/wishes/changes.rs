//! Changes of public wishes by number: complete, in order, once, and kept for a month.

use domain::{
    DAY,
    wishes::changes::{ChangeKind, WishChange},
};
use store::{claims::lifecycle::CancelClaim, wishes::lifecycle::WithdrawWish};

use crate::support::{Stage, by, on_both};

/// Reads all changes after a number, `limit` at a time.
async fn all(stage: &Stage, root: i64, mut after: i64, limit: i64) -> (Vec<WishChange>, i64) {
    let mut found = Vec::new();
    loop {
        let page = stage.store.wish_changes(root, after, limit).await.expect("changes");
        assert!(!page.gap && page.next >= after);
        after = page.next;
        if page.items.is_empty() {
            return (found, after);
        }
        found.extend(page.items);
    }
}

on_both!(a_client_that_reads_by_number_sees_each_change_once_and_hears_of_a_gap, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wish = stage.wish(&town, 2).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let elsewhere = stage.wish(&other, 1).await;
    store.run(&by(&town.donor), CancelClaim { id: claim, reason: "来不及了".into() }).await.expect("cancelled");
    store.run(&by(&town.family), WithdrawWish { id: wish, reason: String::new() }).await.expect("withdrawn");
    store.deliver_all().await.expect("delivered");

    let (changes, last) = all(stage, 0, 0, 1).await;
    assert!(changes.windows(2).all(|pair| pair[0].n < pair[1].n), "{changes:?}");
    let kinds = |of: i64| changes.iter().filter(|one| one.wish == of).map(|one| one.kind).collect::<Vec<_>>();
    let whole = [ChangeKind::Published, ChangeKind::Claimed, ChangeKind::Freed, ChangeKind::Ended];
    assert_eq!((kinds(wish), kinds(elsewhere)), (whole.to_vec(), vec![ChangeKind::Published]));
    let (of_root, _) = all(stage, town.donor.root, 0, 200).await;
    assert_eq!(of_root.iter().map(|one| one.kind).collect::<Vec<_>>(), whole);
    let again = store.wish_changes(0, last, 200).await.expect("changes");
    assert_eq!((again.items.len(), again.next, again.latest, again.gap), (0, last, last, false));

    // A row with a smaller id that is committed later gets the next number, not one that was read before.
    stage.plant("update public_change set id = id + 1000").await;
    let late = format!("insert into public_change (id, n, wish, root, kind, at) values (1, 0, {wish}, 0, 'ended', 0)");
    stage.plant(&late).await;
    store.number_changes().await.expect("numbered");
    assert_eq!(all(stage, 0, last, 200).await.0.iter().map(|one| one.n).collect::<Vec<_>>(), [last + 1]);

    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert!(store.wish_changes(0, 1, 200).await.expect("changes").gap);
});
