//! The line behind a taken wish: who is asked when a claim falls through, for how long, and how the line ends.

mod endings;
mod races;

use crate::support::{PASSWORD, Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    claims::{
        Arrival, Claim, ClaimState, NewClaim,
        sending::Decision,
        standby::{NewStandby, PLACES, StandbyId, StandbyState},
    },
    ledger::Condition,
    time,
    wishes::{WishId, WishState},
};
use store::{
    Store,
    claims::{
        fulfilment::{AcceptGoods, RefuseGoods},
        lifecycle::{CancelClaim, RevokeClaim, SendClaim, TakeClaim},
        standby::places::{AcceptStandby, JoinStandby, LeaveStandby},
        uncollected::DecideUncollected,
        undo::UndoClaim,
    },
};

async fn try_join(stage: &Stage, who: &Actor, wish: WishId, quantity: i64) -> store::Result<StandbyId> {
    stage.store.run(&by(who), JoinStandby { wish, new: NewStandby { quantity } }).await
}

async fn join(stage: &Stage, who: &Actor, wish: WishId) -> StandbyId {
    try_join(stage, who, wish, 1).await.expect("a place")
}

/// Registers donors who join the line one after the other.
pub(super) async fn line(stage: &Stage, town: &Town, wish: WishId, many: usize) -> Vec<(Actor, StandbyId)> {
    let mut line = Vec::new();
    for _ in 0..many {
        let donor = stage.donor(town).await;
        let place = join(stage, &donor, wish).await;
        line.push((donor, place));
    }
    line
}

async fn accept(store: &Store, who: &Actor, standby: StandbyId) -> store::Result<Claim> {
    store.run(&by(who), AcceptStandby { standby, due: 0 }).await
}

pub(super) async fn leave(stage: &Stage, who: &Actor, standby: StandbyId) -> store::Result<()> {
    stage.store.run(&by(who), LeaveStandby(standby)).await
}

pub(super) async fn cancel(stage: &Stage, who: &Actor, claim: i64) {
    let cancelled = stage.store.run(&by(who), CancelClaim { id: claim, reason: "买不到".into() }).await;
    cancelled.expect("cancelled");
}

async fn state(stage: &Stage, place: StandbyId) -> StandbyState {
    let state = stage.texts(&format!("select state from standby where id = {place}")).await;
    state[0].parse().expect("a state")
}

pub(super) async fn states(stage: &Stage, line: &[(Actor, StandbyId)]) -> Vec<&'static str> {
    let mut all = Vec::new();
    for (_, place) in line {
        all.push(state(stage, *place).await.as_str());
    }
    all
}

/// Returns claimed and remaining units of a wish as the public sees them.
pub(super) async fn units(stage: &Stage, wish: WishId) -> (i64, i64) {
    let (wish, _) = stage.store.wish(&Actor::visitor(), wish).await.expect("public");
    (wish.claimed, wish.remaining)
}

pub(super) async fn told(stage: &Stage, who: &Actor, kind: &str) -> i64 {
    stage.store.deliver_all().await.expect("delivered");
    stage.number(&format!("select count(*) from notice where account = {} and kind = '{kind}'", who.account)).await
}

/// Moves the clock behind the time to answer of a place, and runs the jobs.
async fn miss(stage: &Stage, place: StandbyId) {
    let until = stage.number(&format!("select answer_by from standby where id = {place}")).await;
    stage.clock.advance((until - stage.store.now()).max(0) + 1);
    stage.store.run_clocks().await.expect("the clocks run");
}

on_both!(five_in_line_are_asked_one_after_the_other_until_one_says_yes, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let line = line(stage, &town, wish, 5).await;
    assert_eq!(states(stage, &line).await, ["waiting"; 5]);
    stage.is_clean().await;

    // The first is asked in the transaction that ends the claim, and says no.
    cancel(stage, &town.donor, claim).await;
    assert_eq!(states(stage, &line).await, ["asked", "waiting", "waiting", "waiting", "waiting"]);
    assert_eq!((units(stage, wish).await, told(stage, &line[0].0, "standby_asked").await), ((1, 0), 1));
    let file = stage.store.own_standby(&line[0].0, line[0].1).await.expect("its own");
    assert_eq!((file.place.held, file.place.ahead), (1, 0));
    assert_eq!(file.place.answer_by, time::after_daytime(file.place.asked, 12));
    stage.is_clean().await;
    leave(stage, &line[0].0, line[0].1).await.expect("no");

    // The second is silent.
    assert_eq!(states(stage, &line).await, ["left", "asked", "waiting", "waiting", "waiting"]);
    let until = stage.number(&format!("select answer_by from standby where id = {}", line[1].1)).await;
    stage.clock.advance(until - stage.store.now() - 60);
    assert_eq!(stage.store.run_clocks().await.expect("the clocks run").standbys, 0, "not before its time is over");
    miss(stage, line[1].1).await;
    assert_eq!(states(stage, &line).await, ["left", "missed", "asked", "waiting", "waiting"]);
    assert_eq!(told(stage, &line[1].0, "standby_missed").await, 1);
    assert_eq!(code(accept(&stage.store, &line[1].0, line[1].1).await), "standby_over");
    assert_eq!(code(leave(stage, &line[1].0, line[1].1).await), "wrong_state");
    stage.is_clean().await;

    // The third closes its account; the job asks the fourth, who had left the line while waiting.
    leave(stage, &line[3].0, line[3].1).await.expect("left the line");
    stage.store.account_close(&by(&line[2].0), PASSWORD).await.expect("closed");
    assert_eq!(stage.store.run_clocks().await.expect("the clocks run").standbys, 1);
    assert_eq!(states(stage, &line).await, ["left", "missed", "ended", "left", "asked"]);

    // The fifth says yes, and has an ordinary claim.
    let claim = accept(&stage.store, &line[4].0, line[4].1).await.expect("a claim");
    assert_eq!((claim.state, claim.quantity, claim.source.as_str()), (ClaimState::Pledged, 1, "donor"));
    let file = stage.store.own_standby(&line[4].0, line[4].1).await.expect("its own");
    assert_eq!((file.place.state, file.place.claim), (StandbyState::Taken, claim.id));
    assert_eq!(units(stage, wish).await, (1, 0));
    assert_eq!(told(stage, &town.family, "wish_claimed").await, 2);
    for (donor, _) in &line {
        assert!(told(stage, donor, "standby_asked").await <= 1, "no donor is asked twice");
    }
    stage.is_clean().await;
});

on_both!(every_ending_without_goods_asks_the_next, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let arrived = async |claim: i64, condition: Condition| {
        let found = Arrival { condition, expires: 0 };
        store.run(&by(&town.shopkeeper), AcceptGoods { claim, found }).await.expect("arrived");
    };
    for ending in ["cancelled", "lapsed", "revoked", "refused", "not_arrived", "not_collected", "check_failed"] {
        let (wish, donor) = (stage.wish(&town, 1).await, stage.donor(&town).await);
        let new = NewClaim { quantity: 1, due: 0 };
        let claim = store.run(&by(&donor), TakeClaim { wish, new }).await.expect("a claim").id;
        let (next, place) = line(stage, &town, wish, 1).await.remove(0);
        let reason = || "没有办法".to_owned();
        match ending {
            "cancelled" => cancel(stage, &donor, claim).await,
            "revoked" => {
                store.run(&by(&town.caseworker), RevokeClaim { id: claim, reason: reason() }).await.expect("revoked");
            }
            "refused" => {
                store.run(&by(&town.shopkeeper), RefuseGoods { id: claim, reason: reason() }).await.expect("refused");
            }
            "lapsed" => {
                stage.clock.advance(8 * DAY);
                store.run_clocks().await.expect("the clocks run");
            }
            "not_arrived" => {
                store.run(&by(&donor), SendClaim(claim)).await.expect("on the way");
                for _ in 0..3 {
                    stage.clock.advance(8 * DAY);
                    store.run_clocks().await.expect("the clocks run");
                }
            }
            "not_collected" => {
                arrived(claim, Condition::New).await;
                for _ in 0..2 {
                    stage.clock.advance(31 * DAY);
                    store.run_clocks().await.expect("the clocks run");
                }
                assert_eq!(state(stage, place).await, StandbyState::Waiting, "the caseworker decides first");
                let decision = Decision::Reopen;
                store.run(&by(&town.caseworker), DecideUncollected { claim, decision }).await.expect("open");
            }
            _ => {
                arrived(claim, Condition::Used).await;
                store.run(&by(&town.shopkeeper), RefuseGoods { id: claim, reason: reason() }).await.expect("refused");
            }
        }
        assert_eq!(state(stage, place).await, StandbyState::Asked, "{ending}");
        assert_eq!((units(stage, wish).await, told(stage, &next, "standby_asked").await), ((1, 0), 1), "{ending}");
        stage.is_clean().await;
    }
});

on_both!(a_yes_obeys_the_rules_of_claims_and_happens_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (next, place) = line(stage, &town, wish, 1).await.remove(0);
    assert_eq!(code(accept(store, &next, place).await), "wrong_state");
    for _ in 0..3 {
        let (other, new) = (stage.wish(&town, 1).await, NewClaim { quantity: 1, due: 0 });
        store.run(&by(&next), TakeClaim { wish: other, new }).await.expect("a claim");
    }
    cancel(stage, &town.donor, claim).await;
    assert_eq!(code(accept(store, &next, place).await), "claim_limit");
    assert_eq!(state(stage, place).await, StandbyState::Asked, "it may still answer");
    let owed = store.my_claims(&next).await.expect("its own")[0].claim.id;
    cancel(stage, &next, owed).await;
    for stranger in [&town.donor, &stage.donor(&town).await] {
        assert_eq!(code(accept(store, stranger, place).await), "not_found");
        assert_eq!(code(leave(stage, stranger, place).await), "not_found");
        assert_eq!(code(store.own_standby(stranger, place).await), "not_found");
    }
    assert_eq!(code(accept(store, &town.family, place).await), "not_allowed");
    assert_eq!(code(accept(store, &Actor::visitor(), place).await), "sign_in_needed");
    let late = AcceptStandby { standby: place, due: store.now() + 30 * DAY };
    assert_eq!(fields(store.run(&by(&next), late).await), [("due", "out_of_range")]);

    let (request, yes) = (by(&next), AcceptStandby { standby: place, due: 0 });
    let first = store.run(&request, yes).await.expect("a claim");
    assert_eq!(store.run(&request, yes).await.expect("the same").id, first.id);
    assert_eq!(code(accept(store, &next, place).await), "wrong_state");
    assert_eq!(stage.number(&format!("select count(*) from claim where wish = {wish}")).await, 2);
    stage.is_clean().await;
});

on_both!(an_answer_after_the_time_is_refused_before_the_job_runs, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (next, place) = line(stage, &town, wish, 1).await.remove(0);
    cancel(stage, &town.donor, claim).await;
    stage.clock.advance(DAY + 60);
    assert_eq!(code(accept(store, &next, place).await), "standby_over");
    assert_eq!(units(stage, wish).await, (1, 0), "held until the job has run");
    assert_eq!(store.run_clocks().await.expect("the clocks run").standbys, 1);
    assert_eq!(units(stage, wish).await, (0, 1), "the feed comes last");
    stage.is_clean().await;
});

on_both!(only_a_taken_wish_has_a_line_and_each_donor_one_place_in_it, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let (wish, donor) = (stage.wish(&town, 1).await, stage.donor(&town).await);
    assert_eq!(code(try_join(stage, &donor, wish, 1).await), "units_left");
    let terms = store.standby_terms(&donor, wish).await.expect("terms");
    assert_eq!((terms.place, terms.refused.map(|code| code.as_str())), (None, Some("units_left")));
    stage.claim(&town, wish, 1).await;
    assert_eq!(store.standby_terms(&donor, wish).await.expect("terms").refused, None);
    assert_eq!(code(try_join(stage, &town.donor, wish, 1).await), "already_claimed");
    assert_eq!(code(try_join(stage, &there.donor, wish, 1).await), "other_area");
    assert_eq!(code(try_join(stage, &town.family, wish, 1).await), "not_allowed");
    assert_eq!(code(try_join(stage, &Actor::visitor(), wish, 1).await), "sign_in_needed");
    assert_eq!(code(try_join(stage, &donor, 4711, 1).await), "not_found");
    assert_eq!(fields(try_join(stage, &donor, wish, 21).await), [("quantity", "out_of_range")]);
    let place = join(stage, &donor, wish).await;
    assert_eq!(join(stage, &donor, wish).await, place, "the same place");
    assert_eq!(store.standby_terms(&donor, wish).await.expect("terms").place.expect("its own").id, place);
    leave(stage, &donor, place).await.expect("left");
    let again = join(stage, &donor, wish).await;
    assert_ne!(again, place, "at the end of the line");

    for _ in 1..PLACES {
        let (other, claimer) = (stage.wish(&town, 1).await, stage.donor(&town).await);
        let new = NewClaim { quantity: 1, due: 0 };
        store.run(&by(&claimer), TakeClaim { wish: other, new }).await.expect("a claim");
        join(stage, &donor, other).await;
    }
    let (full, claimer) = (stage.wish(&town, 1).await, stage.donor(&town).await);
    let new = NewClaim { quantity: 1, due: 0 };
    store.run(&by(&claimer), TakeClaim { wish: full, new }).await.expect("a claim");
    assert_eq!(code(try_join(stage, &donor, full, 1).await), "standby_limit");
    leave(stage, &donor, again).await.expect("left");
    join(stage, &donor, full).await;
    assert_eq!(store.my_standbys(&donor).await.expect("its own").len(), 7);
    stage.is_clean().await;
});

on_both!(units_of_a_wish_are_asked_for_in_the_order_of_the_line, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 3).await;
    let claim = stage.claim(&town, wish, 3).await.id;
    let (two, one) = (stage.donor(&town).await, stage.donor(&town).await);
    let first = try_join(stage, &two, wish, 2).await.expect("a place");
    let second = try_join(stage, &one, wish, 20).await.expect("a place");
    let held = async |place: StandbyId| stage.number(&format!("select held from standby where id = {place}")).await;
    cancel(stage, &town.donor, claim).await;
    assert_eq!((held(first).await, held(second).await, units(stage, wish).await), (2, 1, (3, 0)));
    stage.is_clean().await;
    leave(stage, &two, first).await.expect("no");
    assert_eq!((held(first).await, held(second).await), (0, 1), "asked once, for what was free");
    assert_eq!(units(stage, wish).await, (1, 2));
    // A donor who is asked and claims what is free leaves the line.
    let new = NewClaim { quantity: 2, due: 0 };
    stage.store.run(&by(&one), TakeClaim { wish, new }).await.expect("a claim");
    assert_eq!((state(stage, second).await, units(stage, wish).await), (StandbyState::Left, (2, 1)));
    stage.is_clean().await;
});

pub(super) async fn line_of_one(stage: &Stage, town: &Town, wish: WishId) -> (Actor, StandbyId) {
    line(stage, town, wish, 1).await.remove(0)
}

on_both!(a_cancellation_cannot_be_taken_back_once_the_next_is_asked, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (next, place) = line_of_one(stage, &town, wish).await;
    cancel(stage, &town.donor, claim).await;
    assert_eq!(code(store.run(&by(&town.donor), UndoClaim(claim)).await), "already_taken");
    leave(stage, &next, place).await.expect("no");
    store.run(&by(&town.donor), UndoClaim(claim)).await.expect("taken back");
    stage.is_clean().await;
});

on_both!(check_names_lines_that_do_not_fit, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let (_, place) = line_of_one(stage, &town, wish).await;
    cancel(stage, &town.donor, claim).await;
    stage.is_clean().await;
    stage.plant(&format!("update standby set state = 'waiting', held = 0, asked = 0 where id = {place}")).await;
    stage.plant(&format!("update wish set claimed = 0 where id = {wish}")).await;
    let said = stage.store.check().await.expect("checked");
    assert_eq!(said, [format!("wish {wish}: 1 units are free, but place {place} in its line is not asked")]);
    stage.plant(&format!("update wish set state = 'withdrawn' where id = {wish}")).await;
    let said = stage.store.check().await.expect("checked");
    let state = WishState::Withdrawn.as_str();
    assert_eq!(said, [format!("place {place} stands in the line of wish {wish}, which is {state}")]);
});
