//! The reader of events that inserts notices.

use domain::events::NewNotice;

use crate::{
    Result, Tx,
    db::sql::row,
    events::outbox::Pending,
    messages::queue::{NewMessage, insert_for_notice},
};

/// Inserts the notice that an event means for its account, dated by the event, and the messages that carry it.
pub(crate) async fn handle(tx: &mut Tx<'_>, row: &Pending) -> Result<()> {
    let NewNotice { kind, wish, claim, subject, title, text } = row.event(&tx.vault)?.notice(row.side()?);
    // The second column saves a statement for each of the many accounts that chose nothing.
    let inserted = row!(
        tx,
        (i64, i64),
        "insert into notice (account, kind, wish, claim, subject, title, text, created, read_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0)
         returning id, (select count(*) from message_choice c where c.account = $1)",
        row.account,
        kind.as_str(),
        wish,
        claim,
        subject,
        title,
        text,
        row.at,
    )?;
    match inserted {
        Some((notice, 1..)) => {
            insert_for_notice(tx, &NewMessage { account: row.account, notice, kind, created: row.at }).await
        }
        _ => Ok(()),
    }
}
