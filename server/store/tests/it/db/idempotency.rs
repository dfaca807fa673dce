//! Request ids: repeated and concurrent requests have one effect and the same answer.

use crate::support::{by, code, on_both};
use domain::areas::{AreaKind, NewArea, Policy};
use futures::future::join_all;
use store::{
    By,
    areas::{
        policies::SetPolicy,
        tree::{AddArea, RenameArea},
    },
};

fn district(root: i64, name: &str) -> NewArea {
    NewArea { parent: Some(root), kind: AreaKind::District, name: name.into() }
}

on_both!(the_same_request_has_one_effect_and_one_answer, |stage| {
    let town = stage.town("甲").await;
    let request = by(&town.admin);
    let first = stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect("made");
    let again = stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect("the same answer");
    assert_eq!(first, again);
    assert_eq!(stage.number("select count(*) from area where name = '东区'").await, 1);
    assert_eq!(
        stage.number(&format!("select count(*) from audit where action = 'area_add' and subject_id = {first}")).await,
        1
    );

    let other = stage.another().await;
    assert_eq!(other.run(&request, AddArea(district(town.root, "东区"))).await.expect("after a restart too"), first);
    other.close().await;

    assert_eq!(code(stage.store.run(&request, AddArea(district(town.root, "西区"))).await), "request_reused");
    assert_eq!(
        code(stage.store.run(&request, RenameArea { area: first, name: "东区".into() }).await),
        "request_reused"
    );
    // Request ids are per account: another account may use the same one.
    let elsewhere = By::new(stage.admin().await, request.request.clone());
    stage
        .store
        .run(&elsewhere, RenameArea { area: first, name: "新区".into() })
        .await
        .expect("another person's request");
});

on_both!(five_concurrent_requests_with_one_id_have_one_effect, |stage| {
    let town = stage.town("甲").await;
    let (request, other) = (by(&town.admin), stage.another().await);
    let five = (0..5).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.run(&request, AddArea(district(town.root, "东区")))
    });
    let answers: Vec<i64> = join_all(five).await.into_iter().map(|answer| answer.expect("an answer")).collect();
    assert!(answers.iter().all(|id| *id == answers[0]), "{answers:?}");
    assert_eq!(stage.number("select count(*) from area where name = '东区'").await, 1);
    let contents = (0..5).map(|n| stage.store.run(&request, AddArea(district(town.root, &format!("{n}")))));
    assert!(join_all(contents).await.into_iter().all(|answer| code(answer) == "request_reused"));
    other.close().await;
});

on_both!(a_refused_request_does_not_use_up_its_id, |stage| {
    let town = stage.town("甲").await;
    let request = by(&town.admin);
    assert_eq!(code(stage.store.run(&request, AddArea(district(town.root, "甲区"))).await), "name_taken");
    let wrong = Policy { claim_days: 0, ..Policy::default() };
    assert_eq!(code(stage.store.run(&request, SetPolicy { area: town.root, policy: wrong }).await), "invalid_fields");
    stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect("the id is still free");
});

on_both!(request_ids_expire_after_a_week, |stage| {
    let town = stage.town("甲").await;
    let request = by(&town.admin);
    stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect("made");
    stage.clock.advance(7 * domain::DAY - 60);
    stage.store.run_clocks().await.expect("the clocks run");
    stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect("still known");
    stage.clock.advance(61);
    stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(code(stage.store.run(&request, AddArea(district(town.root, "东区"))).await), "name_taken");
});

on_both!(a_due_job_runs_on_one_server_only, |stage| {
    let other = stage.another().await;
    let turns = async || {
        let both =
            (0..10).map(|n| if n % 2 == 0 { stage.store.job_due("clocks", 60) } else { other.job_due("clocks", 60) });
        join_all(both).await.into_iter().filter(|turn| matches!(turn, Ok(true))).count()
    };
    assert_eq!((turns().await, turns().await), (1, 0));
    stage.clock.advance(61);
    assert_eq!((turns().await, turns().await), (1, 0));
    assert!(stage.store.job_due("another", 60).await.expect("an answer"));
    other.close().await;
});
