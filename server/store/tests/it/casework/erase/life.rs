//! A family that has lived: its file, consents and wishes hold a marker text in each field.

use domain::{
    accounts::Actor,
    casework::{
        CloseReason, Closing, NewMove,
        visits::{MetPerson, Mood, NewReport, Way},
    },
    consents::{ConsentKind, GivenAs, How, NewConsent},
    households::{
        Contact, Hardship, HardshipKind, HouseholdId, Member, NewHousehold, PaperKind, School, Sex,
        reveals::{Reveal, RevealReason},
    },
    wishes::{
        NewWish, Publication, WishId,
        free_titles::{FreeTitle, Symbol},
    },
};
use store::{
    casework::{
        corrections::{AnswerCorrection, AskCorrection},
        file::{
            close::{CloseFile, ReopenFile},
            relocate::{AskRelocation, DeclineRelocation},
        },
        hardships::{AddHardship, Change},
        notes::{AddNote, CorrectNote},
        objections::{AnswerObjection, FileObjection},
    },
    claims::lifecycle::RevokeClaim,
    consents::record::WithdrawConsent,
    households::{edit::ANY_VERSION, reveal::RevealHousehold},
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish, WithdrawWish},
        media::voice::WishMedia,
    },
};

use crate::support::{self, Stage, Town, by, phone};

/// One second recorded by Chromium.
pub(super) const VOICE: &[u8] = include_bytes!("../../../../../../app/domain/src/wishes/voice/second.webm");

/// Makes a picture that fills database pages of its own when sealed.
fn picture() -> Vec<u8> {
    let noise = |x: u32, y: u32| image::Rgb([(x * 7 + y * 31) as u8, (x * y) as u8, ((x * 13) ^ (y * 5)) as u8]);
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(96, 96, noise).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

pub(super) async fn family(stage: &Stage, town: &Town, phone: &str) -> (HouseholdId, Actor) {
    let member = |name: &str, birth_year| Member {
        name: name.into(),
        birth_year,
        sex: Sex::Female,
        school: if birth_year > 2000 { School::Primary } else { School::default() },
        ..Member::default()
    };
    let new = NewHousehold {
        area: town.home,
        name: "欧阳金雀".into(),
        phone: phone.into(),
        address: "旧金雀弄 1 号".into(),
        hardship: true,
        members: vec![member("欧阳金雀", 1985), member("小金雀", 2016)],
    };
    let id = stage.with_account(&town.caseworker, new).await;
    let account = stage.number(&format!("select id from account where household = {id}")).await;
    (id, stage.actor(account).await)
}

/// A family about which every field was written, through the store.
pub(super) struct Lived {
    pub id: HouseholdId,
    pub family: Actor,
    pub phones: [String; 2],
    pub secrets: Vec<String>,
}

pub(super) async fn live(stage: &Stage, town: &Town) -> Lived {
    let (store, keeper) = (&stage.store, || by(&town.caseworker));
    let phones = [phone(), phone()];
    let (id, family) = family(stage, town, &phones[0]).await;
    let contact = Contact { name: "欧阳金雀".into(), phone: phones[1].clone(), address: "金雀巷 3 号".into() };
    store.household_contact(&keeper(), id, ANY_VERSION, contact).await.expect("moved house");
    let ill = Hardship { kind: HardshipKind::Illness, since: "2024-03".into(), ..Hardship::default() };
    store
        .run(
            &keeper(),
            AddHardship(Change { household: id, version: ANY_VERSION, hardship: Hardship { id: 0, ..ill } }),
        )
        .await
        .expect("a hardship");
    file(stage, town, id, &family).await;
    consents(stage, town, id, &family).await;
    visit(stage, town, id).await;
    wishes(stage, town, id, &family).await;
    let card = store.card_make(&keeper(), support::asked_for(id)).await.expect("a card");
    store.pin_set(&by(&family), "", "4826").await.expect("a PIN");
    let code = store.code_ask(&phones[1], "").await.expect("asked").expect("a code").code;
    Lived { id, family, phones, secrets: vec![card.secret, card.number, code] }
}

/// Writes notes, documents, corrections, reveals, objections, a relocation and an undone closing.
async fn file(stage: &Stage, town: &Town, id: HouseholdId, family: &Actor) {
    let (store, keeper) = (&stage.store, || by(&town.caseworker));
    let note = store.run(&keeper(), AddNote::new(id, "canary-note".into())).await.expect("noted");
    store
        .run(&keeper(), CorrectNote { household: id, note, words: "canary-corrected-note".into() })
        .await
        .expect("put right");
    store.run(&keeper(), AddNote::new(id, "canary-note 欧阳金雀".into())).await.expect("noted");
    store.paper_add(&keeper(), id, PaperKind::LowIncome, picture()).await.expect("a paper");
    let asked = store.run(&by(family), AskCorrection("canary-correction".into())).await.expect("asked");
    store
        .run(&keeper(), AnswerCorrection { household: id, correction: asked, words: "canary-correction-answer".into() })
        .await
        .expect("answered");
    store
        .run(
            &keeper(),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Other, words: "canary-opening".into() }),
        )
        .await
        .expect("opened");
    let objection = FileObjection { opening: 0, words: "canary-objection".into() };
    let objection = store.run(&by(family), objection).await.expect("said");
    let answer = "canary-objection-answer".to_owned();
    store.run(&by(&town.coordinator), AnswerObjection { objection, words: answer }).await.expect("answered");
    let new = NewMove { household: id, to: town.district, words: "canary-move".into() };
    let asked = store.run(&keeper(), AskRelocation(new)).await.expect("asked");
    store.run(&keeper(), DeclineRelocation { id: asked, words: "canary-move-answer".into() }).await.expect("declined");
    let closing = Closing { household: id, reason: CloseReason::Other, words: "canary-closing".into() };
    store.run(&keeper(), CloseFile(closing)).await.expect("closed");
    store.run(&keeper(), ReopenFile(id)).await.expect("opened again");
}

/// Records a paper consent that holds, and a spoken one that was withdrawn.
async fn consents(stage: &Stage, town: &Town, id: HouseholdId, family: &Actor) {
    let (_, members) = stage.store.household(family, id).await.expect("its own file");
    let new = NewConsent {
        household: id,
        member: 0,
        kind: ConsentKind::File,
        wish: 0,
        giver: 0,
        given_by: "canary-giver".into(),
        relation: GivenAs::Guardian,
        how: How::Paper,
        witness: String::new(),
        note: "canary-consent-note".into(),
    };
    let record =
        async |new, paper| stage.store.consent_record(&by(&town.caseworker), new, paper).await.expect("a consent");
    record(new.clone(), Some(picture())).await;
    let spoken = NewConsent {
        member: members[1].id,
        kind: ConsentKind::Voice,
        how: How::Spoken,
        witness: "canary-witness".into(),
        ..new
    };
    let consent = record(spoken, None).await;
    let back = WithdrawConsent { household: id, consent, reason: "canary-taken-back".into() };
    stage.store.run(&by(family), back).await.expect("taken back");
}

/// Records a visit with a recording, and a picture to which the family agreed.
async fn visit(stage: &Stage, town: &Town, id: HouseholdId) {
    let (store, keeper) = (&stage.store, || by(&town.caseworker));
    let agreed = NewConsent {
        household: id,
        member: 0,
        kind: ConsentKind::Photo,
        wish: 0,
        giver: 0,
        given_by: "canary-giver".into(),
        relation: GivenAs::Guardian,
        how: How::Spoken,
        witness: "canary-witness".into(),
        note: String::new(),
    };
    store.consent_record(&keeper(), agreed, None).await.expect("a consent");
    let report = NewReport {
        household: id,
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Well,
        needs: Vec::new(),
        words: "canary-note".into(),
        at: None,
    };
    let photo = store.picture(&town.caseworker, picture()).await.expect("a picture");
    let enclosed = WishMedia { voice: VOICE.to_vec(), photo: Some(photo), ..WishMedia::default() };
    store.visit_record_with(&keeper(), report, enclosed).await.expect("a report");
}

/// Posts wishes in every state, one with voice, picture, claim and thanks.
///
/// Also keeps a voice and a picture without a wish.
async fn wishes(stage: &Stage, town: &Town, id: HouseholdId, family: &Actor) {
    let store = &stage.store;
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new =
        || NewWish { item: lamp, quantity: 1, again: true, words: "canary-own-words".into(), ..NewWish::default() };
    let photo = store.picture(family, picture()).await.expect("a picture");
    let said = WishMedia { voice: VOICE.to_vec(), photo: Some(photo.clone()), ..WishMedia::default() };
    let wish: WishId = store.wish_post_with(&by(family), new(), said).await.expect("a wish");
    let words = Publication { words: "canary-public-words".into() };
    store.run(&by(&town.caseworker), PublishWish { id: wish, words: words.words }).await.expect("published");
    let claim = stage.claim(town, wish, 1).await.id;
    store.run(&by(&town.caseworker), RevokeClaim { id: claim, reason: "canary-claim".into() }).await.expect("revoked");
    // Until now as notices; what follows still waits in the outbox.
    store.deliver_all().await.expect("delivered");
    stage
        .plant(&format!(
            "insert into thanks (claim, wish, home, words, card, state, reviewed_by, created)
             values ({claim}, {wish}, {}, 'canary-thanks', '', 'waiting', 0, 1)",
            town.home
        ))
        .await;
    stage
        .plant(&format!(
            "insert into application (wish, account, quantity, plan, state, reason, claim, decided_by, created, changed,
                 version)
             values ({wish}, {}, 1, 'canary-plan', 'declined', 'canary-declined', 0, 0, 1, 1, 0)",
            town.donor.account
        ))
        .await;
    let free = FreeTitle { title: "canary-own-title".into(), symbol: Symbol::Aid };
    let free = NewWish { quantity: 1, free: Some(free), ..NewWish::default() };
    store.run(&by(family), PostWish(free)).await.expect("a wish");
    let [refused, back] = [0, 1].map(|_| new());
    let refused = store.run(&by(family), PostWish(refused)).await.expect("a wish");
    store
        .run(&by(&town.caseworker), RejectWish { id: refused, reason: "canary-rejected".into() })
        .await
        .expect("rejected");
    let back = store.run(&by(family), PostWish(back)).await.expect("a wish");
    store
        .run(&by(&town.caseworker), WithdrawWish { id: back, reason: "canary-withdrawn".into() })
        .await
        .expect("withdrawn");
    let beyond = NewWish { household: id, beyond: "canary-beyond".into(), ..new() };
    store.run(&by(&town.caseworker), PostWish(beyond)).await.expect("a wish");
    store.voice_keep(&by(family), VOICE.to_vec()).await.expect("kept");
    store.photo_keep(&by(family), photo).await.expect("kept");
}
