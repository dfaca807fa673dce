//! Editing household files: stale versions are refused, values are masked until a reveal and sealed in the database.

use crate::support::{self, Stage, Town, by, code, fields, on_both, phone};
use domain::{
    DAY,
    accounts::Actor,
    households::{
        Contact, EventKind, FileState, Hardship, HardshipKind, Income, Language, Member, PaperKind, Relation, School,
        Sex, Situation,
        reveals::{OPEN_FOR, Reveal, RevealReason},
    },
};
use image::{RgbImage, codecs::jpeg::JpegEncoder};
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

/// Makes a JPEG with GPS metadata after its start marker.
fn photo() -> Vec<u8> {
    let mut jpeg = Vec::new();
    RgbImage::new(8, 8).write_with_encoder(JpegEncoder::new(&mut jpeg)).expect("a picture");
    let secret = b"Exif\0\0GPS 29.98 121.15";
    let length = u16::try_from(secret.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, secret, &jpeg[2..]].concat()
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

on_both!(notes_are_masked_until_a_reveal_and_editable_for_a_day, |stage| {
    let town = stage.town("甲").await;
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let note = store.run(&by(who), AddNote::new(id, "灯坏了，约好周五去修".into())).await.expect("noted");
    assert_eq!(fields(store.run(&by(who), AddNote::new(id, " ".into())).await), [("note_words", "required")]);
    assert_eq!(store.notes(who, id, 0).await.expect("masked").items[0].words, "");
    assert_eq!(store.notes(&town.auditor, id, 0).await.expect("masked").items[0].words, "");
    assert_eq!(store.notes(&town.family, id, 0).await.expect("its own").items[0].words, "灯坏了，约好周五去修");
    open(stage, &town).await;
    assert_eq!(store.notes(who, id, 0).await.expect("opened").items[0].by, who.name);
    assert!(!stage.dump().await.contains("灯坏了"), "sealed");

    store.run(&by(who), CorrectNote { household: id, note, words: "灯修好了".into() }).await.expect("put right");
    let read = &store.notes(who, id, 0).await.expect("opened").items[0];
    assert!(read.words == "灯修好了" && read.corrected > 0);
    assert_eq!(
        code(store.run(&by(who), CorrectNote { household: id + 1, note, words: "x".into() }).await),
        "not_found"
    );
    stage.clock.advance(OPEN_FOR);
    assert_eq!(store.notes(who, id, 0).await.expect("masked again").items[0].words, "");
    stage.clock.advance(DAY);
    assert_eq!(
        code(store.run(&by(who), CorrectNote { household: id, note, words: "晚了".into() }).await),
        "note_settled"
    );
    for n in 0..60 {
        store.run(&by(who), AddNote::new(id, format!("第 {n} 次"))).await.expect("noted");
    }
    let first = store.notes(&town.family, id, 0).await.expect("a page");
    let second = store.notes(&town.family, id, first.next.expect("more")).await.expect("a page");
    assert_eq!((first.items.len(), second.items.len(), second.next), (50, 11, None));
});

on_both!(a_document_photo_is_stored_sealed_and_without_metadata, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let paper = store.paper_add(&by(who), id, PaperKind::LowIncome, photo()).await.expect("on file");
    let seen = store.paper_add(&by(who), id, PaperKind::IdSeen, Vec::new()).await.expect("noted");
    let card = store.paper_add(&by(who), id, PaperKind::IdSeen, photo()).await;
    assert_eq!(fields(card), [("photo", "no_picture_kept")]);
    let text = store.paper_add(&by(who), id, PaperKind::Other, b"<svg/>".to_vec()).await;
    assert_eq!(fields(text), [("photo", "not_a_picture")]);

    assert_eq!(code(store.paper_picture(who, id, paper).await), "file_not_opened");
    assert_eq!(code(store.paper_picture(&town.auditor, id, paper).await), "file_not_opened");
    assert_eq!(code(store.paper_picture(&other.caseworker, id, paper).await), "not_found");
    assert_eq!(code(store.paper_picture(&town.donor, id, paper).await), "not_allowed");
    assert_eq!(code(store.paper_picture(&town.family, id, seen).await), "not_found");
    open(stage, &town).await;
    for reader in [who, &town.family] {
        let jpeg = store.paper_picture(reader, id, paper).await.expect("a picture");
        assert!(jpeg.starts_with(&[0xff, 0xd8]) && !jpeg.windows(3).any(|w| w == b"GPS"));
    }
    assert_eq!(stage.number("select count(*) from audit where action = 'paper_open'").await, 1);
    let start =
        if stage.is_postgres() { "encode(substr(bytes, 29, 2), 'hex')" } else { "lower(hex(substr(bytes, 29, 2)))" };
    let clear = format!("select count(*) from paper where id = {paper} and {start} = 'ffd8'");
    assert_eq!(stage.number(&clear).await, 0, "sealed");

    let listed = store.papers(&town.auditor, id, 0).await.expect("a list").items;
    assert_eq!(
        listed.iter().map(|p| (p.kind, p.picture)).collect::<Vec<_>>(),
        [(PaperKind::IdSeen, false), (PaperKind::LowIncome, true)]
    );
    store.run(&by(who), RemovePaper { household: id, paper }).await.expect("gone");
    assert_eq!(code(store.paper_picture(&town.family, id, paper).await), "not_found");
});

on_both!(a_correction_request_is_answered_and_the_family_is_notified, |stage| {
    let town = stage.town("甲").await;
    let (store, id, who) = (&stage.store, town.household, &town.caseworker);
    let asked = store.run(&by(&town.family), AskCorrection("奶奶的名字写错了".into())).await.expect("asked");
    assert_eq!(code(store.run(&by(&town.donor), AskCorrection("x".into())).await), "not_found");
    let told = &store.notices(who, 0).await.expect("notices").items[0];
    assert_eq!((told.kind.as_str(), told.subject, told.text.as_str()), ("correction_asked", id, ""));
    assert_eq!(store.corrections_waiting(who).await.expect("a number"), 1);
    let listed = store.corrections_to_answer(who, 0).await.expect("a list").items;
    assert_eq!(listed.iter().map(|one| (one.id, one.household)).collect::<Vec<_>>(), [(asked, id)]);
    assert_eq!(store.today(who).await.expect("today").corrections, 1);
    let there = stage.town("乙").await;
    assert!(store.corrections_to_answer(&there.caseworker, 0).await.expect("a list").items.is_empty());
    assert_eq!(store.today(&there.caseworker).await.expect("today").corrections, 0);
    assert_eq!(code(store.corrections_to_answer(&town.family, 0).await), "not_allowed");
    assert_eq!(store.corrections(who, id, 0).await.expect("masked").items[0].words, "");
    assert!(!stage.dump().await.contains("奶奶"), "sealed");
    open(stage, &town).await;
    assert_eq!(store.corrections(who, id, 0).await.expect("opened").items[0].words, "奶奶的名字写错了");
    store
        .run(&by(who), AnswerCorrection { household: id, correction: asked, words: "改好了".into() })
        .await
        .expect("answered");
    assert_eq!(
        code(store.run(&by(who), AnswerCorrection { household: id, correction: asked, words: "再改".into() }).await),
        "wrong_state"
    );
    assert!(store.corrections_to_answer(who, 0).await.expect("a list").items.is_empty());
    let own = &store.corrections(&town.family, id, 0).await.expect("its own").items[0];
    assert!(own.answered > 0 && own.answer == "改好了" && own.by == who.name);
    assert_eq!(store.notices(&town.family, 0).await.expect("notices").items[0].kind.as_str(), "correction_answered");
    for _ in 0..5 {
        store.run(&by(&town.family), AskCorrection("还有".into())).await.expect("asked");
    }
    assert_eq!(code(store.run(&by(&town.family), AskCorrection("太多".into())).await), "file_full");
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
