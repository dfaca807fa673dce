//! Reads rosters, by number and without names, and the groups of one household.

use domain::{
    accounts::Actor,
    areas::AreaId,
    community::groups::{GroupHouseholdId, GroupId, OwnGroup, RosterLine, RosterState},
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{load_group, own::own_groups_of};
use crate::{
    Refusal, Result, Store,
    areas::tree::path_of,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, rows},
    },
    households::views::household_path,
};

#[derive(sqlx::FromRow)]
pub(super) struct RosterRow {
    id: i64,
    community_group: i64,
    group_name: String,
    household: i64,
    people: i64,
    state: String,
    source: String,
    asked: i64,
    said: i64,
    joined: i64,
}

impl RosterRow {
    pub(super) fn line(self) -> Result<RosterLine> {
        Ok(RosterLine {
            id: self.id,
            group: self.community_group,
            group_name: self.group_name,
            household: self.household,
            people: self.people,
            state: parse(&self.state)?,
            source: parse(&self.source)?,
            asked: self.asked,
            said: self.said,
            joined: (self.joined != 0).then_some(self.joined),
        })
    }
}

/// Columns and joins of a [`RosterRow`]; a macro because statements are literals.
macro_rules! roster_columns {
    () => {
        "r.id, r.community_group, g.name as group_name, r.household, h.size as people, r.state, r.source, r.asked,
         r.said, r.joined
         from group_household r join community_group g on g.id = r.community_group join area a on a.id = g.area
             join household h on h.id = r.household"
    };
}
pub(super) use roster_columns;

/// Which households of rosters a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RosterQuery {
    /// Of one group, or of all open ones.
    pub group: Option<GroupId>,
    /// Of one area and those below it, or of all.
    pub area: Option<AreaId>,
    /// In one state, or in all that are counted.
    pub state: Option<RosterState>,
}

/// The groups of one household, for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdGroups {
    /// Open groups of its area, with what it said.
    pub groups: Vec<OwnGroup>,
    /// Whether the reader notes what it says.
    pub may_keep: bool,
}

impl Store {
    /// Lists households on rosters of the actor's areas, by number: the rows of every figure of groups.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found for a group or area outside the actor's areas.
    pub async fn roster(
        &self,
        actor: &Actor,
        query: RosterQuery,
        cursor: GroupHouseholdId,
    ) -> Result<Page<RosterLine>> {
        actor.must_somewhere(Action::ReadGroups)?;
        let mut db = self.reader().await?;
        let mut inside = covered("a.path", &actor.areas_for(Action::ReadGroups));
        match query.group {
            Some(group) => actor.must(Action::ReadGroups, &load_group(&mut db.arm(), group).await?.path())?,
            None => inside.push_str(" and g.state = 'open'"),
        }
        if let Some(area) = query.area {
            let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
            inside = format!("{inside} and {}", covered("a.path", &[path]));
        }
        let state = query.state.map_or("", RosterState::as_str);
        let sql = format!(
            concat!(
                "select ",
                roster_columns!(),
                " where (r.community_group = $1 or ($1 = 0 and g.root = $2))
                     and (r.state = $3 or ($3 = '' and r.state <> 'left')) and r.id > $4 and {} order by r.id limit 51"
            ),
            inside
        );
        let group = query.group.unwrap_or(0);
        let found = rows!(db, RosterRow, AssertSqlSafe(sql.as_str()), group, actor.root, state, cursor)?;
        let found = found.into_iter().map(RosterRow::line).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |line| line.id))
    }

    /// Loads the open groups of a household's area with what it said, for staff who read groups there.
    ///
    /// # Errors
    /// Not allowed without a role that reads groups; not found outside the actor's areas.
    pub async fn household_groups(&self, actor: &Actor, household: HouseholdId) -> Result<HouseholdGroups> {
        actor.must_somewhere(Action::ReadGroups)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::ReadGroups, &path)?;
        let groups = own_groups_of(&mut db.arm(), household, self.now()).await?;
        Ok(HouseholdGroups { groups, may_keep: actor.may(Action::KeepGroups, &path) })
    }
}
