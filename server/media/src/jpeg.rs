//! Whether a JPEG is complete. Decoders fill what is cut off with grey, and a paper could not be read later.

/// True when the file's segments lead from its start to an end-of-image marker. What phones append after it
/// (motion, depth) does not matter.
pub(crate) fn is_complete(file: &[u8]) -> bool {
    let mut at = 2;
    let mut in_scan = false;
    while let Some(&byte) = file.get(at) {
        if byte != 0xff {
            if !in_scan {
                return false;
            }
            at += 1;
            continue;
        }
        match file.get(at + 1) {
            None => return false,
            Some(0xd9) => return in_scan,
            // Fill bytes, stuffed zeros and restart markers.
            Some(0xff) => at += 1,
            Some(0x00 | 0x01 | 0xd0..=0xd7) => at += 2,
            Some(&marker) => {
                let Some(length) = file.get(at + 2..at + 4) else { return false };
                in_scan |= marker == 0xda;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
            }
        }
    }
    false
}
