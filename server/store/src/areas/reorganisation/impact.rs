//! What lies in an area, what moving or merging it changes, and what became of areas before.

use std::collections::BTreeSet;

use domain::{
    accounts::Actor,
    areas::{
        Area, AreaId, AreaPath, Policy,
        reorganisation::{AreaChange, AreaContent, AreaImpact, AreaRecord, AreaThing, NAMED, PolicyDifference},
    },
    permission::Action,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::{policies::policy_for, tree::path_of},
    db::sql::{parse, row, rows, values},
};

/// For each kind the open records of area `$1`: number, title and owner, at most one more than is named.
const CONTENTS: &[(AreaThing, &str)] = &[
    (
        AreaThing::Areas,
        "select id, name as title, '' as owner from area where parent = $1 and closed = 0 order by id limit $2",
    ),
    (
        AreaThing::Households,
        "select h.id, '' as title, coalesce(a.name, '') as owner from household h left join account a on a.id = h.caseworker
         where h.area = $1 and h.state = 'open' order by h.id limit $2",
    ),
    (
        AreaThing::Locations,
        "select id, name as title, '' as owner from location where area = $1 and open = true order by id limit $2",
    ),
    (
        AreaThing::Organisations,
        "select id, name as title, '' as owner from organisation where area = $1 and open = true order by id limit $2",
    ),
    (
        AreaThing::Staff,
        "select a.id, g.role as title, a.name as owner from role_grant g join account a on a.id = g.account
         where g.area = $1 and a.open = true and g.role not in ('family', 'donor') order by a.id, g.role limit $2",
    ),
    (
        AreaThing::Drives,
        "select d.id, d.title, coalesce(a.name, '') as owner from drive d left join account a on a.id = d.opened_by
         where d.area = $1 and (d.state = 'open' or (d.state = 'ended' and d.published = 0)) order by d.id limit $2",
    ),
    (
        AreaThing::Courses,
        "select c.id, c.title, coalesce(a.name, '') as owner from course c left join account a on a.id = c.organiser
         where c.area = $1 and c.state = 'announced' order by c.id limit $2",
    ),
    (
        AreaThing::Shifts,
        "select id, name as title, '' as owner from shift where area = $1 and state = 'open' order by id limit $2",
    ),
    (
        AreaThing::Groups,
        "select g.id, g.name as title, coalesce(a.name, '') as owner
         from community_group g left join account a on a.id = g.caretaker
         where g.area = $1 and g.state = 'open' order by g.id limit $2",
    ),
    (
        AreaThing::Rounds,
        "select r.id, r.name as title, coalesce(a.name, '') as owner from round r left join account a on a.id = r.opened_by
         where r.area = $1 and r.state = 'running' order by r.id limit $2",
    ),
    (
        AreaThing::Programmes,
        "select p.id, p.name as title, coalesce(a.name, '') as owner
         from programme p left join account a on a.id = p.created_by
         where p.area = $1 and p.state in ('draft', 'running') order by p.id limit $2",
    ),
    (
        AreaThing::Vacancies,
        "select v.id, v.title, o.name as owner from vacancy v join organisation o on o.id = v.organisation
         where v.area = $1 and v.state in ('open', 'hidden') order by v.id limit $2",
    ),
    (
        AreaThing::Slots,
        "select s.id, v.name as title, '' as owner from slot s join service v on v.id = s.service
         where s.area = $1 and s.state = 'open' order by s.id limit $2",
    ),
    (
        AreaThing::Moves,
        "select m.id, '' as title, coalesce(a.name, '') as owner
         from household_move m left join account a on a.id = m.asked_by
         where m.to_area = $1 and m.state = 'asked' order by m.id limit $2",
    ),
];

/// More of one kind than this are not counted.
const COUNTED: i64 = 1000;

/// Loads what is open in an area, without kinds of which nothing is, by one statement.
pub(crate) async fn contents(db: &mut Conn<'_>, area: AreaId) -> Result<Vec<AreaContent>> {
    let of_kind = |(place, (_, sql)): (usize, &(AreaThing, &str))| {
        format!("select cast({place} as bigint) as place, x.id, x.title, x.owner from ({sql}) x")
    };
    let kinds = CONTENTS.iter().enumerate().map(of_kind).collect::<Vec<_>>().join(" union all ");
    let sql = format!("select place, id, title, owner from ({kinds}) line order by place, id, title");
    let found = rows!(db, (i64, i64, String, String), AssertSqlSafe(sql.as_str()), area, COUNTED)?;
    let named = usize::try_from(NAMED).unwrap_or_default();
    let mut all = Vec::new();
    for (place, (kind, _)) in (0_i64..).zip(CONTENTS) {
        let records = found.iter().filter(|(of, ..)| *of == place);
        let n = i64::try_from(records.clone().count()).unwrap_or(COUNTED);
        if n > 0 {
            let record = |(_, id, title, owner): &(i64, i64, String, String)| AreaRecord {
                id: *id,
                title: title.clone(),
                owner: owner.clone(),
            };
            all.push(AreaContent { kind: *kind, n, first: records.take(named).map(record).collect() });
        }
    }
    Ok(all)
}

/// Lists the names that shops, organisations, groups or aid programmes of both areas have.
pub(crate) async fn clashes(db: &mut Conn<'_>, area: AreaId, to: AreaId) -> Result<Vec<String>> {
    Ok(values!(
        db,
        String,
        "select x.name from location x join location y on y.name = x.name and y.area = $2 where x.area = $1
         union select x.name from organisation x join organisation y on y.name = x.name and y.area = $2 where x.area = $1
         union select x.name from community_group x join community_group y on y.name = x.name and y.area = $2
             where x.area = $1
         union select x.name from aid_programme x join aid_programme y on y.name = x.name and y.area = $2 where x.area = $1
         order by 1",
        area,
        to,
    )?)
}

/// Accounts of staff whose roles cover a path.
async fn staff_over(db: &mut Conn<'_>, path: &AreaPath) -> Result<BTreeSet<(i64, String)>> {
    let found = rows!(
        db,
        (i64, String),
        "select distinct g.account, g.role from role_grant g join account a on a.id = g.account
         where a.open = true and g.role not in ('family', 'donor') and $1 like g.path || '%'",
        &path.0,
    )?;
    Ok(found.into_iter().collect())
}

/// Compares two policies field by field, as the API writes them.
fn differences(before: &Policy, after: &Policy) -> Result<Vec<PolicyDifference>> {
    let written = |policy: &Policy| match serde_json::to_value(policy) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields),
        _ => Err(Error::Broken("a policy that cannot be written".into())),
    };
    let (before, after) = (written(before)?, written(after)?);
    let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let said = |value: Option<&serde_json::Value>| match value {
        None => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let changed = fields.into_iter().filter(|field| before.get(*field) != after.get(*field));
    Ok(changed
        .map(|field| PolicyDifference {
            field: field.clone(),
            before: said(before.get(field)),
            after: said(after.get(field)),
        })
        .collect())
}

/// What is done with an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reshaping {
    /// It is moved below another one.
    Move,
    /// It is merged into another one.
    Merge,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    area: i64,
    area_name: String,
    kind: String,
    before: String,
    after: String,
    households: i64,
    at: i64,
}

impl Store {
    /// Loads what is open in an area, for those who administer it.
    ///
    /// # Errors
    /// Not found outside the areas that the actor administers.
    pub async fn area_contents(&self, actor: &Actor, area: AreaId) -> Result<Vec<AreaContent>> {
        actor.must_somewhere(Action::Administer)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::Administer, &path)?;
        contents(&mut db.arm(), area).await
    }

    /// Computes what moving an area below another one, or merging it into it, changes. Nothing is written.
    ///
    /// # Errors
    /// Not found outside the areas that the actor administers.
    pub async fn area_impact(
        &self,
        actor: &Actor,
        area: AreaId,
        to: AreaId,
        reshaping: Reshaping,
    ) -> Result<AreaImpact> {
        actor.must_somewhere(Action::Administer)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        let target = path_of(&mut db.arm(), to).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::Administer, &path)?;
        actor.must(Action::Administer, &target)?;
        let (to_name,) = row!(db, (String,), "select name from area where id = $1", to)?.ok_or(Refusal::NotFound)?;
        let before = policy_for(&mut db.arm(), &path).await?;
        let own = row!(db, (i64,), "select area from policy where area = $1", area)?;
        let after = match reshaping {
            Reshaping::Move if own.is_some() => before.clone(),
            _ => policy_for(&mut db.arm(), &target).await?,
        };
        let (now, later) = (staff_over(&mut db.arm(), &path).await?, staff_over(&mut db.arm(), &target).await?);
        // Roles of the area itself go along.
        let held = rows!(
            db,
            (i64, String),
            "select account, role from role_grant where area = $1 and role not in ('family', 'donor')",
            area,
        )?;
        let later: BTreeSet<(i64, String)> = later.into_iter().chain(held).collect();
        let accounts = |of: &BTreeSet<(i64, String)>, without: &BTreeSet<(i64, String)>| {
            let all: BTreeSet<i64> = of.difference(without).map(|(account, _)| *account).collect();
            i64::try_from(all.len()).unwrap_or(i64::MAX)
        };
        let keepers: BTreeSet<i64> =
            later.iter().filter(|(_, role)| role == "caseworker").map(|(account, _)| *account).collect();
        let kept = rows!(
            db,
            (i64, i64),
            "select h.caseworker, count(*) from household h join area a on a.id = h.area
             where a.path like $1 || '%' and h.state = 'open' and h.caseworker <> 0
                 and not exists (select 1 from role_grant g where g.account = h.caseworker and g.role = 'caseworker'
                     and g.path like $1 || '%')
             group by h.caseworker",
            &path.0,
        )?;
        let unkept = kept.into_iter().filter(|(account, _)| !keepers.contains(account)).map(|(_, n)| n).sum();
        let households = row!(
            db,
            (i64,),
            "select count(*) from household h join area a on a.id = h.area where a.path like $1 || '%'",
            &path.0,
        )?;
        Ok(AreaImpact {
            area,
            to,
            to_name,
            households: households.map_or(0, |(n,)| n),
            unkept,
            losing: accounts(&now, &later),
            gaining: accounts(&later, &now),
            contents: contents(&mut db.arm(), area).await?,
            policy: differences(&before, &after)?,
            clashes: match reshaping {
                Reshaping::Merge => clashes(&mut db.arm(), area, to).await?,
                Reshaping::Move => Vec::new(),
            },
        })
    }

    /// Lists what became of an area, and of those that were merged into it, newest first, for those who set its policy.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn area_changes(&self, actor: &Actor, area: AreaId) -> Result<Vec<AreaChange>> {
        actor.must_somewhere(Action::SetPolicy)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::SetPolicy, &path)?;
        let found = rows!(
            db,
            ChangeRow,
            "select c.area, a.name as area_name, c.kind, coalesce(b.name, '') as before, coalesce(t.name, '') as after,
                 c.households, c.at
             from area_change c join area a on a.id = c.area left join area b on b.id = c.before
                 left join area t on t.id = c.after
             where c.area = $1 or c.after = $1 order by c.id desc limit 50",
            area,
        )?;
        let change = |row: ChangeRow| {
            let ChangeRow { area, area_name, kind, before, after, households, at } = row;
            Ok(AreaChange { area, area_name, kind: parse(&kind)?, before, after, households, at })
        };
        found.into_iter().map(change).collect()
    }

    /// Lists the closed areas that the actor administers, by name; at most 200.
    ///
    /// # Errors
    /// Not allowed without the role.
    pub async fn closed_areas(&self, actor: &Actor) -> Result<Vec<Area>> {
        actor.must_somewhere(Action::Administer)?;
        let all = actor.grants.iter().any(|grant| grant.path == AreaPath::installation());
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            (i64, i64, i64, String, String, String),
            "select id, parent, root, kind, name, path from area
             where closed <> 0 and ($1 = true or root = $2) order by name, id limit 200",
            all,
            actor.root,
        )?;
        let area = |(id, parent, root, kind, name, path): (i64, i64, i64, String, String, String)| {
            Ok(Area { id, parent, root, kind: parse(&kind)?, name, path: AreaPath(path) })
        };
        let found = found.into_iter().map(area).collect::<Result<Vec<_>>>()?;
        Ok(found.into_iter().filter(|area| actor.may(Action::Administer, &area.path)).collect())
    }
}
