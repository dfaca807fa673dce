//! Password hashes: argon2id with the parameters of `password-auth`.
//! Each hash takes 19 MiB, so hashing runs on blocking threads, at most 4 at a time.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU64, Ordering},
};

use password_auth::VerifyError;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{Error, Result};

static TURNS: Semaphore = Semaphore::const_new(4);

/// Hash compared when there is none to compare with, so that the response takes as long as for a wrong password.
static NO_ACCOUNT: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("no account"));

tokio::task_local! {
    static HASHES: Arc<AtomicU64>;
}

/// Runs a future and counts the hashes that it computes, for tests of equal work; other tasks are not counted.
pub async fn counted<F: Future>(work: F) -> (F::Output, u64) {
    let hashes = Arc::new(AtomicU64::new(0));
    let output = HASHES.scope(hashes.clone(), work).await;
    (output, hashes.load(Ordering::Relaxed))
}

/// Counts a hash that was computed; does nothing outside [`counted`].
fn count() {
    HASHES.try_with(|hashes| hashes.fetch_add(1, Ordering::Relaxed)).ok();
}

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
    let hash = take_turn(move || password_auth::generate_hash(password)).await?;
    count();
    Ok(hash)
}

/// Verifies a password against a hash; `None` and `""` (no password) are compared with a dummy hash and return false.
pub(crate) async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let hash = hash.filter(|hash| !hash.is_empty());
    let has_hash = hash.is_some();
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    let judged = take_turn(move || {
        let no_account = NO_ACCOUNT.as_str();
        password_auth::verify_password(password, hash.as_deref().unwrap_or(no_account))
    })
    .await?;
    // What is no hash is refused without computing one.
    if !matches!(judged, Err(VerifyError::Parse(_))) {
        count();
    }
    Ok(judged.is_ok() && has_hash)
}
