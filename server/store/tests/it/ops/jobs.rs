//! Scheduled jobs, tested by advancing the clock: each has one effect, however many servers run it.

use crate::support::{Stage, Town, by, on_both};
use domain::{
    DAY,
    accounts::Actor,
    areas::Policy,
    claims::{Arrival, ClaimState, NewClaim},
    ledger::Condition,
    notifications::NoticeKind,
    wishes::{NewWish, WishState},
};
use store::{
    areas::policies::SetPolicy,
    claims::{
        fulfilment::AcceptGoods,
        lifecycle::{SendClaim, TakeClaim},
    },
    ops::jobs::JobCounts,
    wishes::{
        lifecycle::{PostWish, RejectWish},
        reversion::ReopenWish,
    },
};

/// Runs the jobs on two servers at once and sums their results; a repeated run must do nothing.
async fn tick(stage: &Stage) -> JobCounts {
    let other = stage.another().await;
    let (mine, theirs) = tokio::join!(stage.store.run_clocks(), other.run_clocks());
    let (mine, theirs) = (mine.expect("the clocks run"), theirs.expect("the clocks run"));
    let again = stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(again, JobCounts::default(), "a repeated run does nothing");
    other.close().await;
    JobCounts {
        reminded: mine.reminded + theirs.reminded,
        lapsed: mine.lapsed + theirs.lapsed,
        confirmed: mine.confirmed + theirs.confirmed,
        expired: mine.expired + theirs.expired,
        ..JobCounts::default()
    }
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn state(stage: &Stage, who: &Actor, claim: i64) -> ClaimState {
    stage.store.claim(who, claim).await.expect("the claim").claim.state
}

/// Records the arrival and the hand-over of a claim.
async fn hand_over(stage: &Stage, town: &Town, claim: i64, wish: i64) {
    let arrival = Arrival { condition: Condition::New, expires: 0 };
    stage.store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");
    let code = stage.pick_up_code(town, wish).await;
    stage.store.claim_hand_over(&by(&town.shopkeeper), claim, code).await.expect("handed over");
}

on_both!(a_claimer_is_reminded_once_and_then_the_claim_lapses, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 3).await;
    let claim = stage.claim(&town, wish, 2).await;
    assert_eq!(tick(stage).await, JobCounts::default());
    stage.clock.advance(5 * DAY + 60);
    assert_eq!(tick(stage).await, JobCounts { reminded: 1, ..JobCounts::default() });
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimReminder).await, 1);
    assert_eq!(state(stage, &town.donor, claim.id).await, ClaimState::Pledged);

    stage.clock.advance(2 * DAY);
    assert_eq!(tick(stage).await, JobCounts { lapsed: 1, ..JobCounts::default() });
    assert_eq!(state(stage, &town.donor, claim.id).await, ClaimState::Lapsed);
    let (open, _) = stage.store.wish(&Actor::visitor(), wish).await.expect("the wish");
    assert_eq!((open.claimed, open.remaining, open.state), (0, 3, WishState::Published));
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimLapsed).await, 1);
    assert_eq!(told(stage, &town.family, NoticeKind::WishReopened).await, 1);
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(claims_on_the_way_do_not_lapse_unasked, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await;
    stage.store.run(&by(&town.donor), SendClaim(claim.id)).await.expect("on the way");
    // After a long outage the claimer is asked first; only then does the shop's time begin.
    stage.clock.advance(200 * DAY);
    assert_eq!(tick(stage).await, JobCounts::default(), "the wish does not expire either");
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimOverdue).await, 1);
    assert_eq!(state(stage, &town.donor, claim.id).await, ClaimState::OnTheWay);
});

on_both!(after_a_long_outage_a_claim_lapses_without_a_reminder, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    stage.claim(&town, wish, 1).await;
    stage.clock.advance(40 * DAY);
    assert_eq!(tick(stage).await, JobCounts { lapsed: 1, ..JobCounts::default() });
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimReminder).await, 0);
});

on_both!(a_hand_over_is_confirmed_after_the_days_of_its_policy, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let slow = Policy { confirm_days: 30, ..Policy::default() };
    stage.store.run(&by(&other.admin), SetPolicy { area: other.root, policy: slow }).await.expect("set");
    let mut claims = Vec::new();
    for town in [&town, &other] {
        let wish = stage.wish(town, 1).await;
        let claim = stage.claim(town, wish, 1).await;
        hand_over(stage, town, claim.id, wish).await;
        claims.push((claim.id, wish));
    }
    stage.clock.advance(7 * DAY - 60);
    assert_eq!(tick(stage).await, JobCounts::default());
    stage.clock.advance(120);
    assert_eq!(tick(stage).await, JobCounts { confirmed: 1, ..JobCounts::default() });
    assert_eq!(state(stage, &town.donor, claims[0].0).await, ClaimState::Confirmed);
    assert_eq!(stage.store.wish(&town.donor, claims[0].1).await.expect("it").0.state, WishState::Fulfilled);
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimConfirmed).await, 1);
    assert_eq!(state(stage, &other.donor, claims[1].0).await, ClaimState::HandedOver);
    stage.clock.advance(24 * DAY);
    assert_eq!(tick(stage).await, JobCounts { confirmed: 1, ..JobCounts::default() });
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(an_unclaimed_wish_expires, |stage| {
    let town = stage.town("甲").await;
    let (idle, busy) = (stage.wish(&town, 1).await, stage.wish(&town, 2).await);
    stage.clock.advance(88 * DAY);
    let claim = stage.claim(&town, busy, 1).await;
    stage.clock.advance(3 * DAY);
    assert_eq!(tick(stage).await, JobCounts { expired: 1, ..JobCounts::default() });
    assert_eq!(stage.store.wish_file(&town.family, idle).await.expect("its own").wish.state, WishState::Expired);
    assert_eq!(stage.number(&format!("select count(*) from wish_term where wish = {idle}")).await, 0);
    assert_eq!(told(stage, &town.family, NoticeKind::WishExpired).await, 1);
    // A wish whose claim has lapsed is open for two weeks more.
    stage.clock.advance(5 * DAY);
    assert_eq!(tick(stage).await, JobCounts { lapsed: 1, ..JobCounts::default() });
    assert_eq!(state(stage, &town.donor, claim.id).await, ClaimState::Lapsed);
    stage.clock.advance(13 * DAY);
    assert_eq!(tick(stage).await, JobCounts::default());
    stage.clock.advance(DAY + 60);
    assert_eq!(tick(stage).await, JobCounts { expired: 1, ..JobCounts::default() });
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(one_run_handles_more_than_a_batch, |stage| {
    let town = stage.town("甲").await;
    let all = Policy { open_claims: 50, ..Policy::default() };
    stage.store.run(&by(&town.admin), SetPolicy { area: town.root, policy: all }).await.expect("set");
    for _ in 0..5 {
        let donor = stage.donor(&town).await;
        for _ in 0..50 {
            let wish = stage.wish(&town, 1).await;
            let new = NewClaim { quantity: 1, due: 0 };
            stage.store.run(&by(&donor), TakeClaim { wish, new }).await.expect("a claim");
        }
    }
    // A claim whose wish row is inconsistent must not stop the rest of the batch.
    stage.clock.advance(8 * DAY);
    stage.plant("update wish set claimed = 0 where id = (select min(wish) from claim)").await;
    let done = stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!((done.lapsed, done.reminded), (249, 0));
    assert_eq!(stage.number("select count(*) from claim where state = 'pledged'").await, 1);
});

on_both!(old_sign_in_attempts_are_deleted, |stage| {
    for _ in 0..3 {
        stage.store.sign_in("13900000000", "wrong horse", "192.0.2.1").await.expect_err("wrong");
    }
    stage.clock.advance(DAY - 60);
    assert_eq!(stage.store.run_clocks().await.expect("the clocks run").forgotten, 0);
    stage.clock.advance(61);
    // Each counts for the phone, for the phone at this address, and for the address.
    assert_eq!(stage.store.run_clocks().await.expect("the clocks run").forgotten, 9);
});

on_both!(a_job_whose_next_run_a_wrong_clock_set_far_ahead_is_due, |stage| {
    let next = stage.store.now() + 40 * DAY;
    stage.plant(&format!("insert into job (name, next) values ('clocks', {next})")).await;
    assert!(stage.store.job_due("clocks", 15).await.expect("asked"));
    assert!(!stage.store.job_due("clocks", 15).await.expect("asked"), "now it has run");
    stage.clock.advance(16);
    assert!(stage.store.job_due("clocks", 15).await.expect("asked"));
});

on_both!(a_wish_that_waits_for_its_review_is_told_of_once_to_each_side, |stage| {
    let town = stage.town("甲").await;
    let item = domain::catalogue::by_key("blanket").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, again: true, ..NewWish::default() };
    let wish = stage.store.run(&by(&town.family), PostWish(new)).await.expect("posted");
    let after = async |days: i64| {
        stage.clock.advance(days * DAY);
        let told = stage.store.run_clocks().await.expect("the clocks run").asked;
        assert_eq!(stage.store.run_clocks().await.expect("the clocks run").asked, 0, "nothing twice");
        told
    };
    let heard = async || {
        stage.store.deliver_all().await.expect("delivered");
        let late = told(stage, &town.coordinator, NoticeKind::WishReviewLate).await;
        (late, told(stage, &town.family, NoticeKind::WishReviewWaits).await)
    };
    assert_eq!((after(6).await, heard().await), (0, (0, 0)));
    assert_eq!((after(2).await, heard().await), (1, (1, 0)));
    assert_eq!((after(7).await, heard().await), (1, (1, 1)));
    assert_eq!((after(60).await, heard().await), (0, (1, 1)));

    // A wish that is looked at again waits from then on, and is told of like a new one.
    let refuse = RejectWish { id: wish, reason: "先问问".into() };
    stage.store.run(&by(&town.caseworker), refuse).await.expect("sent back");
    assert_eq!((after(20).await, heard().await), (0, (1, 1)));
    stage.store.run(&by(&town.caseworker), ReopenWish { wish }).await.expect("looked at again");
    assert_eq!((after(6).await, heard().await), (0, (1, 1)));
    assert_eq!((after(2).await, heard().await), (1, (2, 1)));
    assert_eq!((after(7).await, heard().await), (1, (2, 2)));
    assert_eq!((after(60).await, heard().await), (0, (2, 2)));
});
