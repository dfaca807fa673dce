//! Encryption at rest (XChaCha20-Poly1305) and keyed hashes (HMAC-SHA-256) of families' data.
//! The keys are in a file of their own, never in the database. A sealed text is `<key number>.<base64 of nonce and
//! ciphertext>`. The column ([`crate::db::sealed_columns`]) is associated data, so a value copied to another column
//! does not decrypt. Rows are not bound: write access to the database allows swapping addresses, but not reading one.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use chacha20poly1305::{
    XNonce,
    aead::{Aead, Payload},
};

use crate::{
    Result,
    crypto::{
        keys::{Key, NOTES, Read, broken, changed, lock, mac, parse, read, write},
        random::hex,
        secret::Secret,
    },
};

/// Length of a nonce in bytes; XChaCha20's is long enough to be drawn at random for every value.
const NONCE: usize = 24;

/// Kind of value searched by keyed hash; part of the hash input, so kinds never match each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Find {
    /// Mobile number.
    Phone,
    /// Secret or number of a family's card.
    Card,
    /// One-time code, together with the account it was sent to.
    OneTimeCode,
    /// Subject of a rate limit.
    Attempt,
    /// Address and name of a door of a round.
    Place,
    /// Account and number of a browser that signed in before.
    Device,
    /// Content of a request, for its request id.
    Request,
    /// Whom a security event is about, or whom it came from.
    Event,
    /// Mail address.
    Mail,
    /// Address of a browser at its push service.
    Push,
    /// What a link in a message does, and for which account.
    Link,
    /// Closed case, for the draw of those whose family is asked again.
    Draw,
    /// Account, and the number of the lock with which its browser seals forms while it has no network.
    Unsent,
}

/// Why a second rotation is refused.
pub(crate) const UNDER_WAY: &str = "another rotation of the keys is under way; nothing was changed";

/// Whether keys that were read anew are those of before with some added or gone: they share one, and no number stands
/// for two keys.
fn goes_on(known: &[Key], new: &[Key]) -> bool {
    let mut is_shared = false;
    for key in known {
        for other in new.iter().filter(|other| other.number == key.number) {
            if !key.is(other) {
                return false;
            }
            is_shared = true;
        }
    }
    is_shared
}

/// Keys that seal families' data. Clones share one set of keys.
#[derive(Clone, Default)]
pub struct Vault(Arc<Inner>);

#[derive(Default)]
struct Inner {
    file: Option<PathBuf>,
    read: RwLock<Read>,
    /// Modification time of a file that was refused; see [`Vault::has_foreign_file`].
    foreign: RwLock<Option<SystemTime>>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({:?}, {} keys)", self.0.file, self.keys().len())
    }
}

impl Vault {
    /// Loads the keys of a file. A missing file is no error: opening a new database creates it.
    ///
    /// # Errors
    /// `Broken` when the file cannot be read or does not hold valid keys.
    pub fn at(file: &Path) -> Result<Vault> {
        let read = RwLock::new(read(file)?);
        Ok(Vault(Arc::new(Inner { file: Some(file.to_owned()), read, ..Inner::default() })))
    }

    /// Parses keys from text, one per line: its number and 64 hexadecimal digits.
    ///
    /// # Errors
    /// `Broken` when a line is malformed or there is no key.
    pub fn of(text: &str) -> Result<Vault> {
        let keys = Arc::new(parse(text).map_err(broken)?);
        Ok(Vault(Arc::new(Inner { read: RwLock::new(Read { keys, changed: None }), ..Inner::default() })))
    }

    /// Returns the keys; rereads a modified file, because another process may have added a key.
    fn keys(&self) -> Arc<Vec<Key>> {
        let known = self.0.read.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(file) = &self.0.file else { return known.keys };
        let now = changed(file);
        if now == known.changed || (now.is_some() && now == self.foreign()) {
            return known.keys;
        }
        match read(file) {
            Ok(read) if known.keys.is_empty() || goes_on(&known.keys, &read.keys) => {
                let keys = Arc::clone(&read.keys);
                *self.0.read.write().unwrap_or_else(PoisonError::into_inner) = read;
                keys
            }
            // What it would seal could never be opened again once the right file is back.
            Ok(read) if !read.keys.is_empty() => {
                tracing::error!(?file, "the key file is another one: the keys of before are in use");
                *self.0.foreign.write().unwrap_or_else(PoisonError::into_inner) = read.changed;
                known.keys
            }
            // A missing or malformed file must not take keys away from a running server.
            _ => known.keys,
        }
    }

    fn foreign(&self) -> Option<SystemTime> {
        *self.0.foreign.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the file holds other keys than those in use, as when that of another installation was copied over it.
    pub(crate) fn has_foreign_file(&self) -> bool {
        self.keys();
        let foreign = self.foreign();
        foreign.is_some() && foreign == self.0.file.as_deref().and_then(changed)
    }

    /// Locks the file against other rotations, for as long as what is returned lives; `None` for keys without a file, or
    /// where the file system cannot.
    ///
    /// # Errors
    /// `Broken` when another rotation is under way, or the lock's file cannot be opened.
    pub(crate) fn lock(&self) -> Result<Option<fs::File>> {
        self.0.file.as_deref().map_or(Ok(None), |file| lock(file, UNDER_WAY))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    /// Returns the number of the key that seals; 0 when there is none.
    pub(crate) fn current(&self) -> u32 {
        self.keys().last().map_or(0, |key| key.number)
    }

    /// Adds a random key, which seals from now on.
    ///
    /// # Errors
    /// `Broken` when the file cannot be written.
    pub(crate) fn add_key(&self) -> Result<()> {
        let mut keys = Vec::clone(&self.keys());
        keys.push(Key::new(self.current() + 1, rand::random()));
        self.keep(keys)
    }

    /// Removes the keys below `number`; the caller has resealed what they sealed.
    ///
    /// # Errors
    /// `Broken` when the file cannot be written.
    pub(crate) fn drop_before(&self, number: u32) -> Result<()> {
        self.keep(self.keys().iter().filter(|key| key.number >= number).cloned().collect())
    }

    fn keep(&self, keys: Vec<Key>) -> Result<()> {
        if let Some(file) = &self.0.file {
            write(file, NOTES, &keys).map_err(|cause| broken(format!("cannot write {}: {cause}", file.display())))?;
            let back = read(file)?.keys;
            if back.len() != keys.len() || !back.iter().zip(&keys).all(|(back, key)| back.is(key)) {
                return Err(broken(format!("{} was written by another process at the same time", file.display())));
            }
        }
        let changed = self.0.file.as_deref().and_then(changed);
        *self.0.read.write().unwrap_or_else(PoisonError::into_inner) = Read { keys: Arc::new(keys), changed };
        Ok(())
    }

    /// Deletes the key file; for a file created for a database that turned out to have other keys.
    pub(crate) fn discard(&self) {
        if let Some(file) = &self.0.file {
            fs::remove_file(file).ok();
        }
    }

    fn seal_with(key: &Key, column: &str, clear: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: clear, aad: column.as_bytes() };
        let sealed = key.sealing.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| broken("the value is too long to be sealed".into()))?;
        Ok([&nonce[..], &sealed].concat())
    }

    fn key(&self, number: u32) -> Result<Key> {
        let found = self.keys().iter().find(|key| key.number == number).cloned();
        found.ok_or_else(|| broken(format!("key {number} is missing among the keys")))
    }

    fn open_with(key: &Key, column: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let opened = sealed.split_at_checked(NONCE).and_then(|(nonce, sealed)| {
            let nonce: [u8; NONCE] = nonce.try_into().ok()?;
            key.sealing.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: column.as_bytes() }).ok()
        });
        opened.ok_or_else(|| broken(format!("a sealed value in {column} cannot be decrypted")))
    }

    /// Seals a text for its column. Empty texts stay empty, except account phones, which must be unique.
    ///
    /// # Errors
    /// `Broken` when there is no key.
    pub fn seal(&self, secret: Secret, clear: &str) -> Result<String> {
        if clear.is_empty() && secret != Secret::AccountPhone {
            return Ok(String::new());
        }
        let keys = self.keys();
        let key = keys.last().ok_or_else(|| broken("there is no key to seal with".into()))?;
        let sealed = Vault::seal_with(key, &secret.place(), clear.as_bytes())?;
        Ok(format!("{}.{}", key.number, BASE64.encode(sealed)))
    }

    /// Decrypts a text sealed for this column.
    ///
    /// # Errors
    /// `Broken` when it was sealed for another column, its key is gone, or it was modified.
    pub fn open(&self, secret: Secret, sealed: &str) -> Result<String> {
        if sealed.is_empty() {
            return Ok(String::new());
        }
        let place = secret.place();
        let damaged = || broken(format!("the value in {place} is not sealed"));
        let (number, sealed) = sealed.split_once('.').ok_or_else(damaged)?;
        let key = self.key(number.parse().map_err(|_| damaged())?)?;
        let clear = Vault::open_with(&key, &place, &BASE64.decode(sealed).map_err(|_| damaged())?)?;
        String::from_utf8(clear).map_err(|_| damaged())
    }

    /// Seals bytes as [`Vault::seal`] does text; the key's number comes first, in four bytes.
    ///
    /// # Errors
    /// `Broken` when there is no key.
    pub fn seal_bytes(&self, secret: Secret, clear: &[u8]) -> Result<Vec<u8>> {
        if clear.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keys();
        let key = keys.last().ok_or_else(|| broken("there is no key to seal with".into()))?;
        Ok([&key.number.to_be_bytes()[..], &Vault::seal_with(key, &secret.place(), clear)?].concat())
    }

    /// Decrypts bytes sealed by [`Vault::seal_bytes`].
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open_bytes(&self, secret: Secret, sealed: &[u8]) -> Result<Vec<u8>> {
        if sealed.is_empty() {
            return Ok(Vec::new());
        }
        let (place, damaged) = (secret.place(), || broken("sealed bytes are too short".into()));
        let (number, sealed) = sealed.split_first_chunk().ok_or_else(damaged)?;
        Vault::open_with(&self.key(u32::from_be_bytes(*number))?, &place, sealed)
    }

    /// Returns the keyed hashes to search by, newest key first; none for an empty text.
    #[must_use]
    pub fn digests(&self, find: Find, clear: &str) -> Vec<String> {
        if clear.is_empty() {
            return Vec::new();
        }
        let kind = format!("{find:?}");
        let digest = |key: &Key| {
            format!("{}.{}", key.number, hex(&mac(&key.finding, &[kind.as_bytes(), clear.as_bytes()])[..16]))
        };
        self.keys().iter().rev().map(digest).collect()
    }

    /// Returns the keyed hash to store; empty for an empty text.
    #[must_use]
    pub fn digest(&self, find: Find, clear: &str) -> String {
        self.digests(find, clear).into_iter().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const TWO: &str = "2 ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    fn vault(text: &str) -> Vault {
        Vault::of(text).expect("keys")
    }

    #[test]
    fn a_sealed_value_decrypts_in_its_own_column_only() {
        let vault = vault(ONE);
        let sealed = vault.seal(Secret::PersonName, "马秀英").unwrap();
        assert!(!sealed.contains("马秀英") && sealed != vault.seal(Secret::PersonName, "马秀英").unwrap());
        assert_eq!(vault.open(Secret::PersonName, &sealed).unwrap(), "马秀英");
        assert!(vault.open(Secret::HouseholdName, &sealed).is_err());
        assert!(vault.open(Secret::PersonName, &format!("{sealed}AA")).is_err());
        assert!(vault.open(Secret::PersonName, "马秀英").is_err(), "plaintext is not accepted as sealed");
    }

    #[test]
    fn empty_text_stays_empty_except_for_phones_of_accounts() {
        let vault = vault(ONE);
        assert_eq!(vault.seal(Secret::PersonName, "").unwrap(), "");
        let (one, other) =
            (vault.seal(Secret::AccountPhone, "").unwrap(), vault.seal(Secret::AccountPhone, "").unwrap());
        assert_ne!(one, other);
        assert_eq!(vault.open(Secret::AccountPhone, &one).unwrap(), "");
    }

    #[test]
    fn sealed_bytes_decrypt_unchanged() {
        let vault = vault(ONE);
        let sealed = vault.seal_bytes(Secret::PersonName, b"\0\x01picture").unwrap();
        assert_eq!(vault.open_bytes(Secret::PersonName, &sealed).unwrap(), b"\0\x01picture");
        assert!(vault.open_bytes(Secret::PersonName, &sealed[..20]).is_err());
    }

    #[test]
    fn older_keys_decrypt_and_match_and_the_newest_key_seals() {
        let (old, both) = (vault(ONE), vault(&format!("{TWO}\n# a word\n\n{ONE}")));
        let sealed = old.seal(Secret::PersonName, "x").unwrap();
        assert_eq!(both.open(Secret::PersonName, &sealed).unwrap(), "x");
        assert!(both.seal(Secret::PersonName, "x").unwrap().starts_with("2."));
        let digests = both.digests(Find::Phone, "13800000001");
        assert_eq!((digests.len(), &digests[1]), (2, &old.digest(Find::Phone, "13800000001")));
        assert_ne!(old.digest(Find::Card, "13800000001"), digests[1], "kinds do not match each other");
        assert!(old.open(Secret::PersonName, &both.seal(Secret::PersonName, "x").unwrap()).is_err());
    }

    #[test]
    fn a_file_without_valid_keys_is_refused() {
        for text in ["", "1", "1 00", "x 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"] {
            assert!(Vault::of(text).is_err(), "{text}");
        }
    }
}
