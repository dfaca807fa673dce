//! Limits on wrong passwords, codes and card numbers: few per address, more per account, and apart from both for a
//! browser that signed in before. So the tries of strangers slow sign-in down, but do not lock the owner of an account
//! out.

use std::net::Ipv6Addr;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
};

use crate::{
    Result, Store, Tx,
    crypto::{random, vault::Find},
    db::{pagination::signed_in, rate_limit, sql::run},
};

/// Window of the limits on passwords, in seconds.
const QUARTER: Timestamp = 15 * 60;
/// Window of the limits on card numbers and of those of all addresses together, in seconds.
const HOUR: Timestamp = 3600;
/// Wrong passwords per phone and address, or per browser that signed in before, in a quarter of an hour.
const PASSWORDS: i64 = 5;
/// Wrong passwords per address in a quarter of an hour; a whole office may share one address.
pub(crate) const PER_ADDRESS: i64 = 30;
/// Wrong passwords for one phone in an hour, from all addresses, above which each has one try in a quarter of an hour.
/// Six addresses' worth: its owner, at an address of its own, still signs in with the first try.
const SLOW_PASSWORDS: i64 = 30;
/// Wrong passwords for one phone in an hour above which only browsers that signed in before are judged.
/// About 7,000 guesses a day, fewer than the common passwords, none of which is accepted.
const MOST_PASSWORDS: i64 = 300;
/// Wrong codes of a second factor per account and address, or per browser that signed in before, in a quarter of an
/// hour.
const CODES: i64 = 5;
/// Wrong codes for one account in an hour, from all addresses, above which only browsers that signed in before are
/// judged. About 480 guesses a day of who knows the password, at three codes of a million that are right.
const MOST_CODES: i64 = 20;
/// Wrong card numbers per address, or per browser that signed in before, in an hour.
const NUMBERS: i64 = 10;
/// Wrong card numbers in an hour, from all addresses, above which each address has [`SLOWLY`] instead.
const SLOW_NUMBERS: i64 = 300;
/// Wrong card numbers per address in an hour while many are tried.
const SLOWLY: i64 = 2;
/// Wrong card numbers in an hour, of 10^9 possible ones, above which only browsers that signed in before are judged.
/// QR codes are not limited by it.
const MOST_NUMBERS: i64 = 3000;

/// Hexadecimal digits of a form's mark: enough for what can only be typed back to its own account.
const MARK: usize = 24;

/// Browser or program that signs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser<'a> {
    /// Network address; empty when unknown.
    pub address: &'a str,
    /// What [`Store::device_of`] gave it at an earlier sign-in; empty for nothing.
    pub device: &'a str,
}

impl<'a> From<&'a str> for Browser<'a> {
    fn from(address: &'a str) -> Self {
        Browser { address, device: "" }
    }
}

impl<'a> From<&'a String> for Browser<'a> {
    fn from(address: &'a String) -> Self {
        Browser::from(address.as_str())
    }
}

/// Limit on the tries of a subject.
struct Limit {
    subject: String,
    most: i64,
    within: Timestamp,
}

impl Limit {
    fn new(subject: String, most: i64, within: Timestamp) -> Limit {
        Limit { subject, most, within }
    }
}

/// Subjects under which a try was counted as wrong, to be forgiven when it was right.
#[derive(Clone, Default)]
pub(crate) struct Tries {
    /// All of these subjects' tries are forgiven: they come from where the right one came from.
    all: Vec<String>,
    /// Of these only this try is forgiven: others may have been wrong.
    one: Vec<String>,
}

impl Tries {
    /// A try that was counted under one subject.
    pub(crate) fn one(subject: String) -> Tries {
        Tries { all: Vec::new(), one: vec![subject] }
    }

    /// As these tries, and one that was counted under another subject.
    pub(crate) fn and(mut self, subject: String) -> Tries {
        self.one.push(subject);
        self
    }

    /// Counts this try as right.
    pub(crate) async fn forgive(&self, tx: &mut Tx<'_>) -> Result<()> {
        for subject in &self.all {
            run!(tx, "delete from attempt where subject = $1", subject)?;
        }
        for subject in &self.one {
            rate_limit::forgive_last(tx, subject).await?;
        }
        Ok(())
    }

    /// Returns the subjects of which one try is forgiven.
    pub(crate) fn subjects(self) -> Vec<String> {
        self.one
    }
}

/// Maps an address to that of a household or office: of IPv6, a customer has a /56 or less, which is 256 times a /64.
pub(crate) fn home(address: &str) -> String {
    let network = address.split('/').next().unwrap_or_default();
    match network.parse::<Ipv6Addr>() {
        Ok(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/56", Ipv6Addr::new(a, b, c, d & 0xff00, 0, 0, 0, 0))
        }
        Err(_) => address.to_owned(),
    }
}

impl Store {
    /// Counts a try under each limit's subject, or under none.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`].
    async fn count_tries(&self, limits: &[Limit]) -> Result<()> {
        for (n, Limit { subject, most, within }) in limits.iter().enumerate() {
            if let Err(refused) = self.attempt(subject, *most, *within).await {
                for earlier in &limits[..n] {
                    self.take_back_attempt(&earlier.subject).await?;
                }
                return Err(refused);
            }
        }
        Ok(())
    }

    /// Counts a password as wrong before it is compared. `device` is that of a browser which this account knows.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`].
    pub(crate) async fn try_password(&self, phone: &str, device: Option<&str>, address: &str) -> Result<Tries> {
        if let Some(device) = device {
            let own = format!("device:{device}");
            self.attempt(&own, PASSWORDS, QUARTER).await?;
            return Ok(Tries { all: vec![own], one: Vec::new() });
        }
        let from = home(address);
        let (here, everywhere) = (format!("phone:{phone}@{from}"), format!("phone:{phone}"));
        let slow = self.attempts(&everywhere, HOUR).await? >= SLOW_PASSWORDS;
        let mut limits = vec![
            Limit::new(here.clone(), if slow { 1 } else { PASSWORDS }, QUARTER),
            Limit::new(everywhere.clone(), MOST_PASSWORDS, HOUR),
        ];
        let mut one = vec![everywhere];
        if !from.is_empty() {
            let subject = format!("address:{from}");
            limits.push(Limit::new(subject.clone(), PER_ADDRESS, QUARTER));
            one.push(subject);
        }
        self.count_tries(&limits).await?;
        Ok(Tries { all: vec![here], one })
    }

    /// Counts a code at sign-in as wrong before it is judged. Who knows the password only does not shut the owner out:
    /// at another address, or in a browser that signed in before, its codes are judged.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`].
    pub(crate) async fn try_factor_code(&self, account: AccountId, browser: Browser<'_>) -> Result<Tries> {
        let from = home(browser.address);
        let device = self.device(browser.device).filter(|(owner, _)| *owner == account);
        let limits = match device {
            Some((_, number)) => vec![Limit::new(format!("device-factor:{number}"), CODES, QUARTER)],
            None => {
                let mut limits = vec![
                    Limit::new(format!("factor:{account}@{from}"), CODES, QUARTER),
                    Limit::new(format!("factor-sign-in:{account}"), MOST_CODES, HOUR),
                ];
                if !from.is_empty() {
                    limits.push(Limit::new(format!("address:{from}"), PER_ADDRESS, QUARTER));
                }
                limits
            }
        };
        self.count_tries(&limits).await?;
        Ok(Tries { all: Vec::new(), one: limits.into_iter().map(|limit| limit.subject).collect() })
    }

    /// Counts a card number as wrong before it is compared. `device` is that of a browser which the family knows.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`].
    pub(crate) async fn try_number(&self, device: Option<&str>, address: &str) -> Result<Tries> {
        let limits = match device {
            Some(device) => vec![Limit::new(format!("device-number:{device}"), NUMBERS, HOUR)],
            None => {
                let slow = self.attempts("numbers", HOUR).await? >= SLOW_NUMBERS;
                let from = home(address);
                let here = Limit::new(format!("number:{from}"), if slow { SLOWLY } else { NUMBERS }, HOUR);
                let mut limits = if from.is_empty() { Vec::new() } else { vec![here] };
                limits.push(Limit::new("numbers".to_owned(), MOST_NUMBERS, HOUR));
                limits
            }
        };
        self.count_tries(&limits).await?;
        Ok(Tries { all: Vec::new(), one: limits.into_iter().map(|limit| limit.subject).collect() })
    }

    /// Makes the value by which a browser that just signed in is told from strangers at the account's next sign-in.
    /// It is signed, not stored, and signs nothing in.
    #[must_use]
    pub fn device_of(&self, account: AccountId) -> String {
        let number = random::token();
        let signature = self.vault.digest(Find::Device, &format!("{account}:{number}"));
        format!("{account}.{number}.{signature}")
    }

    /// Marks a form as shown to an account, so that what was typed into it goes to no other one. It signs nothing in.
    #[must_use]
    pub fn form_mark(&self, account: AccountId) -> String {
        let signature = self.vault.digest(Find::Device, &format!("form:{account}"));
        format!("{account}.{}", &signature[..signature.len().min(MARK)])
    }

    /// Reads a mark of [`Store::form_mark`]; `None` for anything else.
    #[must_use]
    pub fn form_owner(&self, mark: &str) -> Option<AccountId> {
        let (account, said) = mark.split_once('.')?;
        let account = account.parse::<AccountId>().ok()?;
        let signatures = self.vault.digests(Find::Device, &format!("form:{account}"));
        signatures.iter().any(|right| &right[..right.len().min(MARK)] == said).then_some(account)
    }

    /// Returns the secrets of a lock by which a browser of the account seals forms that it cannot send, newest key first.
    ///
    /// They are derived, not stored, so that every server gives the same ones. Who finds the browser without a session
    /// of the account cannot read what was typed. An empty `lock` has none.
    ///
    /// # Errors
    /// Not signed in.
    pub fn unsent_secrets(&self, actor: &Actor, lock: &str) -> Result<Vec<String>> {
        signed_in(actor)?;
        if lock.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.vault.digests(Find::Unsent, &format!("{}:{lock}", actor.account)))
    }

    /// Reads what [`Store::device_of`] made: the account and the browser's number; `None` for anything else.
    pub(crate) fn device(&self, value: &str) -> Option<(AccountId, String)> {
        let mut parts = value.splitn(3, '.');
        let (account, number, signature) = (parts.next()?.parse::<AccountId>().ok()?, parts.next()?, parts.next()?);
        let signatures = self.vault.digests(Find::Device, &format!("{account}:{number}"));
        // Hashed, so that the time of the comparison tells nothing of the right signature.
        let said = random::digest(signature);
        signatures.iter().any(|right| random::digest(right) == said).then(|| (account, number.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_has_one_address_in_either_protocol() {
        assert_eq!(home("192.0.2.7"), "192.0.2.7");
        assert_eq!(home(""), "");
        assert_eq!(home("2001:db8:0:1200::/64"), "2001:db8:0:1200::/56");
        assert_eq!(home("2001:db8:0:12ff::/64"), home("2001:db8:0:1200::/64"));
        assert_ne!(home("2001:db8:0:1300::/64"), home("2001:db8:0:1200::/64"));
    }
}
