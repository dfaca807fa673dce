//! Cards and set-up codes from staff: each is a reveal that the family is told of, and what is agreed to with a new one
//! is marked.

use crate::support::{PASSWORD, Stage, Town, asked_for, by, code, fields, on_both, phone};
use domain::{
    DAY,
    accounts::{
        Actor,
        sessions::{Credential, MARKED_FOR, grouped},
    },
    casework::Merging,
    claims::Arrival,
    consents::{ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    households::{
        Contact,
        reveals::{Issued, Reveal, RevealReason},
    },
    ledger::Condition,
    notifications::NoticeKind,
};
use futures::future::join_all;
use store::{
    accounts::sign_in::pins::ClearPin,
    casework::file::merge::MergeFiles,
    claims::{fulfilment::AcceptGoods, lifecycle::ConfirmClaim},
    consents::refusals::RefuseConsent,
    households::edit::ANY_VERSION,
};

async fn phone_of(stage: &Stage, actor: &Actor) -> String {
    stage.store.profile(actor).await.expect("a profile").phone
}

async fn told(stage: &Stage, actor: &Actor) -> Vec<NoticeKind> {
    let notices = stage.store.notices(actor, 0).await.expect("notices").items;
    notices.into_iter().map(|notice| notice.kind).collect()
}

async fn by_card(stage: &Stage, secret: &str, pin: &str) -> Actor {
    stage.store.card_sign_in(secret, pin, false, "").await.expect("signed in").actor
}

async fn by_code(stage: &Stage, phone: &str) -> Credential {
    let message = stage.store.code_ask(phone, "").await.expect("asked").expect("a code");
    stage.store.code_sign_in(phone, &message.code, "").await.expect("signed in").actor.credential
}

/// Returns the consent of an adult to what needs no child and no wish.
async fn on_screen(stage: &Stage, town: &Town, kind: ConsentKind, member: usize) -> NewConsent {
    let (_, members) = stage.store.household(&town.family, town.household).await.expect("its own file");
    let (mother, member) = (members[0].id, if kind == ConsentKind::File { 0 } else { members[member].id });
    NewConsent {
        household: town.household,
        member,
        kind,
        wish: 0,
        giver: mother,
        given_by: String::new(),
        relation: if member == 0 || member == mother { GivenAs::Own } else { GivenAs::Parent },
        how: How::Screen,
        witness: String::new(),
        note: String::new(),
    }
}

on_both!(a_set_up_code_signs_in_once_and_only_to_set_a_password, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let known = phone_of(stage, &town.family).await;
    let (old, _) = store.sign_in(&known, PASSWORD, "").await.expect("signed in");
    let fresh = store.household_password(&by(&town.caseworker), asked_for(town.household)).await.expect("a code");
    assert_eq!(store.actor(&old).await.expect("an answer"), None);
    assert_eq!(code(store.sign_in(&known, PASSWORD, "").await), "wrong_sign_in");
    let file = store.household_sign_in(&town.caseworker, town.household).await.expect("the file");
    assert!(!file.password && file.setup_until == fresh.until);
    assert!(!format!("{fresh:?}").contains(&fresh.code) && !stage.dump().await.contains(&fresh.code));

    let typed = grouped(&fresh.code).to_lowercase();
    let (token, limited) = store.sign_in(&known, &typed, "").await.expect("the code, as it is read out");
    assert_eq!((limited.credential, limited.household, limited.grants.len()), (Credential::SetupCode, 0, 0));
    assert_eq!(code(store.my_household(&limited).await), "not_found");
    assert_eq!(store.actor(&token).await.expect("an answer"), Some(limited.clone()));
    assert_eq!(code(store.sign_in(&known, &fresh.code, "").await), "wrong_sign_in");

    for itself in [&fresh.code, &typed] {
        let set = store.setup_finish(&by(&limited), itself).await;
        assert_eq!(fields(set), [("new", "weak_password")], "staff know it");
    }
    let (next, family) = store.setup_finish(&by(&limited), "battery staple").await.expect("set up");
    assert_eq!(family, Actor { credential: Credential::StaffIssued, ..town.family.clone() });
    assert_eq!(store.actor(&token).await.expect("an answer"), None);
    assert_eq!(store.actor(&next).await.expect("an answer"), Some(family.clone()));
    assert_eq!(code(store.setup_finish(&by(&family), "another staple").await), "not_found");
    assert_eq!(code(store.setup_finish(&by(&limited), "another staple").await), "wrong_state");
    assert_eq!(code(store.setup_finish(&by(&Actor::visitor()), "another staple").await), "sign_in_needed");
    let (_, again) = store.sign_in(&known, "battery staple", "").await.expect("the new password");
    assert_eq!(again.credential, Credential::StaffIssued, "the code's maker may have set it");
    stage.clock.advance(MARKED_FOR + 1);
    let (_, later) = store.sign_in(&known, "battery staple", "").await.expect("the new password");
    assert_eq!(later, town.family);
});

on_both!(concurrent_uses_of_a_set_up_code_open_one_session, |stage| {
    let town = stage.town("甲").await;
    let known = phone_of(stage, &town.family).await;
    let fresh = stage.store.household_password(&by(&town.caseworker), asked_for(town.household)).await.expect("a code");
    let other = stage.another().await;
    let uses = (0..4).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        store.sign_in(&known, &fresh.code, "")
    });
    let signed = join_all(uses).await.into_iter().filter(Result::is_ok).count();
    assert_eq!((signed, stage.number("select count(*) from session").await), (1, 1));
    other.close().await;
});

on_both!(a_set_up_code_expires_after_a_week_and_its_session_after_half_an_hour, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let known = phone_of(stage, &town.family).await;
    let make = async || store.household_password(&by(&town.caseworker), asked_for(town.household)).await;
    let late = make().await.expect("a code");
    stage.clock.advance(7 * DAY + 1);
    assert_eq!(code(store.sign_in(&known, &late.code, "").await), "wrong_sign_in");
    let fresh = make().await.expect("another");
    stage.clock.advance(7 * DAY - 60);
    let (token, _) = store.sign_in(&known, &fresh.code, "").await.expect("in time");
    stage.clock.advance(29 * 60);
    assert!(store.actor(&token).await.expect("an answer").is_some());
    stage.clock.advance(61);
    assert_eq!(store.actor(&token).await.expect("an answer"), None);
});

on_both!(a_repeated_request_does_not_show_a_code_again, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let (family, staff) = (by(&town.caseworker), by(&town.admin));
    let fresh = store.household_password(&family, asked_for(town.household)).await.expect("a code");
    assert_eq!(code(store.household_password(&family, asked_for(town.household)).await), "setup_shown");
    store.sign_in(&phone_of(stage, &town.family).await, &fresh.code, "").await.expect("the first code still works");
    let fresh = store.account_password(&staff, town.shopkeeper.account).await.expect("a code");
    assert_eq!(code(store.account_password(&staff, town.shopkeeper.account).await), "setup_shown");
    store.sign_in(&phone_of(stage, &town.shopkeeper).await, &fresh.code, "").await.expect("the first code still works");
});

on_both!(only_caseworkers_of_the_area_make_set_up_codes, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    for stranger in [&town.coordinator, &town.shopkeeper, &town.auditor, &town.donor, &town.family, &town.admin] {
        assert_eq!(code(stage.store.household_password(&by(stranger), asked_for(town.household)).await), "not_allowed");
    }
    assert_eq!(
        code(stage.store.household_password(&by(&there.caseworker), asked_for(town.household)).await),
        "not_found"
    );
    stage.store.sign_in(&phone_of(stage, &town.family).await, PASSWORD, "").await.expect("the password still works");
});

on_both!(a_card_or_a_code_is_a_reveal_with_a_reason_and_the_family_is_told, |stage| {
    let town = stage.town("甲").await;
    let (store, id, keeper) = (&stage.store, town.household, || by(&town.caseworker));
    let wrong = |reason| Reveal { household: id, reason, words: String::new() };
    let (no_words, not_chosen) = (("words", "required"), ("reason", "unknown"));
    for (reason, field) in [(RevealReason::Other, no_words), (RevealReason::Counter, not_chosen)] {
        assert_eq!(fields(store.card_make(&keeper(), wrong(reason)).await), [field]);
        assert_eq!(fields(store.household_password(&keeper(), wrong(reason)).await), [field]);
        assert_eq!(fields(store.cards_make(&keeper(), vec![id], reason, String::new()).await), [field]);
    }
    assert!(store.my_openings(&town.family, 0).await.expect("its own").items.is_empty());
    assert_eq!(stage.number("select count(*) from card").await, 0);

    let lost = Reveal { household: id, reason: RevealReason::Visit, words: "旧卡丢了".into() };
    store.card_make(&keeper(), lost).await.expect("a card");
    store.household_password(&keeper(), asked_for(id)).await.expect("a code");
    let seen = store.my_openings(&town.family, 0).await.expect("its own").items;
    let seen: Vec<_> = seen.iter().map(|o| (o.issued, o.reason, o.words.as_str(), o.name.as_str())).collect();
    let name = town.caseworker.name.as_str();
    assert_eq!(
        seen,
        [
            (Some(Issued::SetupCode), RevealReason::RequestOfFamily, "", name),
            (Some(Issued::Card), RevealReason::Visit, "旧卡丢了", name)
        ]
    );
    assert_eq!(told(stage, &town.family).await, [NoticeKind::SetupCodeIssued, NoticeKind::CardIssued]);
    assert_eq!(store.household_open_until(&town.caseworker, id).await.expect("answered"), 0, "it unmasks nothing");

    // A batch tells each family, also one that gets its account with the card.
    let (second, family) = stage.family(&town.caseworker, town.home, "赵家").await;
    let made = store.cards_make(&keeper(), vec![id, second], RevealReason::Delivery, String::new()).await;
    assert_eq!(made.expect("a card").len(), 1);
    let seen = store.my_openings(&family, 0).await.expect("its own").items;
    let seen: Vec<_> = seen.iter().map(|o| (o.issued, o.reason)).collect();
    assert_eq!(seen, [(Some(Issued::Card), RevealReason::Delivery)]);
    assert_eq!(told(stage, &family).await, [NoticeKind::CardIssued]);
});

on_both!(what_a_family_agrees_to_with_a_new_card_is_marked, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let arrival = Arrival { condition: Condition::New, expires: 0 };
    store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");
    let typed = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, typed).await.expect("handed over");

    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    let marked = by_card(stage, &card.secret, "").await;
    assert_eq!(marked.credential, Credential::StaffIssued);
    let file = on_screen(stage, &town, ConsentKind::File, 0).await;
    let file = store.consent_record(&by(&marked), file, None).await.expect("a consent");
    let refusal = NewRefusal {
        household: town.household,
        member: 0,
        kind: ConsentKind::Voice,
        wish: 0,
        refused_by: 0,
        reason: String::new(),
    };
    let refused = store.run(&by(&marked), RefuseConsent(refusal)).await.expect("a refusal");
    store.run(&by(&marked), ConfirmClaim(claim)).await.expect("confirmed");

    // The second time too: staff may have kept a copy of the card.
    stage.clock.advance(MARKED_FOR - 60);
    assert_eq!(by_card(stage, &card.number, "").await.credential, Credential::StaffIssued);
    stage.clock.advance(61);
    let own = by_card(stage, &card.secret, "").await;
    assert_eq!(own, town.family);
    let story = on_screen(stage, &town, ConsentKind::Story, 1).await;
    let story = store.consent_record(&by(&own), story, None).await.expect("a consent");

    for reader in [&town.family, &town.caseworker, &town.auditor] {
        let read = store.consents(reader, town.household, 0).await.expect("the consents");
        let marks: Vec<_> =
            read.held.iter().chain(&read.ended.items).map(|consent| (consent.id, consent.staff_issued)).collect();
        assert_eq!(marks, [(file, true), (story, false), (refused, true)]);
        assert_eq!(read.receipts.iter().map(|receipt| receipt.claim).collect::<Vec<_>>(), [claim]);
    }
});

on_both!(what_a_family_agrees_to_with_its_own_password_is_not_marked, |stage| {
    let town = stage.town("甲").await;
    let (_, own) = stage.store.sign_in(&phone_of(stage, &town.family).await, PASSWORD, "").await.expect("signed in");
    let file = on_screen(stage, &town, ConsentKind::File, 0).await;
    stage.store.consent_record(&by(&own), file, None).await.expect("a consent");
    let read = stage.store.consents(&town.family, town.household, 0).await.expect("the consents");
    assert!(!read.held[0].staff_issued && read.receipts.is_empty());
});

on_both!(a_cleared_pin_marks_the_card_and_the_family_is_told, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    stage.clock.advance(MARKED_FOR + 1);
    store.pin_set(&by(&town.family), "", "4826").await.expect("a PIN");
    assert_eq!(by_card(stage, &card.secret, "4826").await.credential, Credential::Own);
    store.run(&by(&town.caseworker), ClearPin(town.household)).await.expect("cleared");
    assert_eq!(by_card(stage, &card.secret, "").await.credential, Credential::StaffIssued);
    assert_eq!(told(stage, &town.family).await, [NoticeKind::PinCleared, NoticeKind::CardIssued]);
    // Without a PIN there is nothing to clear or to tell.
    store.run(&by(&town.caseworker), ClearPin(town.household)).await.expect("nothing to do");
    assert_eq!(told(stage, &town.family).await.len(), 2);
});

on_both!(a_phone_that_staff_changed_marks_sign_in_by_code, |stage| {
    let town = stage.town("甲").await;
    let (store, known, other) = (&stage.store, phone_of(stage, &town.family).await, phone());
    let change = async |phone: &str| {
        let contact = Contact { name: "王家".into(), phone: phone.into(), address: "新里 3 号".into() };
        store.household_contact(&by(&town.caseworker), town.household, ANY_VERSION, contact).await
    };
    change(&known).await.expect("the same phone");
    assert_eq!(by_code(stage, &known).await, Credential::Own);
    change(&other).await.expect("another phone");
    assert_eq!(by_code(stage, &other).await, Credential::StaffIssued);
    stage.clock.advance(MARKED_FOR + 1);
    assert_eq!(by_code(stage, &other).await, Credential::Own);
});

on_both!(a_merged_familys_card_is_marked_again, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let card = store.card_make(&by(&town.caseworker), asked_for(gone)).await.expect("a card");
    stage.clock.advance(MARKED_FOR + 1);
    assert_eq!(by_card(stage, &card.secret, "").await.credential, Credential::Own);
    let theirs = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let same = vec![(theirs, 0), (theirs + 1, 0)];
    let merging = Merging { keep: town.household, gone, same, typed: town.household.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    let signed = by_card(stage, &card.secret, "").await;
    assert_eq!((signed.household, signed.credential), (town.household, Credential::StaffIssued));
});

on_both!(a_reset_account_opens_with_a_code_and_its_owner_is_told, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    for owner in [&town.shopkeeper, &town.donor] {
        let known = phone_of(stage, owner).await;
        let fresh = store.account_password(&by(&town.admin), owner.account).await.expect("a code");
        assert_eq!(told(stage, owner).await[0], NoticeKind::PasswordReset);
        let (_, limited) = store.sign_in(&known, &fresh.code, "").await.expect("the code");
        assert_eq!((limited.credential, limited.grants.len()), (Credential::SetupCode, 0));
    }
});
