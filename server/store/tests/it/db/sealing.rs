//! Names, phones, addresses and a family's own words are sealed with keys that are not in the database.

use std::path::PathBuf;

use crate::support::{self, PASSWORD, Stage, by, on_both};
use domain::{
    households::{Member, NewHousehold, Sex},
    wishes::NewWish,
};
use sqlx::{Connection, PgConnection};
use store::{
    Store, Vault,
    crypto::{secret::Secret, vault::Find},
    households::list::HouseholdQuery,
    wishes::lifecycle::PostWish,
};

/// Values that must not be stored in clear.
const SECRETS: [&str; 5] = ["欧阳海棠", "13712345678", "石榴巷七号", "欧阳小石榴", "想要一盏像月亮的灯"];

/// Makes a household from [`SECRETS`] with an account and a wish, and returns its id.
async fn family(stage: &Stage) -> i64 {
    let town = stage.town("甲").await;
    let [name, phone, address, child, words] = SECRETS.map(str::to_owned);
    let members = vec![Member { name: child, birth_year: 2016, sex: Sex::Female, ..Member::default() }];
    let new = NewHousehold { area: town.home, name, phone, address, hardship: false, members };
    let household = stage.with_account(&town.caseworker, new).await;
    let account = stage.number(&format!("select id from account where household = {household}")).await;
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let wish = NewWish { item, quantity: 1, words, ..NewWish::default() };
    stage.store.run(&by(&stage.actor(account).await), PostWish(wish)).await.expect("a wish");
    household
}

fn named(q: &str) -> HouseholdQuery {
    HouseholdQuery { q: q.into(), ..HouseholdQuery::default() }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

on_both!(personal_values_are_not_stored_in_clear, |stage| {
    family(stage).await;
    let dump = stage.dump().await;
    assert!(dump.contains("household: "), "the dump reads tables");
    for secret in SECRETS {
        assert!(!dump.contains(secret), "{secret} is in the database in clear");
    }
    if let Some(folder) = stage.folder() {
        for file in std::fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            let bytes = std::fs::read(&path).expect("it can be read");
            for secret in SECRETS {
                assert!(!contains(&bytes, secret), "{secret} is in {} in clear", path.display());
            }
        }
    }
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(a_household_is_found_by_its_exact_phone_and_by_part_of_its_name, |stage| {
    let household = family(stage).await;
    let caseworker =
        stage.actor(stage.number("select min(account) from role_grant where role = 'caseworker'").await).await;
    for q in ["13712345678", "137 1234 5678", "阳海", &household.to_string()] {
        let found = stage.store.households(&caseworker, &named(q)).await.expect("a list").items;
        assert_eq!(found.iter().map(|h| h.id).collect::<Vec<_>>(), [household], "{q}");
    }
    for q in ["1371234567", "石榴", "13712345679"] {
        assert!(stage.store.households(&caseworker, &named(q)).await.expect("a list").items.is_empty(), "{q}");
    }
});

/// Opens two servers with a key file of their own, on an empty database beside the stage's.
async fn servers(stage: &Stage) -> (PathBuf, String, Store, Store) {
    let folder = std::env::temp_dir().join(format!("wishbridge-keys-{:032x}", rand::random::<u128>()));
    let file = folder.join("a.keys");
    let url = if stage.is_postgres() {
        stage.plant("create schema fresh").await;
        format!("{}?options[search_path]=fresh", stage.url.split('?').next().expect("an address"))
    } else {
        stage.url.replace("test.db", "fresh.db")
    };
    let open = async || Store::open(&url, Vault::at(&file).expect("keys")).await.expect("it opens");
    (folder, url.clone(), open().await, open().await)
}

on_both!(key_rotation_reseals_everything_while_servers_run, |stage| {
    let (folder, url, one, other) = servers(stage).await;
    let file = folder.join("a.keys");
    let before = std::fs::read_to_string(&file).expect("keys were made");
    one.first_admin(SECRETS[1], "总管", PASSWORD).await.expect("an administrator");

    assert!(one.rotate_keys().await.expect("rotated") > 0);
    let after = std::fs::read_to_string(&file).expect("keys");
    assert!(after.len() > before.len() && !before.contains("\n2 ") && after.contains("\n2 "), "a second key is there");
    for server in [&one, &other] {
        server.sign_in(SECRETS[1], PASSWORD, "").await.expect("the phone is still found");
        assert_eq!(server.check().await.expect("checked"), Vec::<String>::new());
    }
    let again = one.first_admin("13700000000", "又一个", PASSWORD).await;
    assert!(again.is_err(), "there is an administrator already");

    // The third key drops the first one, which seals nothing any more.
    other.rotate_keys().await.expect("rotated");
    assert!(!std::fs::read_to_string(&file).expect("keys").contains("\n1 "));
    one.sign_in(SECRETS[1], PASSWORD, "").await.expect("a running server reads the key file again");

    for server in [one, other] {
        server.close().await;
    }
    // A key file that lacks the present key, and a missing one.
    std::fs::write(folder.join("b.keys"), &before).expect("written");
    for wrong in ["b.keys", "c.keys"] {
        let opened = Store::open(&url, Vault::at(&folder.join(wrong)).expect("keys")).await;
        assert!(opened.is_err(), "{wrong} opens the database");
    }
    assert!(!folder.join("c.keys").exists(), "no keys are made for a database that has its own");
    std::fs::remove_dir_all(folder).expect("removed");
});

on_both!(another_key_file_under_running_servers_is_refused, |stage| {
    let (folder, _, one, other) = servers(stage).await;
    let file = folder.join("a.keys");
    let right = std::fs::read_to_string(&file).expect("keys were made");
    one.first_admin(SECRETS[1], "总管", PASSWORD).await.expect("an administrator");
    // That of another installation, copied the wrong way round; it counts from 1, too.
    let foreign = format!("1 {}\n", "ab".repeat(32));
    std::fs::write(&file, &foreign).expect("written");
    for server in [&one, &other] {
        server.sign_in(SECRETS[1], PASSWORD, "").await.expect("the keys of before are in use");
        assert_eq!(server.troubles().await, ["the key file is another one: the keys of before are in use"]);
        assert!(server.rotate_keys().await.is_err());
    }
    assert_eq!(std::fs::read_to_string(&file).expect("keys"), foreign, "nothing was written over it");
    std::fs::write(&file, &right).expect("put back");
    for server in [one, other] {
        server.sign_in(SECRETS[1], PASSWORD, "").await.expect("signed in");
        assert_eq!(server.troubles().await, Vec::<String>::new());
        assert_eq!(server.check().await.expect("checked"), Vec::<String>::new(), "what was sealed meanwhile opens");
        server.close().await;
    }
    std::fs::remove_dir_all(folder).expect("removed");
});

on_both!(rotations_of_the_keys_exclude_each_other, |stage| {
    let (folder, url, one, other) = servers(stage).await;
    one.first_admin(SECRETS[1], "总管", PASSWORD).await.expect("an administrator");
    let (mine, theirs) = tokio::join!(one.rotate_keys(), other.rotate_keys());
    let refused: Vec<String> = [mine, theirs].into_iter().filter_map(|done| Some(done.err()?.to_string())).collect();
    assert!(matches!(refused.as_slice(), [why] if why.contains("another rotation")), "{refused:?}");
    let keys = std::fs::read_to_string(folder.join("a.keys")).expect("keys");
    let numbers: Vec<&str> = keys.lines().filter_map(|line| line.split_once(' ').map(|(number, _)| number)).collect();
    assert_eq!(numbers.iter().filter(|number| **number != "#").collect::<Vec<_>>(), [&"1", &"2"]);
    if stage.is_postgres() {
        // As a rotation on another machine, which has a file of its own, holds it.
        let mut db = PgConnection::connect(&url).await.expect("a connection");
        sqlx::query("select pg_advisory_lock(7463212581)").execute(&mut db).await.expect("locked");
        let refused = other.rotate_keys().await.expect_err("refused").to_string();
        assert!(refused.contains("another rotation"), "{refused}");
        sqlx::query("select pg_advisory_unlock(7463212581)").execute(&mut db).await.expect("free");
    }
    for server in [&one, &other] {
        server.sign_in(SECRETS[1], PASSWORD, "").await.expect("the phone is still found");
        assert_eq!(server.check().await.expect("checked"), Vec::<String>::new());
    }
    other.rotate_keys().await.expect("its turn");
    for server in [one, other] {
        assert_eq!(server.check().await.expect("checked"), Vec::<String>::new());
        server.close().await;
    }
    std::fs::remove_dir_all(folder).expect("removed");
});

on_both!(pictures_of_wishes_from_before_are_sealed_when_the_database_is_opened, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let (bytes, hex) = if stage.is_postgres() {
        ("'\\xffd8ff01'", "encode(bytes, 'hex')")
    } else {
        ("x'ffd8ff01'", "lower(hex(bytes))")
    };
    for _ in 0..25 {
        let old = format!("insert into photo (wish, kind, bytes, created) values ({wish}, 'image/jpeg', {bytes}, 1)");
        stage.plant(&old).await;
    }
    let picture = stage.number("select max(id) from photo").await;
    let shown = async || stage.store.photo(&town.caseworker, picture).await.expect("the picture").jpeg().to_vec();
    assert_eq!(shown().await, b"\xff\xd8\xff\x01");
    stage.another().await.close().await;
    assert_eq!(stage.number("select count(*) from photo where sealed").await, 25);
    assert!(!stage.texts(&format!("select {hex} from photo")).await.concat().contains("ffd8ff"));
    assert_eq!(shown().await, b"\xff\xd8\xff\x01");
    stage.store.rotate_keys().await.expect("rotated");
    assert_eq!(shown().await, b"\xff\xd8\xff\x01");
    assert_eq!(stage.store.check_deep().await.expect("checked").found, Vec::<String>::new());
});

on_both!(check_reports_values_that_do_not_decrypt, |stage| {
    family(stage).await;
    stage.plant("update household set name = '1.AAAA' where id = 1").await;
    stage.plant("update account set phone_key = '1.00' where household = 1").await;
    let told = stage.store.check().await.expect("checked");
    assert!(told.iter().any(|line| line == "household 1: name does not open"), "{told:?}");
    assert!(
        told.iter().any(|line| line.starts_with("account ") && line.ends_with("is not found by its key")),
        "{told:?}"
    );
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_is_written_while_keys_are_rotated_is_not_overwritten() {
    // SQLite has one writer: nothing is written between the reading and the writing of a batch.
    let stage = Stage::postgres().await;
    support::play(&stage, async {
        let (folder, url, one, other) = servers(&stage).await;
        one.first_admin(SECRETS[1], "总管", PASSWORD).await.expect("an administrator");
        // Another server's transaction holds the row and commits a new phone after the rotation has read the old one.
        let (vault, phone) = (Vault::at(&folder.join("a.keys")).expect("keys"), "13799998888");
        let mut db = PgConnection::connect(&url).await.expect("a connection");
        let mut held = db.begin().await.expect("begun");
        sqlx::query("update account set phone = $1, phone_key = $2 where id = 1")
            .bind(vault.seal(Secret::AccountPhone, phone).expect("sealed"))
            .bind(vault.digest(Find::Phone, phone))
            .execute(&mut *held)
            .await
            .expect("written");
        let rotating = one.clone();
        let rotated = tokio::spawn(async move { rotating.rotate_keys().await });
        let waits = "select count(*) from pg_stat_activity
                     where datname = current_database() and wait_event_type = 'Lock'";
        while stage.number(waits).await == 0 {
            assert!(!rotated.is_finished(), "the rotation did not wait for the row");
        }
        held.commit().await.expect("committed");
        assert!(rotated.await.expect("the task ends").expect("rotated") > 0);
        other.sign_in(phone, PASSWORD, "").await.expect("the new phone is there, under its new key");
        assert_eq!(other.check().await.expect("checked"), Vec::<String>::new());
        for server in [one, other] {
            server.close().await;
        }
        std::fs::remove_dir_all(folder).expect("removed");
    })
    .await;
}
