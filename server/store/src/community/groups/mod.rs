//! Community groups: rosters of households that agreed to be asked, notices to those that joined, and the documents of
//! an area. Lock order: household, group. The counts of a group are kept beside its roster, so that lists stay flat.

pub(crate) mod clocks;
pub mod documents;
pub mod export;
pub(crate) mod files;
pub mod lifecycle;
pub mod notice_views;
pub mod notices;
pub mod own;
pub mod roster;
pub mod roster_views;
pub mod views;

use domain::{
    Code,
    accounts::AccountId,
    areas::AreaPath,
    community::groups::{GroupId, GroupState},
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// A group as it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownGroup {
    pub id: GroupId,
    pub caretaker: AccountId,
    pub version: i64,
    state: String,
    path: String,
}

impl KnownGroup {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    /// Checks that the group is open.
    ///
    /// # Errors
    /// [`Code::WrongState`] once it has ended.
    pub(crate) fn must_be_open(&self) -> Result<()> {
        match parse(&self.state)? {
            GroupState::Open => Ok(()),
            GroupState::Ended => Err(Code::WrongState.into()),
        }
    }
}

/// Loads a group without a lock.
///
/// # Errors
/// Not found for an unknown group.
pub(crate) async fn load_group(db: &mut Conn<'_>, id: GroupId) -> Result<KnownGroup> {
    row!(
        db,
        KnownGroup,
        "select g.id, g.caretaker, g.version, g.state, a.path
         from community_group g join area a on a.id = g.area where g.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a group's row until commit and reads it. For the clock, and after the permission.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: GroupId) -> Result<KnownGroup> {
    // The version stays: it is for those who change the group, not for its roster.
    run!(tx, "update community_group set root = root where id = $1", id)?;
    load_group(&mut tx.arm(), id).await
}

/// Checks that the actor may do this in the group's area, then locks and reads it.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn lock_group(tx: &mut Tx<'_>, action: Action, id: GroupId) -> Result<KnownGroup> {
    tx.actor.must_somewhere(action)?;
    let seen = load_group(&mut tx.arm(), id).await?;
    tx.actor.must(action, &seen.path())?;
    lock_and_read(tx, id).await
}

/// Counts the roster of a group anew. Locks the group first, because a statement that waits counts what was before.
pub(crate) async fn recount(tx: &mut Tx<'_>, group: GroupId) -> Result<()> {
    run!(tx, "update community_group set root = root where id = $1", group)?;
    run!(
        tx,
        "update community_group set
             asked = (select count(*) from group_household h where h.community_group = $1 and h.state <> 'left'),
             joined = (select count(*) from group_household h where h.community_group = $1 and h.state = 'joined'),
             declined = (select count(*) from group_household h where h.community_group = $1 and h.state = 'declined')
         where id = $1",
        group,
    )?;
    Ok(())
}
