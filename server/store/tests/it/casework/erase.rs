//! Erasing a household file leaves no identifying value: not in clear, not sealed, and not in unused pages of the
//! database's files.

use crate::support::{self, Stage, Town, by, code, fields, keys, on_both, phone};
use domain::{
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure, NewMove},
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
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
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
    crypto::secret::Secret,
    households::{edit::ANY_VERSION, reveal::RevealHousehold},
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish, WithdrawWish},
        media::voice::WishMedia,
    },
};

/// Marker texts, one per field that can hold words about the family; none may remain after erasing.
const CANARIES: &[&str] = &[
    "欧阳金雀",
    "小金雀",
    "金雀巷",
    "旧金雀弄",
    "canary-public-words",
    "canary-own-words",
    "canary-own-title",
    "canary-beyond",
    "canary-plan",
    "canary-declined",
    "canary-note",
    "canary-corrected-note",
    "canary-giver",
    "canary-witness",
    "canary-consent-note",
    "canary-taken-back",
    "canary-objection",
    "canary-objection-answer",
    "canary-opening",
    "canary-correction",
    "canary-correction-answer",
    "canary-move",
    "canary-move-answer",
    "canary-closing",
    "canary-claim",
    "canary-thanks",
    "canary-rejected",
    "canary-withdrawn",
];

/// One second recorded by Chromium.
const VOICE: &[u8] = include_bytes!("../../../../../app/domain/src/wishes/voice/second.webm");

/// Lists every text and byte column: table, name, and whether it holds bytes.
async fn columns(stage: &Stage) -> Vec<(String, String, bool)> {
    let listed = if stage.is_postgres() {
        "select table_name || ' ' || column_name || ' ' || data_type from information_schema.columns
         where table_schema = 'public' and data_type in ('text', 'bytea')"
    } else {
        "select m.name || ' ' || c.name || ' ' || lower(c.type) from sqlite_master m join pragma_table_info(m.name) c
         where m.type = 'table' and lower(c.type) in ('text', 'blob')"
    };
    let found = stage.texts(listed).await;
    let column = |line: &String| {
        let mut parts = line.split(' ').map(str::to_owned);
        let (table, column) = (parts.next().expect("a table"), parts.next().expect("a column"));
        (table, column, parts.next().is_some_and(|kind| kind != "text"))
    };
    found.iter().map(column).collect()
}

async fn bytes(stage: &Stage, sql: &str) -> Vec<Vec<u8>> {
    let sql = AssertSqlSafe(sql);
    if stage.is_postgres() {
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        sqlx::query(sql).fetch_all(&mut db).await.expect("bytes").iter().map(|row| row.get(0)).collect()
    } else {
        let mut db = SqliteConnection::connect(&stage.url).await.expect("a connection");
        sqlx::query(sql).fetch_all(&mut db).await.expect("bytes").iter().map(|row| row.get(0)).collect()
    }
}

/// A stored value: its column, its raw bytes, and its clear text when the vault decrypts it.
struct Kept {
    place: String,
    raw: Vec<u8>,
    says: Vec<u8>,
}

/// Loads every non-empty text and byte value, decrypted with the vault where that is possible.
async fn kept(stage: &Stage) -> Vec<Kept> {
    let vault = keys();
    let mut found = Vec::new();
    for (table, column, is_bytes) in columns(stage).await {
        let (place, sql) = (format!("{table}.{column}"), format!("select \"{column}\" from \"{table}\""));
        if is_bytes {
            for raw in bytes(stage, &sql).await.into_iter().filter(|raw| !raw.is_empty()) {
                let says = Secret::ALL.iter().find_map(|secret| vault.open_bytes(*secret, &raw).ok());
                found.push(Kept { place: place.clone(), says: says.unwrap_or_default(), raw });
            }
            continue;
        }
        for raw in stage.texts(&sql).await.into_iter().filter(|raw| !raw.is_empty()) {
            let says = Secret::ALL.iter().find_map(|secret| vault.open(*secret, &raw).ok());
            found.push(Kept {
                place: place.clone(),
                says: says.unwrap_or_default().into_bytes(),
                raw: raw.into_bytes(),
            });
        }
    }
    found
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Returns the values that identify the family, in clear or decrypted.
///
/// Pictures and recordings hold no marker text, so each of them counts; the test makes none for other families.
async fn telling(stage: &Stage, phones: &[&str]) -> Vec<Kept> {
    let mut found = kept(stage).await;
    found.retain(|kept| {
        let words = CANARIES
            .iter()
            .chain(phones)
            .any(|canary| contains(&kept.raw, canary.as_bytes()) || contains(&kept.says, canary.as_bytes()));
        words || kept.says.starts_with(b"\xff\xd8\xff") || kept.says == VOICE || kept.place == "photo.bytes"
    });
    found
}

fn places(found: &[Kept]) -> Vec<&str> {
    let mut places: Vec<&str> = found.iter().map(|kept| kept.place.as_str()).collect();
    places.dedup();
    places
}

/// Makes a picture that fills database pages of its own when sealed.
fn picture() -> Vec<u8> {
    let noise = |x: u32, y: u32| image::Rgb([(x * 7 + y * 31) as u8, (x * y) as u8, ((x * 13) ^ (y * 5)) as u8]);
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(96, 96, noise).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

async fn family(stage: &Stage, town: &Town, phone: &str) -> (HouseholdId, Actor) {
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
struct Lived {
    id: HouseholdId,
    family: Actor,
    phones: [String; 2],
    secrets: Vec<String>,
}

async fn live(stage: &Stage, town: &Town) -> Lived {
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

/// Columns that can hold values about a family; the test asserts that each is filled before erasing.
const PLACES: &[&str] = &[
    "account.phone",
    "application.plan",
    "application.reason",
    "claim.reason",
    "consent.given_by",
    "consent.note",
    "consent.reason",
    "consent.witness",
    "consent_paper.bytes",
    "correction.answer",
    "correction.words",
    "file_change.words",
    "household.address",
    "household.name",
    "household.phone",
    "household_move.answer",
    "household_move.words",
    "household_note.words",
    "notice.text",
    "objection.answer",
    "objection.words",
    "outbox.body",
    "paper.bytes",
    "person.name",
    "photo.bytes",
    "photo_waiting.bytes",
    "reveal.words",
    "thanks.words",
    "voice_note.bytes",
    "wish.own_title",
    "wish.own_words",
    "wish.words",
];

on_both!(erasing_a_file_leaves_no_identifying_value, |stage| {
    let town = stage.town("河口").await;
    let store = &stage.store;
    let Lived { id, family: member, phones, secrets } = live(stage, &town).await;
    let phones: Vec<&str> = phones.iter().map(String::as_str).collect();
    let before = telling(stage, &phones).await;
    for place in PLACES {
        assert!(places(&before).contains(place), "nothing was planted in {place}: {:?}", places(&before));
    }
    for canary in CANARIES {
        let unread = ["旧金雀弄", "canary-note"].contains(canary);
        let there = before.iter().any(|k| contains(&k.says, canary.as_bytes()) || contains(&k.raw, canary.as_bytes()));
        assert!(unread || there, "{canary} was not planted");
    }

    let erasure = |typed: &str| Erasure { household: id, reason: EraseReason::Asked, typed: typed.into() };
    assert_eq!(fields(store.file_erase(&by(&town.caseworker), erasure("1")).await), [("typed", "other_number")]);
    assert_eq!(code(store.file_erase(&by(&town.coordinator), erasure(&id.to_string())).await), "not_allowed");
    store.file_erase(&by(&town.caseworker), erasure(&id.to_string())).await.expect("erased");

    let after = telling(stage, &phones).await;
    assert!(after.is_empty(), "still stored: {:?}", places(&after));
    let dump = stage.dump().await;
    for secret in &secrets {
        assert!(!dump.contains(secret) || secret.len() < 8, "{secret} of a card");
    }
    for rows in ["card where secret <> ''", "family_pin", "one_time_code", "hardship"] {
        assert_eq!(stage.number(&format!("select count(*) from {rows}")).await, 0, "{rows}");
    }
    assert!(store.actor_of(member.account).await.expect("answered").is_none());
    assert_eq!(store.openings(&town.auditor, id, 0).await.expect("read").items.len(), 2, "the reveal log is kept");
    assert_eq!(code(store.run(&by(&town.caseworker), ReopenFile(id)).await), "wrong_state");
    let again = store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: id, reason: RevealReason::Visit, words: String::new() }),
        )
        .await;
    assert_eq!(code(again), "file_closed");
    // The phone can be used by another household.
    family(stage, &town, phones[1]).await;
    stage.is_clean().await;
});

/// Splits a value into parts long enough to be unique; a large value lies on several pages.
fn parts(raw: &[u8]) -> Vec<&[u8]> {
    raw.chunks(1024).map(|chunk| &chunk[..chunk.len().min(40)]).filter(|part| part.len() >= 16).collect()
}

/// Reads all files in the folder of the SQLite database, as from a stolen disk.
fn files(stage: &Stage) -> Vec<u8> {
    let folder = stage.folder().expect("an embedded database");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).expect("a folder") {
        all.extend(std::fs::read(file.expect("a file").path()).expect("it can be read"));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_values_are_gone_from_unused_pages_of_the_database_files() {
    let stage = Stage::sqlite().await;
    support::play(&stage, async {
        let town = stage.town("河口").await;
        let Lived { id, phones, .. } = live(&stage, &town).await;
        let phones: Vec<&str> = phones.iter().map(String::as_str).collect();
        let before = telling(&stage, &phones).await;
        let found = |bytes: &[u8]| -> Vec<String> {
            let hit = |kept: &&Kept| parts(&kept.raw).iter().any(|part| contains(bytes, part));
            before.iter().filter(hit).map(|kept| kept.place.clone()).collect()
        };
        let (there, sealed) = (found(&files(&stage)).len(), before.iter().filter(|k| k.raw.len() >= 16).count());
        assert!(there == sealed && sealed > 30, "the sealed values are found before erasing: {there} of {sealed}");

        let erasure = Erasure { household: id, reason: EraseReason::Asked, typed: id.to_string() };
        stage.store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
        assert_eq!(found(&files(&stage)), Vec::<String>::new());
        stage.is_clean().await;
    })
    .await;
}
