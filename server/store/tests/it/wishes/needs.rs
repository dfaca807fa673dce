//! Standing needs: turns made by the clock exactly once, donors who bring all of them, and every end.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    areas::{Policy, WhoMayClaim},
    casework::{CloseReason, Closing},
    claims::{ClaimState, NewClaim},
    households::Member,
    wishes::{
        NewWish, WishId,
        needs::{NeedId, NeedPromiseState, NeedTurn},
    },
};
use store::{
    areas::policies::SetPolicy,
    casework::{
        file::close::{CloseFile, ReopenFile},
        members::{AddMember, RemoveMember},
    },
    claims::lifecycle::TakeClaim,
    households::edit::ANY_VERSION,
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish, WithdrawWish},
        needs::{
            promises::{PromiseNeed, StopPromise},
            turns::StopNeed,
        },
        public_fields::RewriteWish,
    },
};

async fn post(stage: &Stage, town: &Town, months: i64) -> store::Result<WishId> {
    let item = domain::catalogue::by_key("milk_powder").expect("in the catalogue");
    let size = item.sizes.first().copied().unwrap_or_default().to_owned();
    let new = NewWish { item: item.id, size, quantity: 2, months: Some(months), again: true, ..NewWish::default() };
    stage.store.run(&by(&town.family), PostWish(new)).await
}

async fn publish(stage: &Stage, town: &Town, id: WishId) {
    let publication = PublishWish { id, words: "每个月要两罐".into() };
    stage.store.run(&by(&town.caseworker), publication).await.expect("published");
}

/// Publishes the first turn of a need; returns wish and need.
async fn running(stage: &Stage, town: &Town, months: i64) -> (WishId, NeedId) {
    let wish = post(stage, town, months).await.expect("posted");
    publish(stage, town, wish).await;
    (wish, turn(stage, wish).await.need)
}

async fn turn(stage: &Stage, wish: WishId) -> NeedTurn {
    stage.store.wish(&Actor::visitor(), wish).await.expect("public").0.turn.expect("a turn")
}

async fn turns(stage: &Stage, need: NeedId) -> i64 {
    stage.number(&format!("select count(*) from wish where need = {need}")).await
}

/// Returns the newest turn's wish.
async fn newest(stage: &Stage, need: NeedId) -> WishId {
    stage.number(&format!("select max(id) from wish where need = {need}")).await
}

async fn state(stage: &Stage, need: NeedId) -> String {
    stage.texts(&format!("select state from need where id = {need}")).await.remove(0)
}

/// Moves the clock by a month, and runs the jobs; returns how many turns they made or ended.
async fn month(stage: &Stage) -> i64 {
    stage.clock.advance(31 * DAY);
    stage.store.run_clocks().await.expect("the clocks run").needs
}

async fn told(stage: &Stage, who: &Actor, kind: &str) -> i64 {
    stage.store.deliver_all().await.expect("delivered");
    stage.number(&format!("select count(*) from notice where account = {} and kind = '{kind}'", who.account)).await
}

on_both!(each_month_has_one_wish_whichever_server_makes_it, |stage| {
    let town = stage.town("甲").await;
    for months in [0, 1, 13] {
        assert_eq!(fields(post(stage, &town, months).await), [("months", "out_of_range")]);
    }
    let (wish, need) = running(stage, &town, 3).await;
    let first = turn(stage, wish).await;
    assert_eq!((first.month, first.months, first.goes_on, first.promised), (1, 3, true, false));
    assert_eq!(stage.store.run_clocks().await.expect("ran").needs, 0, "not before its day");

    let other = stage.another().await;
    stage.clock.advance(31 * DAY);
    let (here, there) = tokio::join!(stage.store.run_clocks(), other.run_clocks());
    assert_eq!(here.expect("ran").needs + there.expect("ran").needs, 1, "by one of two servers");
    assert_eq!(turns(stage, need).await, 2);
    let second = newest(stage, need).await;
    let (seen, _) = stage.store.wish(&Actor::visitor(), second).await.expect("public");
    assert_eq!((seen.words.as_str(), seen.quantity, seen.claimed), ("每个月要两罐", 2, 0));
    assert_eq!(seen.turn.expect("a turn").month, 2);
    assert_eq!(told(stage, &town.family, "wish_published").await, 2);
    stage.is_clean().await;
    other.close().await;

    assert_eq!(month(stage).await, 1);
    assert_eq!((turns(stage, need).await, state(stage, need).await.as_str()), (3, "done"));
    assert_eq!((month(stage).await, turns(stage, need).await), (0, 3));
    stage.is_clean().await;
});

on_both!(a_donor_who_promises_every_turn_gets_each_claim_until_it_stops, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, need) = running(stage, &town, 6).await;
    let other = stage.donor(&town).await;
    let there = stage.town("乙").await;
    assert_eq!(code(store.run(&by(&there.donor), PromiseNeed(need)).await), "other_area");
    let promise = store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    assert_eq!(code(store.run(&by(&other), PromiseNeed(need)).await), "need_promised");
    assert_eq!(code(store.run(&by(&other), StopPromise(promise)).await), "not_found");

    assert_eq!(month(stage).await, 1);
    let wish = newest(stage, need).await;
    let own = store.my_need_promises(&town.donor).await.expect("a list").remove(0);
    assert_eq!((own.wish, own.made, own.state), (wish, 2, NeedPromiseState::Running));
    let claim = store.own_claim(&town.donor, own.claim.expect("a claim")).await.expect("its own").claim;
    assert_eq!((claim.state, claim.quantity), (ClaimState::Pledged, 2));
    assert_eq!(told(stage, &town.donor, "need_claimed").await, 1);
    assert_eq!(told(stage, &town.family, "wish_claimed").await, 1);
    stage.is_clean().await;

    // While it may not claim, the turn is open to all; the next is claimed for it again.
    let set = |open_claims| SetPolicy { area: town.district, policy: Policy { open_claims, ..Policy::default() } };
    store.run(&by(&town.coordinator), set(1)).await.expect("a policy");
    let lamp = stage.wish(&town, 1).await;
    stage.plant(&format!("update claim set state = 'confirmed' where id = {}", claim.id)).await;
    let held = store.run(&by(&town.donor), TakeClaim { wish: lamp, new: NewClaim { quantity: 1, due: 0 } }).await;
    let held = held.expect("a claim").id;
    stage.plant(&format!("update claim set due = due + {} where id = {held}", 90 * DAY)).await;
    assert_eq!(month(stage).await, 1);
    assert_eq!(told(stage, &town.donor, "need_skipped").await, 1);
    let (open, _) = store.wish(&other, newest(stage, need).await).await.expect("public");
    assert_eq!((open.claimed, open.remaining), (0, 2));

    store.run(&by(&town.donor), StopPromise(promise)).await.expect("stopped");
    assert_eq!(code(store.run(&by(&town.donor), StopPromise(promise)).await), "wrong_state");
    assert_eq!(month(stage).await, 1);
    let (open, _) = store.wish(&other, newest(stage, need).await).await.expect("public");
    assert_eq!(open.claimed, 0, "open to others");
    assert_eq!(told(stage, &town.donor, "need_claimed").await, 1);
    store.run(&by(&other), PromiseNeed(need)).await.expect("another donor may follow");
});

on_both!(a_need_ends_when_it_is_stopped_rejected_or_its_file_closes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    let (_, stopped) = running(stage, &town, 3).await;
    assert_eq!(code(store.run(&by(&there.family), StopNeed(stopped)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&there.caseworker), StopNeed(stopped)).await), "not_found");
    store.run(&by(&town.donor), PromiseNeed(stopped)).await.expect("promised");
    store.run(&by(&town.family), StopNeed(stopped)).await.expect("stopped");
    assert_eq!(told(stage, &town.donor, "need_ended").await, 1);
    assert_eq!(code(store.run(&by(&town.caseworker), StopNeed(stopped)).await), "wrong_state");
    assert_eq!(code(store.run(&by(&town.donor), PromiseNeed(stopped)).await), "not_found");

    let rejected = post(stage, &town, 3).await.expect("posted");
    let need = stage.number(&format!("select need from wish where id = {rejected}")).await;
    store.run(&by(&town.caseworker), RejectWish { id: rejected, reason: "社区有".into() }).await.expect("rejected");
    assert_eq!(state(stage, need).await, "ended");

    let (_, closed) = running(stage, &town, 3).await;
    let closing = Closing { household: town.household, reason: CloseReason::Asked, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(state(stage, closed).await, "ended");
    assert_eq!(month(stage).await, 0);
    for need in [stopped, need, closed] {
        assert_eq!(turns(stage, need).await, 1);
    }
    stage.is_clean().await;
});

on_both!(a_stop_and_the_clock_at_once_leave_turns_that_are_counted, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    for _ in 0..5 {
        let (_, need) = running(stage, &town, 2).await;
        stage.plant(&format!("update need set next = 1 where id = {need}")).await;
        let family = by(&town.family);
        let (ran, stopped) = tokio::join!(stage.store.run_clocks(), other.run(&family, StopNeed(need)));
        ran.expect("the clocks run");
        match stopped {
            Ok(()) => assert_eq!((turns(stage, need).await, state(stage, need).await.as_str()), (1, "stopped")),
            refused => {
                assert_eq!(code(refused), "wrong_state");
                assert_eq!((turns(stage, need).await, state(stage, need).await.as_str()), (2, "done"));
            }
        }
        stage.is_clean().await;
    }
    other.close().await;
});

on_both!(a_file_that_closes_while_its_need_is_published_leaves_neither_wish_nor_need, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    for _ in 0..3 {
        let id = post(stage, &town, 3).await.expect("posted");
        let need = stage.number(&format!("select need from wish where id = {id}")).await;
        let (reviewer, keeper) = (by(&town.caseworker), by(&town.caseworker));
        let publication = PublishWish { id, words: String::new() };
        let closing = Closing { household: town.household, reason: CloseReason::Asked, words: String::new() };
        let (published, closed) =
            tokio::join!(stage.store.run(&reviewer, publication), other.run(&keeper, CloseFile(closing)));
        closed.expect("closed");
        if published.is_err() {
            assert!(["wrong_state", "file_closed"].contains(&code(published)));
        }
        assert_eq!(stage.texts(&format!("select state from wish where id = {id}")).await, ["withdrawn"]);
        assert_eq!(state(stage, need).await, "ended");
        stage.is_clean().await;
        stage.store.run(&by(&town.caseworker), ReopenFile(town.household)).await.expect("opened again");
    }
    other.close().await;
});

on_both!(a_turn_that_staff_withdraw_does_not_come_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let withdraw = async |who: &Actor, id: WishId| {
        store.run(&by(who), WithdrawWish { id, reason: "另有安排".into() }).await.expect("withdrawn");
    };
    let (first, need) = running(stage, &town, 6).await;
    store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    withdraw(&town.family, first).await;
    assert_eq!((state(stage, need).await.as_str(), month(stage).await), ("running", 1), "this month's only");
    withdraw(&town.caseworker, newest(stage, need).await).await;
    assert_eq!((state(stage, need).await.as_str(), month(stage).await), ("stopped", 0));
    assert_eq!((turns(stage, need).await, told(stage, &town.donor, "need_ended").await), (2, 1));
    stage.is_clean().await;
});

on_both!(a_need_ends_with_the_item_that_is_off_the_list, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let item = stage.own_item(&town, "暖手宝").await;
    let new = NewWish { item, quantity: 1, months: Some(6), again: true, ..NewWish::default() };
    let wish = store.run(&by(&town.family), PostWish(new)).await.expect("posted");
    publish(stage, &town, wish).await;
    let need = turn(stage, wish).await.need;
    store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    assert_eq!((month(stage).await, turns(stage, need).await), (1, 2));
    stage.plant(&format!("update item set open = false where id = {item}")).await;
    assert_eq!((month(stage).await, turns(stage, need).await), (1, 2), "no turn for what is off the list");
    assert_eq!((state(stage, need).await.as_str(), told(stage, &town.donor, "need_ended").await), ("ended", 1));
    stage.is_clean().await;
});

on_both!(a_donor_that_is_none_any_more_hears_once_that_its_promise_ended, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, need) = running(stage, &town, 6).await;
    let promise = store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    stage.plant(&format!("delete from role_grant where account = {} and role = 'donor'", town.donor.account)).await;
    assert_eq!((month(stage).await, month(stage).await), (1, 1));
    let heard = (told(stage, &town.donor, "need_ended").await, told(stage, &town.donor, "need_skipped").await);
    assert_eq!(heard, (1, 0));
    assert_eq!(stage.texts(&format!("select state from need_promise where id = {promise}")).await, ["ended"]);
    store.run(&by(&stage.donor(&town).await), PromiseNeed(need)).await.expect("another donor may follow");
});

on_both!(a_promise_ends_with_the_turn_that_was_not_brought, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, need) = running(stage, &town, 6).await;
    let promise = store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    assert_eq!((month(stage).await, month(stage).await), (1, 1));
    let heard = (told(stage, &town.donor, "need_claimed").await, told(stage, &town.donor, "need_ended").await);
    assert_eq!(heard, (1, 1));
    assert_eq!(stage.texts(&format!("select state from need_promise where id = {promise}")).await, ["ended"]);
    let other = stage.donor(&town).await;
    let (open, _) = store.wish(&other, newest(stage, need).await).await.expect("public");
    assert_eq!((open.claimed, open.remaining), (0, 2), "open to others");
    store.run(&by(&other), PromiseNeed(need)).await.expect("another donor may follow");
    stage.is_clean().await;
});

on_both!(no_month_is_named_after_the_last_turn, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, need) = running(stage, &town, 2).await;
    store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    let policy = Policy { who_may_claim: WhoMayClaim::Closed, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("a policy");
    assert_eq!((month(stage).await, state(stage, need).await.as_str()), (1, "done"));
    let heard = (told(stage, &town.donor, "need_ended").await, told(stage, &town.donor, "need_skipped").await);
    assert_eq!(heard, (1, 0));
    stage.is_clean().await;
});

on_both!(a_turn_says_what_staff_wrote_last, |stage| {
    let town = stage.town("甲").await;
    let (_, need) = running(stage, &town, 3).await;
    assert_eq!(month(stage).await, 1);
    let rewriting = RewriteWish { id: newest(stage, need).await, words: "每个月要两罐，四段的".into() };
    stage.store.run(&by(&town.caseworker), rewriting).await.expect("rewritten");
    assert_eq!(month(stage).await, 1);
    let (third, _) = stage.store.wish(&Actor::visitor(), newest(stage, need).await).await.expect("public");
    assert_eq!((third.turn.map(|turn| turn.month), third.words.as_str()), (Some(3), "每个月要两罐，四段的"));
});

on_both!(a_need_ends_with_the_member_for_whom_it_was, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let grandmother = Member { name: "奶奶".into(), birth_year: 1950, ..Member::default() };
    let member = store.run(&by(&town.caseworker), AddMember::new(town.household, grandmother)).await.expect("a member");
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, member, months: Some(3), again: true, ..NewWish::default() };
    let wish = store.run(&by(&town.family), PostWish(new)).await.expect("posted");
    publish(stage, &town, wish).await;
    let need = turn(stage, wish).await.need;
    store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    let removal = RemoveMember { household: town.household, version: ANY_VERSION, member };
    store.run(&by(&town.caseworker), removal).await.expect("removed");
    assert_eq!(state(stage, need).await, "ended");
    assert_eq!(told(stage, &town.donor, "need_ended").await, 1);
    assert_eq!((month(stage).await, turns(stage, need).await), (0, 1));
    stage.is_clean().await;
});

on_both!(a_donor_brings_as_many_needs_as_it_may_hold_claims, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let mut needs = Vec::new();
    for _ in 0..3 {
        needs.push(running(stage, &town, 3).await.1);
    }
    let policy = Policy { open_claims: 2, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("a policy");
    let first = store.run(&by(&town.donor), PromiseNeed(needs[0])).await.expect("promised");
    let second = store.run(&by(&town.donor), PromiseNeed(needs[1])).await.expect("promised");
    assert_eq!(code(store.run(&by(&town.donor), PromiseNeed(needs[2])).await), "claim_limit");
    store.run(&by(&town.donor), StopPromise(first)).await.expect("stopped");
    store.run(&by(&town.donor), PromiseNeed(needs[2])).await.expect("promised");
    let newcomer = stage.newcomer(&town).await;
    store.run(&by(&newcomer), PromiseNeed(needs[0])).await.expect("promised");
    store.run(&by(&town.donor), StopPromise(second)).await.expect("stopped");
    assert_eq!(code(store.run(&by(&newcomer), PromiseNeed(needs[1])).await), "first_claim_open");
});

on_both!(a_donor_who_moves_hears_that_its_promise_ended, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let (_, need) = running(stage, &town, 3).await;
    let promise = stage.store.run(&by(&town.donor), PromiseNeed(need)).await.expect("promised");
    stage.plant(&format!("update account set root = {} where id = {}", there.root, town.donor.account)).await;
    assert_eq!(stage.store.run_clocks().await.expect("ran").needs, 1);
    assert_eq!(stage.texts(&format!("select state from need_promise where id = {promise}")).await, ["ended"]);
    assert_eq!(told(stage, &town.donor, "need_ended").await, 1);
    assert_eq!(stage.store.run_clocks().await.expect("ran").needs, 0);
});
