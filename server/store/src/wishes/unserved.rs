//! Which households were helped and which were left out: counts per area, and the lists behind them.
//! Left out means never helped, and no wish under way.

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    households::HouseholdId,
    permission::Action,
    wishes::{
        Page,
        priority::{FamilyLine, Reached, Share},
    },
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    areas::{
        answerers::waiting::{ENOUGH, Waiting},
        tree::path_of,
    },
    crypto::secret::Secret,
    db::{
        area_filter::{covered, in_areas},
        sql::{row, rows, values},
    },
};

/// Households per page.
const MOST: usize = 20;

/// SQL: no wish of the household is under way.
const QUIET: &str =
    "not exists (select 1 from wish w where w.household = h.id and w.state in ('submitted', 'published'))";

/// SQL: the file is open; closed, merged and erased ones are not counted.
const KEPT: &str = "h.state = 'open'";

fn narrowed(reached: Reached) -> String {
    match reached {
        Reached::LeftOut => format!("{KEPT} and h.helped = 0 and {QUIET}"),
        Reached::Never => format!("{KEPT} and h.helped = 0"),
        Reached::Helped => format!("{KEPT} and h.helped > 0"),
        Reached::All => KEPT.into(),
    }
}

#[derive(sqlx::FromRow)]
struct FamilyRow {
    id: i64,
    name: String,
    area: i64,
    area_name: String,
    path: String,
    hardship: bool,
    size: i64,
    helped: i64,
    created: i64,
}

/// Masks a name for actors who do not keep the file: 马**.
fn masked(name: &str) -> String {
    format!("{}**", name.chars().next().unwrap_or('*'))
}

/// Returns the SQL condition for the actor's areas within `area`; all of them for 0.
async fn inside(db: &mut Conn<'_>, actor: &Actor, area: AreaId) -> Result<String> {
    let mut sql = covered("a.path", &actor.areas_for(Action::SeeFairness));
    if area != 0 {
        let path = path_of(db, area).await?.ok_or(Refusal::NotFound)?;
        // For an area above the actor's, the condition so far already limits the result to the actor's.
        let theirs = actor.areas_for(Action::SeeFairness);
        if !theirs.iter().any(|own| own.covers(&path) || path.covers(own)) {
            return Err(Refusal::NotFound.into());
        }
        sql += &format!(" and {}", covered("a.path", &[path]));
    }
    Ok(sql)
}

impl Store {
    /// Lists households of the actor's areas by how they were reached.
    /// In hardship first, then longest on file.
    ///
    /// # Errors
    /// Not allowed without a role that sees these numbers; not found for an area outside the actor's.
    pub async fn reached(
        &self,
        actor: &Actor,
        area: AreaId,
        reached: Reached,
        cursor: HouseholdId,
    ) -> Result<Page<FamilyLine>> {
        actor.must_somewhere(Action::SeeFairness)?;
        let mut db = self.reader().await?;
        let inside = inside(&mut db.arm(), actor, area).await?;
        let after = if cursor == 0 {
            None
        } else {
            let sql = format!(
                "select h.hardship, h.created from household h join area a on a.id = h.area where h.id = $1 and {inside}"
            );
            row!(db, (bool, i64), AssertSqlSafe(sql.as_str()), cursor)?
        };
        // The cursor of a household that no longer exists gives the first page.
        let (hardship, created, cursor) = after.map_or((true, i64::MIN, 0), |(hardship, at)| (hardship, at, cursor));
        let sql = format!(
            "select h.id, h.name, h.area, a.name as area_name, a.path, h.hardship, h.size, h.helped, h.created
             from household h join area a on a.id = h.area
             where {inside} and {} and (h.hardship < $1 or (h.hardship = $1 and (h.created, h.id) > ($2, $3)))
             order by h.hardship desc, h.created, h.id limit {}",
            narrowed(reached),
            MOST + 1,
        );
        let mut found = rows!(db, FamilyRow, AssertSqlSafe(sql.as_str()), hardship, created, cursor)?;
        let more = found.len() > MOST;
        found.truncate(MOST);
        let next = found.last().filter(|_| more).map(|row| row.id);
        let line = |row: FamilyRow| {
            let FamilyRow { id, name, area, area_name, path, hardship, size, helped, created } = row;
            let (path, name) = (AreaPath(path), self.vault.open(Secret::HouseholdName, &name)?);
            let name = if actor.may(Action::KeepHouseholds, &path) { name } else { masked(&name) };
            let may_post = actor.may(Action::PostForFamily, &path);
            Ok(FamilyLine { household: id, name, may_post, area, area_name, hardship, size, helped, since: created })
        };
        Ok(Page { items: found.into_iter().map(line).collect::<Result<Vec<_>>>()?, next })
    }

    /// Returns the name of an area whose numbers the actor may see.
    ///
    /// # Errors
    /// Not allowed without a role that sees these numbers; not found for an area outside the actor's.
    pub async fn reached_area(&self, actor: &Actor, area: AreaId) -> Result<String> {
        actor.must_somewhere(Action::SeeFairness)?;
        let mut db = self.reader().await?;
        inside(&mut db.arm(), actor, area).await?;
        Ok(values!(db, String, "select name from area where id = $1", area)?.pop().unwrap_or_default())
    }

    /// Counts the households left out in the actor's areas, up to a hundred.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn left_out_count(&self, actor: &Actor) -> Result<i64> {
        self.waiting_count(actor, Store::left_out).await
    }

    /// Counts the households left out where the account sees that, up to [`ENOUGH`].
    pub(crate) fn left_out(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::SeeFairness).then(|| {
            format!(
                "select count(*) as n, min(x.created) as at from
                     (select h.created from household h where {} and {} limit {ENOUGH}) x",
                narrowed(Reached::LeftOut),
                in_areas("h.area", &of.actor.areas_for(Action::SeeFairness)),
            )
        })
    }

    /// Counts the households helped and left out per area.
    /// The areas right below `area`, or the actor's own for 0; `area` itself when nothing is below it.
    ///
    /// # Errors
    /// Not allowed without a role that sees these numbers; not found for an area outside the actor's.
    pub async fn shares(&self, actor: &Actor, area: AreaId) -> Result<Vec<Share>> {
        actor.must_somewhere(Action::SeeFairness)?;
        let mut db = self.reader().await?;
        let inside = inside(&mut db.arm(), actor, area).await?;
        let own: Vec<String> = actor
            .areas_for(Action::SeeFairness)
            .iter()
            .filter_map(|path| path.0.trim_end_matches('/').rsplit('/').next()?.parse::<i64>().ok())
            .map(|id| id.to_string())
            .collect();
        let of = match area {
            0 => format!("a.id in ({})", if own.is_empty() { "0".to_owned() } else { own.join(",") }),
            area => format!(
                "(a.parent = {area} or (a.id = {area} and not exists (select 1 from area b where b.parent = a.id)))"
            ),
        };
        let sql = format!(
            "select a.id, a.name, (select count(*) from area b where b.parent = a.id) as below,
                 cast(coalesce(sum(n.households), 0) as bigint), cast(coalesce(sum(n.helped), 0) as bigint),
                 cast(coalesce(sum(n.left_out), 0) as bigint)
             from area a left join
                 (select home.path, count(*) as households, sum(case when h.helped > 0 then 1 else 0 end) as helped,
                      sum(case when h.helped = 0 and {QUIET} then 1 else 0 end) as left_out
                  from household h join area home on home.id = h.area where {KEPT} group by home.path) n
                 on n.path like a.path || '%'
             where {of} and {inside} group by a.id, a.name order by a.name, a.id limit 500"
        );
        let found = rows!(db, (i64, String, i64, i64, i64, i64), AssertSqlSafe(sql.as_str()))?;
        let share = |(area, name, below, households, helped, left_out)| Share {
            area,
            name,
            below: below > 0,
            households,
            helped,
            left_out,
        };
        Ok(found.into_iter().map(share).collect())
    }
}
