//! Encrypted backups: XChaCha20-Poly1305 over chunks of 64 KiB, so that a copy of any size needs no more memory than
//! two chunks. Each copy has a key of its own, made from the backup key and the copy's header with its random salt. A
//! chunk's nonce is its number and whether it is the last, so chunks cannot be left out, moved or cut off.
//! Header: 16 bytes of [`MAGIC`], the number of the key (4, big endian), salt (32).

use std::io::{self, ErrorKind};

use chacha20poly1305::{XNonce, aead::Aead};
use domain::progress::Progress;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::{backup_keys::BackupKeys, keys::Key};

/// First bytes of every encrypted copy; neither SQLite nor PostgreSQL begins a file so.
const MAGIC: &[u8; 16] = b"wishbridge-copy1";
/// Bytes of a header.
const HEADER: usize = MAGIC.len() + 4 + 32;
/// Bytes of a chunk before encryption.
const CHUNK: usize = 64 * 1024;
/// Bytes that encryption adds to a chunk.
const TAG: usize = 16;

/// Number of a chunk, and whether others follow.
#[derive(Clone, Copy)]
enum Place {
    Inner(u64),
    Last(u64),
}

impl Place {
    fn nonce(self) -> XNonce {
        let (number, last) = match self {
            Place::Inner(number) => (number, 0),
            Place::Last(number) => (number, 1),
        };
        let mut nonce = [0_u8; 24];
        nonce[..8].copy_from_slice(&number.to_be_bytes());
        nonce[8] = last;
        XNonce::from(nonce)
    }
}

/// Returns whether these are the first bytes of an encrypted copy.
pub(crate) fn is_sealed(start: &[u8]) -> bool {
    start.starts_with(MAGIC)
}

/// Reads up to `size` bytes; fewer at the end only.
async fn fill(from: &mut (impl AsyncRead + Unpin), chunk: &mut Vec<u8>, size: usize) -> io::Result<()> {
    chunk.clear();
    (&mut *from).take(size as u64).read_to_end(chunk).await?;
    Ok(())
}

/// Encrypts everything that is read; returns the number of bytes written.
///
/// # Errors
/// When reading or writing fails.
pub(crate) async fn seal(
    keys: &BackupKeys,
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    progress: &Progress,
) -> io::Result<u64> {
    let key = keys.newest().ok_or_else(|| io::Error::other("there is no backup key"))?;
    let header = [&MAGIC[..], &key.number.to_be_bytes(), &rand::random::<[u8; 32]>()].concat();
    let cipher = key.sealing_of(&header);
    to.write_all(&header).await?;
    let (mut chunk, mut next) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
    fill(from, &mut chunk, CHUNK).await?;
    let (mut number, mut written) = (0_u64, header.len() as u64);
    loop {
        // Whether a chunk is the last one is known when nothing follows.
        fill(from, &mut next, CHUNK).await?;
        let place = if next.is_empty() { Place::Last(number) } else { Place::Inner(number) };
        let sealed = cipher.encrypt(&place.nonce(), chunk.as_slice());
        let sealed = sealed.map_err(|_| io::Error::other("a chunk cannot be encrypted"))?;
        to.write_all(&sealed).await?;
        written += sealed.len() as u64;
        progress.advance(chunk.len() as u64);
        if next.is_empty() {
            break;
        }
        std::mem::swap(&mut chunk, &mut next);
        number += 1;
    }
    to.flush().await?;
    Ok(written)
}

/// Decrypts a copy; returns the number of bytes written. What was written counts only when this succeeds.
///
/// # Errors
/// `InvalidData` with a sentence when the copy was changed or cut off, or its key is missing; else when reading or
/// writing fails.
pub(crate) async fn open(
    keys: &BackupKeys,
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    progress: &Progress,
) -> io::Result<u64> {
    let mut header = Vec::with_capacity(HEADER);
    fill(from, &mut header, HEADER).await?;
    let cipher = key_of(keys, &header)?.sealing_of(&header);
    let (mut chunk, mut next) = (Vec::with_capacity(CHUNK + TAG), Vec::with_capacity(CHUNK + TAG));
    fill(from, &mut chunk, CHUNK + TAG).await?;
    let (mut number, mut written) = (0_u64, 0_u64);
    loop {
        fill(from, &mut next, CHUNK + TAG).await?;
        let place = if next.is_empty() { Place::Last(number) } else { Place::Inner(number) };
        let clear = cipher.decrypt(&place.nonce(), chunk.as_slice());
        let clear = clear.map_err(|_| invalid("it was changed or cut off, or its key is another one"))?;
        to.write_all(&clear).await?;
        written += clear.len() as u64;
        progress.advance(chunk.len() as u64);
        if next.is_empty() {
            break;
        }
        std::mem::swap(&mut chunk, &mut next);
        number += 1;
    }
    to.flush().await?;
    Ok(written)
}

fn invalid(sentence: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, sentence.to_owned())
}

/// Finds the key that a header names.
fn key_of<'k>(keys: &'k BackupKeys, header: &[u8]) -> io::Result<&'k Key> {
    if header.len() != HEADER || !is_sealed(header) {
        return Err(invalid("it is no encrypted backup"));
    }
    let number = header[MAGIC.len()..].first_chunk().copied().map(u32::from_be_bytes).unwrap_or_default();
    keys.numbered(number).ok_or_else(|| invalid(&format!("backup key {number} is missing among {keys:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new() -> Folder {
            Folder(std::env::temp_dir().join(format!("wishbridge-envelope-{:032x}", rand::random::<u128>())))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).ok();
        }
    }

    async fn sealed(keys: &BackupKeys, clear: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let written = seal(keys, &mut &clear[..], &mut out, &Progress::none()).await.unwrap();
        assert_eq!(written, out.len() as u64);
        out
    }

    async fn opened(keys: &BackupKeys, sealed: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        open(keys, &mut &sealed[..], &mut out, &Progress::none()).await?;
        Ok(out)
    }

    #[tokio::test]
    async fn every_size_comes_back_and_nothing_can_be_changed_left_out_or_cut_off() {
        let folder = Folder::new();
        let keys = BackupKeys::add_to(&folder.0.join("keys")).unwrap();
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let clear: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let sealed = sealed(&keys, &clear).await;
            assert!(is_sealed(&sealed) && opened(&keys, &sealed).await.unwrap() == clear, "{size}");
        }
        let whole = sealed(&keys, &vec![7; 3 * CHUNK]).await;
        assert_ne!(whole, sealed(&keys, &vec![7; 3 * CHUNK]).await, "each copy has a key of its own");
        let (first, second) = (HEADER, HEADER + CHUNK + TAG);
        for cut in [0, HEADER - 1, HEADER, first + 5, second, second + CHUNK + TAG, whole.len() - 1] {
            assert!(opened(&keys, &whole[..cut]).await.is_err(), "cut off at {cut}");
        }
        for changed in [MAGIC.len(), HEADER - 1, first, second + 9, whole.len() - 1] {
            let mut other = whole.clone();
            other[changed] ^= 1;
            assert!(opened(&keys, &other).await.is_err(), "changed at {changed}");
        }
        let mut swapped = whole.clone();
        swapped[first..second].copy_from_slice(&whole[second..second + CHUNK + TAG]);
        assert!(opened(&keys, &swapped).await.is_err());
        let longer = [&whole[..], b"more"].concat();
        assert!(opened(&keys, &longer).await.is_err());
    }

    #[tokio::test]
    async fn an_older_key_opens_and_another_installations_does_not() {
        let folder = Folder::new();
        let file = folder.0.join("keys");
        let old = BackupKeys::add_to(&file).unwrap();
        old.note_copy().unwrap();
        assert!(super::super::backup_keys::has_copy(&file));
        let copy = sealed(&old, b"words").await;
        let both = BackupKeys::add_to(&file).unwrap();
        assert!(!super::super::backup_keys::has_copy(&file), "no copy has the new key");
        assert_eq!(opened(&both, &copy).await.unwrap(), b"words");
        let newer = sealed(&both, b"words").await;
        let refused = opened(&old, &newer).await.unwrap_err();
        assert!(refused.to_string().contains("backup key 2 is missing"), "{refused}");
        let other = BackupKeys::add_to(&folder.0.join("other")).unwrap();
        assert!(opened(&other, &copy).await.is_err());
        assert!(BackupKeys::at(&folder.0.join("none")).unwrap().is_none());
        both.copy_to(&folder.0.join("usb/keys")).unwrap();
        assert!(both.copy_to(&folder.0.join("usb/keys")).is_err(), "nothing is overwritten");
        let copied = BackupKeys::at(&folder.0.join("usb/keys")).unwrap().unwrap();
        assert_eq!(opened(&copied, &newer).await.unwrap(), b"words");
    }
}
