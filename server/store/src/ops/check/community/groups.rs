//! `wishbridge check` of groups: what is counted of their rosters, and households that live elsewhere or are no more.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds groups whose counts differ from their rosters, and households that are counted though they left.
    pub(crate) async fn check_groups(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uncounted = rows!(
            db,
            (i64, i64, i64),
            "select g.id, g.asked, cast(coalesce(r.asked, 0) as bigint) from community_group g
                 left join (select community_group, count(*) as asked,
                                count(case when state = 'joined' then 1 end) as joined,
                                count(case when state = 'declined' then 1 end) as declined
                            from group_household where state <> 'left' group by community_group) r
                     on r.community_group = g.id
             where g.asked <> coalesce(r.asked, 0) or g.joined <> coalesce(r.joined, 0)
                 or g.declined <> coalesce(r.declined, 0) order by g.id limit 1001",
        )?;
        report(lines, uncounted, |(group, kept, asked)| {
            format!("group {group}: it counts {kept} households, but its roster has {asked}, or other answers")
        });
        let gone = rows!(
            db,
            (i64, i64),
            "select g.id, r.household from group_household r join community_group g on g.id = r.community_group
                 join area a on a.id = g.area join household h on h.id = r.household join area ha on ha.id = h.area
             where r.state <> 'left' and (h.state <> 'open' or not (ha.path like a.path || '%'))
             order by g.id, r.household limit 1001",
        )?;
        report(lines, gone, |(group, household)| {
            format!("group {group}: household {household} is counted, but lives elsewhere or its file is not open")
        });
        let since = rows!(
            db,
            (i64, i64),
            "select community_group, household from group_household
             where (state = 'joined' and joined = 0) or (state <> 'joined' and joined <> 0)
             order by community_group, household limit 1001",
        )?;
        report(lines, since, |(group, household)| {
            format!("group {group}: the day on which household {household} joined does not fit its answer")
        });
        Ok(())
    }
}
