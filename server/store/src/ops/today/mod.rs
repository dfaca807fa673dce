//! Work list of the staff's start page: counts of waiting records, and small queries of staff pages.

mod counts;
pub mod first_steps;
pub mod home;

use domain::{
    DAY, Timestamp,
    accounts::{Account, AccountId, Actor, GrantLine},
    areas::AreaId,
    permission::Action,
    time::Day,
    today::{Waits, Work, rank},
    wishes::{Page, WishFile, WishId},
};
use sqlx::AssertSqlSafe;

use self::counts::{counts, long, wish_areas};
use crate::{
    Result, Store,
    accounts::profile::grant_lines_of,
    areas::{
        answerers::{
            chain::stands_in_for,
            waiting::{Counted, Waiting, counted},
        },
        tree::path_of,
    },
    db::{area_filter::covered, sql::values},
    wishes::feed::{files, searched},
};

/// Age after which a published wish with units left is listed as long waiting.
pub const LONG_WAIT: Timestamp = 14 * DAY;

/// What waits for an account, the most pressing first; only kinds of which there is something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Its kinds of work.
    pub waits: Vec<Waits>,
}

impl Today {
    /// Returns how many records of one kind wait.
    #[must_use]
    pub fn n(&self, work: Work) -> i64 {
        self.waits.iter().find(|one| one.work == work).map_or(0, |one| one.n)
    }
}

impl Store {
    /// Finds what waits for the actor; nothing for accounts without a staff role. One statement for each ten
    /// kinds, one for deputies, and one more for each account that it stands in for.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn today(&self, actor: &Actor) -> Result<Today> {
        let now = self.now();
        let mut db = self.reader().await?;
        let whose = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let asked = counts(&Waiting { actor, whose: &whose, today: Day::of(now) });
        let (kinds, statements): (Vec<Work>, Vec<String>) = asked.into_iter().unzip();
        let found = counted(&mut db.arm(), actor, now, &statements).await?;
        let waits = kinds.into_iter().zip(found).map(|(work, Counted { n, at })| Waits { work, n, at });
        let mut waits: Vec<Waits> = waits.filter(|one| one.n > 0).collect();
        rank(&mut waits, now);
        Ok(Today { waits })
    }

    /// Lists published wishes older than [`LONG_WAIT`] with units left, by id, in the actor's areas.
    /// `q` narrows them as in [`Store::staff_wishes`].
    ///
    /// # Errors
    /// Not allowed without a role that reviews wishes or reads households.
    pub async fn long_waiting(&self, actor: &Actor, q: &str, cursor: WishId) -> Result<Page<WishFile>> {
        actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
        let mut db = self.reader().await?;
        let search = searched(q, 3);
        let (long, inside) = (long(), covered("a.path", &wish_areas(actor)));
        let sql = format!(
            "select w.id from wish w join area a on a.id = w.home
             where {long} and {inside} and w.id > $2{} order by w.id limit 21",
            search.sql
        );
        let (now, pattern) = (self.now(), search.pattern.as_str());
        let ids = values!(db, i64, AssertSqlSafe(sql.as_str()), now, cursor, search.number, pattern)?;
        files(&mut db.arm(), &self.vault, ids).await
    }

    /// Returns whether the actor may do this in an area; false for an unknown area.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn may_in(&self, actor: &Actor, action: Action, area: AreaId) -> Result<bool> {
        if !actor.may_somewhere(action) {
            return Ok(false);
        }
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?;
        Ok(path.is_some_and(|path| actor.may(action, &path)))
    }

    /// Returns which of these the actor may do in an area; none in an unknown area.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn may_each_in<const N: usize>(
        &self,
        actor: &Actor,
        actions: [Action; N],
        area: AreaId,
    ) -> Result<[bool; N]> {
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?;
        Ok(actions.map(|action| path.as_ref().is_some_and(|path| actor.may(action, path))))
    }

    /// As [`Store::accounts`], each account with its roles.
    ///
    /// # Errors
    /// Not allowed unless the actor is an administrator or a coordinator.
    pub async fn accounts_with_roles(
        &self,
        actor: &Actor,
        q: &str,
        cursor: AccountId,
    ) -> Result<Page<(Account, Vec<GrantLine>)>> {
        let Page { items: accounts, next } = self.accounts(actor, q, cursor).await?;
        let mut db = self.reader().await?;
        let mut held = grant_lines_of(&mut db.arm(), accounts.iter().map(|account| account.id)).await?;
        let with_roles = |account: Account| {
            let roles = held.remove(&account.id).unwrap_or_default();
            (account, roles)
        };
        Ok(Page { items: accounts.into_iter().map(with_roles).collect(), next })
    }
}
