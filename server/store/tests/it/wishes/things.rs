//! Wishes outside the catalogue: own items of a root area, and free titles from the family's words to the hand-over.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    accounts::Actor,
    catalogue::Category,
    claims::NewClaim,
    wishes::{
        NewWish, WishId, WishState,
        free_titles::{FreeTitle, GivenItem, Symbol},
    },
};
use store::{
    claims::{
        fill::{Fill, FillWish},
        lifecycle::TakeClaim,
    },
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish},
        things::GiveItem,
    },
};

const TITLE: &str = "奶奶的接尿器";

fn free(title: &str) -> NewWish {
    let free = FreeTitle { title: title.into(), symbol: Symbol::Aid };
    NewWish { quantity: 1, free: Some(free), again: true, ..NewWish::default() }
}

async fn post(stage: &Stage, who: &Actor, new: NewWish) -> store::Result<WishId> {
    stage.store.run(&by(who), PostWish(new)).await
}

async fn give(stage: &Stage, who: &Actor, wish: WishId, given: GivenItem) -> store::Result<()> {
    stage.store.run(&by(who), GiveItem { wish, given }).await
}

fn new_item(name: &str) -> GivenItem {
    GivenItem { name: name.into(), category: Category::Mobility, cost: 35, ..GivenItem::default() }
}

async fn publish(stage: &Stage, town: &Town, id: WishId) -> store::Result<()> {
    stage.store.run(&by(&town.caseworker), PublishWish { id, words: String::new() }).await
}

on_both!(a_free_title_is_sealed_gets_an_item_and_is_brought_like_all_others, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    assert_eq!(fields(post(stage, &town.family, free(" ")).await), [("title", "required")]);
    let both = NewWish { item: 1, size: "学前".into(), ..free(TITLE) };
    assert_eq!(fields(post(stage, &town.family, both).await), [("item", "unknown"), ("size", "unknown")]);
    let wish = post(stage, &town.family, free(TITLE)).await.expect("posted");
    let second = post(stage, &town.family, NewWish { again: false, ..free("玉米种子") }).await;
    second.expect("one free title is no duplicate of another");

    // Only the family and its reviewers read the words; the database does not hold them in the clear.
    let dump = stage.dump().await;
    assert!(!dump.contains(TITLE), "the title is sealed");
    let own = store.wish_file(&town.family, wish).await.expect("its own");
    assert_eq!((own.own_title.as_deref(), own.wish.title.as_str(), own.wish.item), (Some(TITLE), TITLE, 0));
    assert_eq!(own.wish.key, "free-aid");
    assert_eq!(store.wish_file(&town.caseworker, wish).await.expect("to review").own_title.as_deref(), Some(TITLE));
    assert_eq!(code(store.wish(&town.donor, wish).await), "not_found");

    let found = store.staff_wishes(&town.caseworker, None, "没有这样的东西", 0).await.expect("a list");
    assert!(found.items.is_empty(), "words that match no item find no free title");

    // No wish is published without an item; the item's name says nothing of the family.
    assert_eq!(code(publish(stage, &town, wish).await), "item_needed");
    assert_eq!(code(give(stage, &town.family, wish, new_item("接尿器")).await), "not_allowed");
    let there = stage.town("乙").await;
    assert_eq!(code(give(stage, &there.caseworker, wish, new_item("")).await), "not_found");
    let nameless = GivenItem { cost: 0, ..new_item("") };
    assert_eq!(
        fields(give(stage, &town.caseworker, wish, nameless).await),
        [("name", "required"), ("cost", "out_of_range")]
    );
    give(stage, &town.caseworker, wish, new_item("接尿器")).await.expect("an item");
    give(stage, &town.coordinator, wish, new_item("接尿器")).await.expect("the same one again");
    assert_eq!(stage.number("select count(*) from item where name = '接尿器'").await, 1);
    publish(stage, &town, wish).await.expect("published");
    assert_eq!(code(give(stage, &town.caseworker, wish, new_item("别的")).await), "wrong_state");

    let (seen, _) = store.wish(&town.donor, wish).await.expect("public");
    let shown = (seen.title.as_str(), seen.cost, seen.category, seen.key.as_str());
    assert_eq!(shown, ("接尿器", 35, Category::Mobility, "free-aid"));
    let taken = TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } };
    let claim = store.run(&by(&town.donor), taken).await.expect("claimed");
    assert_eq!((claim.title.as_str(), claim.item), ("接尿器", seen.item));
    stage.arrive(&town, claim.id).await;
    let pick_up = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim.id, pick_up).await.expect("handed over");
    let notices = stage.texts(&format!("select title from notice where account = {}", town.donor.account)).await;
    assert!(notices.iter().all(|title| title == "接尿器"), "{notices:?}");
    stage.is_clean().await;
});

on_both!(a_corrected_item_has_the_symbol_that_the_family_chose, |stage| {
    let town = stage.town("甲").await;
    let other = stage.own_item(&town, "暖手宝").await;
    stage.plant(&format!("update item set key = 'free-seed' where id = {other}")).await;
    let listed = |item| GivenItem { item: Some(item), ..GivenItem::default() };
    let key = async |wish: WishId| stage.store.wish(&town.donor, wish).await.expect("public").0.key;

    let corrected = post(stage, &town.family, free(TITLE)).await.expect("posted");
    give(stage, &town.caseworker, corrected, listed(other)).await.expect("a wrong one");
    give(stage, &town.caseworker, corrected, new_item("接尿器")).await.expect("the right one");
    publish(stage, &town, corrected).await.expect("published");
    assert_eq!(key(corrected).await, "free-aid");

    let right = post(stage, &town.family, free("暖水袋")).await.expect("posted");
    give(stage, &town.caseworker, right, listed(other)).await.expect("of the list");
    publish(stage, &town, right).await.expect("published");
    assert_eq!(key(right).await, "free-seed");
});

on_both!(a_rejected_free_title_is_quoted_in_no_notice, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = post(stage, &town.family, free(TITLE)).await.expect("posted");
    store.run(&by(&town.caseworker), RejectWish { id: wish, reason: "社区有".into() }).await.expect("rejected");
    store.deliver_all().await.expect("delivered");
    let titles = stage.texts("select title from notice where kind = 'wish_rejected'").await;
    assert_eq!(titles, [""]);
    let own = store.wish_file(&town.family, wish).await.expect("its own");
    assert_eq!((own.wish.state, own.own_title.as_deref()), (WishState::Rejected, Some(TITLE)));
    assert_eq!(code(give(stage, &town.caseworker, wish, new_item("接尿器")).await), "wrong_state");
    stage.is_clean().await;
});

on_both!(goods_of_the_own_list_are_wished_for_and_filled_from_the_shelf, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let item = stage.own_item(&town, "暖手宝").await;
    let there = stage.town("乙").await;
    let new = NewWish { item, quantity: 1, ..NewWish::default() };
    assert_eq!(fields(post(stage, &there.family, new.clone()).await), [("item", "unknown")]);
    let sized = NewWish { size: "大".into(), ..new.clone() };
    assert_eq!(fields(post(stage, &town.family, sized).await), [("size", "unknown")]);
    let listed = store.wishable_items(&town.family, town.household).await.expect("a list");
    assert_eq!(listed.iter().map(|item| item.id).collect::<Vec<_>>(), [item]);
    assert_eq!(code(store.wishable_items(&there.family, town.household).await), "not_allowed");

    let wish = post(stage, &town.family, new.clone()).await.expect("posted");
    assert_eq!(code(post(stage, &town.family, new.clone()).await), "already_open");
    assert_eq!(code(give(stage, &town.caseworker, wish, new_item("接尿器")).await), "wrong_state");
    publish(stage, &town, wish).await.expect("published");
    let found = store.staff_wishes(&town.caseworker, None, "暖手", 0).await.expect("a list");
    assert_eq!(found.items.iter().map(|file| file.wish.id).collect::<Vec<_>>(), [wish], "found by the item's name");
    let lot = stage.shelved_item(&town, item, 1, 0).await;
    let (seen, _) = store.wish(&town.donor, wish).await.expect("public");
    assert_eq!((seen.title.as_str(), seen.in_stock), ("暖手宝", true));
    let fill = Fill { lot, quantity: 1, ..Fill::default() };
    let claim = store.run(&by(&town.shopkeeper), FillWish { wish, fill }).await.expect("filled");
    assert_eq!(claim.title, "暖手宝");

    // Renamed or closed later, it stays what was promised; families cannot wish for it any more.
    stage.plant(&format!("update item set name = '热水袋', open = false where id = {item}")).await;
    assert_eq!(store.wish(&town.donor, wish).await.expect("public").0.title, "暖手宝");
    let again = NewWish { again: true, ..new };
    assert_eq!(fields(post(stage, &town.family, again).await), [("item", "unknown")]);
    stage.is_clean().await;
});

on_both!(check_names_a_public_wish_without_an_item, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    stage.plant(&format!("update wish set item = 0 where id = {wish}")).await;
    let said = stage.store.check().await.expect("checked");
    assert_eq!(said, [format!("wish {wish} is published without an item of its root area")]);
});
