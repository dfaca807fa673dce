//! Accounts and roles: registration, grants, closing, and the last administrator.

use crate::support::{PASSWORD, by, code, fields, on_both, phone};
use domain::{
    accounts::{Actor, NewAccount, Registration, Role},
    areas::{AreaKind, NewArea},
    site::Agreement,
};
use futures::future::join_all;
use store::{
    By,
    accounts::{
        roles::{GrantRole, RevokeRole, RoleOf},
        staff::SetAccountOpen,
    },
    areas::{organisations::SetOrganisationOpen, tree::AddArea},
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

fn staff(role: Role, area: i64) -> NewAccount {
    NewAccount { phone: phone(), name: "张三".into(), area, role }
}

fn visitor(request: &str) -> By {
    By::new(Actor::visitor(), request)
}

on_both!(donors_register_with_or_without_an_invitation, |stage| {
    let town = stage.town("甲").await;
    let (token, id) = stage.store.register(&visitor("a"), registration(town.root, ""), "192.0.2.1").await.expect("in");
    let actor = stage.store.actor(&token).await.expect("an answer").expect("signed in");
    assert_eq!((actor.account, actor.root, actor.organisation), (id, town.root, 0));
    assert!(actor.has(Role::Donor) && actor.grants.len() == 1);

    let code = stage.store.organisations(&town.admin, 0).await.expect("a list")[0].invitation.clone();
    let typed = code.to_lowercase().replace('0', "o").replace('1', "l");
    let (_, id) = stage.store.register(&visitor("b"), registration(0, &typed), "192.0.2.1").await.expect("in");
    assert_eq!(stage.actor(id).await.organisation, town.union);
    assert_eq!(stage.store.organisations(&town.admin, 0).await.expect("a list")[0].members, 1);
    let profile = stage.store.profile(&stage.actor(id).await).await.expect("a profile");
    assert_eq!((profile.organisation.as_str(), profile.root_name.as_str()), ("工会", "甲"));

    let unknown = stage.store.register(&visitor("c"), registration(0, "ZZZZZZZZ"), "").await;
    assert_eq!(fields(unknown), [("invitation", "invitation_unknown")]);
    stage
        .store
        .run(&by(&town.admin), SetOrganisationOpen { organisation: town.union, open: false })
        .await
        .expect("closed");
    let closed = stage.store.register(&visitor("d"), registration(0, &code), "").await;
    assert_eq!(fields(closed), [("invitation", "invitation_unknown")]);
    let no_root = stage.store.register(&visitor("e"), registration(town.district, ""), "").await;
    assert_eq!(fields(no_root), [("area", "unknown")]);
});

on_both!(repeating_a_registration_request_makes_one_account, |stage| {
    let town = stage.town("甲").await;
    let new = registration(town.root, "");
    let (first, id) = stage.store.register(&visitor("one"), new.clone(), "").await.expect("registered");
    let (second, same) = stage.store.register(&visitor("one"), new.clone(), "").await.expect("the same again");
    assert_eq!(id, same);
    assert_ne!(first, second);
    let other = Registration { name: "王五".into(), ..new.clone() };
    assert_eq!(code(stage.store.register(&visitor("one"), other, "").await), "request_reused");
    // The password is not part of the fingerprint, but a repeat with another one gets no token.
    let guess = Registration { password: "battery staple".into(), ..new.clone() };
    assert_eq!(code(stage.store.register(&visitor("one"), guess, "").await), "request_reused");
    assert_eq!(code(stage.store.register(&visitor("two"), new, "").await), "phone_refused");

    let new = registration(town.root, "");
    let five = join_all((0..5).map(|_| stage.store.register(&BY_FIVE, new.clone(), "")).collect::<Vec<_>>()).await;
    let ids: Vec<i64> = five.into_iter().map(|r| r.expect("the same answer for all").1).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
});

static BY_FIVE: std::sync::LazyLock<By> = std::sync::LazyLock::new(|| visitor("five"));

on_both!(staff_accounts_are_added_only_by_administrators_and_coordinators_of_the_area, |stage| {
    let town = stage.town("甲").await;
    let (id, _) =
        stage.store.account_add(&by(&town.coordinator), staff(Role::Shopkeeper, town.home)).await.expect("made");
    let made = stage.actor(id).await;
    assert_eq!((made.root, made.grants[0].role, made.grants[0].area), (town.root, Role::Shopkeeper, town.home));

    let add = async |who: &Actor, role, area| code(stage.store.account_add(&by(who), staff(role, area)).await);
    assert_eq!(add(&town.coordinator, Role::Admin, town.district).await, "not_allowed");
    assert_eq!(add(&town.coordinator, Role::Caseworker, town.root).await, "not_found");
    assert_eq!(add(&town.admin, Role::Admin, 0).await, "not_found");
    assert_eq!(add(&town.caseworker, Role::Shopkeeper, town.home).await, "not_allowed");
    assert_eq!(add(&Actor::visitor(), Role::Shopkeeper, town.home).await, "sign_in_needed");
    assert_eq!(add(&town.admin, Role::Family, town.home).await, "invalid_fields");
    assert_eq!(add(&stage.admin().await, Role::Auditor, 0).await, "invalid_fields");
    let taken =
        NewAccount { phone: stage.store.profile(&made).await.expect("one").phone, ..staff(Role::Auditor, town.root) };
    assert_eq!(code(stage.store.account_add(&by(&town.admin), taken).await), "phone_taken");
});

on_both!(roles_are_granted_and_revoked_only_within_ones_areas, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let (boss, id) = (&town.coordinator, town.shopkeeper.account);
    stage
        .store
        .run(&by(boss), GrantRole(RoleOf { account: id, role: Role::Caseworker, area: town.home }))
        .await
        .expect("given");
    stage
        .store
        .run(&by(boss), GrantRole(RoleOf { account: id, role: Role::Caseworker, area: town.home }))
        .await
        .expect("having it is no error");
    let (_, roles) = stage.store.account(boss, id).await.expect("known");
    let roles: Vec<_> = roles.iter().map(|line| (line.role, line.area, line.area_name.as_str())).collect();
    assert_eq!(roles, [(Role::Shopkeeper, town.district, "甲区"), (Role::Caseworker, town.home, "甲社区")]);
    stage
        .store
        .run(&by(boss), RevokeRole(RoleOf { account: id, role: Role::Caseworker, area: town.home }))
        .await
        .expect("taken");
    assert_eq!(
        code(
            stage
                .store
                .run(&by(boss), RevokeRole(RoleOf { account: id, role: Role::Caseworker, area: town.home }))
                .await
        ),
        "not_found"
    );

    assert_eq!(
        code(stage.store.run(&by(boss), GrantRole(RoleOf { account: id, role: Role::Admin, area: town.home })).await),
        "not_allowed"
    );
    assert_eq!(
        code(stage.store.run(&by(boss), GrantRole(RoleOf { account: id, role: Role::Auditor, area: town.root })).await),
        "not_found"
    );
    assert_eq!(
        code(
            stage
                .store
                .run(
                    &by(boss),
                    GrantRole(RoleOf { account: other.donor.account, role: Role::Auditor, area: town.home })
                )
                .await
        ),
        "not_found"
    );
    // The donor belongs to the root area, which this coordinator does not head.
    assert_eq!(
        code(
            stage
                .store
                .run(&by(boss), GrantRole(RoleOf { account: town.donor.account, role: Role::Auditor, area: town.home }))
                .await
        ),
        "not_found"
    );
    let chief = stage.admin().await;
    let abroad =
        stage.store.run(&by(&chief), GrantRole(RoleOf { account: id, role: Role::Auditor, area: other.root })).await;
    assert_eq!(fields(abroad), [("area", "other_area")]);
    // A grant moves another administrator of the installation into that root area.
    let (second, _) = stage.store.account_add(&by(&chief), staff(Role::Admin, 0)).await.expect("a second one");
    stage
        .store
        .run(&by(&chief), GrantRole(RoleOf { account: second, role: Role::Coordinator, area: town.root }))
        .await
        .expect("given");
    assert_eq!(stage.actor(second).await.root, town.root);
    stage
        .store
        .run(&by(&chief), RevokeRole(RoleOf { account: second, role: Role::Coordinator, area: town.root }))
        .await
        .expect("taken");
});

on_both!(an_administrator_changes_only_accounts_within_its_areas, |stage| {
    let town = stage.town("甲").await;
    let (local, _) = stage.store.account_add(&by(&town.admin), staff(Role::Admin, town.district)).await.expect("made");
    let local = stage.actor(local).await;
    stage
        .store
        .run(&by(&local), SetAccountOpen { account: town.shopkeeper.account, open: false })
        .await
        .expect("its own shopkeeper");
    // An account with a grant outside the administrator's areas is visible but cannot be changed.
    stage
        .store
        .run(
            &by(&town.admin),
            GrantRole(RoleOf { account: town.auditor.account, role: Role::Auditor, area: town.root }),
        )
        .await
        .expect("given");
    assert_eq!(code(stage.store.account_password(&by(&local), town.auditor.account).await), "not_allowed");
    assert_eq!(
        code(stage.store.run(&by(&local), SetAccountOpen { account: town.admin.account, open: false }).await),
        "not_found"
    );
    assert_eq!(
        code(
            stage
                .store
                .run(&by(&town.coordinator), SetAccountOpen { account: town.shopkeeper.account, open: true })
                .await
        ),
        "not_allowed"
    );
});

on_both!(family_accounts_are_hidden_from_administrators, |stage| {
    let town = stage.town("甲").await;
    let chief = stage.admin().await;
    let all = stage.store.accounts(&chief, "", 0).await.expect("a list").items;
    assert!(all.iter().all(|account| account.id != town.family.account) && all.len() == 7, "{all:?}");
    let number = town.family.account;
    assert_eq!(code(stage.store.account(&chief, number).await), "not_found");
    assert_eq!(code(stage.store.run(&by(&chief), SetAccountOpen { account: number, open: false }).await), "not_found");
    assert_eq!(code(stage.store.account_password(&by(&chief), number).await), "not_found");
    assert_eq!(
        code(
            stage
                .store
                .run(&by(&chief), GrantRole(RoleOf { account: number, role: Role::Auditor, area: town.root }))
                .await
        ),
        "not_found"
    );
});

on_both!(accounts_are_found_by_name_and_phone_and_paged, |stage| {
    let town = stage.town("甲").await;
    for _ in 0..60 {
        stage.donor(&town).await;
    }
    let first = stage.store.accounts(&town.admin, "邻居", 0).await.expect("a page");
    let second = stage.store.accounts(&town.admin, "邻居", first.next.expect("more")).await.expect("a page");
    assert_eq!((first.items.len(), second.items.len(), second.next), (50, 10, None));
    assert!(stage.store.accounts(&town.admin, "%", 0).await.expect("a page").items.is_empty());
    let found = stage.store.accounts(&town.admin, &second.items[3].phone, 0).await.expect("a page").items;
    assert_eq!(found, [second.items[3].clone()]);
});

on_both!(the_last_administrator_cannot_be_removed, |stage| {
    let chief = stage.admin().await;
    assert!(stage.store.has_admin().await.expect("an answer"));
    assert_eq!(code(stage.store.first_admin(&phone(), "另一个", PASSWORD).await), "not_allowed");
    assert_eq!(
        code(stage.store.run(&by(&chief), SetAccountOpen { account: chief.account, open: false }).await),
        "last_admin"
    );
    assert_eq!(
        code(
            stage
                .store
                .run(&by(&chief), RevokeRole(RoleOf { account: chief.account, role: Role::Admin, area: 0 }))
                .await
        ),
        "last_admin"
    );
    let (second, _) = stage.store.account_add(&by(&chief), staff(Role::Admin, 0)).await.expect("a second one");
    stage
        .store
        .run(&by(&chief), RevokeRole(RoleOf { account: chief.account, role: Role::Admin, area: 0 }))
        .await
        .expect("now it may go");
    let second = stage.actor(second).await;
    assert_eq!(
        code(stage.store.run(&by(&second), SetAccountOpen { account: second.account, open: false }).await),
        "last_admin"
    );
});

on_both!(two_administrators_cannot_close_each_other, |stage| {
    let chief = stage.admin().await;
    for _ in 0..5 {
        let (second, _) = stage.store.account_add(&by(&chief), staff(Role::Admin, 0)).await.expect("a second one");
        let second = stage.actor(second).await;
        let (one, two) = (by(&chief), by(&second));
        let (mine, theirs) = tokio::join!(
            stage.store.run(&one, SetAccountOpen { account: second.account, open: false }),
            stage.store.run(&two, SetAccountOpen { account: chief.account, open: false }),
        );
        let left = "select count(*) from account a join role_grant g on g.account = a.id where a.open = true";
        let left = stage.number(left).await;
        assert_eq!(left, 1, "{mine:?} {theirs:?}");
        stage.plant("update account set open = true where id = (select min(id) from account)").await;
        stage.plant("delete from role_grant where account <> (select min(id) from account)").await;
    }
});

on_both!(the_first_administrator_is_made_once_and_may_add_areas, |stage| {
    assert!(!stage.store.has_admin().await.expect("an answer"));
    assert_eq!(fields(stage.store.first_admin("123", "", "x").await).len(), 3);
    let id = stage.store.first_admin("13800138000", "总管", PASSWORD).await.expect("the first");
    let chief = stage.actor(id).await;
    let city = NewArea { parent: None, kind: AreaKind::City, name: "甲".into() };
    stage.store.run(&by(&chief), AddArea(city)).await.expect("may make areas");
});
