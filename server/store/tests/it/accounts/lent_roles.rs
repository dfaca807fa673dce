//! Roles that are lent to a deputy for a leave: they end with it, and make nothing lasting.

use crate::support::{Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::{Actor, NewAccount, Role},
    areas::answerers::NewLeave,
    notifications::NoticeKind,
};
use store::{
    accounts::roles::{GrantRole, RoleOf},
    areas::answerers::leaves::RecordLeave,
    casework::lent_roles::LendForLeave,
};

on_both!(a_deputy_is_lent_a_role_for_the_days_of_a_leave_only, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (next, leader) = (stage.caseworker_of(&town, town.home).await, || by(&town.coordinator));
    let (account, deputy) = (Some(town.caseworker.account), next.account);
    let until = |days| NewLeave { account, deputy, first: store.now(), last: store.now() + days * DAY };
    assert_eq!(fields(store.run(&leader(), RecordLeave(until(3))).await), [("deputy", "unknown")]);
    let own = LendForLeave(NewLeave { account: None, ..until(3) });
    assert_eq!(code(store.run(&by(&town.caseworker), own).await), "not_allowed");
    store.run(&leader(), LendForLeave(until(3))).await.expect("lent");
    store.run(&leader(), LendForLeave(until(5))).await.expect("longer");
    let roles = async || stage.actor(next.account).await.grants.len();
    for (days, n) in [(4, 2), (2, 1)] {
        stage.clock.advance(days * DAY);
        store.run_clocks().await.expect("the clocks run");
        assert_eq!(roles().await, n, "{days} days on");
    }
    store.deliver_all().await.expect("delivered");
    let notices = store.notices(&town.admin, 0).await.expect("notices").items;
    assert_eq!(notices.iter().filter(|one| one.kind == NoticeKind::RoleRevoked).count(), 1);
    stage.is_clean().await;
});

/// A leave that begins now.
fn away(who: &Actor, deputy: &Actor, (now, days): (i64, i64)) -> LendForLeave {
    LendForLeave(NewLeave { account: Some(who.account), deputy: deputy.account, first: now, last: now + days * DAY })
}

on_both!(a_lent_role_stays_until_the_last_leave_that_needs_it_is_over, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (deputy, other) =
        (stage.caseworker_of(&town, town.home).await, stage.caseworker_of(&town, town.district).await);
    let leader = || by(&town.coordinator);
    store.run(&leader(), away(&town.caseworker, &deputy, (store.now(), 20))).await.expect("lent");
    store.run(&leader(), away(&other, &deputy, (store.now(), 5))).await.expect("lent already");
    let roles = async || stage.actor(deputy.account).await.grants.len();
    for (days, n) in [(6, 2), (15, 1)] {
        stage.clock.advance(days * DAY);
        store.run_clocks().await.expect("the clocks run");
        assert_eq!(roles().await, n, "{days} days on");
    }
    // The other way round: the later leave is recorded first, and the role goes to it when the earlier one is over.
    let now = store.now();
    let later =
        NewLeave { account: Some(other.account), deputy: deputy.account, first: now + 7 * DAY, last: now + 9 * DAY };
    store.run(&leader(), LendForLeave(later)).await.expect("lent");
    store.run(&leader(), away(&town.caseworker, &deputy, (now, 20))).await.expect("longer");
    let ended = stage.number("select max(id) from staff_leave").await;
    stage.plant(&format!("update staff_leave set ended = {now} where id = {ended}")).await;
    for (days, n) in [(1, 2), (9, 1)] {
        stage.clock.advance(days * DAY);
        store.run_clocks().await.expect("the clocks run");
        assert_eq!(roles().await, n, "{days} days on");
    }
    let far = NewLeave {
        account: Some(other.account),
        deputy: deputy.account,
        first: store.now() + 300 * DAY,
        last: store.now() + 302 * DAY,
    };
    assert_eq!(fields(store.run(&leader(), LendForLeave(far)).await), [("last", "out_of_range")]);
    stage.is_clean().await;
});

on_both!(who_was_lent_the_right_to_assign_roles_hands_none_on, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let add = |role, phone: &str| NewAccount { phone: phone.into(), name: "同事".into(), area: town.district, role };
    let (second, _) =
        store.account_add(&by(&town.admin), add(Role::Coordinator, "13977770001")).await.expect("a colleague");
    let (second, deputy) = (stage.actor(second).await, stage.caseworker_of(&town, town.home).await);
    store.run(&by(&second), away(&town.coordinator, &deputy, (store.now(), 2))).await.expect("lent");
    let deputy = stage.actor(deputy.account).await;
    assert!(deputy.grants.iter().any(|grant| grant.role == Role::Coordinator), "{:?}", deputy.grants);
    let auditor = |town: &Town| RoleOf { account: town.shopkeeper.account, role: Role::Auditor, area: town.district };
    assert_eq!(code(store.run(&by(&deputy), GrantRole(auditor(&town))).await), "not_allowed");
    let friend = store.account_add(&by(&deputy), add(Role::Coordinator, "13977770002")).await;
    assert_eq!(code(friend), "not_allowed", "its own second account would give it the role back for good");
    store.run(&by(&second), GrantRole(auditor(&town))).await.expect("one whose role stays");
    stage.is_clean().await;
});
