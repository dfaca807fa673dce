//! Draft languages that administrators turn on, and a family's preferred language.

use crate::support::{by, code, on_both};
use domain::accounts::{Actor, Grant, Role};
use store::accounts::languages::{DisableLanguage, EnableLanguage};

on_both!(only_installation_and_root_area_admins_turn_languages_on, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = stage.admin().await;
    assert_eq!(store.languages_on().await.expect("an answer"), Vec::<String>::new());

    store.run(&by(&boss), EnableLanguage::new("ug")).await.expect("of the installation");
    store.run(&by(&town.admin), EnableLanguage::new("kk")).await.expect("of a root area");
    assert_eq!(store.languages_on().await.expect("an answer"), ["kk", "ug"]);
    let before = store.now();
    store.run(&by(&boss), DisableLanguage::new("ug")).await.expect("turned off");
    assert_eq!(store.languages_on().await.expect("an answer"), ["kk"]);
    let settings = store.language_settings(&town.admin).await.expect("a list");
    assert_eq!(
        settings.iter().map(|s| (s.tag.as_str(), s.turned_on)).collect::<Vec<_>>(),
        [("kk", true), ("ug", false)]
    );
    assert!((before..=store.now()).contains(&settings[1].changed), "{settings:?}");
    let lines =
        stage.texts("select action || ' ' || subject from audit where action like 'language%' order by id").await;
    assert_eq!(lines, ["language_on ug", "language_on kk", "language_off ug"]);

    // An administrator below a root area cannot change what the whole root area reads.
    let mut below = town.admin.clone();
    for grant in &mut below.grants {
        let Grant { path, .. } = grant;
        *path = path.child(999);
    }
    for who in [&below, &town.coordinator, &town.caseworker, &town.auditor, &town.family, &town.donor] {
        assert_eq!(code(store.run(&by(who), EnableLanguage::new("ug")).await), "not_allowed");
        assert_eq!(code(store.language_settings(who).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&Actor::visitor()), EnableLanguage::new("ug")).await), "sign_in_needed");
    for strange in ["", "../en", "a very long tag indeed"] {
        assert_eq!(code(store.run(&by(&boss), EnableLanguage::new(strange)).await), "not_found", "{strange}");
    }
    assert!(below.has(Role::Admin));
});

on_both!(only_family_accounts_have_a_preferred_language, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage.plant("update household set language = 'ug'").await;
    assert_eq!(store.preferred_language(&town.family).await.expect("an answer"), "ug");
    for who in [&town.caseworker, &town.donor, &Actor::visitor()] {
        assert_eq!(store.preferred_language(who).await.expect("an answer"), "");
    }
});
