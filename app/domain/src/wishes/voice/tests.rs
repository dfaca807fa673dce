//! The recordings in this folder were made by Chromium's recorder from its fake microphone.

use super::*;

const SECOND: &[u8] = include_bytes!("second.webm");
const FOUR: &[u8] = include_bytes!("four.webm");
const SECOND_MP4: &[u8] = include_bytes!("second.mp4");
const PICTURES: &[u8] = include_bytes!("video.webm");

fn code(bytes: &[u8]) -> &'static str {
    match Sound::read(bytes) {
        Ok(_) => "ok",
        Err(Error::Invalid(fields)) => fields[0].code.as_str(),
        Err(other) => panic!("{other}"),
    }
}

/// A page of Ogg with its sum; `flags` 2 begins a stream.
fn page(flags: u8, position: i64, packets: &[&[u8]]) -> Vec<u8> {
    let mut page = vec![b'O', b'g', b'g', b'S', 0, flags];
    page.extend(position.to_le_bytes());
    page.extend([7, 0, 0, 0]);
    page.extend([0; 8]);
    page.push(u8::try_from(packets.len()).unwrap());
    page.extend(packets.iter().map(|packet| u8::try_from(packet.len()).unwrap()));
    page.extend(packets.concat());
    let sum = ogg::checksum(&page);
    page[22..26].copy_from_slice(&sum.to_le_bytes());
    page
}

const HEAD: &[u8] = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";
const TAGS: &[u8] = b"OpusTags\0\0\0\0\0\0\0\0";
/// Packets of 60 and 120 ms: one frame, and two of them.
const SIXTY: &[u8] = b"\x18sound";
const LONG: &[u8] = b"\x19soundsound";

/// A recording of `packets`; `position` is what its last page claims, in samples.
fn opus(packet: &[u8], packets: usize, position: i64) -> Vec<u8> {
    let mut file = [page(2, 0, &[HEAD]), page(0, 0, &[TAGS])].concat();
    let all = vec![packet; packets];
    for some in all.chunks(255) {
        file.extend(page(0, position, some));
    }
    file
}

#[test]
fn recordings_of_browsers_are_recognised_by_their_bytes() {
    assert_eq!(Sound::read(SECOND), Ok(Sound { kind: SoundKind::Webm, seconds: 1 }));
    assert_eq!(Sound::read(FOUR), Ok(Sound { kind: SoundKind::Webm, seconds: 4 }));
    assert_eq!(Sound::read(SECOND_MP4), Ok(Sound { kind: SoundKind::Mp4, seconds: 1 }));
    assert_eq!(Sound::read(&opus(SIXTY, 117, 336_960)), Ok(Sound { kind: SoundKind::Ogg, seconds: 7 }));
}

#[test]
fn anything_but_a_recording_is_rejected() {
    let png = b"\x89PNG\r\n\x1a\n";
    for wrong in [&b""[..], b"voice", b"<svg/>", png, b"\x1a\x45\xdf\xa3", b"OggS", b"\0\0\0\x08ftyp", b"ID3", PICTURES]
    {
        assert_eq!(code(wrong), "not_a_sound", "{wrong:?}");
    }
}

#[test]
fn garbage_behind_the_head_of_a_recording_is_rejected() {
    let garbage: Vec<u8> = (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let head = page(2, 0, &[HEAD]);
    for (name, wrong) in [
        ("Ogg", [&head[..], &garbage].concat()),
        ("Ogg without packets", [head.clone(), page(0, 480_000, &[TAGS])].concat()),
        ("Ogg behind a good packet", [&opus(SIXTY, 3, 8_640)[..], &garbage].concat()),
        ("Ogg with garbage that looks like a page", [&head[..], b"OggS\0\0", &garbage].concat()),
        ("WebM", [&SECOND[..0x120], &garbage].concat()),
        ("WebM behind the last block", [SECOND, &garbage].concat()),
        ("MP4", [&SECOND_MP4[..0x281], &garbage].concat()),
    ] {
        assert_eq!(code(&wrong), "not_a_sound", "{name}");
    }
    for cut in [&SECOND[..SECOND.len() - 1], &FOUR[..1_500], &SECOND_MP4[..1_200], &opus(SIXTY, 9, 25_920)[..150]] {
        assert_eq!(code(cut), "not_a_sound", "cut off");
    }
}

#[test]
fn a_recording_is_as_long_as_its_packets_whatever_it_claims() {
    // 64 seconds that claim to be one.
    assert_eq!(code(&opus(LONG, 534, 48_000)), "sound_too_long");
    // The duration in the header of a WebM file is ignored when the packets last longer.
    let at = SECOND.windows(3).position(|three| three == b"\x44\x89\x84").expect("a duration") + 3;
    let mut claims = SECOND.to_vec();
    claims[at..at + 4].copy_from_slice(&0.0_f32.to_be_bytes());
    assert_eq!(Sound::read(&claims).map(|sound| sound.seconds), Ok(1));
    // 20 samples of a minute each, in a file that claims 1.2 s.
    let mut slow = SECOND_MP4.to_vec();
    let run = slow.windows(4).position(|four| four == b"trun").expect("a run") + 16;
    for sample in 0..20 {
        slow[run + 8 * sample..run + 8 * sample + 4].copy_from_slice(&2_880_000_u32.to_be_bytes());
    }
    assert_eq!(code(&slow), "sound_too_long");
}

#[test]
fn more_than_a_minute_or_the_largest_size_is_rejected() {
    assert_eq!(code(&opus(LONG, 500, 48_000 * 60)), "ok");
    assert_eq!(code(&opus(LONG, 100, 48_000 * 64)), "sound_too_long");
    let mut large = SECOND.to_vec();
    large.resize(LARGEST + 1, 0);
    assert_eq!(code(&large), "sound_too_long");
}

/// Truncated or corrupt input must not panic or loop endlessly.
#[test]
fn truncated_and_corrupt_recordings_do_not_panic() {
    for whole in [SECOND, SECOND_MP4, &opus(SIXTY, 17, 48_960)] {
        for end in 0..whole.len() {
            let _ = Sound::read(&whole[..end]);
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0x7f, 0x80, 0xff] {
                let mut spoilt = whole.to_vec();
                spoilt[at] = byte;
                let _ = Sound::read(&spoilt);
            }
        }
    }
}
