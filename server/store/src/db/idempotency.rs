//! Idempotency: a repeated request id returns the first answer; with other content it is refused.
//! Refused requests are rolled back with their row here, so repeating one runs it again.

use domain::{Code, Timestamp};

use crate::{
    Conn, Result, Tx,
    db::sql::{row, run},
};

/// Stored request with the same id.
#[derive(sqlx::FromRow)]
struct Earlier {
    operation: String,
    fingerprint: String,
    answer: String,
}

/// Claims the request id; returns the stored answer when this request was already answered.
/// On PostgreSQL the insert waits for a concurrent transaction with the same id. `fingerprints` are keyed hashes of the
/// content, newest key first.
///
/// # Errors
/// [`Code::RequestReused`] when the id was used for another operation or other content.
pub(crate) async fn begin(
    tx: &mut Tx<'_>,
    key: &str,
    operation: &str,
    fingerprints: &[String],
) -> Result<Option<String>> {
    let (account, now) = (tx.actor.account, tx.now);
    let taken = run!(
        tx,
        "insert into request (account, key, operation, fingerprint, answer, created) values ($1, $2, $3, $4, '', $5)
         on conflict (account, key) do nothing",
        account,
        key,
        operation,
        fingerprints.first().map_or("", String::as_str),
        now,
    )?;
    if taken == 1 {
        return Ok(None);
    }
    let known = earlier(&mut tx.arm(), account, key, operation, fingerprints).await?;
    known.map(Some).ok_or_else(|| Code::RequestReused.into())
}

/// Loads the answer stored for this request; `None` when the id is unused.
///
/// # Errors
/// [`Code::RequestReused`] when the id was used for another operation or other content.
pub(crate) async fn earlier(
    db: &mut Conn<'_>,
    account: i64,
    key: &str,
    operation: &str,
    fingerprints: &[String],
) -> Result<Option<String>> {
    let earlier = row!(
        db,
        Earlier,
        "select operation, fingerprint, answer from request where account = $1 and key = $2",
        account,
        key,
    )?;
    match earlier {
        None => Ok(None),
        Some(e) if e.operation == operation && fingerprints.contains(&e.fingerprint) => Ok(Some(e.answer)),
        Some(_) => Err(Code::RequestReused.into()),
    }
}

/// Stores the answer for repeated requests.
pub(crate) async fn finish(tx: &mut Tx<'_>, key: &str, answer: &str) -> Result<()> {
    let account = tx.actor.account;
    run!(tx, "update request set answer = $3 where account = $1 and key = $2", account, key, answer)?;
    Ok(())
}

/// Deletes request ids created before `before`; a later repeat runs again.
pub(crate) async fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    Ok(run!(tx, "delete from request where created < $1", before)?)
}
