//! Closing one's own account: what stands in its way, what is erased, what stays, and races.

use crate::support::{PASSWORD, Stage, asked_for, by, code, fields, on_both};
use domain::{
    accounts::{Actor, NewAccount, Role},
    claims::NewClaim,
    ledger::Condition,
    stock::offers::NewOffer,
};
use store::{
    accounts::{identity::SetContact, staff::SetAccountOpen},
    claims::lifecycle::{CancelClaim, TakeClaim},
    stock::receiving::offers::WithdrawOffer,
    wishes::lifecycle::WithdrawWish,
};

fn take(wish: i64) -> TakeClaim {
    TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }
}

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

/// Signs in anew, so that the account has a session.
async fn token(stage: &Stage, actor: &Actor) -> String {
    let phone = phone_of(stage, actor).await;
    stage.store.sign_in(&phone, PASSWORD, "").await.expect("signed in").0
}

async fn offer(stage: &Stage, donor: &Actor) -> i64 {
    let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    let new = NewOffer {
        item: wok,
        size: String::new(),
        thing: String::new(),
        quantity: 1,
        condition: Condition::New,
        words: String::new(),
        named: false,
    };
    stage.store.offer_post(&by(donor), new, Vec::new()).await.expect("an offer")
}

on_both!(a_donor_closes_its_account_once_it_owes_nothing_and_its_phone_is_free, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = stage.donor(&town).await;
    let (phone, session) = (phone_of(stage, &donor).await, token(stage, &donor).await);
    let (wish, other) = (stage.wish(&town, 1).await, offer(stage, &donor).await);
    let claim = store.run(&by(&donor), take(wish)).await.expect("a claim").id;

    let terms = store.closing_terms(&donor).await.expect("terms");
    assert_eq!((terms.claims, terms.offers, terms.password), (1, 1, true));
    assert_eq!(fields(store.account_close(&by(&donor), "not it").await), [("old", "wrong_sign_in")]);
    assert_eq!(code(store.account_close(&by(&donor), PASSWORD).await), "claims_owed");
    store.run(&by(&donor), CancelClaim { id: claim, reason: "不方便".into() }).await.expect("cancelled");
    assert_eq!(code(store.account_close(&by(&donor), PASSWORD).await), "offers_open");
    store.run(&by(&donor), WithdrawOffer(other)).await.expect("withdrawn");
    assert!(store.actor(&session).await.expect("an answer").is_some(), "a refusal ends nothing");
    store.account_close(&by(&donor), PASSWORD).await.expect("closed");

    assert_eq!(store.actor(&session).await.expect("an answer"), None);
    assert_eq!(store.actor_of(donor.account).await.expect("an answer"), None);
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "wrong_sign_in");
    let gone = format!(
        "select count(*) from account where id = {} and name = '' and phone_key = '' and password = ''
             and organisation = 0 and open = false",
        donor.account
    );
    assert_eq!(stage.number(&gone).await, 1);
    for table in ["session", "role_grant", "notice", "outbox", "one_time_code"] {
        let left = format!("select count(*) from {table} where account = {}", donor.account);
        assert_eq!(stage.number(&left).await, 0, "{table}");
    }
    // What happened stays, under its number.
    assert_eq!(stage.number(&format!("select count(*) from claim where account = {}", donor.account)).await, 1);
    let closed = "select count(*) from audit where action = 'account_close'";
    assert_eq!(stage.number(closed).await, 1);
    // Administrators neither see it nor bring it back.
    assert_eq!(code(store.account(&town.admin, donor.account).await), "not_found");
    assert_eq!(
        code(store.run(&by(&town.admin), SetAccountOpen { account: donor.account, open: true }).await),
        "not_found"
    );
    // The phone registers again, as a stranger.
    let again = stage.donor(&town).await;
    store.phone_set(&by(&again), &phone, PASSWORD).await.expect("the phone is free");
    assert_eq!(code(store.account_close(&by(&donor), PASSWORD).await), "sign_in_needed");
    stage.is_clean().await;
});

on_both!(a_closed_account_takes_part_in_nothing_that_began_before, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = stage.donor(&town).await;
    let wish = stage.wish(&town, 1).await;
    store.account_close(&by(&donor), PASSWORD).await.expect("closed");
    assert_eq!(code(store.run(&by(&donor), take(wish)).await), "sign_in_needed");
    let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    let new = NewOffer {
        item: wok,
        size: String::new(),
        thing: String::new(),
        quantity: 1,
        condition: Condition::New,
        words: String::new(),
        named: false,
    };
    assert_eq!(code(store.offer_post(&by(&donor), new, Vec::new()).await), "sign_in_needed");
    assert_eq!(stage.number(&format!("select claimed from wish where id = {wish}")).await, 0);
});

on_both!(of_closing_and_claiming_at_once_one_wins_and_no_claim_is_lost, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    for _ in 0..8 {
        let donor = stage.donor(&town).await;
        let wish = stage.wish(&town, 1).await;
        let (closes, claims) = (by(&donor), by(&donor));
        let (closed, claimed) = tokio::join!(store.account_close(&closes, PASSWORD), other.run(&claims, take(wish)));
        match (closed, claimed) {
            (Ok(()), refused) => assert_eq!(code(refused), "sign_in_needed"),
            (refused, Ok(_)) => assert_eq!(code(refused), "claims_owed"),
            (one, two) => panic!("{one:?} {two:?}"),
        }
        let orphans = "select count(*) from claim c join account a on a.id = c.account
             where a.open = false and c.state = 'pledged'";
        assert_eq!(stage.number(orphans).await, 0);
    }
    other.close().await;
    stage.is_clean().await;
});

on_both!(of_two_closings_one_closes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    for _ in 0..5 {
        let donor = stage.donor(&town).await;
        let (one, two) = (by(&donor), by(&donor));
        let (first, second) = tokio::join!(store.account_close(&one, PASSWORD), other.account_close(&two, PASSWORD));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let refused = code(if first.is_ok() { second } else { first });
        assert!(["sign_in_needed", "invalid_fields"].contains(&refused), "{refused}");
    }
    assert_eq!(stage.number("select count(*) from audit where action = 'account_close'").await, 5);
    other.close().await;
});

on_both!(a_family_closes_its_account_but_not_its_file, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    let wish = stage.wish(&town, 1).await;
    assert_eq!(code(store.account_close(&by(&town.family), PASSWORD).await), "wishes_open");
    let withdraw = WithdrawWish { id: wish, reason: "不要了".into() };
    store.run(&by(&town.family), withdraw).await.expect("withdrawn");
    let phone = phone_of(stage, &town.family).await;
    store.account_close(&by(&town.family), PASSWORD).await.expect("closed");
    assert_eq!(code(store.sign_in(&phone, PASSWORD, "").await), "wrong_sign_in");
    assert_eq!(code(store.card_sign_in(&card.number, "", false, "").await), "wrong_card");
    let open = format!("select count(*) from household where id = {} and state = 'open'", town.household);
    assert_eq!(stage.number(&open).await, 1);

    // Its caseworker gives it another account, under the same phone.
    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("another card");
    let back = store.card_sign_in(&card.number, "", false, "").await.expect("signed in").actor;
    assert!(back.household == town.household && back.account != town.family.account && back.has(Role::Family));
    assert_eq!(phone_of(stage, &back).await, phone);
    stage.is_clean().await;
});

on_both!(staff_hand_over_their_files_and_the_last_administrator_stays, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let chief = stage.admin().await;
    assert_eq!(code(store.account_close(&by(&chief), PASSWORD).await), "last_admin");
    assert!(store.closing_terms(&chief).await.expect("terms").last_admin);
    let keeps = format!("update household set caseworker = {} where id = {}", town.caseworker.account, town.household);
    stage.plant(&keeps).await;
    assert_eq!(code(store.account_close(&by(&town.caseworker), PASSWORD).await), "files_kept");
    stage.plant(&format!("update household set caseworker = 0 where id = {}", town.household)).await;
    let unread = store.notices_unread(&town.coordinator).await.expect("a number");
    store.account_close(&by(&town.caseworker), PASSWORD).await.expect("closed");
    assert!(store.notices_unread(&town.coordinator).await.expect("a number") > unread, "the heads are told");

    // The name under the records stays, the phone does not; the account is closed for good.
    let (closed, roles) = store.account(&town.admin, town.caseworker.account).await.expect("listed");
    assert_eq!((closed.name.as_str(), closed.phone.as_str(), closed.open), ("甲 caseworker", "", false));
    assert!(roles.is_empty());
    assert_eq!(code(store.run(&by(&chief), SetAccountOpen { account: closed.id, open: true }).await), "wrong_state");
    let contact = SetContact { account: closed.id, name: "冒名".into(), phone: crate::support::phone() };
    assert_eq!(code(store.account_contact(&by(&chief), contact).await), "wrong_state");

    let second = NewAccount { phone: crate::support::phone(), name: "第二位".into(), area: 0, role: Role::Admin };
    store.account_add(&by(&chief), second).await.expect("a second one");
    store.account_close(&by(&chief), PASSWORD).await.expect("now it may go");
});

on_both!(an_account_without_a_password_closes_without_one, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = stage.donor(&town).await;
    stage.plant(&format!("update account set password = '' where id = {}", donor.account)).await;
    assert!(!store.closing_terms(&donor).await.expect("terms").password);
    store.account_close(&by(&donor), "").await.expect("closed");
    assert_eq!(code(store.closing_terms(&Actor::visitor()).await), "sign_in_needed");
});
