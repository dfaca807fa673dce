//! Choosing what to send: one server at a time for each channel, marked before it is sent.
//!
//! A mark outlives its server. When its time is over, it is not known whether the other side took the message: a push
//! is sent again, because it replaces the first; any other message has failed, because twice is worse than the app alone.

use std::collections::HashSet;

use domain::{
    Timestamp,
    accounts::AccountId,
    messages::{
        BotKind, Channel, LEASE, MessageEnd, MessageId, MessageState, NewSubscription, PushKeys, SubscriptionId,
        TEXTS_A_MONTH,
    },
    notifications::NoticeKind,
    time::Month,
};
use serde::{Deserialize, Serialize};

use super::{choices, choices::ChoiceRow, links::Link};
use crate::{
    Command, Result, Store, Tx,
    crypto::secret::Secret,
    db::sql::{parse, row, rows, run, value},
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
struct DueRow {
    id: i64,
    account: AccountId,
    target: i64,
    kind: String,
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

/// Loads all that goes into the daily message of a row. More than a thousand make a second one.
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

/// Marks a group of rows, unless it is not to be sent now, or at all.
async fn take(tx: &mut Tx<'_>, channel: Channel, group: Vec<DueRow>) -> Result<Option<Outgoing>> {
    let (read, unread): (Vec<_>, Vec<_>) = group.into_iter().partition(|row| row.read_at != 0);
    skip(tx, &read, MessageEnd::Read).await?;
    let Some(first) = unread.first().cloned() else { return Ok(None) };
    let addressed = match channel {
        Channel::Bot => bot(tx, &first).await?,
        Channel::Push | Channel::Text | Channel::Mail => match choices::load(&mut tx.arm(), first.account).await? {
            Some(found) => {
                let is_link = first.kind.is_empty();
                if let Some(until) = found.choices().quiet_until(tx.now).filter(|_| !is_link) {
                    put_off(tx, &unread, until).await?;
                    return Ok(None);
                }
                account(tx, channel, &first, &found).await?
            }
            None => None,
        },
    };
    let Some((to, lang, link)) = addressed else {
        skip(tx, &unread, MessageEnd::Stopped).await?;
        return Ok(None);
    };
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
        if !kind.is_empty() {
            kinds.push(parse(kind)?);
        }
    }
    if ids.is_empty() {
        return Ok(None);
    }
    Ok(Some(Outgoing { ids, tries, to, lang, is_digest: first.digest, kinds, link, created: first.created }))
}

/// A destination with the language and the link of its message.
type Addressed = Option<(Destination, String, String)>;

/// Loads the bot of a message; `None` when it was removed.
async fn bot(tx: &mut Tx<'_>, first: &DueRow) -> Result<Addressed> {
    let found = row!(
        tx,
        (String, String, String, String),
        "select kind, address, secret, lang from group_bot where id = $1",
        first.target,
    )?;
    let Some((kind, address, secret, lang)) = found else { return Ok(None) };
    let address = tx.vault.open(Secret::BotAddress, &address)?;
    let secret = tx.vault.open(Secret::BotSecret, &secret)?;
    Ok(Some((Destination::Bot(parse(&kind)?, address, secret), lang, String::new())))
}

/// Loads where an account is told by a channel; `None` when it was turned off, or the account closed.
async fn account(tx: &mut Tx<'_>, channel: Channel, first: &DueRow, found: &ChoiceRow) -> Result<Addressed> {
    let vault = tx.vault.clone();
    let phone = row!(tx, (String,), "select phone from account where id = $1 and open = true", first.account)?;
    let Some((phone,)) = phone else { return Ok(None) };
    let (lang, stop) = (found.choices().lang, Link::Stop(channel).token(&vault, first.account));
    let to = match channel {
        Channel::Text => {
            let phone = vault.open(Secret::AccountPhone, &phone)?;
            (found.by_text && !phone.is_empty()).then_some(Destination::Text(phone))
        }
        Channel::Mail => {
            let address = found.address(&vault)?;
            if first.kind.is_empty() {
                let link = Link::Confirm(found.asked, &address).token(&vault, first.account);
                let is_asked = !address.is_empty() && found.confirmed == 0;
                return Ok(is_asked.then_some((Destination::Mail(address), lang, link)));
            }
            (found.by_mail && found.confirmed > 0 && !address.is_empty()).then_some(Destination::Mail(address))
        }
        Channel::Push => subscription(tx, first).await?,
        Channel::Bot => None,
    };
    Ok(to.map(|to| (to, lang, stop)))
}

/// Loads the subscription of a message; `None` when it has ended.
async fn subscription(tx: &mut Tx<'_>, first: &DueRow) -> Result<Option<Destination>> {
    let found = row!(
        tx,
        (String, String),
        "select endpoint, keys from push_subscription where id = $1 and account = $2",
        first.target,
        first.account,
    )?;
    let Some((endpoint, keys)) = found else { return Ok(None) };
    let endpoint = tx.vault.open(Secret::PushEndpoint, &endpoint)?;
    let keys = tx.vault.open(Secret::PushKeys, &keys)?;
    let (p256dh, auth) = keys.split_once(' ').unwrap_or_default();
    let keys = PushKeys { p256dh: p256dh.to_owned(), auth: auth.to_owned() };
    Ok(Some(Destination::Push(SubscriptionId(first.target), NewSubscription { endpoint, keys })))
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
