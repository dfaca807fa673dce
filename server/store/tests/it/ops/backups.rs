//! Backups by schedule: one server at a time, rotation, trials, and what happens after a failure.

use std::path::PathBuf;

use crate::support::{self, Stage, on_both};
use domain::{
    DAY,
    accounts::Actor,
    backups::{BackupFault, BackupKind, Keep},
};
use store::{
    Store,
    crypto::backup_keys::BackupKeys,
    db::backup::{BackupOptions, heads_file, is_encrypted, label_of, restore, restore_as},
    ops::backups::{Ended, Plan},
};

/// A folder that is removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("wishbridge-copies-{:032x}", rand::random::<u128>()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    /// A copy a day, of which two are kept.
    fn plan(&self, folder: &str) -> Plan {
        Plan {
            folder: self.0.join(folder),
            every: DAY,
            keep: Keep { daily: 2, weekly: 0, monthly: 0 },
            key_file: self.0.join("keys"),
            bucket: None,
        }
    }

    /// Names of what lies in the plan's folder, without the heads beside the copies.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(folder)).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
        names.filter(|name| !name.ends_with(".heads")).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn follow(store: &Store, plan: &Plan) -> Vec<Ended> {
    store.backups_follow(plan).await.expect("looked at")
}

fn kinds(ended: &[Ended]) -> Vec<BackupKind> {
    ended.iter().map(|run| run.kind).collect()
}

/// Databases of trials on the same server; always none for SQLite.
async fn left(stage: &Stage) -> i64 {
    if !stage.is_postgres() {
        return 0;
    }
    stage
        .number("select count(*) from pg_database where datname like substr(current_database(), 1, 40) || '_trial%'")
        .await
}

on_both!(copies_are_made_by_one_server_tried_at_once_and_rotated, |stage| {
    stage.town("甲").await;
    let (folder, other) = (Folder::new(), stage.another().await);
    let plan = folder.plan("copies");
    let (mine, theirs) = tokio::join!(follow(&stage.store, &plan), follow(&other, &plan));
    let both = [mine, theirs].concat();
    assert!(both.iter().all(|run| run.failure.is_none()), "{both:?}");
    let copies = kinds(&both).into_iter().filter(|kind| *kind == BackupKind::Copy).count();
    assert_eq!((copies, both.len()), (1, 2), "one copy and one trial by either server: {both:?}");
    other.close().await;
    assert_eq!(follow(&stage.store, &plan).await, Vec::new(), "nothing is due");
    assert_eq!((folder.names("copies").len(), left(stage).await), (1, 0), "no trial is left");

    for day in 1..4 {
        stage.clock.advance(DAY);
        assert_eq!(kinds(&follow(&stage.store, &plan).await), [BackupKind::Copy], "day {day}: no trial is due");
    }
    std::fs::write(folder.0.join("copies/mine.backup"), "another file").expect("written");
    stage.clock.advance(4 * DAY);
    assert_eq!(kinds(&follow(&stage.store, &plan).await), [BackupKind::Copy, BackupKind::Trial], "a week later");
    let mut names = folder.names("copies");
    names.sort_unstable();
    assert_eq!(names.len(), 3, "two copies and what is none: {names:?}");
    assert_eq!(names[0], "mine.backup");
    let heads = std::fs::read_dir(folder.0.join("copies")).expect("the folder").count() - names.len();
    assert_eq!(heads, 2, "the heads go with their copies");
    let summary = stage.store.backup_summary().await.expect("a summary");
    assert!(summary.copied >= stage.clock.now() - 60 && !summary.is_copy_broken() && !summary.is_trial_broken());
    assert!(!summary.is_late(Some(DAY), stage.clock.now()) && summary.is_late(Some(DAY), stage.clock.now() + 3 * DAY));
});

on_both!(a_copy_of_what_does_not_add_up_fails_its_trial_and_leaves_nothing, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    stage.plant(&format!("update wish set claimed = 1 where id = {wish}")).await;
    let folder = Folder::new();
    let ended = follow(&stage.store, &folder.plan("copies")).await;
    assert_eq!(kinds(&ended), [BackupKind::Copy, BackupKind::Trial]);
    let (fault, detail) = ended[1].failure.clone().expect("a failure");
    assert_eq!(fault, BackupFault::Check);
    assert!(detail.contains(&format!("wish {wish}")), "{detail}");
    assert!(stage.store.backup_summary().await.expect("a summary").is_trial_broken());
    assert_eq!((folder.names("copies").len(), left(stage).await), (1, 0));

    // A copy that is damaged on the disk is found as well, and the next trial is a good one.
    stage.plant(&format!("update wish set claimed = 0 where id = {wish}")).await;
    std::fs::write(&ended[0].file, "no copy any more").expect("damaged");
    stage.clock.advance(3600);
    let ended = follow(&stage.store, &folder.plan("copies")).await;
    assert_eq!(kinds(&ended), [BackupKind::Trial], "an hour after a failure");
    assert_eq!(ended[0].failure.as_ref().map(|(fault, _)| *fault), Some(BackupFault::Restore), "{ended:?}");
    stage.clock.advance(DAY);
    let ended = follow(&stage.store, &folder.plan("copies")).await;
    assert!(kinds(&ended) == [BackupKind::Copy, BackupKind::Trial] && ended.iter().all(|run| run.failure.is_none()));
    assert!(!stage.store.backup_summary().await.expect("a summary").is_trial_broken());
});

on_both!(a_run_that_failed_or_lost_its_server_is_made_again, |stage| {
    let folder = Folder::new();
    std::fs::write(folder.0.join("file"), "no folder").expect("written");
    let ended = follow(&stage.store, &folder.plan("file/below")).await;
    assert!(matches!(ended.as_slice(), [Ended { failure: Some((BackupFault::Write, _)), .. }]), "{ended:?}");
    assert!(stage.store.backup_summary().await.expect("a summary").is_copy_broken());
    assert_eq!(follow(&stage.store, &folder.plan("copies")).await, Vec::new(), "not at once");
    stage.clock.advance(3600);
    assert_eq!(kinds(&follow(&stage.store, &folder.plan("copies")).await), [BackupKind::Copy, BackupKind::Trial]);
    assert!(!stage.store.backup_summary().await.expect("a summary").is_copy_broken());

    stage.clock.advance(DAY);
    let now = stage.clock.now();
    stage
        .plant(&format!(
            "insert into backup_run (kind, state, fault, file, bytes, begun, beat, ended, detail)
             values ('copy', 'running', '', 'x', 0, {now}, {now}, 0, '')"
        ))
        .await;
    assert_eq!(follow(&stage.store, &folder.plan("copies")).await, Vec::new(), "another server is at it");
    stage.clock.advance(3601);
    assert_eq!(kinds(&follow(&stage.store, &folder.plan("copies")).await), [BackupKind::Copy]);
    assert_eq!(stage.number("select count(*) from backup_run where fault = 'stopped'").await, 1);

    // What a clock that was years ahead left: the next copy does not wait for those years.
    stage.clock.advance(DAY);
    let ahead = stage.clock.now() + 1000 * DAY;
    stage
        .plant(&format!(
            "insert into backup_run (kind, state, fault, file, bytes, begun, beat, ended, detail)
             values ('copy', 'done', '', 'x', 1, {ahead}, {ahead}, {ahead}, '')"
        ))
        .await;
    assert_eq!(kinds(&follow(&stage.store, &folder.plan("copies")).await), [BackupKind::Copy]);
    assert!(stage.store.backup_summary().await.expect("a summary").copied < ahead);
});

on_both!(an_encrypted_copy_is_tried_and_restored_with_its_key_only, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let folder = Folder::new();
    let plan = folder.plan("copies");
    let keys = BackupKeys::add_to(&plan.key_file).expect("a key");
    let ended = follow(&stage.store, &plan).await;
    assert_eq!(kinds(&ended), [BackupKind::Copy, BackupKind::Trial]);
    assert!(ended.iter().all(|run| run.failure.is_none()), "{ended:?}");
    assert_eq!((folder.names("copies").len(), left(stage).await), (1, 0), "nothing in clear is left");
    let copy = &ended[0].file;
    let bytes = std::fs::read(copy).expect("the copy");
    assert!(is_encrypted(copy).expect("read") && !bytes.windows(5).any(|part| part == b"PGDMP" || part == b"SQLit"));

    let url = format!("sqlite://{}", folder.0.join("new/restored.db").display());
    if !stage.is_postgres() {
        let sentence = |result: store::Result<()>| result.expect_err("refused").to_string();
        assert!(sentence(restore(&url, copy).await).contains("is encrypted"));
        let other = BackupKeys::add_to(&folder.0.join("other")).expect("a key");
        let options = |keys: BackupKeys| BackupOptions { keys: Some(keys), ..BackupOptions::default() };
        assert!(sentence(restore_as(&url, copy, &options(other)).await).contains("its key is another one"));
        assert!(!folder.0.join("new/restored.db").exists() && !folder.0.join("new/restored.db.part").exists());
        restore_as(&url, copy, &options(keys)).await.expect("restored");
        let restored = Store::open(&url, support::keys()).await.expect("it opens");
        restored.wish(&Actor::visitor(), wish).await.expect("the wish");
        restored.close().await;
    }
    // A key that is lost is found out by the next trial, and told.
    std::fs::rename(&plan.key_file, folder.0.join("lost")).expect("renamed");
    stage.plant("delete from backup_run where kind = 'trial'").await;
    let ended = follow(&stage.store, &plan).await;
    assert_eq!(kinds(&ended), [BackupKind::Trial]);
    let (fault, detail) = ended[0].failure.clone().expect("a failure");
    assert!(fault == BackupFault::Restore && detail.contains("put its key file back"), "{detail}");
});

on_both!(an_old_copy_under_a_newer_name_is_refused_by_trial_and_restore, |stage| {
    stage.town("甲").await;
    let folder = Folder::new();
    for place in ["clear", "sealed"] {
        let plan = folder.plan(place);
        if place == "sealed" {
            BackupKeys::add_to(&plan.key_file).expect("a key");
        }
        let mut copies = Vec::new();
        for _ in 0..2 {
            stage.clock.advance(DAY);
            let ended = follow(&stage.store, &plan).await;
            assert!(ended.iter().all(|run| run.failure.is_none()), "{ended:?}");
            copies.extend(ended.into_iter().find(|run| run.kind == BackupKind::Copy).map(|run| run.file));
        }
        let [old, new] = copies.as_slice() else { panic!("{copies:?}") };
        std::fs::copy(old, new).expect("put there");
        std::fs::copy(heads_file(old), heads_file(new)).expect("put there");
        stage.plant("delete from backup_run where kind = 'trial'").await;
        let ended = follow(&stage.store, &plan).await;
        let [Ended { kind: BackupKind::Trial, failure: Some((BackupFault::Restore, detail)), .. }] = ended.as_slice()
        else {
            panic!("{place}: {ended:?}")
        };
        assert!(detail.contains("is another copy under that name"), "{place}: {detail}");
        assert_eq!(left(stage).await, 0);
        if stage.is_postgres() {
            continue;
        }
        let restored = folder.0.join(place).join("restored.db");
        let url = format!("sqlite://{}", restored.display());
        let keys = BackupKeys::at(&plan.key_file).expect("readable");
        let options = BackupOptions { keys, ..BackupOptions::default() };
        let refused = restore_as(&url, new, &options).await.expect_err("refused").to_string();
        assert!(refused.contains("is another copy under that name") && !restored.exists(), "{place}: {refused}");
        // A name of one's own says no time; what was sealed is said instead.
        let mine = folder.0.join(place).join("mine");
        std::fs::rename(new, &mine).expect("renamed");
        restore_as(&url, &mine, &options).await.expect("restored");
        let label = label_of(&mine).await.expect("read").map(|label| label.file);
        let name = old.file_name().map(|name| name.to_string_lossy().into_owned());
        assert_eq!(label, name.filter(|_| place == "sealed"));
    }
});

on_both!(two_installations_share_a_folder_and_administrators_hear_of_a_failure_once, |stage| {
    stage.town("甲").await;
    let folder = Folder::new();
    let plan = folder.plan("copies");
    follow(&stage.store, &plan).await;
    let others = ["wishbridge-0123456789-2020-01-01-000000.backup", "wishbridge-2020-01-01-000000.backup"];
    for other in others {
        std::fs::write(folder.0.join("copies").join(other), "of another installation").expect("written");
    }
    for _ in 0..4 {
        stage.clock.advance(DAY);
        follow(&stage.store, &plan).await;
    }
    let names = folder.names("copies");
    assert!(names.len() == 4 && others.iter().all(|other| names.iter().any(|name| name == other)), "{names:?}");

    let before = stage.clock.now() - 100 * DAY;
    // What a run of this installation made goes, although its name is that of an older release.
    stage
        .plant(&format!(
            "insert into backup_run (kind, state, fault, file, bytes, begun, beat, ended, detail)
             values ('copy', 'done', '', '{}', 1, {before}, {before}, {before}, '')",
            others[1]
        ))
        .await;
    stage.clock.advance(DAY);
    follow(&stage.store, &plan).await;
    assert!(!folder.names("copies").iter().any(|name| name == others[1]));

    let notices = "select count(*) from notice where kind = 'backup_failed'";
    std::fs::write(folder.0.join("file"), "no folder").expect("written");
    stage.clock.advance(DAY);
    for _ in 0..3 {
        let ended = follow(&stage.store, &folder.plan("file/below")).await;
        assert_eq!(kinds(&ended), [BackupKind::Copy]);
        stage.store.deliver_all().await.expect("delivered");
        assert_eq!(stage.number(notices).await, 1, "each hour the same");
        stage.clock.advance(3601);
    }
    follow(&stage.store, &plan).await;
    stage.clock.advance(DAY);
    follow(&stage.store, &folder.plan("file/below")).await;
    stage.store.deliver_all().await.expect("delivered");
    assert_eq!(stage.number(notices).await, 2, "after one that went well it is news again");
});

mod a_trial_that_crashed_between_two_statements_does_not_block_the_next_one {
    use super::*;

    async fn test(stage: &Stage) {
        let folder = Folder::new();
        // Made and never used, as by a crash right after it; the name was noted before.
        let own = stage.texts("select current_database()::text").await.remove(0);
        let name = format!("{}_trial_0000000000000001", &own[..30]);
        stage.plant(&format!("insert into backup_trial (name, made) values ('{name}', 1)")).await;
        stage.plant(&format!("create database {name}")).await;
        let ended = follow(&stage.store, &folder.plan("copies")).await;
        assert!(ended.len() == 2 && ended.iter().all(|run| run.failure.is_none()), "{ended:?}");
        assert_eq!(stage.number("select count(*) from backup_trial").await, 0);
        let there = format!("select count(*) from pg_database where datname = '{name}'");
        assert_eq!((stage.number(&there).await, left(stage).await), (0, 0));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        support::run(testkit::Kind::Postgres, test).await;
    }
}
