//! Names and fields of events are stored in the outbox, so an older row must still be read after an upgrade.

use std::collections::BTreeSet;

use domain::events::{Audience, Event, Reader, Side};
use serde_json::{Value, json};

/// Fields that are ids: of a record, or of accounts that an event names.
const IDS: &[&str] = &[
    "wish",
    "household",
    "claim",
    "claimer",
    "order",
    "offer",
    "donor",
    "receipt",
    "location",
    "transfer",
    "take",
    "objection",
    "relocation",
    "account",
    "dispute",
    "reversal",
    "standby",
    "application",
    "visit",
    "finding",
    "files",
    "round",
    "pairing",
    "helper",
    "entitlement",
    "rule",
    "case",
    "call_back",
    "referral",
    "loan",
    "ask",
    "course",
    "place",
    "vacancy",
    "proposal",
    "check",
    "shift",
    "group",
    "notice",
    "help",
    "appointment",
    "question",
    "reservation",
    "collection",
    "partnership",
    "pledge",
    "measure",
    "conference",
    "indicator",
    "poster",
    "recall",
];

/// An event of this name whose fields are all filled; fields that it does not have are ignored.
fn filled(name: &str) -> Event {
    let mut of = json!({ "drive": 36, "to_family": true, "title": "t",
        "words": "w", "area": "a", "name": "n", "by": "b", "role": "auditor", "by_family": false, "staff": [15, 16],
    });
    for (id, field) in (1..).zip(IDS) {
        of[*field] = id.into();
    }
    serde_json::from_value(json!({"event": name, "of": of})).unwrap_or_else(|cause| panic!("{name}: {cause}"))
}

fn shape(event: &Event) -> String {
    let Value::Object(of) = serde_json::to_value(event).expect("JSON")["of"].clone() else { panic!("{event:?}") };
    let kind = |value: &Value| match value {
        Value::Number(_) => "int",
        Value::String(_) => "text",
        Value::Bool(_) => "bool",
        Value::Array(_) => "ints",
        other => panic!("{other}"),
    };
    let fields: BTreeSet<String> = of.iter().map(|(name, value)| format!("{name}:{}", kind(value))).collect();
    let (record, id) = event.record();
    assert!(id > 0, "{event:?} has a record");
    format!("{} | {} | {}", event.name(), record.as_str(), fields.into_iter().collect::<Vec<_>>().join(" "))
}

#[test]
fn names_records_and_fields_of_events_are_never_changed() {
    let lines: BTreeSet<&str> = include_str!("shapes.txt").lines().filter(|line| !line.starts_with('#')).collect();
    let now: BTreeSet<String> = Event::NAMES.iter().map(|name| shape(&filled(name))).collect();
    let now: BTreeSet<&str> = now.iter().map(String::as_str).collect();
    assert!(now.len() > 40, "events are found: {now:?}");
    let gone: Vec<_> = lines.difference(&now).collect();
    let new: Vec<_> = now.difference(&lines).collect();
    assert!(gone.is_empty() && new.is_empty(), "renamed or changed: {gone:#?}\nto be added: {new:#?}");
    let readers: Vec<_> = Reader::ALL.iter().map(|reader| reader.as_str()).collect();
    assert_eq!(readers, ["notices", "groups"], "names of readers are stored too");
}

#[test]
fn every_event_has_each_side_once_and_its_words_stay_with_the_claimer() {
    for name in Event::NAMES {
        let event = filled(name);
        let sides: Vec<Side> = event.audiences().iter().map(|(side, _)| *side).collect();
        let unique: BTreeSet<&str> = sides.iter().map(|side| side.as_str()).collect();
        assert!(!sides.is_empty() && unique.len() == sides.len(), "{name}: {sides:?}");
        for (side, audience) in event.audiences() {
            assert_ne!(audience, Audience::Account(0), "{name}");
            let notice = event.notice(side);
            // What staff wrote to a claimer is not told to the family.
            let is_for_claimer = sides.contains(&Side::Claimer) && side == Side::Family;
            assert!(!is_for_claimer || notice.text.is_empty(), "{name}: {notice:?}");
        }
    }
}
