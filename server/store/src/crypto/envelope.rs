//! Encrypted backups: XChaCha20-Poly1305 over chunks of 64 KiB, so that a copy of any size needs no more memory than
//! two chunks. Each copy has a key of its own, made from the backup key and the copy's header with its random salt. A
//! chunk's nonce is its number and whether it is the last, so chunks cannot be left out, moved or cut off.
//! Header: [`MAGIC`] and the format (16 bytes), the number of the key (4, big endian), salt (32); then, since the second
//! format, the length of the label (2, big endian) and the label, in clear. A label that was changed makes another key,
//! so what opens was sealed under it.

use std::io::{self, ErrorKind};

use chacha20poly1305::{XNonce, aead::Aead};
use domain::progress::Progress;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::{backup_keys::BackupKeys, keys::Key};

/// First bytes of every encrypted copy, before its format; neither SQLite nor PostgreSQL begins a file so.
const MAGIC: &[u8; 15] = b"wishbridge-copy";
/// The format without a label, which is read only.
const UNLABELLED: u8 = b'1';
/// The format that is written.
const LABELLED: u8 = b'2';
/// Bytes of a header before its label.
const HEADER: usize = MAGIC.len() + 1 + 4 + 32;
/// Most bytes of a label.
const LABEL: usize = 1024;
/// Most bytes of a header with its label.
pub(crate) const LONGEST_HEADER: usize = HEADER + 2 + LABEL;
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
    start.starts_with(MAGIC) && start.get(MAGIC.len()).is_some_and(|format| [UNLABELLED, LABELLED].contains(format))
}

/// Reads up to `size` bytes; fewer at the end only.
async fn fill(from: &mut (impl AsyncRead + Unpin), chunk: &mut Vec<u8>, size: usize) -> io::Result<()> {
    chunk.clear();
    (&mut *from).take(size as u64).read_to_end(chunk).await?;
    Ok(())
}

/// Encrypts everything that is read, under a label that it cannot be parted from; returns the number of bytes written.
///
/// # Errors
/// When reading or writing fails.
pub(crate) async fn seal(
    keys: &BackupKeys,
    label: &str,
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    progress: &Progress,
) -> io::Result<u64> {
    let key = keys.newest().ok_or_else(|| io::Error::other("there is no backup key"))?;
    let length = u16::try_from(label.len()).ok().filter(|length| usize::from(*length) <= LABEL);
    let length = length.ok_or_else(|| io::Error::other("the name of the copy is too long"))?.to_be_bytes();
    let (number, salt) = (key.number.to_be_bytes(), rand::random::<[u8; 32]>());
    let header = [&MAGIC[..], &[LABELLED], &number, &salt, &length, label.as_bytes()].concat();
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
    let header = header_of(from).await?;
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

/// Reads a header, with its label if the format has one.
async fn header_of(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let (mut header, mut part) = (Vec::with_capacity(LONGEST_HEADER), Vec::new());
    fill(from, &mut header, HEADER).await?;
    if header.len() != HEADER || !is_sealed(&header) {
        return Err(invalid("it is no encrypted backup"));
    }
    if header[MAGIC.len()] == LABELLED {
        fill(from, &mut part, 2).await?;
        let length = part.first_chunk().copied().map(u16::from_be_bytes).map_or(0, usize::from);
        header.extend_from_slice(&part);
        fill(from, &mut part, length.min(LABEL)).await?;
        header.extend_from_slice(&part);
        if length > LABEL || header.len() != HEADER + 2 + length {
            return Err(invalid("it was cut off"));
        }
    }
    Ok(header)
}

/// Returns the label of a copy, `None` for one of the format before. It is true of what decrypts, and of nothing else.
///
/// # Errors
/// `InvalidData` with a sentence when it is no encrypted copy; else when reading fails.
pub(crate) async fn label(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<String>> {
    let header = header_of(from).await?;
    let label = header.get(HEADER + 2..).map(|label| String::from_utf8(label.to_vec()));
    label.transpose().map_err(|_| invalid("it was changed"))
}

/// Finds the key that a header names.
fn key_of<'k>(keys: &'k BackupKeys, header: &[u8]) -> io::Result<&'k Key> {
    let number = header[MAGIC.len() + 1..].first_chunk().copied().map(u32::from_be_bytes).unwrap_or_default();
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
        let written = seal(keys, "monday", &mut &clear[..], &mut out, &Progress::none()).await.unwrap();
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
        let first = HEADER + 2 + "monday".len();
        let second = first + CHUNK + TAG;
        assert_eq!(label(&mut &whole[..]).await.unwrap().as_deref(), Some("monday"));
        for cut in [0, HEADER - 1, HEADER, first - 1, first + 5, second, second + CHUNK + TAG, whole.len() - 1] {
            assert!(opened(&keys, &whole[..cut]).await.is_err(), "cut off at {cut}");
        }
        for changed in
            [MAGIC.len(), MAGIC.len() + 1, HEADER - 1, HEADER + 1, first - 1, first, second + 9, whole.len() - 1]
        {
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
    async fn a_copy_of_the_format_before_opens_and_none_is_relabelled_or_made_one() {
        let folder = Folder::new();
        let keys = BackupKeys::add_to(&folder.0.join("keys")).unwrap();
        let header = [&MAGIC[..], &[UNLABELLED], &1_u32.to_be_bytes(), &[9; 32]].concat();
        let chunk = keys.newest().unwrap().sealing_of(&header).encrypt(&Place::Last(0).nonce(), &b"words"[..]).unwrap();
        let before = [header, chunk].concat();
        assert_eq!(opened(&keys, &before).await.unwrap(), b"words");
        assert_eq!(label(&mut &before[..]).await.unwrap(), None);

        let copy = sealed(&keys, b"words").await;
        let at = copy.windows(6).position(|part| part == b"monday").unwrap();
        let mut other = copy.clone();
        other[at..at + 6].copy_from_slice(b"friday");
        assert_eq!(label(&mut &other[..]).await.unwrap().as_deref(), Some("friday"));
        assert!(opened(&keys, &other).await.is_err(), "another label opens nothing");
        let mut bare = [&copy[..HEADER], &copy[at + 6..]].concat();
        bare[MAGIC.len()] = UNLABELLED;
        assert!(opened(&keys, &bare).await.is_err(), "nor does none");
        let long = "x".repeat(LABEL + 1);
        assert!(seal(&keys, &long, &mut &b""[..], &mut Vec::new(), &Progress::none()).await.is_err());
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
