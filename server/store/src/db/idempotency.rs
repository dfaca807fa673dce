//! Request ids: the same id again gets the first answer, with other content it is refused.
//! A refusal leaves no trace: it changed nothing, so asking again asks anew.

use domain::{Code, Timestamp};

use crate::{
    Conn, Result, Tx,
    db::sql::{row, run},
};

/// What the id stood for before, if it was used.
#[derive(sqlx::FromRow)]
struct Earlier {
    operation: String,
    fingerprint: String,
    answer: String,
}

/// Takes the id for this request, or gives the answer it had before. On PostgreSQL the insert waits
/// for another transaction that holds the same id. `fingerprints` are keyed hashes of what is asked: by the present
/// key, then by older ones.
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

/// The answer that this request had, if it is known.
///
/// # Errors
/// [`Code::RequestReused`] when it stood for something else.
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

/// Keeps the answer for whoever asks again.
pub(crate) async fn finish(tx: &mut Tx<'_>, key: &str, answer: &str) -> Result<()> {
    let account = tx.actor.account;
    run!(tx, "update request set answer = $3 where account = $1 and key = $2", account, key, answer)?;
    Ok(())
}

/// Forgets ids older than `before`; a phone that was off for longer has to ask anew.
pub(crate) async fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    Ok(run!(tx, "delete from request where created < $1", before)?)
}
