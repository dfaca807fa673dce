//! Reading household files. Staff of the area and the family itself may; nobody else learns that one
//! exists.

use domain::{
    Error as Refusal,
    areas::AreaPath,
    households::{Household, HouseholdId, Member},
    people::Actor,
    permission::Action,
    text,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    By, Conn, Result, Store, Tx,
    lists::{anywhere, page, signed_in},
    scope::covered,
    sql::{parse, row, rows},
};

#[derive(sqlx::FromRow)]
pub(crate) struct HouseholdRow {
    id: i64,
    area: i64,
    area_name: String,
    name: String,
    phone: String,
    address: String,
    hardship: bool,
    size: i64,
    pub path: String,
}

impl From<HouseholdRow> for Household {
    fn from(row: HouseholdRow) -> Household {
        let HouseholdRow { id, area, area_name, name, phone, address, hardship, size, path: _ } = row;
        Household { id, area, area_name, name, phone, address, hardship, size }
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: i64,
    name: String,
    birth_year: i64,
    sex: String,
}

pub(crate) async fn file(db: &mut Conn<'_>, id: HouseholdId) -> Result<HouseholdRow> {
    row!(
        db,
        HouseholdRow,
        "select h.id, h.area, a.name as area_name, h.name, h.phone, h.address, h.hardship, h.size, a.path
         from household h join area a on a.id = h.area where h.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

async fn members(db: &mut Conn<'_>, id: HouseholdId) -> Result<Vec<Member>> {
    let found =
        rows!(db, MemberRow, "select id, name, birth_year, sex from person where household = $1 order by id", id)?;
    found
        .into_iter()
        .map(|MemberRow { id, name, birth_year, sex }| Ok(Member { id, name, birth_year, sex: parse(&sex)? }))
        .collect()
}

/// Opening a family's file is noted: who, which, when.
async fn open(tx: &mut Tx<'_>, id: &HouseholdId) -> Result<()> {
    tx.audit("household", *id).await
}

impl Store {
    /// The household files of the person's areas, by number, narrowed by name, phone or family number;
    /// the next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads files.
    pub async fn households(&self, actor: &Actor, q: &str, cursor: HouseholdId) -> Result<Page<Household>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let sql = format!(
            "select h.id, h.area, a.name as area_name, h.name, h.phone, h.address, h.hardship, h.size, a.path
             from household h join area a on a.id = h.area
             where h.id > $1 and {} and (lower(h.name) like $2 escape '!' or h.phone like $2 escape '!' or h.id = $3)
             order by h.id limit 51",
            covered("a.path", &actor.areas_for(Action::ReadHouseholds))
        );
        let number = text::half_width(q).trim().parse::<i64>().unwrap_or(0);
        let mut db = self.reader().await?;
        let found = rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), cursor, anywhere(q), number)?;
        Ok(page(found.into_iter().map(Household::from).collect(), |household| household.id))
    }

    /// A household's file and who lives there: for the family itself and for the staff of its area.
    /// Staff leave a line in the audit trail.
    ///
    /// # Errors
    /// Not found outside the person's areas.
    pub async fn household(&self, actor: &Actor, id: HouseholdId) -> Result<(Household, Vec<Member>)> {
        let own = id != 0 && actor.household == id;
        if !own {
            actor.must_somewhere(Action::ReadHouseholds)?;
        }
        let mut db = self.reader().await?;
        let file = file(&mut db.arm(), id).await?;
        if !own {
            actor.must(Action::ReadHouseholds, &AreaPath(file.path.clone()))?;
            let by = By::new(actor.clone(), "");
            self.write(&by, "household_open", id, |tx, id| Box::pin(open(tx, id))).await?;
        }
        let members = members(&mut db.arm(), id).await?;
        Ok((file.into(), members))
    }

    /// The file of the person's own household.
    ///
    /// # Errors
    /// Not found for anybody who is not a family.
    pub async fn my_household(&self, actor: &Actor) -> Result<(Household, Vec<Member>)> {
        signed_in(actor)?;
        if actor.household == 0 {
            return Err(Refusal::NotFound.into());
        }
        self.household(actor, actor.household).await
    }
}
