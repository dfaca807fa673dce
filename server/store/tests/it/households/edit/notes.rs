//! Notes, papers and corrections of a file.

use domain::{
    DAY,
    households::{PaperKind, reveals::OPEN_FOR},
    today::Work,
};
use image::{RgbImage, codecs::jpeg::JpegEncoder};
use store::casework::{
    corrections::{AnswerCorrection, AskCorrection},
    documents::RemovePaper,
    notes::{AddNote, CorrectNote},
};

use super::open;
use crate::support::{by, code, fields, on_both};

/// Makes a JPEG with GPS metadata after its start marker.
fn photo() -> Vec<u8> {
    let mut jpeg = Vec::new();
    RgbImage::new(8, 8).write_with_encoder(JpegEncoder::new(&mut jpeg)).expect("a picture");
    let secret = b"Exif\0\0GPS 29.98 121.15";
    let length = u16::try_from(secret.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, secret, &jpeg[2..]].concat()
}

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
    assert_eq!(store.today(who).await.expect("today").n(Work::Corrections), 1);
    let there = stage.town("乙").await;
    assert!(store.corrections_to_answer(&there.caseworker, 0).await.expect("a list").items.is_empty());
    assert_eq!(store.today(&there.caseworker).await.expect("today").n(Work::Corrections), 0);
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
