//! Look-ups: a phone finds a file only where the person keeps files, and each look-up is counted and written down.

use crate::support::{by, code, on_both, phone};
use domain::{
    accounts::{Actor, Role},
    households::{
        Member, NewHousehold,
        reveals::{OPEN_FOR, Reveal, RevealReason, Unusual, is_night, week_of},
    },
};
use store::{
    accounts::phone_search::{PHONE_SEARCHES, PHONE_WINDOW},
    households::{list::HouseholdQuery, reveal::RevealHousehold, reveal_log::OpeningQuery},
    orders::walk_in::{IssueWalkIn, LOOK_UP_WINDOW, LOOK_UPS},
};

fn asked(q: &str) -> HouseholdQuery {
    HouseholdQuery { q: q.into(), ..HouseholdQuery::default() }
}

on_both!(a_search_by_phone_is_counted_and_the_family_reads_of_it, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let known = store.household(&town.family, town.household).await.expect("its own").0.phone;
    let found = async |who: &Actor, q: &str| {
        let page = store.households(who, &asked(q)).await.expect("a page");
        page.items.iter().map(|household| household.id).collect::<Vec<_>>()
    };
    let tries = async || stage.number("select count(*) from attempt where subject like 'phones:%'").await;
    let lines = async |id: i64| {
        let sql = format!("select count(*) from audit where action = 'households_by_phone' and subject_id = {id}");
        stage.number(&sql).await
    };
    let seen = async || {
        let items = store.my_openings(&town.family, 0).await.expect("its own").items;
        items.iter().map(|opening| (opening.account, opening.role, opening.reason)).collect::<Vec<_>>()
    };

    // Masked means masked: an auditor's search is not compared with phones, so it is not counted either.
    assert!(found(&town.auditor, &known).await.is_empty());
    assert_eq!(found(&town.auditor, &town.household.to_string()).await, [town.household]);
    assert_eq!((tries().await, seen().await), (0, vec![]));

    let entry = (town.caseworker.account, Role::Caseworker, RevealReason::Phone);
    for n in 1..=2 {
        assert_eq!(found(&town.caseworker, &known).await, [town.household]);
        assert_eq!((lines(town.household).await, tries().await, seen().await), (n, n, vec![entry]));
    }
    assert_eq!(store.household_open_until(&town.caseworker, town.household).await.expect("answered"), 0);
    assert!(found(&town.caseworker, &phone()).await.is_empty());
    assert_eq!(lines(0).await, 1, "an answer of none leaves a line, too");
    // Elsewhere the phone finds nothing, and the family is not told of it.
    assert!(found(&other.caseworker, &known).await.is_empty());
    assert_eq!((lines(town.household).await, seen().await.len()), (2, 1));
});

on_both!(phones_are_searched_a_hundred_times_in_a_quarter_of_an_hour, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let search = async |q: &str| store.households(&town.caseworker, &asked(q)).await;
    for _ in 0..PHONE_SEARCHES {
        search(&phone()).await.expect("an answer");
    }
    assert_eq!(code(search(&phone()).await), "too_many_tries");
    // Names and numbers are another matter, and so are the searches of a colleague.
    assert_eq!(search("王家").await.expect("a page").items.len(), 1);
    assert_eq!(search(&town.household.to_string()).await.expect("a page").items.len(), 1);
    stage.clock.advance(PHONE_WINDOW + 1);
    search(&phone()).await.expect("a quarter of an hour later");
});

on_both!(a_page_of_a_search_is_full_while_there_are_more, |stage| {
    let (other, town, store) = (stage.town("乙").await, stage.town("甲").await, &stage.store);
    // A number that the names of many files contain, and that of a file in another area.
    let number = other.household.to_string();
    for n in 0..52 {
        let new = NewHousehold {
            area: town.home,
            name: format!("{number} 号楼第 {n} 家"),
            phone: String::new(),
            address: "幸福里 2 号".into(),
            hardship: false,
            members: vec![Member { name: "王大".into(), birth_year: 1985, ..Member::default() }],
        };
        store.household_add(&by(&town.caseworker), new).await.expect("a file");
    }
    let first = store.households(&town.caseworker, &asked(&number)).await.expect("a page");
    assert!(first.items.iter().all(|household| household.id != other.household));
    assert_eq!((first.items.len(), first.next.is_some()), (50, true));
    let after = HouseholdQuery { cursor: first.next.expect("more"), ..asked(&number) };
    let second = store.households(&town.caseworker, &after).await.expect("a page");
    assert_eq!((second.items.len(), second.next), (2, None));
});

on_both!(a_familys_page_at_the_counter_is_counted_with_the_form, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let shopkeeper = &town.shopkeeper;
    store.walk_in_find(&by(shopkeeper), town.household.to_string()).await.expect("found");
    let open = async |household: i64| store.walk_in(shopkeeper, household, town.shop, &[]).await;
    // The page is loaded with every scan, which is still the same look-up.
    for _ in 0..3 {
        open(town.household).await.expect("looked up a moment ago");
    }
    for n in 1..LOOK_UPS {
        assert_eq!(code(open(1_000_000 + n).await), "not_found");
    }
    assert_eq!(code(open(1_000_000).await), "too_many_tries");
    assert_eq!(code(store.walk_in_find(&by(shopkeeper), "王家".into()).await), "too_many_tries");
    // What an issue refuses would tell of a family as well.
    let issue = IssueWalkIn { household: 1_000_000, location: town.shop, lines: Vec::new() };
    assert_eq!(code(store.walk_in_issue(&by(shopkeeper), issue).await), "too_many_tries");
    open(town.household).await.expect("the family at the counter is served");
    stage.clock.advance(LOOK_UP_WINDOW + 1);
    assert_eq!(code(open(1_000_000).await), "not_found");
});

on_both!(look_ups_are_no_openings_of_the_same_file, |stage| {
    let now = stage.store.now();
    stage.clock.advance(week_of(now) + 9 * domain::DAY + 10 * 3600 - now);
    assert!(!is_night(stage.store.now()));
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = store.household(&town.family, town.household).await.expect("its own").0.phone;
    for _ in 0..6 {
        store.walk_in_find(&by(&town.shopkeeper), town.household.to_string()).await.expect("found");
        store.households(&town.caseworker, &asked(&known)).await.expect("found");
        stage.clock.advance(OPEN_FOR + 1);
    }
    let reason = RevealReason::Visit;
    store
        .run(&by(&town.caseworker), RevealHousehold(Reveal { household: town.household, reason, words: String::new() }))
        .await
        .expect("opened");
    let found = store.opening_patterns(&town.coordinator, 0, 0).await.expect("watched").items;
    let of = |who: &Actor| found.iter().find(|pattern| pattern.account == who.account).expect("a week");
    let (counter, desk) = (of(&town.shopkeeper), of(&town.caseworker));
    assert_eq!((counter.count.openings, counter.count.same, counter.count.same_file), (6, 0, 0));
    assert_eq!((desk.count.openings, desk.count.same, desk.count.same_file), (7, 1, town.household));
    assert!([counter, desk].iter().all(|pattern| !pattern.unusual.contains(&Unusual::SameFile)));
    // The number leads to a list of as many lines.
    let query = OpeningQuery { account: town.caseworker.account, household: town.household, ..OpeningQuery::default() };
    assert_eq!(store.openings_by(&town.coordinator, query).await.expect("a list").items.len(), 1);
});
