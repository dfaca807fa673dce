//! Length of an Ogg file (RFC 3533) with one stream of Opus (RFC 7845).

use super::{at, opus};

/// Length of a page's header without its segments.
const HEADER: usize = 27;

/// A page: its header and segments, and what it carries.
struct Page<'f> {
    flags: u8,
    /// Samples up to the end of the last packet that ends on the page; -1 when none does.
    position: i64,
    serial: &'f [u8],
    segments: &'f [u8],
    content: &'f [u8],
}

impl<'f> Page<'f> {
    /// Reads a page and checks its sum; returns what follows as well.
    fn read(file: &'f [u8]) -> Option<(Page<'f>, &'f [u8])> {
        let head = at(file, 0, HEADER)?;
        let segments = at(file, HEADER, usize::from(head[26]))?;
        let length: usize = segments.iter().map(|length| usize::from(*length)).sum();
        let (whole, rest) = file.split_at_checked(HEADER + segments.len() + length)?;
        let sum = u32::from_le_bytes(head[22..26].try_into().ok()?);
        (head.starts_with(b"OggS\0") && checksum(whole) == sum).then_some(())?;
        let position = i64::from_le_bytes(head[6..14].try_into().ok()?);
        let content = &whole[HEADER + segments.len()..];
        Some((Page { flags: head[5], position, serial: &head[14..18], segments, content }, rest))
    }
}

/// Sum over a page, with zeros in place of the sum itself.
pub(super) fn checksum(page: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut n = 0;
        while n < 256 {
            let (mut sum, mut bit) = ((n as u32) << 24, 0);
            while bit < 8 {
                sum = if sum & 0x8000_0000 == 0 { sum << 1 } else { (sum << 1) ^ 0x04c1_1db7 };
                bit += 1;
            }
            table[n] = sum;
            n += 1;
        }
        table
    };
    let bytes = page.iter().enumerate().map(|(at, byte)| if (22..26).contains(&at) { 0 } else { *byte });
    bytes.fold(0, |sum: u32, byte| (sum << 8) ^ TABLE[(((sum >> 24) as u8) ^ byte) as usize])
}

/// Length in ms: of the packets, or up to the last position if that is later.
pub(super) fn milliseconds(file: &[u8]) -> Option<i64> {
    let (first, mut rest) = Page::read(file)?;
    // The first page begins the stream and carries its head alone.
    if first.flags & 2 == 0 || first.content.len() < 19 || !first.content.starts_with(b"OpusHead") {
        return None;
    }
    let skipped = i64::from(u16::from_le_bytes(first.content[10..12].try_into().ok()?));
    let (mut packets, mut samples, mut position) = (0_u64, 0, 0);
    // The first bytes of a packet, which may go on over several pages.
    let mut begun = Vec::<u8>::new();
    while !rest.is_empty() {
        let (page, more) = Page::read(rest)?;
        if page.serial != first.serial {
            return None;
        }
        rest = more;
        position = position.max(page.position);
        let mut content = page.content;
        for length in page.segments {
            let (piece, after) = content.split_at_checked(usize::from(*length))?;
            content = after;
            let room = 8 - begun.len();
            begun.extend(piece.iter().take(room));
            if *length < 255 {
                match packets {
                    0 if !begun.starts_with(b"OpusTags") => return None,
                    0 => {}
                    _ => samples += opus::samples(&begun)?,
                }
                packets += 1;
                begun.clear();
            }
        }
    }
    let heard = samples.max(position).saturating_sub(skipped).max(0);
    (samples > 0 && begun.is_empty()).then(|| heard.saturating_mul(1_000) / opus::RATE)
}
