//! The area and the shop that staff choose as their own, for all of their devices.

use domain::{
    Code,
    accounts::{
        Actor, Grant,
        work_place::{WorkArea, WorkPlace, WorkShop},
    },
    areas::{AreaId, AreaPath},
    ledger::LocationId,
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Tx,
    areas::{locations::location_path, tree::path_of},
    db::sql::{row, run},
};

/// Stores what an account looks at first; it gives no right.
///
/// # Errors
/// Not allowed for accounts that are not staff; not found for an area or a shop outside the actor's.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SetWorkPlace {
    /// Area, or none for all.
    pub area: Option<AreaId>,
    /// Shop, or none for all.
    pub location: Option<LocationId>,
}

impl Command for SetWorkPlace {
    const NAME: &'static str = "work_place_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_be_staff(&tx.actor)?;
        if let Some(area) = self.area {
            let path = path_of(&mut tx.arm(), area).await?.filter(|_| area != 0).ok_or(Refusal::NotFound)?;
            if !tx.actor.works_in(&path) {
                return Err(Refusal::NotFound.into());
            }
        }
        if let Some(location) = self.location {
            let path = location_path(&mut tx.arm(), location).await?;
            tx.actor.must(Action::ReadStock, &path)?;
        }
        let account = tx.actor.account;
        let (area, location) = (self.area.unwrap_or_default(), self.location.unwrap_or_default());
        run!(tx, "update account set place_area = $2, place_location = $3 where id = $1", account, area, location)?;
        tx.audit("account", account).await
    }
}

/// Checks that the actor is staff.
///
/// # Errors
/// [`Code::SignInNeeded`] without an account; [`Code::NotAllowed`] for families and donors.
pub fn must_be_staff(actor: &Actor) -> Result<(), Refusal> {
    match (actor.is_staff(), actor.is_signed_in()) {
        (true, _) => Ok(()),
        (false, true) => Err(Refusal::NotAllowed(Code::NotAllowed)),
        (false, false) => Err(Refusal::NotAllowed(Code::SignInNeeded)),
    }
}

/// Loads what an account has chosen, without what its roles no longer cover.
pub(super) async fn work_place(
    db: &mut Conn<'_>,
    grants: &[Grant],
    area: AreaId,
    location: LocationId,
) -> Result<WorkPlace> {
    if area == 0 && location == 0 {
        return Ok(WorkPlace::default());
    }
    let found = row!(
        db,
        (String, String, String, String),
        "select coalesce((select path from area where id = $1), ''), coalesce((select name from area where id = $1), ''),
             coalesce((select a.path from location l join area a on a.id = l.area where l.id = $2 and l.open = true), ''),
             coalesce((select name from location where id = $2), '')",
        area,
        location,
    )?;
    let Some((path, name, shop_path, shop_name)) = found else { return Ok(WorkPlace::default()) };
    let works_in = |path: &str| {
        let path = AreaPath(path.to_owned());
        !path.0.is_empty() && grants.iter().any(|grant| grant.role.is_staff() && grant.path.covers(&path))
    };
    Ok(WorkPlace {
        area: works_in(&path).then_some(WorkArea { id: area, path: AreaPath(path), name }),
        shop: works_in(&shop_path).then_some(WorkShop { id: location, name: shop_name }),
    })
}
