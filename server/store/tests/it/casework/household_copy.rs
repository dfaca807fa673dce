//! A family takes its whole file along: every table about a household is in the copy, or has a reason not to be.

use std::collections::BTreeSet;

use domain::wishes::NewWish;
use store::{
    casework::notes::AddNote,
    ops::household_copy::{LEFT_OUT, SECTIONS},
    wishes::lifecycle::PostWish,
};

use crate::support::{by, code, on_both};

on_both!(a_family_takes_its_whole_file_along, |stage| {
    let town = stage.town("河口").await;
    let store = &stage.store;
    let (other, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    // More than a page of notes, and one about another family.
    for n in 0..53 {
        let note = AddNote::new(town.household, format!("第 {n} 次上门"));
        store.run(&by(&town.caseworker), note).await.expect("noted");
    }
    store.run(&by(&town.caseworker), AddNote::new(other, "别人家的事".into())).await.expect("noted");
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item: lamp, quantity: 1, words: "写作业用".into(), ..NewWish::default() };
    store.run(&by(&town.family), PostWish(new)).await.expect("a wish");

    let copy = store.household_copy(&town.family).await.expect("a copy");
    let sections: BTreeSet<&str> = copy.sections.keys().copied().collect();
    assert_eq!(sections, SECTIONS.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>());
    assert_eq!(copy.sections["household"]["id"], town.household);
    assert_eq!(copy.sections["notes"].as_array().map(Vec::len), Some(53), "to the end of the list");
    assert_eq!(copy.sections["wishes"][0]["own_words"], "写作业用");
    let text = serde_json::to_string(&copy.sections).expect("JSON");
    assert!(!text.contains("别人家的事"), "nothing of another family");
    assert_eq!(code(store.household_copy(&town.caseworker).await), "not_found");
});

on_both!(each_table_about_a_household_is_in_its_copy_or_has_a_reason, |stage| {
    let names = if stage.is_postgres() {
        "select cast(table_name as text) from information_schema.columns
         where table_schema = 'public' and column_name = 'household'"
    } else {
        "select m.name from sqlite_master m join pragma_table_info(m.name) c
         where m.type = 'table' and c.name = 'household'"
    };
    let tables: BTreeSet<String> = stage.texts(names).await.into_iter().collect();
    let held = SECTIONS.iter().flat_map(|(_, tables)| tables.iter().copied());
    let all: Vec<&str> = held.chain(LEFT_OUT.iter().map(|(table, _)| *table)).collect();
    let known: BTreeSet<String> = all.iter().map(|table| (*table).to_owned()).collect();
    assert_eq!(all.len(), known.len(), "each table stands once");
    assert_eq!(tables, known, "left: tables with a household; right: SECTIONS and LEFT_OUT of household_copy.rs");
});
