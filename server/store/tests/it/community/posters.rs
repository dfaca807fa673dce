//! Posters that hang: who notes them, how scans are counted, how they end, and what is shown in place of what is over.

use domain::{
    DAY,
    accounts::Actor,
    community::{
        drives::{NewDrive, WantedItem},
        groups::{GroupChannel, NewGroup},
        posters::{MOST_HANGING, NewPoster, PosterId, PosterState, PosterSubject, REMOVAL_DAYS},
    },
    notifications::NoticeKind,
};
use store::{
    community::{
        drives::lifecycle::{EndDrive, OpenDrive},
        groups::lifecycle::OpenGroup,
        posters::lifecycle::{HangPoster, TakeDownPoster},
    },
    wishes::lifecycle::WithdrawWish,
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn at_door(stage: &Stage, subject: PosterSubject, record: i64) -> HangPoster {
    HangPoster(NewPoster { subject, record, place: "3 号楼门口".into(), until: stage.store.now() + 90 * DAY })
}

async fn try_hang(stage: &Stage, who: &Actor, subject: PosterSubject, record: i64) -> store::Result<PosterId> {
    stage.store.run(&by(who), at_door(stage, subject, record)).await
}

async fn hung(stage: &Stage, who: &Actor, subject: PosterSubject, record: i64) -> PosterId {
    try_hang(stage, who, subject, record).await.expect("noted")
}

async fn seen_by(stage: &Stage, who: &Actor) -> Vec<(PosterId, PosterState, bool)> {
    let found = stage.store.posters(who, 0).await.expect("a list").items;
    found.iter().map(|poster| (poster.id, poster.state, poster.may_end)).collect()
}

async fn told(stage: &Stage, who: &Actor) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == NoticeKind::PosterDue).count()
}

fn drive(stage: &Stage, town: &Town, title: &str) -> OpenDrive {
    let item = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    OpenDrive(NewDrive {
        area: town.district,
        title: title.into(),
        words: String::new(),
        until: stage.store.now() + 20 * DAY,
        items: vec![WantedItem { item, wanted: 5 }],
        places: vec![town.shop],
    })
}

on_both!(a_poster_is_noted_by_who_may_and_goes_when_its_wish_is_over, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let hang = || at_door(stage, PosterSubject::Wish, wish);
    assert_eq!(code(store.run(&by(&Actor::visitor()), hang()).await), "sign_in_needed");
    for who in [&town.family, &town.auditor, &town.admin] {
        assert_eq!(code(store.run(&by(who), hang()).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&there.donor), hang()).await), "not_found", "of another root area");
    let mut wrong = hang();
    (wrong.0.place, wrong.0.until) = ("门".into(), store.now());
    let refused = fields(store.run(&by(&town.donor), wrong).await);
    assert_eq!(refused.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["place", "until"]);

    let poster = hung(stage, &town.donor, PosterSubject::Wish, wish).await;
    let other = stage.donor(&town).await;
    assert_eq!(seen_by(stage, &town.donor).await, [(poster, PosterState::Hanging, true)]);
    assert_eq!(seen_by(stage, &town.caseworker).await, [(poster, PosterState::Hanging, true)]);
    assert_eq!(seen_by(stage, &town.auditor).await, [(poster, PosterState::Hanging, false)]);
    for who in [&other, &town.shopkeeper, &there.caseworker] {
        assert!(seen_by(stage, who).await.is_empty());
        assert_eq!(code(store.run(&by(who), TakeDownPoster { poster }).await), "not_found");
    }

    // Only what fits the poster is counted, and only by number.
    for (subject, record, number) in [
        (PosterSubject::Wish, wish, poster),
        (PosterSubject::Wish, wish + 1, poster),
        (PosterSubject::Drive, wish, poster),
        (PosterSubject::Wish, wish, poster + 1),
        (PosterSubject::Wish, wish, 0),
    ] {
        store.poster_scanned(subject, record, number, "");
    }
    // An address that opens it again and again counts once.
    for _ in 0..10 {
        store.poster_scanned(PosterSubject::Wish, wish, poster, "192.0.2.7");
    }
    let read = store.posters_of(&town.donor, PosterSubject::Wish, wish).await.expect("a list");
    assert_eq!((read[0].scans, read[0].title.as_str()), (2, "台灯"));

    // The wish is over: its account is told once, by one of two servers, and the title is read no more.
    let withdrawn = WithdrawWish { id: wish, reason: "不用了".into() };
    store.run(&by(&town.family), withdrawn).await.expect("withdrawn");
    let another = stage.another().await;
    let (one, two) = tokio::join!(store.run_clocks(), another.run_clocks());
    assert_eq!(one.expect("runs").posters + two.expect("runs").posters, 1);
    assert_eq!((told(stage, &town.donor).await, told(stage, &town.caseworker).await), (1, 0));
    let read = store.posters_of(&town.donor, PosterSubject::Wish, wish).await.expect("a list");
    assert_eq!((read[0].state, read[0].title.as_str()), (PosterState::ToRemove, ""));
    assert_eq!(code(store.run(&by(&town.donor), hang()).await), "not_found");
    stage.clock.advance((REMOVAL_DAYS + 1) * DAY);
    store.run_clocks().await.expect("runs");
    assert!(seen_by(stage, &town.donor).await.is_empty());
    assert_eq!(code(store.run(&by(&town.donor), TakeDownPoster { poster }).await), "wrong_state");
    assert_eq!(stage.texts("select state from poster").await, ["lost"]);
    stage.is_clean().await;
});

on_both!(posters_of_drives_shops_and_groups_end_with_them_and_with_their_day, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let ended = store.run(&by(&town.coordinator), drive(stage, &town, "锅具征集")).await.expect("a drive");
    let open = store.run(&by(&town.coordinator), drive(stage, &town, "被子征集")).await.expect("a drive");
    let new = NewGroup {
        area: town.home,
        name: "一组".into(),
        channel: GroupChannel::Wechat,
        channel_name: String::new(),
        caretaker: town.caseworker.account,
    };
    let group = store.run(&by(&town.coordinator), OpenGroup(new)).await.expect("a group");
    let of_group = || at_door(stage, PosterSubject::Group, group);
    assert_eq!(code(store.run(&by(&town.donor), of_group()).await), "not_allowed", "staff hang those of groups");
    hung(stage, &town.caseworker, PosterSubject::Group, group).await;
    hung(stage, &town.coordinator, PosterSubject::Drive, ended).await;
    let kept = hung(stage, &town.coordinator, PosterSubject::Drive, open).await;
    hung(stage, &town.shopkeeper, PosterSubject::Shop, town.shop).await;
    store.run(&by(&town.coordinator), TakeDownPoster { poster: kept }).await.expect("taken down");
    assert_eq!(store.run_clocks().await.expect("runs").posters, 0, "nothing is over");

    store.run(&by(&town.coordinator), EndDrive { drive: ended }).await.expect("ended");
    assert_eq!(code(store.run(&by(&town.donor), at_door(stage, PosterSubject::Drive, ended)).await), "wrong_state");
    let instead = store.other_drives(ended).await.expect("public");
    assert_eq!(instead.iter().map(|line| line.id).collect::<Vec<_>>(), [open]);
    // Whose account is closed, for that coordinators are asked.
    let gone = town.caseworker.account;
    stage.plant(&format!("update account set open = false where id = {gone}")).await;
    stage.plant(&format!("update community_group set state = 'ended' where id = {group}")).await;
    assert_eq!(store.run_clocks().await.expect("runs").posters, 2);
    assert_eq!(told(stage, &town.coordinator).await, 2, "its own, and the one of the closed account");
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(domain::today::Work::Posters), 1);
    stage.clock.advance(91 * DAY);
    assert!(store.run_clocks().await.expect("runs").posters > 0);
    assert_eq!(told(stage, &town.shopkeeper).await, 1, "its day has passed");

    // A closed shop names the next one.
    let west = stage.west(&town).await;
    stage.plant(&format!("update location set open = false where id = {}", town.shop)).await;
    let shop = store.public_shop(town.shop).await.expect("public");
    assert_eq!(shop.instead.map(|location| location.id), Some(west.shop));
});

on_both!(of_two_posters_at_once_only_one_is_the_last, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    hung(stage, &town.donor, PosterSubject::Wish, wish).await;
    let columns = "root, area, subject, record, place, hung, hung_by, until, state, since, ended_by, scans, version";
    while stage.number("select count(*) from poster").await < MOST_HANGING - 1 {
        let one = format!("insert into poster ({columns}) select {columns} from poster order by id limit 1");
        stage.plant(&one).await;
    }
    let done = tokio::join!(
        try_hang(stage, &town.donor, PosterSubject::Wish, wish),
        try_hang(stage, &town.donor, PosterSubject::Wish, wish),
    );
    let refused: Vec<_> = [done.0, done.1].into_iter().filter(Result::is_err).map(code).collect();
    assert_eq!(refused, ["poster_limit"]);
});

on_both!(in_place_of_a_wish_those_of_its_kind_nearby_come_first, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    stage.west(&town).await;
    let west = stage.number("select id from area where name = '城西区'").await;
    // The oldest is far away, for the same item.
    let far = stage.wish(&there, 1).await;
    let [beside, second, gone] = [stage.wish(&town, 1).await, stage.wish(&town, 1).await, stage.wish(&town, 1).await];
    stage.plant(&format!("update wish set district = {west} where id in ({beside}, {second})")).await;
    let near = stage.wish_for(&town, "alarm_clock").await;
    let similar = async |who: &Actor| {
        let found = store.similar(who, gone).await.expect("a list");
        found.iter().map(|wish| wish.id).collect::<Vec<_>>()
    };
    assert_eq!(similar(&Actor::visitor()).await, [near, beside, second]);
    assert_eq!(similar(&there.donor).await, [far], "of its own root area");
    // Of one that is over, visitors learn nothing but others; of one that never was public, not even that.
    assert_eq!(code(store.instead_of(gone).await), "not_found");
    stage.plant(&format!("update wish set state = 'withdrawn' where id = {gone}")).await;
    let instead = store.instead_of(gone).await.expect("was public");
    assert_eq!(instead.iter().map(|wish| wish.id).collect::<Vec<_>>(), [near, beside, second]);
    stage.plant(&format!("update wish set published = 0 where id = {gone}")).await;
    assert_eq!(code(store.instead_of(gone).await), "not_found");
});
