//! Security events: what is noted of attacks and of what staff do, without saying who, and who reads it.

use std::collections::BTreeMap;
use store::{
    accounts::{
        roles::{GrantRole, RevokeRole, RoleOf},
        staff::SetAccountOpen,
    },
    households::reveal::RevealHousehold,
};

use domain::{
    DAY,
    accounts::{
        Actor, Role,
        security::{SecurityEvent, SecurityKind, SecurityQuery},
    },
    households::reveals::{Reveal, RevealReason},
};

use crate::support::{Stage, Town, by, code, on_both, phone};

/// Returns how many events of each kind an actor sees.
async fn counts(stage: &Stage, reader: &Actor) -> BTreeMap<&'static str, i64> {
    let day = stage.store.security_day(reader, &SecurityQuery::default()).await.expect("a day");
    day.counts.into_iter().map(|(kind, count)| (kind.as_str(), count)).collect()
}

/// Returns the events of one kind that an actor sees.
async fn events(stage: &Stage, reader: &Actor, kind: SecurityKind) -> Vec<SecurityEvent> {
    let query = SecurityQuery { kind: Some(kind), ..SecurityQuery::default() };
    stage.store.security_day(reader, &query).await.expect("a day").events
}

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

async fn reveal(stage: &Stage, town: &Town) {
    let by = by(&town.caseworker);
    let revealed = stage.store.run(
        &by,
        RevealHousehold(Reveal { household: town.household, reason: RevealReason::Visit, words: String::new() }),
    );
    revealed.await.expect("revealed");
}

on_both!(failed_sign_ins_and_limits_are_noted_by_hash, |stage| {
    let (town, store, chief) = (stage.town("甲").await, &stage.store, stage.admin().await);
    let known = phone_of(stage, &town.family).await;
    for _ in 0..5 {
        assert_eq!(code(store.sign_in(&known, "wrong horse", "192.0.2.7").await), "wrong_sign_in");
    }
    for _ in 0..3 {
        assert_eq!(code(store.sign_in(&known, "wrong horse", "192.0.2.7").await), "too_many_tries");
    }
    assert_eq!(code(store.card_sign_in("card:0000", "", false, "192.0.2.7").await.map(|_| ())), "invalid_fields");
    assert_eq!(code(store.sign_in(&phone(), "wrong horse", "192.0.2.8").await), "wrong_sign_in");

    assert_eq!(counts(stage, &chief).await, BTreeMap::from([("wrong_password", 6), ("sign_in_limit", 3)]));
    // The town's own administrator sees those about its accounts; of an unknown phone no town can be told.
    assert_eq!(counts(stage, &town.admin).await, BTreeMap::from([("wrong_password", 5)]));
    let tried = events(stage, &chief, SecurityKind::WrongPassword).await;
    let known_one = tried.iter().find(|event| event.count == 5).expect("five of one phone");
    assert!(tried.len() == 2 && tried.iter().all(|event| event.subject.len() == 12), "{tried:?}");
    assert!(tried.iter().any(|event| event.subject != known_one.subject), "another phone is another subject");
    let digits = stage.number(&format!("select count(*) from security_event where subject like '%{known}%'")).await;
    assert_eq!(digits, 0);
    // One subject leads to all that is about it.
    let query = SecurityQuery { hash: known_one.subject.clone(), ..SecurityQuery::default() };
    let all = store.security_day(&chief, &query).await.expect("a day").events;
    assert_eq!(all, std::slice::from_ref(known_one));
});

on_both!(openings_roles_and_exports_are_noted_once_they_are_committed, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let seen = async || counts(stage, &town.admin).await;
    let request = by(&town.caseworker);
    for _ in 0..2 {
        let revealed = store.run(
            &request,
            RevealHousehold(Reveal { household: town.household, reason: RevealReason::Visit, words: String::new() }),
        );
        revealed.await.expect("revealed, and answered again");
    }
    let caseworker = by(&town.caseworker);
    let elsewhere = store.run(
        &caseworker,
        RevealHousehold(Reveal { household: other.household, reason: RevealReason::Visit, words: String::new() }),
    );
    assert_eq!(code(elsewhere.await), "not_found");
    assert_eq!(seen().await, BTreeMap::from([("file_opened", 1)]), "the repeated and the refused request are none");

    store
        .run(
            &by(&town.admin),
            GrantRole(RoleOf { account: town.shopkeeper.account, role: Role::Auditor, area: town.root }),
        )
        .await
        .expect("given");
    store
        .run(
            &by(&town.admin),
            RevokeRole(RoleOf { account: town.shopkeeper.account, role: Role::Auditor, area: town.root }),
        )
        .await
        .expect("taken");
    store.run(&by(&town.admin), SetAccountOpen { account: town.donor.account, open: false }).await.expect("closed");
    store.export_stock(&by(&town.auditor), 0).await.expect("a table");
    let all = BTreeMap::from([
        ("account_changed", 1),
        ("exported", 1),
        ("file_opened", 1),
        ("role_granted", 1),
        ("role_revoked", 1),
    ]);
    assert_eq!(seen().await, all);
    let (given, taken) = (SecurityKind::RoleGranted, SecurityKind::RoleRevoked);
    let (given, taken) = (events(stage, &town.admin, given).await, events(stage, &town.admin, taken).await);
    assert_eq!((&given[0].subject, &given[0].origin), (&taken[0].subject, &taken[0].origin), "the same account");
});

on_both!(wrong_pick_up_codes_and_searches_by_code_are_noted, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    store.code_search(&town.shopkeeper, "0000").await.expect("searched");
    store.code_search(&town.shopkeeper, "a name").await.expect("no code");
    assert_eq!(counts(stage, &town.admin).await, BTreeMap::from([("code_tried", 1)]));
});

on_both!(events_are_read_by_those_who_read_the_audit_trail_of_a_whole_root_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    reveal(stage, &town).await;
    let none = BTreeMap::new();
    assert_eq!((counts(stage, &town.admin).await.len(), counts(stage, &other.admin).await), (1, none));
    assert_eq!(counts(stage, &stage.admin().await).await.len(), 1);
    let read = async |who: &Actor| code(store.security_day(who, &SecurityQuery::default()).await);
    for who in [&town.coordinator, &town.caseworker, &town.shopkeeper, &town.donor, &town.family] {
        assert_eq!(read(who).await, "not_allowed", "{}", who.name);
    }
    // An auditor of a district: events are not placed below the root area.
    assert_eq!(read(&town.auditor).await, "not_allowed");
    assert_eq!(read(&Actor::visitor()).await, "sign_in_needed");
    store
        .run(
            &by(&town.admin),
            GrantRole(RoleOf { account: town.auditor.account, role: Role::Auditor, area: town.root }),
        )
        .await
        .expect("given");
    assert_eq!(counts(stage, &stage.actor(town.auditor.account).await).await.len(), 2);
});

on_both!(events_are_listed_for_a_day_and_kept_for_90, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let rows = async || stage.number("select count(*) from security_event").await;
    reveal(stage, &town).await;
    assert_eq!(rows().await, 0, "counted in memory first");
    store.security_flush().await.expect("inserted");
    store.security_flush().await.expect("nothing is left");
    assert_eq!((rows().await, counts(stage, &town.admin).await.len()), (1, 1));
    stage.clock.advance(DAY + 1);
    assert_eq!((rows().await, counts(stage, &town.admin).await.len()), (1, 0));
    stage.clock.advance(88 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(rows().await, 1);
    stage.clock.advance(2 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(rows().await, 0);
});

/// A renamed operation would no longer be noted.
#[test]
fn every_noted_operation_is_a_stored_operation() {
    let source = include_str!("../../../src/db/security_log.rs");
    let known = include_str!("operations.txt");
    let body = source.split("fn kind_of").nth(1).and_then(|rest| rest.split("\n}").next()).expect("the function");
    let names: Vec<&str> = body.split('"').skip(1).step_by(2).collect();
    assert!(names.len() > 8, "they are found: {names:?}");
    let unknown: Vec<_> = names.into_iter().filter(|name| !known.contains(&format!("\n{name} | "))).collect();
    assert!(unknown.is_empty(), "no operation has this name: {unknown:?}");
}
