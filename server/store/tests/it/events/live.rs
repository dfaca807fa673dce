//! Changes for open browsers: noted with their write, gathered once, told to those who may read the record.

use std::collections::BTreeSet;

use crate::support::{Stage, by, on_both};
use domain::{
    DAY,
    accounts::Actor,
    events::live::{Listener, Topic},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Store, wishes::endings::WithdrawWish};

/// Returns what an actor is told of the batches after a number.
fn told(store: &Store, actor: &Actor, after: i64) -> BTreeSet<Topic> {
    store.live_topics(&Listener::of(actor), after).0
}

async fn latest(stage: &Stage) -> i64 {
    stage.store.tell_changes().await.expect("told");
    stage.store.live_latest().expect("loaded")
}

on_both!(a_wish_that_ends_is_told_to_the_donors_whose_claims_it_ends, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let wish = stage.wish(&town, 1).await;
    let begun = latest(stage).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let claimed = latest(stage).await;
    assert!(
        told(&stage.store, &town.donor, begun).is_superset(&BTreeSet::from([Topic::Wish(wish), Topic::Claim(claim)]))
    );
    // The write names the wish alone; its claims end with it.
    let withdraw = WithdrawWish { id: wish, reason: "不需要了".into() };
    stage.store.run(&by(&town.family), withdraw).await.expect("withdrawn");
    let ended = latest(stage).await;
    let donor = told(&stage.store, &town.donor, claimed);
    assert!(donor.contains(&Topic::Claim(claim)) && donor.contains(&Topic::Wish(wish)), "{donor:?}");
    assert_eq!(told(&stage.store, &there.donor, claimed), BTreeSet::new());
    assert_eq!(told(&stage.store, &Actor::visitor(), claimed), BTreeSet::from([Topic::Wish(wish)]));
    // Once it is over, what happens to it is not for visitors.
    stage.plant(&format!("insert into live_waiting (kind, subject) values ('wish', {wish})")).await;
    latest(stage).await;
    assert_eq!(told(&stage.store, &Actor::visitor(), ended), BTreeSet::new());
    assert!(told(&stage.store, &town.family, ended).contains(&Topic::Home));

    // Batches go after a day; a browser that asks for them then reads everything again.
    stage.clock.advance(2 * DAY);
    stage.store.run_clocks().await.expect("the jobs run");
    assert_eq!(stage.number("select count(*) from live_batch").await, 0);
    let fresh = stage.another().await;
    fresh.tell_changes().await.expect("told");
    assert_eq!(told(&fresh, &town.donor, begun), BTreeSet::from([Topic::All]));
    fresh.close().await;
});

on_both!(each_change_is_in_one_batch_however_many_servers_gather, |stage| {
    let begun = latest(stage).await;
    let (second, third) = (stage.another().await, stage.another().await);
    for round in 0..5 {
        let rows: Vec<String> = (1..=40).map(|n| format!("('account', {})", 1000 + 40 * round + n)).collect();
        stage.plant(&format!("insert into live_waiting (kind, subject) values {}", rows.join(", "))).await;
        let (a, b, c) = tokio::join!(stage.store.tell_changes(), second.tell_changes(), third.tell_changes());
        a.and(b).and(c).expect("told");
    }
    let batches = stage.texts(&format!("select changes from live_batch where n > {begun}")).await.concat();
    for account in 1001..=1200 {
        let text = format!("{{\"kind\":\"account\",\"id\":{account}}}");
        assert_eq!(batches.matches(&text).count(), 1, "{account}");
    }
    // Each server has all of them.
    let told_by = |store: &Store| told(store, &Actor { account: 1007, ..Actor::default() }, begun);
    second.tell_changes().await.expect("told");
    third.tell_changes().await.expect("told");
    for store in [&*stage.store, &second, &third] {
        assert_eq!(told_by(store), BTreeSet::from([Topic::Mine]));
    }
    second.close().await;
    third.close().await;
});

/// Ids of rows would lose a change whose transaction began first and ended last.
#[tokio::test]
async fn a_change_that_is_committed_late_gets_a_later_number() {
    let stage = Stage::postgres().await;
    crate::support::play(&stage, async {
        let begun = latest(&stage).await;
        let mut slow = PgConnection::connect(&stage.url).await.expect("a connection");
        let mut open = slow.begin().await.expect("a transaction");
        let row = |account: i64| format!("insert into live_waiting (kind, subject) values ('account', {account})");
        sqlx::query(AssertSqlSafe(row(7))).execute(&mut *open).await.expect("inserted");
        stage.plant(&row(8)).await;
        let first = latest(&stage).await;
        let donor = |account| Actor { account, ..Actor::default() };
        assert_eq!(told(&stage.store, &donor(8), begun), BTreeSet::from([Topic::Mine]));
        assert_eq!(told(&stage.store, &donor(7), begun), BTreeSet::new());
        open.commit().await.expect("committed");
        assert!(latest(&stage).await > first);
        assert_eq!(told(&stage.store, &donor(7), first), BTreeSet::from([Topic::Mine]));
        slow.close().await.expect("closed");
    })
    .await;
}
