//! One-time codes sent to phones: valid for five minutes, five tries and one session.

use crate::support::{Stage, by, code, fields, on_both, phone};
use futures::future::join_all;
use store::accounts::staff::SetAccountOpen;

async fn phone_of(stage: &Stage, actor: &domain::accounts::Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

/// Returns a code other than the right one.
fn not(right: &str) -> &'static str {
    if right == "123456" { "654321" } else { "123456" }
}

on_both!(concurrent_uses_of_a_code_open_one_session, |stage| {
    let town = stage.town("甲").await;
    let known = phone_of(stage, &town.family).await;
    let message = stage.store.code_ask(&known, "192.0.2.1").await.expect("an answer").expect("a code");
    assert_eq!((message.phone.as_str(), message.code.len()), (known.as_str(), 6));
    assert!(!stage.dump().await.contains(&message.code) || message.code.starts_with("00"), "the code is in a table");
    let other = stage.another().await;
    let uses = (0..5).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.code_sign_in(&known, &message.code, "192.0.2.1")
    });
    let signed: Vec<_> = join_all(uses).await.into_iter().flatten().collect();
    assert_eq!(signed.len(), 1);
    assert_eq!(signed[0].actor, town.family);
    assert_eq!(stage.number("select count(*) from session").await, 1);
    assert_eq!(code(stage.store.code_sign_in(&known, &message.code, "").await), "wrong_one_time_code");
    other.close().await;
});

on_both!(a_code_expires_after_five_minutes, |stage| {
    let town = stage.town("甲").await;
    let known = phone_of(stage, &town.donor).await;
    let message = stage.store.code_ask(&known, "").await.expect("an answer").expect("a code");
    stage.clock.advance(5 * 60 - 1);
    let early = stage.store.code_sign_in(&known, not(&message.code), "").await;
    assert_eq!(code(early), "wrong_one_time_code");
    stage.clock.advance(2);
    assert_eq!(code(stage.store.code_sign_in(&known, &message.code, "").await), "wrong_one_time_code");
    stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number("select count(*) from one_time_code").await, 0);
    let message = stage.store.code_ask(&known, "").await.expect("an answer").expect("a code");
    stage.clock.advance(5 * 60 - 1);
    stage.store.code_sign_in(&known, &message.code, "").await.expect("in time");
});

on_both!(five_wrong_codes_invalidate_the_right_one, |stage| {
    let town = stage.town("甲").await;
    let known = phone_of(stage, &town.family).await;
    let message = stage.store.code_ask(&known, "").await.expect("an answer").expect("a code");
    let other = stage.another().await;
    let wrong = not(&message.code);
    let tries = (0..8).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.code_sign_in(&known, wrong, "")
    });
    for tried in join_all(tries).await {
        assert_eq!(code(tried), "wrong_one_time_code");
    }
    assert_eq!(stage.number("select tries from one_time_code").await, 5);
    assert_eq!(code(stage.store.code_sign_in(&known, &message.code, "").await), "wrong_one_time_code");
    stage.clock.advance(61);
    let message = stage.store.code_ask(&known, "").await.expect("an answer").expect("another");
    stage.store.code_sign_in(&known, &message.code, "").await.expect("signed in");
    other.close().await;
});

on_both!(an_unknown_phone_gets_the_same_answer_and_no_code, |stage| {
    let town = stage.town("甲").await;
    let closed = phone_of(stage, &town.donor).await;
    stage
        .store
        .run(&by(&town.admin), SetAccountOpen { account: town.donor.account, open: false })
        .await
        .expect("closed");
    let staff = phone_of(stage, &town.caseworker).await;
    let known = phone_of(stage, &town.family).await;
    for (phone, sent) in [(phone(), false), (closed, false), (staff, false), (known, true)] {
        assert_eq!(stage.store.code_ask(&phone, "192.0.2.1").await.expect("an answer").is_some(), sent);
        assert_eq!(code(stage.store.code_ask(&phone, "192.0.2.1").await), "too_soon");
        assert_eq!(code(stage.store.code_sign_in(&phone, "1", "192.0.2.1").await), "wrong_one_time_code");
        for _ in 0..4 {
            stage.clock.advance(61);
            assert_eq!(stage.store.code_ask(&phone, "").await.expect("an answer").is_some(), sent);
        }
        stage.clock.advance(61);
        assert_eq!(code(stage.store.code_ask(&phone, "").await), "too_many_tries");
        stage.clock.advance(3600);
    }
    assert_eq!(fields(stage.store.code_ask("no phone", "").await), [("phone", "not_a_phone")]);
    let dump = stage.dump().await;
    assert!(!dump.contains("138000"), "a phone is in a table");
});

on_both!(one_address_requests_at_most_twenty_codes, |stage| {
    for _ in 0..20 {
        stage.store.code_ask(&phone(), "192.0.2.1").await.expect("an answer");
    }
    assert_eq!(code(stage.store.code_ask(&phone(), "192.0.2.1").await), "too_many_tries");
    stage.store.code_ask(&phone(), "192.0.2.2").await.expect("from another address");
});
