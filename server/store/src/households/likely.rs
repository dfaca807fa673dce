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
        born: new.members.first().map_or(0, |member| member.birth_year),
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
            found.truncate(MOST);
            return Ok(found);
        }
        after = last;
    }
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
