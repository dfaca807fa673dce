//! Mail addresses: given by their owner, confirmed by a link that is sent to them, and used only then.

use domain::{
    DAY,
    accounts::Actor,
    messages::{Channel, LINK_VALID, MailAddress},
};
use serde::Serialize;

use super::{
    choices::{ChoiceRow, insert_row, load, skip_waiting},
    links,
    links::Link,
    queue,
};
use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    crypto::{
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{row, run},
    },
};

/// Links that an account may have sent in a day, so that it fills no mailbox of others.
const LINKS: i64 = 5;

/// Gives the actor's account an address and queues the mail with its link.
#[derive(Clone, Serialize)]
struct AskMail {
    address: String,
}

impl Command for AskMail {
    const NAME: &'static str = "mail_ask";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let address: MailAddress = self.address.parse().map_err(|code| Refusal::field("address", code))?;
        lock_own_account(tx).await?;
        insert_row(tx).await?;
        let (account, now) = (tx.actor.account, tx.now);
        skip_waiting(tx, account, Channel::Mail).await?;
        let sealed = tx.vault.seal(Secret::MailAddress, address.as_str())?;
        let key = tx.vault.digest(Find::Mail, address.as_str());
        run!(
            tx,
            "update message_choice set address = $2, address_key = $3, asked = $4, confirmed = 0 where account = $1",
            account,
            &sealed,
            &key,
            now,
        )?;
        queue::insert_link(tx, account).await?;
        tx.audit("account", account).await
    }
}

/// Confirms an address by the link that was sent to it. The link is the permission: mail is often read elsewhere.
/// It works once: opened again, by a mail program or another reader, it must not undo a stop.
///
/// # Errors
/// Not found for a link that is wrong, too old, or of an address that was replaced.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmMail {
    /// Last part of the link's address.
    pub token: String,
}

impl Command for ConfirmMail {
    const NAME: &'static str = "mail_confirm";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (now, vault) = (tx.now, tx.vault.clone());
        let (account, _) = linked(&mut tx.arm(), &vault, &self.token, now).await?;
        let owner = row!(tx, (i64,), "select root from account where id = $1 and open = true", account)?;
        let Some((root,)) = owner else { return Err(Refusal::NotFound.into()) };
        run!(
            tx,
            "update message_choice set by_mail = true, confirmed = $2 where account = $1 and confirmed = 0",
            account,
            now,
        )?;
        // The line belongs to the account whose link it is; the request, to the account that is signed in.
        let signed = std::mem::replace(&mut tx.actor, Actor { account, root, ..Actor::default() });
        tx.audit("account", account).await?;
        tx.actor = signed;
        Ok(())
    }
}

/// Removes the actor's mail address.
///
/// # Errors
/// Not signed in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ForgetMail;

impl Command for ForgetMail {
    const NAME: &'static str = "mail_forget";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        lock_own_account(tx).await?;
        let account = tx.actor.account;
        run!(
            tx,
            "update message_choice set by_mail = false, address = '', address_key = '', asked = 0, confirmed = 0
             where account = $1",
            account,
        )?;
        skip_waiting(tx, account, Channel::Mail).await?;
        tx.audit("account", account).await
    }
}

/// Finds the account and the choices that a link confirms.
async fn linked(db: &mut Conn<'_>, vault: &Vault, token: &str, now: i64) -> Result<(i64, ChoiceRow)> {
    let (account, asked, hash) = links::parts(token)?;
    let asked: i64 = asked.parse().map_err(|_| Refusal::NotFound)?;
    let found = load(db, account).await?.ok_or(Refusal::NotFound)?;
    if asked == 0 || found.asked != asked || now - asked > LINK_VALID {
        return Err(Refusal::NotFound.into());
    }
    Link::Confirm(asked, &found.address(vault)?).must_be(vault, account, hash)?;
    Ok((account, found))
}

impl Store {
    /// Gives the caller's account a mail address, to which a link is sent; until it is opened nothing else is.
    ///
    /// # Errors
    /// Not signed in; field `address`; [`domain::Code::TooManyTries`] after five links of a day.
    pub async fn mail_ask(&self, by: &By, address: &str) -> Result<()> {
        signed_in(&by.actor)?;
        let parsed: Result<MailAddress, domain::Code> = address.parse();
        if let Err(code) = parsed {
            return Err(Refusal::field("address", code).into());
        }
        self.attempt(&format!("mail-link:{}", by.actor.account), LINKS, DAY).await?;
        self.run(by, AskMail { address: address.to_owned() }).await
    }

    /// Reads which address a link confirms, for the page that asks once more.
    ///
    /// # Errors
    /// As [`ConfirmMail`].
    pub async fn mail_link(&self, token: &str) -> Result<String> {
        let mut db = self.reader().await?;
        let (_, found) = linked(&mut db.arm(), &self.vault, token, self.now()).await?;
        found.address(&self.vault)
    }
}
