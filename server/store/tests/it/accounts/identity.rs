//! Name and phone: who changes them, what proves a new phone, and that a refusal tells nothing of other accounts.

use crate::support::{PASSWORD, Stage, by, code, fields, on_both, phone};
use domain::{accounts::Actor, claims::NewClaim, notifications::NoticeKind};
use store::{
    accounts::identity::{SetContact, SetName},
    claims::lifecycle::TakeClaim,
    crypto::passwords::counted,
};

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

/// Signs in with the phone and [`PASSWORD`].
async fn token(stage: &Stage, phone: &str) -> String {
    stage.store.sign_in(phone, PASSWORD, "").await.expect("signed in").0
}

async fn works(stage: &Stage, token: &str) -> bool {
    stage.store.actor(token).await.expect("an answer").is_some()
}

on_both!(a_donor_renames_itself_and_families_and_staff_do_not, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let name = |name: &str| SetName { name: name.into() };
    store.run(&by(&town.donor), name("  新名字 ")).await.expect("renamed");
    assert_eq!(store.profile(&stage.actor(town.donor.account).await).await.expect("a profile").name, "新名字");
    assert_eq!(fields(store.run(&by(&town.donor), name(" ")).await), [("name", "required")]);
    for other in [&town.family, &town.caseworker, &town.auditor, &stage.admin().await] {
        assert_eq!(code(store.run(&by(other), name("别的")).await), "not_allowed");
        assert_eq!(code(store.phone_set(&by(other), &phone(), PASSWORD).await), "not_allowed");
        assert_eq!(code(store.phone_code(other, &phone(), "").await), "not_allowed");
        assert_eq!(code(store.phone_set_proved(&by(other), &phone(), "000000", "").await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&Actor::visitor()), name("无")).await), "sign_in_needed");
});

on_both!(without_a_gateway_a_new_phone_takes_the_password_and_counts_as_unproved, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = stage.donor(&town).await;
    let (old, new) = (phone_of(stage, &donor).await, phone());
    let other = token(stage, &old).await;
    assert_eq!(fields(store.phone_set(&by(&donor), &new, "not it").await), [("old", "wrong_sign_in")]);
    assert_eq!(fields(store.phone_set(&by(&donor), "12", PASSWORD).await), [("phone", "not_a_phone")]);
    store.phone_set(&by(&donor), &new, PASSWORD).await.expect("changed");
    assert_eq!(phone_of(stage, &donor).await, new);
    assert!(!works(stage, &other).await, "other devices are signed out");
    assert_eq!(code(store.sign_in(&old, PASSWORD, "").await), "wrong_sign_in");
    token(stage, &new).await;
    let unproved = format!("select count(*) from account where id = {} and proof = 'none'", donor.account);
    assert_eq!(stage.number(&unproved).await, 1);
    // The old phone is free.
    let taker = stage.donor(&town).await;
    store.phone_set(&by(&taker), &old, PASSWORD).await.expect("the number is free now");

    // Whether a family, a member of staff or a donor elsewhere has it: one sentence.
    let elsewhere = stage.town("乙").await;
    let far = stage.donor(&elsewhere).await;
    for holder in [&town.family, &town.caseworker, &far, &taker] {
        let known = phone_of(stage, holder).await;
        assert_eq!(code(store.phone_set(&by(&donor), &known, PASSWORD).await), "phone_refused");
    }
    for _ in 0..6 {
        let known = phone_of(stage, &town.family).await;
        assert_eq!(code(store.phone_set(&by(&donor), &known, PASSWORD).await), "phone_refused");
    }
    // A list of phones cannot be sorted by it, and no password is hashed for it any more.
    let (answer, hashes) = counted(store.phone_set(&by(&donor), &phone(), PASSWORD)).await;
    assert_eq!((code(answer), hashes), ("too_many_tries", 0));
    stage.clock.advance(3601);
    store.phone_set(&by(&donor), &phone(), PASSWORD).await.expect("an hour later");
    stage.is_clean().await;
});

on_both!(a_code_proves_a_new_phone_to_one_account_and_only_its_owner_learns_of_another, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = stage.newcomer(&town).await;
    let (old, new) = (phone_of(stage, &donor).await, phone());
    let session = token(stage, &old).await;
    let message = store.phone_code(&donor, &new, "192.0.2.1").await.expect("a code");
    assert_eq!(message.phone, new);
    assert_eq!(code(store.phone_code(&donor, &new, "192.0.2.1").await), "too_soon");
    // It is for this account, and for this.
    let thief = stage.donor(&town).await;
    let stolen = store.phone_set_proved(&by(&thief), &new, &message.code, "").await;
    assert_eq!(code(stolen), "wrong_one_time_code");
    assert_eq!(code(store.code_sign_in(&new, &message.code, "").await), "wrong_one_time_code");
    let wrong = if message.code == "123456" { "654321" } else { "123456" };
    assert_eq!(code(store.phone_set_proved(&by(&donor), &new, wrong, "").await), "wrong_one_time_code");
    let request = by(&donor);
    store.phone_set_proved(&request, &new, &message.code, "").await.expect("changed");
    store.phone_set_proved(&request, &new, &message.code, "").await.expect("the same answer to a repeat");
    assert_eq!(code(store.phone_set_proved(&by(&donor), &new, &message.code, "").await), "wrong_one_time_code");
    assert!(!works(stage, &session).await);
    let proved = format!("select count(*) from account where id = {} and proof = 'code'", donor.account);
    assert_eq!(stage.number(&proved).await, 1);
    assert!(!stage.dump().await.contains(&new), "a phone is in a table");

    // A code that was sent to the phone before the change no longer signs in.
    stage.clock.advance(61);
    let earlier = store.code_ask(&new, "").await.expect("an answer").expect("a code");
    stage.clock.advance(61);
    let third = phone();
    let message = store.phone_code(&donor, &third, "").await.expect("a code");
    store.phone_set_proved(&by(&donor), &third, &message.code, "").await.expect("changed");
    for phone in [&new, &third] {
        assert_eq!(code(store.code_sign_in(phone, &earlier.code, "").await), "wrong_one_time_code");
    }

    // The phone of a family is its own; one that a stranger typed in goes to its owner.
    let known = phone_of(stage, &town.family).await;
    let message = store.phone_code(&donor, &known, "").await.expect("a code");
    assert_eq!(code(store.phone_set_proved(&by(&donor), &known, &message.code, "").await), "phone_taken");
    token(stage, &known).await;
    let stranger = stage.newcomer(&town).await;
    let held = phone_of(stage, &stranger).await;
    let message = store.phone_code(&donor, &held, "").await.expect("a code");
    store.phone_set_proved(&by(&donor), &held, &message.code, "").await.expect("its owner proved it");
    assert_eq!(store.actor_of(stranger.account).await.expect("an answer"), None);
    // With claims it is an account that its owner signs in to.
    let busy = stage.newcomer(&town).await;
    let wish = stage.wish(&town, 1).await;
    store.run(&by(&busy), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await.expect("a claim");
    let held = phone_of(stage, &busy).await;
    let message = store.phone_code(&donor, &held, "").await.expect("a code");
    assert_eq!(code(store.phone_set_proved(&by(&donor), &held, &message.code, "").await), "phone_taken");
    token(stage, &held).await;
    stage.is_clean().await;
});

on_both!(two_donors_who_want_one_phone_get_it_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for _ in 0..5 {
        let (one, two, wanted) = (stage.donor(&town).await, stage.donor(&town).await, phone());
        let (first, second) = (by(&one), by(&two));
        let (mine, theirs) =
            tokio::join!(store.phone_set(&first, &wanted, PASSWORD), store.phone_set(&second, &wanted, PASSWORD));
        assert!(mine.is_ok() != theirs.is_ok(), "{mine:?} {theirs:?}");
        assert_eq!(code(if mine.is_ok() { theirs } else { mine }), "phone_refused");
    }
});

on_both!(an_administrator_changes_name_and_phone_of_its_staff_who_are_told, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let contact = |account, phone: &str| SetContact { account, name: "新名".into(), phone: phone.into() };
    let new = phone();
    store.account_contact(&by(&town.admin), contact(town.caseworker.account, &new)).await.expect("changed");
    let (changed, _) = store.account(&town.admin, town.caseworker.account).await.expect("known");
    assert_eq!((changed.name.as_str(), changed.phone.as_str()), ("新名", new.as_str()));
    token(stage, &new).await;
    // The same again is no news.
    store.account_contact(&by(&town.admin), contact(town.caseworker.account, &new)).await.expect("unchanged");
    let told = store.notices(&town.caseworker, 0).await.expect("notices").items;
    assert_eq!(told.iter().filter(|notice| notice.kind == NoticeKind::ContactChanged).count(), 1);

    for outsider in [&other.admin, &town.coordinator, &town.shopkeeper, &town.donor] {
        let tried = store.account_contact(&by(outsider), contact(town.caseworker.account, &phone())).await;
        assert!(["not_allowed", "not_found"].contains(&code(tried)));
    }
    let family = store.account_contact(&by(&town.admin), contact(town.family.account, &phone())).await;
    assert_eq!(code(family), "not_found");
    let taken = phone_of(stage, &town.shopkeeper).await;
    let here = store.account_contact(&by(&town.admin), contact(town.caseworker.account, &taken)).await;
    assert_eq!(code(here), "phone_taken");
    let far = phone_of(stage, &other.shopkeeper).await;
    let there = store.account_contact(&by(&town.admin), contact(town.caseworker.account, &far)).await;
    assert_eq!(code(there), "phone_refused");
    let odd = SetContact { account: town.caseworker.account, name: String::new(), phone: "1".into() };
    assert_eq!(
        fields(store.account_contact(&by(&town.admin), odd).await),
        [("name", "required"), ("phone", "not_a_phone")]
    );
});
