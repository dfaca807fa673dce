//! Aid: the same help is shown before it is entered, a second person reverses, collected money is signed for, and no
//! grant is lost or doubled.

use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing, EraseReason, Erasure, Merging,
        aid::{
            AidKind, AidSource, GrantId, NewGrant, NewProgramme, ProgrammeId, ProgrammeUse,
            collections::{CollectionEnd, CollectionId, CollectionState, HandOverHow, NewCollection, NewHandOver},
            figures::frozen_at,
        },
    },
    households::HouseholdId,
    notifications::NoticeKind,
    time::{Month, year},
    today::Work,
};
use futures::future::join_all;
use store::casework::{
    aid::{
        collection_views::CollectionList,
        collections::{AddSum, CloseCollection, HandOverCollected, OpenCollection, StrikeSum},
        grants::{RecordGrant, ReverseGrant},
        programmes::{AddProgramme, ChangeProgramme},
    },
    file::{close::CloseFile, merge::MergeFiles},
};

use crate::support::{Stage, Town, by, code, fields, on_both};

async fn programme(stage: &Stage, town: &Town, kind: AidKind, name: &str) -> ProgrammeId {
    let new = NewProgramme { area: town.district, kind, source: AidSource::Government, name: name.into() };
    stage.store.run(&by(&town.coordinator), AddProgramme(new)).await.expect("a programme")
}

fn money(stage: &Stage, programme: ProgrammeId, amount: i64) -> NewGrant {
    let (month, goods) = (Month::of(stage.store.now()).to_string(), String::new());
    NewGrant { programme, member: None, month, amount, goods, papers: Vec::new(), anyway: false }
}

async fn record(stage: &Stage, who: &Actor, household: HouseholdId, new: NewGrant) -> store::Result<GrantId> {
    stage.store.run(&by(who), RecordGrant { household, new }).await
}

async fn collection(stage: &Stage, town: &Town) -> CollectionId {
    let new = NewCollection {
        programme: programme(stage, town, AidKind::Collection, "个案募集").await,
        case: None,
        purpose: "手术自付部分".into(),
        organiser: "社区工会".into(),
        target: 1_000_000,
        due: stage.store.now() + 10 * DAY,
    };
    let open = OpenCollection { household: town.household, new };
    stage.store.run(&by(&town.caseworker), open).await.expect("a collection")
}

fn hand_over(stage: &Stage, collection: CollectionId, amount: i64) -> HandOverCollected {
    let (signer, witness) = ("王妈妈".to_owned(), "李书记".to_owned());
    let new = NewHandOver { amount, at: stage.store.now(), how: HandOverHow::Cash, signer, witness };
    HandOverCollected { collection, new }
}

/// Merges two files of other people.
async fn merge(stage: &Stage, town: &Town, keep: HouseholdId, gone: HouseholdId) {
    let people = stage.texts(&format!("select cast(id as text) from person where household = {gone}")).await;
    let same = people.iter().map(|id| (id.parse().expect("a number"), 0)).collect();
    let merging = Merging { keep, gone, same, typed: keep.to_string() };
    stage.store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(the_same_help_is_entered_only_after_it_was_seen, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let first = programme(stage, &town, AidKind::Temporary, "临时救助").await;
    let other = programme(stage, &town, AidKind::Temporary, "急难救助").await;
    let monthly = programme(stage, &town, AidKind::Subsistence, "低保").await;
    record(stage, &town.caseworker, town.household, money(stage, first, 100_000)).await.expect("recorded");
    let again = money(stage, other, 50_000);
    assert_eq!(code(record(stage, &town.caseworker, town.household, again.clone()).await), "aid_before");
    let shown = store.aid_earlier(&town.caseworker, town.household, other, 0, &again.month).await.expect("shown");
    assert_eq!((shown.len(), shown[0].source, shown[0].month.as_str()), (1, AidSource::Government, &*again.month));
    let seen = NewGrant { anyway: true, ..again };
    record(stage, &town.caseworker, town.household, seen).await.expect("recorded");
    // An allowance comes each month.
    let last = Month::of(store.now()).before().to_string();
    for month in [last.clone(), Month::of(store.now()).to_string()] {
        let allowance = NewGrant { month, ..money(stage, monthly, 61_700) };
        record(stage, &town.caseworker, town.household, allowance).await.expect("another month");
    }
    let twice = NewGrant { month: last, ..money(stage, monthly, 61_700) };
    assert_eq!(code(record(stage, &town.caseworker, town.household, twice).await), "aid_before");
    let aid = store.household_aid(&town.caseworker, town.household).await.expect("read");
    let kept: i64 = aid.years.iter().map(|of| of.amount).sum();
    assert_eq!((aid.grants.len(), kept, aid.grants[2].seen), (4, 273_400, true));
    assert_eq!(store.my_aid(&town.family).await.expect("its own").grants.len(), 4);
    assert_eq!(told(stage, &town.family, NoticeKind::AidRecorded).await, 4);
    stage.is_clean().await;
});

on_both!(of_eight_equal_grants_at_once_one_is_recorded, |stage| {
    let town = stage.town("甲").await;
    let id = programme(stage, &town, AidKind::Student, "助学金").await;
    let tries = (0..8).map(|_| record(stage, &town.caseworker, town.household, money(stage, id, 200_000)));
    let made = join_all(tries).await;
    assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 1);
    for refused in made.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "aid_before");
    }
    let this = year(stage.store.now());
    let of = stage.store.aid_programme(&town.coordinator, id, this).await.expect("a programme");
    assert_eq!(of.figures.expect("its figures").amount, 200_000);
    // The rows below a year's figure are those of the year.
    let rows =
        async |year| stage.store.programme_grants(&town.coordinator, id, year, 0).await.expect("rows").items.len();
    assert_eq!((rows(Some(this)).await, rows(Some(this - 1)).await, rows(None).await), (1, 0, 1));
});

on_both!(a_second_person_reverses_and_what_is_reversed_counts_no_more, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = programme(stage, &town, AidKind::Medical, "医疗救助").await;
    let grant = record(stage, &town.caseworker, town.household, money(stage, id, 321_000)).await.expect("recorded");
    let reverse = ReverseGrant { grant, reason: "记错了户".into() };
    assert_eq!(code(store.run(&by(&town.caseworker), reverse.clone()).await), "second_person");
    assert_eq!(code(store.run(&by(&town.auditor), reverse.clone()).await), "not_allowed");
    let silent = ReverseGrant { grant, reason: " ".into() };
    assert_eq!(fields(store.run(&by(&town.coordinator), silent).await), [("reason", "required")]);
    store.run(&by(&town.coordinator), reverse.clone()).await.expect("reversed");
    assert_eq!(code(store.run(&by(&town.coordinator), reverse).await), "wrong_state");
    let aid = store.my_aid(&town.family).await.expect("its own");
    assert!(aid.years.is_empty() && aid.grants[0].reversed.is_some() && aid.grants[0].reason == "记错了户");
    // It does not stand in the way of the right one.
    record(stage, &town.caseworker, town.household, money(stage, id, 32_100)).await.expect("recorded");
    let closed = ChangeProgramme { programme: id, name: "医疗救助".into(), usage: ProgrammeUse::Closed };
    store.run(&by(&town.coordinator), closed).await.expect("closed");
    let late = record(stage, &town.caseworker, town.household, money(stage, id, 1)).await;
    assert_eq!(fields(late), [("programme", "unknown")]);
    stage.is_clean().await;
});

on_both!(collected_money_is_signed_for_and_ends_only_as_it_says, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = collection(stage, &town).await;
    let add = |amount| AddSum { collection: id, source: AidSource::People, amount };
    store.run(&by(&town.caseworker), add(300_000)).await.expect("came in");
    let wrong = store.run(&by(&town.caseworker), add(999)).await.expect("came in");
    store.run(&by(&town.caseworker), StrikeSum { sum: wrong }).await.expect("struck out");
    assert_eq!(code(store.run(&by(&town.caseworker), StrikeSum { sum: wrong }).await), "wrong_state");
    // Of hand-overs at the same time no more is given than came in.
    let tries = (0..4).map(|_| async { store.run(&by(&town.caseworker), hand_over(stage, id, 200_000)).await });
    let made = join_all(tries).await;
    assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 1);
    let close = |outcome| CloseCollection { collection: id, outcome };
    assert_eq!(code(store.run(&by(&town.caseworker), close(CollectionEnd::HandedOver)).await), "money_left");
    let closing = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    assert_eq!(code(store.run(&by(&town.caseworker), CloseFile(closing.clone())).await), "money_left");
    let rest = store.run(&by(&town.caseworker), hand_over(stage, id, 100_000)).await.expect("handed over");
    store.run(&by(&town.caseworker), close(CollectionEnd::HandedOver)).await.expect("closed");
    let file = store.collection(&town.family, id).await.expect("its own");
    assert_eq!((file.collection.state, file.hand_overs.len()), (CollectionState::Closed, 2));
    assert_eq!((file.hand_overs[0].signer.as_str(), file.by_source()), ("王妈妈", vec![(AidSource::People, 300_000)]));
    let masked = store.collection(&town.coordinator, id).await.expect("read");
    assert!(masked.hand_overs[0].signer.is_empty() && masked.collection.purpose.is_empty());
    // A hand-over that was reversed leaves its money to be handed over.
    store.run(&by(&town.coordinator), ReverseGrant { grant: rest, reason: "没收到".into() }).await.expect("reversed");
    let file = store.collection(&town.caseworker, id).await.expect("read");
    assert_eq!((file.collection.state, file.collection.handed_over), (CollectionState::Open, 200_000));
    // A closed file takes the correction and what follows of it, an erased one nothing.
    let rest = store.run(&by(&town.caseworker), hand_over(stage, id, 100_000)).await.expect("handed over");
    store.run(&by(&town.caseworker), close(CollectionEnd::HandedOver)).await.expect("closed");
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    let reverse = |grant| ReverseGrant { grant, reason: "少给了".into() };
    store.run(&by(&town.coordinator), reverse(rest)).await.expect("corrected");
    assert_eq!(code(store.run(&by(&town.caseworker), add(1)).await), "file_closed");
    let right = store.run(&by(&town.caseworker), hand_over(stage, id, 100_000)).await.expect("handed over");
    store.run(&by(&town.caseworker), close(CollectionEnd::HandedOver)).await.expect("closed");
    let typed = town.household.to_string();
    let erasure = Erasure { household: town.household, reason: EraseReason::Asked, typed };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert!(!store.aid_grant(&town.coordinator, right).await.expect("read").may_reverse);
    assert_eq!(code(store.run(&by(&town.coordinator), reverse(right)).await), "file_closed");
    stage.is_clean().await;
});

on_both!(a_collection_climbs_while_money_is_left_and_ends_by_itself_without, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let id = collection(stage, &town).await;
    let add = AddSum { collection: id, source: AidSource::Company, amount: 5_000 };
    store.run(&by(&town.caseworker), add).await.expect("came in");
    stage.clock.advance(11 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").collections + two.expect("runs").collections, 1, "once on two servers");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::CollectionRaised).await, 1);
    assert_eq!(told(stage, &town.caseworker, NoticeKind::CollectionRaised).await, 1);
    for who in [&town.coordinator, &town.caseworker] {
        assert_eq!(store.today(who).await.expect("a list").n(Work::Collections), 1);
        assert_eq!(store.collections(who, CollectionList::Mine, 0).await.expect("a list").items.len(), 1);
    }
    store.run(&by(&town.caseworker), hand_over(stage, id, 5_000)).await.expect("handed over");
    stage.clock.advance(15 * DAY);
    store.run_clocks().await.expect("the clocks run");
    let file = store.collection(&town.caseworker, id).await.expect("read");
    assert_eq!(file.collection.outcome, Some(CollectionEnd::HandedOver));
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Collections), 0);
    stage.is_clean().await;
    other.close().await;
});

on_both!(a_merge_keeps_every_grant_once_and_erasing_keeps_the_totals, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = programme(stage, &town, AidKind::Temporary, "临时救助").await;
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家").await;
    record(stage, &town.caseworker, gone, money(stage, id, 1_000)).await.expect("recorded");
    for household in [town.household, gone] {
        // In the second file another grant was seen, not the one of the first.
        let new = NewGrant { anyway: true, ..money(stage, id, 70_000) };
        record(stage, &town.caseworker, household, new).await.expect("recorded");
    }
    let goods = NewGrant { goods: "canary 大米".into(), anyway: true, ..money(stage, id, 0) };
    record(stage, &town.caseworker, gone, goods).await.expect("recorded");
    merge(stage, &town, town.household, gone).await;
    let aid = store.household_aid(&town.caseworker, town.household).await.expect("read");
    assert_eq!((aid.grants.len(), aid.grants.iter().filter(|one| one.twice).count()), (4, 2), "shown, not lost");
    let typed = town.household.to_string();
    let erasure = Erasure { household: town.household, reason: EraseReason::Asked, typed };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    let of = store.aid_programme(&town.coordinator, id, year(store.now())).await.expect("a programme");
    let figures = of.figures.expect("its figures");
    assert_eq!((figures.grants, figures.amount), (4, 141_000));
    assert_eq!(stage.number("select count(*) from aid_grant where goods <> '' or member <> 0").await, 0);
    stage.is_clean().await;
});

on_both!(the_public_reads_a_year_that_is_over_and_five_households_or_more, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (few, many) = (
        programme(stage, &town, AidKind::Medical, "医疗救助").await,
        programme(stage, &town, AidKind::Student, "助学金").await,
    );
    let this = year(store.now());
    let mut homes = Vec::new();
    for n in 0..5 {
        let (home, _) = stage.family(&town.caseworker, town.home, &format!("李家{n}")).await;
        homes.push(home);
        record(stage, &town.caseworker, home, money(stage, many, 101_234)).await.expect("recorded");
        if n < 4 {
            record(stage, &town.caseworker, home, money(stage, few, 900_000)).await.expect("recorded");
        }
    }
    assert_eq!(code(store.aid_notice(town.root, Some(this)).await), "not_found");
    stage.clock.advance(frozen_at(this) - store.now() + 1);
    let notice = store.aid_notice(town.root, None).await.expect("public");
    let lines: Vec<_> = notice.programmes.iter().map(|one| (one.kind, one.households, one.amount)).collect();
    assert_eq!((notice.year, lines), (this, vec![(AidKind::Student, 5, 510_000)]));
    // What is entered later changes nothing.
    let late = NewGrant { month: format!("{this}-12"), ..money(stage, few, 100) };
    record(stage, &town.caseworker, town.household, late).await.expect("recorded");
    merge(stage, &town, homes[0], homes[1]).await;
    assert_eq!(store.aid_notice(town.root, None).await.expect("public"), notice);
    assert_eq!(code(store.aid_notice(town.district, None).await), "not_found");
});
