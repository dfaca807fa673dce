//! How a line ends: with its wish, with the turn of the shops, or with a donor who moves away.

use domain::{
    DAY,
    accounts::Actor,
    claims::{ClaimState, NewClaim, standby::StandbyState},
    wishes::WishState,
};
use store::{
    claims::{
        fill::{Fill, FillWish},
        lifecycle::{ConfirmClaim, TakeClaim},
    },
    wishes::lifecycle::WithdrawWish,
};

use super::{accept, cancel, join, leave, line, line_of_one, miss, state, states, told, try_join, units};
use crate::support::{by, code, on_both};

on_both!(a_wish_that_ends_ends_its_line_and_tells_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let withdrawn = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, withdrawn, 1).await.id;
    let pair = line(stage, &town, withdrawn, 2).await;
    cancel(stage, &town.donor, claim).await;
    store.run(&by(&town.family), WithdrawWish { id: withdrawn, reason: String::new() }).await.expect("withdrawn");
    assert_eq!(states(stage, &pair).await, ["ended", "ended"], "asked or waiting");
    for (donor, place) in &pair {
        assert_eq!(told(stage, donor, "standby_ended").await, 1);
        assert_eq!(code(accept(store, donor, *place).await), "wrong_state");
    }
    let left = store.own_standby(&pair[0].0, pair[0].1).await.expect("its own").wish;
    assert_eq!((left.state, left.words.as_str()), (WishState::Withdrawn, ""), "its words are not public any more");
    assert_eq!(stage.number(&format!("select claimed from wish where id = {withdrawn}")).await, 0);
    assert_eq!(code(try_join(stage, &pair[0].0, withdrawn, 1).await), "wish_not_open");
    stage.is_clean().await;

    let fulfilled = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, fulfilled, 1).await.id;
    let single = line(stage, &town, fulfilled, 1).await;
    stage.arrive(&town, claim).await;
    let pick_up = stage.pick_up_code(&town, fulfilled).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, pick_up).await.expect("handed over");
    assert_eq!(states(stage, &single).await, ["waiting"], "until the family confirms");
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    assert_eq!(states(stage, &single).await, ["ended"]);
    assert_eq!(told(stage, &single[0].0, "standby_ended").await, 1);
    stage.is_clean().await;
});

on_both!(days_of_an_ask_are_given_back_and_a_held_wish_does_not_expire, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let expires = async || stage.number(&format!("select expires from wish where id = {wish}")).await;
    let before = expires().await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let line = line(stage, &town, wish, 2).await;
    let began = store.now();
    cancel(stage, &town.donor, claim).await;
    miss(stage, line[0].1).await;
    let held = store.now() - began;
    let given = expires().await - before;
    assert!((held - 30..=held + 30).contains(&given), "{given} of {held}");
    // The second says yes after some hours, which its claim does not count.
    stage.clock.advance(3600);
    accept(store, &line[1].0, line[1].1).await.expect("a claim");
    let (held, given) = (store.now() - began, expires().await - before);
    assert!((held - 30..=held + 30).contains(&given), "{given} of {held}");

    let ending = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, ending, 1).await.id;
    let (_, place) = line_of_one(stage, &town, ending).await;
    cancel(stage, &town.donor, claim).await;
    stage.plant(&format!("update wish set expires = {} where id = {ending}", store.now() - 1)).await;
    assert_eq!(store.run_clocks().await.expect("the clocks run").expired, 0, "while a donor is asked");
    miss(stage, place).await;
    let left = stage.number(&format!("select expires from wish where id = {ending}")).await - store.now();
    assert!(left > 13 * DAY, "{left}");
    assert_eq!(stage.texts(&format!("select state from wish where id = {ending}")).await, ["published"]);
});

on_both!(after_the_last_donor_the_shops_have_the_turn_before_the_feed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage.shelved(&town, "desk_lamp", 3, 0).await;
    let mut turns = Vec::new();
    for _ in 0..3 {
        let (wish, claimer) = (stage.wish(&town, 1).await, stage.donor(&town).await);
        let new = NewClaim { quantity: 1, due: 0 };
        let claim = store.run(&by(&claimer), TakeClaim { wish, new }).await.expect("a claim").id;
        let (donor, place) = line_of_one(stage, &town, wish).await;
        cancel(stage, &claimer, claim).await;
        leave(stage, &donor, place).await.expect("no");
        assert_eq!(units(stage, wish).await, (1, 0), "not in the feed yet");
        turns.push(wish);
    }
    assert_eq!(told(stage, &town.shopkeeper, "shelves_asked").await, 3);
    stage.is_clean().await;
    let listed = store.fillable(&town.shopkeeper).await.expect("a list");
    assert!(turns.iter().all(|id| listed.iter().any(|(wish, _)| wish.id == *id && wish.remaining == 1)));
    assert_eq!(store.wish_to_fill(&town.shopkeeper, turns[0]).await.expect("a wish").remaining, 1);
    let outsider = stage.donor(&town).await;
    let new = NewClaim { quantity: 1, due: 0 };
    assert_eq!(code(store.run(&by(&outsider), TakeClaim { wish: turns[0], new }).await), "already_taken");

    // A shop fills the first; the time of the others passes; a donor who joined meanwhile comes before the feed.
    let fill = Fill::default();
    let filled = store.run(&by(&town.shopkeeper), FillWish { wish: turns[0], fill }).await.expect("filled");
    let of = stage.number(&format!("select claim from standby where wish = {} and account = 0", turns[0])).await;
    assert_eq!((filled.state, of), (ClaimState::Arrived, filled.id));
    let late = join(stage, &outsider, turns[1]).await;
    stage.clock.advance(DAY + 60);
    assert_eq!(store.run_clocks().await.expect("the clocks run").standbys, 2);
    assert_eq!(state(stage, late).await, StandbyState::Asked);
    assert_eq!((units(stage, turns[1]).await, units(stage, turns[2]).await), ((1, 0), (0, 1)));
    stage.is_clean().await;
});

on_both!(an_account_of_another_root_area_is_not_asked, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let line = line(stage, &town, wish, 3).await;
    let leaves = |donor: &Actor| format!("update account set root = {} where id = {}", there.root, donor.account);
    stage.plant(&leaves(&line[0].0)).await;
    cancel(stage, &town.donor, claim).await;
    assert_eq!(states(stage, &line).await, ["ended", "asked", "waiting"]);
    stage.plant(&leaves(&line[2].0)).await;
    assert_eq!(stage.store.run_clocks().await.expect("the clocks run").standbys, 1);
    assert_eq!(states(stage, &line).await, ["ended", "asked", "ended"]);
    assert_eq!(told(stage, &line[2].0, "standby_ended").await, 1);
    stage.is_clean().await;
});
