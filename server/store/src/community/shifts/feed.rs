//! The calendar feed of an account: its address is a secret token, of which only the hash is stored.

use domain::{DAY, Timestamp, accounts::Actor, community::shifts::FeedEntry, permission::Action};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::random,
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{row, rows, run, value},
    },
};

/// Wrong tokens that one address may try in an hour. A token has 256 bits; this stops searching all the same.
const TRIES: i64 = 20;
/// Window of that limit, in seconds.
const HOUR: Timestamp = 3600;
/// Days that a shift stays in the feed.
const KEPT_DAYS: i64 = 60;

/// Makes the address of the actor's feed; the one before ends. It ends with the account's tokens: when the password
/// changes, when other sessions are ended, and when the account is closed.
///
/// # Errors
/// Not allowed without a role that serves shifts.
#[derive(Clone, Debug, Serialize)]
pub struct MakeFeed {
    /// Hash of the token.
    token: String,
}

impl Command for MakeFeed {
    const NAME: &'static str = "shift_feed_make";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ServeShifts)?;
        lock_own_account(tx).await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into shift_feed (account, token, made) values ($1, $2, $3)
             on conflict (account) do update set token = excluded.token, made = excluded.made",
            account,
            &self.token,
            now,
        )?;
        tx.audit("account", account).await
    }
}

/// Ends the address of the actor's feed.
///
/// # Errors
/// Not signed in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndFeed;

impl Command for EndFeed {
    const NAME: &'static str = "shift_feed_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        run!(tx, "delete from shift_feed where account = $1", account)?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Makes the address of the actor's feed, and returns its token, which is shown this once.
    ///
    /// # Errors
    /// As [`MakeFeed`]; [`domain::Code::RequestReused`] for a repeated request, which cannot show the token again.
    pub async fn shift_feed_make(&self, by: &By) -> Result<String> {
        by.actor.must_somewhere(Action::ServeShifts)?;
        let token = random::token();
        self.run(by, MakeFeed { token: random::digest(&token) }).await?;
        Ok(token)
    }

    /// Whether the actor's feed has an address.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn has_shift_feed(&self, actor: &Actor) -> Result<bool> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        Ok(value!(db, i64, "select count(*) from shift_feed where account = $1", actor.account)? > 0)
    }

    /// Loads the shifts of a feed, those of the last 60 days and to come, at most 300. They name no family.
    ///
    /// # Errors
    /// Not found for an unknown token, and for one whose account was closed; [`domain::Code::TooManyTries`].
    pub async fn shift_feed(&self, token: &str, address: &str) -> Result<Vec<FeedEntry>> {
        let subject = format!("feed:{address}");
        if self.attempts(&subject, HOUR).await? >= TRIES {
            self.attempt(&subject, TRIES, HOUR).await?;
        }
        let hash = random::digest(token);
        let mut db = self.reader().await?;
        let account = row!(
            db,
            (i64,),
            "select f.account from shift_feed f join account a on a.id = f.account
             where f.token = $1 and a.open = true",
            &hash,
        )?;
        let Some((account,)) = account else {
            drop(db);
            self.attempt(&subject, TRIES, HOUR).await?;
            return Err(Refusal::NotFound.into());
        };
        let since = self.now() - KEPT_DAYS * DAY;
        let found = rows!(
            db,
            FeedRow,
            "select s.id, s.name, s.place, s.starts, s.ends, s.version, p.state
             from shift_place p join shift s on s.id = p.shift
             where p.account = $1 and p.state in ('on', 'left', 'cancelled') and s.starts > $2
                 and not exists (select 1 from shift_place q
                     where q.shift = p.shift and q.account = p.account and q.id > p.id)
             order by s.starts desc, s.id limit 300",
            account,
            since,
        )?;
        Ok(found
            .into_iter()
            .map(|row| FeedEntry {
                shift: row.id,
                name: row.name,
                place: row.place,
                starts: row.starts,
                ends: row.ends,
                is_cancelled: row.state != "on",
                sequence: row.version,
            })
            .collect())
    }
}

#[derive(sqlx::FromRow)]
struct FeedRow {
    id: i64,
    name: String,
    place: String,
    starts: i64,
    ends: i64,
    version: i64,
    state: String,
}
