//! Family PINs: asked after the card, with a try limit shared by all servers.

use crate::support::{asked_for, by, code, fields, on_both};
use futures::future::join_all;
use store::accounts::sign_in::pins::{ClearPin, PinState};

on_both!(a_card_sign_in_needs_the_pin_until_it_is_removed, |stage| {
    let town = stage.town("甲").await;
    let card = stage.store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    stage.store.pin_set(&by(&town.family), "", "4826").await.expect("a PIN");
    assert_eq!(code(stage.store.card_sign_in(&card.number, "", false, "").await), "pin_needed");
    assert_eq!(code(stage.store.card_sign_in(&card.secret, "1928", false, "").await), "wrong_pin");
    stage.store.card_sign_in(&card.secret, "４８２６", false, "").await.expect("signed in");
    // The hash is sealed, so that ten thousand PINs cannot be tried with the database alone.
    assert!(stage.texts("select hash from family_pin").await[0].starts_with("1."));

    assert_eq!(fields(stage.store.pin_set(&by(&town.family), "", "70413").await), [("old_pin", "pin_needed")]);
    assert_eq!(fields(stage.store.pin_set(&by(&town.family), "9999", "70413").await), [("old_pin", "wrong_pin")]);
    stage.store.pin_set(&by(&town.family), "4826", "70413").await.expect("another PIN");
    assert_eq!(code(stage.store.card_sign_in(&card.number, "4826", false, "").await), "wrong_pin");
    assert_eq!(fields(stage.store.pin_remove(&by(&town.family), "4826").await), [("old_pin", "wrong_pin")]);
    stage.store.pin_remove(&by(&town.family), "70413").await.expect("removed");
    stage.store.card_sign_in(&card.number, "", false, "").await.expect("signed in");
    assert_eq!(stage.store.pin_state(&town.family).await.expect("a state"), PinState::Unset);
    assert_eq!(code(stage.store.pin_set(&by(&town.donor), "", "4826").await), "not_found");
    assert_eq!(code(stage.store.pin_set(&by(&domain::accounts::Actor::visitor()), "", "4826").await), "sign_in_needed");
});

on_both!(guessable_pins_are_refused, |stage| {
    let town = stage.town("甲").await;
    let phone = stage.store.profile(&town.family).await.expect("a profile").phone;
    for weak in ["1234", "0000", "1985", "2016", &phone[7..], &phone[5..]] {
        assert_eq!(fields(stage.store.pin_set(&by(&town.family), "", weak).await), [("pin", "weak_pin")], "{weak}");
    }
    assert_eq!(fields(stage.store.pin_set(&by(&town.family), "", "12").await), [("pin", "pin_shape")]);
});

on_both!(five_wrong_pins_pause_sign_in_and_five_more_lock_the_card, |stage| {
    let town = stage.town("甲").await;
    let card = stage.store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    stage.store.pin_set(&by(&town.family), "", "4826").await.expect("a PIN");
    let other = stage.another().await;
    let wrong = async |many: usize| {
        for n in 0..many {
            let store = if n % 2 == 0 { &stage.store } else { &other };
            // A new address each time: the limit is per card.
            let from = format!("192.0.2.{n}");
            assert_eq!(code(store.card_sign_in(&card.number, "1928", false, &from).await), "wrong_pin");
        }
    };
    // A correct PIN resets the count.
    wrong(4).await;
    stage.store.card_sign_in(&card.number, "4826", false, "").await.expect("signed in");
    wrong(5).await;
    assert_eq!(code(stage.store.card_sign_in(&card.secret, "4826", false, "").await), "too_many_tries");
    assert_eq!(stage.store.pin_state(&town.family).await.expect("a state"), PinState::Resting);
    stage.clock.advance(15 * 60 + 1);
    wrong(5).await;
    stage.clock.advance(15 * 60 + 1);
    for store in [&*stage.store, &other] {
        assert_eq!(code(store.card_sign_in(&card.secret, "4826", false, "").await), "card_locked");
    }
    let file = stage.store.household_sign_in(&town.caseworker, town.household).await.expect("the file");
    assert_eq!(file.pin, PinState::Locked);
    stage.store.run(&by(&town.caseworker), ClearPin(town.household)).await.expect("cleared");
    stage.store.card_sign_in(&card.secret, "", false, "").await.expect("signed in");
    other.close().await;
});

on_both!(concurrent_wrong_pins_stay_within_the_limit, |stage| {
    let town = stage.town("甲").await;
    let card = stage.store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    stage.store.pin_set(&by(&town.family), "", "4826").await.expect("a PIN");
    let other = stage.another().await;
    let tries = (0..24).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.card_sign_in(&card.number, "1928", false, "")
    });
    let judged = join_all(tries).await.into_iter().filter(|r| matches!(r, Err(e) if e.to_string() == "wrong_pin"));
    let judged = judged.count();
    assert!(judged <= 5, "{judged} PINs were compared");
    other.close().await;
});
