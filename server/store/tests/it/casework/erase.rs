//! Erasing a household file leaves no identifying value: not in clear, not sealed, and not in unused pages of the
//! database's files.

mod life;

use crate::support::{self, Stage, by, code, fields, keys, on_both};
use domain::{
    casework::{EraseReason, Erasure},
    households::reveals::{Reveal, RevealReason},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use store::{casework::file::close::ReopenFile, crypto::secret::Secret, households::reveal::RevealHousehold};

use life::{Lived, VOICE, family, live};

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
        let is_picture = [&b"\xff\xd8\xff"[..], b"WBP1"].iter().any(|start| kept.says.starts_with(start));
        words || is_picture || kept.says == VOICE
    });
    found
}

fn places(found: &[Kept]) -> Vec<&str> {
    let mut places: Vec<&str> = found.iter().map(|kept| kept.place.as_str()).collect();
    places.dedup();
    places
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
    "visit_media.bytes",
    "visit_report.words",
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
