//! Read models of urgent wishes and asks: for staff of the family's area, and for those who are asked.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::urgent::{UrgentAsk, UrgentAskId, UrgentAskState, UrgentId, UrgentWish},
    catalogue,
    permission::Action,
    wishes::{Page, WishId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::answerers::{
        chain::{one_of, stands_in_for},
        waiting::Waiting,
    },
    db::{
        area_filter::{covered, is_own},
        pagination::{PAGE, page, signed_in},
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct UrgentRow {
    id: i64,
    wish: i64,
    household: i64,
    item: i64,
    own_name: String,
    size: String,
    area_name: String,
    reason: String,
    state: String,
    marked: i64,
    next_step: i64,
    owner: i64,
    owner_name: String,
    asked_name: String,
    free: i64,
    until: i64,
    decide_by: i64,
}

/// Columns and joins of an [`UrgentRow`]; a macro because statements are literals.
macro_rules! urgent_columns {
    () => {
        "u.id, u.wish, w.household, w.item, w.own_name, w.size, r.name as area_name, u.reason, u.state, u.marked,
         u.next_step, u.owner, coalesce(o.name, '') as owner_name,
         coalesce((select coalesce(p.name, k.name) from urgent_ask q left join location p on p.id = q.location
             left join account k on k.id = q.account where q.urgent = u.id and q.state = 'asked'), '') as asked_name,
         w.quantity - w.claimed as free, u.until, u.decide_by
         from urgent u join wish w on w.id = u.wish join area r on r.id = w.home left join account o on o.id = u.owner"
    };
}

impl UrgentRow {
    fn seen(self) -> Result<UrgentWish> {
        Ok(UrgentWish {
            id: self.id,
            wish: self.wish,
            household: self.household,
            title: catalogue::title_of(self.item, &self.own_name, &self.size),
            area_name: self.area_name,
            reason: parse(&self.reason)?,
            state: parse(&self.state)?,
            marked: self.marked,
            next_step: self.next_step,
            owner: (self.owner != 0).then_some(self.owner),
            owner_name: self.owner_name,
            asked_name: self.asked_name,
            free: self.free,
            until: self.until,
            decide_by: (self.decide_by != 0).then_some(self.decide_by),
        })
    }
}

#[derive(sqlx::FromRow)]
struct AskRow {
    id: i64,
    wish: i64,
    household: i64,
    item: i64,
    own_name: String,
    size: String,
    words: String,
    location: i64,
    account: i64,
    name: String,
    path: String,
    state: String,
    asked: i64,
    answer_by: i64,
    claim: i64,
    live: bool,
}

/// Columns and joins of an [`AskRow`]; a macro because statements are literals.
macro_rules! ask_columns {
    () => {
        "q.id, u.wish, w.household, w.item, w.own_name, w.size, w.words, q.location, q.account,
         coalesce(p.name, k.name, '') as name, coalesce(r.path, '') as path, q.state, q.asked, q.answer_by, q.claim,
         (w.state = 'published') as live
         from urgent_ask q join urgent u on u.id = q.urgent join wish w on w.id = u.wish
             left join location p on p.id = q.location left join area r on r.id = p.area
             left join account k on k.id = q.account"
    };
}

impl AskRow {
    /// Whether it asks the actor: itself, or its shop.
    fn asks(&self, actor: &Actor) -> bool {
        (self.account != 0 && self.account == actor.account)
            || (self.location != 0 && actor.may(Action::KeepStock, &AreaPath(self.path.clone())))
    }

    fn seen(self, actor: &Actor, now: Timestamp) -> Result<UrgentAsk> {
        let state: UrgentAskState = parse(&self.state)?;
        let waits = state == UrgentAskState::Asked && self.answer_by >= now && self.live;
        let may_answer = waits && self.asks(actor) && !is_own(actor, self.household);
        Ok(UrgentAsk {
            id: self.id,
            wish: self.wish,
            title: catalogue::title_of(self.item, &self.own_name, &self.size),
            // What ended is not public any more.
            words: if self.live { self.words } else { String::new() },
            location: (self.location != 0).then_some(self.location),
            name: self.name,
            state,
            asked: self.asked,
            answer_by: self.answer_by,
            claim: (self.claim != 0).then_some(self.claim),
            may_answer,
        })
    }
}

impl Store {
    /// Requires a role that reads cases in the area of a wish.
    pub(super) async fn must_read_urgent(&self, actor: &Actor, wish: WishId) -> Result<()> {
        actor.must_somewhere(Action::ReadCases)?;
        let mut db = self.reader().await?;
        let found =
            row!(db, (String,), "select a.path from wish w join area a on a.id = w.home where w.id = $1", wish)?;
        Ok(actor.must(Action::ReadCases, &AreaPath(found.ok_or(Refusal::NotFound)?.0))?)
    }

    /// Lists the live urgent wishes of the actor's areas, by number; with `mine` those that it is in charge of, also in
    /// place of those on leave.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn urgent_wishes(&self, actor: &Actor, list: UrgentList, cursor: UrgentId) -> Result<Page<UrgentWish>> {
        Ok(page(self.urgent_rows(actor, list, cursor, PAGE + 1).await?, |urgent| urgent.id))
    }

    /// Lists urgent wishes as [`Store::urgent_wishes`], as many rows as asked for.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub(crate) async fn urgent_rows(
        &self,
        actor: &Actor,
        list: UrgentList,
        cursor: UrgentId,
        rows: usize,
    ) -> Result<Vec<UrgentWish>> {
        actor.must_somewhere(Action::ReadCases)?;
        let mut db = self.reader().await?;
        let which = match list {
            UrgentList::Live => "u.state <> 'over'".to_owned(),
            UrgentList::Mine => {
                let accounts = stands_in_for(&mut db.arm(), actor.account, self.now()).await?;
                format!("u.state = 'district' and {}", one_of("u.owner", &accounts))
            }
            UrgentList::Over => "u.state = 'over'".to_owned(),
        };
        let sql = format!(
            concat!("select ", urgent_columns!(), " where {} and u.id > $1 and {} order by u.id limit {}"),
            which,
            covered("r.path", &actor.areas_for(Action::ReadCases)),
            rows,
        );
        let found = rows!(db, UrgentRow, AssertSqlSafe(sql.as_str()), cursor)?;
        found.into_iter().map(UrgentRow::seen).collect()
    }

    /// Loads the latest mark of a wish with its asks, newest first; `None` for a wish that was never urgent.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads cases.
    pub async fn urgent_of(&self, actor: &Actor, wish: WishId) -> Result<Option<(UrgentWish, Vec<UrgentAsk>)>> {
        self.must_read_urgent(actor, wish).await?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            UrgentRow,
            concat!("select ", urgent_columns!(), " where u.wish = $1 order by u.id desc limit 1"),
            wish,
        )?;
        let Some(found) = found else { return Ok(None) };
        let asks = rows!(
            db,
            AskRow,
            concat!("select ", ask_columns!(), " where q.urgent = $1 order by q.id desc limit 100"),
            found.id,
        )?;
        let now = self.now();
        let asks = asks.into_iter().map(|ask| ask.seen(actor, now)).collect::<Result<Vec<_>>>()?;
        Ok(Some((found.seen()?, asks)))
    }

    /// Loads an ask for the person or the shop that is asked.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn urgent_ask(&self, actor: &Actor, id: UrgentAskId) -> Result<UrgentAsk> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, AskRow, concat!("select ", ask_columns!(), " where q.id = $1"), id)?;
        let found = found.filter(|ask| ask.asks(actor)).ok_or(Refusal::NotFound)?;
        found.seen(actor, self.now())
    }

    /// Lists the asks of the actor as a person, and those that wait for its shops, newest first; at most 50.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn own_urgent_asks(&self, actor: &Actor) -> Result<Vec<UrgentAsk>> {
        signed_in(actor)?;
        let sql = format!(
            concat!(
                "select ",
                ask_columns!(),
                " where q.account = $1 and q.account <> 0 or q.location <> 0 and q.state = 'asked' and {}
                 order by q.id desc limit 50"
            ),
            covered("r.path", &actor.areas_for(Action::KeepStock)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, AskRow, AssertSqlSafe(sql.as_str()), actor.account)?;
        let now = self.now();
        found.into_iter().map(|ask| ask.seen(actor, now)).collect()
    }

    /// Counts asks that wait for the account's shops.
    pub(crate) fn urgent_asks_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepStock).then(|| {
            format!(
                "select count(*) as n, min(q.answer_by) as at
                 from urgent_ask q join urgent u on u.id = q.urgent join wish w on w.id = u.wish
                     join location p on p.id = q.location join area r on r.id = p.area
                 where q.state = 'asked' and q.answer_by >= $1 and w.state = 'published' and {}",
                covered("r.path", &of.actor.areas_for(Action::KeepStock)),
            )
        })
    }

    /// Counts urgent wishes that the account is in charge of; a deputy does the work of those on leave.
    pub(crate) fn urgent_waiting(of: &Waiting<'_>) -> Option<String> {
        // Caseworkers, too: a coordinator may name one to keep a wish urgent.
        of.actor.may_somewhere(Action::FollowCases).then(|| {
            format!(
                "select count(*) as n, min(next_step) as at from urgent where state = 'district' and {}",
                one_of("owner", of.whose),
            )
        })
    }
}

/// Which urgent wishes a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UrgentList {
    /// Those with a next step.
    #[default]
    Live,
    /// Those that the actor, or an account it stands in for, is in charge of.
    Mine,
    /// Those that are over.
    Over,
}
