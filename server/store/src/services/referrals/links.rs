//! The link by which an office without an account answers one referral: a random token, stored as its hash only.
//! It ends after its time, with the referral, and when another is made; each use is written down.

use domain::{
    Code, DAY, Timestamp,
    permission::Action,
    services::referrals::{LINK_DAYS, ReferralId},
};
use serde::Serialize;

use super::lock_for_sender;
use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    crypto::random,
    db::sql::{row, run},
};

/// Wrong tokens that one address may try in an hour. A token has 256 bits; this stops searching all the same.
const TRIES: i64 = 20;
/// Window of that limit, in seconds.
const HOUR: Timestamp = 3600;

/// Makes a link for the office of a referral; those made before end.
///
/// # Errors
/// As [`Store::referral_link_make`].
#[derive(Clone, Debug, Serialize)]
pub struct MakeLink {
    referral: ReferralId,
    /// Hash of the token.
    token: String,
}

impl MakeLink {
    /// Command for a referral with a new token, and that token.
    #[must_use]
    pub fn random(referral: ReferralId) -> (MakeLink, String) {
        let token = random::token();
        (MakeLink { referral, token: random::digest(&token) }, token)
    }
}

impl Command for MakeLink {
    const NAME: &'static str = "referral_link";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let referral = lock_for_sender(tx, self.referral).await?;
        referral.file.must_be_open()?;
        if !referral.state.is_open_to_office() {
            return Err(Code::WrongState.into());
        }
        end_all(tx, referral.id).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let ends = now + LINK_DAYS * DAY;
        run!(
            tx,
            "insert into referral_link (referral, token, made, made_by, ends, ended) values ($1, $2, $3, $4, $5, 0)",
            referral.id,
            &self.token,
            now,
            account,
            ends,
        )?;
        tx.audit("referral", referral.id).await
    }
}

/// Ends the links of a referral.
pub(super) async fn end_all(tx: &mut Tx<'_>, referral: ReferralId) -> Result<()> {
    let now = tx.now;
    run!(tx, "update referral_link set ended = $2 where referral = $1 and ended = 0", referral, now)?;
    Ok(())
}

/// Link as a token names it.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct OfficeLink {
    pub id: i64,
    pub referral: ReferralId,
    pub ends: Timestamp,
    ended: Timestamp,
}

impl OfficeLink {
    /// Checks that the link still works.
    ///
    /// # Errors
    /// [`Code::LinkOver`] after its time, and once it was ended.
    pub(super) fn must_work(&self, now: Timestamp) -> Result<()> {
        if self.ended == 0 && now < self.ends { Ok(()) } else { Err(Code::LinkOver.into()) }
    }
}

/// Finds the link of a token's hash.
///
/// # Errors
/// Not found for an unknown one.
pub(super) async fn by_hash(db: &mut Conn<'_>, hash: &str) -> Result<OfficeLink> {
    row!(db, OfficeLink, "select id, referral, ends, ended from referral_link where token = $1", hash)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Writes down that a link was used.
pub(super) async fn note_use(tx: &mut Tx<'_>, link: i64, what: &str) -> Result<()> {
    let now = tx.now;
    run!(tx, "insert into referral_link_use (link, what, at) values ($1, $2, $3)", link, what, now)?;
    Ok(())
}

impl Store {
    /// Makes a link for the office of a referral, and returns its token, which is shown this once.
    ///
    /// # Errors
    /// Not found outside the actor's areas; [`Code::WrongState`] unless the office has to do with it;
    /// [`Code::RequestReused`] for a repeated request, which cannot show the token again; [`Code::FileClosed`].
    pub async fn referral_link_make(&self, by: &By, referral: ReferralId) -> Result<String> {
        by.actor.must_somewhere(Action::KeepCases)?;
        let (make, token) = MakeLink::random(referral);
        self.run(by, make).await?;
        Ok(token)
    }

    /// Counts a try of a token from an address, and returns the token's hash when it names a link.
    /// Only tries of unknown tokens stay counted.
    ///
    /// # Errors
    /// Not found for an unknown token; [`Code::TooManyTries`].
    pub(super) async fn office_hash(&self, token: &str, address: &str) -> Result<String> {
        let subject = format!("office:{address}");
        if self.attempts(&subject, HOUR).await? >= TRIES {
            self.attempt(&subject, TRIES, HOUR).await?;
        }
        let hash = random::digest(token);
        let mut db = self.reader().await?;
        let found = by_hash(&mut db.arm(), &hash).await;
        drop(db);
        match found {
            Ok(_) => Ok(hash),
            Err(refused) => {
                self.attempt(&subject, TRIES, HOUR).await?;
                Err(refused)
            }
        }
    }
}
