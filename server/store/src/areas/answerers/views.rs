//! Reads the people of an area and of those around it: for staff, and for the family that they answer for.

use domain::{
    accounts::{AccountId, Actor},
    areas::{
        AreaId, AreaPath,
        answerers::{Answerer, AnswererId, AreaPeople, is_gap},
    },
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::chain;
use crate::{
    Conn, Refusal, Result, Store,
    areas::{answerers::waiting::Waiting, staff, tree::path_of},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, values},
    },
};

#[derive(sqlx::FromRow)]
struct AnswererRow {
    id: i64,
    area: i64,
    area_name: String,
    post: String,
    account: i64,
    account_name: String,
    name: String,
    phone: String,
    since: i64,
    homes: i64,
    present: bool,
    path: String,
}

/// Columns and joins of an [`AnswererRow`] of posts that are held; a macro because statements are literals.
macro_rules! answerer_columns {
    () => {
        "select n.id, n.area, r.name as area_name, n.post, n.account, coalesce(a.name, '') as account_name, n.name,
             n.phone, n.since, (select count(*) from household h where h.answerer = n.id and h.answerer <> 0) as homes,
             (n.account = 0 or (coalesce(a.open, false) = true and exists (select 1 from role_grant g
                 where g.account = n.account and g.role in ('caseworker', 'coordinator')
                     and r.path like g.path || '%'))) as present,
             r.path
         from answerer n join area r on r.id = n.area left join account a on a.id = n.account
         where n.until = 0"
    };
}

impl AnswererRow {
    fn opened(self, vault: &Vault) -> Result<Answerer> {
        let name = if self.account == 0 { vault.open(Secret::AnswererName, &self.name)? } else { self.account_name };
        Ok(Answerer {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            post: parse(&self.post)?,
            account: (self.account != 0).then_some(self.account),
            name,
            phone: vault.open(Secret::AnswererPhone, &self.phone)?,
            since: self.since,
            homes: self.homes,
            present: self.present,
            path: AreaPath(self.path),
        })
    }
}

/// Sorts people nearest first: the longest path, then by post.
fn nearest_first(mut people: Vec<Answerer>) -> Vec<Answerer> {
    people.sort_by_key(|one| (std::cmp::Reverse(one.path.0.len()), one.post, one.id));
    people
}

/// Loads the people who answer for the area, nearest first, then those of the areas around it.
/// Of those for some homes only `homes`, the post that answers for the home in question, or none for 0.
pub(crate) async fn of_path(
    db: &mut Conn<'_>,
    vault: &Vault,
    path: &AreaPath,
    homes: AnswererId,
) -> Result<Vec<Answerer>> {
    let found = rows!(
        db,
        AnswererRow,
        concat!(
            answerer_columns!(),
            " and $1 like r.path || '%' and (n.post <> 'homes' or n.id = $2) order by n.id limit 200"
        ),
        &path.0,
        homes,
    )?;
    Ok(nearest_first(found.into_iter().map(|row| row.opened(vault)).collect::<Result<_>>()?))
}

/// Loads one post that is held.
///
/// # Errors
/// Not found for one that ended.
pub(crate) async fn held_post(db: &mut Conn<'_>, vault: &Vault, id: AnswererId) -> Result<Answerer> {
    let found = row!(db, AnswererRow, concat!(answerer_columns!(), " and n.id = $1"), id)?;
    found.ok_or(Refusal::NotFound)?.opened(vault)
}

/// Loads the posts of one area that are held, those for some homes too, the oldest first.
pub(crate) async fn posts_of(db: &mut Conn<'_>, vault: &Vault, area: AreaId) -> Result<Vec<Answerer>> {
    let found = rows!(db, AnswererRow, concat!(answerer_columns!(), " and n.area = $1 order by n.id limit 400"), area)?;
    found.into_iter().map(|row| row.opened(vault)).collect()
}

impl Store {
    /// Loads the people who answer for an area, nearest first, then those of the areas around it.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn answerers_of_area(&self, actor: &Actor, area: AreaId) -> Result<Vec<Answerer>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadVisits, &path)?;
        of_path(&mut db.arm(), &self.vault, &path, 0).await
    }

    /// Loads all people of one area, those for some homes too.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn people_of_area(&self, actor: &Actor, area: AreaId) -> Result<AreaPeople> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let found = row!(db, (String, String), "select path, name from area where id = $1", area)?;
        let (path, area_name) = found.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadVisits, &AreaPath(path))?;
        let people = nearest_first(posts_of(&mut db.arm(), &self.vault, area).await?);
        Ok(AreaPeople { area, area_name, gap: is_gap(&people), people })
    }

    /// Lists areas with their people, without those for some homes, by number after `cursor`; with `gaps` only areas
    /// for which no person answers.
    ///
    /// # Errors
    /// Not allowed without a role that reads visits.
    pub async fn chain(&self, actor: &Actor, gaps: bool, cursor: AreaId) -> Result<Page<AreaPeople>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadVisits));
        let only = if gaps { format!(" and not exists ({})", chain::PRESENT) } else { String::new() };
        let sql = format!("select r.id, r.name from area r where r.id > $1 and {inside}{only} order by r.id limit 51");
        let mut db = self.reader().await?;
        let areas = rows!(db, (i64, String), AssertSqlSafe(sql.as_str()), cursor)?;
        let areas = page(areas, |(id, _)| *id);
        let sql = format!(
            concat!(answerer_columns!(), " and n.post <> 'homes' and {} order by n.id limit 1000"),
            chain::one_of("n.area", &areas.items.iter().map(|(id, _)| *id).collect::<Vec<_>>()),
        );
        let found = rows!(db, AnswererRow, AssertSqlSafe(sql.as_str()))?;
        let all = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<Vec<_>>>()?;
        let of_area = |(area, area_name): (AreaId, String)| {
            let people = nearest_first(all.iter().filter(|one| one.area == area).cloned().collect());
            AreaPeople { area, area_name, gap: is_gap(&people), people }
        };
        Ok(Page { items: areas.items.into_iter().map(of_area).collect(), next: areas.next })
    }

    /// Counts the areas for which no person answers, for those who name them.
    pub(crate) fn chain_gaps(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("r.path", &of.actor.areas_for(Action::LeadCasework));
        of.actor.may_somewhere(Action::LeadCasework).then(|| chain::gaps(&inside))
    }

    /// Loads the people who answer for the actor's own family, nearest first; only those who are present.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_answerers(&self, actor: &Actor) -> Result<Vec<Answerer>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String, i64),
            "select a.path, h.answerer from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?;
        let (path, homes) = found.ok_or(Refusal::NotFound)?;
        let mut people = of_path(&mut db.arm(), &self.vault, &AreaPath(path), homes).await?;
        people.retain(|one| one.present);
        // Numbers of accounts are for staff.
        Ok(people.into_iter().map(|one| Answerer { account: None, homes: 0, ..one }).collect())
    }

    /// Lists the homes of a post, by number.
    ///
    /// # Errors
    /// Not found outside the actor's areas and for a post that ended.
    pub async fn answerer_homes(&self, actor: &Actor, id: AnswererId) -> Result<Vec<i64>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let post = held_post(&mut db.arm(), &self.vault, id).await?;
        actor.must(Action::ReadVisits, &post.path)?;
        Ok(values!(
            db,
            i64,
            "select id from household where answerer = $1 and answerer <> 0 order by id limit 200",
            id,
        )?)
    }

    /// Lists the accounts that may hold a post in an area or stand in there: its caseworkers and those around it.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn caseworkers_of_area(&self, actor: &Actor, area: AreaId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadVisits, &path)?;
        let found = staff::caseworkers(&mut db.arm(), &path).await?;
        Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
    }
}
