//! Keys of backups, in a file of their own: they open copies, but nothing that is sealed in a database. The newest one
//! encrypts; older ones open the copies that they encrypted.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::keys::{Key, broken, lock, read, write};
use crate::{
    Result,
    crypto::private_files::{create_private_folder, write_new},
};

/// What stands above the keys.
const NOTES: &[&str] = &[
    "# The keys that encrypt backups. Without them no backup can be restored:",
    "# keep a copy of this file on another machine or on paper, apart from the backups.",
];
/// Line that says that a copy of the file is kept elsewhere; a new key removes it.
const COPIED: &str = "# A copy of this file was taken elsewhere.";

/// Keys that encrypt backups. Clones share one set.
#[derive(Clone)]
pub struct BackupKeys {
    file: PathBuf,
    keys: Arc<Vec<Key>>,
}

impl fmt::Debug for BackupKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BackupKeys({:?}, {} keys)", self.file, self.keys.len())
    }
}

impl BackupKeys {
    /// Loads the keys of a file; `None` when it does not exist.
    ///
    /// # Errors
    /// `Broken` when the file cannot be read or does not hold valid keys.
    pub fn at(file: &Path) -> Result<Option<BackupKeys>> {
        let keys = read(file)?.keys;
        Ok((!keys.is_empty()).then(|| BackupKeys { file: file.to_owned(), keys }))
    }

    /// Adds a random key to the file, which encrypts from now on; makes the file if there is none.
    ///
    /// # Errors
    /// `Broken` when the file cannot be read or written, or another process is just adding a key: of two that write at
    /// the same time one would lose its key, and with it the copies that it encrypts.
    pub fn add_to(file: &Path) -> Result<BackupKeys> {
        if let Some(folder) = file.parent().filter(|folder| *folder != Path::new("")) {
            create_private_folder(folder).map_err(|cause| unwritten(file, &cause))?;
        }
        let _held = lock(file, "another command adds a key just now; nothing was changed")?;
        let mut keys = Vec::clone(&read(file)?.keys);
        let number = keys.last().map_or(0, |key| key.number) + 1;
        keys.push(Key::new(number, rand::random()));
        write(file, NOTES, &keys).map_err(|cause| unwritten(file, &cause))?;
        Ok(BackupKeys { file: file.to_owned(), keys: Arc::new(keys) })
    }

    /// Copies the file to one that does not exist yet.
    ///
    /// # Errors
    /// `Broken` when either cannot be used.
    pub fn copy_to(&self, copy: &Path) -> Result<()> {
        if copy.exists() {
            return Err(broken(format!("{} exists already; nothing was written", copy.display())));
        }
        write_new(copy, self.text()?.as_bytes()).map_err(|cause| unwritten(copy, &cause))
    }

    /// Returns the file's text, to be printed and kept apart.
    ///
    /// # Errors
    /// `Broken` when it cannot be read.
    pub fn text(&self) -> Result<String> {
        fs::read_to_string(&self.file).map_err(|cause| broken(format!("cannot read {}: {cause}", self.file.display())))
    }

    /// Remembers in the file that a copy of it is kept elsewhere.
    ///
    /// # Errors
    /// `Broken` when the file cannot be written.
    pub fn note_copy(&self) -> Result<()> {
        if has_copy(&self.file) {
            return Ok(());
        }
        write(&self.file, &[NOTES, &[COPIED]].concat(), &self.keys).map_err(|cause| unwritten(&self.file, &cause))
    }

    pub(super) fn newest(&self) -> Option<&Key> {
        self.keys.last()
    }

    pub(super) fn numbered(&self, number: u32) -> Option<&Key> {
        self.keys.iter().find(|key| key.number == number)
    }
}

/// Whether the file says that a copy of it is kept elsewhere.
#[must_use]
pub fn has_copy(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.lines().any(|line| line == COPIED))
}

fn unwritten(file: &Path, cause: &io::Error) -> crate::Error {
    broken(format!("cannot write {}: {cause}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_keys_that_are_added_at_the_same_time_none_is_lost() {
        let folder = std::env::temp_dir().join(format!("wishbridge-backup-keys-{:032x}", rand::random::<u128>()));
        let file = folder.join("keys");
        let added: Vec<u32> = std::thread::scope(|threads| {
            let tries: Vec<_> = (0..8).map(|_| threads.spawn(|| BackupKeys::add_to(&file))).collect();
            let done = tries.into_iter().filter_map(|one| one.join().expect("no panic").ok());
            done.filter_map(|keys| keys.newest().map(|key| key.number)).collect()
        });
        let kept = BackupKeys::at(&file).unwrap().unwrap();
        assert!(!added.is_empty() && kept.keys.len() == added.len(), "{added:?} of {kept:?}");
        assert!((1..).zip(kept.keys.iter()).all(|(number, key)| key.number == number));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
