//! Household files: who reads and changes them, and which reads leave an audit line.

use crate::support::{PASSWORD, asked_for, by, code, fields, on_both, phone};
use domain::{
    accounts::{Actor, Role},
    households::{
        Member, NewHousehold, Relation, Sex,
        reveals::{Reveal, RevealReason},
    },
};
use store::{
    casework::members::AddMember,
    households::{list::HouseholdQuery, reveal::RevealHousehold},
};

fn person(name: &str, birth_year: i64) -> Member {
    Member { id: 0, name: name.into(), birth_year, sex: Sex::Female, ..Member::default() }
}

fn asked(q: &str) -> HouseholdQuery {
    HouseholdQuery { q: q.into(), ..HouseholdQuery::default() }
}

fn file(area: i64) -> NewHousehold {
    NewHousehold {
        area,
        name: "赵家".into(),
        phone: phone(),
        address: "平安里 9 号".into(),
        hardship: true,
        members: vec![person("赵一", 1980), person("赵二", 2014)],
    }
}

on_both!(a_caseworker_makes_a_file_and_the_family_signs_in, |stage| {
    let town = stage.town("甲").await;
    let new = file(town.home);
    let request = by(&town.caseworker);
    let id = stage.store.household_add(&request, new.clone()).await.expect("made");
    assert_eq!(stage.store.household_add(&request, new.clone()).await.expect("the same answer"), id);
    assert_eq!(stage.number(&format!("select count(*) from account where household = {id}")).await, 0);
    let fresh = stage.store.household_password(&by(&town.caseworker), asked_for(id)).await.expect("a code");
    let (_, limited) = stage.store.sign_in(&new.phone, &fresh.code, "").await.expect("the family uses the code");
    let (_, family) = stage.store.setup_finish(&by(&limited), PASSWORD).await.expect("the family sets its password");
    assert_eq!((family.household, family.root), (id, town.root));
    assert!(family.has(Role::Family) && !family.is_staff());
    let (read, members) = stage.store.my_household(&family).await.expect("its own file");
    assert_eq!((read.id, read.size, read.area_name.as_str(), read.hardship), (id, 2, "甲社区", true));
    assert_eq!(
        members.iter().map(|m| (m.name.as_str(), m.birth_year)).collect::<Vec<_>>(),
        [("赵一", 1980), ("赵二", 2014)]
    );

    let again = NewHousehold { phone: new.phone.clone(), ..file(town.home) };
    let silent = stage.store.household_add(&by(&town.caseworker), again).await.expect("a file without an account");
    assert_eq!(code(stage.store.household_password(&by(&town.caseworker), asked_for(silent)).await), "phone_taken");
    assert_eq!(stage.number(&format!("select count(*) from account where household = {silent}")).await, 0);
    let wrong = NewHousehold { phone: "1".into(), members: Vec::new(), ..file(town.home) };
    assert_eq!(
        fields(stage.store.household_add(&by(&town.caseworker), wrong).await),
        [("phone", "not_a_phone"), ("members", "out_of_range")]
    );
    let without = NewHousehold { phone: String::new(), ..file(town.home) };
    let without = stage.store.household_add(&by(&town.caseworker), without).await.expect("a file without a phone");
    assert_eq!(
        fields(stage.store.household_password(&by(&town.caseworker), asked_for(without)).await),
        [("phone", "required")],
        "a code needs a phone to sign in with"
    );
    let unborn = NewHousehold { members: vec![person("赵三", 2999)], ..file(town.home) };
    assert_eq!(
        fields(stage.store.household_add(&by(&town.caseworker), unborn).await),
        [("birth_year", "out_of_range")]
    );
});

on_both!(only_the_family_and_staff_of_the_area_read_a_file, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let (id, store) = (town.household, &stage.store);
    let opened = async || stage.number("select count(*) from audit where action = 'household_open'").await;
    for who in [&town.caseworker, &town.auditor] {
        let (read, members) = store.household(who, id).await.expect("staff of the area");
        assert!(!read.opened && read.address == "******" && read.phone.contains("****"));
        assert!(members.iter().all(|member| member.name == "王**"));
        assert_eq!(read.name, if who == &town.auditor { "王**" } else { "王家" });
    }
    assert_eq!(opened().await, 0, "masked reads leave no audit line");
    store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Visit, words: String::new() }),
        )
        .await
        .expect("opened");
    let (read, members) = store.household(&town.caseworker, id).await.expect("opened");
    assert!(read.opened && read.address == "幸福里 2 号" && members[0].name == "王大");
    assert_eq!(opened().await, 1, "reading a revealed file leaves an audit line");
    assert!(!store.household(&town.auditor, id).await.expect("masked").0.opened);
    store.household(&town.family, id).await.expect("its own");
    assert_eq!(opened().await, 1);
    for who in [&town.admin, &town.coordinator, &town.shopkeeper, &town.donor, &other.family] {
        assert_eq!(code(store.household(who, id).await), "not_allowed");
        assert_eq!(code(store.households(who, &asked("")).await), "not_allowed");
    }
    assert_eq!(code(store.household(&stage.admin().await, id).await), "not_allowed");
    assert_eq!(code(store.household(&Actor::visitor(), id).await), "sign_in_needed");
    assert_eq!(code(store.household(&other.caseworker, id).await), "not_found");
    assert_eq!(code(store.household(&town.caseworker, 999).await), "not_found");
    assert_eq!(code(store.my_household(&town.donor).await), "not_found");
    assert_eq!(code(store.my_household(&Actor::visitor()).await), "sign_in_needed");
    assert_eq!(code(store.household_add(&by(&town.auditor), file(town.home)).await), "not_allowed");
    assert_eq!(code(store.household_add(&by(&town.caseworker), file(other.home)).await), "not_found");
    assert_eq!(opened().await, 1);
});

on_both!(files_are_found_by_name_phone_and_number, |stage| {
    let town = stage.town("甲").await;
    let new = NewHousehold { name: "Zhao".into(), ..file(town.home) };
    let phone = new.phone.clone();
    let id = stage.store.household_add(&by(&town.caseworker), new).await.expect("made");
    let found = async |who: &Actor, query: &HouseholdQuery| {
        let page = stage.store.households(who, query).await.expect("a page");
        page.items.iter().map(|h| h.id).collect::<Vec<_>>()
    };
    for q in ["zha", "ZHAO", &phone, &id.to_string(), "ｚｈａｏ"] {
        assert!(found(&town.caseworker, &asked(q)).await.contains(&id), "{q}");
    }
    for q in ["钱", "_hao", "100%", &phone[3..]] {
        assert!(found(&town.caseworker, &asked(q)).await.is_empty(), "{q}");
    }
    assert_eq!(found(&town.caseworker, &asked("")).await.len(), 2);
    let after = HouseholdQuery { cursor: town.household, ..asked("") };
    assert_eq!(found(&town.caseworker, &after).await, [id]);
    // Readers who see masked names and phones cannot search by them.
    assert!(found(&town.auditor, &asked("zhao")).await.is_empty());
    assert!(found(&town.auditor, &asked(&phone)).await.is_empty());
    let listed = stage.store.households(&town.auditor, &asked(&id.to_string())).await.expect("a page").items;
    assert_eq!((listed[0].name.as_str(), listed[0].phone.get(3..7)), ("Z**", Some("****")));
});

on_both!(a_family_has_at_most_twenty_members, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let add = async |who: &Actor, member| stage.store.run(&by(who), AddMember::new(town.household, member)).await;
    let id = add(&town.caseworker, person(" 王三 ", 2024)).await.expect("a member");
    let (read, members) = stage.store.household(&town.family, town.household).await.expect("the file");
    assert_eq!((read.size, members.len()), (3, 3));
    assert_eq!(members[0].relation, Relation::Contact, "the first member is the contact");
    assert!(members.iter().any(|m| m.id == id && m.name == "王三"));
    assert_eq!(
        fields(add(&town.caseworker, person("", 1800)).await),
        [("name", "required"), ("birth_year", "out_of_range")]
    );
    assert_eq!(code(add(&town.family, person("王四", 2024)).await), "not_allowed");
    assert_eq!(code(add(&other.caseworker, person("王四", 2024)).await), "not_found");
    for n in 3..20 {
        add(&town.caseworker, person(&format!("王{n}"), 2000)).await.expect("a member");
    }
    assert_eq!(fields(add(&town.caseworker, person("太多", 2000)).await), [("members", "out_of_range")]);
});
