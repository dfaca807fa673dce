//! Encryption of a push for its browser: RFC 8291 (keys) and RFC 8188 (`aes128gcm`, one record).

use domain::messages::PushKeys;
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hmac,
    rand::{SecureRandom, SystemRandom},
};

use super::base64url;

/// Size of a record; a push has one.
const RECORD: u32 = 4096;
/// Bytes of a point on P-256.
const POINT: usize = 65;
/// Bytes of the salt.
const SALT: usize = 16;

/// Key and nonce of one push.
type Keys = ([u8; 16], [u8; 12]);

/// Encrypts a push with a key pair of its own; `None` for keys that are no keys.
pub(super) fn sealed(keys: &PushKeys, plain: &[u8]) -> Option<Vec<u8>> {
    let (browser, auth) = (base64url::decode(&keys.p256dh)?, base64url::decode(&keys.auth)?);
    let random = SystemRandom::new();
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &random).ok()?;
    let server = own.compute_public_key().ok()?.as_ref().to_vec();
    let mut salt = [0; SALT];
    random.fill(&mut salt).ok()?;
    let peer = UnparsedPublicKey::new(&ECDH_P256, &browser);
    let secret = agree_ephemeral(own, &peer, <[u8]>::to_vec).ok()?;
    record(derived(&secret, &auth, &browser, &server, &salt), &salt, &server, plain)
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), &parts.concat()).as_ref().to_vec()
}

/// Derives key and nonce (RFC 8291, section 3.4). Each output fits one block of HKDF, which is one HMAC.
fn derived(secret: &[u8], auth: &[u8], browser: &[u8], server: &[u8], salt: &[u8]) -> Keys {
    let first = mac(auth, &[secret]);
    let input = mac(&first, &[b"WebPush: info\0", browser, server, &[1]]);
    let extracted = mac(salt, &[&input]);
    let key = mac(&extracted, &[b"Content-Encoding: aes128gcm\0", &[1]]);
    let nonce = mac(&extracted, &[b"Content-Encoding: nonce\0", &[1]]);
    let (mut short_key, mut short_nonce) = ([0; 16], [0; 12]);
    short_key.copy_from_slice(&key[..16]);
    short_nonce.copy_from_slice(&nonce[..12]);
    (short_key, short_nonce)
}

/// Builds header and record (RFC 8188, section 2).
fn record((key, nonce): Keys, salt: &[u8], server: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    let mut text = plain.to_vec();
    // The end of the last record.
    text.push(2);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text).ok()?;
    let length = u8::try_from(server.len()).ok().filter(|_| server.len() == POINT)?;
    Some([salt, &RECORD.to_be_bytes(), &[length], server, &text].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        base64url::decode(text).expect("base64url")
    }

    /// RFC 8291, appendix A.
    #[test]
    fn the_example_of_the_standard_comes_out_the_same() {
        let browser = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let server = bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let secret = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let (auth, salt) = (bytes("BTBZMqHH6r4Tts7J_aSIgg"), bytes("DGv6ra1nlYgDCS1FRnbzlw"));
        let keys = derived(&secret, &auth, &browser, &server, &salt);
        assert_eq!(keys.0.to_vec(), bytes("oIhVW04MRdy2XN9CiKLxTg"));
        let plain = b"When I grow up, I want to be a watermelon";
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS\
                        6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qul\
                        cy4a-fN";
        assert_eq!(record(keys, &salt, &server, plain).expect("a record"), bytes(expected));
    }

    #[test]
    fn keys_that_are_none_give_no_push() {
        let keys = PushKeys { p256dh: "A".repeat(87), auth: "A".repeat(22) };
        assert!(sealed(&keys, b"x").is_none());
    }
}
