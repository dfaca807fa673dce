//! Tests of cases.

use super::*;

#[test]
fn only_the_listed_transitions_are_allowed() {
    let design = [
        (CaseState::Open, CaseEvent::Close, CaseState::Closed),
        (CaseState::Closed, CaseEvent::Reopen, CaseState::Open),
        (CaseState::Open, CaseEvent::EndWithFile, CaseState::Ended),
    ];
    for from in CaseState::ALL {
        for event in CaseEvent::ALL {
            let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
            assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
        }
        assert_eq!(from.owner().is_some(), from.after(CaseEvent::Close).is_ok(), "{from:?}");
    }
}

#[test]
fn a_step_is_due_at_the_end_of_a_day_and_sooner_when_it_hurries() {
    let midnight = 1_790_784_000; // date -d '2026-10-01 00:00 +0800' +%s
    let step = kinds::CaseStep { key: "understand", days: 7 };
    let days = |urgency: Urgency| (urgency.due(step, midnight + 50) + 1 - midnight) / DAY;
    assert_eq!([Urgency::Ordinary, Urgency::Soon, Urgency::Urgent].map(days), [8, 5, 2]);
}

#[test]
fn a_case_needs_the_fields_of_its_kind_and_takes_no_others() {
    let new = |fields: &[(&str, &str)]| NewCase {
        kind: CaseKind::Wages,
        member: None,
        urgency: Urgency::Ordinary,
        fields: fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        words: String::new(),
        finding: None,
    };
    let refused = new(&[("employer", "工地"), ("months", "x")]).checked();
    let Err(Error::Invalid(fields)) = refused else { panic!("{refused:?}") };
    let named: Vec<_> = fields.iter().map(|field| (field.name, field.code)).collect();
    assert_eq!(named, [("amount", Code::Required), ("months", Code::Unknown)]);
    let kept = new(&[("employer", "工地"), ("amount", "9000"), ("tongue", "x")]).checked().expect("valid");
    assert_eq!(kept.fields.keys().collect::<Vec<_>>(), ["amount", "employer"]);
}

#[test]
fn one_asks_a_named_person_and_not_in_the_future() {
    let now = 1_790_784_000 + 9 * 3600;
    let asked = |whom: &str, at| {
        let (how, answer) = (AskedHow::Phone, FamilyAnswer::Solved);
        FamilyAsked { how, whom: whom.into(), at, answer, words: String::new() }.checked(now)
    };
    assert!(asked(" ", now).is_err() && asked("妈妈", now + 2 * DAY).is_err());
    assert!(asked("妈妈", now - 31 * DAY).is_err());
    assert_eq!(asked("妈妈", Day::of(now).end() - 1).expect("today").at, now);
}
