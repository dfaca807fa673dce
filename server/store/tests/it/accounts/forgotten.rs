//! A forgotten password is replaced with a code that was sent to the phone.

use crate::support::{PASSWORD, Stage, asked_for, by, code, fields, on_both, phone};
use domain::accounts::Actor;
use store::{accounts::staff::SetAccountOpen, crypto::passwords::counted};

const NEW: &str = "山里的小书包是红色的";

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

/// Asks for a code for a phone that gets one.
async fn sent(stage: &Stage, phone: &str) -> String {
    stage.clock.advance(61);
    stage.store.code_ask(phone, "").await.expect("an answer").expect("a code").code
}

fn not(right: &str) -> &'static str {
    if right == "123456" { "654321" } else { "123456" }
}

on_both!(a_code_replaces_a_forgotten_password_and_ends_every_session, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for owner in [&town.donor, &town.family] {
        let known = phone_of(stage, owner).await;
        let (earlier, _) = store.sign_in(&known, PASSWORD, "").await.expect("signed in");
        let right = sent(stage, &known).await;
        assert_eq!(fields(store.password_forgotten(&known, &right, "12345678", "").await), [("new", "weak_password")]);
        let wrong = store.password_forgotten(&known, not(&right), NEW, "").await;
        assert_eq!(code(wrong), "wrong_one_time_code");
        let (token, actor) = store.password_forgotten(&known, &right, NEW, "").await.expect("replaced");
        assert_eq!(actor.account, owner.account);
        assert!(store.actor(&token).await.expect("an answer").is_some());
        assert_eq!(store.actor(&earlier).await.expect("an answer"), None);
        assert_eq!(code(store.sign_in(&known, PASSWORD, "").await), "wrong_sign_in");
        store.sign_in(&known, NEW, "").await.expect("the new one");
        assert_eq!(code(store.password_forgotten(&known, &right, NEW, "").await), "wrong_one_time_code");
        assert_eq!(code(store.code_sign_in(&known, &right, "").await), "wrong_one_time_code");
    }
});

on_both!(known_and_unknown_phones_get_the_same_answer_after_the_same_work, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let closed = stage.donor(&town).await;
    let gone = phone_of(stage, &closed).await;
    store.run(&by(&town.admin), SetAccountOpen { account: closed.account, open: false }).await.expect("closed");
    let (known, staff) = (phone_of(stage, &town.donor).await, phone_of(stage, &town.caseworker).await);
    let right = sent(stage, &known).await;
    for phone in [known, staff, gone, phone()] {
        let tried = store.password_forgotten(&phone, not(&right), NEW, "192.0.2.1");
        let (answer, hashes) = counted(tried).await;
        assert_eq!((code(answer), hashes), ("wrong_one_time_code", 0));
    }
    // Staff get a set-up code from an administrator, never a text message.
    let staff = phone_of(stage, &town.caseworker).await;
    assert!(store.code_ask(&staff, "").await.expect("an answer").is_none());
    store.sign_in(&staff, PASSWORD, "").await.expect("nothing has changed");
});

on_both!(a_code_expires_and_five_wrong_tries_end_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.donor).await;
    let right = sent(stage, &known).await;
    stage.clock.advance(5 * 60 + 1);
    assert_eq!(code(store.password_forgotten(&known, &right, NEW, "").await), "wrong_one_time_code");
    let right = sent(stage, &known).await;
    for _ in 0..5 {
        assert_eq!(code(store.password_forgotten(&known, not(&right), NEW, "").await), "wrong_one_time_code");
    }
    assert_eq!(code(store.password_forgotten(&known, &right, NEW, "").await), "wrong_one_time_code");
    store.sign_in(&known, PASSWORD, "").await.expect("the old password is as it was");
    // One address has as many tries as with passwords.
    for n in 0..31 {
        let tried = store.password_forgotten(&phone(), "000000", NEW, "192.0.2.9").await;
        assert_eq!(code(tried), if n < 30 { "wrong_one_time_code" } else { "too_many_tries" });
    }
});

on_both!(concurrent_uses_of_a_code_set_one_password, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let known = phone_of(stage, &town.family).await;
    let right = sent(stage, &known).await;
    let (one, two) = tokio::join!(
        store.password_forgotten(&known, &right, NEW, ""),
        other.password_forgotten(&known, &right, "另一个很长的新密码", ""),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let refused = if one.is_ok() { two } else { one };
    assert_eq!(code(refused), "wrong_one_time_code");
    other.close().await;
});

on_both!(a_set_up_code_ends_with_it_and_a_stranger_who_registered_the_phone_is_out, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let known = phone_of(stage, &town.family).await;
    let fresh = store.household_password(&by(&town.caseworker), asked_for(town.household)).await.expect("a code");
    let right = sent(stage, &known).await;
    let (_, actor) = store.password_forgotten(&known, &right, NEW, "").await.expect("replaced");
    assert_eq!(actor.household, town.household);
    assert_eq!(code(store.sign_in(&known, &fresh.code, "").await), "wrong_sign_in");

    let stranger = stage.newcomer(&town).await;
    let held = phone_of(stage, &stranger).await;
    let right = sent(stage, &held).await;
    store.password_forgotten(&held, &right, NEW, "").await.expect("its owner");
    assert_eq!(code(store.sign_in(&held, PASSWORD, "").await), "wrong_sign_in");
    let proved = format!("select count(*) from account where id = {} and proof = 'code'", stranger.account);
    assert_eq!(stage.number(&proved).await, 1);
    stage.is_clean().await;
});
