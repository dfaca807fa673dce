//! Families that were not reached: every way that they had chosen has failed, and the notice is unread in the app.
//! Their caseworkers call them, and say so here.

use domain::{
    Timestamp,
    accounts::Actor,
    messages::{MessageId, Unreached},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::covered,
        locks::{Writers, lock_file},
        pagination::page,
        sql::{parse, row, rows, run},
    },
};

/// Messages `m` that stand for notices which did not reach their family; the first that failed of each notice.
/// The other messages `o` of a notice are found by the index `message_once`, whose condition is named.
pub const FROM: &str = "from message m join account c on c.id = m.account join household h on h.id = c.household
     join area a on a.id = h.area join notice n on n.id = m.notice
     where m.state = 'failed' and m.told = 0 and m.notice <> 0 and n.read_at = 0 and h.state = 'open'
       and not exists (select 1 from message o where o.notice = m.notice and o.notice <> 0
                       and (o.state in ('waiting', 'sending', 'sent')
                            or (o.state = 'failed' and (o.told <> 0 or o.id < m.id))))";

#[derive(sqlx::FromRow)]
struct UnreachedRow {
    id: i64,
    household: i64,
    area_name: String,
    kind: String,
    channel: String,
    why: String,
    created: Timestamp,
}

/// Says that the family was told in another way, such as by a call.
///
/// # Errors
/// Not found outside the actor's areas, and for a message of no family.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TellFamily {
    /// Message that failed.
    pub message: MessageId,
}

impl Command for TellFamily {
    const NAME: &'static str = "message_told";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let MessageId(id) = self.message;
        let found = row!(
            tx,
            (i64, i64),
            "select c.household, m.notice from message m join account c on c.id = m.account
             where m.id = $1 and m.state = 'failed' and m.notice <> 0 and c.household <> 0",
            id,
        )?;
        let Some((household, notice)) = found else { return Err(Refusal::NotFound.into()) };
        lock_file(tx, household, Writers::Staff(Action::KeepHouseholds)).await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update message set told = $2, told_by = $3 where notice = $1 and state = 'failed' and told = 0",
            notice,
            now,
            account,
        )?;
        tx.audit("household", household).await
    }
}

impl Store {
    /// Lists what did not reach families of the actor's areas, oldest first; the next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn unreached(&self, actor: &Actor, cursor: i64) -> Result<Page<Unreached>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let sql = format!(
            "select m.id, c.household, a.name as area_name, m.kind, m.channel, m.why, m.created {FROM}
                 and m.id > $1 and {} order by m.id limit 51",
            covered("a.path", &actor.areas_for(Action::KeepHouseholds))
        );
        let found = rows!(db, UnreachedRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let unreached = |row: UnreachedRow| -> Result<Unreached> {
            let UnreachedRow { id, household, area_name, kind, channel, why, created } = row;
            let (kind, channel, end) = (parse(&kind)?, parse(&channel)?, parse(&why)?);
            Ok(Unreached { message: MessageId(id), household, area_name, kind, channel, end, created })
        };
        Ok(page(found.into_iter().map(unreached).collect::<Result<_>>()?, |one: &Unreached| one.message.0))
    }

    /// Counts what [`Store::unreached`] lists; 0 without a role that keeps files.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn unreached_count(&self, actor: &Actor) -> Result<i64> {
        self.waiting_count(actor, Store::unreached_families).await
    }

    /// Counts families that a message did not reach, where the account keeps files.
    pub(crate) fn unreached_families(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::KeepHouseholds));
        of.actor
            .may_somewhere(Action::KeepHouseholds)
            .then(|| format!("select count(*) as n, min(m.ended) as at {FROM} and {inside}"))
    }
}
