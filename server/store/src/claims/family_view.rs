//! A family's view of the claims of its wishes, and the names of its caseworkers.

use domain::{accounts::Actor, claims::Claim, ledger::Location};

use crate::{
    Refusal, Result, Store,
    areas::{locations::locations_of, staff::nearest_caseworkers},
    claims::views::{ClaimRow, claim_columns},
    db::sql::{rows, values},
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
            ClaimRow,
            concat!(
                "select ",
                claim_columns!(),
                " where w.household = $1
                     and (c.state in ('pledged', 'on_the_way', 'arrived', 'handed_over', 'confirmed') or c.undecided > 0)
                 order by c.id limit 500"
            ),
            actor.household,
        )?;
        let thanked = values!(
            db,
            i64,
            "select t.claim from thanks t join claim c on c.id = t.claim join wish w on w.id = c.wish where w.household = $1",
            actor.household,
        )?;
        let locations = locations_of(&mut db.arm(), found.iter().map(|row| row.location)).await?;
        let errand = |row: ClaimRow| {
            let location = locations.iter().find(|l| l.id == row.location).cloned().ok_or(Refusal::NotFound)?;
            let claim = Claim::try_from(row)?;
            Ok(Errand { thanked: thanked.contains(&claim.id), claim, location })
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
