//! Drafts that their family changes before it sends them.

use domain::wishes::{Meant, NewWish};
use store::wishes::{
    drafts::ChangeDraft,
    lifecycle::{PostWish, SubmitWish},
};

use crate::support::{by, code, fields, on_both};

on_both!(a_draft_is_changed_by_its_family_until_it_is_sent, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, words: "一盏".into(), draft: true, ..NewWish::default() };
    let draft = store.run(&by(&town.family), PostWish(new)).await.expect("a draft");
    let change = |quantity, words: &str| ChangeDraft { id: draft, quantity, words: words.into() };
    store.run(&by(&town.family), change(2, "两盏，一人一盏")).await.expect("changed");
    let file = store.wish_file(&town.family, draft).await.expect("its own");
    assert_eq!((file.wish.quantity, file.own_words.as_str()), (2, "两盏，一人一盏"));
    assert_eq!(stage.number("select count(*) from wish where own_words like '%两盏%'").await, 0, "sealed");

    let (_, neighbour) = stage.family(&town.caseworker, town.home, "邻家").await;
    for other in [&neighbour, &town.donor, &town.caseworker] {
        assert_eq!(code(store.run(&by(other), change(3, "")).await), "not_found");
    }
    assert_eq!(fields(store.run(&by(&town.family), change(21, "")).await), [("quantity", "out_of_range")]);
    store.run(&by(&town.family), SubmitWish { id: draft, meant: Meant::default() }).await.expect("sent");
    assert_eq!(code(store.run(&by(&town.family), change(1, "")).await), "wrong_state");
});
