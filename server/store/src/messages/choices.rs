//! What accounts have chosen: ways, hours, language, and the one tap that stops all.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    messages::{Channel, MessageChoices, OwnAddress, OwnMessages, PushDevice, QuietHours, SubscriptionId},
};
use serde::Serialize;

use super::{
    links,
    links::Link,
    push::{is_told, shift_began},
};
use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    crypto::{secret::Secret, vault::Vault},
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{row, rows, run, value},
    },
};

/// Choices of an account as stored, with its mail address.
#[derive(sqlx::FromRow)]
pub(super) struct ChoiceRow {
    lang: String,
    pub(super) by_text: bool,
    pub(super) by_mail: bool,
    digest: i64,
    quiet_from: i64,
    quiet_to: i64,
    address: String,
    pub(super) asked: Timestamp,
    pub(super) confirmed: Timestamp,
}

impl ChoiceRow {
    pub(super) fn choices(&self) -> MessageChoices {
        MessageChoices {
            lang: self.lang.clone(),
            by_text: self.by_text,
            by_mail: self.by_mail,
            digest: (self.digest >= 0).then_some(self.digest),
            quiet: (self.quiet_from >= 0).then_some(QuietHours { from: self.quiet_from, to: self.quiet_to }),
        }
    }

    /// Opens the mail address; empty without one.
    pub(super) fn address(&self, vault: &Vault) -> Result<String> {
        vault.open(Secret::MailAddress, &self.address)
    }
}

/// Loads the choices of an account; `None` when it has made none.
pub(super) async fn load(db: &mut Conn<'_>, account: AccountId) -> Result<Option<ChoiceRow>> {
    Ok(row!(
        db,
        ChoiceRow,
        "select lang, by_text, by_mail, digest, quiet_from, quiet_to, address, asked, confirmed
         from message_choice where account = $1",
        account,
    )?)
}

/// Inserts the row of the actor's account unless it has one.
pub(super) async fn insert_row(tx: &mut Tx<'_>) -> Result<()> {
    let (account, first) = (tx.actor.account, MessageChoices::default());
    let quiet = first.quiet.unwrap_or(QuietHours { from: -1, to: -1 });
    run!(
        tx,
        "insert into message_choice (account, lang, by_text, by_mail, digest, quiet_from, quiet_to, address,
             address_key, asked, confirmed)
         values ($1, $2, false, false, -1, $3, $4, '', '', 0, 0) on conflict (account) do nothing",
        account,
        first.lang.as_str(),
        quiet.from,
        quiet.to,
    )?;
    Ok(())
}

/// Ends what waits for an account on a channel.
pub(super) async fn skip_waiting(tx: &mut Tx<'_>, account: AccountId, channel: Channel) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update message set state = 'skipped', why = 'stopped', ended = $3
         where account = $1 and channel = $2 and state = 'waiting'",
        account,
        channel.as_str(),
        now,
    )?;
    Ok(())
}

/// Sets how the actor wants to be told.
///
/// # Errors
/// Not signed in; invalid fields.
#[derive(Clone, Debug, Serialize)]
pub struct SetMessages {
    /// The choices.
    pub choices: MessageChoices,
}

impl Command for SetMessages {
    const NAME: &'static str = "messages_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let choices = self.choices.clone().checked()?;
        lock_own_account(tx).await?;
        insert_row(tx).await?;
        let account = tx.actor.account;
        let (digest, quiet) = (choices.digest.unwrap_or(-1), choices.quiet.unwrap_or(QuietHours { from: -1, to: -1 }));
        run!(
            tx,
            "update message_choice set lang = $2, by_text = $3, by_mail = $4, digest = $5, quiet_from = $6,
                 quiet_to = $7 where account = $1",
            account,
            choices.lang.as_str(),
            choices.by_text,
            choices.by_mail,
            digest,
            quiet.from,
            quiet.to,
        )?;
        for (channel, is_on) in [(Channel::Text, choices.by_text), (Channel::Mail, choices.by_mail)] {
            if !is_on {
                skip_waiting(tx, account, channel).await?;
            }
        }
        tx.audit("account", account).await
    }
}

/// Turns a channel of an account off.
async fn stop(tx: &mut Tx<'_>, account: AccountId, channel: Channel) -> Result<()> {
    match channel {
        Channel::Text => run!(tx, "update message_choice set by_text = false where account = $1", account)?,
        // An address that is not confirmed yet is forgotten: its link would turn mail on again.
        Channel::Mail => run!(
            tx,
            "update message_choice set by_mail = false, address = case when confirmed = 0 then '' else address end,
                 address_key = case when confirmed = 0 then '' else address_key end,
                 asked = case when confirmed = 0 then 0 else asked end
             where account = $1",
            account,
        )?,
        Channel::Push => run!(tx, "delete from push_subscription where account = $1", account)?,
        Channel::Bot => 0,
    };
    skip_waiting(tx, account, channel).await
}

/// Turns every channel of the actor's account off. What happens stays in the app.
///
/// # Errors
/// Not signed in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StopMessages;

impl Command for StopMessages {
    const NAME: &'static str = "messages_stop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        lock_own_account(tx).await?;
        let account = tx.actor.account;
        for channel in [Channel::Push, Channel::Text, Channel::Mail] {
            stop(tx, account, channel).await?;
        }
        tx.audit("account", account).await
    }
}

/// Turns a channel off by the link in a message. The link is the permission: mail programs follow it by themselves.
///
/// # Errors
/// Not found for a link that the installation did not make.
#[derive(Clone, Debug, Serialize)]
pub struct StopByLink {
    /// Last part of the link's address.
    pub token: String,
}

impl Command for StopByLink {
    const NAME: &'static str = "message_stop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (account, channel) = stop_link(&tx.vault, &self.token)?;
        let owner = row!(tx, (i64,), "select root from account where id = $1", account)?;
        let Some((root,)) = owner else { return Err(Refusal::NotFound.into()) };
        stop(tx, account, channel).await?;
        // The line belongs to the account whose link it is; the request, to the account that is signed in.
        let signed = std::mem::replace(&mut tx.actor, Actor { account, root, ..Actor::default() });
        tx.audit("account", account).await?;
        tx.actor = signed;
        Ok(())
    }
}

fn stop_link(vault: &Vault, token: &str) -> Result<(AccountId, Channel)> {
    let (account, channel, hash) = links::parts(token)?;
    let channel = channel.parse().map_err(|_| Refusal::NotFound)?;
    Link::Stop(channel).must_be(vault, account, hash)?;
    Ok((account, channel))
}

#[derive(sqlx::FromRow)]
struct DeviceRow {
    id: i64,
    device: String,
    created: Timestamp,
    session: i64,
}

impl Store {
    /// Loads what the caller has chosen, its mail address and its browsers.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn own_messages(&self, by: &By) -> Result<OwnMessages> {
        signed_in(&by.actor)?;
        let mut db = self.reader().await?;
        let account = by.actor.account;
        let proved = value!(db, i64, "select count(*) from account where id = $1 and proof <> 'none'", account)?;
        let phone_proved = proved > 0;
        let Some(found) = load(&mut db.arm(), account).await? else {
            return Ok(OwnMessages { phone_proved, ..OwnMessages::default() });
        };
        let address = found.address(&self.vault)?;
        let mail = (!address.is_empty()).then_some(OwnAddress { address, confirmed: found.confirmed > 0 });
        let devices = rows!(
            db,
            DeviceRow,
            concat!(
                "select p.id, p.device, p.created, p.session from push_subscription p where p.account = $1 and ",
                is_told!(),
                " order by p.id desc limit 20"
            ),
            account,
            shift_began(self.now()),
        )?;
        let device = |row: DeviceRow| PushDevice {
            id: SubscriptionId(row.id),
            device: row.device,
            created: row.created,
            current: row.session == by.session.0 && row.session != 0,
        };
        let devices = devices.into_iter().map(device).collect();
        Ok(OwnMessages { choices: found.choices(), mail, devices, phone_proved })
    }

    /// Reads which channel a link turns off, for the page that asks once more.
    ///
    /// # Errors
    /// Not found for a link that the installation did not make.
    pub fn stop_link(&self, token: &str) -> Result<Channel> {
        stop_link(&self.vault, token).map(|(_, channel)| channel)
    }
}
