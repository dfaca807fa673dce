//! Events are emitted with their write and handled once, in order, by whichever server comes first.

use std::time::Duration;

use crate::support::{Stage, Town, by, on_both};
use domain::{Code, wishes::WishId};
use sqlx::{Connection, PgConnection};
use store::claims::lifecycle::RevokeClaim;

async fn waiting(stage: &Stage) -> i64 {
    stage.number("select count(*) from outbox").await
}

/// Lists the kinds of a wish's notices for the town's family, in the order in which they were inserted.
async fn told(stage: &Stage, town: &Town, wish: WishId) -> Vec<String> {
    let account = town.family.account;
    stage.texts(&format!("select kind from notice where wish = {wish} and account = {account} order by id")).await
}

/// Publishes a wish, claims it and revokes the claim: three events for the family and one for the claimer.
async fn eventful(stage: &Stage, town: &Town, reason: &str) -> WishId {
    let wish = stage.wish(town, 1).await;
    let id = stage.claim(town, wish, 1).await.id;
    stage.store.run(&by(&town.caseworker), RevokeClaim { id, reason: reason.into() }).await.expect("revoked");
    wish
}

const THREE: [&str; 3] = ["wish_published", "wish_claimed", "wish_reopened"];

/// Makes every notice about a wish fail, or no longer.
async fn fail(stage: &Stage, wish: WishId, fails: bool) {
    let sql = match (stage.is_postgres(), fails) {
        (true, true) => format!("alter table notice add constraint broken check (wish <> {wish}) not valid"),
        (true, false) => "alter table notice drop constraint broken".into(),
        (false, true) => format!(
            "create trigger broken before insert on notice when new.wish = {wish}
             begin select raise(abort, 'broken'); end"
        ),
        (false, false) => "drop trigger broken".into(),
    };
    stage.plant(&sql).await;
}

on_both!(an_event_is_rolled_back_with_its_write, |stage| {
    let town = stage.town("甲").await;
    stage.store.deliver_all().await.expect("delivered");
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    assert_eq!((waiting(stage).await, told(stage, &town, wish).await.len()), (2, 0), "they wait for a reader");
    let (keeper, now) = (town.caseworker.clone(), stage.store.now());
    let refused = stage.store.script(move |tx, ()| {
        let keeper = keeper.clone();
        Box::pin(async move {
            tx.run_as(&keeper, now, &RevokeClaim { id: claim, reason: "搬走了".into() }).await?;
            Err(Code::WrongState.into())
        })
    });
    refused.await.expect_err("the script fails");
    assert_eq!(waiting(stage).await, 2, "nothing of the write is left");
    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 2);
    assert_eq!((waiting(stage).await, told(stage, &town, wish).await.len()), (0, 2));
    assert_eq!(told(stage, &town, wish).await, THREE[..2]);
    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 0, "nothing twice");
});

on_both!(two_servers_handle_each_event_once_and_those_of_a_record_in_order, |stage| {
    let (town, other) = (stage.town("甲").await, stage.another().await);
    stage.store.deliver_all().await.expect("delivered");
    for _ in 0..3 {
        let mut made = Vec::new();
        for _ in 0..4 {
            made.push(eventful(stage, &town, "搬走了").await);
        }
        assert_eq!(waiting(stage).await, 16);
        let (one, two) = (stage.store.clone(), other.clone());
        let servers = [one, two].map(|store| tokio::spawn(async move { store.deliver_all().await }));
        let mut done = 0;
        for server in servers {
            done += server.await.expect("it ends").expect("delivered");
        }
        assert_eq!((done, waiting(stage).await), (16, 0));
        for wish in made {
            assert_eq!(told(stage, &town, wish).await, THREE);
            let all = stage.number(&format!("select count(*) from notice where wish = {wish}")).await;
            assert_eq!(all, 4, "one more, to the claimer");
        }
    }
    other.close().await;
});

on_both!(a_failing_event_is_tried_again_later_and_holds_up_its_own_record_only, |stage| {
    let town = stage.town("甲").await;
    stage.store.deliver_all().await.expect("delivered");
    let broken = eventful(stage, &town, "搬走了").await;
    let emitted = stage.number("select min(at) from outbox").await;
    let sound = eventful(stage, &town, "搬走了").await;
    fail(stage, broken, true).await;

    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 4);
    assert_eq!(told(stage, &town, sound).await, THREE);
    assert_eq!(waiting(stage).await, 4, "the later events wait behind the one that failed");
    let tries = async || stage.number("select cast(sum(tries) as bigint) from outbox").await;
    assert_eq!((tries().await, stage.store.deliver_all().await.expect("delivered")), (1, 0));
    assert_eq!(tries().await, 1, "not before its time");
    stage.clock.advance(6);
    assert_eq!((stage.store.deliver_all().await.expect("delivered"), tries().await), (0, 2));

    fail(stage, broken, false).await;
    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 0, "the second pause is longer");
    stage.clock.advance(31);
    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 4);
    assert_eq!(waiting(stage).await, 0);
    assert_eq!(told(stage, &town, broken).await, THREE);
    let created = stage.number(&format!("select min(created) from notice where wish = {broken}")).await;
    assert_eq!(created, emitted, "a notice has the time of its event");
});

on_both!(an_event_that_keeps_failing_is_named_by_check, |stage| {
    let town = stage.town("甲").await;
    stage.store.deliver_all().await.expect("delivered");
    let wish = stage.wish(&town, 1).await;
    fail(stage, wish, true).await;
    for seconds in [0, 6, 31] {
        assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new(), "a short failure is none");
        stage.clock.advance(seconds);
        assert_eq!(stage.store.deliver_all().await.expect("delivered"), 0);
    }
    assert_eq!(stage.store.events_stuck().await.expect("counted"), 1);
    let said = stage.store.check().await.expect("checked");
    let line = format!("(wish_published of wish {wish}) failed 3 times for notices; see the log");
    assert!(said.len() == 1 && said[0].ends_with(&line), "{said:?}");
    fail(stage, wish, false).await;
    stage.clock.advance(121);
    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 1);
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(a_row_that_does_not_open_keeps_nothing_else_waiting, |stage| {
    let town = stage.town("甲").await;
    stage.store.deliver_all().await.expect("delivered");
    let (broken, sound) = (stage.wish(&town, 1).await, stage.wish(&town, 1).await);
    stage.plant(&format!("update outbox set body = '1.AAAA' where record_id = {broken}")).await;
    assert_eq!(stage.store.deliver_all().await.expect("delivered"), 1);
    assert_eq!((told(stage, &town, sound).await.len(), waiting(stage).await), (1, 1));
});

/// Ends a delivery after it has inserted notices or is about to, before it commits.
async fn kill_a_delivery(stage: &Stage) {
    if !stage.is_postgres() {
        stage.store.crash_writer();
        stage.store.deliver_all().await.ok();
        return;
    }
    let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
    let mut held = db.begin().await.expect("begun");
    sqlx::query("lock table notice in exclusive mode").execute(&mut *held).await.expect("locked");
    let store = stage.store.clone();
    let delivery = tokio::spawn(async move { store.deliver_all().await });
    let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while stage.number(waits).await == 0 {
        assert!(!delivery.is_finished(), "the delivery did not wait");
    }
    delivery.abort();
    delivery.await.expect_err("it is killed");
    held.rollback().await.expect("rolled back");
}

on_both!(a_killed_delivery_is_repeated_once, |stage| {
    let town = stage.town("甲").await;
    stage.store.deliver_all().await.expect("delivered");
    let wish = eventful(stage, &town, "搬走了").await;
    kill_a_delivery(stage).await;
    let again = async {
        while waiting(stage).await > 0 {
            // The writer may still start again, and then counts as a failure of the event.
            stage.clock.advance(60);
            stage.store.deliver_all().await.ok();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), again).await.expect("delivered");
    assert_eq!(told(stage, &town, wish).await, THREE);
    assert_eq!(stage.number(&format!("select count(*) from notice where wish = {wish}")).await, 4);
});

on_both!(events_are_sealed_while_they_wait, |stage| {
    let town = stage.town("甲").await;
    eventful(stage, &town, "金雀巷的邻居").await;
    let bodies = stage.texts("select body from outbox").await;
    assert!(bodies.len() >= 4 && bodies.iter().all(|body| !body.contains("金雀") && !body.contains("claim")));
    assert!(stage.store.deliver_all().await.expect("delivered") >= 4);
});

on_both!(an_account_that_is_opened_later_is_not_told_of_earlier_events, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    stage.store.deliver_all().await.expect("delivered");
    let account = town.family.account;
    stage.plant(&format!("update account set open = false where id = {account}")).await;
    stage.claim(&town, wish, 1).await;
    stage.plant(&format!("update account set open = true where id = {account}")).await;
    stage.store.deliver_all().await.expect("delivered");
    assert_eq!(told(stage, &town, wish).await, ["wish_published"]);
});
