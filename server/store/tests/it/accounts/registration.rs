//! Registration without a message gateway: limits per address before any hash, one sentence, and one claim to begin with.

use crate::support::{PASSWORD, Stage, Town, by, code, fields, on_both, phone};
use domain::{
    Code, DAY,
    accounts::{Actor, Registration},
    claims::{Arrival, NewClaim},
    ledger::Condition,
    site::Agreement,
};
use store::{
    claims::{
        fulfilment::AcceptGoods,
        lifecycle::{CancelClaim, TakeClaim},
    },
    crypto::passwords::counted,
};

fn registration(area: i64, invitation: &str) -> Registration {
    Registration {
        phone: phone(),
        name: "李四".into(),
        password: PASSWORD.into(),
        invitation: invitation.into(),
        area,
        agreed: Some(Agreement::shipped("zh-CN")),
    }
}

/// Registers at an address; returns the refusal's code, or "" when an account was made.
async fn register(stage: &Stage, new: Registration, from: &str) -> &'static str {
    match stage.store.register(&by(&Actor::visitor()), new, from).await {
        Ok(_) => "",
        refused => code(refused),
    }
}

async fn invitation(stage: &Stage, town: &Town) -> String {
    stage.store.organisations(&town.admin, 0).await.expect("a list")[0].invitation.clone()
}

on_both!(one_address_registers_five_accounts_a_day_without_an_invitation, |stage| {
    let town = stage.town("甲").await;
    for n in 0..5 {
        // All of one customer's network.
        let from = format!("2001:db8:0:12{n:02x}::/64");
        assert_eq!(register(stage, registration(town.root, ""), &from).await, "");
    }
    let (here, elsewhere) = ("2001:db8:0:1200::/64", "2001:db8:0:1300::/64");
    let (answer, hashes) = counted(register(stage, registration(town.root, ""), here)).await;
    assert_eq!((answer, hashes), ("address_full", 0));
    assert_eq!(register(stage, registration(town.root, ""), elsewhere).await, "");
    // An organisation's members register together.
    let invited = invitation(stage, &town).await;
    assert_eq!(register(stage, registration(0, &invited), here).await, "");
    stage.clock.advance(DAY + 1);
    assert_eq!(register(stage, registration(town.root, ""), here).await, "");
});

on_both!(one_address_registers_ten_members_an_hour, |stage| {
    let town = stage.town("甲").await;
    let invited = invitation(stage, &town).await;
    for _ in 0..10 {
        assert_eq!(register(stage, registration(0, &invited), "192.0.2.1").await, "");
    }
    let (answer, hashes) = counted(register(stage, registration(0, &invited), "192.0.2.1")).await;
    assert_eq!((answer, hashes), ("too_many_tries", 0));
    stage.clock.advance(3601);
    assert_eq!(register(stage, registration(0, &invited), "192.0.2.1").await, "");
});

on_both!(a_phone_that_has_an_account_is_refused_without_saying_why_and_five_times, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let mut taken = Vec::new();
    for holder in [&town.family, &town.caseworker, &town.donor, &other.family, &other.donor] {
        taken.push(stage.store.profile(holder).await.expect("a profile").phone);
    }
    for known in &taken {
        let new = Registration { phone: known.clone(), ..registration(town.root, "") };
        assert_eq!(register(stage, new, "192.0.2.1").await, "phone_refused");
    }
    let (answer, hashes) = counted(register(stage, registration(town.root, ""), "192.0.2.1")).await;
    assert_eq!((answer, hashes), ("too_many_tries", 0), "no phone is told apart any more");
    // A refused phone does not use up the day's registrations.
    let new = Registration { phone: taken[0].clone(), ..registration(town.root, "") };
    assert_eq!(register(stage, new, "192.0.2.2").await, "phone_refused");
    for _ in 0..5 {
        assert_eq!(register(stage, registration(town.root, ""), "192.0.2.2").await, "");
    }
});

on_both!(one_address_guesses_at_most_twenty_invitations_an_hour, |stage| {
    for _ in 0..20 {
        let request = by(&Actor::visitor());
        let guess = stage.store.register(&request, registration(0, "ZZZZZZZZ"), "192.0.2.1");
        let (answer, hashes) = counted(guess).await;
        assert_eq!((fields(answer), hashes), (vec![("invitation", "invitation_unknown")], 0));
    }
    assert_eq!(register(stage, registration(0, "ZZZZZZZZ"), "192.0.2.1").await, "too_many_tries");
});

on_both!(a_new_donor_holds_one_claim_until_a_shop_has_received_something, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (first, second) = (stage.wish(&town, 3).await, stage.wish(&town, 3).await);
    let newcomer = stage.newcomer(&town).await;
    let take = async |wish| store.run(&by(&newcomer), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await;
    let refused = async |wish| store.claim_terms(&newcomer, wish).await.expect("terms").refused;

    assert_eq!(refused(first).await, None);
    let claim = take(first).await.expect("the first").id;
    // The page and the claim itself refuse alike.
    assert_eq!(refused(second).await, Some(Code::FirstClaimOpen));
    assert_eq!(code(take(second).await), "first_claim_open");
    store.run(&by(&newcomer), CancelClaim { id: claim, reason: "买不到".into() }).await.expect("cancelled");
    let claim = take(second).await.expect("one at a time").id;
    assert_eq!(code(take(first).await), "first_claim_open", "a cancelled claim has shown nothing");

    let arrival = Arrival { condition: Condition::New, expires: 0 };
    store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");
    for _ in 0..3 {
        assert_eq!(refused(first).await, None);
        take(first).await.expect("as many as the area allows");
    }

    // Donors whom staff or a code vouch for begin with as many.
    for vouched in [&town.donor, &stage.donor(&town).await] {
        for wish in [stage.wish(&town, 1).await, stage.wish(&town, 1).await] {
            store.run(&by(vouched), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await.expect("a claim");
        }
    }
});
