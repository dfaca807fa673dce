//! Registration with a code that was sent to the phone, and what its owner takes over from an account made before.

use crate::support::{PASSWORD, Stage, Town, asked_for, by, code, fields, on_both, phone};
use domain::{
    accounts::{Actor, Registration, Role},
    claims::NewClaim,
    households::{Member, NewHousehold},
};
use store::{By, claims::lifecycle::TakeClaim, crypto::passwords::counted};

const OWN: &str = "山里的小书包是红色的";

fn registration(phone: &str, area: i64) -> Registration {
    Registration {
        phone: phone.into(),
        name: "真主人".into(),
        password: OWN.into(),
        invitation: String::new(),
        area,
        agreed: Some(domain::site::Agreement::shipped("zh-CN")),
    }
}

fn visitor() -> By {
    by(&Actor::visitor())
}

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

/// Registers with the code that the phone gets.
async fn register(stage: &Stage, phone: &str, area: i64) -> store::Result<Actor> {
    let message = stage.store.register_code(phone, "").await.expect("a code");
    let (token, _) = stage.store.register_proved(&visitor(), registration(phone, area), &message.code, "").await?;
    stage.clock.advance(61);
    Ok(stage.store.actor(&token).await.expect("an answer").expect("signed in"))
}

/// Registers a stranger's phone, as an attacker does who knows it; signs in with its password.
async fn held(stage: &Stage, town: &Town) -> (String, Actor, String) {
    let attacker = stage.newcomer(town).await;
    let phone = phone_of(stage, &attacker).await;
    let (token, _) = stage.store.sign_in(&phone, PASSWORD, "").await.expect("signed in");
    (phone, attacker, token)
}

async fn works(stage: &Stage, token: &str) -> bool {
    stage.store.actor(token).await.expect("an answer").is_some()
}

on_both!(a_phone_is_proved_before_its_account_exists, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let new = phone();
    let message = store.register_code(&new, "192.0.2.1").await.expect("a code");
    assert_eq!((message.phone.as_str(), message.code.len()), (new.as_str(), 6));
    assert_eq!(code(store.register_code(&new, "192.0.2.1").await), "too_soon");
    let accounts = stage.number("select count(*) from account").await;
    let wrong = if message.code == "123456" { "654321" } else { "123456" };
    let request = visitor();
    let tried = store.register_proved(&request, registration(&new, town.root), wrong, "192.0.2.1");
    let (answer, hashes) = counted(tried).await;
    assert_eq!((code(answer), hashes), ("wrong_one_time_code", 0));
    assert_eq!(stage.number("select count(*) from account").await, accounts);
    // The code is that of this phone only, and does not sign in.
    let other = store.register_proved(&visitor(), registration(&phone(), town.root), &message.code, "").await;
    assert_eq!(code(other), "wrong_one_time_code");
    assert_eq!(code(store.code_sign_in(&new, &message.code, "").await), "wrong_one_time_code");

    let request = visitor();
    let made = store.register_proved(&request, registration(&new, town.root), &message.code, "192.0.2.1").await;
    let (token, id) = made.expect("registered");
    let actor = store.actor(&token).await.expect("an answer").expect("signed in");
    assert_eq!((actor.account, actor.root, actor.has(Role::Donor)), (id, town.root, true));
    // A repeated request gets the same account, though its code is used up.
    let again = store.register_proved(&request, registration(&new, town.root), &message.code, "192.0.2.1").await;
    assert_eq!(again.expect("the same answer").1, id);
    assert!(!stage.dump().await.contains(&new), "a phone is in a table");
});

on_both!(a_registration_code_expires_after_five_minutes_and_five_tries, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (slow, guessed) = (phone(), phone());
    let message = store.register_code(&slow, "").await.expect("a code");
    stage.clock.advance(5 * 60 + 1);
    let late = store.register_proved(&visitor(), registration(&slow, town.root), &message.code, "").await;
    assert_eq!(code(late), "wrong_one_time_code");
    let message = store.register_code(&guessed, "").await.expect("a code");
    let wrong = if message.code == "123456" { "654321" } else { "123456" };
    for code_typed in [wrong, wrong, wrong, wrong, wrong, message.code.as_str()] {
        let tried = store.register_proved(&visitor(), registration(&guessed, town.root), code_typed, "").await;
        assert_eq!(code(tried), "wrong_one_time_code");
    }
    stage.clock.advance(5 * 60 + 1);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number("select count(*) from phone_code").await, 0);
});

on_both!(a_code_is_sent_to_every_phone_and_only_its_owner_learns_of_an_account, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for holder in [&town.family, &town.caseworker, &town.admin] {
        let known = phone_of(stage, holder).await;
        // Without the code the answer is that of a free phone.
        let stranger = store.register_proved(&visitor(), registration(&known, town.root), "000000", "").await;
        assert_eq!(code(stranger), "wrong_one_time_code");
        assert_eq!(code(register(stage, &known, town.root).await), "phone_taken");
        store.sign_in(&known, PASSWORD, "").await.expect("nothing has changed for its owner");
    }
    // One that was proved before is its owner's, too.
    let mine = phone();
    register(stage, &mine, town.root).await.expect("registered");
    stage.clock.advance(61);
    assert_eq!(code(register(stage, &mine, town.root).await), "phone_taken");
    store.sign_in(&mine, OWN, "").await.expect("signed in");
});

on_both!(the_owner_of_a_phone_takes_it_from_an_account_made_before, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (phone, attacker, token) = held(stage, &town).await;
    let owner = register(stage, &phone, town.root).await.expect("registered");
    assert_ne!(owner.account, attacker.account, "an account without claims decides nothing for the owner");
    assert!(!works(stage, &token).await);
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "wrong_sign_in");
    store.sign_in(&phone, OWN, "").await.expect("the owner");
    assert_eq!(store.actor_of(attacker.account).await.expect("an answer"), None);
    stage.is_clean().await;
});

on_both!(an_account_with_claims_keeps_them_but_not_its_password, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let (phone, attacker, token) = held(stage, &town).await;
    let wish = stage.wish(&town, 1).await;
    let new = NewClaim { quantity: 1, due: 0 };
    let claim = store.run(&by(&attacker), TakeClaim { wish, new: new.clone() }).await.expect("a claim").id;
    let owner = register(stage, &phone, town.root).await.expect("registered");
    assert_eq!((owner.account, owner.name.as_str()), (attacker.account, "真主人"));
    assert_eq!(store.own_claim(&owner, claim).await.expect("its history").claim.id, claim);
    assert!(!works(stage, &token).await);
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "wrong_sign_in");

    // An account elsewhere does not hold the owner there.
    let (phone, attacker, token) = held(stage, &other).await;
    let wish = stage.wish(&other, 1).await;
    store.run(&by(&attacker), TakeClaim { wish, new }).await.expect("a claim");
    let owner = register(stage, &phone, town.root).await.expect("registered");
    assert_eq!((owner.root, owner.account != attacker.account), (town.root, true));
    assert!(!works(stage, &token).await);
    stage.is_clean().await;
});

on_both!(the_first_code_sign_in_ends_a_password_set_before, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (phone, attacker, token) = held(stage, &town).await;
    let message = store.code_ask(&phone, "").await.expect("an answer").expect("a code");
    let welcome = store.code_sign_in(&phone, &message.code, "").await.expect("the owner");
    assert_eq!(welcome.actor.account, attacker.account);
    assert!(!works(stage, &token).await && works(stage, &welcome.token).await);
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "wrong_sign_in");

    // The owner sets a password of its own, without an old one; the next code leaves it alone.
    assert!(!store.has_password(&welcome.actor).await.expect("an answer"));
    let weak = store.change_password(&by(&welcome.actor), "", &phone).await;
    assert_eq!(fields(weak), [("new", "weak_password")], "its own phone");
    store.change_password(&by(&welcome.actor), "", OWN).await.expect("set");
    let blind = store.change_password(&by(&welcome.actor), "", "battery staple").await;
    assert_eq!(fields(blind), [("old", "wrong_sign_in")]);
    stage.clock.advance(61);
    let message = store.code_ask(&phone, "").await.expect("an answer").expect("a code");
    store.code_sign_in(&phone, &message.code, "").await.expect("signed in");
    store.sign_in(&phone, OWN, "").await.expect("the password stays");
});

on_both!(a_familys_password_outlives_a_code_and_is_never_set_without_the_old_one, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let phone = phone_of(stage, &town.family).await;
    let message = store.code_ask(&phone, "").await.expect("an answer").expect("a code");
    let welcome = store.code_sign_in(&phone, &message.code, "").await.expect("signed in");
    store.sign_in(&phone, PASSWORD, "").await.expect("staff know whose phone it is");
    // A card that was found must not set a password that outlives it.
    stage.plant(&format!("update account set password = '' where id = {}", town.family.account)).await;
    let first = store.change_password(&by(&welcome.actor), "", OWN).await;
    assert_eq!(fields(first), [("old", "wrong_sign_in")]);
});

on_both!(a_family_gets_its_phone_from_an_account_that_did_nothing, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let file = |phone: &str| NewHousehold {
        area: town.home,
        name: "赵家".into(),
        phone: phone.into(),
        address: String::new(),
        hardship: false,
        members: vec![Member { name: "赵一".into(), birth_year: 1980, ..Member::default() }],
    };
    let ending = async |phone: &str| {
        let household = store.household_add(&by(&town.caseworker), file(phone)).await.expect("a household");
        store.card_make(&by(&town.caseworker), asked_for(household)).await.expect("a card");
        store.household_sign_in(&town.caseworker, household).await.expect("its sign-in").phone_ending
    };
    let (phone, idle, token) = held(stage, &town).await;
    assert_eq!(ending(&phone).await, phone[7..].to_owned());
    assert!(!works(stage, &token).await);
    assert_eq!(store.actor_of(idle.account).await.expect("an answer"), None);

    // One that has promised something keeps its phone; the family signs in with its card.
    let (phone, busy, token) = held(stage, &town).await;
    let wish = stage.wish(&town, 1).await;
    store.run(&by(&busy), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await.expect("a claim");
    assert_eq!(ending(&phone).await, "");
    assert!(works(stage, &token).await);
    stage.is_clean().await;
});

on_both!(as_much_is_written_for_a_phone_that_gets_no_code, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let kept = "select (select count(*) from one_time_code) + (select count(*) from phone_code)";
    let tries = "select (select coalesce(sum(tries), 0) from one_time_code)
        + (select coalesce(sum(tries), 0) from phone_code)";
    let tries = format!("select cast(n as bigint) from ({tries} as n) t");
    let staff = phone_of(stage, &town.caseworker).await;
    let known = phone_of(stage, &town.family).await;
    for (n, (phone, sent)) in [(phone(), false), (staff, false), (known, true)].into_iter().enumerate() {
        let n = i64::try_from(n).expect("small");
        assert_eq!(store.code_ask(&phone, "").await.expect("an answer").is_some(), sent);
        assert_eq!(stage.number(kept).await, n + 1, "{phone}");
        // No code has seven digits, not even one that was never sent.
        assert_eq!(code(store.code_sign_in(&phone, "1234567", "").await), "wrong_one_time_code");
        assert_eq!(stage.number(&tries).await, n + 1, "{phone}");
    }
});
