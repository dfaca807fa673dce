//! Sign-in: try limits, one answer for unknown and closed accounts, and the lifetime of sessions.

use crate::support::{self, PASSWORD, by, code, on_both, phone};
use domain::accounts::Actor;
use futures::future::join_all;
use store::accounts::staff::SetAccountOpen;

on_both!(five_wrong_passwords_block_an_address_for_fifteen_minutes, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.donor).await.expect("a profile").phone;
    for _ in 0..5 {
        assert_eq!(code(stage.store.sign_in(&known, "wrong horse", "192.0.2.1").await), "wrong_sign_in");
    }
    assert_eq!(code(stage.store.sign_in(&known, PASSWORD, "192.0.2.1").await), "too_many_tries");
    stage.clock.advance(15 * 60 + 1);
    stage.store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("the right password");
    // A correct password resets the count.
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(code(stage.store.sign_in(&known, "wrong horse", "192.0.2.1").await), "wrong_sign_in");
        }
        stage.store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("the right password");
    }
});

on_both!(an_unknown_phone_and_a_closed_account_are_answered_alike, |stage| {
    let town = stage.town("甲").await;
    let closed = stage.store.profile(&town.donor).await.expect("a profile").phone;
    stage
        .store
        .run(&by(&town.admin), SetAccountOpen { account: town.donor.account, open: false })
        .await
        .expect("closed");
    for stranger in [phone(), closed, "no phone at all".into()] {
        for _ in 0..5 {
            assert_eq!(code(stage.store.sign_in(&stranger, PASSWORD, "").await), "wrong_sign_in");
        }
        assert_eq!(code(stage.store.sign_in(&stranger, PASSWORD, "").await), "too_many_tries");
    }
});

on_both!(one_address_tries_at_most_thirty_phones, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.donor).await.expect("a profile").phone;
    for _ in 0..30 {
        assert_eq!(code(stage.store.sign_in(&phone(), PASSWORD, "192.0.2.9").await), "wrong_sign_in");
    }
    assert_eq!(code(stage.store.sign_in(&known, PASSWORD, "192.0.2.9").await), "too_many_tries");
    stage.store.sign_in(&known, PASSWORD, "192.0.2.10").await.expect("from another address");
});

on_both!(concurrent_wrong_passwords_stay_within_the_limit, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.donor).await.expect("a profile").phone;
    let other = stage.another().await;
    let tries = (0..24).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.sign_in(&known, "wrong horse", "")
    });
    let judged = join_all(tries).await.into_iter().filter(|r| matches!(r, Err(e) if e.to_string() == "wrong_sign_in"));
    let judged = judged.count();
    assert!(judged <= 5, "{judged} passwords were compared");
    other.close().await;
});

on_both!(a_session_is_a_new_token_of_which_only_the_hash_is_stored, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.family).await.expect("a profile").phone;
    let (first, actor) = stage.store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("signed in");
    let (second, _) = stage.store.sign_in(&known, PASSWORD, "192.0.2.1").await.expect("signed in");
    assert_eq!(actor, town.family);
    assert!(first.len() == 64 && first != second);
    assert_eq!(stage.number(&format!("select count(*) from session where token in ('{first}', '{second}')")).await, 0);
    assert_eq!(stage.number("select count(*) from session").await, 2);
    let lines = format!("select count(*) from audit where action = 'sign_in' and account = {}", town.family.account);
    assert_eq!(stage.number(&lines).await, 2, "each sign-in leaves its line");
    assert_eq!(stage.store.actor(&first).await.expect("an answer"), Some(actor));

    stage.store.sign_out(&first).await.expect("signed out");
    stage.store.sign_out(&first).await.expect("twice is no error");
    assert_eq!(stage.store.actor(&first).await.expect("an answer"), None);
    assert!(stage.store.actor(&second).await.expect("an answer").is_some());
    assert_eq!(stage.store.actor("no token").await.expect("an answer"), None);
});

on_both!(sessions_expire_after_thirty_days_and_are_deleted, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.family).await.expect("a profile").phone;
    let (token, _) = stage.store.sign_in(&known, PASSWORD, "").await.expect("signed in");
    // Used every ten hours, so that it does not end for want of use.
    for _ in 0..3 * 24 - 1 {
        stage.clock.advance(10 * 3600);
        assert!(stage.store.actor(&token).await.expect("an answer").is_some());
    }
    stage.clock.advance(10 * 3600 - 60);
    assert!(stage.store.actor(&token).await.expect("an answer").is_some());
    stage.clock.advance(61);
    assert_eq!(stage.store.actor(&token).await.expect("an answer"), None);
    assert!(stage.store.run_clocks().await.expect("the clocks run").forgotten > 0);
    assert_eq!(stage.number("select count(*) from session").await, 0);
});

on_both!(a_closed_account_and_a_reset_password_end_every_session, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.shopkeeper).await.expect("a profile").phone;
    let (token, actor) = stage.store.sign_in(&known, PASSWORD, "").await.expect("signed in");
    let fresh = stage.store.account_password(&by(&town.admin), actor.account).await.expect("reset");
    assert_eq!(stage.store.actor(&token).await.expect("an answer"), None);
    assert_eq!(code(stage.store.sign_in(&known, PASSWORD, "").await), "wrong_sign_in");

    let (_, limited) = stage.store.sign_in(&known, &fresh.code, "").await.expect("the code");
    stage.store.setup_finish(&by(&limited), "battery staple").await.expect("set up");
    let (token, _) = stage.store.sign_in(&known, "battery staple", "").await.expect("the new password");
    stage.store.run(&by(&town.admin), SetAccountOpen { account: actor.account, open: false }).await.expect("closed");
    assert_eq!(stage.store.actor(&token).await.expect("an answer"), None);
    stage.store.run(&by(&town.admin), SetAccountOpen { account: actor.account, open: true }).await.expect("open again");
    assert_eq!(stage.store.actor(&token).await.expect("an answer"), None, "the old session stays ended");
    stage.store.sign_in(&known, "battery staple", "").await.expect("signed in again");
});

on_both!(changing_ones_password_rotates_the_session, |stage| {
    let town = stage.town("甲").await;
    let known = stage.store.profile(&town.donor).await.expect("a profile").phone;
    let (token, actor) = stage.store.sign_in(&known, PASSWORD, "").await.expect("signed in");
    assert_eq!(
        support::fields(stage.store.change_password(&by(&actor), "no", "battery staple").await),
        [("old", "wrong_sign_in")]
    );
    assert_eq!(
        support::fields(stage.store.change_password(&by(&actor), PASSWORD, "12345678").await),
        [("new", "weak_password")]
    );
    let request = by(&actor);
    let fresh = stage.store.change_password(&request, PASSWORD, "battery staple").await.expect("changed");
    assert_eq!(stage.store.actor(&token).await.expect("an answer"), None);
    assert_eq!(stage.store.actor(&fresh).await.expect("an answer"), Some(actor.clone()));
    // A repeated request, as after a lost answer, has one effect and signs in again.
    let again = stage.store.change_password(&request, PASSWORD, "battery staple").await.expect("the same answer");
    assert!(stage.store.actor(&again).await.expect("an answer").is_some());
    assert_eq!(code(stage.store.change_password(&by(&Actor::visitor()), "a", "b").await), "sign_in_needed");
});
