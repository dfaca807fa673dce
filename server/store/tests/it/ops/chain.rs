//! The chains over journals and audit lines: what is changed behind them is named, however many servers make links.

use crate::support::{Stage, by, code, fields, on_both};
use domain::{
    DAY,
    audit::Retention,
    casework::{EraseReason, Erasure, Merging},
    ledger::{Condition, Origin},
    time::Month,
};
use sqlx::{Connection, PgConnection};
use store::{
    casework::file::merge::MergeFiles,
    claims::lifecycle::ConfirmClaim,
    db::chain::parse_heads,
    ops::chain::retention::ChangeRetention,
    points::adjustments::{ByHand, GivePoints},
    reports::monthly::PublishMonthNotice,
    stock::movements::ReceiveStock,
};

async fn said(stage: &Stage) -> Vec<String> {
    stage.store.check().await.expect("checked")
}

async fn grow(stage: &Stage) {
    stage.store.chains_grow().await.expect("links are made");
}

/// Takes the triggers away that refuse changes of the ledger, as the owner of a database can.
async fn free_ledger(stage: &Stage) {
    let sql = if stage.is_postgres() {
        "alter table journal disable trigger user; alter table entry disable trigger user"
    } else {
        "drop trigger journal_keep; drop trigger journal_stay; drop trigger entry_keep; drop trigger entry_stay"
    };
    stage.plant(sql).await;
}

on_both!(check_names_what_was_changed_or_removed_behind_its_link, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    stage.arrive(&town, claim).await;
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let receipt = ReceiveStock {
        location: town.shop,
        item,
        size: String::new(),
        quantity: 9,
        condition: Condition::New,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    let lot = stage.store.run(&by(&town.shopkeeper), receipt).await.expect("received");
    grow(stage).await;
    assert_eq!(said(stage).await, Vec::<String>::new());

    let line = stage.number("select min(id) from audit where subject = 'claim'").await;
    stage.plant(&format!("update audit set account = account + 1 where id = {line}")).await;
    let lines = said(stage).await;
    let changed = format!("chain: audit line {line} is not as it was when link");
    assert!(lines.len() == 1 && lines[0].starts_with(&changed), "{lines:#?}");
    stage.plant(&format!("update audit set account = account - 1 where id = {line}")).await;

    stage.plant(&format!("create table kept as select * from audit where id = {line}")).await;
    stage.plant(&format!("delete from audit where id = {line}")).await;
    let lines = said(stage).await;
    assert!(lines.len() == 1 && lines[0].starts_with(&format!("chain: audit line {line} is gone")), "{lines:#?}");
    stage.plant("insert into audit select * from kept; drop table kept").await;

    // A lot's date, which no statement can tell from another one.
    let posted = stage.number(&format!("select min(journal) from entry where lot = {lot}")).await;
    stage.plant(&format!("update lot set expires = expires + 86400 where id = {lot}")).await;
    let lines = said(stage).await;
    let named = format!("chain: journal {posted} is not as it was when link");
    assert!(!lines.is_empty() && lines[0].starts_with(&named), "{lines:#?}");
    assert!(lines.iter().all(|line| line.starts_with("chain: journal ")), "no other comparison sees it: {lines:#?}");
    stage.plant(&format!("update lot set expires = expires - 86400 where id = {lot}")).await;
    assert_eq!(said(stage).await, Vec::<String>::new());

    // A whole journal, with everything that is computed from it.
    free_ledger(stage).await;
    stage
        .plant(&format!(
            "delete from entry where lot = {lot};
             delete from journal where not exists (select 1 from entry e where e.journal = journal.id);
             delete from balance where lot = {lot}; delete from lot where id = {lot};
             update shelf set quantity = quantity - 9 where item = {item} and size = '' and location = {}",
            town.shop
        ))
        .await;
    let gone = format!("chain: journal {posted} is gone");
    assert!(said(stage).await.iter().any(|line| line.starts_with(&gone)));
});

on_both!(a_chain_that_was_made_anew_differs_from_heads_that_are_kept_apart, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    stage.claim(&town, wish, 1).await;
    grow(stage).await;
    let kept = stage.store.chain_heads().await.expect("heads");
    let kept = parse_heads(&kept).expect("heads");
    assert!(!kept.is_empty() && stage.store.check_heads(&kept).await.expect("compared").is_empty());
    let month = Month::of(stage.store.now() - 40 * DAY).to_string();
    let publish = PublishMonthNotice { location: town.shop, month: month.clone(), open: true };
    stage.store.run(&by(&town.shopkeeper), publish).await.expect("published");
    let notice = stage.store.public_notice(town.shop, &month).await.expect("public");
    assert_eq!(parse_heads(&notice.heads).expect("heads"), kept, "the notice says them to all");

    // An attacker who may write to the database changes a line and makes all links anew.
    stage.plant("update audit set account = account + 1 where subject = 'claim'").await;
    stage.plant("delete from chain_link").await;
    stage.plant("update chain set head = 0, digest = '', low = 0").await;
    grow(stage).await;
    let differs = stage.store.check_heads(&kept).await.expect("compared");
    assert!(differs.iter().any(|line| line.contains("of the audit chain is not audit:")), "{differs:#?}");
    let lines = said(stage).await;
    let named = format!("chain: the notice of location {} for {month} says audit:", town.shop);
    assert!(lines.len() == 1 && lines[0].starts_with(&named), "{lines:#?}");
});

on_both!(each_record_gets_one_link_from_any_number_of_servers, |stage| {
    let town = stage.town("甲").await;
    let other = stage.another().await;
    for _ in 0..3 {
        let wish = stage.wish(&town, 1).await;
        let (one, two) = tokio::join!(stage.store.chains_grow(), other.chains_grow());
        let claim = stage.claim(&town, wish, 1).await.id;
        stage.arrive(&town, claim).await;
        assert!(one.is_ok() && two.is_ok());
    }
    let (one, two) = tokio::join!(stage.store.chains_grow(), other.chains_grow());
    assert!(one.expect("links") + two.expect("links") > 0);
    other.close().await;
    for (chain, records) in [("audit", "audit"), ("journal", "journal")] {
        let links = format!("select count(*) from chain_link where chain = '{chain}'");
        let last = format!("select coalesce(max(number), 0) from chain_link where chain = '{chain}'");
        let all = stage.number(&format!("select count(*) from {records}")).await;
        assert_eq!((stage.number(&links).await, stage.number(&last).await), (all, all), "{chain}");
    }
    assert_eq!(said(stage).await, Vec::<String>::new());
    assert_eq!(stage.store.chains_grow().await.expect("nothing to do"), 0);

    // A transaction that took its id before others and commits after them gets its link later.
    if stage.is_postgres() {
        let mut late = PgConnection::connect(&stage.url).await.expect("a connection");
        let mut open = late.begin().await.expect("a transaction");
        let sql = "insert into audit (at, account, action, subject, subject_id, root) values (1, 0, 'late', '', 0, 0)";
        sqlx::query(sql).execute(&mut *open).await.expect("inserted");
        stage.wish(&town, 1).await;
        grow(stage).await;
        open.commit().await.expect("committed");
        assert_eq!(stage.store.chains_grow().await.expect("its link"), 1);
        assert_eq!(said(stage).await, Vec::<String>::new());
    }

    // Once no transaction can be open any more, a record between older ones was added past the server.
    for _ in 0..3 {
        stage.clock.advance(601);
        stage.wish(&town, 1).await;
        grow(stage).await;
    }
    let forged =
        "insert into audit (id, at, account, action, subject, subject_id, root) values (0, 1, 0, 'x', '', 0, 0)";
    stage.plant(forged).await;
    grow(stage).await;
    assert_eq!(said(stage).await, ["chain: audit line 0 has no link, but later ones have"]);
});

on_both!(merging_and_erasing_leave_every_link_as_it_was, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    let (other, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let gift = ByHand { household: other, points: 30, reason: "慰问".into() };
    store.run(&by(&town.caseworker), GivePoints(gift)).await.expect("given");
    grow(stage).await;
    let heads = parse_heads(&store.chain_heads().await.expect("heads")).expect("heads");
    assert_eq!(heads.len(), 2, "of journals and of audit lines");

    let keep = town.household;
    let pair = store.files_pair(&town.caseworker, keep, other).await.expect("both files");
    let same = pair.gone.members.iter().map(|member| (member.id, 0)).collect();
    let merging = Merging { keep, gone: other, same, typed: keep.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    let erasure = Erasure { household: keep, reason: EraseReason::Asked, typed: keep.to_string() };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    grow(stage).await;
    assert_eq!(said(stage).await, Vec::<String>::new());
    assert_eq!(store.check_heads(&heads).await.expect("compared"), Vec::<String>::new());
});

on_both!(old_audit_lines_go_once_they_are_in_a_file_and_notices_once_they_are_read, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    grow(stage).await;
    let early = parse_heads(&store.chain_heads().await.expect("heads")).expect("heads");
    assert!(store.set_retention(Retention { notice_days: 1, audit_years: 1 }).await.is_err(), "too short");
    let (boss, change) = (stage.admin().await, |days| ChangeRetention(Retention { notice_days: days, audit_years: 1 }));
    assert_eq!(code(store.run(&by(&town.admin), change(90)).await), "not_allowed", "of a root area only");
    assert_eq!(fields(store.run(&by(&boss), change(1)).await), [("notice-days", "out_of_range")]);
    store.run(&by(&boss), change(90)).await.expect("set");
    assert_eq!(code(store.retention_state(&town.coordinator).await), "not_allowed");
    for read in [0, 1] {
        stage
            .plant(&format!(
                "insert into notice (account, kind, wish, claim, title, text, created, read_at)
                 values ({}, 'claim_taken', 0, 0, '', '', {}, {read})",
                town.family.account,
                store.now()
            ))
            .await;
    }
    let notices =
        format!("select count(*) from notice where account = {} and kind = 'claim_taken'", town.family.account);
    store.run_clocks().await.expect("clocks");
    assert_eq!(stage.number(&notices).await, 2, "younger than the policy's days");
    stage.clock.advance(91 * DAY);
    let due = store.retention_state(&town.admin).await.expect("a state");
    assert_eq!((due.policy.notice_days, due.notices, due.audit_lines), (90, 1, 0));
    store.run_clocks().await.expect("clocks");
    assert_eq!(stage.number(&format!("{notices} and read_at > 0")).await, 0);
    assert_eq!(stage.number(&format!("{notices} and read_at = 0")).await, 1, "what is not read yet stays");

    stage.clock.advance(400 * DAY);
    store.run_clocks().await.expect("clocks");
    let old = format!("select count(*) from audit where at < {}", store.now() - 366 * DAY);
    let lines = stage.number(&old).await;
    assert!(lines > 5, "none goes that is in no file: {lines}");
    assert_eq!(store.old_audit_lines().await.expect("counted"), lines, "`check` says how many wait");
    assert_eq!(store.retention_state(&boss).await.expect("a state").audit_lines, lines, "and so does the page");
    let folder = std::env::temp_dir().join(format!("wishbridge-audit-{:032x}", rand::random::<u128>()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("audit.csv");
    let written = store.write_out_audit(&file).await.expect("written").expect("old lines");
    let text = std::fs::read_to_string(&file).expect("a file");
    assert_eq!((written.lines, text.lines().count() as i64), (lines, lines + 2), "a line each, after two of the head");
    assert!(store.write_out_audit(&file).await.is_err(), "a file is never written over");
    assert_eq!(stage.number(&old).await, lines, "the jobs remove them");
    store.run_clocks().await.expect("clocks");
    assert_eq!(stage.number(&old).await, 0);
    assert_eq!(said(stage).await, Vec::<String>::new());
    assert!(store.check_heads(&early).await.expect("compared").is_empty(), "of links that are gone nothing is said");
    assert_eq!(store.write_out_audit(&folder.join("again.csv")).await.expect("nothing is old"), None);
    std::fs::remove_dir_all(&folder).expect("removed");

    stage.plant("delete from audit_export").await;
    let lines = said(stage).await;
    assert!(lines.len() == 1 && lines[0].contains("the audit chain begins after link"), "{lines:#?}");
});
