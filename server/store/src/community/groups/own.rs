//! What a family reads of the groups of its area, and of their notices.

use domain::{
    Timestamp,
    accounts::Actor,
    community::groups::{
        OwnGroup,
        notices::{GroupNoticeId, OwnGroupNotice},
    },
    households::HouseholdId,
};

use crate::{
    Conn, Refusal, Result, Store,
    db::sql::{parse, row, rows},
};

#[derive(sqlx::FromRow)]
struct OwnRow {
    id: i64,
    name: String,
    channel: String,
    channel_name: String,
    state: String,
    joined: i64,
    unread: i64,
}

impl OwnRow {
    fn group(self) -> Result<OwnGroup> {
        Ok(OwnGroup {
            id: self.id,
            name: self.name,
            channel: parse(&self.channel)?,
            channel_name: self.channel_name,
            state: if self.state.is_empty() { None } else { Some(parse(&self.state)?) },
            joined: (self.joined != 0).then_some(self.joined),
            unread: self.unread,
        })
    }
}

/// Lists the open groups of a household's area, and of the areas around it.
pub(super) async fn own_groups_of(db: &mut Conn<'_>, household: HouseholdId, now: Timestamp) -> Result<Vec<OwnGroup>> {
    let found = rows!(
        db,
        OwnRow,
        "select g.id, g.name, g.channel, g.channel_name, coalesce(r.state, '') as state, coalesce(r.joined, 0) as joined,
             (select count(*) from group_notice n where n.community_group = g.id and n.ended = 0 and n.until >= $2
                 and r.state = 'joined' and not exists (select 1 from group_reading d
                     where d.notice = n.id and d.household = $1 and d.read > 0)) as unread
         from household h join area ha on ha.id = h.area join community_group g on g.root = h.root and g.state = 'open'
             join area a on a.id = g.area and ha.path like a.path || '%'
             left join group_household r on r.community_group = g.id and r.household = h.id
         where h.id = $1 order by g.id limit 50",
        household,
        now,
    )?;
    found.into_iter().map(OwnRow::group).collect()
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    group_name: String,
    title: String,
    words: String,
    posted: i64,
    until: i64,
    read: i64,
}

impl NoticeRow {
    fn notice(self) -> OwnGroupNotice {
        OwnGroupNotice {
            id: self.id,
            group_name: self.group_name,
            title: self.title,
            words: if self.read > 0 { self.words } else { String::new() },
            posted: self.posted,
            until: self.until,
            read: (self.read != 0).then_some(self.read),
        }
    }
}

/// Columns and joins of a [`NoticeRow`] for household `$1`; a macro because statements are literals.
macro_rules! own_notice_columns {
    () => {
        "n.id, g.name as group_name, n.title, n.words, n.posted, n.until, coalesce(d.read, 0) as read
         from group_household r join community_group g on g.id = r.community_group
             join group_notice n on n.community_group = g.id
             left join group_reading d on d.notice = n.id and d.household = r.household
         where r.household = $1 and r.state = 'joined' and n.ended = 0"
    };
}

impl Store {
    /// Lists the open groups of the area of the actor's family, with what the family said.
    ///
    /// # Errors
    /// Not signed in; not found for accounts without a household.
    pub async fn own_groups(&self, actor: &Actor) -> Result<Vec<OwnGroup>> {
        let household = actor.must_be_family()?;
        let now = self.now();
        let mut db = self.reader().await?;
        own_groups_of(&mut db.arm(), household, now).await
    }

    /// Lists the notices to the groups that the actor's family has joined and that still hold, newest first. Words are
    /// those of notices that it opened.
    ///
    /// # Errors
    /// Not signed in; not found for accounts without a household.
    pub async fn own_group_notices(&self, actor: &Actor) -> Result<Vec<OwnGroupNotice>> {
        let household = actor.must_be_family()?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            NoticeRow,
            concat!("select ", own_notice_columns!(), " and n.until >= $2 order by n.id desc limit 50"),
            household,
            now,
        )?;
        Ok(found.into_iter().map(NoticeRow::notice).collect())
    }

    /// Loads a notice for a member of its group; without words until the family opened it.
    ///
    /// # Errors
    /// Not signed in; not found for all others, and once it was taken back.
    pub async fn own_group_notice(&self, actor: &Actor, id: GroupNoticeId) -> Result<OwnGroupNotice> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = row!(db, NoticeRow, concat!("select ", own_notice_columns!(), " and n.id = $2"), household, id)?;
        found.map(NoticeRow::notice).ok_or_else(|| Refusal::NotFound.into())
    }
}
