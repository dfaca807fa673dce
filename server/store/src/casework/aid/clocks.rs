//! The clock of collections: after its last day one ends by itself when nothing is left, or else climbs.

use domain::{
    DAY,
    casework::aid::collections::{CLIMB_DAYS, CollectionEnd, CollectionId, CollectionState},
    events::{Event, OfCollection},
};
use serde::Serialize;

use super::{LockedCollection, collections::end, lock_collection};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::{Climb, next_above},
    db::{job_sweep::sweep, sql::run},
};

/// Does the next step of a collection whose time has passed.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowCollection {
    collection: CollectionId,
}

impl Command for FollowCollection {
    const NAME: &'static str = "aid_collection_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let collection = lock_collection(tx, self.collection, None).await?;
        if collection.state != CollectionState::Open || collection.due > tx.now {
            return Ok(false);
        }
        match (collection.received, collection.received - collection.handed_over) {
            (0, _) => end(tx, &collection, CollectionEnd::NothingCame).await?,
            (_, 0) => end(tx, &collection, CollectionEnd::HandedOver).await?,
            _ => raise(tx, &collection).await?,
        }
        Ok(true)
    }
}

/// Hands a collection whose money is left to the next of the chain, and tells its owner.
async fn raise(tx: &mut Tx<'_>, collection: &LockedCollection) -> Result<()> {
    let (now, id, owner) = (tx.now, collection.id, collection.owner);
    let rung = next_above(
        &mut tx.arm(),
        Climb::of(&collection.file.path(), collection.file.id, &collection.level, &[owner]),
        now,
    )
    .await?;
    let (level, raised_to, mut staff) = match rung.owner() {
        0 => (collection.level.clone(), collection.raised_to, vec![collection.raised_to]),
        first => (rung.path.clone(), first, rung.accounts),
    };
    staff.push(owner);
    staff.retain(|account| *account != 0);
    staff.sort_unstable();
    staff.dedup();
    run!(
        tx,
        "update aid_collection set level = $2, raised_to = $3, climbs = climbs + 1, due = $4, version = version + 1
         where id = $1",
        id,
        &level,
        raised_to,
        now + CLIMB_DAYS * DAY,
    )?;
    let of = OfCollection { collection: id, household: collection.file.id, staff };
    tx.emit(Event::CollectionRaised(of)).await?;
    tx.audit("aid_collection", id).await
}

impl Store {
    /// Does the next step of collections whose time has passed; returns how many.
    pub(crate) async fn collections_follow(&self) -> Result<i64> {
        sweep!(
            self,
            |collection| FollowCollection { collection },
            "select due, id from aid_collection where state = 'open' and due <= $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            self.now(),
        )
    }
}
