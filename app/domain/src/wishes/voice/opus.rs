//! Packets of Opus (RFC 6716).

/// Samples of Opus in a second, whatever it was recorded with.
pub(super) const RATE: i64 = 48_000;
/// A packet lasts at most 120 ms.
const LONGEST: i64 = 5_760;

/// Samples that a packet plays, from its first bytes (section 3.1).
pub(super) fn samples(packet: &[u8]) -> Option<i64> {
    let head = *packet.first()?;
    let config = usize::from(head >> 3);
    let frame = match config {
        0..12 => [480, 960, 1_920, 2_880][config & 3],
        12..16 => [480, 960][config & 1],
        _ => [120, 240, 480, 960][config & 3],
    };
    let frames = match head & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => i64::from(*packet.get(1)? & 0x3f),
    };
    Some(frame * frames).filter(|samples| (1..=LONGEST).contains(samples))
}
