//! Base64 as pushes use it: with the alphabet of addresses and without padding.

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};

pub(super) fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes; `None` for anything else.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

/// Encodes with the ordinary alphabet and padding, as the chats want signatures.
pub(super) fn standard(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}
