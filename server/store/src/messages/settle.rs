//! The end of a try: what the other side answered.

use domain::messages::{Channel, MessageId, Outcome, TRIES, pause};
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

/// What becomes of the rows: their state, why, and for how long they wait.
enum After {
    Ends(&'static str, &'static str),
    Waits(i64),
}

impl SettleMessages {
    fn after(&self, channel: Channel) -> After {
        let later =
            if self.tries >= TRIES { After::Ends("failed", "gave_up") } else { After::Waits(pause(self.tries)) };
        match self.outcome {
            Outcome::Sent => After::Ends("sent", ""),
            Outcome::Later => later,
            Outcome::Refused => After::Ends("failed", "refused"),
            Outcome::Unsure if channel.is_repeatable() => later,
            Outcome::Unsure => After::Ends("failed", "unsure"),
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
            match self.after(channel) {
                After::Ends(state, why) => run!(
                    tx,
                    "update message set state = $3, why = $4, ended = $5
                     where id = $1 and state = 'sending' and tries = $2",
                    id,
                    self.tries,
                    state,
                    why,
                    now,
                )?,
                After::Waits(pause) => run!(
                    tx,
                    "update message set state = 'waiting', due = $3 where id = $1 and state = 'sending' and tries = $2",
                    id,
                    self.tries,
                    now + pause,
                )?,
            };
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
