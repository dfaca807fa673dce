//! A family's view of the claims of its wishes, and the names of its caseworkers.

use domain::{Error as Refusal, accounts::Actor, claims::Claim, ledger::Location};

use crate::{
    Result, Store,
    areas::locations::location,
    claims::views::{ClaimRow, claim_columns},
    db::{
        pagination::signed_in,
        sql::{rows, values},
    },
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
        must_be_family(actor)?;
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
        let mut locations: Vec<Location> = Vec::new();
        let mut errands = Vec::with_capacity(found.len());
        for row in found {
            let claim = Claim::try_from(row)?;
            let known = locations.iter().find(|l| l.id == claim.location).cloned();
            let place = match known {
                Some(location) => location,
                None => location(&mut db.arm(), claim.location).await?,
            };
            locations.push(place.clone());
            errands.push(Errand { thanked: thanked.contains(&claim.id), claim, location: place });
        }
        Ok(errands)
    }

    /// Loads the names of up to two caseworkers of the smallest area around the family.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_caseworkers(&self, actor: &Actor) -> Result<Vec<String>> {
        must_be_family(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            (String, String),
            "select a.name, g.path from role_grant g join account a on a.id = g.account
             join household h on h.id = $1 join area home on home.id = h.area
             where g.role = 'caseworker' and a.open = true and home.path like g.path || '%'
             order by length(g.path) desc, a.id limit 20",
            actor.household,
        )?;
        let nearest = found.first().map(|(_, path)| path.clone()).unwrap_or_default();
        Ok(found.into_iter().filter(|(_, path)| *path == nearest).map(|(name, _)| name).take(2).collect())
    }
}

pub(crate) fn must_be_family(actor: &Actor) -> Result<()> {
    signed_in(actor)?;
    if actor.household == 0 { Err(Refusal::NotFound.into()) } else { Ok(()) }
}
