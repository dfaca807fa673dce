//! Steps at the counter of a shop: goods for claims, hand-overs, wishes filled from the shelf, the shelf itself.

use domain::{
    claims::{Arrival, ClaimEvent, ClaimState},
    ledger::{Condition, Origin, Place},
    wishes::WishState,
};
use store::{
    claims::{
        fill::{Fill, FillWish},
        fulfilment::{AcceptGoods, HandOverClaim, RefuseGoods},
        lifecycle::RevokeClaim,
    },
    stock::movements::{ReceiveStock, Removal, WriteOffStock},
};

use super::{
    life::Life,
    model::{Claim, Wish},
};
use crate::ledger::model::moved;

impl Life<'_> {
    pub(super) async fn bring_goods(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_claim(|claim| claim.state.is_owed()) else { return Ok(()) };
        let claim = self.model.claim(id);
        let (may, quantity, donor) = (claim.state.after(ClaimEvent::Arrive).is_ok(), claim.quantity, claim.account);
        let who = self.town.shopkeeper.clone();
        let accept = || AcceptGoods { claim: id, found: Arrival { condition: Condition::New, expires: 0 } };
        if let Some(arrived) = self.agree(may, &who, accept).await? {
            self.model.change_claim(id, ClaimState::Arrived);
            let now = self.model.now;
            self.model.received.insert(donor, now);
            let claim = self.model.claim(id);
            (claim.lot, claim.location) = (arrived.lot, arrived.location);
            self.model.apply(&moved(arrived.lot, quantity, (Place::Outside, 0), (Place::Reserved, id)));
        }
        Ok(())
    }

    pub(super) async fn refuse_goods(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_claim(|claim| claim.state.is_owed()) else { return Ok(()) };
        // What is on the shelf for a claim already is not turned away any more.
        let may = self.model.claim(id).state.is_owed();
        let who = self.town.shopkeeper.clone();
        if self.agree(may, &who, || RefuseGoods { id, reason: "坏了".into() }).await?.is_some() {
            self.model.change_claim(id, ClaimState::Refused);
        }
        Ok(())
    }

    pub(super) async fn revoke_claim(&mut self) -> Result<(), String> {
        let live = |claim: &Claim| claim.state.after(ClaimEvent::Revoke).is_ok();
        let Some(id) = self.pick_claim(live) else { return Ok(()) };
        let claim = self.model.claim(id);
        let (may, arrived) = (claim.state.after(ClaimEvent::Revoke).is_ok(), claim.state == ClaimState::Arrived);
        let (lot, quantity, location) = (claim.lot, claim.quantity, claim.location);
        let who = self.town.caseworker.clone();
        if self.agree(may, &who, || RevokeClaim { id, reason: "弄错了".into() }).await?.is_some() {
            self.model.change_claim(id, ClaimState::Revoked);
            if arrived {
                self.model.apply(&moved(lot, quantity, (Place::Reserved, id), (Place::Shelf, location)));
            }
        }
        Ok(())
    }

    /// Hands goods over against the pick-up code, or against a wrong one.
    pub(super) async fn hand_over(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_claim(|claim| claim.state == ClaimState::Arrived) else { return Ok(()) };
        let claim = self.model.claim(id);
        let (wish, state, lot, quantity) = (claim.wish, claim.state, claim.lot, claim.quantity);
        let sql = format!("select code, id, id, id from wish where id = {wish}");
        let right = self.servers.eye.lines(sql).await.swap_remove(0).0;
        let is_right = !self.dice.one_in(8);
        let code = if is_right { right } else { turned(&right) };
        let may = is_right && state.after(ClaimEvent::HandOver).is_ok();
        let who = self.town.shopkeeper.clone();
        if self.agree(may, &who, || HandOverClaim { id, code: code.clone() }).await?.is_some() {
            self.model.change_claim(id, ClaimState::HandedOver);
            let household = self.model.households[self.model.wishes[&wish].family];
            self.model.apply(&moved(lot, quantity, (Place::Reserved, id), (Place::Issued, household)));
        }
        Ok(())
    }

    /// Fills a wish from a shelf. While the shops have the turn, the units that wait for them are given back first.
    pub(super) async fn fill_wish(&mut self) -> Result<(), String> {
        let Some(wish) = self.pick_wish(|wish: &Wish| wish.state == WishState::Published) else { return Ok(()) };
        let location = self.model.shops[self.dice.below(2)];
        let turn = self.model.shops_turn(wish);
        let held = turn.map_or(0, |at| self.model.standbys[at].held);
        let lot = self.model.shelf(location).first().map(|(lot, _)| *lot);
        let may = self.model.free(wish) + held >= 1 && lot.is_some();
        let who = self.town.shopkeeper.clone();
        let fill = || FillWish { wish, fill: Fill { location, quantity: 1, ..Fill::default() } };
        let Some(made) = self.agree(may, &who, fill).await? else { return Ok(()) };
        if Some(made.lot) != lot {
            return Err(format!("lot {} was taken, not {lot:?}", made.lot));
        }
        if let Some(at) = turn {
            let place = &mut self.model.standbys[at];
            (place.state, place.held) = (domain::claims::standby::StandbyState::Taken, 0);
            self.model.wish(wish).claimed -= held;
        }
        self.model.wish(wish).claimed += 1;
        let claim = Claim {
            wish,
            account: who.account,
            by_donor: false,
            quantity: 1,
            state: ClaimState::Arrived,
            due: made.due,
            changed: self.model.now,
            location,
            lot: made.lot,
        };
        self.model.claims.insert(made.id, claim);
        self.model.apply(&moved(made.lot, 1, (Place::Shelf, location), (Place::Reserved, made.id)));
        if turn.is_some() {
            self.model.ask_next(wish);
        }
        Ok(())
    }

    pub(super) async fn receive(&mut self) -> Result<(), String> {
        let (location, quantity, item) = (self.model.shops[self.dice.below(2)], self.dice.between(1..=5), self.item);
        let receive = || ReceiveStock {
            location,
            item,
            size: String::new(),
            quantity,
            condition: Condition::New,
            expires: 0,
            origin: Origin::Donation,
            reason: String::new(),
        };
        let who = self.town.shopkeeper.clone();
        if let Some(lot) = self.agree(true, &who, receive).await? {
            self.model.apply(&moved(lot, quantity, (Place::Outside, 0), (Place::Shelf, location)));
        }
        Ok(())
    }

    /// Draws a lot on a shelf with its units: location, lot, units.
    pub(super) fn pick_lot(&mut self) -> Option<(i64, i64, i64)> {
        let of = |shop: &i64| self.model.shelf(*shop).into_iter().map(|(lot, n)| (*shop, lot, n)).collect::<Vec<_>>();
        let all: Vec<(i64, i64, i64)> = self.model.shops.iter().flat_map(of).collect();
        self.dice.one(&all)
    }

    pub(super) async fn write_off(&mut self) -> Result<(), String> {
        let Some((location, lot, there)) = self.pick_lot() else { return Ok(()) };
        let quantity = self.dice.between(1..=there + 1);
        let place = Place::Shelf;
        let remove = || WriteOffStock(Removal { lot, location, place, quantity, reason: "坏了".into() });
        let who = self.town.shopkeeper.clone();
        if self.agree(quantity <= there, &who, remove).await?.is_some() {
            self.model.apply(&moved(lot, quantity, (Place::Shelf, location), (Place::Loss, location)));
        }
        Ok(())
    }
}

/// A code that differs in its last digit.
pub(super) fn turned(code: &str) -> String {
    let (front, last) = code.split_at(code.len() - 1);
    format!("{front}{}", if last == "0" { '1' } else { '0' })
}
