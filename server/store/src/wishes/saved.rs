//! Wishes that an account marked to find them again.

use domain::{
    accounts::Actor,
    wishes::{Wish, WishId},
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{rows, run, value},
    },
    wishes::views::{WishRow, wish_columns},
};

/// Wishes that an account keeps at most; a further one takes the place of the oldest.
const MOST: i64 = 100;

/// Marks a public wish for the actor's own list.
///
/// # Errors
/// Not signed in; not found unless the wish is published or fulfilled.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SaveWish {
    /// The wish.
    pub wish: WishId,
}

impl Command for SaveWish {
    const NAME: &'static str = "wish_save";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        lock_own_account(tx).await?;
        let (account, now) = (tx.actor.account, tx.now);
        let public = value!(
            tx,
            i64,
            "select count(*) from wish where id = $1 and state in ('published', 'fulfilled')",
            self.wish,
        )?;
        if public == 0 {
            return Err(Refusal::NotFound.into());
        }
        run!(
            tx,
            "insert into saved_wish (account, wish, at) values ($1, $2, $3) on conflict (account, wish) do nothing",
            account,
            self.wish,
            now,
        )?;
        run!(
            tx,
            "delete from saved_wish where account = $1 and wish not in
                 (select s.wish from saved_wish s where s.account = $1 order by s.at desc, s.wish desc limit $2)",
            account,
            MOST,
        )?;
        Ok(())
    }
}

/// Takes a wish off the actor's own list.
///
/// # Errors
/// Not signed in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UnsaveWish {
    /// The wish.
    pub wish: WishId,
}

impl Command for UnsaveWish {
    const NAME: &'static str = "wish_unsave";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        run!(tx, "delete from saved_wish where account = $1 and wish = $2", account, self.wish)?;
        Ok(())
    }
}

impl Store {
    /// Lists the actor's saved wishes that are still public, the last one saved first.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn saved_wishes(&self, actor: &Actor) -> Result<Vec<Wish>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let saved = rows!(
            db,
            WishRow,
            concat!(
                "select ",
                wish_columns!(),
                " from saved_wish s join wish w on w.id = s.wish
                  where s.account = $1 and w.state in ('published', 'fulfilled') order by s.at desc, s.wish desc limit 100"
            ),
            actor.account,
        )?;
        saved.into_iter().map(Wish::try_from).collect()
    }

    /// Whether the actor saved a wish.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn is_saved(&self, actor: &Actor, wish: WishId) -> Result<bool> {
        if !actor.is_signed_in() {
            return Ok(false);
        }
        let mut db = self.reader().await?;
        let found =
            value!(db, i64, "select count(*) from saved_wish where account = $1 and wish = $2", actor.account, wish,)?;
        Ok(found > 0)
    }
}
