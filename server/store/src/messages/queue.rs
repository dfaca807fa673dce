//! The queue: messages are inserted in the transaction of what they tell.

use domain::{
    accounts::AccountId,
    areas::AreaPath,
    events::{RecordKind, Side},
    messages::{Channel, Due, LONGEST_WAIT},
    notifications::NoticeKind,
};

use super::choices;
use crate::{
    Result, Tx,
    db::sql::{row, run},
    events::outbox::Pending,
};

/// A notice that was just inserted.
pub(crate) struct NewMessage {
    pub account: AccountId,
    pub notice: i64,
    pub kind: NoticeKind,
    pub created: i64,
}

/// Inserts a notice's messages on the ways that its account has chosen.
pub(crate) async fn insert_for_notice(tx: &mut Tx<'_>, new: &NewMessage) -> Result<()> {
    let Some(found) = choices::load(&mut tx.arm(), new.account).await? else { return Ok(()) };
    let due = found.choices().due(new.kind, tx.now);
    if found.by_text && new.kind.cannot_wait() {
        insert(tx, new, Channel::Text, due).await?;
    }
    if found.by_mail && found.confirmed > 0 {
        insert(tx, new, Channel::Mail, due).await?;
    }
    run!(
        tx,
        "insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         select 'push', account, id, $2, $3, $4, 'waiting', '', 0, $5, $6, 0, 0, 0 from push_subscription
         where account = $1 order by id",
        new.account,
        new.notice,
        new.kind.as_str(),
        due.digest,
        due.at,
        new.created,
    )?;
    Ok(())
}

async fn insert(tx: &mut Tx<'_>, new: &NewMessage, channel: Channel, due: Due) -> Result<()> {
    run!(
        tx,
        "insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         values ($1, $2, 0, $3, $4, $5, 'waiting', '', 0, $6, $7, 0, 0, 0)",
        channel.as_str(),
        new.account,
        new.notice,
        new.kind.as_str(),
        due.digest,
        due.at,
        new.created,
    )?;
    Ok(())
}

/// Inserts the mail with the link that confirms an account's address.
pub(super) async fn insert_link(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         values ('mail', $1, 0, 0, '', false, 'waiting', '', 0, $2, $2, 0, 0, 0)",
        account,
        now,
    )?;
    Ok(())
}

/// Inserts what an event says to the work groups of its area and of those above.
pub(crate) async fn handle_for_groups(tx: &mut Tx<'_>, row: &Pending) -> Result<()> {
    let event = row.event(&tx.vault)?;
    let kind = event.notice(Side::Staff).kind;
    let (record, id) = event.record();
    let Some(AreaPath(path)) = path_of_record(tx, record, id).await? else { return Ok(()) };
    let now = tx.now;
    run!(
        tx,
        "insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         select 'bot', 0, b.id, 0, $2, false, 'waiting', '', 0, $3, $4, 0, 0, 0
         from group_bot b join area a on a.id = b.area where $1 like a.path || '%' order by b.id",
        &path,
        kind.as_str(),
        now,
        row.at,
    )?;
    Ok(())
}

/// Finds the area of a record, of whose events its work groups hear; `None` when the record is gone.
async fn path_of_record(tx: &mut Tx<'_>, record: RecordKind, id: i64) -> Result<Option<AreaPath>> {
    let found = match record {
        RecordKind::Wish => {
            row!(tx, (String,), "select a.path from wish x join area a on a.id = x.home where x.id = $1", id)?
        }
        RecordKind::Household => {
            row!(tx, (String,), "select a.path from household x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Course => {
            row!(tx, (String,), "select a.path from course x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Round => {
            row!(tx, (String,), "select a.path from round x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Vacancy => {
            row!(tx, (String,), "select a.path from vacancy x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Indicator => {
            row!(tx, (String,), "select a.path from indicator x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Drive => {
            row!(tx, (String,), "select a.path from drive x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Poster => {
            row!(tx, (String,), "select a.path from poster x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Group => row!(
            tx,
            (String,),
            "select a.path from community_group x join area a on a.id = x.area where x.id = $1",
            id,
        )?,
        RecordKind::Partnership => {
            row!(tx, (String,), "select a.path from partnership x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Pledge => {
            row!(tx, (String,), "select a.path from pledge x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Shift => {
            row!(tx, (String,), "select a.path from shift x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::EntitlementRule => row!(
            tx,
            (String,),
            "select a.path from entitlement_rule x join area a on a.id = x.area where x.id = $1",
            id,
        )?,
        RecordKind::Recall => {
            row!(tx, (String,), "select a.path from recall x join area a on a.id = x.root where x.id = $1", id)?
        }
        RecordKind::Location => {
            row!(tx, (String,), "select a.path from location x join area a on a.id = x.area where x.id = $1", id)?
        }
        RecordKind::Offer => {
            row!(tx, (String,), "select a.path from offer x join area a on a.id = x.root where x.id = $1", id)?
        }
        RecordKind::Account => {
            row!(tx, (String,), "select a.path from account x join area a on a.id = x.root where x.id = $1", id)?
        }
        RecordKind::Order => row!(
            tx,
            (String,),
            "select a.path from shop_order x join location p on p.id = x.location join area a on a.id = p.area
             where x.id = $1",
            id,
        )?,
        RecordKind::Receipt => row!(
            tx,
            (String,),
            "select a.path from receipt x join location p on p.id = x.location join area a on a.id = p.area
             where x.id = $1",
            id,
        )?,
        RecordKind::StockTake => row!(
            tx,
            (String,),
            "select a.path from stock_take x join location p on p.id = x.location join area a on a.id = p.area
             where x.id = $1",
            id,
        )?,
        RecordKind::Transfer => row!(
            tx,
            (String,),
            "select a.path from transfer x join location p on p.id = x.source join area a on a.id = p.area
             where x.id = $1",
            id,
        )?,
    };
    Ok(found.map(|(path,)| AreaPath(path)))
}

/// Gives up what waits for a way that the installation has lost, and deletes what ended long ago; returns how many.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let (now, before) = (tx.now, tx.now - LONGEST_WAIT);
    for channel in Channel::ALL {
        // It names the condition of the index, too: SQLite does not conclude it.
        run!(
            tx,
            "update message set state = 'failed', why = 'gave_up', ended = $2
             where channel = $1 and state = 'waiting' and state in ('waiting', 'sending') and due < $3",
            channel.as_str(),
            now,
            before,
        )?;
    }
    Ok(run!(tx, "delete from message where ended <> 0 and ended < $1", now - domain::messages::KEPT_FOR)?)
}
