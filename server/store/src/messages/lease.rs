//! Choosing what to send: one server at a time for each channel, marked before it is sent.
//!
//! A mark outlives its server. When its time is over, it is not known whether the other side took the message: a push
//! is sent again, because it replaces the first; any other message has failed, because twice is worse than the app alone.
//!
//! A row that cannot be read (a sealed value that does not open, a kind of another release) fails alone: rolled back,
//! it would come first again in each round, and hold up its channel for good.

use std::collections::HashSet;

use domain::{
    Timestamp,
    accounts::AccountId,
    messages::{
        BotKind, Channel, LEASE, MessageChoices, MessageEnd, MessageId, MessageState, NewSubscription, SubscriptionId,
        TEXTS_A_MONTH,
    },
    notifications::NoticeKind,
    time::Month,
};
use serde::{Deserialize, Serialize};

use super::{
    choices,
    destinations::{self, Addressed},
};
use crate::{
    Command, Error, Result, Store, Tx,
    db::sql::{parse, rows, run, value},
};

/// Where a message goes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// Browser with this subscription.
    Push(SubscriptionId, NewSubscription),
    /// Phone.
    Text(String),
    /// Mail address.
    Mail(String),
    /// Webhook of a group's bot: kind, address, and secret or empty.
    Bot(BotKind, String, String),
}

/// A message that is marked as being sent. It holds an address, so it is neither printed nor logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct Outgoing {
    /// Rows that it stands for; several for the daily message.
    pub ids: Vec<MessageId>,
    /// Number of this try, which its end must name.
    pub tries: i64,
    /// Where it goes.
    pub to: Destination,
    /// Tag of its reader's language.
    pub lang: String,
    /// Whether it is the daily message.
    pub is_digest: bool,
    /// What happened, in order; empty for the link that confirms an address.
    pub kinds: Vec<NoticeKind>,
    /// Token of the link that stops this channel, or that confirms the address.
    pub link: String,
    /// When the first of its notices was written.
    pub created: Timestamp,
}

#[derive(Clone, sqlx::FromRow)]
pub(super) struct DueRow {
    id: i64,
    pub(super) account: AccountId,
    pub(super) target: i64,
    pub(super) kind: String,
    digest: bool,
    tries: i64,
    created: Timestamp,
    read_at: i64,
}

/// Columns of a [`DueRow`]; a notice that is gone counts as read.
macro_rules! due_columns {
    () => {
        "m.id, m.account, m.target, m.kind, m.digest, m.tries, m.created,
             case when m.notice = 0 then 0 else coalesce(n.read_at, 1) end as read_at
         from message m left join notice n on n.id = m.notice"
    };
}

/// Marks what is due on a channel as being sent, at most 16 messages.
///
/// # Errors
/// Only when the database fails.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaseMessages(pub Channel);

impl Command for LeaseMessages {
    const NAME: &'static str = "message_lease";
    type Output = Vec<Outgoing>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<Outgoing>> {
        let channel = self.0;
        run!(tx, "update message_channel set turns = turns + 1 where channel = $1", channel.as_str())?;
        end_leases(tx, channel).await?;
        let mut taken = Vec::new();
        // Rows that are read or put off give nothing to send; there may be others behind them.
        for _ in 0..ROUNDS {
            let due = due(tx, channel).await?;
            let mut seen = HashSet::new();
            if due.is_empty() {
                break;
            }
            for row in due {
                if seen.contains(&row.id) {
                    continue;
                }
                let group = if row.digest { digest_of(tx, channel, &row).await? } else { vec![row] };
                seen.extend(group.iter().map(|row| row.id));
                taken.extend(take(tx, channel, group).await?);
            }
            if !taken.is_empty() {
                break;
            }
        }
        Ok(taken)
    }
}

/// Looks for due rows in one transaction.
const ROUNDS: usize = 50;

/// Loads what is due. It names the condition of the index `message_due`, too: SQLite does not conclude it.
async fn due(tx: &mut Tx<'_>, channel: Channel) -> Result<Vec<DueRow>> {
    let now = tx.now;
    Ok(rows!(
        tx,
        DueRow,
        concat!(
            "select ",
            due_columns!(),
            " where m.channel = $1 and m.state = 'waiting' and m.state in ('waiting', 'sending') and m.due <= $2
              order by m.due, m.id limit 16"
        ),
        channel.as_str(),
        now,
    )?)
}

/// Ends the marks whose time is over.
async fn end_leases(tx: &mut Tx<'_>, channel: Channel) -> Result<()> {
    let now = tx.now;
    if channel.is_repeatable() {
        run!(
            tx,
            "update message set state = 'waiting', due = $2
             where channel = $1 and state = 'sending' and state in ('waiting', 'sending') and due <= $2",
            channel.as_str(),
            now,
        )?;
    } else {
        run!(
            tx,
            "update message set state = 'failed', why = 'unsure', ended = $2
             where channel = $1 and state = 'sending' and state in ('waiting', 'sending') and due <= $2",
            channel.as_str(),
            now,
        )?;
    }
    Ok(())
}

/// Loads all that goes into the daily message of a row. More than a thousand wait for the next day's.
async fn digest_of(tx: &mut Tx<'_>, channel: Channel, first: &DueRow) -> Result<Vec<DueRow>> {
    let now = tx.now;
    Ok(rows!(
        tx,
        DueRow,
        concat!(
            "select ",
            due_columns!(),
            " where m.account = $1 and m.channel = $2 and m.target = $3 and m.state = 'waiting' and m.digest = true
                and m.due <= $4 order by m.id limit 1000"
        ),
        first.account,
        channel.as_str(),
        first.target,
        now,
    )?)
}

/// Returns when the next daily message of a row's reader is due, if that of this day is out: a notice that was written
/// before the hour can be committed after it.
async fn next_digest(
    tx: &mut Tx<'_>,
    channel: Channel,
    first: &DueRow,
    choices: &MessageChoices,
) -> Result<Option<Timestamp>> {
    let Some((begin, end)) = choices.digest_day(tx.now).filter(|_| first.digest) else { return Ok(None) };
    let out = value!(
        tx,
        i64,
        "select count(*) from (select 1 as one from message
             where account = $1 and channel = $2 and target = $3 and digest = true
                 and (state = 'sending' or (state = 'sent' and ended >= $4)) limit 1) found",
        first.account,
        channel.as_str(),
        first.target,
        begin,
    )?;
    Ok((out > 0).then_some(end))
}

/// Marks a group of rows, unless it is not to be sent now, or at all.
async fn take(tx: &mut Tx<'_>, channel: Channel, group: Vec<DueRow>) -> Result<Option<Outgoing>> {
    let (read, unread): (Vec<_>, Vec<_>) = group.into_iter().partition(|row| row.read_at != 0);
    skip(tx, &read, MessageEnd::Read).await?;
    let unread = known(tx, channel, unread).await?;
    let Some(first) = unread.first().cloned() else { return Ok(None) };
    let addressed = match channel {
        Channel::Bot => {
            // A work group has chosen no hours: it is quiet in those that an account has unless it changes them.
            if let Some(until) = MessageChoices::default().quiet_until(tx.now) {
                put_off(tx, &unread, until).await?;
                return Ok(None);
            }
            destinations::bot(tx, &first).await
        }
        Channel::Push | Channel::Text | Channel::Mail => match choices::load(&mut tx.arm(), first.account).await? {
            Some(found) => {
                let is_link = first.kind.is_empty();
                if let Some(until) = found.choices().quiet_until(tx.now).filter(|_| !is_link) {
                    put_off(tx, &unread, until).await?;
                    return Ok(None);
                }
                if let Some(next) = next_digest(tx, channel, &first, &found.choices()).await? {
                    put_off(tx, &unread, next).await?;
                    return Ok(None);
                }
                destinations::account(tx, channel, &first, &found).await
            }
            None => Ok(None),
        },
    };
    let Some((to, lang, link)) = readable(tx, channel, &unread, addressed).await? else { return Ok(None) };
    if channel == Channel::Text && first.tries == 0 && !count_text(tx, first.account).await? {
        end(tx, &unread, MessageState::Failed, MessageEnd::Limit).await?;
        return Ok(None);
    }
    let tries = unread.iter().map(|row| row.tries).max().unwrap_or_default() + 1;
    let until = tx.now + LEASE;
    let (mut ids, mut kinds) = (Vec::new(), Vec::<NoticeKind>::new());
    for DueRow { id, kind, .. } in &unread {
        let marked = run!(
            tx,
            "update message set state = 'sending', tries = $2, due = $3 where id = $1 and state = 'waiting'",
            id,
            tries,
            until,
        )?;
        // Its way may have been turned off since it was looked for.
        if marked == 0 {
            continue;
        }
        ids.push(MessageId(*id));
        kinds.extend(kind_of(kind)?);
    }
    if ids.is_empty() {
        return Ok(None);
    }
    Ok(Some(Outgoing { ids, tries, to, lang, is_digest: first.digest, kinds, link, created: first.created }))
}

/// Reads what a row says; `None` for the link that confirms an address.
fn kind_of(stored: &str) -> Result<Option<NoticeKind>> {
    if stored.is_empty() { Ok(None) } else { parse(stored).map(Some) }
}

/// Returns the rows whose kind this release knows; the others fail.
async fn known(tx: &mut Tx<'_>, channel: Channel, rows: Vec<DueRow>) -> Result<Vec<DueRow>> {
    let (known, unknown): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| kind_of(&row.kind).is_ok());
    if let Some(cause) = unknown.first().and_then(|row| kind_of(&row.kind).err()) {
        fail(tx, channel, &unknown, &cause).await?;
    }
    Ok(known)
}

/// Ends rows that have no destination: their way was turned off, or where they go cannot be read.
async fn readable(
    tx: &mut Tx<'_>,
    channel: Channel,
    rows: &[DueRow],
    addressed: Result<Option<Addressed>>,
) -> Result<Option<Addressed>> {
    match addressed {
        Ok(Some(addressed)) => return Ok(Some(addressed)),
        Ok(None) => skip(tx, rows, MessageEnd::Stopped).await?,
        Err(cause @ Error::Broken(_)) => fail(tx, channel, rows, &cause).await?,
        Err(failed) => return Err(failed),
    }
    Ok(None)
}

/// Gives up rows that cannot be read. `wishbridge check` names the value that does not open, and the unknown kind.
async fn fail(tx: &mut Tx<'_>, channel: Channel, rows: &[DueRow], cause: &Error) -> Result<()> {
    let (channel, first) = (channel.as_str(), rows.first().map(|row| row.id).unwrap_or_default());
    tracing::error!(%cause, channel, first, messages = rows.len(), "messages cannot be read, and are given up");
    end(tx, rows, MessageState::Failed, MessageEnd::GaveUp).await
}

/// Counts a text message of the account's root area; false when those of the month are used up.
async fn count_text(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let root = value!(tx, i64, "select root from account where id = $1", account)?;
    let month = Month::of(tx.now).to_string();
    run!(
        tx,
        "insert into text_count (root, month, used) values ($1, $2, 0) on conflict (root, month) do nothing",
        root,
        &month,
    )?;
    let counted = run!(
        tx,
        "update text_count set used = used + 1
         where root = $1 and month = $2 and used < coalesce((select most from text_limit where root = $1), $3)",
        root,
        &month,
        TEXTS_A_MONTH,
    )?;
    Ok(counted == 1)
}

async fn put_off(tx: &mut Tx<'_>, rows: &[DueRow], until: Timestamp) -> Result<()> {
    for row in rows {
        run!(tx, "update message set due = $2 where id = $1 and state = 'waiting'", row.id, until)?;
    }
    Ok(())
}

async fn skip(tx: &mut Tx<'_>, rows: &[DueRow], why: MessageEnd) -> Result<()> {
    end(tx, rows, MessageState::Skipped, why).await
}

async fn end(tx: &mut Tx<'_>, rows: &[DueRow], state: MessageState, why: MessageEnd) -> Result<()> {
    let now = tx.now;
    for row in rows {
        run!(
            tx,
            "update message set state = $2, why = $3, ended = $4 where id = $1 and state = 'waiting'",
            row.id,
            state.as_str(),
            why.as_str(),
            now,
        )?;
    }
    Ok(())
}

impl Store {
    /// Whether a message is due on a channel, or the time of a mark is over.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn messages_due(&self, channel: Channel) -> Result<bool> {
        let now = self.now();
        let mut db = self.reader().await?;
        let due = value!(
            db,
            i64,
            "select count(*) from (select 1 as one from message
                 where channel = $1 and state in ('waiting', 'sending') and due <= $2 limit 1) found",
            channel.as_str(),
            now,
        )?;
        Ok(due > 0)
    }
}
