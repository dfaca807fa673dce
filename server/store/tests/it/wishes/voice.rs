//! Voice notes and pictures of wishes: who gets them, how long they are kept, and that they are sealed.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    consents::{ConsentKind, GivenAs, How, NewConsent},
    wishes::{NewWish, Publication},
};
use store::{
    db::uploads::Picture,
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish, WithdrawWish},
        media::voice::{RemoveVoice, WishMedia},
    },
};

/// One and four seconds recorded by Chromium.
const SECOND: &[u8] = include_bytes!("../../../../../app/domain/src/wishes/voice/second.webm");
const FOUR: &[u8] = include_bytes!("../../../../../app/domain/src/wishes/voice/four.webm");
/// A recording with a video track.
const FILM: &[u8] = include_bytes!("../../../../../app/domain/src/wishes/voice/video.webm");

fn wok() -> NewWish {
    let item = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    NewWish { item, quantity: 1, again: true, ..NewWish::default() }
}

fn said(voice: &[u8]) -> WishMedia {
    WishMedia { voice: voice.to_vec(), ..WishMedia::default() }
}

/// Posts a wish with a voice note.
async fn spoken(stage: &Stage, town: &Town) -> i64 {
    stage.store.wish_post_with(&by(&town.family), wok(), said(SECOND)).await.expect("a wish")
}

async fn notes(stage: &Stage) -> i64 {
    stage.number("select count(*) from voice_note").await
}

on_both!(only_the_family_and_reviewers_of_its_area_hear_a_note, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wish = spoken(stage, &town).await;
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    for who in [&town.family, &town.caseworker, &town.coordinator] {
        let heard = store.voice(who, wish).await.expect("a note");
        assert_eq!((heard.bytes.as_slice(), heard.kind.media_type(), heard.seconds), (SECOND, "audio/webm", 1));
        assert!(store.wish_file(who, wish).await.expect("a file").voice);
    }
    let visitor = Actor::visitor();
    for who in [
        &next_door,
        &town.donor,
        &town.shopkeeper,
        &town.auditor,
        &town.admin,
        &visitor,
        &there.caseworker,
        &there.family,
    ] {
        assert_eq!(code(store.voice(who, wish).await), "not_found", "{who:?}");
        // Readers who may not hear the note do not learn that there is one.
        assert!(!store.wish_file(who, wish).await.is_ok_and(|file| file.voice), "{who:?}");
    }
    let written = store.run(&by(&town.family), PostWish(wok())).await.expect("a wish");
    assert_eq!(code(store.voice(&town.family, written).await), "not_found");
    assert!(!store.wish_file(&town.family, written).await.expect("a file").voice);
});

on_both!(a_note_is_sealed_in_the_database, |stage| {
    let town = stage.town("甲").await;
    spoken(stage, &town).await;
    let hex = if stage.is_postgres() { "encode(bytes, 'hex')" } else { "lower(hex(bytes))" };
    let kept = stage.texts(&format!("select {hex} from voice_note")).await.concat();
    let clear: String = SECOND[8..40].iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(kept.len() > 2 * SECOND.len() && !kept.contains(&clear));
});

on_both!(an_invalid_recording_refuses_the_whole_wish, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let mut long = SECOND.to_vec();
    long.resize(domain::wishes::voice::LARGEST + 1, 0);
    for (bytes, why) in
        [(&b"<svg onload=alert(1)>"[..], "not_a_sound"), (FILM, "not_a_sound"), (&long, "sound_too_long")]
    {
        let refused = store.wish_post_with(&by(&town.family), wok(), said(bytes)).await;
        assert_eq!(fields(refused), [("voice", why)]);
    }
    assert_eq!((notes(stage).await, stage.number("select count(*) from wish").await), (0, 0));
});

on_both!(a_form_sent_twice_posts_one_wish_with_one_note, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let request = by(&town.family);
    let first = store.wish_post_with(&request, wok(), said(SECOND)).await.expect("a wish");
    assert_eq!(store.wish_post_with(&request, wok(), said(SECOND)).await.expect("the same"), first);
    assert_eq!(code(store.wish_post_with(&request, wok(), said(FOUR)).await), "request_reused");
    assert_eq!(notes(stage).await, 1);
});

on_both!(a_recording_is_kept_until_its_form_is_resubmitted, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    store.voice_keep(&by(&town.family), SECOND.to_vec()).await.expect("kept");
    // A new one replaces the one before.
    let kept = store.voice_keep(&by(&town.family), FOUR.to_vec()).await.expect("kept");
    assert_eq!((store.voice_waiting(&town.family).await.expect("a number"), notes(stage).await), (kept, 1));
    assert_eq!(store.voice_kept(&town.family, kept).await.expect("heard").seconds, 4);
    for who in [&next_door, &town.caseworker, &Actor::visitor()] {
        assert_eq!(code(store.voice_kept(who, kept).await), "not_found");
        assert_eq!(store.voice_waiting(who).await.expect("a number"), 0);
    }
    for who in [&town.donor, &town.shopkeeper] {
        assert_eq!(code(store.voice_keep(&by(who), SECOND.to_vec()).await), "not_allowed");
    }
    let waiting = WishMedia { kept, ..WishMedia::default() };
    let stolen = store.wish_post_with(&by(&next_door), wok(), waiting.clone()).await;
    assert_eq!(fields(stolen), [("voice", "not_a_sound")]);
    let wish = store.wish_post_with(&by(&town.family), wok(), waiting).await.expect("a wish");
    assert_eq!(store.voice(&town.caseworker, wish).await.expect("heard").seconds, 4);
    assert_eq!(code(store.voice_kept(&town.family, kept).await), "not_found");
});

on_both!(a_note_is_deleted_with_its_wish_or_on_request, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    let thrown = spoken(stage, &town).await;
    for who in [&next_door, &town.donor, &town.coordinator, &town.auditor] {
        assert_eq!(code(store.run(&by(who), RemoveVoice(thrown)).await), "not_found");
    }
    store.run(&by(&town.family), RemoveVoice(thrown)).await.expect("removed");
    assert_eq!(notes(stage).await, 0);

    let withdrawn = spoken(stage, &town).await;
    store.run(&by(&town.family), WithdrawWish { id: withdrawn, reason: String::new() }).await.expect("withdrawn");
    assert_eq!(notes(stage).await, 0);

    // The note of a rejected wish is kept for 30 days, for questions about it; one without a wish for a day.
    let rejected = spoken(stage, &town).await;
    store.run(&by(&town.caseworker), RejectWish { id: rejected, reason: "店里有".into() }).await.expect("rejected");
    let open = spoken(stage, &town).await;
    store
        .run(&by(&town.caseworker), PublishWish { id: open, words: Publication::default().words })
        .await
        .expect("published");
    store.voice_keep(&by(&town.family), FOUR.to_vec()).await.expect("kept");
    stage.clock.advance(DAY + 60);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!((notes(stage).await, store.voice_waiting(&town.family).await.expect("a number")), (2, 0));
    stage.clock.advance(29 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(code(store.voice(&town.caseworker, rejected).await), "not_found");
    assert!(store.voice(&town.caseworker, open).await.is_ok(), "an open wish keeps its note");
});

on_both!(a_familys_picture_is_reencoded_and_waits_for_review, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    assert_eq!(fields(store.picture(&town.family, b"no picture".to_vec()).await), [("photo", "not_a_picture")]);
    let photo = WishMedia { photo: Some(renewed(stage, &town, 40).await), ..WishMedia::default() };
    let wish = store.wish_post_with(&by(&town.family), wok(), photo).await.expect("a wish");
    let picture = stage.number(&format!("select id from photo where wish = {wish}")).await;
    let hex = if stage.is_postgres() { "encode(bytes, 'hex')" } else { "lower(hex(bytes))" };
    assert!(!stage.texts(&format!("select {hex} from photo")).await.concat().contains("ffd8ff"), "it is sealed");
    let seen = async |who: &Actor| store.photo(who, picture).await;
    assert!(seen(&town.family).await.expect("one's own").jpeg().starts_with(&[0xff, 0xd8, 0xff]));
    assert!(seen(&town.caseworker).await.is_ok());
    for who in [&town.donor, &Actor::visitor(), &town.shopkeeper] {
        assert_eq!(code(seen(who).await), "not_found");
    }
    store
        .run(&by(&town.caseworker), PublishWish { id: wish, words: Publication::default().words })
        .await
        .expect("published");
    assert!(seen(&Actor::visitor()).await.is_ok(), "the family agreed by sending it for itself");
});

fn picture(width: u32) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, 30).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

async fn renewed(stage: &Stage, town: &Town, width: u32) -> Picture {
    stage.store.picture(&town.family, picture(width)).await.expect("a picture")
}

/// A second encoding of this picture differs from the first one.
fn colourful() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let dot = |x: u32, y: u32| image::Rgb([(x * 37 % 251) as u8, (y * 91 % 241) as u8, (x * y % 239) as u8]);
    image::RgbImage::from_fn(64, 48, dot).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

on_both!(a_picture_is_decoded_once_and_posted_or_kept_as_it_is, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let photo = store.picture(&town.family, colourful()).await.expect("a picture");
    let twice = store.picture(&town.family, photo.jpeg().to_vec()).await.expect("a picture");
    assert_ne!(twice.jpeg(), photo.jpeg());
    let kept = store.photo_keep(&by(&town.family), photo.clone()).await.expect("kept");
    assert_eq!(store.photo_kept(&town.family, kept).await.expect("its own"), photo.jpeg());
    let enclosed = WishMedia { photo: Some(photo.clone()), ..WishMedia::default() };
    let wish = store.wish_post_with(&by(&town.family), wok(), enclosed).await.expect("a wish");
    let posted = stage.number(&format!("select photo from wish where id = {wish}")).await;
    assert_eq!(store.photo(&town.family, posted).await.expect("its own").jpeg(), photo.jpeg());
});

// The upload is no picture: the refusal tells whether it was looked at.
on_both!(an_upload_is_not_decoded_for_callers_who_may_not_send_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let upload = || b"no picture".to_vec();
    assert_eq!(code(store.picture(&Actor::visitor(), upload()).await), "sign_in_needed");
    for who in [&town.donor, &town.shopkeeper, &town.auditor, &town.admin] {
        assert_eq!(code(store.picture(who, upload()).await), "not_allowed", "{who:?}");
    }
    // A family agrees on screen: the photo of a signed paper is its caseworker's.
    let agreed = NewConsent {
        household: town.family.household,
        member: 0,
        kind: ConsentKind::Story,
        wish: 0,
        giver: 0,
        given_by: "张阿姨".into(),
        relation: GivenAs::Own,
        how: How::Paper,
        witness: String::new(),
        note: String::new(),
    };
    let paper = store.consent_record(&by(&town.family), agreed, Some(upload())).await;
    assert_eq!(fields(paper), [("how", "unknown")]);
});

on_both!(a_picture_is_kept_until_its_form_is_resubmitted, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    let pictures = async || stage.number("select count(*) from photo_waiting").await;
    let photo = renewed(stage, &town, 40).await;
    store.photo_keep(&by(&town.family), photo.clone()).await.expect("kept");
    // A new one replaces the one before.
    let kept = store.photo_keep(&by(&town.family), renewed(stage, &town, 50).await).await.expect("kept");
    assert_eq!((store.photo_waiting(&town.family).await.expect("a number"), pictures().await), (kept, 1));
    let seen = store.photo_kept(&town.family, kept).await.expect("one's own");
    assert_eq!(image::load_from_memory(&seen).expect("a picture").width(), 50);
    for who in [&next_door, &town.caseworker, &town.coordinator, &Actor::visitor()] {
        assert_eq!(code(store.photo_kept(who, kept).await), "not_found");
        assert_eq!(store.photo_waiting(who).await.expect("a number"), 0);
    }
    for who in [&town.donor, &town.shopkeeper] {
        assert_eq!(code(store.photo_keep(&by(who), photo.clone()).await), "not_allowed");
    }
    // It is sealed: no JPEG start marker is stored.
    let hex = if stage.is_postgres() { "encode(bytes, 'hex')" } else { "lower(hex(bytes))" };
    assert!(!stage.texts(&format!("select {hex} from photo_waiting")).await.concat().contains("ffd8ff"));

    let waiting = WishMedia { photo_kept: kept, ..WishMedia::default() };
    let stolen = store.wish_post_with(&by(&next_door), wok(), waiting.clone()).await;
    assert_eq!(fields(stolen), [("photo", "not_a_picture")]);
    let wish = store.wish_post_with(&by(&town.family), wok(), waiting.clone()).await.expect("a wish");
    let photo = stage.number(&format!("select photo from wish where id = {wish}")).await;
    let shown = store.photo(&town.family, photo).await.expect("its own");
    assert_eq!(image::load_from_memory(shown.jpeg()).expect("a picture").width(), 50);
    assert_eq!(pictures().await, 0, "nothing waits any more");
    assert_eq!(fields(store.wish_post_with(&by(&town.family), wok(), waiting).await), [("photo", "not_a_picture")]);

    // A picture whose form is not resubmitted is deleted after a day.
    store.photo_keep(&by(&town.family), renewed(stage, &town, 40).await).await.expect("kept");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(pictures().await, 1);
    stage.clock.advance(DAY + 60);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(pictures().await, 0);
});

on_both!(the_elder_view_is_stored_with_the_account, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    assert!(!town.family.elder);
    store.view_set(&by(&town.family), true).await.expect("kept");
    assert!(stage.actor(town.family.account).await.elder);
    assert!(!stage.actor(town.caseworker.account).await.elder, "the setting is per account");
    store.view_set(&by(&town.family), false).await.expect("kept");
    assert!(!stage.actor(town.family.account).await.elder);
    assert_eq!(code(store.view_set(&by(&Actor::visitor()), true).await), "sign_in_needed");
});
