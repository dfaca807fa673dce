//! Family cards: secret and number are shown once and sign in; revoking a card ends its sessions at once.

use crate::support::{self, Stage, Town, asked_for, by, code, fields, on_both, phone};
use domain::{
    DAY,
    accounts::{Actor, cards::Ended, sessions::Credential},
    households::{HouseholdId, NewHousehold, reveals::RevealReason},
};
use futures::future::join_all;
use store::accounts::sign_in::{
    cards::{IssuedCard, RevokeCard},
    pins::{ClearPin, PinState},
    throttle::Browser,
};

/// Returns `many` valid card numbers other than this card's.
fn other_numbers(fresh: &IssuedCard, many: u32) -> Vec<String> {
    let all = (0..many + 1).map(|n| domain::accounts::cards::number(500_000_000 + n * 7));
    all.filter(|number| *number != fresh.number).take(many as usize).collect()
}

async fn card(stage: &Stage, town: &Town) -> IssuedCard {
    stage.store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card")
}

/// Issues cards to those of these families that have none, because they asked for it.
async fn cards(stage: &Stage, keeper: &Actor, households: Vec<HouseholdId>) -> store::Result<Vec<IssuedCard>> {
    stage.store.cards_make(&by(keeper), households, RevealReason::RequestOfFamily, String::new()).await
}

/// Makes a household without an account and without a phone.
async fn without_phone(stage: &Stage, town: &Town, name: &str) -> i64 {
    let member = domain::households::Member { name: name.into(), birth_year: 1950, ..Default::default() };
    let new = NewHousehold {
        area: town.home,
        name: name.into(),
        phone: phone(),
        address: String::new(),
        hardship: false,
        members: vec![member],
    };
    let id = stage.store.household_add(&by(&town.caseworker), new).await.expect("a household");
    stage.plant(&format!("update household set phone = '', phone_key = '' where id = {id}")).await;
    id
}

on_both!(a_card_signs_its_family_in_by_secret_and_by_number, |stage| {
    let town = stage.town("甲").await;
    let fresh = card(stage, &town).await;
    let link = format!("https://wb.example/card/{}", fresh.secret);
    let number = domain::accounts::cards::grouped(&fresh.number);
    // The card is new, so its sessions are marked.
    let family = Actor { credential: Credential::StaffIssued, ..town.family.clone() };
    for typed in [fresh.secret.clone(), link, number, fresh.number.clone()] {
        let face = stage.store.card_face(&typed, "192.0.2.1").await.expect("its face");
        assert_eq!((face.household, face.masked.as_str(), face.pin), (town.household, "王**", PinState::Unset));
        let welcome = stage.store.card_sign_in(&typed, "", false, "192.0.2.1").await.expect("signed in");
        assert_eq!(welcome.actor, family);
        assert_eq!(stage.store.actor(&welcome.token).await.expect("an answer"), Some(family.clone()));
    }
    let file = stage.store.household_sign_in(&town.caseworker, town.household).await.expect("the file");
    assert_eq!((file.sessions, file.keeps, file.password), (4, true, true));
    assert!(file.card().expect("a card").used > 0);
    assert_eq!(fields(stage.store.card_sign_in("", "", false, "").await), [("card", "required")]);
    assert_eq!(fields(stage.store.card_sign_in("1234567890", "", false, "").await), [("card", "card_unreadable")]);
});

on_both!(a_card_is_shown_once_and_its_secret_is_not_stored_in_clear, |stage| {
    let town = stage.town("甲").await;
    let request = by(&town.caseworker);
    let fresh = stage.store.card_make(&request, asked_for(town.household)).await.expect("a card");
    // Repeating the request neither makes a second card nor shows the first one again.
    assert_eq!(code(stage.store.card_make(&request, asked_for(town.household)).await), "card_shown");
    stage.store.card_sign_in(&fresh.secret, "", false, "192.0.2.1").await.expect("signed in");
    stage.store.card_sign_in(&fresh.number, "", false, "192.0.2.1").await.expect("signed in");
    assert_eq!(
        code(stage.store.card_sign_in(&other_numbers(&fresh, 1)[0], "", false, "192.0.2.1").await),
        "wrong_card"
    );
    let dump = stage.dump().await;
    assert!(!dump.contains(&fresh.secret) && !dump.contains(&fresh.number), "a table holds a card's secret or number");
    assert!(!format!("{fresh:?}").contains(&fresh.number));
});

on_both!(revoking_or_replacing_a_card_ends_its_sessions_at_once, |stage| {
    let town = stage.town("甲").await;
    let first = card(stage, &town).await;
    let held = stage.store.card_sign_in(&first.secret, "", false, "").await.expect("signed in");
    let second = card(stage, &town).await;
    assert_eq!(stage.store.actor(&held.token).await.expect("an answer"), None);
    for typed in [&first.secret, &first.number] {
        assert_eq!(code(stage.store.card_sign_in(typed, "", false, "").await), "wrong_card");
        assert_eq!(code(stage.store.card_face(typed, "").await), "wrong_card");
    }
    let held = stage.store.card_sign_in(&second.number, "", false, "").await.expect("signed in");
    // A session by password outlives the card.
    let phone = stage.store.profile(&town.family).await.expect("a profile").phone;
    let (other, _) = stage.store.sign_in(&phone, support::PASSWORD, "").await.expect("signed in");
    for token in [&held.token, &other] {
        let session = stage.store.session(token).await.expect("an answer").expect("a session").id.0;
        let (columns, account) =
            ("account, session, endpoint, endpoint_key, keys, device, created", town.family.account);
        let values = format!("{account}, {session}, '', '{session}', '', 'phone', 0");
        stage.plant(&format!("insert into push_subscription ({columns}) values ({values})")).await;
    }
    stage.store.run(&by(&town.caseworker), RevokeCard(town.household)).await.expect("revoked");
    assert_eq!(stage.number("select count(*) from push_subscription").await, 1, "of the session by password");
    stage.store.run(&by(&town.caseworker), RevokeCard(town.household)).await.expect("twice is no error");
    assert_eq!(stage.store.actor(&held.token).await.expect("an answer"), None);
    assert!(stage.store.actor(&other).await.expect("an answer").is_some());
    assert_eq!(code(stage.store.card_sign_in(&second.secret, "", false, "").await), "wrong_card");
    let file = stage.store.household_sign_in(&town.caseworker, town.household).await.expect("the file");
    let why: Vec<_> = file.cards.iter().map(|card| card.why).collect();
    assert_eq!(why, [Some(Ended::Revoked), Some(Ended::Replaced)]);
});

on_both!(a_sign_in_that_races_a_revocation_leaves_no_session, |stage| {
    let town = stage.town("甲").await;
    let fresh = card(stage, &town).await;
    let other = stage.another().await;
    let keeper = by(&town.caseworker);
    let signs_in = (0..6).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.card_sign_in(&fresh.secret, "", false, "")
    });
    let (signed, revoked) = futures::join!(join_all(signs_in), stage.store.run(&keeper, RevokeCard(town.household)));
    revoked.expect("revoked");
    for welcome in signed.into_iter().flatten() {
        assert_eq!(stage.store.actor(&welcome.token).await.expect("an answer"), None);
    }
    assert_eq!(stage.number("select count(*) from session").await, 0);
    other.close().await;
});

on_both!(ten_wrong_numbers_block_an_address_on_every_server, |stage| {
    let town = stage.town("甲").await;
    let fresh = card(stage, &town).await;
    let other = stage.another().await;
    // Correct numbers do not count towards the limit.
    for _ in 0..12 {
        stage.store.card_sign_in(&fresh.number, "", false, "192.0.2.1").await.expect("signed in");
    }
    for (n, number) in other_numbers(&fresh, 10).iter().enumerate() {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        assert_eq!(code(store.card_sign_in(number, "", false, "192.0.2.1").await), "wrong_card");
    }
    for store in [&*stage.store, &other] {
        assert_eq!(code(store.card_sign_in(&fresh.number, "", false, "192.0.2.1").await), "too_many_tries");
        store.card_sign_in(&fresh.number, "", false, "192.0.2.2").await.expect("from another address");
        // The secret cannot be guessed, so it is not limited.
        store.card_sign_in(&fresh.secret, "", false, "192.0.2.1").await.expect("scanned");
    }
    stage.clock.advance(3601);
    other.card_sign_in(&fresh.number, "", false, "192.0.2.1").await.expect("an hour later");
    other.close().await;
});

on_both!(many_wrong_numbers_in_total_slow_numbers_down_but_lock_no_family_out, |stage| {
    let town = stage.town("甲").await;
    let fresh = card(stage, &town).await;
    let now = stage.store.now();
    let rows = |many: usize| (0..many).map(|_| format!("('numbers', {now})")).collect::<Vec<_>>().join(", ");
    let wrong = other_numbers(&fresh, 2);
    let try_at = async |number: &str, from: &str| stage.store.card_sign_in(number, "", false, from).await;
    stage.plant(&format!("insert into attempt (subject, at) values {}", rows(299))).await;
    for number in &wrong {
        assert_eq!(code(try_at(number, "192.0.2.3").await), "wrong_card");
    }
    // From 300 on an address has two wrong ones in an hour instead of ten; a right one still signs in.
    assert_eq!(code(try_at(&fresh.number, "192.0.2.3").await), "too_many_tries");
    for number in &wrong {
        assert_eq!(code(try_at(number, "192.0.2.4").await), "wrong_card");
    }
    assert_eq!(code(try_at(&fresh.number, "192.0.2.4").await), "too_many_tries");
    let welcome = try_at(&fresh.number, "192.0.2.5").await.expect("the right number at a clean address");

    // From 3,000 on only browsers that signed this family in before are judged, and secrets, which cannot be guessed.
    stage.plant(&format!("insert into attempt (subject, at) values {}", rows(2700))).await;
    assert_eq!(code(try_at(&fresh.number, "192.0.2.6").await), "too_many_tries");
    stage.store.card_sign_in(&fresh.secret, "", false, "192.0.2.6").await.expect("scanned");
    let own = stage.store.device_of(welcome.actor.account);
    let other = stage.store.device_of(town.donor.account);
    let at = |device| Browser { address: "192.0.2.6", device };
    stage.store.card_sign_in(&fresh.number, "", false, at(&own)).await.expect("from its own browser");
    assert_eq!(code(stage.store.card_sign_in(&fresh.number, "", false, at(&other)).await), "too_many_tries");
});

on_both!(a_session_on_a_shared_phone_ends_after_twelve_hours, |stage| {
    let town = stage.town("甲").await;
    let fresh = card(stage, &town).await;
    let today = stage.store.card_sign_in(&fresh.secret, "", true, "").await.expect("signed in");
    let stays = stage.store.card_sign_in(&fresh.secret, "", false, "").await.expect("signed in");
    assert_eq!((today.seconds, stays.seconds), (12 * 3600, 30 * DAY));
    stage.clock.advance(12 * 3600 - 60);
    for welcome in [&today, &stays] {
        assert!(stage.store.actor(&welcome.token).await.expect("an answer").is_some());
    }
    stage.clock.advance(61);
    assert_eq!(stage.store.actor(&today.token).await.expect("an answer"), None);
    assert!(stage.store.actor(&stays.token).await.expect("an answer").is_some());
});

on_both!(a_family_without_a_phone_gets_its_account_with_its_card, |stage| {
    let town = stage.town("甲").await;
    let (one, two) = (without_phone(stage, &town, "赵家").await, without_phone(stage, &town, "钱家").await);
    let made = cards(stage, &town.caseworker, vec![one, two, one]).await.expect("cards");
    assert_eq!(made.iter().map(|fresh| fresh.household).collect::<Vec<_>>(), [one, two]);
    for fresh in &made {
        let welcome = stage.store.card_sign_in(&fresh.number, "", false, "").await.expect("signed in");
        assert_eq!(welcome.actor.household, fresh.household);
        assert_eq!(stage.store.profile(&welcome.actor).await.expect("a profile").phone, "");
        // The account has no password to guess.
        assert_eq!(code(stage.store.sign_in("", "", "").await), "wrong_sign_in");
    }
    // A batch skips households that have a card.
    let again = cards(stage, &town.caseworker, vec![one, town.household]).await.expect("cards");
    assert_eq!(again.iter().map(|fresh| fresh.household).collect::<Vec<_>>(), [town.household]);
    let left = stage.store.cardless(&town.caseworker, 0).await.expect("a list");
    assert!(left.items.is_empty());
    assert_eq!(fields(cards(stage, &town.caseworker, vec![]).await), [("household", "required")]);
    stage.is_clean().await;
});

on_both!(only_caseworkers_of_the_area_issue_cards, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    for stranger in [&town.coordinator, &town.shopkeeper, &town.auditor, &town.donor, &town.family, &town.admin] {
        assert_eq!(code(stage.store.card_make(&by(stranger), asked_for(town.household)).await), "not_allowed");
        assert_eq!(code(stage.store.run(&by(stranger), RevokeCard(town.household)).await), "not_allowed");
        assert_eq!(code(stage.store.run(&by(stranger), ClearPin(town.household)).await), "not_allowed");
        assert_eq!(code(stage.store.cardless(stranger, 0).await), "not_allowed");
    }
    assert_eq!(code(stage.store.card_make(&by(&there.caseworker), asked_for(town.household)).await), "not_found");
    let both = vec![there.household, town.household];
    assert_eq!(code(cards(stage, &there.caseworker, both).await), "not_found");
    assert_eq!(code(stage.store.household_sign_in(&there.caseworker, town.household).await), "not_found");
    assert_eq!(stage.number("select count(*) from card").await, 0, "a batch is all or nothing");
    let read = stage.store.household_sign_in(&town.auditor, town.household).await.expect("an auditor reads");
    assert!(!read.keeps && read.masked == "王**");
});

on_both!(a_card_is_found_only_by_shops_of_its_own_area, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let fresh = card(stage, &town).await;
    for typed in [fresh.number.clone(), format!("http://localhost:3000/card/{}", fresh.secret)] {
        let found = stage.store.walk_in_find(&by(&town.shopkeeper), typed.clone()).await.expect("found");
        assert_eq!(found.iter().map(|guest| guest.household).collect::<Vec<_>>(), [town.household]);
        let elsewhere = stage.store.walk_in_find(&by(&there.shopkeeper), typed.clone()).await.expect("an answer");
        assert!(elsewhere.is_empty());
    }
    stage.store.run(&by(&town.caseworker), RevokeCard(town.household)).await.expect("revoked");
    let found = stage.store.walk_in_find(&by(&town.shopkeeper), fresh.number).await.expect("an answer");
    assert!(found.is_empty());
});

on_both!(cards_and_pins_still_work_after_key_rotation, |stage| {
    let town = stage.town("甲").await;
    let fresh = card(stage, &town).await;
    stage.store.pin_set(&by(&town.family), "", "4826").await.expect("a PIN");
    for _ in 0..2 {
        stage.store.rotate_keys().await.expect("rotated");
        stage.store.card_sign_in(&fresh.number, "4826", false, "").await.expect("signed in");
        stage.store.card_sign_in(&fresh.secret, "4826", false, "").await.expect("signed in");
    }
    stage.is_clean().await;
});
