//! Donors who apply for a costly wish again, and what their applications leave behind.

use crate::support::{by, code, on_both};
use domain::{
    Code,
    claims::applications::{ApplicationState, NewApplication},
};
use store::claims::{
    applications::{
        apply::{ApplyForWish, WithdrawApplication},
        decisions::{ChooseApplication, DeclineApplication},
    },
    lifecycle::CancelClaim,
    undo::UndoClaim,
};

use super::applications::{apply, costly, pass, state, told, try_apply};

on_both!(a_plan_is_deleted_once_its_claim_is_over, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = costly(stage, &town, 1).await;
    let id = apply(stage, &town.donor, wish).await;
    let claim = store.run(&by(&town.caseworker), ChooseApplication(id)).await.expect("chosen").id;
    let kept = "select count(*) from application where plan <> ''";
    pass(stage, 1).await;
    assert_eq!(stage.number(kept).await, 1, "the claim is under way");
    store.run(&by(&town.donor), CancelClaim { id: claim, reason: "买不到".into() }).await.expect("cancelled");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number(kept).await, 1, "the donor may take that back");
    pass(stage, 1).await;
    assert_eq!(stage.number(kept).await, 0);
});

on_both!(applying_again_is_limited_and_restarts_no_clock, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = costly(stage, &town, 1).await;
    let withdraw = async |id| store.run(&by(&town.donor), WithdrawApplication(id)).await.expect("withdrawn");
    let first = apply(stage, &town.donor, wish).await;
    pass(stage, 3).await;
    withdraw(first).await;
    stage.is_clean().await;
    let second = apply(stage, &town.donor, wish).await;
    pass(stage, 4).await;
    assert_eq!(told(stage, &town.caseworker, "application_waiting").await, 1, "they were reminded before");
    assert_eq!(told(stage, &town.coordinator, "application_late").await, 1, "the next step");
    withdraw(second).await;
    assert_eq!(code(try_apply(stage, &town.donor, wish, "马上买").await), "applied_before");
    let terms = store.apply_terms(&town.donor, wish).await.expect("terms");
    assert_eq!(terms.refused, Some(Code::AppliedBefore));
    let other = stage.donor(&town).await;
    let id = apply(stage, &other, wish).await;
    // Staff decide: the next application begins anew.
    let decline = DeclineApplication { id, reason: "离得太远".into() };
    store.run(&by(&town.caseworker), decline).await.expect("declined");
    apply(stage, &stage.donor(&town).await, wish).await;
    assert_eq!(stage.number(&format!("select decide_steps from wish where id = {wish}")).await, 0);
    stage.is_clean().await;
});

on_both!(a_claim_that_is_taken_back_ends_the_donors_new_application, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = costly(stage, &town, 3).await;
    let id = apply(stage, &town.donor, wish).await;
    let claim = store.run(&by(&town.caseworker), ChooseApplication(id)).await.expect("chosen").id;
    store.run(&by(&town.donor), CancelClaim { id: claim, reason: "买不到".into() }).await.expect("cancelled");
    let new = NewApplication { quantity: 2, plan: "改成网上买".into() };
    let again = store.run(&by(&town.donor), ApplyForWish { wish, new }).await.expect("an application");
    store.run(&by(&town.donor), UndoClaim(claim)).await.expect("taken back");
    assert_eq!(state(stage, again).await, ApplicationState::Withdrawn, "though units are left for others");
    assert_eq!(stage.number(&format!("select decide_next from wish where id = {wish}")).await, 0);
    stage.is_clean().await;
});
