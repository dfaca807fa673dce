//! Events that wait while their household's file is erased or merged.

use crate::support::{Stage, Town, by, on_both};
use domain::{
    casework::{EraseReason, Erasure, Merging},
    notifications::NoticeKind,
    wishes::{NewWish, WishId},
};
use store::{
    casework::file::merge::MergeFiles,
    claims::lifecycle::RevokeClaim,
    wishes::lifecycle::{PostWish, PublishWish},
};

async fn revoked(stage: &Stage, town: &Town) -> WishId {
    let wish = stage.wish(town, 1).await;
    let id = stage.claim(town, wish, 1).await.id;
    stage.store.run(&by(&town.caseworker), RevokeClaim { id, reason: "王家不方便".into() }).await.expect("revoked");
    wish
}

on_both!(an_erased_file_takes_its_waiting_events_along, |stage| {
    let town = stage.town("甲").await;
    let wish = revoked(stage, &town).await;
    let own = format!("select count(*) from outbox where account = {}", town.family.account);
    assert!(stage.number(&own).await >= 3);
    let erasure = Erasure { household: town.household, reason: EraseReason::Asked, typed: town.household.to_string() };
    stage.store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(stage.number(&own).await, 0);

    let told = stage.store.notices(&town.donor, 0).await.expect("notices").items;
    let ours: Vec<_> = told.iter().filter(|notice| notice.wish == wish).collect();
    assert_eq!(ours.iter().map(|n| (n.kind, n.text.as_str())).collect::<Vec<_>>(), [(NoticeKind::ClaimRevoked, "")]);
    let left = format!("select count(*) from notice where account = {}", town.family.account);
    assert_eq!(stage.number(&left).await, 0);
    stage.is_clean().await;
});

on_both!(events_that_wait_for_a_merged_file_go_to_the_account_that_is_left, |stage| {
    let town = stage.town("甲").await;
    let (gone, second) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, words: "写作业".into(), ..NewWish::default() };
    let wish = stage.store.run(&by(&second), PostWish(new)).await.expect("a wish");
    let publish = PublishWish { id: wish, words: "写作业用".into() };
    stage.store.run(&by(&town.caseworker), publish).await.expect("published");
    let first = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let same = vec![(first, 0), (first + 1, 0)];
    let merging = Merging { keep: town.household, gone, same, typed: town.household.to_string() };
    stage.store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");

    let told = stage.store.notices(&town.family, 0).await.expect("notices").items;
    let kinds: Vec<_> = told.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::HouseholdMerged, NoticeKind::WishPublished]);
    assert_eq!(told[1].wish, wish);
    stage.is_clean().await;
});
