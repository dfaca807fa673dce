//! The tree of areas, its policies and shops, and the separation of root areas.

use store::{
    accounts::{
        roles::{RevokeRole, RoleOf},
        staff::SetAccountOpen,
    },
    areas::{
        locations::{AddLocation, ChangeLocation, NewLocation},
        organisations::{AddOrganisation, RenewInvitation, SetOrganisationOpen},
        policies::{ClearPolicy, SetPolicy},
        tree::{AddArea, RenameArea},
    },
    claims::thanks::{AddThanks, ReleaseThanks, Review, WithholdThanks},
};

use crate::support::{Stage, asked_for, by, code, fields, on_both};
use domain::{
    accounts::{Actor, Role},
    areas::{AreaKind, NewArea, Policy, WhoMayClaim},
};

fn area(parent: i64, kind: AreaKind, name: &str) -> NewArea {
    NewArea { parent: (parent != 0).then_some(parent), kind, name: name.into() }
}

on_both!(areas_form_a_tree, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let chief = stage.admin().await;
    let tree = stage.store.areas(&town.donor).await.expect("its tree");
    let paths: Vec<_> = tree.iter().map(|a| a.path.0.clone()).collect();
    let (root, district, home) = (town.root, town.district, town.home);
    assert_eq!(paths, [format!("/{root}/"), format!("/{root}/{district}/"), format!("/{root}/{district}/{home}/")]);
    assert!(tree.iter().all(|a| a.root == root));
    assert_eq!(stage.store.areas(&chief).await.expect("every tree").len(), 6);
    assert_eq!(code(stage.store.areas(&Actor::visitor()).await), "sign_in_needed");
    assert_eq!(
        stage.store.roots().await.expect("roots").iter().map(|a| a.id).collect::<Vec<_>>(),
        [town.root, other.root]
    );
    let public = stage.store.districts(0).await.expect("districts");
    assert!(public.len() == 4 && public.iter().all(|a| a.kind != AreaKind::Community));
    assert_eq!(stage.store.districts(other.root).await.expect("districts").len(), 2);

    let add = async |who: &Actor, new: NewArea| stage.store.run(&by(who), AddArea(new)).await;
    assert_eq!(code(add(&town.admin, area(district, AreaKind::Community, "甲社区")).await), "name_taken");
    assert_eq!(fields(add(&town.admin, area(home, AreaKind::District, "里")).await), [("kind", "unknown")]);
    assert_eq!(fields(add(&town.admin, area(home, AreaKind::Grid, " ")).await), [("name", "required")]);
    assert_eq!(code(add(&town.admin, area(other.root, AreaKind::District, "外")).await), "not_found");
    assert_eq!(code(add(&town.admin, area(0, AreaKind::City, "丙")).await), "not_found");
    assert_eq!(code(add(&town.admin, area(999, AreaKind::City, "丙")).await), "not_found");
    assert_eq!(code(add(&town.coordinator, area(home, AreaKind::Grid, "一格")).await), "not_allowed");
    add(&town.admin, area(home, AreaKind::Grid, "一格")).await.expect("a grid");
    add(&chief, area(0, AreaKind::City, "丙")).await.expect("a third root");
    stage.store.run(&by(&town.admin), RenameArea { area: home, name: "新社区".into() }).await.expect("renamed");
    assert_eq!(
        code(stage.store.run(&by(&town.admin), RenameArea { area: other.home, name: "我的".into() }).await),
        "not_found"
    );
    assert_eq!(
        code(stage.store.run(&by(&chief), RenameArea { area: district, name: "".into() }).await),
        "invalid_fields"
    );
});

on_both!(the_nearest_policy_applies, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    assert_eq!(stage.store.policy(town.home).await.expect("rules"), (Policy::default(), 0));
    let strict = Policy { claim_days: 3, reminder_days: 1, who_may_claim: WhoMayClaim::Members, ..Policy::default() };
    let lax = Policy { claim_days: 14, ..Policy::default() };
    stage.store.run(&by(&town.admin), SetPolicy { area: town.root, policy: lax.clone() }).await.expect("set");
    assert_eq!(stage.store.policy(town.home).await.expect("rules"), (lax.clone(), town.root));
    stage.store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy: lax.clone() }).await.expect("set");
    stage
        .store
        .run(&by(&town.coordinator), SetPolicy { area: town.district, policy: strict.clone() })
        .await
        .expect("set anew");
    assert_eq!(stage.store.policy(town.home).await.expect("rules"), (strict, town.district));
    assert_eq!(stage.store.policy(other.home).await.expect("rules"), (Policy::default(), 0));
    stage.store.run(&by(&town.coordinator), ClearPolicy(town.district)).await.expect("cleared");
    assert_eq!(stage.store.policy(town.home).await.expect("rules"), (lax.clone(), town.root));

    assert_eq!(
        code(stage.store.run(&by(&town.coordinator), SetPolicy { area: town.root, policy: lax.clone() }).await),
        "not_found"
    );
    assert_eq!(
        code(stage.store.run(&by(&town.shopkeeper), SetPolicy { area: town.home, policy: lax.clone() }).await),
        "not_allowed"
    );
    assert_eq!(code(stage.store.run(&by(&other.admin), ClearPolicy(town.root)).await), "not_found");
    assert_eq!(code(stage.store.policy(999).await), "not_found");
    let wrong = Policy { open_claims: 0, confirm_days: 99, ..lax };
    let named = fields(stage.store.run(&by(&town.admin), SetPolicy { area: town.root, policy: wrong }).await);
    assert_eq!(named, [("open_claims", "out_of_range"), ("confirm_days", "out_of_range")]);
});

on_both!(shops_are_opened_changed_and_closed, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let add = async |who: &Actor, area, name: &str| {
        stage
            .store
            .run(
                &by(who),
                AddLocation(NewLocation {
                    id: 0,
                    area,
                    name: name.into(),
                    address: "长安街 3 号".into(),
                    hours: "8–12".into(),
                    open: true,
                }),
            )
            .await
    };
    let shop = add(&town.admin, town.home, "社区店").await.expect("open");
    assert_eq!(code(add(&town.admin, town.home, "社区店").await), "name_taken");
    assert_eq!(code(add(&town.admin, other.home, "外店").await), "not_found");
    assert_eq!(code(add(&town.shopkeeper, town.home, "外店").await), "not_allowed");
    let change = async |who: &Actor, name: &str, open| {
        stage
            .store
            .run(
                &by(who),
                ChangeLocation(NewLocation {
                    id: shop,
                    area: 0,
                    name: name.into(),
                    address: "长安街 5 号".into(),
                    hours: String::new(),
                    open,
                }),
            )
            .await
    };
    change(&town.admin, "新店", false).await.expect("changed");
    assert_eq!(code(change(&other.admin, "我的", true).await), "not_found");
    assert_eq!(fields(change(&town.admin, "", true).await), [("name", "required")]);
    let names = async |who: &Actor| {
        let found = stage.store.locations(who).await.expect("a list");
        found.into_iter().map(|l| (l.name, l.open)).collect::<Vec<_>>()
    };
    let both = [("爱心超市".to_owned(), true), ("新店".to_owned(), false)];
    assert_eq!(names(&town.shopkeeper).await, both);
    assert_eq!(names(&town.admin).await, both);
    assert_eq!(names(&other.auditor).await, both[..1]);
    assert_eq!(code(stage.store.locations(&town.donor).await), "not_allowed");
});

on_both!(claims_go_to_the_nearest_open_shop, |stage| {
    let town = stage.town("甲").await;
    let near = stage
        .store
        .run(
            &by(&town.admin),
            AddLocation(NewLocation {
                id: 0,
                area: town.home,
                name: "近".into(),
                address: "一".into(),
                hours: String::new(),
                open: true,
            }),
        )
        .await;
    let near = near.expect("a shop");
    let far =
        stage.store.run(&by(&town.admin), AddArea(area(town.root, AreaKind::District, "远区"))).await.expect("an area");
    stage
        .store
        .run(
            &by(&town.admin),
            AddLocation(NewLocation {
                id: 0,
                area: far,
                name: "远".into(),
                address: "二".into(),
                hours: String::new(),
                open: true,
            }),
        )
        .await
        .expect("a shop");
    let wish = stage.wish(&town, 3).await;
    assert_eq!(stage.claim(&town, wish, 1).await.location, near);
    let request = by(&town.admin);
    let closed = stage.store.run(
        &request,
        ChangeLocation(NewLocation {
            id: near,
            area: 0,
            name: "近".into(),
            address: "一".into(),
            hours: String::new(),
            open: false,
        }),
    );
    closed.await.expect("closed");
    assert_eq!(stage.claim(&town, wish, 1).await.location, town.shop);
});

/// Returns the ids in every list that `who` may read, with the list's name.
async fn lists(stage: &Stage, who: &Actor) -> Vec<(&'static str, Vec<i64>)> {
    let store = &stage.store;
    let mut all = Vec::new();
    all.push(("areas", store.areas(who).await.expect("areas").iter().map(|a| a.id).collect()));
    let mut keep = |name, list: store::Result<Vec<i64>>| all.extend(list.ok().map(|ids| (name, ids)));
    keep("accounts", store.accounts(who, "", 0).await.map(|p| p.items.iter().map(|a| a.id).collect()));
    keep("organisations", store.organisations(who, 0).await.map(|l| l.iter().map(|o| o.id).collect()));
    keep("locations", store.locations(who).await.map(|l| l.iter().map(|o| o.id).collect()));
    keep(
        "households",
        store.households(who, &Default::default()).await.map(|p| p.items.iter().map(|h| h.id).collect()),
    );
    keep("thanks", store.thanks_waiting(who).await.map(|l| l.iter().map(|t| t.thanks.id).collect()));
    all
}

on_both!(two_root_areas_never_see_each_other, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let mut seen = Vec::new();
    for town in [&town, &other] {
        let wish = stage.wish(town, 1).await;
        let claim = stage.claim(town, wish, 1).await;
        stage.plant(&format!("update claim set state = 'handed_over' where id = {}", claim.id)).await;
        stage
            .store
            .run(&by(&town.family), AddThanks { claim: claim.id, words: "谢谢".into(), card: "sun".into() })
            .await
            .expect("thanks");
        let mut of_town: Vec<(&str, &str, Vec<i64>)> = Vec::new();
        for (role, who) in [
            ("admin", &town.admin),
            ("coordinator", &town.coordinator),
            ("caseworker", &town.caseworker),
            ("shopkeeper", &town.shopkeeper),
            ("auditor", &town.auditor),
            ("donor", &town.donor),
            ("family", &town.family),
        ] {
            of_town.extend(lists(stage, who).await.into_iter().map(|(name, ids)| (role, name, ids)));
        }
        seen.push(of_town);
    }
    let (here, there) = (&seen[0], &seen[1]);
    assert!(here.len() == there.len() && here.len() > 15, "{here:?}");
    for ((role, name, ids), (_, _, others)) in here.iter().zip(there) {
        assert!(!ids.is_empty(), "{role} sees no {name}");
        assert!(ids.iter().all(|id| !others.contains(id)), "{role}: {name} {ids:?} {others:?}");
    }
    let roles =
        |list: &str| here.iter().filter(|(_, name, _)| *name == list).map(|(role, ..)| *role).collect::<Vec<_>>();
    assert_eq!(roles("accounts"), ["admin", "coordinator"]);
    assert_eq!(roles("organisations"), ["admin"]);
    assert_eq!(roles("households"), ["caseworker", "auditor"]);
    assert_eq!(roles("thanks"), ["coordinator", "caseworker"]);

    // Ids of the other root area are not found.
    let number = other.caseworker.account;
    assert_eq!(code(stage.store.account(&town.admin, number).await), "not_found");
    assert_eq!(
        code(stage.store.run(&by(&town.admin), SetAccountOpen { account: number, open: false }).await),
        "not_found"
    );
    assert_eq!(
        code(
            stage
                .store
                .run(
                    &by(&town.admin),
                    RevokeRole(RoleOf { account: number, role: Role::Caseworker, area: other.district })
                )
                .await
        ),
        "not_found"
    );
    assert_eq!(
        code(stage.store.run(&by(&town.admin), SetOrganisationOpen { organisation: other.union, open: false }).await),
        "not_found"
    );
    assert_eq!(code(stage.store.run(&by(&town.admin), RenewInvitation(other.union)).await), "not_found");
    assert_eq!(code(stage.store.household(&town.caseworker, other.household).await), "not_found");
    assert_eq!(
        code(stage.store.household_password(&by(&town.caseworker), asked_for(other.household)).await),
        "not_found"
    );
    let thanks = there.iter().find(|(_, name, _)| *name == "thanks").expect("thanks").2[0];
    assert_eq!(
        code(
            stage
                .store
                .run(&by(&town.caseworker), ReleaseThanks(Review { id: thanks, release: true, words: "好".into() }))
                .await
        ),
        "not_found"
    );
    assert_eq!(
        code(
            stage
                .store
                .run(
                    &by(&town.coordinator),
                    WithholdThanks(Review { id: thanks, release: false, words: String::new() })
                )
                .await
        ),
        "not_found"
    );
    assert!(stage.store.organisations(&town.admin, other.root).await.expect("a list").is_empty());
});

on_both!(renewing_an_invitation_invalidates_the_old_code, |stage| {
    let town = stage.town("甲").await;
    let id = stage
        .store
        .run(&by(&town.admin), AddOrganisation { area: town.district, name: "派出所".into() })
        .await
        .expect("made");
    assert_eq!(
        code(stage.store.run(&by(&town.admin), AddOrganisation { area: town.district, name: "派出所".into() }).await),
        "name_taken"
    );
    assert_eq!(
        code(stage.store.run(&by(&town.coordinator), AddOrganisation { area: town.district, name: "厂".into() }).await),
        "not_allowed"
    );
    let listed = stage.store.organisations(&town.admin, town.district).await.expect("a list");
    assert_eq!(listed.iter().map(|o| o.id).collect::<Vec<_>>(), [id]);
    let old = listed[0].invitation.clone();
    assert_eq!(old.len(), 8);
    let (found, root) =
        stage.store.invitation(&format!(" {}-{} ", &old[..4], &old[4..])).await.expect("ok").expect("known");
    assert_eq!((found.id, root), (id, town.root));
    let request = by(&town.admin);
    let new = stage.store.run(&request, RenewInvitation(id)).await.expect("renewed");
    assert_eq!(stage.store.run(&request, RenewInvitation(id)).await.expect("the same answer"), new);
    assert_eq!(stage.store.invitation(&old).await.expect("an answer"), None);
    assert_eq!(stage.store.invitation(&new).await.expect("an answer").map(|(o, _)| o.id), Some(id));
});
