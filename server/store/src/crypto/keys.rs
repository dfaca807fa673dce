//! Keys of the vault, and their file: a line for each key, its number and 64 hexadecimal digits.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{
    Error, Result,
    crypto::{
        private_files::{create_private_file, create_private_folder, publish},
        random::hex,
    },
};

/// One key, split into an encryption key and a hash key.
#[derive(Clone)]
pub(super) struct Key {
    pub number: u32,
    secret: [u8; 32],
    pub sealing: XChaCha20Poly1305,
    pub finding: [u8; 32],
}

impl Key {
    pub fn new(number: u32, secret: [u8; 32]) -> Key {
        let sealing = XChaCha20Poly1305::new(&mac(&secret, &[b"seal"]).into());
        Key { number, secret, sealing, finding: mac(&secret, &[b"find"]) }
    }

    /// Whether it is the same key.
    pub fn is(&self, other: &Key) -> bool {
        self.number == other.number && self.secret == other.secret
    }

    /// Returns the encryption of one backup: its header is part of the key, so that no two share one.
    pub fn sealing_of(&self, header: &[u8]) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&mac(&self.secret, &[b"backup", header]).into())
    }
}

/// Returns the HMAC of the parts.
pub(super) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else { unreachable!("a key of 32 bytes") };
    for part in parts {
        // The length precedes each part, so that no two lists of parts give the same input.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Keys as last read from the file.
#[derive(Clone, Default)]
pub(super) struct Read {
    /// In ascending order of number; the last one seals.
    pub keys: Arc<Vec<Key>>,
    /// Modification time of the file when it was read.
    pub changed: Option<SystemTime>,
}

pub(super) fn broken(sentence: String) -> Error {
    Error::Broken(sentence)
}

/// Returns the modification time of the file.
pub(super) fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|file| file.modified()).ok()
}

/// Reads the file; a missing one has no keys.
pub(super) fn read(file: &Path) -> Result<Read> {
    let changed = changed(file);
    let keys = match fs::read_to_string(file) {
        Ok(text) => parse(&text).map_err(|why| broken(format!("{}: {why}", file.display())))?,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(cause) => return Err(broken(format!("cannot read {}: {cause}", file.display()))),
    };
    Ok(Read { keys: Arc::new(keys), changed })
}

/// Locks a file of keys against others that would change it, for as long as what is returned lives; `None` where the file
/// system cannot. Not the file itself, because a change puts another one in its place.
///
/// # Errors
/// `Broken` with the sentence when another process holds it, and when the lock's file cannot be opened.
pub(super) fn lock(file: &Path, busy: &str) -> Result<Option<fs::File>> {
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let opened = match create_private_file(&name) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            fs::File::options().read(true).write(true).open(&name)
        }
        made => made,
    };
    let lock = opened.map_err(|cause| broken(format!("cannot open {}: {cause}", name.display())))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(fs::TryLockError::WouldBlock) => Err(broken(busy.to_owned())),
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

/// Parses keys, one per line; fails without any.
pub(super) fn parse(text: &str) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let read =
            line.split_once(' ').and_then(|(number, digits)| Some((number.parse().ok()?, bytes(digits.trim())?)));
        let (number, secret) = read.ok_or("a line is no key: its number and 64 hexadecimal digits")?;
        keys.push(Key::new(number, secret));
    }
    keys.sort_by_key(|key| key.number);
    if keys.is_empty() { Err("there is no key in it".into()) } else { Ok(keys) }
}

fn bytes(digits: &str) -> Option<[u8; 32]> {
    let digits = digits.as_bytes();
    let mut bytes = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// What stands above the keys that seal families' data.
pub(super) const NOTES: &[&str] = &[
    "# The keys that seal families' data. Without them a backup of the database cannot be read:",
    "# keep a copy of this file, apart from the backups.",
];

/// Writes the file atomically, with lines of notes above the keys, readable by its owner only.
pub(super) fn write(file: &Path, notes: &[&str], keys: &[Key]) -> std::io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| *folder != Path::new("")) {
        create_private_folder(folder)?;
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    fs::remove_file(&part).or_else(|e| if e.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(e) })?;
    let part = PathBuf::from(part);
    let mut out = create_private_file(&part)?;
    for note in notes {
        writeln!(out, "{note}")?;
    }
    for key in keys {
        writeln!(out, "{} {}", key.number, hex(&key.secret))?;
    }
    // Rows sealed with a new key may be durable before the file's name is, unless its folder is synced as well.
    publish(&part, file)
}
