//! Steps that ask again who sits there: a sign-in by password counts for ten minutes, then password or code.

use crate::support::{PASSWORD, Stage, asked_for, by, code, fields, on_both, phone, play, unique};
use domain::{
    accounts::{Actor, NewAccount, Role, factors::FRESH},
    areas::Policy,
    audit::AuditQuery,
    casework::{EraseReason, Erasure, Merging},
    points::PointsPolicy,
};
use sqlx::{Connection, PgConnection};
use store::{
    By,
    accounts::{
        factor::{
            setup::{BeginFactor, ResetFactor},
            totp::{STEP, code_at},
        },
        roles::{GrantRole, RevokeRole, RoleOf},
        session_list::EndOtherSessions,
        staff::SetAccountOpen,
    },
    areas::policies::{ClearPolicy, SetPolicy},
    casework::file::{erase::EraseFile, merge::MergeFiles},
    points::policy::{ClearPointsPolicy, SetPointsPolicy},
    reports::exports::ExportQuery,
};

/// Signs in by password; returns a maker of requests in that session.
async fn session(stage: &Stage, actor: &Actor) -> impl Fn() -> By {
    let phone = stage.store.profile(actor).await.expect("a profile").phone;
    let token = stage.store.sign_in(&phone, PASSWORD, "").await.expect("signed in").0;
    let session = stage.store.session(&token).await.expect("an answer").expect("a session");
    move || By::new(session.actor.clone(), format!("session-{}", unique())).in_session(session.id)
}

fn audits(account: i64, area: i64) -> RoleOf {
    RoleOf { account, role: Role::Auditor, area }
}

on_both!(each_guarded_step_is_refused_in_a_session_that_was_not_proved_lately, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let (spare, household) = (town.shopkeeper.account, town.household);
    let (admin, caseworker) = (session(stage, &town.admin).await, session(stage, &town.caseworker).await);
    let auditor = session(stage, &town.auditor).await;
    stage.clock.advance(FRESH);
    let needed = |refused: &'static str| assert_eq!(refused, "proof_needed");
    let erasure = || Erasure { household, reason: EraseReason::Asked, typed: household.to_string() };
    let new = || NewAccount { phone: phone(), name: "张三".into(), area: town.home, role: Role::Shopkeeper };
    let points = PointsPolicy { base: 10, ..PointsPolicy::default() };
    needed(code(store.run(&admin(), GrantRole(audits(spare, town.home))).await));
    needed(code(
        store.run(&admin(), RevokeRole(RoleOf { role: Role::Shopkeeper, ..audits(spare, town.district) })).await,
    ));
    needed(code(store.run(&admin(), SetAccountOpen { account: spare, open: false }).await));
    needed(code(store.account_add(&admin(), new()).await));
    needed(code(store.account_password(&admin(), spare).await));
    needed(code(store.household_password(&caseworker(), asked_for(household)).await));
    needed(code(store.run(&admin(), ResetFactor { account: spare }).await));
    needed(code(store.run(&admin(), BeginFactor::new()).await));
    needed(code(store.run(&admin(), SetPolicy { area: town.home, policy: Policy::default() }).await));
    needed(code(store.run(&admin(), ClearPolicy(town.home)).await));
    needed(code(store.run(&admin(), SetPointsPolicy { area: town.home, policy: points }).await));
    needed(code(store.run(&admin(), ClearPointsPolicy(town.home)).await));
    needed(code(store.run(&caseworker(), EraseFile(erasure())).await));
    let merging = Merging { keep: household, gone, same: Vec::new(), typed: household.to_string() };
    needed(code(store.run(&caseworker(), MergeFiles(merging)).await));
    needed(code(store.export_stock(&auditor(), 0).await));
    needed(code(store.export_movements(&auditor(), ExportQuery::default()).await));
    needed(code(store.export_receipts(&auditor(), ExportQuery::default()).await));
    needed(code(store.export_issues(&auditor(), ExportQuery::default()).await));
    needed(code(store.export_audit(&auditor(), &AuditQuery::default()).await));
    let exports = "select count(*) from audit where action like 'export_%'";
    assert_eq!(stage.number(exports).await, 0, "a refused one leaves no line");

    // Permission comes first, so that no account learns what it may do by being asked.
    let outsider = session(stage, &town.donor).await;
    stage.clock.advance(FRESH);
    assert_eq!(code(store.run(&outsider(), GrantRole(audits(spare, town.home))).await), "not_allowed");
    assert_eq!(code(store.run(&outsider(), EraseFile(erasure())).await), "not_allowed");
    assert_eq!(
        code(store.run(&outsider(), SetPolicy { area: town.home, policy: Policy::default() }).await),
        "not_allowed"
    );
    assert_eq!(code(store.export_stock(&outsider(), 0).await), "not_allowed");
    assert_eq!(code(store.account_add(&outsider(), new()).await), "not_allowed");
    assert_eq!(code(store.run(&caseworker(), ClearPolicy(town.home)).await), "not_allowed");

    // Other steps go on.
    store.run(&admin(), EndOtherSessions).await.expect("no proof is needed");
    store.session_prove(&admin(), PASSWORD, "").await.expect("proved");
    store.run(&admin(), GrantRole(audits(spare, town.home))).await.expect("granted");
    needed(code(store.run(&caseworker(), EraseFile(erasure())).await));
    // Clocks, the command line and the demo have no session.
    store.run(&by(&town.admin), RevokeRole(audits(spare, town.home))).await.expect("revoked");
});

on_both!(a_sign_in_by_password_counts_for_ten_minutes_and_a_card_proves_nothing, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let admin = session(stage, &town.admin).await;
    let grant = async || store.run(&admin(), GrantRole(audits(town.shopkeeper.account, town.home))).await;
    stage.clock.advance(FRESH - 60);
    grant().await.expect("granted");
    stage.clock.advance(60);
    assert_eq!(code(grant().await), "proof_needed");
    assert_eq!(fields(store.session_prove(&admin(), "wrong horse", "").await), [("proof", "wrong_sign_in")]);
    assert_eq!(fields(store.session_prove(&admin(), " ", "").await), [("proof", "required")]);
    assert_eq!(code(grant().await), "proof_needed");
    store.session_prove(&admin(), PASSWORD, "").await.expect("proved");
    stage.clock.advance(FRESH - 60);
    grant().await.expect("granted");

    // A proof is of one session, and of its own account.
    let other = session(stage, &town.admin).await;
    stage.clock.advance(FRESH);
    store.session_prove(&other(), PASSWORD, "").await.expect("proved");
    assert_eq!(code(grant().await), "proof_needed");
    let foreign = By { session: other().session, ..by(&town.caseworker) };
    assert_eq!(code(store.session_prove(&foreign, PASSWORD, "").await), "sign_in_needed");
    assert_eq!(code(store.session_prove(&by(&town.admin), PASSWORD, "").await), "sign_in_needed", "without a session");
    assert_eq!(code(store.session_prove(&by(&Actor::visitor()), PASSWORD, "").await), "sign_in_needed");

    let card = store.card_make(&by(&town.caseworker), asked_for(town.household)).await.expect("a card");
    store.card_sign_in(&card.secret, "", false, "").await.expect("signed in");
    assert_eq!(stage.number("select count(*) from session where way = 'card' and proved = 0").await, 1);
});

on_both!(five_wrong_proofs_pause_an_account_for_a_quarter_of_an_hour, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let admin = session(stage, &town.admin).await;
    for _ in 0..5 {
        assert_eq!(fields(store.session_prove(&admin(), "wrong horse", "").await), [("proof", "wrong_sign_in")]);
    }
    assert_eq!(code(store.session_prove(&admin(), PASSWORD, "").await), "too_many_tries");
    stage.clock.advance(15 * 60 + 1);
    store.session_prove(&admin(), PASSWORD, "").await.expect("proved");
});

on_both!(a_code_of_the_second_factor_is_a_proof_too_and_works_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let admin = session(stage, &town.admin).await;
    // Six digits are no code while it is off, and no password either.
    assert_eq!(fields(store.session_prove(&admin(), "123456", "").await), [("proof", "wrong_sign_in")]);
    store.run(&admin(), BeginFactor::new()).await.expect("a secret");
    let secret = store.factor(&town.admin).await.expect("a state").waiting.expect("a secret");
    let first = code_at(&secret, store.now()).expect("a code");
    store.factor_confirm(&admin(), &first, "").await.expect("on");
    stage.clock.advance(FRESH);
    assert_eq!(fields(store.session_prove(&admin(), &first, "").await), [("proof", "wrong_factor")], "it was used");
    stage.clock.advance(STEP);
    let next = code_at(&secret, store.now()).expect("a code");
    store.session_prove(&admin(), &next, "").await.expect("proved");
    assert_eq!(fields(store.session_prove(&admin(), &next, "").await), [("proof", "wrong_factor")]);
    store.run(&admin(), GrantRole(audits(town.shopkeeper.account, town.home))).await.expect("granted");
    store.session_prove(&admin(), PASSWORD, "").await.expect("the password is one, too");
});

on_both!(a_secret_that_waits_turns_nothing_on_without_a_fresh_proof, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let admin = session(stage, &town.admin).await;
    store.run(&admin(), BeginFactor::new()).await.expect("a secret");
    let secret = store.factor(&town.admin).await.expect("a state").waiting.expect("a secret");
    stage.clock.advance(FRESH);
    let typed = code_at(&secret, store.now()).expect("a code");
    assert_eq!(code(store.factor_confirm(&admin(), &typed, "").await), "proof_needed");
    store.session_prove(&admin(), PASSWORD, "").await.expect("proved");
    assert_eq!(fields(store.factor_confirm(&admin(), "", "").await), [("code", "required")], "not counted as wrong");
    store.factor_confirm(&admin(), &typed, "").await.expect("on");
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_waited_for_its_account_reads_the_proof_after_the_lock() {
    let stage = Stage::postgres().await;
    play(&stage, async {
        let town = stage.town("甲").await;
        let own = session(&stage, &town.caseworker).await;
        // A new password ends the account's sessions while a thief at its desk sets a second factor up.
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        let mut held = db.begin().await.expect("begun");
        let account = town.caseworker.account;
        for sql in ["update account set version = version + 1 where id = $1", "delete from session where account = $1"]
        {
            sqlx::query(sql).bind(account).execute(&mut *held).await.expect("held");
        }
        let (store, by) = (stage.store.clone(), own());
        let begun = tokio::spawn(async move { store.run(&by, BeginFactor::new()).await });
        let waits =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while stage.number(waits).await == 0 {
            assert!(!begun.is_finished(), "the step did not wait");
        }
        held.commit().await.expect("ended");
        assert_eq!(code(begun.await.expect("it ends")), "proof_needed");
        assert_eq!(stage.number("select count(*) from second_factor").await, 0);
    })
    .await;
}
