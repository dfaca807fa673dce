//! Roles: no account raises its own, the other heads of an area are told, and reads under a new role leave a line.

use crate::support::{Stage, by, code, on_both, phone};
use domain::{
    accounts::{
        Actor, NEW_ROLE, NewAccount, Role,
        tokens::{NewToken, TokenScope},
    },
    areas::{AreaKind, NewArea},
    households::reveals::{OPEN_FOR, Reveal, RevealReason},
};
use store::{
    accounts::{
        roles::{GrantRole, RevokeRole, RoleOf},
        staff::SetAccountOpen,
    },
    areas::tree::AddArea,
    households::{list::HouseholdQuery, reveal::RevealHousehold},
};

fn staff(role: Role, area: i64) -> NewAccount {
    NewAccount { phone: phone(), name: "张三".into(), area, role }
}

/// Returns kind and text of the notices about roles of an account, newest first.
async fn told(stage: &Stage, reader: &Actor, account: i64) -> Vec<(&'static str, String)> {
    let items = stage.store.notices(reader, 0).await.expect("notices").items;
    let about = items.into_iter().filter(|n| n.subject == account && n.kind.as_str().starts_with("role_"));
    about.map(|notice| (notice.kind.as_str(), notice.text)).collect()
}

on_both!(no_account_grants_a_role_to_itself_or_reopens_itself, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let chief = stage.admin().await;
    let roles = async || stage.number("select count(*) from role_grant").await;
    let before = roles().await;
    let own = async |who: &Actor, role, area| {
        code(store.run(&by(who), GrantRole(RoleOf { account: who.account, role, area })).await)
    };
    assert_eq!(own(&town.coordinator, Role::Caseworker, town.district).await, "own_role");
    assert_eq!(own(&town.admin, Role::Caseworker, town.home).await, "own_role");
    assert_eq!(own(&chief, Role::Coordinator, town.root).await, "own_role");
    assert_eq!(own(&town.caseworker, Role::Coordinator, town.home).await, "not_allowed", "permission comes first");
    assert_eq!(own(&town.coordinator, Role::Caseworker, town.root).await, "not_found", "permission comes first");
    assert_eq!(
        code(store.run(&by(&town.admin), SetAccountOpen { account: town.admin.account, open: true }).await),
        "own_role"
    );
    assert_eq!(roles().await, before);

    // An administrator makes the first coordinator of a new root area: another account.
    let new = NewArea { parent: None, kind: AreaKind::City, name: "丙".into() };
    let root = store.run(&by(&chief), AddArea(new)).await.expect("a root area");
    let (first, _) = store.account_add(&by(&chief), staff(Role::Coordinator, root)).await.expect("a coordinator");
    let first = stage.actor(first).await;
    assert!(first.has(Role::Coordinator) && first.root == root);
    store
        .run(
            &by(&town.admin),
            GrantRole(RoleOf { account: town.auditor.account, role: Role::Coordinator, area: town.root }),
        )
        .await
        .expect("another's");
    // A role of one's own may be laid down.
    store
        .run(
            &by(&town.coordinator),
            RevokeRole(RoleOf { account: town.coordinator.account, role: Role::Coordinator, area: town.district }),
        )
        .await
        .expect("gone");
});

on_both!(the_other_heads_of_an_area_are_told_of_a_changed_role, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let (chief, subject) = (stage.admin().await, town.shopkeeper.account);
    let grant = async || {
        store
            .run(
                &by(&town.coordinator),
                GrantRole(RoleOf { account: subject, role: Role::Caseworker, area: town.home }),
            )
            .await
    };
    grant().await.expect("given");
    let text = format!("caseworker\n甲社区\n{}", town.coordinator.name);
    for head in [&town.auditor, &town.admin, &chief] {
        assert!(told(stage, head, subject).await.contains(&("role_granted", text.clone())), "{}", head.name);
    }
    let notice = &store.notices(&town.auditor, 0).await.expect("notices").items[0];
    assert_eq!((notice.title.as_str(), notice.subject), (town.shopkeeper.name.as_str(), subject));
    for apart in [&town.coordinator, &town.caseworker, &other.coordinator, &other.auditor, &other.admin] {
        let about = told(stage, apart, subject).await;
        assert!(about.iter().all(|(_, said)| *said != text), "{}: {about:?}", apart.name);
    }
    let before = told(stage, &town.auditor, subject).await.len();
    grant().await.expect("having it is no error");
    assert_eq!(told(stage, &town.auditor, subject).await.len(), before, "nothing changed, so nothing is told");

    store
        .run(&by(&town.admin), RevokeRole(RoleOf { account: subject, role: Role::Caseworker, area: town.home }))
        .await
        .expect("taken");
    let said = &told(stage, &town.coordinator, subject).await[0];
    assert_eq!(said, &("role_revoked", format!("caseworker\n甲社区\n{}", town.admin.name)));

    // A new account and a reopened one bring roles, too; a closed one loses them.
    let (new, _) = store.account_add(&by(&town.admin), staff(Role::Caseworker, town.home)).await.expect("added");
    assert_eq!(told(stage, &town.coordinator, new).await.len(), 1);
    for open in [false, false, true, true] {
        store.run(&by(&town.admin), SetAccountOpen { account: new, open }).await.expect("done");
    }
    let kinds: Vec<_> = told(stage, &town.coordinator, new).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["role_granted", "role_revoked", "role_granted"], "newest first");

    // A donor's role reads nothing of families.
    store
        .run(&by(&town.admin), GrantRole(RoleOf { account: subject, role: Role::Donor, area: town.root }))
        .await
        .expect("given");
    assert!(told(stage, &chief, subject).await.iter().all(|(_, said)| !said.starts_with("donor")));
});

on_both!(reading_files_under_a_new_role_leaves_a_line, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lines = async || stage.number("select count(*) from audit where action = 'new_role_read'").await;
    let before = lines().await;
    let read = async || store.household(&town.caseworker, town.household).await.expect("masked").0;
    assert!(!read().await.opened);
    assert_eq!(lines().await, before + 1, "a masked file leaves a line");
    read().await;
    store.notes(&town.caseworker, town.household, 0).await.expect("notes");
    assert_eq!(lines().await, before + 1, "one line per file and half hour");
    store.households(&town.auditor, &HouseholdQuery::default()).await.expect("a list");
    assert_eq!(lines().await, before + 2, "so does a list");
    store.household(&town.family, town.household).await.expect("its own");
    assert_eq!(lines().await, before + 2);

    stage.clock.advance(OPEN_FOR + 1);
    store
        .run(
            &by(&town.caseworker),
            RevealHousehold(Reveal { household: town.household, reason: RevealReason::Visit, words: String::new() }),
        )
        .await
        .expect("opened");
    assert!(read().await.opened);
    assert_eq!(lines().await, before + 2, "a revealed file leaves the line of its own kind");
    stage.clock.advance(NEW_ROLE);
    read().await;
    store.households(&town.caseworker, &HouseholdQuery::default()).await.expect("a list");
    assert_eq!(lines().await, before + 2, "a month later the role is not new");

    // A role that comes back with a reopened account is new again.
    for open in [false, true] {
        store.run(&by(&town.admin), SetAccountOpen { account: town.caseworker.account, open }).await.expect("done");
    }
    read().await;
    assert_eq!(lines().await, before + 3);
});

on_both!(a_revoked_role_is_gone_at_once_and_its_tokens_end_for_good, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let new = NewToken { name: "报表".into(), scope: TokenScope::Read, days: 30 };
    let token = store.token_make(&by(&town.caseworker), new).await.expect("a token").token;
    let session = async || store.token_session(&token).await.expect("an answer");
    assert!(session().await.is_some_and(|found| found.session.actor.has(Role::Caseworker)));
    let role = || RoleOf { account: town.caseworker.account, role: Role::Caseworker, area: town.district };
    let (admin, coordinator) = (by(&town.admin), by(&town.coordinator));
    let (one, two) = tokio::join!(store.run(&admin, RevokeRole(role())), store.run(&coordinator, RevokeRole(role())));
    assert_ne!(one.is_ok(), two.is_ok(), "once");
    assert!(session().await.is_none());
    store.run(&by(&town.admin), GrantRole(role())).await.expect("granted again");
    assert!(session().await.is_none(), "a role that comes back wakes no forgotten program");
    // A token of a role that goes another way finds nothing either: each request looks the roles up.
    let new = NewToken { name: "报表".into(), scope: TokenScope::Read, days: 30 };
    let token = store.token_make(&by(&town.caseworker), new).await.expect("a token").token;
    stage.plant(&format!("delete from role_grant where account = {}", town.caseworker.account)).await;
    let left = store.token_session(&token).await.expect("an answer").expect("the account is there");
    assert!(!left.session.actor.is_staff());
});
