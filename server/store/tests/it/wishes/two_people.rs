//! Two people for one family's goods: who posts does not publish, and who hands over does not see the code.

use domain::{
    accounts::Actor,
    areas::Policy,
    wishes::{
        NewWish,
        free_titles::{FreeTitle, GivenItem, Symbol},
    },
};
use store::{
    areas::policies::SetPolicy,
    wishes::{
        lifecycle::{PostWish, PublishWish},
        things::GiveItem,
    },
};

use crate::support::{Stage, Town, asked_for, by, code, fields, on_both};

/// Posts a wish for the town's family as its caseworker.
async fn posted(stage: &Stage, town: &Town) -> i64 {
    let item = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    let household = town.household;
    let new =
        NewWish { household, item, quantity: 1, again: true, beyond: "还要一口".into(), ..NewWish::default() };
    stage.store.run(&by(&town.caseworker), PostWish(new)).await.expect("posted")
}

fn publish(id: i64) -> PublishWish {
    PublishWish { id, words: "做饭用".into() }
}

on_both!(who_posted_a_wish_does_not_publish_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = posted(stage, &town).await;
    assert_eq!(code(store.run(&by(&town.caseworker), publish(wish)).await), "own_post");
    assert!(store.standing(&town.caseworker, wish).await.expect("of the area").own_post);
    assert!(!store.standing(&town.coordinator, wish).await.expect("of the area").own_post);
    store.run(&by(&town.coordinator), publish(wish)).await.expect("a second person publishes");
    assert_eq!(code(store.run(&by(&town.caseworker), publish(wish)).await), "wrong_state");

    // The family's own wish needs no third person.
    stage.wish_for(&town, "kettle").await;
    assert!(store.one_person_acts(&town.auditor, 0).await.expect("a list").items.is_empty());
});

on_both!(an_area_for_one_person_lists_what_one_person_did, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let policy = Policy { one_person_allowed: true, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("set");
    assert!(store.policy(town.home).await.expect("a policy").0.one_person_allowed, "it applies below");
    let wish = posted(stage, &town).await;
    store.run(&by(&town.caseworker), publish(wish)).await.expect("allowed here");
    for who in [&town.coordinator, &town.auditor] {
        let acts = store.one_person_acts(who, 0).await.expect("a list").items;
        let seen: Vec<_> = acts.iter().map(|act| (act.wish, act.by.as_str())).collect();
        assert_eq!(seen, [(wish, "甲 caseworker")]);
    }
    for who in [&other.coordinator, &other.auditor] {
        assert!(store.one_person_acts(who, 0).await.expect("a list").items.is_empty());
    }
    assert_eq!(code(store.one_person_acts(&town.caseworker, 0).await), "not_allowed");
});

on_both!(a_price_that_its_publisher_set_is_listed_where_prices_decide, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let reviewed = async |title: &str, publisher: &Actor| {
        let free = FreeTitle { title: title.into(), symbol: Symbol::Aid };
        let new = NewWish { quantity: 1, free: Some(free), again: true, ..NewWish::default() };
        let wish = store.run(&by(&town.family), PostWish(new)).await.expect("posted");
        let given = GivenItem { name: title.into(), cost: 299, ..GivenItem::default() };
        store.run(&by(&town.caseworker), GiveItem { wish, given }).await.expect("an item");
        store.run(&by(publisher), publish(wish)).await.expect("published");
        wish
    };
    reviewed("接尿器", &town.caseworker).await;
    let policy = Policy { costly_above: Some(300), ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("set");
    reviewed("轮椅坐垫", &town.coordinator).await;
    let alone = reviewed("洗头盆", &town.caseworker).await;
    let acts = store.one_person_acts(&town.auditor, 0).await.expect("a list").items;
    assert_eq!(acts.iter().map(|act| (act.wish, act.by.as_str())).collect::<Vec<_>>(), [(alone, "甲 caseworker")]);
});

on_both!(staff_never_read_a_pick_up_code, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    stage.arrive(&town, claim).await;
    let pick_up = stage.pick_up_code(&town, wish).await;
    assert!(pick_up.len() >= 4, "the family reads it");
    assert_eq!(store.household_wishes(&town.family, town.household).await.expect("its own")[0].code, pick_up);
    for who in [&town.caseworker, &town.coordinator, &town.auditor] {
        assert_eq!(store.wish_file(who, wish).await.expect("of the area").code, "");
    }
    assert_eq!(store.household_wishes(&town.caseworker, town.household).await.expect("of the area")[0].code, "");
    // A delivery at home needs the code, too, and only the family can say it.
    let handed = store.claim_hand_over(&by(&town.caseworker), claim, String::new()).await;
    assert_eq!(code(handed), "wrong_code");
    store.claim_hand_over(&by(&town.caseworker), claim, pick_up).await.expect("the family said it");
});

on_both!(who_made_a_familys_card_or_set_up_code_does_not_hand_over_to_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let colleague = stage.caseworker_of(&town, town.home).await;
    let waiting = async |item: &str| {
        let wish = stage.wish_for(&town, item).await;
        let claim = stage.claim(&town, wish, 1).await.id;
        stage.arrive(&town, claim).await;
        (wish, claim, stage.pick_up_code(&town, wish).await)
    };
    let (_, claim, pick_up) = waiting("kettle").await;
    store.claim_hand_over(&by(&town.caseworker), claim, pick_up).await.expect("knows no credential of the family");
    let (_, claim, pick_up) = waiting("wok").await;
    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    assert_eq!(
        fields(store.claim_hand_over(&by(&town.caseworker), claim, pick_up.clone()).await),
        [("code", "second_person")]
    );
    let by_card = store.claim_hand_over_by_card(&by(&town.caseworker), claim, card.secret).await;
    assert_eq!(fields(by_card), [("code", "second_person")]);
    store.claim_hand_over(&by(&colleague), claim, pick_up).await.expect("a second person");
    store.household_password(&by(&colleague), asked_for(town.household)).await.expect("a set-up code");
    let (wish, claim, pick_up) = waiting("desk_lamp").await;
    for who in [&town.caseworker, &colleague] {
        assert_eq!(fields(store.claim_hand_over(&by(who), claim, pick_up.clone()).await), [("code", "second_person")]);
    }
    assert!(store.one_person_acts(&town.auditor, 0).await.expect("a list").items.is_empty());

    let policy = Policy { one_person_allowed: true, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("set");
    store.claim_hand_over(&by(&colleague), claim, pick_up).await.expect("allowed here");
    let acts = store.one_person_acts(&town.auditor, 0).await.expect("a list").items;
    assert_eq!(acts.iter().map(|act| (act.wish, act.by.as_str())).collect::<Vec<_>>(), [(wish, "网格员")]);
});
