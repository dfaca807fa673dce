//! Wishes that accounts saved.

use store::wishes::{
    lifecycle::WithdrawWish,
    saved::{SaveWish, UnsaveWish},
};

use crate::support::{by, code, on_both};

on_both!(a_saved_wish_is_listed_while_it_is_public_and_for_its_account_alone, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let wishes = [stage.wish(&town, 1).await, stage.lamp_for(&town, town.household).await];
    for wish in wishes {
        for _ in 0..2 {
            store.run(&by(&town.donor), SaveWish { wish }).await.expect("saved");
        }
    }
    let listed = async |actor: &domain::accounts::Actor| {
        let saved = store.saved_wishes(actor).await.expect("a list");
        saved.into_iter().map(|wish| wish.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(&town.donor).await, [wishes[1], wishes[0]]);
    assert_eq!(listed(&town.family).await, Vec::<i64>::new());
    assert!(store.is_saved(&town.donor, wishes[0]).await.expect("read"));
    let visitor = domain::accounts::Actor::visitor();
    assert!(!store.is_saved(&visitor, wishes[0]).await.expect("read"));
    assert_eq!(code(store.run(&by(&visitor), SaveWish { wish: wishes[0] }).await), "sign_in_needed");
    assert_eq!(code(store.run(&by(&town.donor), SaveWish { wish: 999_999 }).await), "not_found");

    store.run(&by(&town.family), WithdrawWish { id: wishes[0], reason: String::new() }).await.expect("withdrawn");
    assert_eq!(listed(&town.donor).await, [wishes[1]]);
    assert_eq!(code(store.run(&by(&town.donor), SaveWish { wish: wishes[0] }).await), "not_found");
    for _ in 0..2 {
        store.run(&by(&town.donor), UnsaveWish { wish: wishes[1] }).await.expect("taken off");
    }
    assert_eq!(listed(&town.donor).await, Vec::<i64>::new());
});

on_both!(the_hundred_and_first_saved_wish_takes_the_place_of_the_oldest, |stage| {
    let town = stage.town("甲").await;
    let (store, account) = (&stage.store, town.donor.account);
    let (first, last) = (stage.wish(&town, 1).await, stage.lamp_for(&town, town.household).await);
    store.run(&by(&town.donor), SaveWish { wish: first }).await.expect("saved");
    // Rows of a hundred later ones, of wishes that only these rows name.
    let copied = format!(
        "insert into wish (household, home, root, district, item, size, category, cost, quantity, claimed, member, \
         family_size, age, sex, own_words, words, state, reason, code, photo, posted_by, created, submitted, published, \
         expires, ended, version) select household, home, root, district, item, size, category, cost, quantity, 0, member, \
         family_size, age, sex, own_words, words, 'withdrawn', '', '', 0, posted_by, created, submitted, published, \
         expires, ended, version from wish where id = {first}"
    );
    for _ in 0..99 {
        stage.plant(&copied).await;
    }
    let later = store.now() + 1;
    stage
        .plant(&format!(
            "insert into saved_wish (account, wish, at) select {account}, id, {later} from wish where state = 'withdrawn'"
        ))
        .await;
    stage.clock.advance(60);
    assert_eq!(stage.number("select count(*) from saved_wish").await, 100);
    store.run(&by(&town.donor), SaveWish { wish: last }).await.expect("saved");
    assert_eq!(stage.number("select count(*) from saved_wish").await, 100);
    assert!(!store.is_saved(&town.donor, first).await.expect("read"), "the oldest made room");
    assert!(store.is_saved(&town.donor, last).await.expect("read"));
});
