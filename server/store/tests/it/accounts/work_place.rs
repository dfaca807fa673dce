//! The area and the shop that staff choose as their own, by which lists begin.

use crate::support::{by, code, on_both};
use domain::{
    accounts::{Actor, work_place::WorkPlace},
    permission::Action,
};
use store::accounts::work_place::SetWorkPlace;

on_both!(a_chosen_area_narrows_lists_and_gives_no_right, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let west = stage.west(&town).await;
    let coordinator = stage.coordinator_of(&town, town.root).await;
    let set = async |who: &Actor, area: Option<i64>, location: Option<i64>| {
        store.run(&by(who), SetWorkPlace { area, location }).await
    };
    let shops = async |who: &Actor| {
        let shops = store.shops(who, Action::ReadStock).await.expect("shops");
        shops.into_iter().map(|shop| shop.id).collect::<Vec<_>>()
    };
    set(&coordinator, Some(town.district), Some(west.shop)).await.expect("chosen");
    let now = stage.actor(coordinator.account).await;
    let area = now.place.area.as_ref().map(|area| (area.id, area.name.as_str()));
    assert_eq!(area, Some((town.district, "甲区")));
    assert_eq!(now.place.shop.as_ref().map(|shop| shop.id), Some(west.shop));
    // Lists begin with the own area; what lies beyond it stays open.
    assert_eq!(shops(&now.narrowed()).await, [town.shop]);
    let all = shops(&now).await;
    assert!(all.contains(&town.shop) && all.contains(&west.shop), "{all:?}");

    assert_eq!(code(set(&coordinator, Some(other.district), None).await), "not_found");
    assert_eq!(code(set(&coordinator, None, Some(other.shop)).await), "not_found");
    for who in [&town.donor, &town.family] {
        assert_eq!(code(set(who, None, None).await), "not_allowed");
    }
    assert_eq!(code(set(&Actor::visitor(), None, None).await), "sign_in_needed");

    // A role that ends takes the choice along.
    stage.plant(&format!("delete from role_grant where account = {}", coordinator.account)).await;
    assert_eq!(stage.actor(coordinator.account).await.place, WorkPlace::default());
    set(&town.caseworker, Some(town.home), None).await.expect("chosen");
    set(&town.caseworker, None, None).await.expect("all again");
    assert_eq!(stage.actor(town.caseworker.account).await, town.caseworker);
});
