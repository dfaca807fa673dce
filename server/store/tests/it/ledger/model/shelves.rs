//! Steps on the shelves of a shop and in its quarantine.

use domain::ledger::{Origin, Place};
use store::stock::movements::{
    CountStock, InspectStock, ReceiveStock, Removal, ReturnStock, TransferStock, WriteOffStock,
};

use super::{
    Verdict, moved,
    world::{Lot, THINGS, World, condition, item, signature},
};
use crate::support::by;

impl World<'_> {
    pub(super) async fn receive(
        &mut self,
        shop: usize,
        thing: usize,
        quantity: i64,
        used: bool,
        days: i64,
    ) -> Result<(), String> {
        let (key, size) = THINGS[thing];
        let (location, expires) = (self.shops[shop], self.date(days));
        let receipt = ReceiveStock {
            location,
            item: item(key),
            size: size.into(),
            quantity,
            condition: condition(used),
            expires,
            origin: Origin::Donation,
            reason: String::new(),
        };
        let asked = self.stage.store.run(&by(&self.town.shopkeeper), receipt).await;
        let id = asked.map_err(|e| format!("not received: {e}"))?;
        self.lots.push(Lot { id, thing, used, expires, checked: false });
        let to = if self.needs_check(id) { Place::Quarantine } else { Place::Shelf };
        self.model.apply(&moved(id, quantity, (Place::Outside, 0), (to, location)));
        Ok(())
    }

    pub(super) async fn inspect(&mut self, pick: usize, quantity: i64, signed: Option<bool>) -> Result<(), String> {
        let Some((location, lot, _)) = self.choice(Place::Quarantine, pick) else { return Ok(()) };
        let check = signed.map(signature);
        let back = signed == Some(false);
        let to = if back { (Place::Outside, 0) } else { (Place::Shelf, location) };
        let moves = moved(lot, quantity, (Place::Quarantine, location), to);
        let verdict = if self.is_bound(lot) || (signed.is_none() && self.needs_check(lot)) {
            Verdict::Refused
        } else {
            self.past_or(lot, self.model.may(moves))
        };
        let asked = InspectStock { lot, location, quantity, check };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        if self.judge(verdict, store.run(&keeper, asked)).await?.is_some() && signed == Some(true) {
            let known = self.lots.iter_mut().find(|known| known.id == lot).expect("known");
            known.checked = true;
        }
        Ok(())
    }

    pub(super) async fn remove(&mut self, place: Place, pick: usize, quantity: i64, back: bool) -> Result<(), String> {
        let Some((location, lot, _)) = self.choice(place, pick) else { return Ok(()) };
        let to = if back { (Place::Outside, 0) } else { (Place::Loss, location) };
        let verdict = if place == Place::Quarantine && self.is_bound(lot) {
            Verdict::Refused
        } else {
            self.model.may(moved(lot, quantity, (place, location), to))
        };
        let removal = Removal { lot, location, place, quantity, reason: "坏了".into() };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        if back {
            self.judge(verdict, store.run(&keeper, ReturnStock(removal))).await.map(drop)
        } else {
            self.judge(verdict, store.run(&keeper, WriteOffStock(removal))).await.map(drop)
        }
    }

    pub(super) async fn carry(&mut self, pick: usize, quantity: i64, same: bool) -> Result<(), String> {
        let Some((from, lot, _)) = self.choice(Place::Shelf, pick) else { return Ok(()) };
        let other = self.shops[usize::from(from == self.shops[0])];
        // Sometimes source and target are the same shop, which must be refused.
        let to = if same && quantity == 1 { from } else { other };
        let verdict = if to == from {
            Verdict::Refused
        } else {
            self.past_or(lot, self.model.may(moved(lot, quantity, (Place::Shelf, from), (Place::Shelf, to))))
        };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        self.judge(verdict, store.run(&keeper, TransferStock { lot, from, to, quantity })).await.map(drop)
    }

    pub(super) async fn count(&mut self, pick: usize, counted: i64) -> Result<(), String> {
        let Some((location, lot, book)) = self.choice(Place::Shelf, pick) else { return Ok(()) };
        let shelf = (Place::Shelf, location);
        let moves = match counted - book {
            0 => Vec::new(),
            less if less < 0 => moved(lot, -less, shelf, (Place::Loss, location)),
            more => moved(lot, more, (Place::Outside, 0), shelf),
        };
        let count = CountStock { location, lot, counted, reason: "数过了".into() };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        let verdict = self.counted_or(&[location], self.past_or(lot, Verdict::Moves(moves)));
        self.judge(verdict, store.run(&keeper, count)).await.map(drop)
    }
}
