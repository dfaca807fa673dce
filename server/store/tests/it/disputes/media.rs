//! What a family shows and says about goods that did not come, or came broken: who gets it, and for how long.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    casework::{EraseReason, Erasure},
    disputes::{
        DisputeChannel, DisputeDecision, DisputeId, DisputeKind, DisputeOutcome, NewDispute, subject::HandedOver,
    },
};
use store::{disputes::settlement::SettleDispute, wishes::media::voice::WishMedia};

/// One second recorded by Chromium.
const SECOND: &[u8] = include_bytes!("../../../../../app/domain/src/wishes/voice/second.webm");

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

fn broken(claim: i64) -> NewDispute {
    let about = HandedOver::Claim(claim);
    NewDispute { about, kind: DisputeKind::Broken, channel: DisputeChannel::Family, words: String::new() }
}

/// Opens a dispute of the family with a picture and a recording.
async fn shown(stage: &Stage, town: &Town, claim: i64) -> DisputeId {
    let about = HandedOver::Claim(claim);
    let photo = stage.store.dispute_picture(&town.family, about, picture()).await.expect("a picture");
    let enclosed = WishMedia { voice: SECOND.to_vec(), photo: Some(photo), ..WishMedia::default() };
    stage.store.dispute_open(&by(&town.family), broken(claim), enclosed).await.expect("said")
}

async fn kept(stage: &Stage) -> i64 {
    stage.number("select count(*) from dispute_media").await
}

on_both!(only_the_family_and_those_who_decide_see_and_hear_what_came_with_a_dispute, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    // Refused before a byte is decoded.
    for (who, refusal) in [(&other.family, "not_found"), (&town.donor, "not_found"), (&town.shopkeeper, "not_allowed")]
    {
        let refused = store.dispute_picture(who, HandedOver::Claim(claim), b"no picture".to_vec()).await;
        assert_eq!(code(refused), refusal);
    }
    let torn = store.dispute_picture(&town.family, HandedOver::Claim(claim), b"no picture".to_vec()).await;
    assert_eq!(fields(torn), [("photo", "not_a_picture")]);
    let mute = WishMedia { voice: b"no sound".to_vec(), ..WishMedia::default() };
    let refused = store.dispute_open(&by(&town.family), broken(claim), mute).await;
    assert_eq!(fields(refused), [("voice", "not_a_sound")]);
    assert_eq!(stage.number("select count(*) from dispute").await, 0, "the whole dispute is refused");

    let id = shown(stage, &town, claim).await;
    for who in [&town.family, &town.coordinator] {
        let dispute = store.dispute(who, id).await.expect("one that it reads");
        assert!(dispute.photo && dispute.voice);
        assert!(store.dispute_photo(who, id).await.expect("a picture").starts_with(&[0xff, 0xd8]));
        let note = store.dispute_voice(who, id).await.expect("a recording");
        assert_eq!((note.seconds, note.bytes.as_slice()), (1, SECOND));
    }
    for who in
        [&town.caseworker, &town.shopkeeper, &town.auditor, &town.admin, &town.donor, &other.family, &other.coordinator]
    {
        assert_eq!(code(store.dispute_photo(who, id).await), "not_found", "{who:?}");
        assert_eq!(code(store.dispute_voice(who, id).await), "not_found", "{who:?}");
        // Readers who may not open it do not learn that it is there.
        assert!(!store.dispute(who, id).await.is_ok_and(|dispute| dispute.photo || dispute.voice), "{who:?}");
    }
    // Staff that looks at what a family shows leaves a line each time; the family itself does not.
    let opened = format!("select count(*) from audit where action = 'dispute_media_open' and subject_id = {id}");
    assert_eq!(stage.number(&opened).await, 2);
    let own = format!("{opened} and account = {}", town.coordinator.account);
    assert_eq!(stage.number(&own).await, 2);
    // A coordinator who handed the goods over does not decide about them.
    let before = stage.number(&format!("select handed_by from dispute where id = {id}")).await;
    let own = town.coordinator.account;
    stage.plant(&format!("update dispute set handed_by = {own} where id = {id}")).await;
    assert_eq!(code(store.dispute_photo(&town.coordinator, id).await), "not_found");
    assert!(!store.dispute(&town.coordinator, id).await.expect("of the area").voice);
    stage.plant(&format!("update dispute set handed_by = {before} where id = {id}")).await;

    let hex = if stage.is_postgres() { "encode(bytes, 'hex')" } else { "lower(hex(bytes))" };
    let bytes = stage.texts(&format!("select {hex} from dispute_media")).await.concat();
    let clear: String = SECOND[8..40].iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!bytes.contains("ffd8ff") && !bytes.contains(&clear), "both are sealed");
});

on_both!(what_came_with_a_dispute_goes_thirty_days_after_its_end_or_with_the_file, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let id = shown(stage, &town, claim).await;
    stage.clock.advance(40 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(kept(stage).await, 2, "as long as it is open");
    let settlement =
        DisputeDecision { outcome: DisputeOutcome::Unsolved, goal: None, answer: "问过店里了".into() };
    store.run(&by(&town.coordinator), SettleDispute { id, settlement }).await.expect("decided");
    stage.clock.advance(29 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(kept(stage).await, 2);
    stage.clock.advance(2 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(kept(stage).await, 0);

    let again = stage.handed_over(&town).await;
    shown(stage, &town, again).await;
    let erasure = Erasure { household: town.household, reason: EraseReason::Asked, typed: town.household.to_string() };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(kept(stage).await, 0);
    stage.is_clean().await;
});

on_both!(files_that_waited_for_a_refused_form_come_with_its_dispute, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    let claim = stage.handed_over(&town).await;
    let photo = store.dispute_picture(&town.family, HandedOver::Claim(claim), picture()).await.expect("a picture");
    let theirs = store.voice_keep(&by(&next_door), SECOND.to_vec()).await.expect("kept");
    let stolen = WishMedia { kept: theirs, ..WishMedia::default() };
    let refused = store.dispute_open(&by(&town.family), broken(claim), stolen).await;
    assert_eq!(fields(refused), [("voice", "not_a_sound")]);

    let waiting = WishMedia {
        kept: store.voice_keep(&by(&town.family), SECOND.to_vec()).await.expect("kept"),
        photo_kept: store.photo_keep(&by(&town.family), photo).await.expect("kept"),
        ..WishMedia::default()
    };
    let id = store.dispute_open(&by(&town.family), broken(claim), waiting).await.expect("said");
    assert!(store.dispute_photo(&town.coordinator, id).await.is_ok());
    assert_eq!(store.dispute_voice(&town.coordinator, id).await.expect("heard").bytes, SECOND);
    assert_eq!(stage.number("select count(*) from photo_waiting").await, 0);
    let waits = format!("select count(*) from voice_note where account = {}", town.family.account);
    assert_eq!(stage.number(&waits).await, 0);
});
