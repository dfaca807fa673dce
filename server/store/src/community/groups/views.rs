//! Reads groups: their list, one of them, the join rate per area, and what a poster's code shows to strangers.

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    community::groups::{AreaRate, Group, GroupId, GroupLine, GroupState, JoinRate},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::roster::typed_code;
use crate::{
    Refusal, Result, Store,
    areas::{
        answerers::{
            chain::{one_of, stands_in_for},
            waiting::Waiting,
        },
        tree::path_of,
    },
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, stored},
    },
};

stored! {
    struct LineRow => GroupLine {
        parsed: channel;
        id: i64, name: String, area_name: String, caretaker_name: String, uncared: bool, asked: i64, joined: i64,
        declined: i64, asked_people: i64, joined_people: i64
    }
}

/// Condition that the caretaker of a group `g` is closed, away at `$1`, or works there no more.
macro_rules! group_uncared {
    () => {
        "(not exists (select 1 from account k join role_grant w on w.account = k.id
             join area ga on ga.id = g.area and ga.path like w.path || '%'
             where k.id = g.caretaker and k.open = true and w.role in ('caseworker', 'coordinator'))
         or exists (select 1 from staff_leave v
             where v.account = g.caretaker and v.ended = 0 and v.first <= $1 and v.last > $1))"
    };
}

/// Columns of a [`LineRow`], after which its condition `uncared` stands; a macro because statements are literals.
macro_rules! group_line_columns {
    () => {
        "g.id, g.name, a.name as area_name, g.channel, coalesce(c.name, '') as caretaker_name, g.asked, g.joined,
         g.declined,
         (select cast(coalesce(sum(h.size), 0) as bigint) from group_household r join household h on h.id = r.household
          where r.community_group = g.id and r.state <> 'left') as asked_people,
         (select cast(coalesce(sum(h.size), 0) as bigint) from group_household r join household h on h.id = r.household
          where r.community_group = g.id and r.state = 'joined') as joined_people, "
    };
}

/// Name of the last column of a [`LineRow`], and its tables.
macro_rules! group_line_from {
    () => {
        " as uncared from community_group g join area a on a.id = g.area left join account c on c.id = g.caretaker"
    };
}

#[derive(sqlx::FromRow)]
struct MoreRow {
    area: i64,
    path: String,
    channel_name: String,
    caretaker: i64,
    code: String,
    state: String,
    opened: i64,
    ended: i64,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct RateRow {
    area: i64,
    name: String,
    groups: i64,
    asked: i64,
    joined: i64,
    declined: i64,
    asked_people: i64,
    joined_people: i64,
}

impl RateRow {
    fn rate(&self) -> JoinRate {
        let &RateRow { groups, asked, joined, declined, asked_people, joined_people, .. } = self;
        JoinRate { groups, asked, joined, declined, asked_people, joined_people }
    }
}

/// Sums of the groups `g` of a [`RateRow`], with their people `p`; a macro because statements are literals.
macro_rules! rate_columns {
    () => {
        "count(*) as groups, cast(coalesce(sum(g.asked), 0) as bigint) as asked,
         cast(coalesce(sum(g.joined), 0) as bigint) as joined,
         cast(coalesce(sum(g.declined), 0) as bigint) as declined,
         cast(coalesce(sum(p.asked), 0) as bigint) as asked_people,
         cast(coalesce(sum(p.joined), 0) as bigint) as joined_people "
    };
}

/// People `p` of the households on the rosters of groups `g` of root area `$1`, as the files have them now.
macro_rules! group_people {
    () => {
        " left join (select r.community_group, sum(h.size) as asked,
               sum(case when r.state = 'joined' then h.size else 0 end) as joined
           from community_group k join group_household r on r.community_group = k.id and r.state <> 'left'
               join household h on h.id = r.household
           where k.root = $1 and k.state = 'open' group by r.community_group) p on p.community_group = g.id "
    };
}

/// Which groups a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupList {
    /// Those of the actor's areas.
    #[default]
    All,
    /// Those that the actor looks after, or whose caretaker it stands in for.
    Mine,
    /// Those whose caretaker is closed, away, or works there no more.
    Uncared,
    /// Those with a notice that members have not read after three days.
    Unread,
}

/// Condition on a group `g` that members are to be called about a notice at `$1`.
macro_rules! group_to_call {
    () => {
        "exists (select 1 from group_notice n join group_household h on h.community_group = n.community_group
                 and h.state = 'joined' and h.joined <= n.posted
             where n.community_group = g.id and n.ended = 0 and n.call_at <= $1 and n.until >= $1
                 and not exists (select 1 from group_reading r where r.notice = n.id and r.household = h.household))"
    };
}

impl Store {
    /// Lists open groups of the actor's areas by number, of one area and those below it if `area` is not 0.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found for an unknown area.
    pub async fn groups(
        &self,
        actor: &Actor,
        list: GroupList,
        area: AreaId,
        cursor: GroupId,
    ) -> Result<Page<GroupLine>> {
        actor.must_somewhere(Action::ReadGroups)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        let which = match list {
            GroupList::All => "1 = 1".to_owned(),
            GroupList::Mine => one_of("g.caretaker", &stands_in_for(&mut db.arm(), actor.account, now).await?),
            GroupList::Uncared => group_uncared!().to_owned(),
            GroupList::Unread => group_to_call!().to_owned(),
        };
        let sql = format!(
            concat!(
                "select ",
                group_line_columns!(),
                group_uncared!(),
                group_line_from!(),
                " where g.state = 'open' and g.root = $2 and g.id > $3 and {} and {} and {} order by g.id limit 51"
            ),
            which,
            covered("a.path", &[path]),
            covered("a.path", &actor.areas_for(Action::ReadGroups)),
        );
        let found = rows!(db, LineRow, AssertSqlSafe(sql.as_str()), now, actor.root, cursor)?;
        let found = found.into_iter().map(GroupLine::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |line| line.id))
    }

    /// Loads a group.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found outside the actor's areas.
    pub async fn group(&self, actor: &Actor, id: GroupId) -> Result<Group> {
        actor.must_somewhere(Action::ReadGroups)?;
        let mut db = self.reader().await?;
        let line = row!(
            db,
            LineRow,
            concat!("select ", group_line_columns!(), group_uncared!(), group_line_from!(), " where g.id = $2"),
            self.now(),
            id,
        )?;
        let more = row!(
            db,
            MoreRow,
            "select g.area, a.path, g.channel_name, g.caretaker, g.code, g.state, g.opened, g.ended, g.version
             from community_group g join area a on a.id = g.area where g.id = $1",
            id,
        )?;
        let (Some(line), Some(more)) = (line, more) else { return Err(Refusal::NotFound.into()) };
        let path = AreaPath(more.path);
        actor.must(Action::ReadGroups, &path)?;
        Ok(Group {
            line: line.try_into()?,
            area: more.area,
            channel_name: more.channel_name,
            caretaker: more.caretaker,
            code: more.code,
            state: parse(&more.state)?,
            opened: more.opened,
            ended: (more.ended != 0).then_some(more.ended),
            version: more.version,
            may_keep: actor.may(Action::KeepGroups, &path),
            may_lead: actor.may(Action::LeadGroups, &path),
        })
    }

    /// Counts open groups and their rosters in an area, and in each area directly below it; area 0 is the root area.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found for an unknown area.
    pub async fn join_rates(&self, actor: &Actor, area: AreaId) -> Result<(JoinRate, Vec<AreaRate>)> {
        actor.must_somewhere(Action::ReadGroups)?;
        let area = if area == 0 { actor.root } else { area };
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        let inside = covered("a.path", &actor.areas_for(Action::ReadGroups));
        let sql = format!(
            concat!(
                "select cast(0 as bigint) as area, '' as name, ",
                rate_columns!(),
                "from community_group g join area a on a.id = g.area",
                group_people!(),
                "where g.state = 'open' and g.root = $1 and {} and {}"
            ),
            covered("a.path", &[path]),
            inside,
        );
        let all = row!(db, RateRow, AssertSqlSafe(sql.as_str()), actor.root)?;
        let sql = format!(
            concat!(
                "select c.id as area, c.name, ",
                rate_columns!(),
                "from community_group g join area a on a.id = g.area join area c on a.path like c.path || '%'",
                group_people!(),
                "where g.state = 'open' and g.root = $1 and c.parent = $2 and {}
                 group by c.id, c.name order by c.id limit 200"
            ),
            inside,
        );
        let below = rows!(db, RateRow, AssertSqlSafe(sql.as_str()), actor.root, area)?;
        let below =
            below.into_iter().map(|row| AreaRate { area: row.area, rate: row.rate(), name: row.name }).collect();
        Ok((all.map(|row| row.rate()).unwrap_or_default(), below))
    }

    /// Lists who may look after a group of the actor's areas: open caseworkers and coordinators, at most 200.
    ///
    /// # Errors
    /// Not allowed without a role that leads groups.
    pub async fn caretakers(&self, actor: &Actor) -> Result<Vec<(i64, String)>> {
        actor.must_somewhere(Action::LeadGroups)?;
        let sql = format!(
            "select distinct c.id, c.name from account c join role_grant w on w.account = c.id
             where c.open = true and w.role in ('caseworker', 'coordinator') and {} order by c.id limit 200",
            covered("w.path", &actor.areas_for(Action::LeadGroups)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))?)
    }

    /// Returns the name of the open group of a poster's code: all that strangers learn.
    ///
    /// # Errors
    /// Not found for an unknown code.
    pub async fn group_of_code(&self, code: &str) -> Result<String> {
        let mut db = self.reader().await?;
        let code = typed_code(code);
        let found = row!(db, (String,), "select name from community_group where code = $1 and state = 'open'", &code)?;
        found.map(|(name,)| name).ok_or_else(|| Refusal::NotFound.into())
    }

    /// Returns the group of a poster's code, and whether it is open; for the address on the poster.
    ///
    /// # Errors
    /// Not found for an unknown code.
    pub async fn group_of_poster(&self, code: &str) -> Result<(GroupId, GroupState)> {
        let mut db = self.reader().await?;
        let code = typed_code(code);
        let found = row!(db, (i64, String), "select id, state from community_group where code = $1", &code)?;
        let (id, state) = found.ok_or(Refusal::NotFound)?;
        Ok((id, parse(&state)?))
    }

    /// Counts groups of the account of which members are to be called about a notice.
    pub(crate) fn groups_to_call(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepGroups).then(|| {
            format!(
                concat!(
                    "select count(*) as n, 0 as at from community_group g where g.state = 'open' and ",
                    group_to_call!(),
                    " and {}"
                ),
                one_of("g.caretaker", of.whose),
            )
        })
    }

    /// Counts groups whose caretaker is closed or away.
    pub(crate) fn groups_uncared(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::LeadGroups).then(|| {
            format!(
                concat!(
                    "select count(*) as n, 0 as at from community_group g join area a on a.id = g.area
                     where g.state = 'open' and g.root = $3 and ",
                    group_uncared!(),
                    " and {}"
                ),
                covered("a.path", &of.actor.areas_for(Action::LeadGroups)),
            )
        })
    }
}
