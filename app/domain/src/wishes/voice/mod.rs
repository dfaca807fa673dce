//! Voice notes: recordings of up to a minute that a family makes instead of writing.
//! Format and duration are parsed from the bytes; the media type that the browser sends is ignored.

use crate::{Code, Error, Result};

/// Longest note in seconds; the recorder stops there.
pub const LONGEST: i64 = 60;
/// Tolerance in seconds: recorders stop late, and containers count whole packets.
const GRACE: i64 = 3;
/// Largest note in bytes: a minute at 128 kbit/s.
pub const LARGEST: usize = 1024 * 1024;

/// Container formats that browsers record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoundKind {
    /// WebM (RFC 9559), recorded by Chromium and Firefox.
    Webm,
    /// Ogg (RFC 3533), recorded by older versions of Firefox.
    Ogg,
    /// MP4 (ISO 14496-12), recorded by Safari.
    Mp4,
}

crate::text_enum!(SoundKind { Webm = "webm", Ogg = "ogg", Mp4 = "mp4" });

impl SoundKind {
    /// The media type to serve it with.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            SoundKind::Webm => "audio/webm",
            SoundKind::Ogg => "audio/ogg",
            SoundKind::Mp4 => "audio/mp4",
        }
    }
}

/// Properties parsed from a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sound {
    /// Its container.
    pub kind: SoundKind,
    /// Lower bound of its duration, or 0 if the bytes do not contain it.
    pub seconds: i64,
}

impl Sound {
    /// Parses a recording.
    ///
    /// # Errors
    /// For the field `voice`: [`Code::NotASound`] for anything else (including video), [`Code::SoundTooLong`] above
    /// [`LONGEST`] seconds or [`LARGEST`] bytes.
    pub fn read(bytes: &[u8]) -> Result<Sound> {
        let refused = |code| Err(Error::field("voice", code));
        if bytes.len() > LARGEST {
            return refused(Code::SoundTooLong);
        }
        let read = match bytes {
            [0x1a, 0x45, 0xdf, 0xa3, ..] => webm(bytes).map(|ms| (SoundKind::Webm, ms)),
            [b'O', b'g', b'g', b'S', ..] => ogg(bytes).map(|ms| (SoundKind::Ogg, ms)),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4(bytes).map(|ms| (SoundKind::Mp4, ms)),
            _ => None,
        };
        match read {
            None => refused(Code::NotASound),
            Some((_, ms)) if ms > (LONGEST + GRACE) * 1000 => refused(Code::SoundTooLong),
            Some((kind, ms)) => Ok(Sound { kind, seconds: (ms + 500) / 1000 }),
        }
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

fn at(bytes: &[u8], from: usize, length: usize) -> Option<&[u8]> {
    bytes.get(from..from.checked_add(length)?)
}

/// Duration in ms of an Ogg file with one Opus or Vorbis stream, from the last page's position.
fn ogg(bytes: &[u8]) -> Option<i64> {
    let (head, mut rate, mut skipped) = (at(bytes, 28, bytes.len().min(64).checked_sub(28)?)?, 48_000, 0);
    if head.starts_with(b"OpusHead") {
        skipped = i64::from(u16::from_le_bytes(at(head, 10, 2)?.try_into().ok()?));
    } else if head.starts_with(b"\x01vorbis") {
        rate = i64::from(u32::from_le_bytes(at(head, 12, 4)?.try_into().ok()?)).max(1);
    } else {
        return None;
    }
    let last = bytes.windows(4).rposition(|four| four == b"OggS")?;
    let position = i64::from_le_bytes(at(bytes, last + 6, 8)?.try_into().ok()?);
    Some((position - skipped).max(0).saturating_mul(1000) / rate)
}

/// Iterates over sibling boxes of an MP4 file, as (name, content).
fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (size, name) = (number(at(rest, 0, 4)?), at(rest, 4, 4)?);
        let (head, size) = match size {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(number(at(rest, 8, 8)?)).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        // A truncated box is read up to its end.
        let whole = rest.get(..size.min(rest.len()))?;
        let inner = whole.get(head..)?;
        rest = &rest[whole.len().max(8).min(rest.len())..];
        Some((name, inner))
    })
}

/// Content of the first box at a path of names.
fn inside<'b>(bytes: &'b [u8], path: &[&[u8; 4]]) -> Option<&'b [u8]> {
    path.iter().try_fold(bytes, |bytes, name| boxes(bytes).find(|(found, _)| *found == **name).map(|(_, inner)| inner))
}

/// Parses the time of `mvhd`, `mdhd` or `tfdt`, as (time scale, value).
///
/// It is 4 bytes wide in version 0 and 8 bytes in version 1, and follows `before` fields of the same width.
fn scaled(full: &[u8], before: usize, after_scale: bool) -> Option<(u64, u64)> {
    let wide = if *full.first()? == 1 { 8 } else { 4 };
    let scale_at = 4 + before * wide;
    let scale = if after_scale { number(at(full, scale_at, 4)?) } else { 0 };
    let value_at = if after_scale { scale_at + 4 } else { scale_at };
    Some((scale, number(at(full, value_at, wide)?)))
}

/// Duration in ms of an MP4 file without video, from its header or the start of its last fragment.
fn mp4(bytes: &[u8]) -> Option<i64> {
    let movie = inside(bytes, &[b"moov"])?;
    let handlers = boxes(movie)
        .filter(|(name, _)| *name == b"trak")
        .map(|(_, track)| inside(track, &[b"mdia", b"hdlr"]).and_then(|handler| at(handler, 8, 4)).unwrap_or_default());
    let mut tracks = handlers.collect::<Vec<_>>();
    tracks.dedup();
    if tracks != [&b"soun"[..]] {
        return None;
    }
    let (scale, length) = scaled(inside(movie, &[b"mvhd"])?, 2, true)?;
    let whole = milliseconds(length, scale);
    let scale =
        inside(movie, &[b"trak", b"mdia", b"mdhd"]).and_then(|head| scaled(head, 2, true)).map_or(0, |head| head.0);
    let fragments = boxes(bytes).filter(|(name, _)| *name == b"moof");
    let starts = fragments.filter_map(|(_, part)| scaled(inside(part, &[b"traf", b"tfdt"])?, 0, false));
    let last = starts.map(|(_, start)| milliseconds(start, scale)).max().unwrap_or(0);
    Some(whole.max(last))
}

fn milliseconds(units: u64, scale: u64) -> i64 {
    let all_ones = units == u64::MAX || units == u64::from(u32::MAX);
    if scale == 0 || all_ones {
        return 0;
    }
    i64::try_from(u128::from(units) * 1000 / u128::from(scale)).unwrap_or(i64::MAX)
}

const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_a966;
const SCALE: u64 = 0x2a_d7b1;
const DURATION: u64 = 0x4489;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK: u64 = 0xae;
const TRACK_TYPE: u64 = 0x83;
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
    let value = number(at(bytes, 0, length)?);
    if keep_marker {
        return (length <= 4).then_some((value, length));
    }
    let marker = 1_u64.checked_shl(u32::try_from(length * 7).ok()?)?;
    let value = value & (marker - 1);
    Some((if value == marker - 1 { u64::MAX } else { value }, length))
}

/// Duration in ms of a WebM file without video, from its header or the time of its last block.
fn webm(bytes: &[u8]) -> Option<i64> {
    let (mut rest, mut scale, mut said, mut cluster, mut last, mut tracks) = (bytes, 1_000_000_u64, 0.0_f64, 0, 0, 0);
    while let Some((id, head)) = vint(rest, true) {
        let Some((size, more)) = vint(&rest[head..], false) else { break };
        let inner = &rest[head + more..];
        // Children of these elements are read as if they were siblings.
        if matches!(id, SEGMENT | INFO | TRACKS | TRACK | CLUSTER | GROUP) {
            rest = inner;
            continue;
        }
        let length = usize::try_from(size).unwrap_or(usize::MAX).min(inner.len());
        let (value, after) = inner.split_at(length);
        match id {
            SCALE => scale = number(value).clamp(1, 1_000_000_000),
            DURATION if value.len() == 4 => said = f64::from(f32::from_be_bytes(value.try_into().ok()?)),
            DURATION if value.len() == 8 => said = f64::from_be_bytes(value.try_into().ok()?),
            TRACK_TYPE if number(value) == SOUND_TRACK => tracks += 1,
            TRACK_TYPE => return None,
            CLUSTER_TIME if value.len() <= 8 => cluster = i64::try_from(number(value)).ok()?,
            BLOCK | SIMPLE_BLOCK => {
                let (_, track) = vint(value, false)?;
                let offset = i16::from_be_bytes(at(value, track, 2)?.try_into().ok()?);
                last = last.max(cluster.saturating_add(i64::from(offset)));
            }
            _ => {}
        }
        rest = after;
    }
    let scale = i64::try_from(scale).ok()?;
    #[allow(clippy::cast_possible_truncation)] // float casts saturate
    let said = said as i64;
    (tracks == 1).then(|| i64::try_from(i128::from(last.max(said)) * i128::from(scale) / 1_000_000).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
