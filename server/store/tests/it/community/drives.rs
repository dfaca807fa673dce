//! Drives: what came is counted from receipts that name them, and what is enough is taken no more.

use domain::{
    DAY,
    accounts::Actor,
    community::drives::{Drive, DriveCancel, DriveId, DriveOffer, DriveSource, DriveState, NewDrive, WantedItem},
    ledger::{Condition, Origin},
    notifications::NoticeKind,
    stock::{
        offers::Acceptance,
        receipts::{Line, NewReceipt},
    },
    today::Work,
};
use futures::future::join_all;
use store::{
    community::drives::{
        facts::DriveFactQuery,
        goods::{OfferForDrive, ReceiveForDrive, Unloading},
        lifecycle::{CancelDrive, EndDrive, OpenDrive, PublishDrive},
        views::DriveList,
    },
    stock::{
        movements::ReverseStock,
        receiving::{offers::AcceptOffer, receipts::AddReceiptLines},
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn wok() -> i64 {
    domain::catalogue::by_key("wok").expect("in the catalogue").id
}

fn new_drive(stage: &Stage, town: &Town, wanted: i64) -> NewDrive {
    NewDrive {
        area: town.district,
        title: "锅具征集".into(),
        words: "给新来的家庭。".into(),
        until: stage.store.now() + 20 * DAY,
        items: vec![WantedItem { item: wok(), wanted }],
        places: vec![town.shop],
    }
}

async fn opened(stage: &Stage, town: &Town, wanted: i64) -> DriveId {
    let new = new_drive(stage, town, wanted);
    stage.store.run(&by(&town.coordinator), OpenDrive(new)).await.expect("a drive")
}

async fn read(stage: &Stage, drive: DriveId) -> Drive {
    stage.store.drive(&Actor::visitor(), drive).await.expect("public")
}

async fn announce(stage: &Stage, who: &Actor, drive: DriveId, quantity: i64) -> store::Result<i64> {
    let item = read(stage, drive).await.items[0].id;
    let offer = DriveOffer { item, quantity, condition: Condition::New, words: String::new(), named: false };
    stage.store.run(&by(who), OfferForDrive { drive, offer }).await
}

fn line(item: i64, quantity: i64) -> Line {
    Line { item, size: String::new(), quantity, condition: Condition::New, expires: 0, cost: 0, code: String::new() }
}

fn receipt(town: &Town, drive: DriveId, offer: i64, quantity: i64) -> ReceiveForDrive {
    let new = NewReceipt {
        location: town.shop,
        origin: Origin::Donation,
        organisation: 0,
        giver: String::new(),
        named: false,
        note: String::new(),
        offer,
        lines: vec![line(wok(), quantity)],
    };
    ReceiveForDrive { drive, new, unloading: Unloading::GoesOn }
}

on_both!(what_came_is_counted_from_receipts_and_what_is_announced_from_offers, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wrong = NewDrive { places: vec![4711], ..new_drive(stage, &town, 5) };
    assert_eq!(fields(store.run(&by(&town.coordinator), OpenDrive(wrong)).await), [("places", "unknown")]);
    let none = OpenDrive(new_drive(stage, &town, 5));
    assert_eq!(code(store.run(&by(&town.caseworker), none).await), "not_allowed");
    let drive = opened(stage, &town, 10).await;
    let offer = announce(stage, &town.donor, drive, 4).await.expect("announced");
    let seen = read(stage, drive).await.items[0].clone();
    assert_eq!((seen.received, seen.offered, seen.left()), (0, 4, 6));
    let day = Acceptance { location: town.shop, day: store.now() + DAY, words: String::new() };
    store.run(&by(&town.shopkeeper), AcceptOffer { offer, when: day }).await.expect("accepted");

    // The offer is brought, with more than was announced, and a lid on the same receipt.
    let id = store.run(&by(&town.shopkeeper), receipt(&town, drive, offer, 5)).await.expect("received");
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let more = AddReceiptLines { receipt: id, lines: vec![line(lamp, 2), line(wok(), 6)] };
    store.run(&by(&town.shopkeeper), more).await.expect("more");
    let seen = read(stage, drive).await;
    assert_eq!((seen.items[0].received, seen.items[0].offered, seen.items[0].left(), seen.others), (11, 0, 0, 2));
    assert_eq!(code(announce(stage, &town.donor, drive, 1).await), "drive_full");
    // Each number opens its rows, for those who keep the drive.
    let woks = DriveFactQuery { source: Some(DriveSource::Receipt), item: Some(wok()) };
    let rows = store.drive_facts(&town.coordinator, drive, woks, 0).await.expect("rows").items;
    assert_eq!(rows.iter().map(|row| (row.record, row.amount)).collect::<Vec<_>>(), [(id, 6), (id, 5)]);
    let rest = store.drive_facts(&town.coordinator, drive, woks, rows[0].number).await.expect("rows").items;
    assert_eq!(rest.iter().map(|row| row.amount).collect::<Vec<_>>(), [5], "a page begins after its cursor");
    assert_eq!(store.export_drive(&by(&town.coordinator), drive).await.expect("exported").len(), 3);
    let all = DriveFactQuery::default();
    assert_eq!(code(store.drive_facts(&town.shopkeeper, drive, all, 0).await), "not_allowed");
    // A reversed line does not count.
    let journal = stage
        .number(
            "select max(e.journal) from entry e join journal j on j.id = e.journal
         where j.kind = 'inspect' and e.quantity = 6",
        )
        .await;
    let reason = "数错了".to_owned();
    store.run(&by(&town.shopkeeper), ReverseStock { journal, reason: reason.clone() }).await.expect("reversed");
    let journal = stage
        .number(
            "select max(e.journal) from entry e join journal j on j.id = e.journal
         where j.kind = 'receive' and e.quantity = 6",
        )
        .await;
    store.run(&by(&town.shopkeeper), ReverseStock { journal, reason }).await.expect("reversed");
    assert_eq!(read(stage, drive).await.items[0].received, 5);
    assert_eq!(store.receiving_drives(&town.shopkeeper).await.expect("a list").len(), 1);
    let other = stage.town("乙").await;
    assert_eq!(fields(store.run(&by(&other.shopkeeper), receipt(&other, drive, 0, 1)).await), [("drive", "unknown")]);
    assert_eq!(code(announce(stage, &other.donor, drive, 1).await), "not_found");
    for (donor, may) in [(&town.donor, true), (&other.donor, false)] {
        let seen = store.drive(donor, drive).await.expect("public");
        assert_eq!(seen.may_offer, may, "no form that is refused once it is filled in");
    }
    assert_eq!(code(store.drive_facts(&other.coordinator, drive, all, 0).await), "not_found");
    stage.is_clean().await;
});

on_both!(of_six_offers_at_once_no_more_is_taken_than_is_wanted, |stage| {
    let town = stage.town("甲").await;
    let drive = opened(stage, &town, 5).await;
    let mut donors = vec![town.donor.clone()];
    for _ in 0..5 {
        donors.push(stage.donor(&town).await);
    }
    let tries: Vec<_> = donors.iter().map(|donor| announce(stage, donor, drive, 2)).collect();
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 2);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "fewer_left");
    }
    let seen = read(stage, drive).await.items[0].clone();
    assert_eq!((seen.offered, seen.left()), (4, 1));
    assert_eq!(stage.number("select count(*) from offer").await, 2, "a refused one leaves nothing");
});

on_both!(a_drive_ends_by_the_clock_and_a_cancelled_one_tells_those_who_announced, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let drive = opened(stage, &town, 5).await;
    let publish = || PublishDrive { drive, words: "发给了十二个家庭。".into() };
    assert_eq!(code(store.run(&by(&town.coordinator), publish()).await), "wrong_state");
    stage.clock.advance(21 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").drives + two.expect("runs").drives, 1, "once on two servers");
    let told = store.notices(&town.coordinator, 0).await.expect("notices").items;
    assert_eq!(told.iter().filter(|notice| notice.kind == NoticeKind::DriveEnded).count(), 1);
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Drives), 1);
    assert_eq!(code(announce(stage, &town.donor, drive, 1).await), "wrong_state");
    store.run(&by(&town.shopkeeper), receipt(&town, drive, 0, 3)).await.expect("late goods are taken");
    store.run(&by(&town.coordinator), publish()).await.expect("published");
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Drives), 0);
    let over = store.drives(&Actor::visitor(), DriveList::Over, 0).await.expect("public").items;
    assert_eq!((over[0].received, over[0].wanted, over[0].published), (3, 5, true));
    stage.clock.advance(15 * DAY);
    assert_eq!(fields(store.run(&by(&town.shopkeeper), receipt(&town, drive, 0, 1)).await), [("drive", "unknown")]);

    // The coordinator who opened a drive leaves; another one is told of its end.
    let (left, next) = (stage.coordinator_of(&town, town.district).await, &town.coordinator);
    let new = new_drive(stage, &town, 5);
    store.run(&by(&left), OpenDrive(new)).await.expect("a drive");
    stage.plant(&format!("delete from role_grant where account = {}", left.account)).await;
    stage.clock.advance(21 * DAY);
    store.run_clocks().await.expect("runs");
    let told = store.notices(next, 0).await.expect("notices").items;
    assert_eq!(told.iter().filter(|notice| notice.kind == NoticeKind::DriveEnded).count(), 2);

    let drive = opened(stage, &town, 5).await;
    let offer = announce(stage, &town.donor, drive, 2).await.expect("announced");
    let cancel = CancelDrive { drive, reason: DriveCancel::NoPlace };
    assert_eq!(code(store.run(&by(&town.shopkeeper), cancel).await), "not_allowed");
    store.run(&by(&town.coordinator), cancel).await.expect("called off");
    let told = store.notices(&town.donor, 0).await.expect("notices").items;
    let declined = |notice: &&domain::notifications::Notice| notice.kind == NoticeKind::OfferDeclined;
    assert_eq!(told.iter().filter(declined).map(|notice| notice.subject).collect::<Vec<_>>(), [offer]);
    assert_eq!(read(stage, drive).await.state, DriveState::Cancelled);
    let over = store.drives(&Actor::visitor(), DriveList::Over, 0).await.expect("public").items;
    assert!(over.iter().any(|line| line.id == drive), "who opened it finds it again");
    assert_eq!(code(store.run(&by(&town.coordinator), EndDrive { drive }).await), "wrong_state");
    assert_eq!(fields(store.run(&by(&town.shopkeeper), receipt(&town, drive, 0, 1)).await), [("drive", "unknown")]);
    stage.is_clean().await;
});

on_both!(a_drive_without_a_result_reminds_each_week_and_is_done_after_a_month, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let drive = opened(stage, &town, 5).await;
    let deputy = stage.coordinator_of(&town, town.district).await;
    let told = async |who: &Actor| {
        let all = store.notices(who, 0).await.expect("notices").items;
        all.iter().filter(|notice| notice.kind == NoticeKind::DriveUnpublished).count()
    };
    store.run(&by(&town.coordinator), EndDrive { drive }).await.expect("ended");
    let mut heard = Vec::new();
    for _ in 0..4 {
        stage.clock.advance(7 * DAY);
        store.run_clocks().await.expect("runs");
        heard.push((told(&town.coordinator).await, told(&deputy).await));
    }
    assert_eq!(heard, [(1, 0), (2, 1), (3, 2), (4, 3)], "its opener at first, then all of the area");
    stage.clock.advance(3 * DAY);
    assert_eq!(store.run_clocks().await.expect("runs").drives, 1);
    let seen = read(stage, drive).await;
    assert!(seen.published.is_some() && seen.result.is_empty());
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Drives), 0);
    let late = PublishDrive { drive, words: "发给了十二个家庭。".into() };
    store.run(&by(&town.coordinator), late).await.expect("words are still welcome");
    assert_eq!(store.run_clocks().await.expect("runs").drives, 0);
});
