//! The second factor of staff: turned on by a code, asked for after the password, each code once, and lost phones.

use crate::support::{PASSWORD, Stage, Town, asked_for, by, code, fields, on_both};
use domain::{
    accounts::{
        Actor,
        factors::{MOST_PENDING, PENDING, WAITS},
        sessions::Credential,
    },
    areas::{Policy, StaffFactor},
    notifications::NoticeKind,
};
use store::{
    Store,
    accounts::{
        factor::{
            pending::FirstStep,
            setup::{BeginFactor, ResetFactor},
            totp::{STEP, code_at},
        },
        session_list::EndOtherSessions,
        sign_in::throttle::Browser,
    },
    areas::policies::{ClearPolicy, SetPolicy},
};

const QUARTER: i64 = 15 * 60;

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

/// Returns the secret that waits for the first code of its app.
async fn begun(stage: &Stage, actor: &Actor) -> String {
    stage.store.run(&by(actor), BeginFactor::new()).await.expect("a secret");
    stage.store.factor(actor).await.expect("a state").waiting.expect("a secret")
}

/// Turns the second factor on; returns secret and recovery codes.
async fn turned_on(stage: &Stage, actor: &Actor) -> (String, Vec<String>) {
    let secret = begun(stage, actor).await;
    let first = code_at(&secret, stage.store.now()).expect("a code");
    let codes = stage.store.factor_confirm(&by(actor), &first, "").await.expect("on").0;
    (secret, codes)
}

/// Waits for the next code of the app, which was not used yet.
fn next_code(stage: &Stage, secret: &str) -> String {
    stage.clock.advance(STEP);
    code_at(secret, stage.store.now()).expect("a code")
}

/// Waits for the beginning of a step, so that the real time of a test does not end it.
fn next_step(stage: &Stage) {
    stage.clock.advance(STEP - stage.store.now() % STEP);
}

/// Types the right password of an account with a second factor; returns the token of the first step.
async fn pending(store: &Store, phone: &str) -> String {
    match store.sign_in_first(phone, PASSWORD, "").await.expect("the right password") {
        FirstStep::Factor(token) => token,
        FirstStep::Signed(..) => panic!("signed in without a code"),
    }
}

on_both!(a_right_password_opens_nothing_without_the_code, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (who, phone) = (&town.caseworker, phone_of(stage, &town.caseworker).await);
    let (secret, _) = turned_on(stage, who).await;
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "second_factor_needed");
    assert_eq!(code(store.sign_in(&phone, "wrong horse", "").await), "wrong_sign_in");
    let first = pending(store, &phone).await;
    assert_eq!(stage.number("select count(*) from session").await, 0);
    assert_eq!(store.actor(&first).await.expect("an answer"), None, "it opens nothing");
    let dump = stage.dump().await;
    assert!(!dump.contains(&first) && !dump.contains(&secret), "neither is stored in clear");

    assert_eq!(code(store.sign_in_second("no such token", "000000", "").await), "sign_in_expired");
    let typed = next_code(stage, &secret);
    let spaced = format!("{} {}", &typed[..3], &typed[3..]);
    let (token, actor) = store.sign_in_second(&first, &spaced, "").await.expect("signed in");
    assert_eq!((store.actor(&token).await.expect("an answer"), actor), (Some(who.clone()), who.clone()));
    let typed = next_code(stage, &secret);
    assert_eq!(code(store.sign_in_second(&first, &typed, "").await), "sign_in_expired", "it opens one session");
    // Families and donors are asked for nothing.
    for other in [&town.family, &town.donor] {
        store.sign_in(&phone_of(stage, other).await, PASSWORD, "").await.expect("signed in");
    }
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(a_code_of_the_app_works_once_and_with_one_step_of_drift, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.shopkeeper).await;
    next_step(stage);
    let (secret, _) = turned_on(stage, &town.shopkeeper).await;
    let at = |steps: i64| code_at(&secret, store.now() + steps * STEP).expect("a code");
    let sign_in = async |typed: &str| store.sign_in_second(&pending(store, &phone).await, typed, "").await;
    assert_eq!(code(sign_in(&at(0)).await), "wrong_factor", "the code that turned it on is used");
    stage.clock.advance(4 * STEP);
    next_step(stage);
    assert_eq!(code(sign_in(&at(-2)).await), "wrong_factor");
    let late = at(-1);
    sign_in(&late).await.expect("half a minute late");
    assert_eq!(code(sign_in(&late).await), "wrong_factor", "each code once");
    stage.clock.advance(QUARTER);
    next_step(stage);
    assert_eq!(code(sign_in(&at(2)).await), "wrong_factor");
    sign_in(&at(1)).await.expect("half a minute early");
    assert_eq!(code(sign_in(&at(0)).await), "wrong_factor", "none before one that was used");

    // A clock that was put back makes no code work again.
    stage.clock.advance(QUARTER);
    next_step(stage);
    let used = at(0);
    sign_in(&used).await.expect("signed in");
    stage.clock.advance(-QUARTER);
    assert_eq!(code(sign_in(&at(0)).await), "wrong_factor");
    stage.clock.advance(QUARTER);
    assert_eq!(code(sign_in(&used).await), "wrong_factor");
    sign_in(&next_code(stage, &secret)).await.expect("the next one");
});

on_both!(of_two_uses_of_one_code_at_the_same_moment_one_is_refused, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.coordinator).await;
    let (secret, codes) = turned_on(stage, &town.coordinator).await;
    let other = stage.another().await;
    for typed in [next_code(stage, &secret), codes[3].clone()] {
        let (first, second) = (pending(store, &phone).await, pending(&other, &phone).await);
        let (one, two) =
            tokio::join!(store.sign_in_second(&first, &typed, ""), other.sign_in_second(&second, &typed, ""));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(code(if one.is_ok() { two } else { one }), "wrong_factor");
    }
    // One sign-in opens one session, whatever is typed.
    let first = pending(store, &phone).await;
    let typed = next_code(stage, &secret);
    let (one, two) =
        tokio::join!(store.sign_in_second(&first, &typed, ""), other.sign_in_second(&first, &codes[4], ""));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    other.close().await;
});

on_both!(a_recovery_code_works_once_and_is_kept_as_a_hash, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.auditor).await;
    let (_, codes) = turned_on(stage, &town.auditor).await;
    assert_eq!((codes.len(), store.factor(&town.auditor).await.expect("a state").codes_left), (10, 10));
    let dump = stage.dump().await;
    assert!(codes.iter().all(|one| !dump.contains(&one[1..])), "only hashes are stored");
    let typed = format!("{} {}", codes[7][..5].to_lowercase(), &codes[7][5..]);
    store.sign_in_second(&pending(store, &phone).await, &typed, "").await.expect("signed in");
    assert_eq!(store.factor(&town.auditor).await.expect("a state").codes_left, 9);
    let first = pending(store, &phone).await;
    for wrong in [codes[7].clone(), format!("8{}", &codes[7][1..]), "7".into(), "x".into(), String::new()] {
        assert_eq!(code(store.sign_in_second(&first, &wrong, "").await), "wrong_factor", "{wrong}");
    }
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
    stage.plant("delete from recovery_code where number = 1").await;
    assert_eq!(store.check().await.expect("checked").len(), 1);
});

on_both!(wrong_codes_pause_an_address_and_no_browser_that_signed_in_before, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.caseworker).await;
    let (secret, _) = turned_on(stage, &town.caseworker).await;
    let guess = async |address: &str| {
        let first = pending(store, &phone).await;
        for _ in 0..5 {
            assert_eq!(code(store.sign_in_second(&first, "abcdef", address).await), "wrong_factor");
        }
    };
    guess("192.0.2.1").await;
    let typed = next_code(stage, &secret);
    let here = pending(store, &phone).await;
    assert_eq!(code(store.sign_in_second(&here, &typed, "192.0.2.1").await), "too_many_tries");
    store.sign_in_second(&here, &typed, "192.0.2.2").await.expect("its owner, elsewhere");
    for address in ["192.0.2.5", "192.0.2.6", "192.0.2.7"] {
        guess(address).await;
    }
    let typed = next_code(stage, &secret);
    let stranger = pending(store, &phone).await;
    assert_eq!(code(store.sign_in_second(&stranger, &typed, "192.0.2.8").await), "too_many_tries");
    let device = store.device_of(town.caseworker.account);
    let known = Browser { address: "192.0.2.8", device: &device };
    store.sign_in_second(&stranger, &typed, known).await.expect("a browser that signed in before");
    // Another account is not slowed down by it.
    let (other, _) = turned_on(stage, &town.shopkeeper).await;
    let waits = pending(store, &phone_of(stage, &town.shopkeeper).await).await;
    store.sign_in_second(&waits, &next_code(stage, &other), "192.0.2.1").await.expect("signed in");
    stage.clock.advance(4 * QUARTER + 1);
    let typed = next_code(stage, &secret);
    store.sign_in_second(&pending(store, &phone).await, &typed, "192.0.2.1").await.expect("an hour later");

    // Together with wrong passwords.
    for n in 0..30 {
        let tried = store.sign_in(&format!("1370000{n:04}"), PASSWORD, "192.0.2.3").await;
        assert_eq!(code(tried), "wrong_sign_in");
    }
    let typed = next_code(stage, &secret);
    let first = pending(store, &phone).await;
    assert_eq!(code(store.sign_in_second(&first, &typed, "192.0.2.3").await), "too_many_tries");
    store.sign_in_second(&first, &typed, "192.0.2.4").await.expect("from another address");
});

on_both!(a_sign_in_waits_five_minutes_and_ends_with_the_password, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (who, phone) = (&town.shopkeeper, phone_of(stage, &town.shopkeeper).await);
    let (secret, _) = turned_on(stage, who).await;
    let late = pending(store, &phone).await;
    stage.clock.advance(PENDING);
    assert!(!store.sign_in_waits(&late).await.expect("an answer"));
    let typed = next_code(stage, &secret);
    assert_eq!(code(store.sign_in_second(&late, &typed, "").await), "sign_in_expired");
    assert!(store.run_clocks().await.expect("the clocks run").forgotten > 0);
    assert_eq!(stage.number("select count(*) from sign_in_pending").await, 0);

    let first = pending(store, &phone).await;
    assert!(store.sign_in_waits(&first).await.expect("an answer"));
    store.run(&by(who), EndOtherSessions).await.expect("ended");
    assert!(!store.sign_in_waits(&first).await.expect("an answer"), "it ends with the other sessions");
    let first = pending(store, &phone).await;
    store.change_password(&by(who), PASSWORD, "battery staple").await.expect("changed, as in a session of it");
    let typed = next_code(stage, &secret);
    assert_eq!(code(store.sign_in_second(&first, &typed, "").await), "sign_in_expired");

    // Staff who made a set-up code do not go around the second factor with it.
    let fresh = store.account_password(&by(&town.admin), who.account).await.expect("a code");
    stage.plant(&format!("update account set setup_until = 1 where id = {}", who.account)).await;
    assert_eq!(code(store.sign_in_first(&phone, &fresh.code, "").await), "wrong_sign_in", "it is too old");
    let fresh = store.account_password(&by(&town.admin), who.account).await.expect("a code");
    let FirstStep::Factor(first) = store.sign_in_first(&phone, &fresh.code, "").await.expect("the code") else {
        panic!("signed in by the code alone");
    };
    assert_eq!(code(store.sign_in_second(&first, "abcdef", "").await), "wrong_factor");
    let typed = next_code(stage, &secret);
    let (_, limited) = store.sign_in_second(&first, &typed, "").await.expect("a session that sets a password");
    assert_eq!((limited.credential, limited.grants.len()), (Credential::SetupCode, 0));
    store.setup_finish(&by(&limited), PASSWORD).await.expect("set");
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "second_factor_needed");
});

on_both!(few_sign_ins_of_an_account_wait_at_a_time, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.caseworker).await;
    let (secret, _) = turned_on(stage, &town.caseworker).await;
    let first = pending(store, &phone).await;
    stage.clock.advance(1);
    let mut last = String::new();
    for _ in 0..MOST_PENDING {
        last = pending(store, &phone).await;
    }
    assert_eq!(stage.number("select count(*) from sign_in_pending").await, MOST_PENDING);
    assert!(!store.sign_in_waits(&first).await.expect("an answer"), "the oldest gives way");
    store.sign_in_second(&last, &next_code(stage, &secret), "").await.expect("signed in");
});

on_both!(staff_turn_it_on_with_a_code_and_off_with_password_and_code, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (who, phone) = (&town.caseworker, phone_of(stage, &town.caseworker).await);
    for other in [&town.family, &town.donor] {
        assert_eq!(code(store.run(&by(other), BeginFactor::new()).await), "not_allowed");
        assert_eq!(code(store.factor_confirm(&by(other), "000000", "").await), "not_allowed");
        assert_eq!(code(store.factor_remove(&by(other), PASSWORD, "000000", "").await), "not_allowed");
        assert_eq!(code(store.factor(other).await), "not_allowed");
    }
    assert_eq!(code(store.factor(&Actor::visitor()).await), "sign_in_needed");
    assert_eq!(code(store.factor_confirm(&by(who), "000000", "").await), "wrong_state");
    assert_eq!(code(store.factor_remove(&by(who), PASSWORD, "000000", "").await), "wrong_state");

    let old = begun(stage, who).await;
    let secret = begun(stage, who).await;
    assert_ne!(old, secret, "another QR code takes the place of the first");
    let wrong = code_at(&old, store.now()).expect("a code");
    assert_eq!(fields(store.factor_confirm(&by(who), &wrong, "").await), [("code", "wrong_factor")]);
    stage.clock.advance(WAITS);
    let right = code_at(&secret, store.now()).expect("a code");
    assert_eq!(code(store.factor_confirm(&by(who), &right, "").await), "wrong_state", "it waited too long");
    let secret = begun(stage, who).await;
    let session = store.sign_in(&phone, PASSWORD, "").await.expect("not on yet").0;
    let (request, right) = (by(who), code_at(&secret, store.now()).expect("a code"));
    let codes = store.factor_confirm(&request, &right, "").await.expect("on").0;
    assert_eq!(store.actor(&session).await.expect("an answer"), None, "sessions that were opened without it end");
    assert_eq!(code(store.factor_confirm(&request, &right, "").await), "recovery_shown");
    assert_eq!(code(store.run(&by(who), BeginFactor::new()).await), "wrong_state");
    let state = store.factor(who).await.expect("a state");
    assert_eq!((state.since.is_some(), state.waiting, state.codes_left, state.required), (true, None, 10, false));

    assert_eq!(fields(store.factor_remove(&by(who), "wrong horse", &codes[0], "").await), [("old", "wrong_sign_in")]);
    assert_eq!(fields(store.factor_remove(&by(who), PASSWORD, &right, "").await), [("code", "wrong_factor")]);
    let request = by(who);
    store.factor_remove(&request, PASSWORD, &codes[0], "").await.expect("off");
    store.factor_remove(&request, PASSWORD, &codes[0], "").await.expect("the same answer");
    assert_eq!(stage.number("select count(*) from recovery_code").await, 0);
    store.sign_in(&phone, PASSWORD, "").await.expect("signed in");
    let lines =
        async |action: &str| stage.number(&format!("select count(*) from audit where action = '{action}'")).await;
    assert_eq!((lines("factor_confirm").await, lines("factor_remove").await), (1, 1));
});

on_both!(another_administrator_removes_that_of_a_lost_phone_and_its_owner_is_told, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let (who, phone) = (&town.caseworker, phone_of(stage, &town.caseworker).await);
    let (secret, _) = turned_on(stage, who).await;
    let first = pending(store, &phone).await;
    let (token, _) = store.sign_in_second(&first, &next_code(stage, &secret), "").await.expect("signed in");
    let reset = async |actor: &Actor, account| store.run(&by(actor), ResetFactor { account }).await;
    for (actor, refusal) in [
        (&town.coordinator, "not_allowed"),
        (&town.auditor, "not_allowed"),
        (who, "not_allowed"),
        (&other.admin, "not_found"),
        (&Actor::visitor(), "sign_in_needed"),
    ] {
        assert_eq!(code(reset(actor, who.account).await), refusal, "{}", actor.name);
    }
    assert_eq!(code(reset(&town.admin, town.admin.account).await), "own_factor");
    assert_eq!(code(reset(&town.admin, town.shopkeeper.account).await), "wrong_state", "it has none");
    reset(&town.admin, who.account).await.expect("removed");
    assert_eq!(store.actor(&token).await.expect("an answer"), None, "its sessions end");
    let told = store.notices(who, 0).await.expect("notices").items;
    assert_eq!(told[0].kind, NoticeKind::FactorRemoved);
    let line = format!("select count(*) from audit where action = 'factor_reset' and subject_id = {}", who.account);
    assert_eq!(stage.number(&line).await, 1);
    store.sign_in(&phone, PASSWORD, "").await.expect("with the password alone, as before");
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(a_closed_account_keeps_no_second_factor, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    turned_on(stage, &town.shopkeeper).await;
    store.account_close(&by(&town.shopkeeper), PASSWORD).await.expect("closed");
    let left = "select (select count(*) from second_factor) + (select count(*) from recovery_code)";
    assert_eq!(stage.number(left).await, 0);
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(neither_text_message_nor_card_goes_around_a_second_factor, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.donor).await;
    assert!(store.code_ask(&phone, "").await.expect("an answer").is_some());
    // Of an account that was staff.
    let kept = format!("values ({}, '', 0, 1, 0)", town.donor.account);
    stage.plant(&format!("insert into second_factor (account, secret, made, since, last_step) {kept}")).await;
    stage.clock.advance(61);
    assert!(store.code_ask(&phone, "").await.expect("an answer").is_none());

    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    store.card_sign_in(&card.secret, "", false, "").await.expect("signed in");
    let kept = format!("values ({}, '', 0, 1, 0)", town.family.account);
    stage.plant(&format!("insert into second_factor (account, secret, made, since, last_step) {kept}")).await;
    assert_eq!(code(store.card_sign_in(&card.secret, "", false, "").await), "wrong_card");
});

/// Requires a second factor of the staff of an area.
async fn require(stage: &Stage, town: &Town, area: i64) {
    let policy = Policy { staff_factor: StaffFactor::Required, ..Policy::default() };
    stage.store.run(&by(&town.admin), SetPolicy { area, policy }).await.expect("set");
}

on_both!(staff_of_an_area_that_requires_it_set_it_up_before_anything_else, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    require(stage, &town, town.home).await;
    let signed = async |actor: &Actor| {
        let phone = phone_of(stage, actor).await;
        let token = store.sign_in(&phone, PASSWORD, "").await.expect("signed in").0;
        (store.session(&token).await.expect("an answer").expect("a session"), token)
    };
    // Their roles cover the community: in the district around it, in the root area, or in the installation.
    for actor in
        [&town.caseworker, &town.shopkeeper, &town.coordinator, &town.auditor, &town.admin, &stage.admin().await]
    {
        let (session, _) = signed(actor).await;
        let Actor { credential, grants, household, .. } = session.actor;
        assert_eq!((credential, grants.len(), household), (Credential::FactorDue, 0, 0), "{}", actor.name);
    }
    for actor in [&town.family, &town.donor, &other.caseworker, &other.admin] {
        assert_eq!(signed(actor).await.0.actor, *actor, "{}", actor.name);
    }

    let (session, token) = signed(&town.caseworker).await;
    let here = || by(&session.actor).in_session(session.id);
    assert!(store.factor(&session.actor).await.expect("a state").required);
    store.run(&here(), BeginFactor::new()).await.expect("a secret");
    let secret = store.factor(&session.actor).await.expect("a state").waiting.expect("a secret");
    let first = code_at(&secret, store.now()).expect("a code");
    store.factor_confirm(&here(), &first, "").await.expect("on");
    assert_eq!(store.actor(&token).await.expect("an answer"), Some(town.caseworker.clone()), "all is open now");
    store.run(&here(), EndOtherSessions).await.expect("a write in this session");

    // The rules of an area below are its own; without them all is as before.
    let (_, waits) = signed(&town.auditor).await;
    store.run(&by(&town.admin), ClearPolicy(town.home)).await.expect("cleared");
    assert_eq!(store.actor(&waits).await.expect("an answer"), Some(town.auditor.clone()));
    require(stage, &town, town.root).await;
    assert_eq!(store.actor(&waits).await.expect("an answer").map(|actor| actor.grants.len()), Some(0));
    store.run(&by(&town.admin), SetPolicy { area: town.district, policy: Policy::default() }).await.expect("set");
    assert_eq!(store.actor(&waits).await.expect("an answer"), Some(town.auditor.clone()), "the nearest rules hold");
});
