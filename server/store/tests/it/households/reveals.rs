//! Reveals: half an hour with a reason, logged for the family, unusual ones listed for supervisors.

use crate::support::{Stage, by, code, fields, on_both, phone};
use domain::{
    DAY,
    accounts::{Actor, NewAccount, Role},
    households::{
        Member, NewHousehold,
        reveals::{OPEN_FOR, Reveal, RevealReason, Unusual, is_night, week_of},
    },
    time::year,
};
use store::{
    casework::objections::{AnswerObjection, FileObjection},
    households::{
        reveal::{HideHousehold, RevealHousehold},
        reveal_log::OpeningQuery,
    },
    orders::walk_in::IssueWalkIn,
};

/// Advances the clock to the next Wednesday, 10:00 in China, so that no reveal is at night by chance.
async fn on_wednesday(stage: &Stage) {
    let now = stage.store.now();
    let target = week_of(now) + 9 * DAY + 10 * 3600;
    stage.clock.advance(target - now);
    assert!(!is_night(stage.store.now()));
}

on_both!(a_reveal_lasts_half_an_hour_and_the_family_sees_who_and_why, |stage| {
    on_wednesday(stage).await;
    let town = stage.town("河口").await;
    let (store, id) = (&stage.store, town.household);
    let until = |who| async move { store.household_open_until(who, id).await.expect("answered") };
    assert_eq!(until(&town.caseworker).await, 0);

    let no_words = store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Other, words: " ".into() }),
        )
        .await;
    assert_eq!(fields(no_words), [("words", "required")]);
    let not_chosen = store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Counter, words: String::new() }),
        )
        .await;
    assert_eq!(fields(not_chosen), [("reason", "unknown")]);

    let before = store.now();
    store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Visit, words: "下午去".into() }),
        )
        .await
        .expect("opened");
    assert!((before + OPEN_FOR..=store.now() + OPEN_FOR).contains(&until(&town.caseworker).await));
    // The clock also advances with real time, hence a margin of a minute.
    stage.clock.advance(OPEN_FOR - 60);
    assert!(until(&town.caseworker).await > 0);
    stage.clock.advance(60);
    assert_eq!(until(&town.caseworker).await, 0, "half an hour is over");

    store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Call, words: String::new() }),
        )
        .await
        .expect("opened again");
    store.run(&by(&town.caseworker), HideHousehold(id)).await.expect("hidden");
    assert_eq!(until(&town.caseworker).await, 0);

    let seen = store.my_openings(&town.family, 0).await.expect("its own").items;
    let told: Vec<_> = seen.iter().map(|o| (o.name.as_str(), o.role, o.reason, o.words.as_str())).collect();
    let name = town.caseworker.name.as_str();
    assert_eq!(
        told,
        [(name, Role::Caseworker, RevealReason::Call, ""), (name, Role::Caseworker, RevealReason::Visit, "下午去")]
    );
    for reader in [&town.caseworker, &town.coordinator, &town.auditor] {
        assert_eq!(store.openings(reader, id, 0).await.expect("may").items.len(), 2);
    }
});

on_both!(other_roles_and_areas_cannot_reveal_or_read_the_reveal_log, |stage| {
    let (town, there) = (stage.town("河口").await, stage.town("山后").await);
    let (store, id) = (&stage.store, town.household);
    let reveal = |who: domain::accounts::Actor| async move {
        code(
            store
                .run(
                    &by(&who),
                    RevealHousehold(Reveal { household: id, reason: RevealReason::Visit, words: String::new() }),
                )
                .await,
        )
    };
    for who in [&town.coordinator, &town.auditor, &town.shopkeeper, &town.donor, &town.family, &town.admin] {
        assert_eq!(reveal(who.clone()).await, "not_allowed", "{}", who.name);
    }
    assert_eq!(reveal(there.caseworker.clone()).await, "not_found");
    assert_eq!(code(store.openings(&there.coordinator, id, 0).await), "not_found");
    assert_eq!(code(store.openings(&there.family, id, 0).await), "not_allowed");
    assert_eq!(code(store.openings(&town.shopkeeper, id, 0).await), "not_allowed");
    assert_eq!(code(store.my_openings(&town.donor, 0).await), "not_found");
    assert_eq!(code(store.opening_patterns(&town.caseworker, 0, 0).await), "not_allowed");
});

on_both!(repeated_counter_lookups_are_logged_as_one_reveal, |stage| {
    on_wednesday(stage).await;
    let town = stage.town("河口").await;
    let (store, id) = (&stage.store, town.household);
    for _ in 0..3 {
        store.walk_in_find(&by(&town.shopkeeper), id.to_string()).await.expect("found");
    }
    store.walk_in(&town.shopkeeper, id, town.shop, &[]).await.expect("opened");
    let new = IssueWalkIn { household: id, location: town.shop, lines: Vec::new() };
    assert!(store.walk_in_issue(&by(&town.shopkeeper), new).await.is_err(), "an issue without lines is refused");
    let seen = store.my_openings(&town.family, 0).await.expect("its own").items;
    assert_eq!(
        seen.iter().map(|o| (o.role, o.reason)).collect::<Vec<_>>(),
        [(Role::Shopkeeper, RevealReason::Counter)]
    );
    assert_eq!(store.household_open_until(&town.shopkeeper, id).await.expect("answered"), 0);
});

on_both!(unusual_reveals_come_first_and_each_count_matches_its_list, |stage| {
    on_wednesday(stage).await;
    let town = stage.town("河口").await;
    let store = &stage.store;
    let mut families = vec![town.household];
    for n in 0..21 {
        families.push(stage.family(&town.caseworker, town.home, &format!("第{n}家")).await.0);
    }
    let mut colleagues = Vec::new();
    for name in ["小李", "小陈"] {
        let account = NewAccount { phone: phone(), name: name.into(), area: town.district, role: Role::Caseworker };
        let (id, _) = store.account_add(&by(&town.admin), account).await.expect("a colleague");
        colleagues.push(stage.actor(id).await);
    }
    let open = |who: domain::accounts::Actor, id| async move {
        store
            .run(
                &by(&who),
                RevealHousehold(Reveal { household: id, reason: RevealReason::Check, words: String::new() }),
            )
            .await
            .expect("opened");
    };
    for id in &families {
        open(town.caseworker.clone(), *id).await;
    }
    for colleague in &colleagues {
        open(colleague.clone(), families[1]).await;
    }
    let found = store.opening_patterns(&town.coordinator, 0, 0).await.expect("watched");
    assert_eq!((found.unusual, found.items.len()), (1, 3));
    let first = &found.items[0];
    assert_eq!(
        (first.account, first.count.files, first.unusual.as_slice()),
        (town.caseworker.account, 22, &[Unusual::Many][..])
    );

    // The next week: one reveal at night, and five of the same household.
    stage.clock.advance(7 * DAY);
    for _ in 0..5 {
        stage.clock.advance(60);
        open(colleagues[0].clone(), families[2]).await;
    }
    stage.clock.advance(13 * 3600);
    assert!(is_night(store.now()));
    open(colleagues[0].clone(), families[3]).await;
    let found = store.opening_patterns(&town.auditor, 0, 0).await.expect("watched");
    let first = &found.items[0];
    assert_eq!(first.unusual, [Unusual::Night, Unusual::SameFile]);
    let count = &first.count;
    assert_eq!((count.openings, count.files, count.night, count.same, count.same_file), (6, 2, 1, 5, families[2]));
    assert_eq!(found.unusual, 2);

    let head = &town.coordinator;
    let list = |query: OpeningQuery| async move { store.openings_by(head, query).await.expect("listed").items };
    let base = OpeningQuery { account: colleagues[0].account, week: first.week, ..OpeningQuery::default() };
    assert_eq!(list(base).await.len(), 6);
    assert_eq!(list(OpeningQuery { night: true, ..base }).await.len(), 1);
    assert_eq!(list(OpeningQuery { household: families[2], ..base }).await.len(), 5);
    let before = store.opening_patterns(&town.coordinator, first.week - 1, 0).await.expect("the week before");
    assert_eq!(before.items.len(), 3);
});

on_both!(an_objection_waits_until_it_is_answered_and_the_family_reads_the_answer, |stage| {
    let (town, there) = (stage.town("河口").await, stage.town("山后").await);
    let store = &stage.store;
    store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: town.household, reason: RevealReason::Check, words: String::new() }),
        )
        .await
        .expect("opened");
    let opening = store.my_openings(&town.family, 0).await.expect("its own").items[0].id;
    // What the town's roles emitted has long been read.
    store.deliver_all().await.expect("delivered");
    let say = |opening| FileObjection { opening, words: "为什么看我家？".into() };
    assert_eq!(code(store.run(&by(&there.family), say(opening)).await), "not_found", "another family's reveal");
    assert_eq!(code(store.run(&by(&town.donor), say(0)).await), "not_found");
    let id = store.run(&by(&town.family), say(opening)).await.expect("said");
    assert_eq!(store.objections_waiting(&town.coordinator).await.expect("counted"), 1);
    assert_eq!(store.objections_waiting(&there.coordinator).await.expect("counted"), 0);
    assert_eq!(store.notices(&town.coordinator, 0).await.expect("read").items[0].subject, id);

    let answer = |who: &domain::accounts::Actor| {
        let by = by(who);
        async move { store.run(&by, AnswerObjection { objection: id, words: "那天核对电话。".into() }).await }
    };
    assert_eq!(code(answer(&town.caseworker).await), "not_allowed");
    assert_eq!(code(answer(&town.auditor).await), "not_allowed");
    assert_eq!(code(answer(&there.coordinator).await), "not_found");
    answer(&town.coordinator).await.expect("answered");
    assert_eq!(code(answer(&town.coordinator).await), "wrong_state");

    let mine = store.my_objections(&town.family).await.expect("its own");
    assert_eq!(
        (mine[0].answer.as_str(), mine[0].answered_by.as_str()),
        ("那天核对电话。", town.coordinator.name.as_str())
    );
    assert!(store.objections(&town.coordinator, false, 0).await.expect("read").items.is_empty());
    assert_eq!(store.objections(&town.auditor, true, 0).await.expect("read").items.len(), 1);
    for _ in 0..5 {
        store.run(&by(&town.family), say(0)).await.expect("said");
    }
    assert_eq!(code(store.run(&by(&town.family), say(0)).await), "objections_open");
});

on_both!(the_audit_of_a_year_has_openings_and_changes_of_families_with_minors_only, |stage| {
    let (town, there, store) = (stage.town("河口").await, stage.town("乙").await, &stage.store);
    let this_year = year(store.now());
    let member = |birth_year| Member { name: "王大".into(), birth_year, ..Member::default() };
    let adults = NewHousehold {
        area: town.home,
        name: "周家".into(),
        phone: phone(),
        address: "幸福里 3 号".into(),
        hardship: false,
        members: vec![member(this_year - 40)],
    };
    let adults = stage.with_account(&town.caseworker, adults).await;
    let reveal = |household| RevealHousehold(Reveal { household, reason: RevealReason::Visit, words: String::new() });
    for household in [town.household, adults] {
        store.run(&by(&town.caseworker), reveal(household)).await.expect("opened");
    }
    let wish = stage.wish(&town, 1).await;

    let lines = async |who: &Actor| store.export_minors(&by(who), this_year).await.expect("an export").rows;
    let found = lines(&town.auditor).await;
    assert!(found.iter().all(|line| line.household == town.household && line.minors == 1), "{found:?}");
    let opened: Vec<_> = found.iter().filter(|line| line.action.is_empty()).collect();
    assert_eq!(opened.iter().map(|line| line.reason.as_str()).collect::<Vec<_>>(), ["visit"]);
    assert_eq!(opened[0].account_name, "河口 caseworker");
    let posted = found.iter().find(|line| line.action == "wish_post").expect("the wish");
    assert_eq!((posted.subject.as_str(), posted.record, posted.account), ("wish", wish, town.family.account));
    assert_eq!(posted.account_name, "", "a family is a number here");
    assert!(found.iter().any(|line| line.action == "wish_publish" && line.account_name == "河口 caseworker"));
    assert!(found.windows(2).all(|pair| pair[0].at <= pair[1].at), "by time");
    let elsewhere = lines(&there.auditor).await;
    assert!(!elsewhere.is_empty() && elsewhere.iter().all(|line| line.household == there.household), "{elsewhere:?}");
    // One who came of age in the year was a minor before.
    stage.plant(&format!("update person set birth_year = {} where household = {adults}", this_year - 18)).await;
    assert!(lines(&town.coordinator).await.iter().any(|line| line.household == adults));

    for who in [&town.caseworker, &town.shopkeeper, &town.donor, &town.family, &town.admin] {
        assert_eq!(code(store.export_minors(&by(who), this_year).await), "not_allowed");
    }
    assert_eq!(fields(store.export_minors(&by(&town.auditor), this_year + 1).await), [("year", "out_of_range")]);
    assert_eq!(stage.number("select count(*) from audit where action = 'export_minors'").await, 3, "each is noted");
});
