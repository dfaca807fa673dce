//! The key by which push services know this installation (VAPID, RFC 8292).

use std::{fmt, fs, io, path::Path, sync::Arc};

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;
use store::crypto::private_files;

use super::base64url;

/// How long a signed token is valid, in seconds; services refuse more than a day.
const VALID: i64 = 12 * 3600;

/// Key pair on P-256. Browsers subscribe to its public half: another key ends all subscriptions.
#[derive(Clone)]
pub struct VapidKey(Arc<EcdsaKeyPair>);

/// Prints nothing of it.
impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VapidKey")
    }
}

impl VapidKey {
    /// Reads the key file, and makes it, for its owner alone, if there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds no key.
    pub fn at(file: &Path) -> io::Result<VapidKey> {
        let bytes = match fs::read(file) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                private_files::write_new(file, &VapidKey::made()?)?;
                // Another process may have made one meanwhile.
                fs::read(file)?
            }
            read => read?,
        };
        VapidKey::of(&bytes)
    }

    fn made() -> io::Result<Vec<u8>> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        made.map(|document| document.as_ref().to_vec()).map_err(|_| io::Error::other("no random numbers"))
    }

    /// Makes a key that is kept nowhere.
    ///
    /// # Errors
    /// Without random numbers.
    pub fn fresh() -> io::Result<VapidKey> {
        VapidKey::of(&VapidKey::made()?)
    }

    fn of(bytes: &[u8]) -> io::Result<VapidKey> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &SystemRandom::new());
        let pair = pair.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the file holds no VAPID key"))?;
        Ok(VapidKey(Arc::new(pair)))
    }

    /// The public key, as browsers take it.
    #[must_use]
    pub fn public_key(&self) -> String {
        base64url::encode(self.0.public_key().as_ref())
    }

    /// Signs the header `authorization` of a request to a push service.
    pub(super) fn authorization(&self, audience: &str, subject: &str, now: i64) -> Option<String> {
        let head = base64url::encode(json!({"typ": "JWT", "alg": "ES256"}).to_string().as_bytes());
        let claims = json!({"aud": audience, "exp": now + VALID, "sub": subject});
        let signed = format!("{head}.{}", base64url::encode(claims.to_string().as_bytes()));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
        Some(format!("vapid t={signed}.{}, k={}", base64url::encode(signature.as_ref()), self.public_key()))
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("data/wishbridge.vapid");
        let (first, second) = (VapidKey::at(&file).expect("made"), VapidKey::at(&file).expect("read"));
        assert_eq!(first.public_key(), second.public_key());
        assert_eq!((first.public_key().len(), format!("{first:?}").as_str()), (87, "VapidKey"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
        }
        fs::write(&file, b"no key").expect("written");
        assert!(VapidKey::at(&file).is_err());
    }

    #[test]
    fn a_token_is_signed_by_the_key_that_it_names() {
        let key = VapidKey::fresh().expect("a key");
        let header = key.authorization("https://push.example", "https://wishes.example", 1000).expect("signed");
        let (token, public) = header.strip_prefix("vapid t=").expect("a token").split_once(", k=").expect("a key");
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let (public, signature) =
            (base64url::decode(public).expect("bytes"), base64url::decode(signature).expect("bytes"));
        let verifier = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &public);
        verifier.verify(signed.as_bytes(), &signature).expect("its signature");
        let claims = base64url::decode(signed.split_once('.').expect("two parts").1).expect("bytes");
        let claims: serde_json::Value = serde_json::from_slice(&claims).expect("JSON");
        assert_eq!(claims, json!({"aud": "https://push.example", "exp": 44_200, "sub": "https://wishes.example"}));
    }
}
