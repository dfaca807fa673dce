//! The audit trail: which area a line belongs to, who reads it, and what a page costs.

use domain::{
    DAY,
    accounts::Actor,
    audit::{AuditPlace, AuditQuery, AuthorKind, DeviceKind, Record, SUBJECTS},
    households::reveals::{Reveal, RevealReason},
};
use store::{
    areas::tree::RenameArea,
    audit::question::{Scope, lookup},
    households::reveal::RevealHousehold,
    with_device,
};

use crate::support::{Stage, by, code, on_both, plan_of};

fn of(subject: &str, id: i64) -> AuditQuery {
    AuditQuery { record: Some(Record { subject: subject.into(), id }), ..AuditQuery::default() }
}

/// Returns the operations that an actor reads, newest first.
async fn operations(stage: &Stage, reader: &Actor, query: &AuditQuery) -> Vec<String> {
    let page = stage.store.audit_trail(reader, query).await.expect("a page");
    page.lines.into_iter().map(|line| line.action).collect()
}

on_both!(a_line_belongs_to_the_area_of_its_record, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let (store, admin) = (&stage.store, stage.admin().await);
    store.run(&by(&admin), RenameArea { area: town.home, name: "新名".into() }).await.expect("renamed");
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    stage.clock.advance(30 * DAY);
    store.run_clocks().await.expect("the clocks run");

    // What an administrator of the installation and a job did there is read by the auditor of the district.
    assert_eq!(operations(stage, &town.auditor, &of("area", town.home)).await[0], "area_rename");
    let lines = store.audit_trail(&town.auditor, &of("claim", claim)).await.expect("a page").lines;
    let last = lines.first().expect("a line");
    assert_eq!(
        (last.action.as_str(), last.author, last.device),
        ("claim_lapse", AuthorKind::Server, Some(DeviceKind::Job))
    );
    assert_eq!((last.area, last.area_name.as_str()), (town.home, "新名"));
    // The account above the district, and the other root area, are not.
    for reader in [&town.auditor, &town.coordinator] {
        assert_eq!(operations(stage, reader, &of("account", town.auditor.account)).await, Vec::<String>::new());
    }
    assert_eq!(operations(stage, &town.admin, &of("account", town.auditor.account)).await, ["town"]);
    for query in [of("claim", claim), of("area", town.home), of("wish", wish)] {
        assert_eq!(operations(stage, &other.auditor, &query).await, Vec::<String>::new());
        assert_eq!(operations(stage, &other.admin, &query).await, Vec::<String>::new());
    }
    let here = AuditQuery { area: town.home, ..AuditQuery::default() };
    assert_eq!(code(store.audit_trail(&other.admin, &here).await), "not_found");
    // Lines of the installation, such as its first administrator, are for its administrators.
    let first = AuditQuery { action: "first_admin".into(), ..AuditQuery::default() };
    assert_eq!(operations(stage, &admin, &first).await, ["first_admin"]);
    assert_eq!(operations(stage, &town.admin, &first).await, Vec::<String>::new());
    for reader in [&town.caseworker, &town.shopkeeper, &town.donor, &town.family] {
        assert_eq!(code(store.audit_trail(reader, &AuditQuery::default()).await), "not_allowed");
        assert_eq!(code(store.export_audit(&by(reader), &AuditQuery::default()).await), "not_allowed");
        assert!(store.audit_of(reader, "wish", wish).await.expect("none").is_empty());
    }
    assert_eq!(code(store.audit_trail(&Actor::visitor(), &AuditQuery::default()).await), "sign_in_needed");
});

on_both!(a_line_of_an_account_stays_in_its_root_area, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    stage.store.export_stock(&by(&town.shopkeeper), other.shop).await.expect("nothing of it");
    let export = AuditQuery { action: "export_stock".into(), ..AuditQuery::default() };
    assert_eq!(operations(stage, &town.admin, &export).await, ["export_stock"]);
    assert_eq!(operations(stage, &other.admin, &export).await, Vec::<String>::new());
});

on_both!(families_are_not_named_and_staff_are, |stage| {
    let town = stage.town("甲").await;
    let reveal = Reveal { household: town.household, reason: RevealReason::Visit, words: String::new() };
    let keeper = by(&town.caseworker);
    let write = stage.store.run(&keeper, RevealHousehold(reveal));
    with_device(DeviceKind::Phone, write).await.expect("revealed");
    let line = |lines: Vec<domain::audit::AuditLine>| lines.into_iter().next().expect("a line");
    let revealed = line(stage.store.audit_of(&town.auditor, "household", town.household).await.expect("lines"));
    assert_eq!((revealed.action.as_str(), revealed.device), ("household_reveal", Some(DeviceKind::Phone)));
    assert_eq!((revealed.author, revealed.name.as_str()), (AuthorKind::Person, "甲 caseworker"));
    stage.store.view_set(&by(&town.family), true).await.expect("stored");
    let by_family = AuditQuery { account: town.family.account, ..AuditQuery::default() };
    let viewed = line(stage.store.audit_trail(&town.admin, &by_family).await.expect("a page").lines);
    assert_eq!((viewed.author, viewed.name.as_str(), viewed.device), (AuthorKind::Family, "", None));
});

on_both!(every_kind_of_record_takes_a_line, |stage| {
    let town = stage.town("甲").await;
    let (actor, others) = (town.admin.clone(), ["photo_waiting", "voice_note", "ug"]);
    let lines = stage.store.script(move |tx, ()| {
        let actor = actor.clone();
        Box::pin(async move {
            tx.play(&actor, 1_795_000_000, "town");
            for subject in SUBJECTS.iter().copied().chain(others) {
                // No such record: the line falls to the actor's root area.
                tx.audit(subject, 0).await?;
            }
            Ok(())
        })
    });
    lines.await.expect("written");
    let count = "select count(*) from audit where subject_id = 0 and at = 1795000000";
    let all = stage.number(count).await;
    assert_eq!(all, i64::try_from(SUBJECTS.len() + others.len()).expect("few"));
    assert_eq!(stage.number(&format!("{count} and root = {0} and area = {0}", town.root)).await, all);
});

on_both!(pages_neither_repeat_nor_skip_while_lines_are_added, |stage| {
    let town = stage.town("甲").await;
    let add = |from: i64, to: i64, at: i64| {
        let rows: Vec<_> = (from..to)
            .map(|n| {
                format!("({at}, {}, 'planted', 'wish', {n}, {}, {})", town.caseworker.account, town.root, town.home)
            })
            .collect();
        format!("insert into audit (at, account, action, subject, subject_id, root, area) values {}", rows.join(", "))
    };
    // 120 lines of three seconds, so that pages end within a second.
    for second in 0..3 {
        stage.plant(&add(second * 40, second * 40 + 40, 2_000_000_000 + second)).await;
    }
    let planted = AuditQuery { action: "planted".into(), ..AuditQuery::default() };
    for reader in [&town.admin, &town.auditor] {
        let (mut seen, mut cursor, mut pages) = (Vec::new(), AuditPlace::default(), 0);
        loop {
            let page =
                stage.store.audit_trail(reader, &AuditQuery { cursor, ..planted.clone() }).await.expect("a page");
            seen.extend(page.lines.iter().map(|line| line.subject_id).filter(|n| *n < 120));
            stage.plant(&add(1000 + pages * 10, 1010 + pages * 10, 2_000_000_009)).await;
            pages += 1;
            let Some(next) = page.next else { break };
            cursor = next;
        }
        assert_eq!(seen, (0..120).rev().collect::<Vec<_>>());
        stage.plant("delete from audit where subject_id >= 1000 and action = 'planted'").await;
    }
    let second = AuditQuery { from: 2_000_000_001, to: 2_000_000_002, ..planted };
    let found = stage.store.audit_trail(&town.auditor, &second).await.expect("a page");
    assert!(
        found.lines.len() == 40 && found.lines.iter().all(|line| line.at == 2_000_000_001),
        "{}",
        found.lines.len()
    );
    let export = stage.store.export_audit(&by(&town.auditor), &second).await.expect("an export");
    assert_eq!((export.rows, export.cut), (found.lines, false));
});

on_both!(every_filter_is_looked_up_by_its_index, |stage| {
    stage.town("甲").await;
    let action = || AuditQuery { action: "wish_post".into(), ..AuditQuery::default() };
    let account = || AuditQuery { account: 7, ..action() };
    let scopes = [Scope::All, Scope::Root(1), Scope::Areas(1, vec![2, 3])];
    for scope in &scopes {
        let own = match scope {
            Scope::All => "audit_at",
            Scope::Root(_) => "audit_root",
            Scope::Areas(..) => "audit_area",
        };
        let record = AuditQuery { account: 7, ..of("wish", 3) };
        for (query, index) in [
            (AuditQuery::default(), own),
            (action(), "audit_action"),
            (account(), "audit_account"),
            (record, "audit_subject"),
        ] {
            let lead = query.record.is_some();
            let texts = [format!("'{}'", query.action), if lead { "'wish'".into() } else { "''".into() }];
            let mut sql = lookup(scope, &query, 51).expect("a statement");
            for (name, value) in [
                ("$1", "5"),
                ("$2", "2000000000"),
                ("$3", "9"),
                ("$4", if query.account == 0 { "0" } else { "7" }),
                ("$5", texts[0].as_str()),
                ("$6", texts[1].as_str()),
                ("$7", if lead { "3" } else { "0" }),
            ] {
                sql = sql.replace(name, value);
            }
            if stage.is_postgres() {
                // PostgreSQL scans small tables, so other scans are off: the plan shows that the index gives the order.
                let off = "set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; explain";
                let plan = plan_of(stage, &format!("{off} {sql}")).await;
                assert!(plan.contains(&format!("using {index} ")) && !plan.contains("Sort"), "{index}: {plan}");
            } else {
                let plan = plan_of(stage, &format!("explain query plan {sql}")).await;
                assert!(plan.contains(&format!("INDEX {index} ")) && !plan.contains("TEMP B-TREE"), "{index}: {plan}");
            }
        }
    }
});
