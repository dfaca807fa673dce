//! Sessions that are not used end, by role; one's own are listed and ended; a changed PIN or password ends the others.

use store::accounts::{
    roles::{GrantRole, RoleOf},
    session_list::{EndOtherSessions, EndSession},
};

use crate::support::{PASSWORD, Stage, asked_for, by, code, on_both};
use domain::{
    accounts::{
        Actor, Role,
        sessions::{SessionId, SignInWay},
    },
    households::HouseholdId,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

async fn signed_in(stage: &Stage, actor: &Actor) -> String {
    let phone = stage.store.profile(actor).await.expect("a profile").phone;
    stage.store.sign_in(&phone, PASSWORD, "").await.expect("signed in").0
}

async fn works(stage: &Stage, token: &str) -> bool {
    stage.store.actor(token).await.expect("an answer").is_some()
}

async fn id(stage: &Stage, token: &str) -> SessionId {
    stage.store.session(token).await.expect("an answer").expect("a session").id
}

/// Signs in with a new card, two times.
async fn by_card(stage: &Stage, keeper: &Actor, household: HouseholdId) -> [String; 2] {
    let card = stage.store.card_make(&by(keeper), asked_for(household)).await.expect("a card");
    let sign_in = async || stage.store.card_sign_in(&card.secret, "", false, "").await.expect("signed in").token;
    [sign_in().await, sign_in().await]
}

on_both!(staff_who_read_files_are_signed_out_after_half_an_hour_without_use, |stage| {
    let town = stage.town("甲").await;
    for reader in [&town.caseworker, &town.auditor] {
        let token = signed_in(stage, reader).await;
        for _ in 0..3 {
            stage.clock.advance(29 * MINUTE);
            assert!(works(stage, &token).await, "use keeps it open");
        }
        stage.clock.advance(30 * MINUTE + 1);
        assert!(!works(stage, &token).await, "{}", reader.name);
    }
});

on_both!(other_sessions_end_after_twelve_hours_without_use, |stage| {
    let town = stage.town("甲").await;
    for own in [&town.donor, &town.family] {
        let (token, unused) = (signed_in(stage, own).await, signed_in(stage, own).await);
        for _ in 0..4 {
            stage.clock.advance(11 * HOUR);
            assert!(works(stage, &token).await, "use keeps it open");
        }
        assert!(!works(stage, &unused).await, "{}", own.name);
        stage.clock.advance(12 * HOUR + 1);
        assert!(!works(stage, &token).await, "{}", own.name);
    }
    stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number("select count(*) from session").await, 0, "unused sessions are deleted");
});

on_both!(sessions_of_staff_end_after_twelve_hours_of_use, |stage| {
    let town = stage.town("甲").await;
    for staff in [&town.shopkeeper, &town.coordinator, &town.caseworker, &town.admin] {
        let token = signed_in(stage, staff).await;
        for _ in 0..12 * 3 - 1 {
            stage.clock.advance(20 * MINUTE);
            assert!(works(stage, &token).await, "{}", staff.name);
        }
        stage.clock.advance(20 * MINUTE + 1);
        assert!(!works(stage, &token).await, "{}", staff.name);
    }
});

on_both!(a_role_that_is_granted_during_a_session_shortens_it, |stage| {
    let town = stage.town("甲").await;
    let token = signed_in(stage, &town.donor).await;
    stage.clock.advance(31 * MINUTE);
    assert!(works(stage, &token).await);
    stage
        .store
        .run(&by(&town.admin), GrantRole(RoleOf { account: town.donor.account, role: Role::Auditor, area: town.root }))
        .await
        .expect("granted");
    stage.clock.advance(31 * MINUTE);
    assert!(!works(stage, &token).await);
});

on_both!(own_sessions_are_listed_and_ended, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let [first, second] = by_card(stage, &town.caseworker, town.household).await;
    let here = signed_in(stage, &town.family).await;
    let others = signed_in(stage, &town.donor).await;
    let (family, current) = (&town.family, id(stage, &here).await);
    let listed = store.my_sessions(family, current).await.expect("a list");
    let lines: Vec<_> = listed.iter().map(|line| (line.id, line.way, line.current, line.staff_issued)).collect();
    let (one, two) = (id(stage, &first).await, id(stage, &second).await);
    assert_eq!(
        lines,
        [
            (current, SignInWay::Password, true, false),
            (two, SignInWay::Card, false, true),
            (one, SignInWay::Card, false, true)
        ]
    );

    let foreign = id(stage, &others).await;
    assert_eq!(code(store.run(&by(family), EndSession(foreign)).await), "not_found");
    assert_eq!(code(store.run(&by(&Actor::visitor()), EndSession(one)).await), "sign_in_needed");
    assert!(works(stage, &others).await);
    store.run(&by(family), EndSession(one)).await.expect("ended");
    assert_eq!(code(store.run(&by(family), EndSession(one)).await), "not_found");
    assert!(!works(stage, &first).await && works(stage, &second).await);

    let last = signed_in(stage, &town.family).await;
    store.run(&by(family).in_session(current), EndOtherSessions).await.expect("ended");
    assert!(!works(stage, &second).await && !works(stage, &last).await);
    assert!(works(stage, &here).await && works(stage, &others).await);
    assert_eq!(store.my_sessions(family, current).await.expect("a list").len(), 1);
    assert_eq!(code(store.my_sessions(&Actor::visitor(), current).await), "sign_in_needed");
});

on_both!(an_unused_session_is_not_listed, |stage| {
    let town = stage.town("甲").await;
    signed_in(stage, &town.family).await;
    stage.clock.advance(12 * HOUR + 1);
    let here = signed_in(stage, &town.family).await;
    let current = id(stage, &here).await;
    let listed = stage.store.my_sessions(&town.family, current).await.expect("a list");
    assert_eq!(listed.iter().map(|line| line.id).collect::<Vec<_>>(), [current]);
    let file = stage.store.household_sign_in(&town.caseworker, town.household).await.expect("the file");
    assert_eq!(file.sessions, 1);
});

on_both!(a_new_or_removed_pin_ends_every_other_session, |stage| {
    let town = stage.town("甲").await;
    let store = &stage.store;
    let [here, other] = by_card(stage, &town.caseworker, town.household).await;
    let by_password = signed_in(stage, &town.family).await;
    let bystander = signed_in(stage, &town.donor).await;
    let current = id(stage, &here).await;
    store.pin_set(&by(&town.family).in_session(current), "", "4826").await.expect("a PIN");
    assert!(works(stage, &here).await && works(stage, &bystander).await);
    assert!(!works(stage, &other).await && !works(stage, &by_password).await);

    let by_password = signed_in(stage, &town.family).await;
    store.pin_remove(&by(&town.family).in_session(current), "4826").await.expect("removed");
    assert!(works(stage, &here).await && !works(stage, &by_password).await);
});

on_both!(a_changed_password_ends_every_other_session, |stage| {
    let town = stage.town("甲").await;
    let [one, two] = by_card(stage, &town.caseworker, town.household).await;
    let here = signed_in(stage, &town.family).await;
    let fresh = stage.store.change_password(&by(&town.family), PASSWORD, "battery staple").await.expect("changed");
    for ended in [&one, &two, &here] {
        assert!(!works(stage, ended).await);
    }
    assert!(works(stage, &fresh).await);
});
