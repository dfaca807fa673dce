//! Families and donors who chose to be told by text message, and a text that did not reach its family.

use domain::{
    DAY,
    accounts::Actor,
    messages::{Channel, MessageChoices, Outcome},
};
use store::{
    Command, Result, Tx,
    messages::{choices::SetMessages, lease::LeaseMessages, settle::SettleMessages},
};

use crate::life::{Event, Life};

/// One of so many accounts has chosen.
const EACH: usize = 6;
/// Days before the present at which they chose.
const SINCE: i64 = 30;

impl Life {
    /// Queues the time at which some accounts choose how to be told.
    pub fn expect_choices(&mut self) {
        self.queue(-SINCE * DAY, Event::ChooseMessages);
    }

    /// Lets some families have texts at any hour, and some donors one message a day.
    pub async fn choose_messages(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let world = self.world.clone();
        for root in &world.roots {
            let families = root.homes.iter().map(|home| &home.actor).filter(|actor| actor.is_signed_in());
            let texts = MessageChoices { by_text: true, quiet: None, ..MessageChoices::default() };
            for family in families.skip(1).step_by(EACH) {
                self.choose(tx, family, &texts).await?;
            }
            let daily = MessageChoices { digest: Some(18), ..texts };
            for donor in root.donors.iter().step_by(EACH) {
                self.choose(tx, donor, &daily).await?;
            }
        }
        Ok(())
    }

    async fn choose(&self, tx: &mut Tx<'_>, who: &Actor, choices: &MessageChoices) -> Result<()> {
        self.acts(tx, who, "messages_set");
        SetMessages { choices: choices.clone() }.run(tx).await
    }

    /// Sends the texts up to now; the first one is refused, so that its caseworker has a family to call.
    pub async fn send_texts(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.at = self.calendar.now;
        self.acts(tx, &Actor::system(), "message_lease");
        let mut outcome = Outcome::Refused;
        loop {
            let sent = LeaseMessages(Channel::Text).run(tx).await?;
            if sent.is_empty() {
                return Ok(());
            }
            for message in sent {
                SettleMessages { ids: message.ids, tries: message.tries, outcome }.run(tx).await?;
                outcome = Outcome::Sent;
            }
        }
    }
}
