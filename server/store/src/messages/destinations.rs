//! Where a message goes: the bot, phone, address or browser of its row, opened.

use domain::{
    accounts::proof::PhoneProof,
    messages::{Channel, NewSubscription, PushKeys, SubscriptionId},
};

use super::{
    choices::ChoiceRow,
    lease::{Destination, DueRow},
    links::Link,
    push::{is_told, shift_began},
};
use crate::{
    Result, Tx,
    crypto::secret::Secret,
    db::sql::{parse, row},
};

/// A destination with the language and the link of its message.
pub(super) type Addressed = (Destination, String, String);

/// Loads the bot of a message; `None` when it was removed.
pub(super) async fn bot(tx: &mut Tx<'_>, first: &DueRow) -> Result<Option<Addressed>> {
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
pub(super) async fn account(
    tx: &mut Tx<'_>,
    channel: Channel,
    first: &DueRow,
    found: &ChoiceRow,
) -> Result<Option<Addressed>> {
    let vault = tx.vault.clone();
    let held =
        row!(tx, (String, String), "select phone, proof from account where id = $1 and open = true", first.account)?;
    let Some((phone, proof)) = held else { return Ok(None) };
    let (lang, stop) = (found.choices().lang, Link::Stop(channel).token(&vault, first.account));
    let to = match channel {
        Channel::Text => {
            let (phone, proof) = (vault.open(Secret::AccountPhone, &phone)?, parse::<PhoneProof>(&proof)?);
            // A phone that was only typed in may be a stranger's, who did not ask for anything.
            let is_theirs = !phone.is_empty() && proof != PhoneProof::Unproved;
            (found.by_text && is_theirs).then_some(Destination::Text(phone))
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

/// Loads the subscription of a message; `None` when it has ended, or is on a computer that staff have left.
async fn subscription(tx: &mut Tx<'_>, first: &DueRow) -> Result<Option<Destination>> {
    let now = tx.now;
    let found = row!(
        tx,
        (String, String),
        concat!(
            "select p.endpoint, p.keys from push_subscription p where p.id = $1 and p.account = $3 and ",
            is_told!()
        ),
        first.target,
        shift_began(now),
        first.account,
    )?;
    let Some((endpoint, keys)) = found else { return Ok(None) };
    let endpoint = tx.vault.open(Secret::PushEndpoint, &endpoint)?;
    let keys = tx.vault.open(Secret::PushKeys, &keys)?;
    let (p256dh, auth) = keys.split_once(' ').unwrap_or_default();
    let keys = PushKeys { p256dh: p256dh.to_owned(), auth: auth.to_owned() };
    Ok(Some(Destination::Push(SubscriptionId(first.target), NewSubscription { endpoint, keys })))
}
