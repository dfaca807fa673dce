//! Voice notes: recordings of up to a minute that a family makes instead of writing.
//! Format and duration are read from the packets themselves. What the file says of its length is not trusted, and the
//! media type that the browser sends is ignored.

mod mp4;
mod ogg;
mod opus;
mod webm;

use crate::{Code, Error, Result};

/// Longest note in seconds; the recorder stops there.
pub const LONGEST: i64 = 60;
/// Tolerance in seconds: recorders stop late, and packets are counted whole.
const GRACE: i64 = 3;
/// Largest note in bytes: a minute at 128 kbit/s.
pub const LARGEST: usize = 1024 * 1024;

/// Container formats that browsers record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoundKind {
    /// WebM (RFC 9559) with Opus, recorded by Chromium and Firefox.
    Webm,
    /// Ogg (RFC 3533) with Opus, recorded by older versions of Firefox.
    Ogg,
    /// MP4 (ISO 14496-12) with AAC or Opus, recorded by Safari.
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
    /// Its duration, rounded.
    pub seconds: i64,
}

impl Sound {
    /// Parses a recording.
    ///
    /// # Errors
    /// For the field `voice`: [`Code::NotASound`] for anything else, including video, cut-off files and files without
    /// sound; [`Code::SoundTooLong`] above [`LONGEST`] seconds or [`LARGEST`] bytes.
    pub fn read(bytes: &[u8]) -> Result<Sound> {
        let refused = |code| Err(Error::field("voice", code));
        if bytes.len() > LARGEST {
            return refused(Code::SoundTooLong);
        }
        let read = match bytes {
            [0x1a, 0x45, 0xdf, 0xa3, ..] => webm::milliseconds(bytes).map(|ms| (SoundKind::Webm, ms)),
            [b'O', b'g', b'g', b'S', ..] => ogg::milliseconds(bytes).map(|ms| (SoundKind::Ogg, ms)),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::milliseconds(bytes).map(|ms| (SoundKind::Mp4, ms)),
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

#[cfg(test)]
mod tests;
