//! Bots of work groups: one message for each event and bot, in the area of its record and above.

use domain::{
    accounts::Actor,
    events::{Event, OfLocation},
    messages::{BotId, BotKind, Channel, NewBot, Outcome},
};
use store::messages::{
    bots::{AddBot, RemoveBot},
    lease::Destination,
};

use super::support::{lease, said, settle, to_hour};
use crate::support::{Stage, Town, by, code, on_both};

fn new() -> NewBot {
    NewBot {
        kind: BotKind::Wecom,
        name: "工作群".into(),
        address: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=canary".into(),
        secret: String::new(),
        lang: "en".into(),
    }
}

async fn add(stage: &Stage, who: &Actor, area: i64) -> BotId {
    stage.store.run(&by(who), AddBot { area, bot: new() }).await.expect("a bot")
}

/// Says that goods of the town's shop have expired, to two shopkeepers.
async fn expire(stage: &Stage, town: &Town) {
    let (location, staff) = (town.shop, vec![town.shopkeeper.account, town.coordinator.account]);
    let emitted = stage.store.script(move |tx, ()| {
        let event = Event::GoodsExpired(OfLocation { location, staff: staff.clone(), title: "爱心超市".into() });
        Box::pin(async move { tx.emit(event).await })
    });
    emitted.await.expect("emitted");
    stage.store.deliver_all().await.expect("delivered");
}

on_both!(a_group_hears_an_event_once_and_only_of_its_area, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    to_hour(stage, 10);
    expire(stage, &town).await;
    let root = add(stage, &town.admin, town.root).await;
    let district = add(stage, &town.coordinator, town.district).await;
    add(stage, &there.admin, there.root).await;
    add(stage, &town.admin, town.home).await;
    assert!(!stage.dump().await.contains("canary"), "its key is sealed");
    expire(stage, &town).await;
    let sent = lease(stage, Channel::Bot).await;
    let mut targets = stage.texts("select cast(target as text) from message order by target").await;
    targets.dedup();
    assert_eq!(targets, [root.0.to_string(), district.0.to_string()], "the root's, and that of the shop's district");
    assert_eq!(sent.iter().flat_map(said).collect::<Vec<_>>(), ["goods_expired"; 2], "once, not for each shopkeeper");
    assert!(matches!(&sent[0].to, Destination::Bot(BotKind::Wecom, address, _) if address.ends_with("canary")));
    settle(stage, &sent[0], Outcome::Sent).await;
    settle(stage, &sent[1], Outcome::Refused).await;
    let bots = store.area_messages(&town.admin, town.district).await.expect("an area").bots;
    assert_eq!((bots.len(), bots[0].failed.is_some()), (1, true));

    let remove = RemoveBot { area: town.district, bot: root };
    assert_eq!(code(store.run(&by(&town.coordinator), remove).await), "not_found", "a bot of another area");
    assert_eq!(code(store.area_messages(&there.admin, town.root).await), "not_found");
    assert_eq!(code(store.run(&by(&town.caseworker), AddBot { area: town.home, bot: new() }).await), "not_allowed");
    store.run(&by(&town.admin), RemoveBot { area: town.root, bot: root }).await.expect("removed");
    expire(stage, &town).await;
    assert_eq!(lease(stage, Channel::Bot).await.len(), 1);
    stage.is_clean().await;
});

on_both!(a_group_is_told_nothing_at_night, |stage| {
    let town = stage.town("甲").await;
    add(stage, &town.admin, town.root).await;
    to_hour(stage, 20);
    expire(stage, &town).await;
    let refused = lease(stage, Channel::Bot).await.remove(0);
    stage.clock.advance(3600 - 1);
    settle(stage, &refused, Outcome::Later).await;
    stage.clock.advance(3600);
    expire(stage, &town).await;
    assert!(lease(stage, Channel::Bot).await.is_empty(), "neither what is new nor what is tried again");
    stage.clock.advance(10 * 3600 + 60);
    assert_eq!(lease(stage, Channel::Bot).await.len(), 2, "at eight");
});

on_both!(an_area_has_ten_bots_at_most, |stage| {
    let town = stage.town("甲").await;
    for _ in 0..10 {
        add(stage, &town.admin, town.home).await;
    }
    let more = AddBot { area: town.home, bot: new() };
    assert_eq!(code(stage.store.run(&by(&town.admin), more).await), "file_full");
});
