//! Files that probably belong to the same family as one to be added.

use domain::{
    accounts::{Actor, phone},
    areas::{AreaId, AreaPath},
    households::{
        HouseholdId, LikelyFile, NewHousehold,
        similar::{Likeness, plain},
    },
    permission::Action,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Result, Store,
    areas::tree::path_of,
    crypto::{secret::Secret, vault::Vault},
    db::{area_filter::covered, folding::fold, sql::rows},
};

/// Files opened per query; the literal limit of the query must equal it.
const BATCH: usize = 1000;
/// Most files that are named.
const MOST: usize = 20;

#[derive(sqlx::FromRow)]
struct FileRow {
    id: i64,
    name: String,
    phone: String,
    address: String,
    born: i64,
    area_name: String,
    size: i64,
    created: i64,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: i64,
    name: String,
    area_name: String,
    size: i64,
    created: i64,
}

/// Returns the path of the area above, in whose files the family is looked for; of a root area its own.
fn around(path: &AreaPath) -> AreaPath {
    let mut parts: Vec<&str> = path.0.trim_matches('/').split('/').collect();
    if parts.len() > 1 {
        parts.pop();
    }
    AreaPath(format!("/{}/", parts.join("/")))
}

/// Finds open files around the area of a new one that probably belong to the same family, in areas whose files the actor
/// keeps.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn likely(
    db: &mut Conn<'_>,
    vault: &Vault,
    actor: &Actor,
    new: &NewHousehold,
) -> Result<Vec<LikelyFile>> {
    actor.must_somewhere(Action::KeepHouseholds)?;
    let path = path_in(db, new.area).await?;
    actor.must(Action::KeepHouseholds, &path)?;
    let wanted = Likeness {
        name: plain(&fold(&new.name)),
        phone: phone(&new.phone).unwrap_or_default(),
        address: plain(&fold(&new.address)),
        born: new.members.first().filter(|member| member.has_year()).map_or(0, |member| member.birth_year),
    };
    let sql = format!(
        "select h.id, h.name, h.phone, h.address, h.size, h.created, a.name as area_name,
             coalesce((select p.birth_year from person p where p.household = h.id order by p.id limit 1), 0) as born
         from household h join area a on a.id = h.area
         where h.id > $1 and h.state = 'open' and {} and {} order by h.id limit 1000",
        covered("a.path", &[around(&path)]),
        covered("a.path", &actor.areas_for(Action::KeepHouseholds)),
    );
    let (mut found, mut after): (Vec<LikelyFile>, HouseholdId) = (Vec::new(), 0);
    loop {
        let batch = rows!(db, FileRow, AssertSqlSafe(sql.as_str()), after)?;
        let (full, last) = (batch.len() == BATCH, batch.last().map_or(0, |row| row.id));
        for row in batch {
            let known = Likeness {
                name: plain(&fold(&vault.open(Secret::HouseholdName, &row.name)?)),
                phone: vault.open(Secret::HouseholdPhone, &row.phone)?,
                address: plain(&fold(&vault.open(Secret::HouseholdAddress, &row.address)?)),
                born: row.born,
            };
            if wanted.is_likely(&known) {
                let FileRow { id: household, area_name, size, created, .. } = row;
                found.push(LikelyFile { household, area_name, size, created });
            }
        }
        if !full || found.len() >= MOST {
            break;
        }
        after = last;
    }
    add_member_files(db, vault, actor, &path, &wanted, &mut found).await?;
    found.truncate(MOST);
    Ok(found)
}

/// Adds the files in which the contact of the new one is a member, by name and year of birth: the husband may be the
/// contact there, and so may be the one with whom another file was merged.
async fn add_member_files(
    db: &mut Conn<'_>,
    vault: &Vault,
    actor: &Actor,
    path: &AreaPath,
    wanted: &Likeness,
    found: &mut Vec<LikelyFile>,
) -> Result<()> {
    if wanted.born == 0 {
        return Ok(());
    }
    let sql = format!(
        "select h.id, p.name, a.name as area_name, h.size, h.created
         from person p join household h on h.id = p.household join area a on a.id = h.area
         where p.birth_year = $1 and h.state = 'open' and {} and {} order by h.id",
        covered("a.path", &[around(path)]),
        covered("a.path", &actor.areas_for(Action::KeepHouseholds)),
    );
    for row in rows!(db, MemberRow, AssertSqlSafe(sql.as_str()), wanted.born)? {
        let MemberRow { id: household, name, area_name, size, created } = row;
        let is_new = found.iter().all(|file| file.household != household);
        if is_new && plain(&fold(&vault.open(Secret::PersonName, &name)?)) == wanted.name {
            found.push(LikelyFile { household, area_name, size, created });
        }
    }
    Ok(())
}

async fn path_in(db: &mut Conn<'_>, area: AreaId) -> Result<AreaPath> {
    path_of(db, area).await?.ok_or_else(|| Error::Refused(domain::Error::NotFound))
}

impl Store {
    /// Lists files that probably belong to the same family as one to be added, in areas whose files the actor keeps.
    ///
    /// # Errors
    /// Not allowed without the role; not found outside the actor's areas.
    pub async fn households_alike(&self, actor: &Actor, new: &NewHousehold) -> Result<Vec<LikelyFile>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        likely(&mut db.arm(), &self.vault, actor, new).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_looked_for_one_level_up() {
        let around = |path: &str| around(&AreaPath(path.into())).0;
        assert_eq!((around("/1/2/30/"), around("/1/")), ("/1/2/".to_owned(), "/1/".to_owned()));
    }
}
