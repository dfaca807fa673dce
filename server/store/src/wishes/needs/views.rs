//! Reads standing needs for donors: their promises to bring every turn.

use domain::{
    accounts::Actor,
    catalogue,
    wishes::needs::{NeedPromise, NeedPromiseId},
};

use crate::{
    Error, Refusal, Result, Store,
    db::{
        pagination::signed_in,
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct PromiseRow {
    id: i64,
    wish: i64,
    claim: i64,
    item: i64,
    size: String,
    own_name: String,
    own_key: String,
    made: i64,
    months: i64,
    next: i64,
    state: String,
}

/// Columns and joins of a [`PromiseRow`]; a macro because statements are literals.
macro_rules! promise_columns {
    () => {
        "q.id, w.id as wish, w.item, w.size, w.own_name, w.own_key, n.made, n.months, n.next, q.state,
         (select coalesce(max(c.id), 0) from claim c where c.wish = w.id and c.account = q.account
              and c.source = 'donor') as claim
         from need_promise q join need n on n.id = q.need
             join wish w on w.need = n.id and w.month = (case when n.made > 0 then n.made else 1 end)"
    };
}

impl TryFrom<PromiseRow> for NeedPromise {
    type Error = Error;

    fn try_from(row: PromiseRow) -> Result<NeedPromise> {
        Ok(NeedPromise {
            id: row.id,
            wish: row.wish,
            claim: (row.claim != 0).then_some(row.claim),
            title: catalogue::title_of(row.item, &row.own_name, &row.size),
            key: catalogue::key_of(row.item, &row.own_key),
            size: row.size,
            made: row.made,
            months: row.months,
            next: (row.next != 0).then_some(row.next),
            state: parse(&row.state)?,
        })
    }
}

impl Store {
    /// Lists the actor's promises to bring every turn of a standing need: running ones first, then the newest; at most
    /// 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_need_promises(&self, actor: &Actor) -> Result<Vec<NeedPromise>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = rows!(
            db,
            PromiseRow,
            concat!(
                "select ",
                promise_columns!(),
                " where q.account = $1 order by case q.state when 'running' then 0 else 1 end, q.id desc limit 100"
            ),
            actor.account,
        )?;
        own.into_iter().map(NeedPromise::try_from).collect()
    }

    /// Loads one of the actor's promises.
    ///
    /// # Errors
    /// Not signed in; not found for another donor's.
    pub async fn own_need_promise(&self, actor: &Actor, id: NeedPromiseId) -> Result<NeedPromise> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        row!(
            db,
            PromiseRow,
            concat!("select ", promise_columns!(), " where q.id = $1 and q.account = $2"),
            id,
            actor.account,
        )?
        .ok_or(Refusal::NotFound)?
        .try_into()
    }
}
