//! Claims whose owner is silent: who is asked, in which order, and what comes back to the family.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    areas::{Policy, Waits},
    claims::{
        Arrival, Claim, ClaimId, ClaimState,
        sending::{Decision, Sending},
    },
    ledger::Condition,
    today::Work,
    wishes::{WishId, WishState},
};
use store::{
    areas::policies::SetPolicy,
    claims::{
        fulfilment::AcceptGoods,
        lifecycle::{CancelClaim, SendClaim},
        sending::{DispatchClaim, ShiftArrival},
        uncollected::DecideUncollected,
        undo::UndoClaim,
    },
    ops::jobs::JobCounts,
    wishes::lifecycle::WithdrawWish,
};

/// Lets some days pass and runs the jobs on two servers at once; returns how many steps were taken about claims.
async fn pass(stage: &Stage, days: i64) -> i64 {
    stage.clock.advance(days * DAY + 60);
    let other = stage.another().await;
    let (mine, theirs) = tokio::join!(stage.store.run_clocks(), other.run_clocks());
    let again = stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(again, JobCounts::default(), "a repeated run does nothing");
    other.close().await;
    mine.expect("the clocks run").followed + theirs.expect("the clocks run").followed
}

async fn told(stage: &Stage, who: &Actor, kind: &str) -> i64 {
    stage.store.deliver_all().await.expect("delivered");
    stage.number(&format!("select count(*) from notice where account = {} and kind = '{kind}'", who.account)).await
}

async fn claim(stage: &Stage, town: &Town, id: ClaimId) -> Claim {
    stage.store.claim(&town.caseworker, id).await.expect("the claim").claim
}

/// Returns claimed and remaining units of a wish and its state, as the family sees it.
async fn wish(stage: &Stage, town: &Town, id: WishId) -> (i64, i64, WishState) {
    let wish = stage.store.wish_file(&town.family, id).await.expect("the wish").wish;
    (wish.claimed, wish.remaining, wish.state)
}

async fn arrive(stage: &Stage, town: &Town, claim: ClaimId, condition: Condition) {
    let found = Arrival { condition, expires: 0 };
    stage.store.run(&by(&town.shopkeeper), AcceptGoods { claim, found }).await.expect("arrived");
}

/// Makes a claim whose goods were not collected in time.
async fn uncollected(stage: &Stage, town: &Town, wish: WishId, quantity: i64) -> ClaimId {
    let claim = stage.claim(town, wish, quantity).await.id;
    arrive(stage, town, claim, Condition::New).await;
    pass(stage, 30).await;
    pass(stage, 30).await;
    let shelved = stage.store.claim(&town.caseworker, claim).await.expect("the claim").claim;
    assert_eq!((shelved.state, shelved.undecided > 0), (ClaimState::Revoked, true));
    claim
}

fn parcel(expected: i64) -> Sending {
    Sending { expected, courier: "顺丰".into(), tracking: "SF123".into() }
}

on_both!(overdue_goods_are_asked_of_the_donor_then_of_the_shop_and_then_the_wish_is_open, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 1).await;
    let id = stage.claim(&town, of, 1).await.id;
    let sending = parcel(store.now() + 3 * DAY);
    store.run(&by(&town.donor), DispatchClaim { claim: id, sending }).await.expect("on the way");
    assert_eq!(pass(stage, 2).await, 0);
    assert_eq!(pass(stage, 1).await, 1);
    assert_eq!(told(stage, &town.donor, "claim_overdue").await, 1);
    assert_eq!(told(stage, &town.shopkeeper, "claim_missing").await, 0);
    assert_eq!(pass(stage, 1).await, 0);
    assert_eq!(pass(stage, 1).await, 1);
    assert_eq!(told(stage, &town.shopkeeper, "claim_missing").await, 1);
    assert_eq!(claim(stage, &town, id).await.state, ClaimState::OnTheWay);
    assert_eq!(pass(stage, 6).await, 0);
    assert_eq!(pass(stage, 1).await, 1);
    let ended = claim(stage, &town, id).await;
    assert_eq!((ended.state, ended.reason.as_str()), (ClaimState::Lapsed, "not_arrived"));
    assert_eq!(told(stage, &town.donor, "claim_not_arrived").await, 1);
    assert_eq!(told(stage, &town.family, "wish_reopened").await, 1);
    assert_eq!(wish(stage, &town, of).await, (0, 1, WishState::Published));
    assert_eq!(pass(stage, 30).await, 0, "each step once");
    stage.is_clean().await;
});

on_both!(the_donor_moves_the_day_of_arrival_twice_within_the_policy, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let waits = Waits { arrive_days: 4, grace_days: 1, ..Waits::default() };
    let policy = Policy { waits, ..Policy::default() };
    store.run(&by(&town.admin), SetPolicy { area: town.root, policy: policy.clone() }).await.expect("set");
    assert_eq!(store.policy(town.home).await.expect("a policy").0, policy);
    let of = stage.wish(&town, 1).await;
    let id = stage.claim(&town, of, 1).await.id;
    let send = async |expected| {
        let sending = parcel(expected);
        store.run(&by(&town.donor), DispatchClaim { claim: id, sending }).await
    };
    for wrong in [store.now() - 1, store.now() + 6 * DAY] {
        assert_eq!(fields(send(wrong).await), [("expected", "out_of_range")]);
    }
    let shift = async |who: &Actor, expected| store.run(&by(who), ShiftArrival { claim: id, expected }).await;
    assert_eq!(code(shift(&town.donor, 0).await), "wrong_state");
    send(0).await.expect("on the way");
    assert_eq!(code(shift(&stage.donor(&town).await, 0).await), "not_found");
    assert_eq!(fields(shift(&town.donor, store.now() + 9 * DAY).await), [("expected", "out_of_range")]);
    assert_eq!(pass(stage, 4).await, 1);
    shift(&town.donor, 0).await.expect("later");
    assert_eq!(pass(stage, 3).await, 0, "the shop is not asked before the new day");
    assert_eq!(pass(stage, 1).await, 1);
    assert_eq!(told(stage, &town.donor, "claim_overdue").await, 2);
    let day = shift(&town.donor, store.now() + 2 * DAY).await.expect("later");
    assert_eq!(claim(stage, &town, id).await.expected, day);
    assert_eq!(code(shift(&town.donor, 0).await), "already_shifted");
});

on_both!(a_parcels_number_is_for_staff_and_claimer_only, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 1).await;
    let id = stage.claim(&town, of, 1).await.id;
    store.run(&by(&town.donor), DispatchClaim { claim: id, sending: parcel(0) }).await.expect("on the way");
    for who in [&town.donor, &town.shopkeeper, &town.caseworker] {
        assert_eq!(store.claim(who, id).await.expect("the claim").tracking, "SF123", "{}", who.name);
    }
    let read = store.claim(&town.family, id).await.expect("the claim");
    assert_eq!((read.courier.as_str(), read.tracking.as_str()), ("", ""));
    assert_eq!(store.arrivals(&town.shopkeeper).await.expect("a list")[0].courier, "顺丰");
});

on_both!(a_tap_that_stops_a_clock_is_taken_back_for_ten_minutes_by_the_same_donor, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 1).await;
    let taken = stage.claim(&town, of, 1).await;
    let (id, undo) = (taken.id, async |who: &Actor, id| store.run(&by(who), UndoClaim(id)).await);
    assert_eq!(code(undo(&town.donor, id).await), "wrong_state");
    store.run(&by(&town.donor), SendClaim(id)).await.expect("on the way");
    assert_eq!(code(undo(&stage.donor(&town).await, id).await), "not_found");
    assert_eq!(code(undo(&town.shopkeeper, id).await), "not_found");
    undo(&town.donor, id).await.expect("taken back");
    let back = claim(stage, &town, id).await;
    assert_eq!((back.state, back.due, back.expected), (ClaimState::Pledged, taken.due, 0));

    store.run(&by(&town.donor), SendClaim(id)).await.expect("on the way");
    let cancel = || CancelClaim { id, reason: "买不到".into() };
    store.run(&by(&town.donor), cancel()).await.expect("cancelled");
    assert_eq!(wish(stage, &town, of).await.0, 0);
    undo(&town.donor, id).await.expect("taken back");
    let back = claim(stage, &town, id).await;
    assert_eq!((back.state, back.reason.as_str(), back.expected > 0), (ClaimState::OnTheWay, "", true));
    assert_eq!(wish(stage, &town, of).await.0, 1);
    assert_eq!(pass(stage, 7).await, 1, "its clock runs on");
    assert_eq!(code(undo(&town.donor, id).await), "undo_over");

    store.run(&by(&town.donor), cancel()).await.expect("cancelled");
    let faster = stage.donor(&town).await;
    let new = domain::claims::NewClaim { quantity: 1, due: 0 };
    store.run(&by(&faster), store::claims::lifecycle::TakeClaim { wish: of, new }).await.expect("claimed");
    assert_eq!(code(undo(&town.donor, id).await), "already_taken");
    stage.is_clean().await;
});

on_both!(a_wish_that_reopens_has_two_weeks_left_and_keeps_its_place, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 1).await;
    let place = async || stage.number(&format!("select turn * 1000000 + id from wish where id = {of}")).await;
    let before = place().await;
    stage.clock.advance(88 * DAY);
    stage.claim(&town, of, 1).await;
    stage.clock.advance(7 * DAY + 60);
    let ran = store.run_clocks().await.expect("the clocks run");
    assert_eq!((ran.lapsed, ran.expired), (1, 0), "not reopened and expired in one run");
    let left = stage.number(&format!("select expires from wish where id = {of}")).await - store.now();
    assert!((14 * DAY - 5..=14 * DAY).contains(&left), "{left}");
    assert_eq!(place().await, before);
    stage.clock.advance(13 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").expired, 0);
    stage.clock.advance(DAY + 60);
    assert_eq!(store.run_clocks().await.expect("the clocks run").expired, 1);
});

on_both!(days_of_overlapping_claims_are_given_back_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 2).await;
    let expires = async || stage.number(&format!("select expires from wish where id = {of}")).await;
    let before = expires().await;
    for _ in 0..2 {
        stage.claim(&town, of, 1).await;
    }
    stage.clock.advance(8 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").lapsed, 2);
    let given = expires().await - before;
    assert!((8 * DAY..8 * DAY + 60).contains(&given), "{given}");
});

on_both!(goods_that_wait_remind_the_family_then_the_caseworker_and_then_go_to_the_shelf, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 1).await;
    let id = stage.claim(&town, of, 1).await.id;
    arrive(stage, &town, id, Condition::New).await;
    let lot = claim(stage, &town, id).await.lot;
    let today = async || {
        let today = store.today(&town.caseworker).await.expect("today");
        (today.n(Work::Deliveries), today.n(Work::Uncollected))
    };
    for (days, reminders) in [(2, 0), (1, 1), (6, 1), (1, 2), (7, 3), (7, 4)] {
        pass(stage, days).await;
        assert_eq!(told(stage, &town.family, "wish_waiting").await, reminders);
    }
    assert_eq!(today().await, (1, 0));
    assert_eq!(stage.units(lot, "reserved", id).await, 1);
    assert_eq!(pass(stage, 6).await, 1, "the last day is the thirtieth");
    assert_eq!((stage.units(lot, "reserved", id).await, stage.units(lot, "shelf", town.shop).await), (0, 1));
    let shelved = claim(stage, &town, id).await;
    assert_eq!((shelved.state, shelved.reason.as_str()), (ClaimState::Revoked, "not_collected"));
    assert_eq!(wish(stage, &town, of).await, (1, 0, WishState::Published), "no donor buys it meanwhile");
    assert_eq!((today().await, told(stage, &town.family, "wish_uncollected").await), ((0, 1), 1));
    assert_eq!(store.claims_to_decide(&town.caseworker).await.expect("a list").len(), 1);
    stage.is_clean().await;

    assert_eq!(pass(stage, 13).await, 0);
    assert_eq!(pass(stage, 1).await, 1, "unanswered, it opens by itself");
    assert_eq!((wish(stage, &town, of).await, today().await), ((0, 1, WishState::Published), (0, 0)));
    stage.is_clean().await;
});

on_both!(a_caseworker_decides_about_goods_that_were_not_collected, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let decide = async |who: &Actor, claim, decision| store.run(&by(who), DecideUncollected { claim, decision }).await;
    let one = stage.wish(&town, 1).await;
    let again = uncollected(stage, &town, one, 1).await;
    for (who, refusal) in
        [(&town.donor, "not_allowed"), (&town.family, "not_allowed"), (&other.caseworker, "not_found")]
    {
        assert_eq!(code(decide(who, again, Decision::Reopen).await), refusal);
    }
    decide(&town.caseworker, again, Decision::Reopen).await.expect("open");
    assert_eq!(wish(stage, &town, one).await, (0, 1, WishState::Published));
    assert_eq!(code(decide(&town.caseworker, again, Decision::Close).await), "wrong_state");

    let two = stage.wish(&town, 3).await;
    let fewer = uncollected(stage, &town, two, 2).await;
    decide(&town.caseworker, fewer, Decision::Close).await.expect("closed");
    assert_eq!(wish(stage, &town, two).await, (0, 1, WishState::Published), "the third unit is still wanted");

    let three = stage.wish_for(&town, "blanket").await;
    let none = uncollected(stage, &town, three, 1).await;
    decide(&town.caseworker, none, Decision::Close).await.expect("closed");
    assert_eq!(wish(stage, &town, three).await.2, WishState::Withdrawn);

    let own = stage.wish_for(&town, "wok").await;
    uncollected(stage, &town, own, 1).await;
    store.run(&by(&town.family), WithdrawWish { id: own, reason: String::new() }).await.expect("withdrawn");
    assert!(store.claims_to_decide(&town.caseworker).await.expect("a list").is_empty());
    stage.is_clean().await;
});

on_both!(an_appliance_that_is_never_checked_reminds_the_shop_and_opens_the_wish, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let of = stage.wish(&town, 1).await;
    let id = stage.claim(&town, of, 1).await.id;
    arrive(stage, &town, id, Condition::Used).await;
    let lot = claim(stage, &town, id).await.lot;
    assert_eq!(pass(stage, 3).await, 1);
    assert_eq!(told(stage, &town.shopkeeper, "claim_unchecked").await, 1);
    assert_eq!(told(stage, &town.family, "wish_waiting").await, 0);
    pass(stage, 27).await;
    let ended = claim(stage, &town, id).await;
    assert_eq!((ended.state, ended.reason.as_str()), (ClaimState::Revoked, "not_checked"));
    assert_eq!(stage.units(lot, "quarantine", town.shop).await, 1, "the shop still has to check or return it");
    assert_eq!(wish(stage, &town, of).await, (0, 1, WishState::Published));
    assert_eq!(store.today(&town.caseworker).await.expect("today").n(Work::Uncollected), 0);
    stage.is_clean().await;
});

on_both!(goods_from_before_the_clocks_get_their_whole_time, |stage| {
    let town = stage.town("甲").await;
    let (sent, here) = (stage.wish(&town, 1).await, stage.wish(&town, 1).await);
    let (sent, here) = (stage.claim(&town, sent, 1).await.id, stage.claim(&town, here, 1).await.id);
    arrive(stage, &town, here, Condition::New).await;
    // As the migration leaves them.
    let old = stage.store.now() - 200 * DAY;
    let left = format!("update claim set changed = {old}, next_step = {old},");
    stage.plant(&format!("{left} state = 'on_the_way', expected = {old} where id = {sent}")).await;
    stage.plant(&format!("{left} collect_by = 0 where id = {here}")).await;
    assert_eq!(pass(stage, 0).await, 2);
    assert_eq!(told(stage, &town.donor, "claim_overdue").await, 1);
    assert_eq!(told(stage, &town.family, "wish_waiting").await, 1);
    assert_eq!(claim(stage, &town, sent).await.state, ClaimState::OnTheWay);
    assert!(claim(stage, &town, here).await.collect_by > stage.store.now() + 29 * DAY);
});

#[test]
fn a_policy_from_before_the_waits_keeps_its_shape_and_loads_with_defaults() {
    let before = "{\"who_may_claim\":\"anyone\",\"open_claims\":3,\"claim_days\":7,\"reminder_days\":2,\"wish_days\":90,\
                  \"confirm_days\":7,\"open_wishes\":0,\"year_wishes\":0}";
    let policy: Policy = serde_json::from_str(before).expect("it loads");
    assert_eq!(policy, Policy::default());
    assert_eq!(serde_json::to_string(&policy).expect("text"), before);
}
