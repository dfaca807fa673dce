//! Simulates families and caseworkers with wishes.

use domain::{
    DAY,
    accounts::Actor,
    claims::ClaimState,
    wishes::{Meant, NewWish},
};
use store::{
    Command, Result, Tx,
    wishes::{
        endings::ExpireWish,
        lifecycle::{PostWish, PublishWish, RejectWish, SubmitWish, WithdrawWish},
        media::voice,
    },
};

use crate::{
    city::settle::Home,
    dice::Dice,
    life::{Event, Life},
    plan::Review,
    texts::replies,
};

/// Recording of a family: four seconds of the tones of a browser's fake microphone.
const TONES: &[u8] = include_bytes!("../../../../app/domain/src/wishes/voice/four.webm");
/// Days back within which families send recordings; older ones would have been deleted.
const SAID_DAYS: i64 = 45;

impl Life {
    /// Returns the household of a wish.
    pub fn home(&self, wish: usize) -> &Home {
        let plan = &self.plans[wish];
        &self.world.roots[plan.root].homes[plan.family]
    }

    /// Returns the caseworker of a wish's household.
    pub fn caseworker(&self, wish: usize) -> Actor {
        let plan = &self.plans[wish];
        self.world.roots[plan.root].districts[self.home(wish).district].caseworker.clone()
    }

    /// Returns the account that posts the wish: the family's, or the caseworker's.
    fn poster(&self, wish: usize) -> Actor {
        if self.plans[wish].itself { self.home(wish).actor.clone() } else { self.caseworker(wish) }
    }

    /// Picks a caseworker's reason for posting despite `already_open`; families give none.
    fn beyond(&self, wish: usize) -> String {
        if self.plans[wish].itself { String::new() } else { Dice::of(43, wish).pick(replies::BEYOND).to_owned() }
    }

    pub async fn post(&mut self, tx: &mut Tx<'_>, wish: usize) -> Result<()> {
        let plans = self.plans.clone();
        let plan = &plans[wish];
        let home = self.home(wish);
        let new = NewWish {
            household: home.household,
            item: plan.need.item.id,
            size: plan.need.size.to_owned(),
            quantity: plan.need.quantity,
            member: plan.need.person.map_or(0, |n| home.people[n]),
            words: plan.own_words.clone(),
            draft: plan.draft.is_some(),
            again: true,
            beyond: self.beyond(wish),
            free: None,
            months: None,
        };
        self.acts(tx, &self.poster(wish), "wish_post");
        let id = PostWish(new).run(tx).await?;
        if plan.itself && plan.at > -SAID_DAYS * DAY && Dice::of(44, wish).chance(30) {
            voice::insert(tx, id, TONES).await?;
        }
        let live = &mut self.wishes[wish];
        live.id = id;
        live.left = plan.need.quantity;
        match plan.draft {
            Some(draft) => self.after(draft, Event::Submit(wish)),
            None => self.submitted(wish),
        }
        Ok(())
    }

    pub async fn submit(&mut self, tx: &mut Tx<'_>, wish: usize) -> Result<()> {
        self.acts(tx, &self.poster(wish), "wish_submit");
        let meant = Meant { again: true, beyond: self.beyond(wish) };
        SubmitWish { id: self.wishes[wish].id, meant }.run(tx).await?;
        self.submitted(wish);
        Ok(())
    }

    fn submitted(&mut self, wish: usize) {
        self.wishes[wish].open = true;
        let plan = &self.plans[wish];
        let next = if plan.review == Review::Withdrawn { Event::Withdraw(wish) } else { Event::Review(wish) };
        self.after(plan.pace.review, next);
    }

    pub async fn review(&mut self, tx: &mut Tx<'_>, wish: usize) -> Result<()> {
        let plans = self.plans.clone();
        let plan = &plans[wish];
        let id = self.wishes[wish].id;
        if plan.review == Review::Rejected {
            let text = Dice::of(41, wish).pick(replies::REJECTED).to_owned();
            self.acts(tx, &self.caseworker(wish), "wish_reject");
            self.wishes[wish].open = false;
            return RejectWish { id, reason: text }.run(tx).await;
        }
        // A caseworker's own post is published by the coordinator.
        let reviewer =
            if plan.itself { self.caseworker(wish) } else { self.world.roots[plan.root].coordinator.clone() };
        self.acts(tx, &reviewer, "wish_publish");
        PublishWish { id, words: plan.words.clone() }.run(tx).await?;
        let days = self.world.roots[plan.root].policy.wish_days;
        let live = &mut self.wishes[wish];
        live.published = true;
        live.expires = self.at + days * DAY;
        let expires = live.expires;
        self.exactly(expires, Event::Expire(wish));
        self.after(plan.withdrawn, Event::Withdraw(wish));
        if !plan.tries.is_empty() {
            self.after(plan.pace.wait, Event::Try(wish));
        }
        Ok(())
    }

    /// Withdraws the wish unless goods are in transit or handed over.
    pub async fn withdraw(&mut self, tx: &mut Tx<'_>, wish: usize) -> Result<()> {
        use ClaimState::{Arrived, HandedOver, OnTheWay};
        let live = &self.wishes[wish];
        let busy = |c: &usize| matches!(self.claims[*c].state, OnTheWay | Arrived | HandedOver);
        if !live.open || live.claims.iter().any(busy) {
            return Ok(());
        }
        let text = Dice::of(42, wish).pick(replies::WITHDRAWN).to_owned();
        self.acts(tx, &self.poster(wish), "wish_withdraw");
        WithdrawWish { id: live.id, reason: text }.run(tx).await?;
        self.wishes[wish].open = false;
        for claim in self.wishes[wish].claims.clone() {
            if self.claims[claim].state == ClaimState::Pledged {
                self.ended(claim, ClaimState::Revoked);
            }
        }
        Ok(())
    }

    /// Runs the job that expires a wish not claimed in time.
    pub async fn expire(&mut self, tx: &mut Tx<'_>, wish: usize) -> Result<()> {
        if !self.wishes[wish].open {
            return Ok(());
        }
        self.acts(tx, &Actor::system(), "wish_expire");
        if ExpireWish(self.wishes[wish].id).run(tx).await? {
            self.wishes[wish].open = false;
        } else {
            // A claim is still active: try again later.
            let later = self.at + DAY / 4;
            self.exactly(later, Event::Expire(wish));
        }
        Ok(())
    }
}
