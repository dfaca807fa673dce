//! Password hashes: argon2id with the parameters of `password-auth`, off the async threads and a few
//! at a time, because each takes 19 MiB.

use std::sync::LazyLock;

use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{Error, Result};

static TURNS: Semaphore = Semaphore::const_new(4);

/// What is compared for an unknown phone, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("nobody"));

async fn take_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let broken = |_| Error::Broken("a password could not be hashed".into());
    let _turn = TURNS.acquire().await.map_err(|_| Error::Broken("no turn to hash a password".into()))?;
    spawn_blocking(work).await.map_err(broken)
}

/// The hash to store for a password.
///
/// # Errors
/// Only when the server is shutting down.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    take_turn(move || password_auth::generate_hash(password)).await
}

/// Whether the password belongs to the hash; without one the answer is no and takes as long.
pub(crate) async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    take_turn(move || {
        let nobody = NOBODY.as_str();
        let right = password_auth::verify_password(password, hash.as_deref().unwrap_or(nobody)).is_ok();
        right && hash.is_some()
    })
    .await
}
