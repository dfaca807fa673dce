//! Files are closed, opened again, and erased without a trace of who the family was.

mod support;

use domain::{
    file_changes::{CloseReason, Closing, EraseReason, Erasure},
    households::{HouseholdId, Member, NewHousehold, Sex},
    openings::RevealReason,
    wishes::{NewWish, WishState},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use store::{objections::NewObjection, sealing::Secret};
use support::{PASSWORD, Stage, Town, by, code, fields, keys, on_both, phone};

fn closing(household: HouseholdId) -> Closing {
    Closing { household, reason: CloseReason::MovedAway, words: String::new() }
}

/// The phone that an account signs in with.
async fn phones(stage: &Stage, account: i64) -> String {
    let sql = AssertSqlSafe(format!("select phone from account where id = {account}"));
    let sealed: String = if stage.is_postgres() {
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a phone")
    } else {
        let mut db = SqliteConnection::connect(&stage.url).await.expect("a connection");
        sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a phone")
    };
    keys().open(Secret::AccountPhone, &sealed).expect("its own")
}

on_both!(what_is_under_way_ends_with_a_file_and_nothing_else_is_lost, |stage| {
    let (town, there) = (stage.town("河口").await, stage.town("山后").await);
    let (store, id) = (&stage.store, town.household);
    let promised = stage.wish(&town, 1).await;
    stage.claim(&town, promised, 1).await;
    for who in [&town.coordinator, &town.family, &town.auditor, &town.shopkeeper] {
        assert_eq!(code(store.file_close(&by(who), closing(id)).await), "not_allowed");
    }
    assert_eq!(code(store.file_close(&by(&there.caseworker), closing(id)).await), "not_found");
    let phone = phones(stage, town.family.account).await;
    let (token, _) = store.sign_in(&phone, PASSWORD, "").await.expect("signed in");
    store.file_close(&by(&town.caseworker), closing(id)).await.expect("closed");
    assert!(store.actor(&token).await.expect("answered").is_none(), "nobody is signed in any more");
    let file = store.wish_file(&town.caseworker, promised).await.expect("still on file");
    assert_eq!(file.wish.state, WishState::Withdrawn);
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { household: id, item: lamp, quantity: 1, ..NewWish::default() };
    assert_eq!(code(store.wish_post(&by(&town.caseworker), new).await), "file_closed");
    assert_eq!(code(store.file_close(&by(&town.caseworker), closing(id)).await), "file_closed");
    stage.is_clean().await;

    store.file_reopen(&by(&town.caseworker), id).await.expect("opened again");
    assert!(store.actor_of(town.family.account).await.expect("answered").is_some());
    let story = store.file_changes(&town.auditor, id).await.expect("read");
    assert_eq!(story.iter().map(|change| change.kind.as_str()).collect::<Vec<_>>(), ["reopened", "closed"]);
    assert_eq!(story[1].reason, "moved_away");
});

on_both!(goods_on_the_way_hold_a_file_open, |stage| {
    let town = stage.town("河口").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await;
    stage.store.claim_send(&by(&town.donor), claim.id).await.expect("on the way");
    let closed = stage.store.file_close(&by(&town.caseworker), closing(town.household)).await;
    assert_eq!(code(closed), "has_open_claims");
    let open = stage.number(&format!("select count(*) from wish where id = {wish} and state = 'published'")).await;
    assert_eq!(open, 1, "nothing of it is half done");
});

/// What nobody may find afterwards.
const CANARIES: [&str; 6] = ["欧阳金雀", "小金雀", "金雀巷", "canary-words", "canary-objection", "canary-reason"];

/// Every text of the database, with its table and column, and what of it opens with the vault.
async fn texts(stage: &Stage) -> Vec<(String, String)> {
    let columns = if stage.is_postgres() {
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
    } else {
        "select m.name, c.name, lower(c.type) from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'"
    };
    let mut found = Vec::new();
    let mut values = Vec::new();
    if stage.is_postgres() {
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        for row in sqlx::query(columns).fetch_all(&mut db).await.expect("columns") {
            let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            if kind == "text" {
                let sql = format!("select {column} from \"{table}\"");
                for value in sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_all(&mut db).await.expect("read")
                {
                    values.push((format!("{table}.{column}"), value));
                }
            }
        }
    } else {
        let mut db = SqliteConnection::connect(&stage.url).await.expect("a connection");
        for row in sqlx::query(columns).fetch_all(&mut db).await.expect("columns") {
            let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            if kind == "text" {
                let sql = format!("select {column} from \"{table}\"");
                for value in sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch_all(&mut db).await.expect("read")
                {
                    values.push((format!("{table}.{column}"), value));
                }
            }
        }
    }
    let vault = keys();
    for (place, value) in values {
        for secret in Secret::ALL {
            if let Ok(clear) = vault.open(*secret, &value) {
                found.push((format!("{place}, opened"), clear));
            }
        }
        found.push((place, value));
    }
    found
}

async fn canaries(stage: &Stage, phone: &str) -> Vec<String> {
    let found = texts(stage).await;
    let has = |text: &str| text.contains(phone) || CANARIES.iter().any(|canary| text.contains(canary));
    found.into_iter().filter(|(_, text)| has(text)).map(|(place, text)| format!("{place}: {text}")).collect()
}

async fn canary_family(stage: &Stage, town: &Town, phone: &str) -> (HouseholdId, domain::people::Actor) {
    let member =
        |name: &str, birth_year| Member { name: name.into(), birth_year, sex: Sex::Female, ..Member::default() };
    let new = NewHousehold {
        area: town.home,
        name: "欧阳金雀".into(),
        phone: phone.into(),
        address: "金雀巷 3 号".into(),
        hardship: true,
        members: vec![member("欧阳金雀", 1985), member("小金雀", 2016)],
    };
    let id = stage.store.household_add(&by(&town.caseworker), new, Some(PASSWORD.into())).await.expect("a family");
    let account = stage.number(&format!("select id from account where household = {id}")).await;
    (id, stage.actor(account).await)
}

on_both!(nothing_that_says_who_the_family_was_is_left, |stage| {
    let town = stage.town("河口").await;
    let (store, number) = (&stage.store, phone());
    let (id, family) = canary_family(stage, &town, &number).await;
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item: lamp, quantity: 1, words: "canary-words".into(), ..NewWish::default() };
    let wish = store.wish_post(&by(&family), new).await.expect("a wish");
    let words = domain::wishes::Publication { words: "canary-words".into() };
    store.wish_publish(&by(&town.caseworker), wish, words).await.expect("published");
    let keeper = by(&town.caseworker);
    store.household_reveal(&keeper, id, RevealReason::Other, "canary-reason".into()).await.expect("opened");
    let objection = NewObjection { opening: 0, words: "canary-objection".into() };
    let objection = store.object(&by(&family), objection).await.expect("said");
    store.objection_answer(&by(&town.coordinator), objection, "canary-objection".into()).await.expect("answered");
    let before = canaries(stage, &number).await;
    assert!(before.len() >= 10, "the test sees what is there: {before:?}");

    let erasure = |typed: &str| Erasure { household: id, reason: EraseReason::Asked, typed: typed.into() };
    assert_eq!(fields(store.file_erase(&by(&town.caseworker), erasure("1")).await), [("typed", "other_number")]);
    assert_eq!(code(store.file_erase(&by(&town.coordinator), erasure(&id.to_string())).await), "not_allowed");
    store.file_erase(&by(&town.caseworker), erasure(&id.to_string())).await.expect("erased");

    assert_eq!(canaries(stage, &number).await, Vec::<String>::new());
    assert!(store.actor_of(family.account).await.expect("answered").is_none());
    assert_eq!(store.openings(&town.auditor, id, 0).await.expect("read").items.len(), 1, "who looked is still known");
    assert_eq!(code(store.file_reopen(&by(&town.caseworker), id).await), "wrong_state");
    let again = store.household_reveal(&by(&town.caseworker), id, RevealReason::Visit, String::new()).await;
    assert_eq!(code(again), "file_closed");
    // The phone is free for whoever has it next.
    canary_family(stage, &town, &number).await;
    stage.is_clean().await;
});
