//! Model steps of claims: filled from the shelf or brought by a donor, checked, released, handed over.

use domain::{
    claims::{Arrival, ClaimState, NewClaim},
    ledger::Place,
    wishes::{NewWish, Publication},
};
use store::{
    claims::{
        fill::{Fill, FillWish},
        fulfilment::{AcceptGoods, SignApplianceCheck},
        lifecycle::{RevokeClaim, TakeClaim},
    },
    wishes::lifecycle::{PostWish, PublishWish},
};

use super::{
    Moves, Verdict, World, moved,
    world::{Lot, THINGS, condition, item, signature},
};
use crate::support::by;

/// A claim whose goods are in the shop, or were.
pub struct Claim {
    pub id: i64,
    pub wish: i64,
    pub quantity: i64,
    pub location: i64,
    pub lot: i64,
    pub state: ClaimState,
    pub awaiting_check: bool,
}

impl World<'_> {
    /// Publishes a wish of the town's family.
    pub(super) async fn wish(&self, thing: usize, quantity: i64) -> Result<i64, String> {
        let (key, size) = THINGS[thing];
        // `again`: wishes for the same item repeat on purpose.
        let new = NewWish { item: item(key), size: size.into(), quantity, again: true, ..NewWish::default() };
        let store = &self.stage.store;
        let wish = store.run(&by(&self.town.family), PostWish(new)).await.map_err(|e| e.to_string())?;
        let publication = Publication { words: String::new() };
        store
            .run(&by(&self.town.caseworker), PublishWish { id: wish, words: publication.words })
            .await
            .map_err(|e| e.to_string())?;
        Ok(wish)
    }

    pub(super) async fn fill(&mut self, shop: usize, thing: usize, quantity: i64) -> Result<(), String> {
        let wish = self.wish(thing, quantity).await?;
        let location = self.shops[shop];
        // The store takes one lot that has enough units, by earliest expiry.
        let mut fitting: Vec<_> = self
            .model
            .lots(Place::Shelf, location)
            .into_iter()
            .filter(|(lot, n)| self.lot(*lot).thing == thing && *n >= quantity && !self.is_past(*lot))
            .map(|(lot, _)| (self.lot(lot).expires == 0, self.lot(lot).expires, lot))
            .collect();
        fitting.sort_unstable();
        let fill = Fill { location, quantity, ..Fill::default() };
        let asked = self.stage.store.run(&by(&self.town.shopkeeper), FillWish { wish, fill }).await;
        match (fitting.first(), asked) {
            (None, Err(store::Error::Refused(_))) => Ok(()),
            (Some((.., lot)), Ok(claim)) if claim.lot == *lot => {
                let (id, lot) = (claim.id, *lot);
                self.model.apply(&moved(lot, quantity, (Place::Shelf, location), (Place::Reserved, id)));
                let state = ClaimState::Arrived;
                self.claims.push(Claim { id, wish, quantity, location, lot, state, awaiting_check: false });
                Ok(())
            }
            (lot, said) => Err(format!("the model takes {lot:?}, the store {:?}", said.map(|claim| claim.lot))),
        }
    }

    pub(super) async fn bring(&mut self, thing: usize, quantity: i64, used: bool, days: i64) -> Result<(), String> {
        let wish = self.wish(thing, quantity).await?;
        let store = &self.stage.store;
        let new = NewClaim { quantity, due: 0 };
        let claim = store.run(&by(&self.town.donor), TakeClaim { wish, new }).await.map_err(|e| e.to_string())?;
        let found = Arrival { condition: condition(used), expires: self.date(days) };
        let expires = found.expires;
        let arrived = store.run(&by(&self.town.shopkeeper), AcceptGoods { claim: claim.id, found }).await;
        let claim = arrived.map_err(|e| e.to_string())?;
        let (id, lot, location) = (claim.id, claim.lot, claim.location);
        self.lots.push(Lot { id: lot, thing, used, expires, checked: false });
        let awaiting_check = self.needs_check(lot);
        let to = if awaiting_check { (Place::Quarantine, location) } else { (Place::Reserved, id) };
        self.model.apply(&moved(lot, quantity, (Place::Outside, 0), to));
        let state = ClaimState::Arrived;
        self.claims.push(Claim { id, wish, quantity, location, lot, state, awaiting_check });
        Ok(())
    }

    pub(super) async fn check(&mut self, pick: usize, passed: bool) -> Result<(), String> {
        let waiting: Vec<usize> = (0..self.claims.len())
            .filter(|n| self.claims[*n].state == ClaimState::Arrived && self.claims[*n].awaiting_check)
            .collect();
        let Some(chosen) = waiting.get(pick % waiting.len().max(1)).copied() else { return Ok(()) };
        let Claim { id, lot, location, quantity, .. } = self.claims[chosen];
        let to = if passed { (Place::Reserved, id) } else { (Place::Outside, 0) };
        let moves = moved(lot, quantity, (Place::Quarantine, location), to);
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        let verdict = self.past_or(lot, self.model.may(moves));
        if self
            .judge(verdict, store.run(&keeper, SignApplianceCheck { claim: id, check: signature(passed) }))
            .await?
            .is_some()
        {
            self.claims[chosen].awaiting_check = false;
            if passed {
                self.lots.iter_mut().filter(|known| known.id == lot).for_each(|known| known.checked = true);
            } else {
                self.claims[chosen].state = ClaimState::Refused;
            }
        }
        Ok(())
    }

    fn arrived(&self, pick: usize) -> Option<usize> {
        let all: Vec<usize> = (0..self.claims.len()).filter(|n| self.claims[*n].state == ClaimState::Arrived).collect();
        (!all.is_empty()).then(|| all[pick % all.len()])
    }

    pub(super) async fn release(&mut self, pick: usize) -> Result<(), String> {
        let Some(chosen) = self.arrived(pick) else { return Ok(()) };
        let Claim { id, lot, location, quantity, awaiting_check, .. } = self.claims[chosen];
        let moves = if awaiting_check {
            Moves::new()
        } else {
            moved(lot, quantity, (Place::Reserved, id), (Place::Shelf, location))
        };
        let (store, caseworker) = (self.stage.store.clone(), by(&self.town.caseworker));
        if self
            .judge(Verdict::Moves(moves), store.run(&caseworker, RevokeClaim { id, reason: "弄错了".into() }))
            .await?
            .is_some()
        {
            self.claims[chosen].state = ClaimState::Revoked;
            self.claims[chosen].awaiting_check = false;
        }
        Ok(())
    }

    pub(super) async fn hand_over(&mut self, pick: usize) -> Result<(), String> {
        let Some(chosen) = self.arrived(pick) else { return Ok(()) };
        let Claim { id, wish, lot, quantity, awaiting_check, .. } = self.claims[chosen];
        let code = self.stage.pick_up_code(&self.town, wish).await;
        let verdict = if awaiting_check {
            Verdict::Refused
        } else {
            let to = (Place::Issued, self.town.household);
            self.past_or(lot, Verdict::Moves(moved(lot, quantity, (Place::Reserved, id), to)))
        };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        if self.judge(verdict, store.claim_hand_over(&keeper, id, code)).await?.is_some() {
            self.claims[chosen].state = ClaimState::HandedOver;
        } else {
            // The model knows no limit of tries.
            self.stage.plant("delete from attempt").await;
        }
        Ok(())
    }
}
