//! Reads notices of groups for staff: how many members read one, and which are to be called.

use domain::{
    accounts::Actor,
    community::groups::{
        GroupId,
        notices::{GroupNotice, GroupNoticeId, UnreadLine},
    },
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};

use super::{load_group, notices::load_notice};
use crate::{
    Refusal, Result, Store,
    db::{
        pagination::page,
        sql::{row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    community_group: i64,
    group_name: String,
    title: String,
    words: String,
    until: i64,
    posted: i64,
    call_at: i64,
    ended: i64,
    members: i64,
    read: i64,
    called: i64,
}

impl NoticeRow {
    fn notice(self) -> GroupNotice {
        GroupNotice {
            id: self.id,
            group: self.community_group,
            group_name: self.group_name,
            title: self.title,
            words: self.words,
            until: self.until,
            posted: self.posted,
            call_at: self.call_at,
            ended: (self.ended != 0).then_some(self.ended),
            members: self.members,
            read: self.read,
            called: self.called,
        }
    }
}

/// Columns and joins of a [`NoticeRow`]; a macro because statements are literals.
macro_rules! group_notice_columns {
    () => {
        "n.id, n.community_group, g.name as group_name, n.title, n.words, n.until, n.posted, n.call_at, n.ended,
         (select count(*) from group_household h where h.community_group = n.community_group and h.state = 'joined'
             and h.joined <= n.posted) as members,
         (select count(*) from group_household h join group_reading r on r.notice = n.id and r.household = h.household
             and r.read > 0
             where h.community_group = n.community_group and h.state = 'joined' and h.joined <= n.posted) as read,
         (select count(*) from group_household h join group_reading r on r.notice = n.id and r.household = h.household
             and r.read = 0 and r.called > 0
             where h.community_group = n.community_group and h.state = 'joined' and h.joined <= n.posted) as called
         from group_notice n join community_group g on g.id = n.community_group"
    };
}

impl Store {
    /// Lists the notices of a group, newest first, with how many members read each.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found outside the actor's areas.
    pub async fn group_notices(
        &self,
        actor: &Actor,
        group: GroupId,
        cursor: GroupNoticeId,
    ) -> Result<Page<GroupNotice>> {
        actor.must_somewhere(Action::ReadGroups)?;
        let mut db = self.reader().await?;
        actor.must(Action::ReadGroups, &load_group(&mut db.arm(), group).await?.path())?;
        let found = rows!(
            db,
            NoticeRow,
            concat!(
                "select ",
                group_notice_columns!(),
                " where n.community_group = $1 and (n.id < $2 or $2 = 0) order by n.id desc limit 51"
            ),
            group,
            cursor,
        )?;
        Ok(page(found.into_iter().map(NoticeRow::notice).collect(), |notice: &GroupNotice| notice.id))
    }

    /// Loads a notice with how many members read it.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found outside the actor's areas.
    pub async fn group_notice(&self, actor: &Actor, id: GroupNoticeId) -> Result<GroupNotice> {
        actor.must_somewhere(Action::ReadGroups)?;
        let mut db = self.reader().await?;
        let found = row!(db, NoticeRow, concat!("select ", group_notice_columns!(), " where n.id = $1"), id)?;
        let notice = found.ok_or(Refusal::NotFound)?.notice();
        actor.must(Action::ReadGroups, &load_group(&mut db.arm(), notice.group).await?.path())?;
        Ok(notice)
    }

    /// Lists the members who have not read a notice, by number, for those who keep the group: the list of calls.
    ///
    /// # Errors
    /// Not allowed without a role that keeps groups; not found outside the actor's areas.
    pub async fn group_unread(
        &self,
        actor: &Actor,
        id: GroupNoticeId,
        cursor: HouseholdId,
    ) -> Result<Page<UnreadLine>> {
        actor.must_somewhere(Action::KeepGroups)?;
        let mut db = self.reader().await?;
        let notice = load_notice(&mut db.arm(), id).await?;
        actor.must(Action::KeepGroups, &load_group(&mut db.arm(), notice.community_group).await?.path())?;
        let found = rows!(
            db,
            (i64, i64),
            "select h.household, coalesce(r.called, 0) from group_household h
                 left join group_reading r on r.notice = $1 and r.household = h.household
             where h.community_group = $2 and h.state = 'joined' and h.joined <= $3 and coalesce(r.read, 0) = 0
                 and h.household > $4
             order by h.household limit 51",
            notice.id,
            notice.community_group,
            notice.posted,
            cursor,
        )?;
        let line = |(household, called): (i64, i64)| UnreadLine { household, called: (called != 0).then_some(called) };
        Ok(page(found.into_iter().map(line).collect(), |line: &UnreadLine| line.household))
    }
}
