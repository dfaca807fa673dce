//! Simulates the counter of a shop: goods arrive, are checked, and are handed over.

use domain::{
    accounts::Actor,
    claims::{ApplianceCheck, Arrival, ClaimState},
    ledger::Condition,
};
use store::{
    Command, Result, Tx,
    claims::{
        confirmation::{ConfirmByTime, ConfirmClaim},
        fulfilment::{AcceptGoods, HandOverClaim, RefuseGoods, SignApplianceCheck},
        thanks::{self, AddThanks},
    },
    ops::bulk,
};

use crate::{
    city::{cards::gets_card, consents},
    dice::Dice,
    life::{Event, Life},
    plan::Way,
    texts::replies,
};

impl Life {
    /// Returns the shop that a claim is brought to, and its shopkeeper.
    fn shop_of(&self, claim: usize) -> (usize, Actor) {
        let live = &self.claims[claim];
        let shops = &self.world.roots[self.plans[live.wish].root].shops;
        let shop = shops.iter().position(|s| s.id == live.location).unwrap_or_default();
        (shop, shops[shop].keeper.clone())
    }

    pub async fn arrive(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        let live = self.claims[claim].clone();
        if !live.state.is_owed() {
            return Ok(());
        }
        let plans = self.plans.clone();
        let (item, pace) = (plans[live.wish].need.item, plans[live.wish].pace);
        let mut dice = Dice::of(47, claim);
        let (_, keeper) = self.shop_of(claim);
        if live.way == Way::Refused {
            let text = dice.pick(replies::REFUSED).to_owned();
            self.acts(tx, &keeper, "claim_refuse");
            RefuseGoods { id: live.id, reason: text }.run(tx).await?;
            self.ended(claim, ClaimState::Refused);
            return Ok(());
        }
        let found = Arrival {
            condition: if live.used { Condition::Used } else { Condition::New },
            expires: if item.perishable { self.at + dice.days(150.0, 420.0) } else { 0 },
        };
        self.acts(tx, &keeper, "claim_arrive");
        let expires = found.expires;
        let arrived = AcceptGoods { claim: live.id, found }.run(tx).await?;
        let now = &mut self.claims[claim];
        (now.state, now.lot, now.expires) = (ClaimState::Arrived, arrived.lot, expires);
        self.no_longer_owed(live.wish, live.donor);
        // Goods that fail their check are refused, and lift no limit.
        if let Some(donor) = live.donor.filter(|_| live.way != Way::FailsCheck) {
            self.promises[plans[live.wish].root][donor].kept = self.at;
        }
        match live.way {
            _ if arrived.awaiting_check => self.after(pace.check, Event::Check(claim)),
            Way::RevokedLate => self.after(pace.hand_over, Event::Revoke(claim)),
            _ => self.after(pace.hand_over, Event::HandOver(claim)),
        }
        Ok(())
    }

    pub async fn check(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        let live = self.claims[claim].clone();
        let mut dice = Dice::of(48, claim);
        let passed = live.way != Way::FailsCheck;
        let note = dice.pick(if passed { replies::PASSED } else { replies::FAILED });
        let check = ApplianceCheck { checker: dice.pick(replies::CHECKERS).to_owned(), passed, note: note.to_owned() };
        let (_, keeper) = self.shop_of(claim);
        self.acts(tx, &keeper, "claim_check");
        SignApplianceCheck { claim: live.id, check }.run(tx).await?;
        let after = self.plans[live.wish].pace.hand_over;
        match live.way {
            Way::FailsCheck => self.ended(claim, ClaimState::Refused),
            Way::RevokedLate => self.after(after, Event::Revoke(claim)),
            _ => self.after(after, Event::HandOver(claim)),
        }
        Ok(())
    }

    /// Hands the goods over against the family's code, at the counter or on a visit.
    pub async fn hand_over(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        let live = self.claims[claim].clone();
        let (_, keeper) = self.shop_of(claim);
        // The maker of a family's card does not hand over to it.
        let visit = Dice::of(49, claim).chance(15) && !gets_card(self.plans[live.wish].family);
        self.acts(tx, &if visit { self.caseworker(live.wish) } else { keeper }, "claim_hand_over");
        let text = bulk::pickup_code(tx, self.wishes[live.wish].id).await?;
        HandOverClaim { id: live.id, code: text }.run(tx).await?;
        self.claims[claim].state = ClaimState::HandedOver;
        let plan = &self.plans[live.wish];
        let confirm = plan.pace.confirm;
        let days = self.world.roots[plan.root].policy.confirm_days;
        self.after(confirm, Event::Confirm(claim));
        self.exactly(self.at + days * domain::DAY, Event::ConfirmByTime(claim));
        if live.donor.is_some() {
            self.after(self.plans[live.wish].pace.thank, Event::Thank(claim));
        }
        Ok(())
    }

    pub async fn confirm(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.claims[claim].state == ClaimState::HandedOver {
            self.acts(tx, &self.home(self.claims[claim].wish).actor, "claim_confirm");
            ConfirmClaim(self.claims[claim].id).run(tx).await?;
            self.confirmed(claim);
        }
        Ok(())
    }

    /// Runs the job that confirms a hand-over after its deadline.
    pub async fn confirm_by_time(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.claims[claim].state == ClaimState::HandedOver {
            self.acts(tx, &Actor::system(), "claim_confirm");
            if ConfirmByTime(self.claims[claim].id).run(tx).await? {
                self.confirmed(claim);
            }
        }
        Ok(())
    }

    fn confirmed(&mut self, claim: usize) {
        let (wish, units) = (self.claims[claim].wish, self.claims[claim].units);
        self.claims[claim].state = ClaimState::Confirmed;
        let live = &mut self.wishes[wish];
        live.confirmed += units;
        live.open &= live.confirmed < self.plans[wish].need.quantity;
    }

    pub async fn thank(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        let live = self.claims[claim].clone();
        let plans = self.plans.clone();
        let plan = &plans[live.wish];
        let (mut words, card) = replies::thanks(&mut Dice::of(51, claim), plan.need.item.key, plan.need.item.zh);
        if plan.pace.withheld {
            let family = &self.families[plan.root][plan.family];
            words = replies::too_open(&family.people[0].name, &family.phone);
        }
        self.acts(tx, &self.home(live.wish).actor, "thanks_add");
        let new = AddThanks { claim: live.id, words, card: card.to_owned() };
        self.claims[claim].thanks = new.run(tx).await?;
        self.after(plan.pace.read, Event::ReadThanks(claim));
        Ok(())
    }

    /// Reviews thanks by staff before the claimer can read them.
    pub async fn read_thanks(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        let live = self.claims[claim].clone();
        let plans = self.plans.clone();
        let plan = &plans[live.wish];
        let (words, card) = replies::thanks(&mut Dice::of(51, claim), plan.need.item.key, plan.need.item.zh);
        let family = &self.families[plan.root][plan.family];
        // Without a consent for the child, only the card is released.
        let told = plan.need.person.is_none_or(|person| consents::told(plan.root, plan.family, family, person));
        let words = if told { words } else { String::new() };
        let release = !(plan.pace.withheld || words.is_empty() && card.is_empty());
        let operation = if release { "thanks_release" } else { "thanks_withhold" };
        self.acts(tx, &self.caseworker(live.wish), operation);
        thanks::review(tx, &thanks::Review { id: live.thanks, release, words }).await
    }

    /// Puts the goods of a revoked claim on the shelf.
    pub fn shelved(&mut self, claim: usize) {
        let (shop, _) = self.shop_of(claim);
        let live = self.claims[claim].clone();
        let plans = self.plans.clone();
        let plan = &plans[live.wish];
        self.goods.put(plan.root, shop, live.lot, &plan.need, live.units, live.expires);
    }
}
