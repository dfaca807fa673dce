//! Household files are closed and reopened.

use crate::support::{PASSWORD, Stage, by, code, keys, on_both};
use domain::{
    casework::{CloseReason, Closing},
    households::HouseholdId,
    wishes::{NewWish, WishState},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::crypto::secret::Secret;

fn closing(household: HouseholdId) -> Closing {
    Closing { household, reason: CloseReason::MovedAway, words: String::new() }
}

/// Decrypts the phone that an account signs in with.
async fn phones(stage: &Stage, account: i64) -> String {
    let sql = AssertSqlSafe(format!("select phone from account where id = {account}"));
    let sealed: String = if stage.is_postgres() {
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a phone")
    } else {
        let mut db = SqliteConnection::connect(&stage.url).await.expect("a connection");
        sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a phone")
    };
    keys().open(Secret::AccountPhone, &sealed).expect("the phone decrypts")
}

on_both!(closing_a_file_ends_open_wishes_and_reopening_restores_the_account, |stage| {
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
    assert!(store.actor(&token).await.expect("answered").is_none(), "closing ends the family's sessions");
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

on_both!(a_file_with_a_claim_on_the_way_cannot_be_closed, |stage| {
    let town = stage.town("河口").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await;
    stage.store.claim_send(&by(&town.donor), claim.id).await.expect("on the way");
    let closed = stage.store.file_close(&by(&town.caseworker), closing(town.household)).await;
    assert_eq!(code(closed), "has_open_claims");
    let open = stage.number(&format!("select count(*) from wish where id = {wish} and state = 'published'")).await;
    assert_eq!(open, 1, "a refused closing changes nothing");
});
