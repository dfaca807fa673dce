//! The reader of events that inserts notices.

use domain::events::NewNotice;

use crate::{Result, Tx, db::sql::run, events::outbox::Pending};

/// Inserts the notice that an event means for its account, dated by the event.
pub(crate) async fn handle(tx: &mut Tx<'_>, row: &Pending) -> Result<()> {
    let NewNotice { kind, wish, claim, subject, title, text } = row.event(&tx.vault)?.notice(row.side()?);
    run!(
        tx,
        "insert into notice (account, kind, wish, claim, subject, title, text, created, read_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
        row.account,
        kind.as_str(),
        wish,
        claim,
        subject,
        title,
        text,
        row.at,
    )?;
    Ok(())
}
