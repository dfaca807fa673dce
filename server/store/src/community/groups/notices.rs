//! Notices to a group: posted, taken back, opened by members, and members called who did not open one.

use domain::{
    Code, DAY,
    accounts::AccountId,
    community::groups::{
        GroupId,
        notices::{CALL_DAYS, GroupNoticeId, NewGroupNotice},
    },
    events::{Event, OfGroup},
    households::HouseholdId,
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::{load_group, lock_group, roster::is_member};
use crate::{
    Command, Conn, Refusal, Result, Tx,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_household, lock_open_household},
        sql::{row, run, value, values},
    },
};

/// A notice as it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownNotice {
    pub id: GroupNoticeId,
    pub community_group: GroupId,
    pub title: String,
    pub until: i64,
    pub posted: i64,
    pub call_at: i64,
    pub told: i64,
    pub ended: i64,
}

impl KnownNotice {
    /// Checks that the notice stands.
    ///
    /// # Errors
    /// [`Code::WrongState`] once it was taken back.
    fn must_stand(&self) -> Result<()> {
        if self.ended == 0 { Ok(()) } else { Err(Code::WrongState.into()) }
    }
}

/// Loads a notice without a lock.
///
/// # Errors
/// Not found for an unknown notice.
pub(crate) async fn load_notice(db: &mut Conn<'_>, id: GroupNoticeId) -> Result<KnownNotice> {
    row!(
        db,
        KnownNotice,
        "select id, community_group, title, until, posted, call_at, told, ended from group_notice where id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Accounts that one event names; `limit` of [`accounts_after`] must match. Each row of an event repeats its accounts,
/// so that one event for all members would grow with their square.
const TOLD: usize = 100;

/// Lists open accounts of the households that are in a group, by number, after the account `after`.
async fn accounts_after(tx: &mut Tx<'_>, group: GroupId, after: AccountId) -> Result<Vec<AccountId>> {
    Ok(values!(
        tx,
        i64,
        "select a.id from group_household h join account a on a.household = h.household and a.open = true
         where h.community_group = $1 and h.state = 'joined' and h.household <> 0 and a.id > $2
         order by a.id limit 100",
        group,
        after,
    )?)
}

/// Tells every account in a group of a notice.
async fn tell_members(tx: &mut Tx<'_>, notice: GroupNoticeId, group: GroupId, title: &str) -> Result<()> {
    let mut after = 0;
    loop {
        let staff = accounts_after(tx, group, after).await?;
        let Some(last) = staff.last().copied() else { return Ok(()) };
        let is_last = staff.len() < TOLD;
        tx.emit(Event::GroupNoticePosted(OfGroup { notice, group, staff, title: title.to_owned() })).await?;
        if is_last {
            return Ok(());
        }
        after = last;
    }
}

/// Posts a notice to the members of a group, whose accounts are told.
///
/// # Errors
/// Not allowed without a role that keeps groups; not found outside the actor's areas; invalid fields;
/// [`Code::WrongState`] once the group has ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostGroupNotice {
    /// The group.
    pub group: GroupId,
    /// The notice.
    pub new: NewGroupNotice,
}

impl Command for PostGroupNotice {
    const NAME: &'static str = "group_notice_post";
    type Output = GroupNoticeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GroupNoticeId> {
        let group = lock_group(tx, Action::KeepGroups, self.group).await?;
        let new = self.new.clone().checked(tx.now)?;
        group.must_be_open()?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into group_notice (community_group, title, words, until, posted, posted_by, call_at, told, ended, version)
             values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0) returning id",
            group.id,
            &new.title,
            &new.words,
            new.until,
            now,
            account,
            now + CALL_DAYS * DAY,
        )?;
        tell_members(tx, id, group.id, &new.title).await?;
        tx.audit("group_notice", id).await?;
        Ok(id)
    }
}

/// Takes a notice back: members read it no more, and none is called about it.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] once it was taken back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EndGroupNotice {
    /// The notice.
    pub notice: GroupNoticeId,
}

impl Command for EndGroupNotice {
    const NAME: &'static str = "group_notice_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepGroups)?;
        let group = load_notice(&mut tx.arm(), self.notice).await?.community_group;
        lock_group(tx, Action::KeepGroups, group).await?;
        let notice = load_notice(&mut tx.arm(), self.notice).await?;
        notice.must_stand()?;
        let now = tx.now;
        run!(tx, "update group_notice set ended = $2, version = version + 1 where id = $1", notice.id, now)?;
        tx.audit("group_notice", notice.id).await
    }
}

/// Notes that the actor's family opened a notice. Opening it again changes nothing.
///
/// # Errors
/// Not signed in; not found for accounts without a household, and unless it has joined the group;
/// [`Code::WrongState`] once the notice was taken back; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReadGroupNotice {
    /// The notice.
    pub notice: GroupNoticeId,
}

impl Command for ReadGroupNotice {
    const NAME: &'static str = "group_notice_read";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let household = tx.actor.must_be_family()?;
        let file = lock_open_household(tx, household, Writers::Family).await?;
        let notice = load_notice(&mut tx.arm(), self.notice).await?;
        if !is_member(tx, notice.community_group, file.id).await? {
            return Err(Refusal::NotFound.into());
        }
        notice.must_stand()?;
        let now = tx.now;
        run!(
            tx,
            "insert into group_reading (notice, household, read, called, called_by) values ($1, $2, $3, 0, 0)
             on conflict (notice, household) do update set
                 read = case when group_reading.read = 0 then excluded.read else group_reading.read end",
            notice.id,
            file.id,
            now,
        )?;
        tx.audit("group_notice", notice.id).await
    }
}

/// Notes that a member who did not open a notice was called about it.
///
/// # Errors
/// Not allowed without a role that keeps groups, and for the actor's own family; not found outside the actor's areas;
/// field `household` for one that is not in the group; [`Code::WrongState`] once the notice was taken back, and for a
/// member who read it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CallGroupMember {
    /// The notice.
    pub notice: GroupNoticeId,
    /// Household that was called.
    pub household: HouseholdId,
}

impl Command for CallGroupMember {
    const NAME: &'static str = "group_notice_call";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepGroups)?;
        let notice = load_notice(&mut tx.arm(), self.notice).await?;
        let group = load_group(&mut tx.arm(), notice.community_group).await?;
        tx.actor.must(Action::KeepGroups, &group.path())?;
        must_be_of_others(&tx.actor, self.household)?;
        lock_household(tx, self.household).await?;
        if !is_member(tx, group.id, self.household).await? {
            return Err(Refusal::field("household", Code::Unknown).into());
        }
        load_notice(&mut tx.arm(), notice.id).await?.must_stand()?;
        let read = value!(
            tx,
            i64,
            "select count(*) from group_reading where notice = $1 and household = $2 and read > 0",
            notice.id,
            self.household,
        )?;
        if read > 0 {
            return Err(Code::WrongState.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into group_reading (notice, household, read, called, called_by) values ($1, $2, 0, $3, $4)
             on conflict (notice, household) do update set called = excluded.called, called_by = excluded.called_by",
            notice.id,
            self.household,
            now,
            account,
        )?;
        tx.audit("group_notice", notice.id).await
    }
}
