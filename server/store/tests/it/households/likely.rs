//! A family that is typed in twice is asked about.

use domain::households::{Member, NewHousehold};

use crate::support::{by, code, on_both};

on_both!(a_family_typed_in_twice_is_asked_about, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let file = |name: &str, born: i64| NewHousehold {
        area: town.home,
        name: name.into(),
        phone: String::new(),
        address: "桥头街 19 号".into(),
        hardship: false,
        members: vec![Member { name: name.into(), birth_year: born, ..Member::default() }],
    };
    let keeper = || by(&town.caseworker);
    let first = store.household_add_if_new(&keeper(), file("马秀英", 1970)).await.expect("a new family");
    assert_eq!(code(store.household_add_if_new(&keeper(), file("马秀莺", 1971)).await), "same_family");
    let alike = store.households_alike(&town.caseworker, &file("马秀英", 1970)).await.expect("of its areas");
    assert_eq!(alike.iter().map(|file| (file.household, file.size)).collect::<Vec<_>>(), [(first, 1)]);

    // Only who keeps files there learns that there is one.
    assert_eq!(code(store.households_alike(&other.caseworker, &file("马秀英", 1970)).await), "not_found");
    assert_eq!(code(store.households_alike(&town.coordinator, &file("马秀英", 1970)).await), "not_allowed");
    assert_eq!(code(store.household_add_if_new(&by(&other.caseworker), file("马秀英", 1970)).await), "not_found");

    store.household_add_if_new(&keeper(), file("李大山", 1970)).await.expect("another family of the house");
    store.household_add(&keeper(), file("马秀英", 1970)).await.expect("another family after all");

    store.household_add_if_new(&keeper(), file("张国华", 1950)).await.expect("a new family");
    assert_eq!(
        code(store.household_add_if_new(&keeper(), file("張國華", 1951)).await),
        "same_family",
        "in other script"
    );

    let reached = |name: &str| NewHousehold { phone: "13800000123".into(), ..file(name, 1970) };
    store.household_add_if_new(&keeper(), reached("赵大海")).await.expect("the husband's file");
    assert_eq!(code(store.household_add_if_new(&keeper(), reached("孙晓梅")).await), "same_family", "his wife's");

    let mut couple = NewHousehold { address: "别处 1 号".into(), ..file("周大河", 1981) };
    couple.members.push(Member { name: "吴小溪".into(), birth_year: 1983, ..Member::default() });
    let couple = store.household_add_if_new(&keeper(), couple).await.expect("a couple");
    let wife = store.households_alike(&town.caseworker, &file("吴小溪", 1983)).await.expect("of its areas");
    assert_eq!(wife.iter().map(|file| (file.household, file.size)).collect::<Vec<_>>(), [(couple, 2)]);
    assert_eq!(code(store.household_add_if_new(&keeper(), file("吴小溪", 1983)).await), "same_family");
});
