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

/// Two pages of Opus; `samples`, at 48,000 a second, is the position of the last one.
fn opus(samples: i64) -> Vec<u8> {
    let page = |position: i64, content: &[u8]| {
        let mut page = b"OggS\0\0".to_vec();
        page.extend(position.to_le_bytes());
        page.extend([0; 12]);
        page.extend([1, u8::try_from(content.len()).unwrap()]);
        page.extend(content);
        page
    };
    [page(0, b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0"), page(samples, b"sound")].concat()
}

#[test]
fn recordings_of_browsers_are_recognised_by_their_bytes() {
    assert_eq!(Sound::read(SECOND), Ok(Sound { kind: SoundKind::Webm, seconds: 1 }));
    assert_eq!(Sound::read(FOUR), Ok(Sound { kind: SoundKind::Webm, seconds: 4 }));
    assert_eq!(Sound::read(SECOND_MP4).map(|sound| sound.kind), Ok(SoundKind::Mp4));
    assert_eq!(Sound::read(&opus(48_000 * 7 + 312)), Ok(Sound { kind: SoundKind::Ogg, seconds: 7 }));
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
fn more_than_a_minute_or_the_largest_size_is_rejected() {
    assert_eq!(code(&opus(48_000 * 60)), "ok");
    assert_eq!(code(&opus(48_000 * 64)), "sound_too_long");
    let mut large = SECOND.to_vec();
    large.resize(LARGEST + 1, 0);
    assert_eq!(code(&large), "sound_too_long");
}

/// Truncated or corrupt input must not panic or loop endlessly.
#[test]
fn truncated_and_corrupt_recordings_do_not_panic() {
    for whole in [SECOND, SECOND_MP4, &opus(48_000)] {
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
