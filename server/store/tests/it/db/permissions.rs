//! Other users of the machine read neither database nor keys nor backups, and a renamed file survives a power cut.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use crate::support::{self, Stage, on_both};
use store::{Opening, Store, Vault, db::backup::restore};

/// A folder of mode 0755, removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("wishbridge-modes-{:032x}", rand::random::<u128>()));
        fs::create_dir(&folder).expect("a folder");
        set(&folder, 0o755);
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display())).permissions().mode() & 0o777
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

async fn open(folder: &Path, opening: Opening) -> Store {
    let vault = Vault::at(&folder.join("wishbridge.keys")).expect("keys, or none yet");
    let url = format!("sqlite://{}", folder.join("wishbridge.db").display());
    match opening {
        Opening::Create => Store::open(&url, vault).await.expect("it opens"),
        existing => Store::open_existing(&url, vault, existing).await.expect("it opens"),
    }
}

#[tokio::test]
async fn a_new_data_folder_and_all_that_is_in_it_belong_to_their_owner_alone() {
    let folder = Folder::new();
    let data = folder.0.join("srv/data");
    let store = open(&data, Opening::Create).await;
    store.first_admin("13800000000", "总管", crate::support::PASSWORD).await.expect("an administrator");
    store.rotate_keys().await.expect("a new key");
    assert_eq!(mode(&folder.0), 0o755, "a folder that was there stays as it was");
    assert_eq!((mode(&folder.0.join("srv")), mode(&data)), (0o700, 0o700));
    let mut names = Vec::new();
    for entry in fs::read_dir(&data).expect("a folder") {
        let file = entry.expect("a file").path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        names.push(file.file_name().expect("a name").to_string_lossy().into_owned());
    }
    names.sort();
    let database = ["wishbridge.db", "wishbridge.db-shm", "wishbridge.db-use", "wishbridge.db-wal"];
    assert_eq!(names, [&database[..], &["wishbridge.keys", "wishbridge.keys.lock"]].concat());
    store.close().await;
}

#[tokio::test]
async fn a_database_that_others_could_read_is_closed_to_them_and_stays_open_to_its_group() {
    let folder = Folder::new();
    open(&folder.0, Opening::Create).await.close().await;
    let file = folder.0.join("wishbridge.db");
    for (before, opening, after) in [
        (0o644, Opening::Unchanged, 0o644),
        (0o644, Opening::Migrate, 0o640),
        (0o664, Opening::Create, 0o660),
        (0o600, Opening::Create, 0o600),
    ] {
        set(&file, before);
        open(&folder.0, opening).await.close().await;
        assert_eq!(mode(&file), after, "{before:o} {opening:?}");
    }
}

on_both!(a_backup_belongs_to_its_owner_alone, |stage| {
    let folder = Folder::new();
    let file = folder.0.join("backup");
    stage.store.backup(&file).await.expect("backed up");
    assert_eq!(mode(&file), 0o600);
});

#[tokio::test]
async fn a_database_restored_from_a_readable_backup_belongs_to_its_owner_alone() {
    let (folder, stage) = (Folder::new(), Stage::sqlite().await);
    let (backup, restored) = (folder.0.join("backup"), folder.0.join("new/wishbridge.db"));
    support::play(&stage, async {
        stage.store.backup(&backup).await.expect("backed up");
        set(&backup, 0o644);
        restore(&format!("sqlite://{}", restored.display()), &backup).await.expect("restored");
        assert_eq!((mode(&restored), mode(&folder.0.join("new"))), (0o600, 0o700));
    })
    .await;
}

/// A rename without a sync of its folder can be lost in a power cut, and with it the only copy of a key.
/// Syncing leaves no trace that a test could see, so this one holds that there is one place which renames and syncs.
#[test]
fn files_get_their_final_names_in_one_place_which_syncs_their_folder() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut renaming = Vec::new();
    read(&source, &mut |path, text| {
        if text.contains("fs::rename") && !path.ends_with("tests.rs") {
            renaming.push((path.strip_prefix(&source).expect("inside").to_owned(), text.to_owned()));
        }
    });
    let [(path, text)] = &renaming[..] else {
        panic!("{:?}", renaming.iter().map(|(path, _)| path).collect::<Vec<_>>())
    };
    assert_eq!(path, Path::new("crypto/private_files.rs"));
    let after = text.split("fs::rename(").nth(1).expect("the rename");
    let body = after.split("\n}\n").next().expect("the rest of the function");
    assert!(body.contains("file.parent()") && body.contains("File::open(folder)?.sync_all()"), "{body}");
}

/// Calls `f` for each Rust file below a folder.
fn read(folder: &Path, f: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, f);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            f(&path, &fs::read_to_string(&path).expect("text"));
        }
    }
}
