//! Password hashes: argon2id with the parameters of `password-auth`.
//! Each hash takes 19 MiB, so hashing runs on blocking threads, at most 4 at a time.

use std::sync::LazyLock;

use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{Error, Result};

static TURNS: Semaphore = Semaphore::const_new(4);

/// Hash compared when the phone is unknown, so that the response takes as long as for a known one.
static NO_ACCOUNT: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("no account"));

async fn take_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let broken = |_| Error::Broken("password hashing task failed".into());
    let _turn = TURNS.acquire().await.map_err(|_| Error::Broken("password hashing semaphore closed".into()))?;
    spawn_blocking(work).await.map_err(broken)
}

/// Hashes a password with argon2id and a random salt.
///
/// # Errors
/// `Broken` when the hashing task panicked or the server is shutting down.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    take_turn(move || password_auth::generate_hash(password)).await
}

/// Verifies a password against a hash; `None` is compared with a dummy hash and returns false.
pub(crate) async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    take_turn(move || {
        let no_account = NO_ACCOUNT.as_str();
        let right = password_auth::verify_password(password, hash.as_deref().unwrap_or(no_account)).is_ok();
        right && hash.is_some()
    })
    .await
}
