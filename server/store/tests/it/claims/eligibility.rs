//! Claim terms before a claim is taken, and what a family sees of the claims on its wishes.

use store::{
    areas::policies::SetPolicy,
    claims::{
        fulfilment::AcceptGoods,
        lifecycle::{CancelClaim, TakeClaim},
        thanks::AddThanks,
    },
};

use crate::support::{by, code, on_both};
use domain::{
    Code, DAY,
    accounts::Actor,
    areas::{Policy, WhoMayClaim},
    claims::{Arrival, ClaimState, LAPSES_COUNT_DAYS, NewClaim},
    ledger::Condition,
};

on_both!(claim_terms_and_claim_take_refuse_alike, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wish = stage.wish(&town, 3).await;
    let terms = async |who: &Actor| store.claim_terms(who, wish).await;

    let seen = terms(&town.donor).await.expect("terms");
    assert_eq!((seen.days, seen.own, seen.refused), (7, 0, None));
    assert_eq!(seen.location.map(|l| l.id), Some(town.shop));
    assert_eq!(code(terms(&Actor::visitor()).await), "sign_in_needed");
    // Actors who cannot claim do not learn the drop-off location.
    for (who, why) in
        [(&other.donor, Code::OtherArea), (&town.family, Code::NotAllowed), (&town.admin, Code::NotAllowed)]
    {
        let seen = terms(who).await.expect("terms");
        assert_eq!((seen.refused, seen.location.is_none()), (Some(why), true));
    }

    let claim = stage.claim(&town, wish, 1).await;
    assert_eq!(terms(&town.donor).await.expect("terms").own, claim.id);
    assert_eq!(claim.due, seen.latest, "a claim without a due date gets the latest one");

    let rules = |open_claims, who_may_claim| Policy { open_claims, who_may_claim, ..Policy::default() };
    for (policy, why) in [
        (rules(1, WhoMayClaim::Anyone), Code::ClaimLimit),
        (rules(9, WhoMayClaim::Members), Code::MembersOnly),
        (rules(9, WhoMayClaim::Closed), Code::ClaimsPaused),
    ] {
        store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("set");
        assert_eq!(terms(&town.donor).await.expect("terms").refused, Some(why));
        let taken = store.run(&by(&town.donor), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await;
        assert_eq!(code(taken), why.as_str());
    }
});

on_both!(two_lapses_limit_a_donor_to_one_claim_until_goods_arrive, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 9).await;
    let refused = async || store.claim_terms(&town.donor, wish).await.expect("terms").refused;
    let lapse = async || {
        stage.claim(&town, wish, 1).await;
        stage.clock.advance(8 * DAY);
        store.run_clocks().await.expect("the clocks run");
    };
    let early = stage.claim(&town, wish, 1).await.id;
    stage.arrive(&town, early).await;
    lapse().await;
    let first = stage.claim(&town, wish, 1).await;
    assert_eq!(refused().await, None, "one lapse changes nothing");
    store.run(&by(&town.donor), CancelClaim { id: first.id, reason: "没有时间".into() }).await.expect("cancelled");
    lapse().await;

    assert!(store.claims_one_at_a_time(&town.donor).await.expect("told"));
    let code_of_family = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), early, code_of_family).await.expect("handed over");
    assert!(store.claims_one_at_a_time(&town.donor).await.expect("told"), "those goods came before the lapses");
    assert_eq!(refused().await, None, "one claim is allowed");
    let only = stage.claim(&town, wish, 1).await;
    assert_eq!(refused().await, Some(Code::OneAtATime));
    let taken = store.run(&by(&town.donor), TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await;
    assert_eq!(code(taken), "one_at_a_time");
    let other = stage.donor(&town).await;
    assert_eq!(store.claim_terms(&other, wish).await.expect("terms").refused, None, "of others nothing is counted");

    stage.arrive(&town, only.id).await;
    assert!(!store.claims_one_at_a_time(&town.donor).await.expect("told"));
    stage.claim(&town, wish, 1).await;
    assert_eq!(refused().await, None, "a kept promise ends the limit");
});

on_both!(lapses_are_forgotten_after_half_a_year, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for _ in 0..2 {
        let wish = stage.wish(&town, 1).await;
        stage.claim(&town, wish, 1).await;
        stage.clock.advance(8 * DAY);
        store.run_clocks().await.expect("the clocks run");
    }
    assert!(store.claims_one_at_a_time(&town.donor).await.expect("told"));
    stage.clock.advance((LAPSES_COUNT_DAYS - 8) * DAY);
    assert!(!store.claims_one_at_a_time(&town.donor).await.expect("told"), "one of the two is too old");
});

on_both!(only_its_claimer_reads_a_claims_own_page, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    assert_eq!(store.own_claim(&town.donor, claim).await.expect("mine").claim.id, claim);
    let neighbour = stage.donor(&town).await;
    for who in [&neighbour, &town.family, &town.shopkeeper, &town.caseworker, &town.admin] {
        assert_eq!(code(store.own_claim(who, claim).await), "not_found");
    }
    assert_eq!(code(store.own_claim(&Actor::visitor(), claim).await), "sign_in_needed");
});

on_both!(a_family_sees_its_errands_and_its_caseworkers, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 2).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let lost = stage.claim(&town, wish, 1).await.id;
    store.run(&by(&town.donor), CancelClaim { id: lost, reason: "买不到".into() }).await.expect("cancelled");
    let arrival = Arrival { condition: Condition::New, expires: 0 };
    store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");

    let errands = store.errands(&town.family).await.expect("errands");
    let seen: Vec<_> = errands.iter().map(|e| (e.claim.id, e.claim.state, e.location.id, e.thanked)).collect();
    assert_eq!(seen, [(claim, ClaimState::Arrived, town.shop, false)]);

    let pick_up = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, pick_up).await.expect("handed over");
    store
        .run(&by(&town.family), AddThanks { claim, words: "谢谢".into(), card: String::new() })
        .await
        .expect("written");
    assert!(store.errands(&town.family).await.expect("errands")[0].thanked);

    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    assert!(store.errands(&next_door).await.expect("errands").is_empty());
    assert_eq!(store.own_caseworkers(&next_door).await.expect("names"), ["甲 caseworker"]);
    for who in [&town.donor, &town.caseworker] {
        assert_eq!(code(store.errands(who).await), "not_found");
        assert_eq!(code(store.own_caseworkers(who).await), "not_found");
    }
    assert_eq!(code(store.errands(&Actor::visitor()).await), "sign_in_needed");
});
