//! Names of operations are stored with audit lines and request ids, so none of them may change.

use std::{fs, path::Path};

use domain::{accounts::sessions::SessionId, wishes::NewWish};
use serde::Serialize;
use store::{
    accounts::{
        languages::{DisableLanguage, EnableLanguage},
        session_list::{EndOtherSessions, EndSession},
        staff::SetAccountOpen,
    },
    areas::organisations::SetOrganisationOpen,
    casework::{documents::RemovePaper, hardships::RemoveHardship, members::RemoveMember, notes::AddNote},
    catalogue::barcodes::RemoveBarcode,
    notifications::notices::ReadNotices,
    wishes::lifecycle::PostWish,
};

/// Appends every source file below `folder` to `text`.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("the source") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, text);
        } else {
            *text += &fs::read_to_string(&path).expect("text");
        }
    }
}

#[test]
fn stored_operation_names_are_never_renamed() {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    let lines = include_str!("operations.txt").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.map(|line| line.split(" | ").next().expect("a name")).collect();
    assert!(names.len() > 150, "the snapshot is read: {} names", names.len());
    let gone: Vec<_> = names.into_iter().filter(|name| !text.contains(&format!("\"{name}\""))).collect();
    assert!(gone.is_empty(), "renamed or removed: {gone:?}");
}

/// Returns the content of a request as its fingerprint is made of it.
fn stored(command: &impl Serialize) -> String {
    serde_json::to_string(command).expect("JSON")
}

#[test]
fn commands_are_stored_as_the_tuples_and_numbers_of_older_releases() {
    assert_eq!(stored(&SetAccountOpen { account: 1, open: true }), "[1,true]");
    assert_eq!(stored(&SetOrganisationOpen { organisation: 1, open: false }), "[1,false]");
    assert_eq!(stored(&EnableLanguage::new("ug")), r#"["ug",true]"#);
    assert_eq!(stored(&DisableLanguage::new("ug")), r#"["ug",false]"#);
    assert_eq!(stored(&RemovePaper { household: 1, paper: 2 }), "[1,2]");
    assert_eq!(stored(&RemoveHardship { household: 1, version: 2, hardship: 3 }), "[1,2,3]");
    assert_eq!(stored(&RemoveMember { household: 1, version: 2, member: 3 }), "[1,2,3]");
    assert_eq!(stored(&AddNote::new(1, "看过".into())), r#"{"household":1,"note":0,"words":"看过"}"#);
    assert_eq!(stored(&RemoveBarcode::new(2, "690".into())), r#"{"code":"690","item":2,"size":""}"#);
    assert_eq!(stored(&EndSession(SessionId(3))), "3");
    assert_eq!((stored(&EndOtherSessions), stored(&ReadNotices)), ("null".into(), "null".into()));
    assert_eq!(stored(&PostWish(NewWish::default())), stored(&NewWish::default()));
}
