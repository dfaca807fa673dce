//! The end of a try: what the other side answered.

use domain::messages::{Channel, MessageEnd, MessageId, MessageState, Outcome, TRIES, pause};
use serde::Serialize;

use crate::{
    Command, Result, Tx,
    db::sql::{parse, row, run},
};

/// Ends a try that [`super::lease::LeaseMessages`] began; does nothing when its time was over before.
///
/// # Errors
/// Only when the database fails.
#[derive(Clone, Debug, Serialize)]
pub struct SettleMessages {
    /// Rows of the message.
    pub ids: Vec<MessageId>,
    /// Number of the try.
    pub tries: i64,
    /// How it ended.
    pub outcome: Outcome,
}

/// What becomes of the rows.
enum After {
    Sent,
    Failed(MessageEnd),
    /// They wait for so many seconds.
    Waits(i64),
}

impl SettleMessages {
    fn after(&self, channel: Channel) -> After {
        let later =
            if self.tries >= TRIES { After::Failed(MessageEnd::GaveUp) } else { After::Waits(pause(self.tries)) };
        match self.outcome {
            Outcome::Sent => After::Sent,
            Outcome::Later => later,
            Outcome::Refused => After::Failed(MessageEnd::Refused),
            Outcome::Unsure if channel.is_repeatable() => later,
            Outcome::Unsure => After::Failed(MessageEnd::Unsure),
        }
    }
}

impl Command for SettleMessages {
    const NAME: &'static str = "message_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let now = tx.now;
        for &MessageId(id) in &self.ids {
            let found = row!(
                tx,
                (String, i64, i64, i64),
                "select channel, account, target, created from message
                 where id = $1 and state = 'sending' and tries = $2",
                id,
                self.tries,
            )?;
            let Some((channel, account, target, created)) = found else { continue };
            let channel: Channel = parse(&channel)?;
            let (state, why, due, ended) = match self.after(channel) {
                After::Sent => (MessageState::Sent, "", 0, now),
                After::Failed(why) => (MessageState::Failed, why.as_str(), 0, now),
                After::Waits(pause) => (MessageState::Waiting, "", now + pause, 0),
            };
            run!(
                tx,
                "update message set state = $3, why = $4, due = $5, ended = $6
                 where id = $1 and state = 'sending' and tries = $2",
                id,
                self.tries,
                state.as_str(),
                why,
                due,
                ended,
            )?;
            if self.outcome == Outcome::Refused {
                match channel {
                    Channel::Mail => end_address(tx, account, created).await?,
                    Channel::Push => end_subscription(tx, target).await?,
                    // A bot is an administrator's; a phone is the account's.
                    Channel::Text | Channel::Bot => {}
                }
            }
        }
        Ok(())
    }
}

/// Ends a subscription: its browser has unsubscribed.
async fn end_subscription(tx: &mut Tx<'_>, subscription: i64) -> Result<()> {
    run!(tx, "delete from push_subscription where id = $1", subscription)?;
    Ok(())
}

/// Ends the use of an account's address, whose mailbox is gone. One that was given after the message was queued is
/// another, and its link goes on working.
async fn end_address(tx: &mut Tx<'_>, account: i64, queued: i64) -> Result<()> {
    run!(tx, "update message_choice set confirmed = 0, asked = 0 where account = $1 and asked <= $2", account, queued)?;
    Ok(())
}
