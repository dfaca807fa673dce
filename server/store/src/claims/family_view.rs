//! A family's view of the claims of its wishes, and the names of its caseworkers.

use domain::{accounts::Actor, claims::Claim, ledger::Location};

use crate::{
    Result, Store,
    areas::staff::nearest_caseworkers,
    claims::views::{ClaimRow, claim_columns},
    db::sql::rows,
    households::views::household_path,
};

/// Claim of one of the family's own wishes, without the claimer's name.
#[derive(Clone, Debug)]
pub struct Errand {
    /// Claim that holds units of the wish.
    pub claim: Claim,
    /// Where the family collects the goods.
    pub location: Location,
    /// Whether the family has sent thanks for it.
    pub thanked: bool,
}

/// An [`Errand`] as one row.
#[derive(sqlx::FromRow)]
struct ErrandRow {
    #[sqlx(flatten)]
    claim: ClaimRow,
    thanked: bool,
    place: i64,
    place_area: i64,
    place_name: String,
    place_address: String,
    place_hours: String,
    place_open: bool,
}

impl Store {
    /// Loads the claims of the family's own wishes that hold units or wait for a decision about them, oldest first, at most 500.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn errands(&self, actor: &Actor) -> Result<Vec<Errand>> {
        actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ErrandRow,
            concat!(
                "select exists (select 1 from thanks t where t.claim = c.id) as thanked,
                     p.id as place, p.area as place_area, p.name as place_name, p.address as place_address,
                     p.hours as place_hours, p.open as place_open, ",
                claim_columns!(),
                " join location p on p.id = c.location
                 where w.household = $1
                     and (c.state in ('pledged', 'on_the_way', 'arrived', 'handed_over', 'confirmed') or c.undecided > 0)
                 order by c.id limit 500"
            ),
            actor.household,
        )?;
        let errand = |row: ErrandRow| {
            let location = Location {
                id: row.place,
                area: row.place_area,
                name: row.place_name,
                address: row.place_address,
                hours: row.place_hours,
                open: row.place_open,
            };
            Ok(Errand { thanked: row.thanked, claim: Claim::try_from(row.claim)?, location })
        };
        found.into_iter().map(errand).collect()
    }

    /// Loads the names of up to two caseworkers of the smallest area around the family.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_caseworkers(&self, actor: &Actor) -> Result<Vec<String>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let home = household_path(&mut db.arm(), household).await?;
        let found = nearest_caseworkers(&mut db.arm(), &home).await?;
        Ok(found.into_iter().map(|caseworker| caseworker.name).take(2).collect())
    }
}
