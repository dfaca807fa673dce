//! Household files are closed and reopened.

use crate::support::{PASSWORD, Stage, by, code, keys, on_both};
use domain::{
    casework::{CloseReason, Closing, EraseReason, Erasure},
    households::HouseholdId,
    wishes::{NewWish, WishState},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{
    casework::{
        corrections::AskCorrection,
        file::close::{CloseFile, ReopenFile},
        objections::{AnswerObjection, FileObjection},
    },
    claims::lifecycle::SendClaim,
    crypto::secret::Secret,
    wishes::lifecycle::PostWish,
};

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
        assert_eq!(code(store.run(&by(who), CloseFile(closing(id))).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&there.caseworker), CloseFile(closing(id))).await), "not_found");
    let phone = phones(stage, town.family.account).await;
    let (token, _) = store.sign_in(&phone, PASSWORD, "").await.expect("signed in");
    store.run(&by(&town.caseworker), CloseFile(closing(id))).await.expect("closed");
    assert!(store.actor(&token).await.expect("answered").is_none(), "closing ends the family's sessions");
    let file = store.wish_file(&town.caseworker, promised).await.expect("still on file");
    assert_eq!(file.wish.state, WishState::Withdrawn);
    assert_eq!(file.reason, "file_closed", "a code, which pages say in the reader's language");
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { household: id, item: lamp, quantity: 1, ..NewWish::default() };
    assert_eq!(code(store.run(&by(&town.caseworker), PostWish(new)).await), "file_closed");
    assert_eq!(code(store.run(&by(&town.caseworker), CloseFile(closing(id))).await), "file_closed");
    stage.is_clean().await;

    store.run(&by(&town.caseworker), ReopenFile(id)).await.expect("opened again");
    assert!(store.actor_of(town.family.account).await.expect("answered").is_some());
    let story = store.file_changes(&town.auditor, id).await.expect("read");
    assert_eq!(story.iter().map(|change| change.kind.as_str()).collect::<Vec<_>>(), ["reopened", "closed"]);
    assert_eq!(story[1].reason, "moved_away");
});

on_both!(a_file_with_a_claim_on_the_way_cannot_be_closed, |stage| {
    let town = stage.town("河口").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await;
    stage.store.run(&by(&town.donor), SendClaim(claim.id)).await.expect("on the way");
    let closed = stage.store.run(&by(&town.caseworker), CloseFile(closing(town.household))).await;
    assert_eq!(code(closed), "has_open_claims");
    let open = stage.number(&format!("select count(*) from wish where id = {wish} and state = 'published'")).await;
    assert_eq!(open, 1, "a refused closing changes nothing");
});

on_both!(an_objection_outlives_a_closed_file_and_a_correction_waits_for_its_reopening, |stage| {
    let town = stage.town("河口").await;
    let (store, id) = (&stage.store, town.household);
    let said = |words: &str| FileObjection { opening: 0, words: words.into() };
    let objection = store.run(&by(&town.family), said("为什么看")).await.expect("said");
    let asked = store.run(&by(&town.family), AskCorrection("名字写错了".into())).await.expect("asked");
    store.run(&by(&town.caseworker), CloseFile(closing(id))).await.expect("closed");
    // No caseworker can answer it now, so it is not listed as work.
    assert_eq!(store.corrections_waiting(&town.caseworker).await.expect("a number"), 0);
    assert!(store.corrections_to_answer(&town.caseworker, 0).await.expect("a list").items.is_empty());
    assert_eq!(store.objections_waiting(&town.coordinator).await.expect("a number"), 1);
    store.run(&by(&town.coordinator), AnswerObjection { objection, words: "查过了".into() }).await.expect("answered");
    store.run(&by(&town.caseworker), ReopenFile(id)).await.expect("opened again");
    let waiting = store.corrections_to_answer(&town.caseworker, 0).await.expect("a list").items;
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [asked]);

    // Erasing ends what waits: nothing is left that an answer could be about.
    let objection = store.run(&by(&town.family), said("又看了")).await.expect("said");
    let erasure = Erasure { household: id, reason: EraseReason::Asked, typed: id.to_string() };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(store.objections_waiting(&town.coordinator).await.expect("a number"), 0);
    let late = store.run(&by(&town.coordinator), AnswerObjection { objection, words: "查过了".into() }).await;
    assert_eq!(code(late), "file_closed");
    stage.is_clean().await;
});

on_both!(a_session_from_before_the_closing_does_not_come_back_with_the_reopening, |stage| {
    let town = stage.town("河口").await;
    let phone = phones(stage, town.family.account).await;
    stage.store.run(&by(&town.caseworker), CloseFile(closing(town.household))).await.expect("closed");
    // A sign-in whose session was inserted behind the closing.
    let expires = stage.store.now() + 9_000;
    let account = town.family.account;
    let token = "7".repeat(64);
    let values = format!("'{token}', {account}, 1, {expires}");
    stage.plant(&format!("insert into session (token, account, created, expires) values ({values})")).await;
    stage.store.run(&by(&town.caseworker), ReopenFile(town.household)).await.expect("opened again");
    assert_eq!(stage.number(&format!("select count(*) from session where account = {account}")).await, 0);
    stage.store.sign_in(&phone, PASSWORD, "").await.expect("signed in");
});
