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
                (String, i64, i64),
                "select channel, account, target from message where id = $1 and state = 'sending' and tries = $2",
                id,
                self.tries,
            )?;
            let Some((channel, account, target)) = found else { continue };
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
                close(tx, channel, account, target).await?;
            }
        }
        Ok(())
    }
}

/// Ends a way that refuses for good: the browser has unsubscribed, or the mailbox is gone.
async fn close(tx: &mut Tx<'_>, channel: Channel, account: i64, target: i64) -> Result<()> {
    match channel {
        Channel::Push => run!(tx, "delete from push_subscription where id = $1", target)?,
        Channel::Mail => run!(tx, "update message_choice set confirmed = 0, asked = 0 where account = $1", account)?,
        // A bot is an administrator's; a phone is the account's.
        Channel::Text | Channel::Bot => 0,
    };
    Ok(())
}
