//! Length of an MP4 file (ISO 14496-12) with one track of AAC or Opus and no video.

use super::{at, number};

/// A box: its name and content.
type Part<'f> = (&'f [u8], &'f [u8]);

/// Reads sibling boxes; `None` when one does not end where it says.
fn boxes(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let (mut rest, mut found) = (bytes, Vec::new());
    while !rest.is_empty() {
        let (size, name) = (number(at(rest, 0, 4)?), at(rest, 4, 4)?);
        let (head, size) = match size {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(number(at(rest, 8, 8)?)).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let (whole, after) = rest.split_at_checked(size)?;
        found.push((name, whole.get(head..)?));
        rest = after;
    }
    Some(found)
}

/// Contents of the boxes of a name.
fn named<'f>(boxes: &[Part<'f>], name: &[u8; 4]) -> Vec<&'f [u8]> {
    boxes.iter().filter(|(found, _)| *found == name).map(|(_, inner)| *inner).collect()
}

/// Content of the first box at a path of names.
fn inside<'f>(bytes: &'f [u8], path: &[&[u8; 4]]) -> Option<&'f [u8]> {
    path.iter().try_fold(bytes, |bytes, name| named(&boxes(bytes)?, name).first().copied())
}

/// Parses the time scale and the duration of `mvhd` or `mdhd`.
///
/// The duration is 4 bytes wide in version 0 and 8 bytes in version 1, as are the two times before the scale.
fn scaled(full: &[u8]) -> Option<(u64, u64)> {
    let wide = if *full.first()? == 1 { 8 } else { 4 };
    let scale_at = 4 + 2 * wide;
    let length = number(at(full, scale_at + 4, wide)?);
    // All ones mean unknown.
    let unknown = length == u64::MAX || length == u64::from(u32::MAX);
    Some((number(at(full, scale_at, 4)?), if unknown { 0 } else { length }))
}

fn milliseconds_of(units: u64, scale: u64) -> Option<i64> {
    (scale > 0).then(|| i64::try_from(u128::from(units) * 1_000 / u128::from(scale)).unwrap_or(i64::MAX))
}

/// Adds up the durations in a table of (count, duration), which begins behind its length at 4.
fn in_table(table: &[u8]) -> Option<u64> {
    let entries = usize::try_from(number(at(table, 4, 4)?)).ok()?;
    let entries = at(table, 8, entries.checked_mul(8)?)?;
    let units = |entry: &[u8]| number(&entry[..4]).saturating_mul(number(&entry[4..]));
    Some(entries.chunks_exact(8).map(units).fold(0, u64::saturating_add))
}

/// Duration of the samples of a fragment's run; `usual` is that of samples without one of their own.
fn in_run(run: &[u8], usual: u64) -> Option<u64> {
    let flags = number(at(run, 1, 3)?);
    let count = usize::try_from(number(at(run, 4, 4)?)).ok()?;
    if flags & 0x100 == 0 {
        return Some(usual.saturating_mul(count as u64));
    }
    // Behind the count: an offset and the first sample's flags, then for each sample its duration first.
    let before = 8 + 4 * [0x1, 0x4].iter().filter(|flag| flags & **flag != 0).count();
    let width = 4 * [0x100, 0x200, 0x400, 0x800].iter().filter(|flag| flags & **flag != 0).count();
    let samples = at(run, before, count.checked_mul(width)?)?;
    Some(samples.chunks_exact(width).map(|sample| number(&sample[..4])).fold(0, u64::saturating_add))
}

/// Start and duration of a fragment.
fn in_fragment(fragment: &[u8], usual: u64) -> Option<(u64, u64)> {
    let parts = boxes(fragment)?;
    let head = named(&parts, b"tfhd").first().copied()?;
    let flags = number(at(head, 1, 3)?);
    // Behind the track's number: an offset of 8 bytes, the description's number, then the usual duration.
    let before = 8 + 8 * usize::from(flags & 0x1 != 0) + 4 * usize::from(flags & 0x2 != 0);
    let usual = if flags & 0x8 == 0 { usual } else { number(at(head, before, 4)?) };
    let start = match named(&parts, b"tfdt").first() {
        Some(time) => number(at(time, 4, if *time.first()? == 1 { 8 } else { 4 })?),
        None => 0,
    };
    let runs = named(&parts, b"trun").into_iter().map(|run| in_run(run, usual)).collect::<Option<Vec<_>>>()?;
    Some((start, runs.into_iter().fold(0, u64::saturating_add)))
}

/// Length in ms: of the samples, or up to the last fragment's end or the claimed length if that is later.
pub(super) fn milliseconds(file: &[u8]) -> Option<i64> {
    let parts = boxes(file)?;
    let movie = named(&parts, b"moov").first().copied()?;
    let tracks = named(&boxes(movie)?, b"trak");
    let [track] = tracks[..] else { return None };
    let handler = inside(track, &[b"mdia", b"hdlr"])?;
    let codec = at(inside(track, &[b"mdia", b"minf", b"stbl", b"stsd"])?, 12, 4)?;
    if at(handler, 8, 4)? != b"soun" || !matches!(codec, b"mp4a" | b"Opus") {
        return None;
    }
    let (scale, _) = scaled(inside(track, &[b"mdia", b"mdhd"])?)?;
    let (movie_scale, claimed) = scaled(inside(movie, &[b"mvhd"])?)?;
    let usual = inside(movie, &[b"mvex", b"trex"]).map_or(Some(0), |usual| at(usual, 12, 4).map(number))?;

    let mut samples = in_table(inside(track, &[b"mdia", b"minf", b"stbl", b"stts"])?)?;
    let mut end = 0;
    for part in named(&parts, b"moof") {
        for fragment in named(&boxes(part)?, b"traf") {
            let (start, length) = in_fragment(fragment, usual)?;
            samples = samples.saturating_add(length);
            end = end.max(start.saturating_add(length));
        }
    }
    let sound = named(&parts, b"mdat").iter().any(|data| !data.is_empty());
    (samples > 0 && sound).then_some(())?;
    Some(milliseconds_of(samples.max(end), scale)?.max(milliseconds_of(claimed, movie_scale).unwrap_or(0)))
}
