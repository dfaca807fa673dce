//! When locations take goods in, and what readers learn of where to bring them.

use domain::{
    DAY,
    areas::AreaKind,
    opening::{DropOff, Hours, Opening},
    time::Day,
};
use store::areas::{
    locations::{AddLocation, NewLocation},
    opening::SetOpening,
    tree::AddArea,
};

use crate::support::{by, code, fields, on_both};

on_both!(an_administrator_sets_hours_and_holidays_of_a_location, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let store = &stage.store;
    let today = Day::of(store.now());
    let hours = Some(Hours { opens: 9 * 60, closes: 17 * 60 });
    let week = vec![None, hours, hours, hours, hours, hours, hours];
    let closed = vec![today.plus(3).number(), today.plus(1).number(), today.plus(-5).number()];
    let opening = Opening { phone: "0571-8888".into(), recipient: "王店长".into(), week, closed };
    let set = |opening: &Opening| SetOpening { location: town.shop, opening: opening.clone() };
    assert_eq!(code(store.run(&by(&town.shopkeeper), set(&opening)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&other.admin), set(&opening)).await), "not_found");
    assert_eq!(store.opening(town.shop).await.expect("read"), Opening::default(), "nothing was set");
    store.run(&by(&town.admin), set(&opening)).await.expect("set");
    let found = store.opening(town.shop).await.expect("read");
    assert_eq!((found.phone.as_str(), found.recipient.as_str(), &found.week), ("0571-8888", "王店长", &opening.week));
    assert_eq!(found.closed, [today.plus(1).number(), today.plus(3).number()], "past days are not listed");
    stage.clock.advance(2 * DAY);
    assert_eq!(store.opening(town.shop).await.expect("read").closed.len(), 1);
    // The later setting takes the place of the earlier one, days included.
    let wrong = Opening { week: vec![None; 7], ..Opening::default() };
    assert_eq!(fields(store.run(&by(&town.admin), set(&wrong)).await), [("week", "required")]);
    store.run(&by(&town.admin), set(&Opening::default())).await.expect("set");
    assert_eq!(store.opening(town.shop).await.expect("read"), Opening::default());
});

on_both!(where_to_bring_a_wish_tells_no_more_than_its_district, |stage| {
    let town = stage.town("甲").await;
    let (store, wish) = (&stage.store, stage.wish(&town, 1).await);
    let visitor = domain::accounts::Actor::visitor();
    let at = async |actor: &domain::accounts::Actor| match store.drop_off(actor, wish).await.expect("read") {
        Some(DropOff::At(location)) => location.id,
        Some(DropOff::OneOf(n)) => -n,
        None => 0,
    };
    assert_eq!((at(&town.donor).await, at(&visitor).await), (town.shop, town.shop), "the only one of the district");
    // A second location below the district: which one is nearest would tell the community of the family.
    let new = NewLocation {
        area: town.home,
        name: "社区店".into(),
        address: "二".into(),
        open: true,
        ..NewLocation::default()
    };
    let near = store.run(&by(&town.admin), AddLocation(new)).await.expect("a shop");
    assert_eq!((at(&town.donor).await, at(&visitor).await, at(&town.family).await), (near, -2, -2));
    // One elsewhere changes nothing.
    let far = domain::areas::NewArea { parent: Some(town.root), kind: AreaKind::District, name: "远区".into() };
    let far = store.run(&by(&town.admin), AddArea(far)).await.expect("an area");
    let new =
        NewLocation { area: far, name: "远店".into(), address: "三".into(), open: true, ..NewLocation::default() };
    store.run(&by(&town.admin), AddLocation(new)).await.expect("a shop");
    assert_eq!(at(&visitor).await, -2);
});
