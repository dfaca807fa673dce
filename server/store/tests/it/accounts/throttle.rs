//! Limits on sign-in: equal work for every phone, hashes only after limits and permissions, and no lockout by strangers.

use crate::support::{PASSWORD, Stage, asked_for, by, code, fields, on_both, phone};
use domain::{
    accounts::{Actor, NewAccount, Role},
    households::{Member, NewHousehold},
    notifications::NoticeKind,
};
use store::{
    accounts::{sign_in::throttle::Browser, staff::SetAccountOpen},
    crypto::passwords::counted,
};

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

on_both!(every_sign_in_computes_one_hash_whatever_the_phone, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    // A family with a card and no password, as most are.
    let member = Member { name: "赵一".into(), birth_year: 1980, ..Member::default() };
    let new = NewHousehold {
        area: town.home,
        name: "赵家".into(),
        phone: phone(),
        address: String::new(),
        hardship: false,
        members: vec![member],
    };
    let by_card = new.phone.clone();
    let household = store.household_add(&by(&town.caseworker), new).await.expect("a household");
    store.card_make(&by(&town.caseworker), asked_for(household)).await.expect("a card");
    let closed = phone_of(stage, &town.donor).await;
    store.run(&by(&town.admin), SetAccountOpen { account: town.donor.account, open: false }).await.expect("closed");
    let waits = phone_of(stage, &town.shopkeeper).await;
    store.account_password(&by(&town.admin), town.shopkeeper.account).await.expect("a set-up code");
    let known = phone_of(stage, &town.family).await;

    for tried in [phone(), by_card, closed, waits, known.clone(), "no phone at all".into(), String::new()] {
        let (answer, hashes) = counted(store.sign_in(&tried, "wrong horse", "")).await;
        assert_eq!((code(answer), hashes), ("wrong_sign_in", 1), "{tried}");
    }
    let (answer, hashes) = counted(store.sign_in(&known, PASSWORD, "")).await;
    assert_eq!((answer.is_ok(), hashes), (true, 1));
});

on_both!(nothing_is_hashed_before_limits_and_permissions, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let known = phone_of(stage, &town.family).await;
    for _ in 0..5 {
        assert_eq!(code(store.sign_in(&known, "wrong horse", "192.0.2.1").await), "wrong_sign_in");
    }
    let (answer, hashes) = counted(store.sign_in(&known, PASSWORD, "192.0.2.1")).await;
    assert_eq!((code(answer), hashes), ("too_many_tries", 0));

    // A wrong old PIN costs its own comparison, and no hash of the new one.
    store.pin_set(&by(&town.family), "", "4826").await.expect("a PIN");
    let request = by(&town.family);
    let (answer, hashes) = counted(store.pin_set(&request, "9999", "70413")).await;
    assert_eq!((fields(answer), hashes), (vec![("old_pin", "wrong_pin")], 1));

    let request = by(&town.admin);
    let (answer, hashes) = counted(store.account_password(&request, other.donor.account)).await;
    assert_eq!((code(answer), hashes), ("not_found", 0));
    let new = NewAccount { phone: phone(), name: "张三".into(), area: other.home, role: Role::Shopkeeper };
    let (answer, hashes) = counted(store.account_add(&request, new)).await;
    assert_eq!((code(answer), hashes), ("not_found", 0));
    let request = by(&other.caseworker);
    let (answer, hashes) = counted(store.household_password(&request, asked_for(town.household))).await;
    assert_eq!((code(answer), hashes), ("not_found", 0));
});

on_both!(strangers_wrong_passwords_do_not_lock_the_owner_out, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.caseworker).await;
    for n in 0..6 {
        for _ in 0..5 {
            let from = format!("192.0.2.{n}");
            assert_eq!(code(store.sign_in(&known, "wrong horse", &from).await), "wrong_sign_in");
        }
    }
    // Thirty wrong ones within an hour: an address now has one try in a quarter of an hour, and the owner needs no more.
    store.sign_in(&known, PASSWORD, "198.51.100.1").await.expect("at the first try");
    assert_eq!(code(store.sign_in(&known, "wrong horse", "198.51.100.2").await), "wrong_sign_in");
    assert_eq!(code(store.sign_in(&known, PASSWORD, "198.51.100.2").await), "too_many_tries");
    stage.clock.advance(15 * 60 + 1);
    store.sign_in(&known, PASSWORD, "198.51.100.2").await.expect("a quarter of an hour later");
});

on_both!(a_browser_that_signed_in_before_has_tries_of_its_own, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.caseworker).await;
    let (own, other) = (store.device_of(town.caseworker.account), store.device_of(town.donor.account));
    let forged = other.replacen(&town.donor.account.to_string(), &town.caseworker.account.to_string(), 1);
    let at = |device| Browser { address: "192.0.2.1", device };
    for _ in 0..5 {
        assert_eq!(code(store.sign_in(&known, "wrong horse", "192.0.2.1").await), "wrong_sign_in");
    }
    for device in ["", "1.2.3", other.as_str(), forged.as_str(), &own[..own.len() - 1]] {
        assert_eq!(code(store.sign_in(&known, PASSWORD, at(device)).await), "too_many_tries", "{device}");
    }
    for _ in 0..5 {
        assert_eq!(code(store.sign_in(&known, "wrong horse", at(&own)).await), "wrong_sign_in");
    }
    assert_eq!(code(store.sign_in(&known, PASSWORD, at(&own)).await), "too_many_tries", "five of its own");
    stage.clock.advance(15 * 60 + 1);
    store.sign_in(&known, PASSWORD, at(&own)).await.expect("signed in");
    assert!(!stage.dump().await.contains(&own), "it is not stored");
});

on_both!(staff_are_told_of_a_sign_in_from_a_browser_that_is_new_to_them, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let told = async |who: &Actor| {
        let notices = store.notices(who, 0).await.expect("read").items;
        notices.iter().filter(|notice| notice.kind == NoticeKind::NewBrowser).count()
    };
    for (who, times) in [(&town.caseworker, 1), (&town.donor, 0)] {
        let (known, own) = (phone_of(stage, who).await, store.device_of(who.account));
        store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("signed in");
        assert_eq!(told(who).await, 0, "the first time everything is new");
        store.sign_in(&known, PASSWORD, Browser { address: "192.0.2.9", device: &own }).await.expect("signed in");
        assert_eq!(told(who).await, 0, "its own browser, wherever it is");
        store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("signed in");
        assert_eq!(told(who).await, times);
    }
});

on_both!(a_refused_try_is_not_written_and_does_not_prolong_the_pause, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.caseworker).await;
    for _ in 0..5 {
        assert_eq!(code(store.sign_in(&known, "wrong horse", "192.0.2.1").await), "wrong_sign_in");
    }
    let counted = stage.number("select count(*) from attempt").await;
    for _ in 0..10 {
        stage.clock.advance(60);
        assert_eq!(code(store.sign_in(&known, PASSWORD, "192.0.2.1").await), "too_many_tries");
    }
    assert_eq!(stage.number("select count(*) from attempt").await, counted);
    stage.clock.advance(5 * 60 + 1);
    store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("a quarter of an hour after the fifth");
});

on_both!(a_home_with_many_ipv6_addresses_is_one_address, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.caseworker).await;
    for n in 0..5 {
        let from = format!("2001:db8:0:12{n:02x}::/64");
        assert_eq!(code(store.sign_in(&known, "wrong horse", &from).await), "wrong_sign_in");
    }
    assert_eq!(code(store.sign_in(&known, PASSWORD, "2001:db8:0:12ff::/64").await), "too_many_tries");
    store.sign_in(&known, PASSWORD, "2001:db8:0:1300::/64").await.expect("the neighbours");
});

on_both!(a_try_refused_by_one_limit_is_taken_back_from_the_others, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.caseworker).await;
    for _ in 0..30 {
        assert_eq!(code(store.sign_in(&phone(), PASSWORD, "192.0.2.9").await), "wrong_sign_in");
    }
    let counted = stage.number("select count(*) from attempt").await;
    assert_eq!(code(store.sign_in(&known, PASSWORD, "192.0.2.9").await), "too_many_tries");
    assert_eq!(stage.number("select count(*) from attempt").await, counted);
});

on_both!(staff_learn_of_a_phone_only_within_their_root_area_and_of_few, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let (here, there) = (phone_of(stage, &town.family).await, phone_of(stage, &other.family).await);
    let new =
        |phone: &str| NewAccount {
            phone: phone.into(), name: "张三".into(), area: town.home, role: Role::Shopkeeper
        };
    assert_eq!(code(store.account_add(&by(&town.coordinator), new(&here)).await), "phone_taken");
    for _ in 0..9 {
        assert_eq!(code(store.account_add(&by(&town.coordinator), new(&there)).await), "phone_refused");
    }
    // No more forms of this kind for an hour, whatever the phone; other staff go on.
    let (answer, hashes) = counted(store.account_add(&by(&town.coordinator), new(&phone()))).await;
    assert_eq!((code(answer), hashes), ("too_many_tries", 0));
    store.account_add(&by(&town.admin), new(&phone())).await.expect("another administrator");
    stage.clock.advance(3601);
    store.account_add(&by(&town.coordinator), new(&phone())).await.expect("an hour later");

    // The phone of a family's file is its sign-in phone too.
    let contact = domain::households::Contact { name: "王家".into(), phone: there, address: String::new() };
    let any = store::households::edit::ANY_VERSION;
    let changed = store.household_contact(&by(&town.caseworker), town.household, any, contact).await;
    assert_eq!(fields(changed), [("phone", "phone_refused")]);
});
