//! The store's time: a clock that jumps is not followed, and a server whose clock is wrong disturbs no other one.

use crate::support::{Stage, keys, on_both};
use domain::{DAY, claims::ClaimState};
use store::{Clock, Store, ops::jobs::JobCounts};

/// Uptime of the machine in these tests: one that has just started may set its clock.
const RUNNING: i64 = 3_600;

/// Records the time on the stage's own server.
async fn seen(stage: &Stage) {
    stage.clock.advance(RUNNING);
    assert!(stage.store.watch_clock().await.expect("watched"), "a new database follows any clock");
    assert_eq!(stage.store.troubles().await, Vec::<String>::new());
}

/// Opens another server after time passed on the stage, on a machine whose clock is wrong by so many seconds.
async fn wrong_by(stage: &Stage, passed: i64, seconds: i64) -> Store {
    let clock = Clock::default();
    clock.advance(passed);
    clock.set_wrong(seconds);
    Store::open_with(&stage.url, clock, keys()).await.expect("the database opens")
}

/// Whether two times are the same but for the time that a test takes.
fn are_close(one: i64, other: i64) -> bool {
    one.abs_diff(other) < 300
}

on_both!(a_server_whose_clock_is_wrong_ends_nothing_and_stops_no_jobs_of_others, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    seen(stage).await;
    // What is due anyway, such as forgetting that the wish could be taken back.
    stage.store.run_clocks().await.expect("the clocks run");
    let mut passed = RUNNING;
    for days in [1, 40, -40] {
        let other = wrong_by(stage, passed, days * DAY).await;
        // On PostgreSQL the database's clock is followed, which is right.
        assert_eq!(other.watch_clock().await.expect("watched"), stage.is_postgres(), "{days}");
        assert!(are_close(other.now(), stage.store.now()), "{days}");
        stage.clock.advance(20);
        other.clock.advance(20);
        assert!(other.job_due("clocks", 15).await.expect("asked"), "{days}");
        assert_eq!(other.run_clocks().await.expect("the clocks run"), JobCounts::default(), "{days}");
        let troubles = other.troubles().await;
        assert!(troubles.len() == 1 && troubles[0].starts_with("the clock is "), "{troubles:?}");
        other.close().await;

        stage.clock.advance(20);
        assert!(stage.store.job_due("clocks", 15).await.expect("asked"), "the jobs of others go on");
        assert!(stage.store.watch_clock().await.expect("watched"));
        passed += 40;
    }
    let state = stage.store.claim(&town.donor, claim).await.expect("the claim").claim.state;
    assert_eq!(state, ClaimState::Pledged);
});

on_both!(a_jump_of_the_clock_is_not_followed_and_readiness_is_red_until_it_is_right_again, |stage| {
    seen(stage).await;
    let before = stage.store.now();
    for seconds in [DAY, -DAY] {
        stage.clock.set_wrong(seconds);
        assert!(are_close(stage.store.now(), before));
        assert_eq!(stage.store.watch_clock().await.expect("watched"), stage.is_postgres());
        assert!(are_close(stage.store.now(), before));
        let troubles = stage.store.troubles().await;
        assert!(troubles.len() == 1 && troubles[0].starts_with("the clock is "), "{troubles:?}");
        stage.clock.set_wrong(0);
        assert!(stage.store.watch_clock().await.expect("watched"));
        assert_eq!(stage.store.troubles().await, Vec::<String>::new());
    }
    // A small correction is no jump.
    stage.clock.set_wrong(600);
    assert!(stage.store.watch_clock().await.expect("watched"));
    assert_eq!(stage.store.troubles().await, Vec::<String>::new());
});

on_both!(time_that_passes_while_servers_stand_still_is_no_jump, |stage| {
    seen(stage).await;
    stage.clock.advance(40 * DAY);
    let later = stage.another().await;
    assert!(later.watch_clock().await.expect("watched"));
    assert_eq!(later.troubles().await, Vec::<String>::new());
    later.close().await;
});

#[tokio::test]
async fn an_accepted_jump_is_followed() {
    let stage = Stage::sqlite().await;
    crate::support::play(&stage, async {
        seen(&stage).await;
        let before = stage.store.now();
        stage.clock.set_wrong(DAY);
        assert!(!stage.store.watch_clock().await.expect("watched"));
        stage.store.accept_clock().await.expect("accepted");
        assert!(stage.store.watch_clock().await.expect("watched"));
        assert!(are_close(stage.store.now(), before + DAY));
        assert_eq!(stage.store.troubles().await, Vec::<String>::new());
    })
    .await;
}
