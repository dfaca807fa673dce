//! The order of checks: permission before what was typed.

use crate::support::{by, code, on_both};
use domain::{
    areas::{AreaKind, NewArea},
    casework::{CloseReason, Closing, EraseReason, Erasure, NewMove},
    claims::ApplianceCheck,
    households::reveals::{Reveal, RevealReason},
    wishes::{Meant, NewWish},
};
use store::{
    areas::tree::AddArea,
    casework::file::{close::CloseFile, erase::EraseFile, relocate::AskRelocation},
    claims::{
        fulfilment::{RefuseGoods, SignApplianceCheck},
        lifecycle::{CancelClaim, RevokeClaim},
    },
    disputes::reversals::RefuseReversal,
    households::reveal::RevealHousehold,
    stock::{movements::ReverseStock, transfers::lifecycle::CancelTransfer},
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish, SubmitWish, WithdrawWish},
        public_fields::RewriteWish,
    },
};

on_both!(actors_of_another_root_area_get_not_found_whatever_they_typed, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let id = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, id, 1).await.id;
    stage.arrive(&town, claim).await;
    let journal = stage.number("select max(id) from journal").await;
    let (household, long) = (town.household, "长".repeat(2000));
    let empty = String::new;

    let cancel = CancelClaim { id: claim, reason: empty() };
    assert_eq!(code(store.run(&by(&there.donor), cancel).await), "not_found");
    let keeper = || by(&there.shopkeeper);
    assert_eq!(code(store.run(&keeper(), RevokeClaim { id: claim, reason: empty() }).await), "not_found");
    assert_eq!(code(store.run(&keeper(), RefuseGoods { id: claim, reason: empty() }).await), "not_found");
    assert_eq!(code(store.run(&keeper(), ReverseStock { journal, reason: empty() }).await), "not_found");
    assert_eq!(code(store.run(&keeper(), CancelTransfer { transfer: 4711, reason: empty() }).await), "not_found");
    let caseworker = || by(&there.caseworker);
    assert_eq!(code(store.run(&caseworker(), RejectWish { id, reason: empty() }).await), "not_found");
    assert_eq!(code(store.run(&caseworker(), PublishWish { id, words: long.clone() }).await), "not_found");
    assert_eq!(code(store.run(&caseworker(), RewriteWish { id, words: long.clone() }).await), "not_found");
    let meant = Meant { again: false, beyond: long };
    assert_eq!(code(store.run(&caseworker(), SubmitWish { id, meant }).await), "not_found");
    assert_eq!(code(store.run(&caseworker(), WithdrawWish { id, reason: "长".repeat(2000) }).await), "not_found");
    let new = NewWish { household, item: 4711, ..NewWish::default() };
    assert_eq!(code(store.run(&caseworker(), PostWish(new)).await), "not_found");
    let check = ApplianceCheck { checker: empty(), passed: true, note: empty() };
    assert_eq!(code(store.run(&keeper(), SignApplianceCheck { claim, check }).await), "not_found");
    let reveal = Reveal { household, reason: RevealReason::Other, words: empty() };
    assert_eq!(code(store.run(&caseworker(), RevealHousehold(reveal)).await), "not_found");
    let closing = Closing { household, reason: CloseReason::Other, words: empty() };
    assert_eq!(code(store.run(&caseworker(), CloseFile(closing)).await), "not_found");
    let erasure = Erasure { household, reason: EraseReason::Asked, typed: empty() };
    assert_eq!(code(store.run(&caseworker(), EraseFile(erasure)).await), "not_found");
    let relocation = NewMove { household, to: 0, words: empty() };
    assert_eq!(code(store.run(&caseworker(), AskRelocation(relocation)).await), "not_found");
    let refusal = RefuseReversal { reversal: 4711, answer: empty() };
    assert_eq!(code(store.run(&by(&there.coordinator), refusal).await), "not_found");
    let area = NewArea { parent: Some(town.root), kind: AreaKind::District, name: empty() };
    assert_eq!(code(store.run(&by(&there.admin), AddArea(area)).await), "not_found");
});
