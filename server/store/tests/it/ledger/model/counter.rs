//! Model steps at the counter: walk-ins, and kits that are assembled and taken apart.

use domain::{
    ledger::Place,
    orders::Wanted,
    stock::kits::{Assembly, TakingApart},
};
use store::{
    orders::walk_in::IssueWalkIn,
    stock::kits::assembly::{AssembleKits, SetKitPart, TakeKitsApart},
};

use super::{
    Moves, Verdict, World,
    errands::{PRICE, all, taken},
    moved,
    world::{Lot, THINGS, item},
};
use crate::support::{Stage, Town, by};

/// Thing number of kits, outside [`THINGS`] because no step asks for them.
const KIT: usize = THINGS.len();
/// Contents of one kit as (thing, units), ordered by item id.
const PARTS: [(usize, i64); 2] = [(1, 1), (2, 2)];

/// An assembled lot of kits, with the lots of each part.
pub struct Made {
    lot: i64,
    kits: i64,
    /// Per part: lot, units, and units that were taken out again.
    parts: Vec<Vec<(i64, i64, i64)>>,
}

/// Adds the town's kit and its parts, and returns its item id.
pub(super) async fn kit(stage: &Stage, town: &Town) -> i64 {
    let kit = stage.own_item(town, "开学礼包").await;
    for (thing, quantity) in PARTS {
        let (key, size) = THINGS[thing];
        let change = SetKitPart { kit, part: item(key), size: size.into(), quantity };
        stage.store.run(&by(&town.shopkeeper), change).await.expect("a part");
    }
    kit
}

impl World<'_> {
    /// Returns the lots and units of a thing on a shelf, earliest expiry first.
    pub(super) fn shelf_of(&self, location: i64, thing: usize) -> Vec<(i64, i64)> {
        let mut shelf: Vec<_> = self
            .model
            .lots(Place::Shelf, location)
            .into_iter()
            .filter(|(lot, _)| self.lot(*lot).thing == thing && !self.is_past(*lot))
            .collect();
        shelf.sort_by_key(|(lot, _)| self.first(*lot));
        shelf
    }

    fn first(&self, lot: i64) -> (bool, i64, i64) {
        let expires = self.lot(lot).expires;
        (expires == 0, expires, lot)
    }

    pub(super) async fn walk_in(&mut self, shop: usize, thing: usize, quantity: i64) -> Result<(), String> {
        let (location, (key, size), household) = (self.shops[shop], THINGS[thing], self.town.household);
        let held = taken(&self.shelf_of(location, thing), quantity).zip(taken(&self.spendable(), quantity * PRICE));
        let verdict = held.map_or(Verdict::Refused, |(goods, points)| {
            let mut moves = all(&goods, (Place::Shelf, location), (Place::Issued, household));
            moves.extend(all(&points, (Place::Household, household), (Place::Spent, location)));
            Verdict::Moves(moves)
        });
        let lines = vec![Wanted { item: item(key), size: size.into(), quantity }];
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        self.judge(verdict, store.walk_in_issue(&keeper, IssueWalkIn { household, location, lines })).await.map(drop)
    }

    pub(super) async fn assemble(&mut self, shop: usize, kits: i64) -> Result<(), String> {
        let location = self.shops[shop];
        let picked: Option<Vec<_>> =
            PARTS.iter().map(|(thing, each)| taken(&self.shelf_of(location, *thing), each * kits)).collect();
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        let asked = store.run(&keeper, AssembleKits(Assembly { item: self.kit, location, kits })).await;
        match (picked, asked) {
            (Some(parts), Ok(lot)) => {
                let (shelf, assembly) = ((Place::Shelf, location), (Place::Assembly, location));
                let inside: Vec<_> = parts.concat();
                let expires = inside.iter().map(|(lot, _)| self.lot(*lot).expires).filter(|at| *at != 0).min();
                let used = inside.iter().any(|(lot, _)| self.lot(*lot).used);
                self.lots.push(Lot { id: lot, thing: KIT, used, expires: expires.unwrap_or(0), checked: true });
                self.model.apply(&moved(lot, kits, assembly, shelf));
                self.model.apply(&all(&inside, shelf, assembly));
                let parts = parts.into_iter().map(|of| of.into_iter().map(|(lot, n)| (lot, n, 0)).collect()).collect();
                self.kits.push(Made { lot, kits, parts });
                Ok(())
            }
            (None, Err(store::Error::Refused(_))) => Ok(()),
            (parts, said) => Err(format!("the model takes {parts:?}, the store says {said:?}")),
        }
    }

    pub(super) async fn take_apart(&mut self, shop: usize, kits: i64, quarantine: bool) -> Result<(), String> {
        let location = self.shops[shop];
        let here = (if quarantine { Place::Quarantine } else { Place::Shelf }, location);
        let mut there: Vec<_> =
            self.model.lots(here.0, location).into_iter().filter(|(lot, _)| self.lot(*lot).thing == KIT).collect();
        there.sort_by_key(|(lot, _)| self.first(*lot));
        let plan = taken(&there, kits).and_then(|lots| self.unpacked(&lots));
        let verdict = plan.as_ref().map_or(Verdict::Refused, |(lots, out)| {
            let assembly = (Place::Assembly, location);
            let mut moves = all(lots, here, assembly);
            moves.extend(out.iter().flat_map(|(_, lot, n)| -> Moves { moved(*lot, *n, assembly, here) }));
            Verdict::Moves(moves)
        });
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        let input = TakingApart { item: self.kit, lot: 0, location, kits, quarantine };
        if self.judge(verdict, store.run(&keeper, TakeKitsApart(input))).await?.is_some() {
            for (kit, lot, n) in plan.into_iter().flat_map(|(_, out)| out) {
                let made = self.kits.iter_mut().find(|made| made.lot == kit).expect("known");
                let part = made.parts.iter_mut().flatten().find(|(part, ..)| *part == lot).expect("a part");
                part.2 += n;
            }
        }
        Ok(())
    }

    /// Returns the given lots, and what comes out of them as (kit, lot, units).
    ///
    /// `None` when a count booked more kits than were assembled.
    #[allow(clippy::type_complexity)]
    fn unpacked(&self, lots: &[(i64, i64)]) -> Option<(Vec<(i64, i64)>, Vec<(i64, i64, i64)>)> {
        let mut out = Vec::new();
        for (kit, n) in lots {
            let made = self.kits.iter().find(|made| made.lot == *kit).expect("known");
            for (of, (_, each)) in made.parts.iter().zip(PARTS) {
                let rest: Vec<_> = of.iter().map(|(lot, units, gone)| (*lot, units - gone)).collect();
                debug_assert_eq!(of.iter().map(|(_, units, _)| units).sum::<i64>(), each * made.kits);
                out.extend(taken(&rest, each * n)?.into_iter().map(|(lot, units)| (*kit, lot, units)));
            }
        }
        Some((lots.to_vec(), out))
    }
}
