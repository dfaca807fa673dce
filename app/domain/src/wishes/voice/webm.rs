//! Length of a WebM file (RFC 9559) with one track of Opus and no video.

use super::{at, number, opus};

const HEADER: u64 = 0x1a45_dfa3;
const DOCUMENT_TYPE: u64 = 0x4282;
const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_a966;
const SCALE: u64 = 0x2a_d7b1;
const DURATION: u64 = 0x4489;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK: u64 = 0xae;
const TRACK_TYPE: u64 = 0x83;
const CODEC: u64 = 0x86;
/// Encryption, or bytes left out of each packet.
const ENCODINGS: u64 = 0x6d80;
const CLUSTER: u64 = 0x1f43_b675;
const CLUSTER_TIME: u64 = 0xe7;
const GROUP: u64 = 0xa0;
const BLOCK: u64 = 0xa1;
const SIMPLE_BLOCK: u64 = 0xa3;
/// Track type of audio.
const SOUND_TRACK: u64 = 2;

/// Parses an EBML variable-size integer (RFC 8794, section 4), as (value, length in bytes).
///
/// The number of leading zeros of the first byte gives the length. Ids keep the marker bit, sizes do not; a size of all
/// ones means unknown.
fn vint(bytes: &[u8], keep_marker: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    (length <= 8).then_some(())?;
    let value = number(at(bytes, 0, length)?);
    if keep_marker {
        return (length <= 4).then_some((value, length));
    }
    let marker = 1_u64.checked_shl(u32::try_from(length * 7).ok()?)?;
    let value = value & (marker - 1);
    Some((if value == marker - 1 { u64::MAX } else { value }, length))
}

/// An element: its id, whether its size is known, its content and what follows.
struct Element<'f> {
    id: u64,
    sized: bool,
    content: &'f [u8],
    after: &'f [u8],
}

impl<'f> Element<'f> {
    /// Reads an element; it must lie within the file. The content of one without a size goes on to the end.
    fn read(bytes: &'f [u8]) -> Option<Element<'f>> {
        let (id, head) = vint(bytes, true)?;
        let (size, more) = vint(&bytes[head..], false)?;
        let inner = &bytes[head + more..];
        let sized = size != u64::MAX;
        let length = if sized { usize::try_from(size).ok()? } else { inner.len() };
        let (content, after) = inner.split_at_checked(length)?;
        Some(Element { id, sized, content, after })
    }
}

/// Checks the header of the file; returns what follows.
fn body(file: &[u8]) -> Option<&[u8]> {
    let header = Element::read(file).filter(|header| header.id == HEADER && header.sized)?;
    let mut rest = header.content;
    while !rest.is_empty() {
        let element = Element::read(rest)?;
        if element.id == DOCUMENT_TYPE {
            return element.content.starts_with(b"webm").then_some(header.after);
        }
        rest = element.after;
    }
    None
}

/// What a file has told so far.
struct Progress {
    /// Nanoseconds of a unit of time.
    scale: u64,
    /// Duration that the file claims, in units.
    claimed: i64,
    /// Time of the cluster, in units.
    cluster: i64,
    /// End of the last packet, in ms.
    end: i64,
    /// Samples of all packets.
    samples: i64,
    tracks: usize,
    codecs: usize,
}

impl Progress {
    fn milliseconds(&self, units: i64) -> i64 {
        i64::try_from(i128::from(units) * i128::from(self.scale) / 1_000_000).unwrap_or(i64::MAX)
    }

    /// Notes an element without children; `None` for what is no recording.
    fn note(&mut self, id: u64, value: &[u8]) -> Option<()> {
        match id {
            SCALE => self.scale = number(value).clamp(1, 1_000_000_000),
            #[allow(clippy::cast_possible_truncation)] // float casts saturate
            DURATION if value.len() == 4 => self.claimed = f32::from_be_bytes(value.try_into().ok()?) as i64,
            #[allow(clippy::cast_possible_truncation)] // float casts saturate
            DURATION if value.len() == 8 => self.claimed = f64::from_be_bytes(value.try_into().ok()?) as i64,
            TRACK_TYPE if number(value) == SOUND_TRACK => self.tracks += 1,
            CODEC if value == b"A_OPUS" => self.codecs += 1,
            TRACK_TYPE | CODEC | ENCODINGS => return None,
            CLUSTER_TIME if value.len() <= 8 => self.cluster = i64::try_from(number(value)).ok()?,
            BLOCK | SIMPLE_BLOCK => {
                let (_, track) = vint(value, false)?;
                let offset = i16::from_be_bytes(at(value, track, 2)?.try_into().ok()?);
                // Several packets in a block are laced, which no recorder of sound does.
                (at(value, track + 2, 1)?[0] & 6 == 0).then_some(())?;
                let samples = opus::samples(&value[track + 3..])?;
                self.samples += samples;
                let begin = self.milliseconds(self.cluster.saturating_add(i64::from(offset)));
                self.end = self.end.max(begin.saturating_add(samples * 1_000 / opus::RATE));
            }
            _ => {}
        }
        Some(())
    }
}

/// Length in ms: of the packets, or up to the end of the last one or the claimed length if that is later.
pub(super) fn milliseconds(file: &[u8]) -> Option<i64> {
    let mut rest = body(file)?;
    let mut told = Progress { scale: 1_000_000, claimed: 0, cluster: 0, end: 0, samples: 0, tracks: 0, codecs: 0 };
    while !rest.is_empty() {
        let element = Element::read(rest)?;
        // Children of these elements are read as if they were siblings.
        if matches!(element.id, SEGMENT | INFO | TRACKS | TRACK | CLUSTER | GROUP) {
            (element.sized || matches!(element.id, SEGMENT | CLUSTER)).then_some(())?;
            rest = &rest[rest.len() - element.after.len() - element.content.len()..];
        } else {
            element.sized.then_some(())?;
            told.note(element.id, element.content)?;
            rest = element.after;
        }
    }
    let length = told.end.max(told.milliseconds(told.claimed)).max(told.samples * 1_000 / opus::RATE);
    (told.tracks == 1 && told.codecs == 1 && told.samples > 0).then_some(length)
}
