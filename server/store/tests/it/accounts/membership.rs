//! Where a donor belongs: joining and leaving an organisation, and moving to another area.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    accounts::{Actor, Role},
    areas::{Policy, WhoMayClaim},
    claims::NewClaim,
};
use store::{
    accounts::membership::{LeaveOrganisation, SetArea},
    areas::{
        organisations::{AddOrganisation, SetOrganisationOpen},
        policies::SetPolicy,
    },
    claims::lifecycle::{CancelClaim, TakeClaim},
};

async fn invitation(stage: &Stage, town: &Town, organisation: i64) -> String {
    let all = stage.store.organisations(&town.admin, 0).await.expect("a list");
    all.into_iter().find(|one| one.id == organisation).expect("the organisation").invitation
}

/// Roles of a donor, with their areas, read anew.
async fn roles(stage: &Stage, donor: &Actor) -> Vec<(Role, i64)> {
    stage.actor(donor.account).await.grants.iter().map(|grant| (grant.role, grant.area)).collect()
}

fn take(wish: i64) -> TakeClaim {
    TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }
}

on_both!(a_donor_joins_an_organisation_later_and_leaves_it, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let members = Policy { who_may_claim: WhoMayClaim::Members, ..Policy::default() };
    store.run(&by(&town.admin), SetPolicy { area: town.root, policy: members }).await.expect("a policy");
    let donor = stage.donor(&town).await;
    let wish = stage.wish(&town, 2).await;
    assert_eq!(code(store.run(&by(&donor), take(wish)).await), "members_only");

    let invited = invitation(stage, &town, town.union).await;
    let typed = invited.to_lowercase();
    assert_eq!(store.organisation_join(&by(&donor), &typed).await.expect("joined"), "工会");
    let donor = stage.actor(donor.account).await;
    assert_eq!((donor.organisation, donor.root), (town.union, town.root));
    let claim = store.run(&by(&donor), take(wish)).await.expect("a member claims").id;

    // Another one in its place, in a district: the role follows.
    let firm = AddOrganisation { area: town.district, name: "供销社".into() };
    let firm = store.run(&by(&town.admin), firm).await.expect("an organisation");
    store.organisation_join(&by(&donor), &invitation(stage, &town, firm).await).await.expect("joined");
    assert_eq!(stage.actor(donor.account).await.organisation, firm);
    assert_eq!(roles(stage, &donor).await, [(Role::Donor, town.district)]);

    store.run(&by(&donor), LeaveOrganisation).await.expect("left");
    assert_eq!(stage.actor(donor.account).await.organisation, 0);
    assert_eq!(roles(stage, &donor).await, [(Role::Donor, town.root)]);
    assert_eq!(code(store.run(&by(&donor), LeaveOrganisation).await), "wrong_state");
    // The session still says that it is a member; its account does not.
    assert_eq!(code(store.run(&by(&donor), take(wish)).await), "members_only");
    assert_eq!(store.own_claim(&donor, claim).await.expect("its claim").claim.id, claim);
    let donor = stage.actor(donor.account).await;
    store.run(&by(&donor), CancelClaim { id: claim, reason: "不方便".into() }).await.expect("cancelled");

    let abroad = invitation(stage, &other, other.union).await;
    assert_eq!(fields(store.organisation_join(&by(&donor), &abroad).await), [("invitation", "other_area")]);
    assert_eq!(fields(store.organisation_join(&by(&donor), " ").await), [("invitation", "required")]);
    let closing = SetOrganisationOpen { organisation: town.union, open: false };
    store.run(&by(&town.admin), closing).await.expect("closed");
    assert_eq!(fields(store.organisation_join(&by(&donor), &invited).await), [("invitation", "invitation_unknown")]);
    for stranger in [&town.family, &town.caseworker, &town.admin] {
        assert_eq!(code(store.organisation_join(&by(stranger), &invited).await), "not_allowed");
        assert_eq!(code(store.run(&by(stranger), LeaveOrganisation).await), "not_allowed");
    }
    stage.is_clean().await;
});

on_both!(invitations_cannot_be_guessed_by_an_account, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let right = invitation(stage, &town, town.union).await;
    for _ in 0..10 {
        let guess = store.organisation_join(&by(&town.donor), "ZZZZZZZZ").await;
        assert_eq!(fields(guess), [("invitation", "invitation_unknown")]);
    }
    assert_eq!(code(store.organisation_join(&by(&town.donor), &right).await), "too_many_tries");
    stage.clock.advance(3601);
    store.organisation_join(&by(&town.donor), &right).await.expect("an hour later");
});

on_both!(a_donor_moves_to_another_area_and_its_open_claims_stay, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let donor = stage.donor(&town).await;
    store.organisation_join(&by(&donor), &invitation(stage, &town, town.union).await).await.expect("joined");
    let donor = stage.actor(donor.account).await;
    let (here, there) = (stage.wish(&town, 2).await, stage.wish(&other, 1).await);
    let claim = store.run(&by(&donor), take(here)).await.expect("a claim").id;
    assert_eq!(code(store.run(&by(&donor), take(there)).await), "other_area");

    let area = |area| SetArea { area };
    assert_eq!(fields(store.run(&by(&donor), area(other.district)).await), [("area", "unknown")]);
    assert_eq!(fields(store.run(&by(&donor), area(0)).await), [("area", "unknown")]);
    store.run(&by(&donor), area(town.root)).await.expect("where it is");
    assert_eq!(stage.actor(donor.account).await.organisation, town.union, "nothing changed");
    store.run(&by(&donor), area(other.root)).await.expect("moved");
    let moved = stage.actor(donor.account).await;
    assert_eq!((moved.root, moved.organisation), (other.root, 0));
    assert_eq!(roles(stage, &donor).await, [(Role::Donor, other.root)]);

    // A session from before the move claims where the account is now.
    assert_eq!(code(store.run(&by(&donor), take(here)).await), "other_area");
    store.run(&by(&moved), take(there)).await.expect("a claim there");
    let file = store.own_claim(&moved, claim).await.expect("its claim").claim;
    assert!(file.state.is_owed());
    store.run(&by(&moved), CancelClaim { id: claim, reason: "搬家了".into() }).await.expect("cancelled");

    for bound in [&town.family, &town.shopkeeper, &town.admin] {
        assert_eq!(code(store.run(&by(bound), area(other.root)).await), "not_allowed");
    }
    // Staff with a donor's role stay where their work is.
    let both = stage.actor(town.shopkeeper.account).await;
    stage
        .plant(&format!(
            "insert into role_grant (account, role, area, path, granted) values ({}, 'donor', {}, '/{}/', 0)",
            both.account, town.root, town.root
        ))
        .await;
    let both = stage.actor(both.account).await;
    assert_eq!(code(store.run(&by(&both), area(other.root)).await), "not_allowed");
    stage.is_clean().await;
});
