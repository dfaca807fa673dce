//! Editing household files: stale versions are refused, values are masked until a reveal and sealed in the database.

mod notes;

use crate::support::{self, Stage, Town, by, code, fields, on_both, phone};
use domain::{
    accounts::Actor,
    households::{
        Contact, EventKind, FileState, Hardship, HardshipKind, Income, Language, Member, PaperKind, Relation, School,
        Sex, Situation,
        reveals::{Reveal, RevealReason},
    },
};
use store::{
    casework::{
        corrections::{AnswerCorrection, AskCorrection},
        documents::RemovePaper,
        hardships::{AddHardship, Change, RemoveHardship},
        members::{AddMember, ChangeMember, RemoveMember},
        notes::{AddNote, CorrectNote},
        timeline::Place,
    },
    households::{
        edit::{ANY_VERSION, ChangeSituation, Edit},
        list::HouseholdQuery,
        reveal::RevealHousehold,
    },
};

async fn open(stage: &Stage, town: &Town) {
    let request = by(&town.caseworker);
    let opened = stage
        .store
        .run(
            &request,
            RevealHousehold(Reveal { household: town.household, reason: RevealReason::Visit, words: String::new() }),
        )
        .await;
    opened.expect("opened");
}

async fn version(stage: &Stage, town: &Town) -> i64 {
    stage.store.household(&town.family, town.household).await.expect("its own").0.version
}

fn contact(name: &str, phone: &str) -> Contact {
    Contact { name: name.into(), phone: phone.into(), address: "平安里 9 号".into() }
}

fn hardship(kind: HardshipKind, since: &str) -> Hardship {
    Hardship { kind, since: since.into(), ..Hardship::default() }
}

on_both!(a_stale_version_is_refused, |stage| {
    let town = stage.town("甲").await;
    let (store, id) = (&stage.store, town.household);
    let seen = version(stage, &town).await;
    let new = phone();
    store.household_contact(&by(&town.caseworker), id, seen, contact("王一家", &new)).await.expect("the first");
    let second = store.household_contact(&by(&town.caseworker), id, seen, contact("王二家", &phone())).await;
    assert_eq!(code(second), "changed_meanwhile");
    let late = Situation { income: Income::Minimum, ..Situation::default() };
    assert_eq!(
        code(store.run(&by(&town.caseworker), ChangeSituation(Edit { household: id, version: seen, new: late })).await),
        "changed_meanwhile"
    );
    let (file, _) = store.my_household(&town.family).await.expect("its own");
    assert_eq!((file.name.as_str(), &file.phone, file.version), ("王一家", &new, seen + 1));

    // The contact phone is also the sign-in phone, and must not be another account's.
    store.sign_in(&new, support::PASSWORD, "").await.expect("signed in");
    let (_, other) = stage.family(&town.caseworker, town.home, "李家").await;
    let theirs = store.profile(&other).await.expect("a profile").phone;
    let taken = store.household_contact(&by(&town.caseworker), id, ANY_VERSION, contact("王家", &theirs)).await;
    assert_eq!(fields(taken), [("phone", "phone_taken")]);
    let wrong = store.household_contact(&by(&town.caseworker), id, ANY_VERSION, contact(" ", "1")).await;
    assert_eq!(fields(wrong), [("name", "required"), ("phone", "not_a_phone")]);
    store
        .household_contact(&by(&town.caseworker), id, ANY_VERSION, contact("王家", ""))
        .await
        .expect("without a phone");
    assert_eq!(store.profile(&town.family).await.expect("a profile").phone, "");
});

on_both!(only_caseworkers_of_the_area_change_a_file, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let (store, id) = (&stage.store, town.household);
    for (who, answer) in [
        (&other.caseworker, "not_found"),
        (&town.auditor, "not_allowed"),
        (&town.coordinator, "not_allowed"),
        (&town.shopkeeper, "not_allowed"),
        (&town.donor, "not_allowed"),
        (&town.family, "not_allowed"),
        (&Actor::visitor(), "sign_in_needed"),
    ] {
        let request = || by(who);
        let new = contact("王家", "");
        assert_eq!(code(store.household_contact(&request(), id, ANY_VERSION, new).await), answer);
        let new = Situation::default();
        assert_eq!(
            code(store.run(&request(), ChangeSituation(Edit { household: id, version: ANY_VERSION, new })).await),
            answer
        );
        let new = hardship(HardshipKind::Illness, "2024");
        assert_eq!(
            code(
                store
                    .run(
                        &request(),
                        AddHardship(Change {
                            household: id,
                            version: ANY_VERSION,
                            hardship: Hardship { id: 0, ..new }
                        })
                    )
                    .await
            ),
            answer
        );
        assert_eq!(code(store.run(&request(), AddNote::new(id, "看过".into())).await), answer);
        assert_eq!(code(store.paper_add(&request(), id, PaperKind::IdSeen, Vec::new()).await), answer);
        assert_eq!(
            code(store.run(&request(), RemoveMember { household: id, version: ANY_VERSION, member: 1 }).await),
            answer
        );
    }
    assert_eq!(code(store.notes(&other.caseworker, id, 0).await), "not_found");
    assert_eq!(code(store.papers(&other.auditor, id, 0).await), "not_found");
    assert_eq!(code(store.hardships(&other.family, id).await), "not_allowed");
    assert_eq!(code(store.timeline(&other.caseworker, id, Place::default()).await), "not_found");
    stage.plant(&format!("update household set state = 'closed' where id = {id}")).await;
    let closed = store.run(&by(&town.caseworker), AddNote::new(id, "看过".into())).await;
    assert_eq!(code(closed), "file_closed");
});

on_both!(a_household_has_one_member_at_least_and_twenty_at_most, |stage| {
    let town = stage.town("甲").await;
    let (store, id) = (&stage.store, town.household);
    let members = store.my_household(&town.family).await.expect("its own").1;
    let seen = version(stage, &town).await;
    let grown = Member {
        name: "王小明".into(),
        birth_year: 2015,
        sex: Sex::Male,
        relation: Relation::Child,
        school: School::Primary,
        ..members[1].clone()
    };
    store
        .run(&by(&town.caseworker), ChangeMember { household: id, version: seen, member: grown.clone() })
        .await
        .expect("changed");
    assert_eq!(store.my_household(&town.family).await.expect("its own").1[1], grown);
    let late = store.run(&by(&town.caseworker), RemoveMember { household: id, version: seen, member: grown.id }).await;
    assert_eq!(code(late), "changed_meanwhile");
    let foreign = Member { id: 999, ..grown.clone() };
    let foreign =
        store.run(&by(&town.caseworker), ChangeMember { household: id, version: ANY_VERSION, member: foreign }).await;
    assert_eq!(code(foreign), "not_found");

    store
        .run(&by(&town.caseworker), RemoveMember { household: id, version: ANY_VERSION, member: grown.id })
        .await
        .expect("out");
    let last = store
        .run(&by(&town.caseworker), RemoveMember { household: id, version: ANY_VERSION, member: members[0].id })
        .await;
    assert_eq!(code(last), "last_member");
    assert_eq!(store.my_household(&town.family).await.expect("its own").0.size, 1);
    assert!(!stage.dump().await.contains("王小明"));
    for n in 1..20 {
        let one = Member { name: format!("王{n}"), birth_year: 2000, ..Member::default() };
        store.run(&by(&town.caseworker), AddMember::new(id, one)).await.expect("a member");
    }
    let many = Member { name: "太多".into(), birth_year: 2000, ..Member::default() };
    let many = store.run(&by(&town.caseworker), AddMember::new(id, many)).await;
    assert_eq!(fields(many), [("members", "out_of_range")]);
});

on_both!(the_list_filters_by_hardship_language_caseworker_and_state, |stage| {
    let town = stage.town("甲").await;
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let illness = store
        .run(
            &by(who),
            AddHardship(Change {
                household: id,
                version: ANY_VERSION,
                hardship: Hardship { id: 0, ..hardship(HardshipKind::Illness, "2024年3月") },
            }),
        )
        .await
        .expect("noted");
    store
        .run(
            &by(who),
            AddHardship(Change {
                household: id,
                version: ANY_VERSION,
                hardship: Hardship { id: 0, ..hardship(HardshipKind::LossOfWork, "2025") },
            }),
        )
        .await
        .expect("noted");
    let wrong = Hardship { until: "2020-01".into(), ..hardship(HardshipKind::Other, "2024") };
    assert_eq!(
        fields(
            store
                .run(
                    &by(who),
                    AddHardship(Change { household: id, version: ANY_VERSION, hardship: Hardship { id: 0, ..wrong } })
                )
                .await
        ),
        [("until", "out_of_range")]
    );
    let foreign = store.household_keepers(who, id).await.expect("caseworkers");
    assert_eq!(foreign.iter().map(|(account, _)| *account).collect::<Vec<_>>(), [who.account]);
    let new = Situation { hardship: true, income: Income::Low, language: Language::Uyghur, caseworker: who.account };
    store.run(&by(who), ChangeSituation(Edit { household: id, version: ANY_VERSION, new })).await.expect("saved");
    let donor = Situation { caseworker: town.donor.account, ..new };
    let donor = store.run(&by(who), ChangeSituation(Edit { household: id, version: ANY_VERSION, new: donor })).await;
    assert_eq!(fields(donor), [("caseworker", "unknown")]);
    stage.family(who, town.home, "李家").await;

    let found = async |query: HouseholdQuery| {
        let page = store.households(who, &query).await.expect("a page");
        page.items.iter().map(|h| h.id).collect::<Vec<_>>()
    };
    let ill = HouseholdQuery { hardship: Some(HardshipKind::Illness), ..HouseholdQuery::default() };
    assert_eq!(found(ill.clone()).await, [id]);
    let uyghur = HouseholdQuery { language: Some(Language::Uyghur), mine: true, ..HouseholdQuery::default() };
    assert_eq!(found(uyghur).await, [id]);
    let closed = HouseholdQuery { state: FileState::Closed, ..HouseholdQuery::default() };
    assert!(found(closed).await.is_empty());
    assert_eq!(found(HouseholdQuery { never_helped: true, ..HouseholdQuery::default() }).await.len(), 2);

    let over = Hardship { id: illness, until: "2025-01".into(), ..hardship(HardshipKind::Illness, "2024-03") };
    store.hardship_change(&by(who), id, ANY_VERSION, over).await.expect("it is over");
    assert!(found(ill).await.is_empty());
    let kinds = store.hardships(&town.family, id).await.expect("its own");
    assert_eq!(kinds.iter().map(|h| h.kind).collect::<Vec<_>>(), [HardshipKind::LossOfWork, HardshipKind::Illness]);
    store.run(&by(who), RemoveHardship { household: id, version: ANY_VERSION, hardship: illness }).await.expect("gone");
    assert_eq!(
        code(store.run(&by(who), RemoveHardship { household: id, version: ANY_VERSION, hardship: illness }).await),
        "not_found"
    );
});

on_both!(the_timeline_lists_events_of_every_kind_once, |stage| {
    let town = stage.town("甲").await;
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let wish = stage.wish(&town, 1).await;
    stage.clock.advance(60);
    open(stage, &town).await;
    stage.clock.advance(60);
    store.run(&by(who), AddNote::new(id, "看过".into())).await.expect("noted");
    store.paper_add(&by(who), id, PaperKind::IdSeen, Vec::new()).await.expect("noted");
    stage.clock.advance(60);
    store.household_contact(&by(who), id, ANY_VERSION, contact("王家", "")).await.expect("saved");
    let all = store.timeline(who, id, Place::default()).await.expect("a timeline").events;
    assert_eq!(
        all.iter().map(|e| e.kind).collect::<Vec<_>>(),
        [EventKind::Change, EventKind::Paper, EventKind::Note, EventKind::Opening, EventKind::Wish, EventKind::Change]
    );
    assert_eq!((all[4].id, all[3].by.as_str(), all[5].detail.as_str()), (wish, who.name.as_str(), "household_add"));

    // Events of the same second are paged without repeats.
    for n in 0..70 {
        store.run(&by(who), AddNote::new(id, format!("{n}"))).await.expect("noted");
    }
    let first = store.timeline(&town.family, id, Place::default()).await.expect("a page");
    let next = first.next.expect("more").to_string().parse().expect("a place");
    let second = store.timeline(&town.family, id, next).await.expect("a page");
    let mut seen: Vec<_> = first.events.iter().chain(&second.events).map(|e| (e.kind.as_str(), e.id)).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((first.events.len(), seen.len(), second.next), (50, 76, None));
});

on_both!(notes_papers_and_answers_do_not_outdate_an_edit, |stage| {
    let town = stage.town("甲").await;
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let seen = version(stage, &town).await;
    let note = store.run(&by(who), AddNote::new(id, "看过".into())).await.expect("noted");
    store.run(&by(who), CorrectNote { household: id, note, words: "看过两次".into() }).await.expect("put right");
    let paper = store.paper_add(&by(who), id, PaperKind::IdSeen, Vec::new()).await.expect("on file");
    store.run(&by(who), RemovePaper { household: id, paper }).await.expect("gone");
    let asked = store.run(&by(&town.family), AskCorrection("名字写错了".into())).await.expect("asked");
    store
        .run(&by(who), AnswerCorrection { household: id, correction: asked, words: "改好了".into() })
        .await
        .expect("answered");
    assert_eq!(version(stage, &town).await, seen);
    let saved = store.household_contact(&by(who), id, seen, contact("王家", &phone())).await;
    saved.expect("nothing that the form shows has changed");
    // A member does: the form of the members shows it.
    let one = Member { name: "王三".into(), birth_year: 2000, ..Member::default() };
    store.run(&by(who), AddMember::new(id, one)).await.expect("a member");
    let late = store.household_contact(&by(who), id, seen + 1, contact("王家", &phone())).await;
    assert_eq!(code(late), "changed_meanwhile");
});
