//! Races for units of a wish: of answers, joins and endings, and of several servers.

use domain::{
    DAY,
    claims::{NewClaim, standby::StandbyState},
};
use store::claims::lifecycle::{CancelClaim, TakeClaim};

use super::{accept, cancel, leave, line, line_of_one, state, states, told, try_join, units};
use crate::support::{by, code, on_both};

on_both!(a_clock_that_jumps_passes_on_one_place_at_a_time_on_three_servers, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let line = line(stage, &town, wish, 3).await;
    cancel(stage, &town.donor, claim).await;
    let servers = [stage.another().await, stage.another().await];
    for asked in 1..=3 {
        stage.clock.advance(40 * DAY);
        let (one, two, three) =
            tokio::join!(stage.store.run_clocks(), servers[0].run_clocks(), servers[1].run_clocks());
        let passed: i64 = [one, two, three].into_iter().map(|ran| ran.expect("the clocks run").standbys).sum();
        assert_eq!(passed, 1, "each has its whole time after an outage");
        let waiting = states(stage, &line).await.iter().filter(|state| **state == "waiting").count();
        assert_eq!(waiting, 3_usize.saturating_sub(asked + 1));
        stage.is_clean().await;
    }
    assert_eq!(states(stage, &line).await, ["missed"; 3]);
    assert_eq!(units(stage, wish).await, (0, 1));
    for (donor, _) in &line {
        assert_eq!((told(stage, donor, "standby_asked").await, told(stage, donor, "standby_missed").await), (1, 1));
    }
    for server in servers {
        server.close().await;
    }
});

on_both!(of_many_answers_on_two_servers_one_counts, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (next, place) = line_of_one(stage, &town, wish).await;
    cancel(stage, &town.donor, claim).await;
    let tries = (0..8).map(|n| accept(if n % 2 == 0 { &stage.store } else { &other }, &next, place));
    let done = futures::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "wrong_state");
    }
    assert_eq!(stage.number(&format!("select count(*) from claim where wish = {wish}")).await, 2);
    stage.is_clean().await;

    // Yes, no and the clock at once: whichever is first, the unit has one holder.
    for _ in 0..5 {
        let (wish, claimer) = (stage.wish(&town, 1).await, stage.donor(&town).await);
        let new = NewClaim { quantity: 1, due: 0 };
        let claim = stage.store.run(&by(&claimer), TakeClaim { wish, new }).await.expect("a claim").id;
        let pair = line(stage, &town, wish, 2).await;
        cancel(stage, &claimer, claim).await;
        let (donor, place) = &pair[0];
        stage.plant(&format!("update standby set answer_by = {} where id = {place}", stage.store.now() + 1)).await;
        let (yes, no, ran) =
            tokio::join!(accept(&other, donor, *place), leave(stage, donor, *place), stage.store.run_clocks());
        ran.expect("the clocks run");
        assert!(!(yes.is_ok() && no.is_ok()), "one answer");
        assert_eq!(units(stage, wish).await, (1, 0));
        stage.is_clean().await;
        stage.plant(&format!("update standby set answer_by = {} where answer_by > 0", stage.store.now() + DAY)).await;
    }
    other.close().await;
});

on_both!(a_join_and_an_ending_at_once_leave_no_donor_unasked, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    for _ in 0..8 {
        let wish = stage.wish(&town, 2).await;
        let mut claims = Vec::new();
        for _ in 0..2 {
            let (claimer, new) = (stage.donor(&town).await, NewClaim { quantity: 1, due: 0 });
            let claim = stage.store.run(&by(&claimer), TakeClaim { wish, new }).await.expect("a claim").id;
            claims.push((claimer, claim));
        }
        let (early, late) = (line_of_one(stage, &town, wish).await, stage.donor(&town).await);
        let end = |n: usize| CancelClaim { id: claims[n].1, reason: "买不到".into() };
        let (first, second) = (by(&claims[0].0), by(&claims[1].0));
        let (here, there) = (stage.store.run(&first, end(0)), other.run(&second, end(1)));
        let (one, two, joined) = tokio::join!(here, there, try_join(stage, &late, wish, 1));
        one.expect("cancelled");
        two.expect("cancelled");
        assert_eq!(state(stage, early.1).await, StandbyState::Asked);
        match joined {
            Ok(place) => assert_eq!(state(stage, place).await, StandbyState::Asked),
            refused => assert_eq!(code(refused), "units_left"),
        }
        stage.is_clean().await;
    }
    other.close().await;
});
