//! Links that need no account: they name it, and carry a keyed hash that only the installation can make.
//! A link works as long as the key that made it is in the key file.

use domain::{Timestamp, accounts::AccountId, messages::Channel};

use crate::{
    Refusal, Result,
    crypto::vault::{Find, Vault},
};

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link<'a> {
    /// Turns a channel off.
    Stop(Channel),
    /// Confirms the address that was given at this time.
    Confirm(Timestamp, &'a str),
}

impl Link<'_> {
    /// Part of the link that says what it does.
    fn middle(self) -> String {
        match self {
            Link::Stop(channel) => channel.as_str().to_owned(),
            Link::Confirm(asked, _) => asked.to_string(),
        }
    }

    /// Text that is hashed.
    fn says(self, account: AccountId) -> String {
        match self {
            Link::Stop(channel) => format!("stop {account} {}", channel.as_str()),
            Link::Confirm(asked, address) => format!("confirm {account} {asked} {address}"),
        }
    }

    /// Makes the last part of the link's address.
    pub(crate) fn token(self, vault: &Vault, account: AccountId) -> String {
        format!("{account}-{}-{}", self.middle(), vault.digest(Find::Link, &self.says(account)))
    }

    /// Checks the hash of a link.
    ///
    /// # Errors
    /// Not found when it is another's.
    pub(crate) fn must_be(self, vault: &Vault, account: AccountId, hash: &str) -> Result<()> {
        let known = vault.digests(Find::Link, &self.says(account));
        if known.iter().any(|known| known == hash) { Ok(()) } else { Err(Refusal::NotFound.into()) }
    }
}

/// Splits a link's token into account, middle part and hash.
///
/// # Errors
/// Not found when it has another form.
pub(crate) fn parts(token: &str) -> Result<(AccountId, &str, &str)> {
    let mut parts = token.splitn(3, '-');
    let (Some(account), Some(middle), Some(hash)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Refusal::NotFound.into());
    };
    Ok((account.parse().map_err(|_| Refusal::NotFound)?, middle, hash))
}
